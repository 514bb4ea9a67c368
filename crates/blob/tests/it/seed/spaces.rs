//! F19, F20, F29: namespaces and prefixes end where they end.

use std::sync::Arc;

use sandpail_blob::conformance::steps::{compose, meta, names};
use sandpail_blob::conformance::{Outcome, TestSource};
use sandpail_blob::{BlobStoreMap, Mode};

use super::store;

#[tokio::test]
async fn f19_pairs_of_account_and_region_do_not_collide() -> Outcome {
    let map = BlobStoreMap::mem(Arc::new(TestSource::default()), "seed");
    map.get("a/b", "c").put("k", "left".into()).await?;
    assert!(!map.get("a", "b/c").exists("k").await?);
    map.get("..", "..").put("k", "dots".into()).await?;
    map.base().put("meta/current", "base".into()).await?;
    assert_eq!(map.list_children().await?, [("..".into(), "..".into()), ("a/b".into(), "c".into())]);
    Ok(())
}

#[tokio::test]
async fn f20_a_child_is_no_part_of_its_parent() -> Outcome {
    let store = store();
    store.child("data").put("k", "child".into()).await?;
    store.child("meta/current").put("k", "child".into()).await?;
    store.put("data/k", "parent".into()).await?;
    assert_eq!(
        (names(&store, "", None).await?, store.list_versions("data/k").await?.len()),
        (vec!["data/k".to_owned()], 1)
    );
    store.delete_by_prefix("").await?;
    assert_eq!(
        (store.child("data").get("k").await?, store.child("meta/current").get("k").await?),
        ("child".into(), "child".into())
    );
    Ok(())
}

#[tokio::test]
async fn f29_deleting_a_prefix_reaches_nothing_else_and_leaves_nothing() -> Outcome {
    let store = store();
    for key in ["bucket/k", "bucket-2/k", "part"] {
        store.put(key, key.into()).await?;
    }
    let id = store.put_versioned("bucket/v", "x".into()).await?;
    store.put_version_meta("bucket/v", &id, &meta("record")).await?;
    compose(&store, "bucket/c", &[b"1", b"2"], Mode::Replace).await?;
    let told = store.delete_by_prefix("bucket/").await?;
    assert_eq!((told.deleted, told.failed.len()), (3, 0));
    assert_eq!(names(&store, "", None).await?, ["bucket-2/k", "part"]);
    assert_eq!(store.list_version_metas("bucket/").await?, []);
    Ok(())
}
