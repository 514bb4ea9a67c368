//! F12: an error is an error.

use sandpail_blob::conformance::steps::{meta, put};
use sandpail_blob::conformance::{Fault, FaultyVfs, Outcome, Span, Verb, When};
use sandpail_blob::{BlobStoreMap, Error, Mode, VfsError};

use super::faulty;

fn fail(vfs: &FaultyVfs, verb: Verb) {
    vfs.arm(Fault {
        call: 0,
        verb: Some(verb),
        when: When::Before,
        span: Span::Onwards,
        error: || VfsError::Unavailable("injected".into()),
    });
}

#[tokio::test]
async fn f12_a_failed_scan_is_no_empty_list() -> Outcome {
    let (store, vfs) = faulty();
    store.put_versioned("k", "x".into()).await?;
    store.put_bucket_config("b", &meta("c")).await?;
    let map =
        BlobStoreMap::new(store.vfs(), std::sync::Arc::new(sandpail_blob::conformance::TestSource::default()), "seed");
    fail(&vfs, Verb::Scan);
    assert!(store.list("").await.is_err());
    assert!(store.list_versions("k").await.is_err());
    assert!(store.list_version_metas("").await.is_err());
    assert!(store.list_delete_marker_metas("").await.is_err());
    assert!(store.list_bucket_configs("", None, 9).await.is_err());
    assert!(map.list_children().await.is_err());
    Ok(())
}

#[tokio::test]
async fn f12_an_unreadable_record_is_no_absence() -> Outcome {
    let (store, vfs) = faulty();
    store.put("k", "x".into()).await?;
    fail(&vfs, Verb::Read);
    assert!(matches!(store.get("k").await, Err(Error::Vfs(_))));
    assert!(matches!(store.exists("k").await, Err(Error::Vfs(_))));
    assert!(matches!(store.delete("k").await, Err(Error::Vfs(_))));
    assert!(matches!(store.put("k", "y".into()).await, Err(Error::Vfs(_))));
    vfs.disarm();
    assert_eq!(store.get("k").await?, "x");
    Ok(())
}

#[tokio::test]
async fn f12_a_delete_that_did_not_happen_is_not_told_as_done() -> Outcome {
    let (store, vfs) = faulty();
    for key in ["p/1", "p/2", "q"] {
        put(&store, key, b"x", Mode::Replace).await?;
    }
    fail(&vfs, Verb::Commit);
    assert!(store.delete("q").await.is_err());
    let told = store.delete_by_prefix("p/").await;
    assert!(told.is_err() || told.is_ok_and(|told| (told.deleted, told.failed.len()) == (0, 2)));
    vfs.disarm();
    assert_eq!(store.list("").await?.len(), 3);
    Ok(())
}
