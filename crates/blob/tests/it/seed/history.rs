//! F8, F9, F10: what goes, what becomes current, and in which order.

use std::sync::Arc;
use std::time::Duration;

use sandpail_blob::conformance::steps::payloads;
use sandpail_blob::conformance::{Outcome, TestSource};
use sandpail_blob::{BlobStore, Error, Source};

use super::store;

#[tokio::test]
async fn f08_put_and_delete_take_the_history_along() -> Outcome {
    let store = store();
    let first = store.put_versioned("k", "v1".into()).await?;
    store.put_versioned("k", "v2".into()).await?;
    store.put("k", "v3".into()).await?;
    assert_eq!(store.list_versions("k").await?.len(), 1);
    store.delete("k").await?;
    assert!(matches!(store.get_version("k", &first).await, Err(Error::NotFound(_))));
    assert_eq!(payloads(&*store.vfs()).await?, []);
    Ok(())
}

#[tokio::test]
async fn f09_deleting_the_current_version_promotes_the_next() -> Outcome {
    let store = store();
    let first = store.put_versioned("k", "v1".into()).await?;
    let second = store.put_versioned("k", "v2".into()).await?;
    store.delete_version("k", &second).await?;
    assert_eq!((store.get("k").await?, store.latest_version_id("k").await?), ("v1".into(), Some(first.clone())));
    assert_eq!((store.list_versions("k").await?, store.exists("k").await?), (vec![first.clone()], true));
    store.delete_version("k", &first).await?;
    assert!(
        !store.exists("k").await? && store.stat("k").await?.is_none() && store.latest_version_id("k").await?.is_none()
    );
    assert_eq!(store.list("").await?.len(), 0);
    Ok(())
}

#[tokio::test]
async fn f10_versions_follow_the_commits_not_the_clock() -> Outcome {
    let source = Arc::new(TestSource::default());
    let store = BlobStore::mem(Arc::clone(&source) as Arc<dyn Source>, "seed");
    let first = store.put_versioned("k", "v1".into()).await?;
    source.step_back(Duration::from_secs(3600));
    // A new process has only the key's own records to learn from.
    let store = BlobStore::new(store.vfs(), source, "seed");
    let second = store.put_versioned("k", "v2".into()).await?;
    assert_eq!(store.list_versions("k").await?, [first, second.clone()]);
    assert_eq!((store.latest_version_id("k").await?, store.get("k").await?), (Some(second), "v2".into()));
    Ok(())
}
