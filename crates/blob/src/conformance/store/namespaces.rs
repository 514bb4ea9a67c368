//! Namespaces: children, accounts and regions that share an engine and nothing else.

use std::sync::Arc;

use crate::conformance::steps::{current, names, put, versions};
use crate::conformance::{Outcome, World};
use crate::{BlobStore, BlobStoreMap, Mode};

/// Parent, children, siblings and grandchildren with the same key keep apart (T17, F20).
pub async fn namespaces_keep_apart(world: &World) -> Outcome {
    let spaces = |root: &BlobStore| {
        let subs = ["data", "meta", "meta/current", "data/k", "", "L", "\0", "\u{1}", "k"];
        let mut stores: Vec<BlobStore> = subs.iter().map(|sub| root.child(sub)).collect();
        stores.extend([
            root.clone(),
            root.child("data").child("k"),
            root.child("meta").child("current"),
            root.child("").child(""),
        ]);
        stores
    };
    for (at, store) in spaces(&world.store().await?).iter().enumerate() {
        put(store, "k", at.to_string().as_bytes(), Mode::NewVersion).await?;
        put(store, "data/k", b"x", Mode::NewVersion).await?;
    }
    for (at, store) in spaces(&world.store().await?).iter().enumerate() {
        assert_eq!(current(store, "k").await?, Some(at.to_string().into()), "namespace {at}");
        assert_eq!((names(store, "", None).await?.len(), versions(store, "").await?.len()), (2, 2), "namespace {at}");
    }
    let stores = spaces(&world.store().await?);
    for (at, store) in stores.iter().enumerate() {
        store.delete_by_prefix("").await?;
        for (other, store) in stores.iter().enumerate() {
            assert_eq!(
                names(store, "", None).await?.len(),
                if other <= at { 0 } else { 2 },
                "namespace {other} after {at} was emptied"
            );
        }
    }
    Ok(())
}

/// A store deletes its own keys, and none of a child, a parent or a neighbour of longer name (F20, F29).
pub async fn deleting_stays_within_its_namespace(world: &World) -> Outcome {
    let store = world.store().await?;
    let (bucket, longer, child) = (store.child("bucket"), store.child("bucket-2"), store.child("bucket").child("x"));
    for store in [&store, &bucket, &longer, &child] {
        put(store, "k", b"x", Mode::Replace).await?;
    }
    bucket.delete_by_prefix("").await?;
    assert!(names(&bucket, "", None).await?.is_empty());
    for other in [&store, &longer, &child] {
        assert_eq!(names(other, "", None).await?, ["k"]);
    }
    Ok(())
}

/// One store per account and region, the same one each time (M2), and pairs that read alike keep apart (F19).
pub async fn a_map_keeps_pairs_apart(world: &World) -> Outcome {
    let map = BlobStoreMap::new(world.vfs().await?, world.source() as _, "map");
    let pairs = [("a/b", "c"), ("a", "b/c"), ("a", "b"), ("..", ".."), ("", ""), ("a\0b", "c"), ("a", "\0b")];
    for (at, (account, region)) in pairs.iter().enumerate() {
        put(&map.get(account, region), "k", at.to_string().as_bytes(), Mode::Replace).await?;
    }
    for (at, (account, region)) in pairs.iter().enumerate() {
        assert!(Arc::ptr_eq(&map.get(account, region), &map.get(account, region)));
        assert_eq!(
            current(&map.get(account, region), "k").await?,
            Some(at.to_string().into()),
            "{account:?} {region:?}"
        );
    }
    assert!(names(map.base(), "", None).await?.is_empty(), "the base store is a namespace of its own (M3)");
    Ok(())
}

/// The pairs that hold anything are told in order, and nothing of the base store is taken for one (M4, F19).
pub async fn children_are_told_in_order(world: &World) -> Outcome {
    let map = BlobStoreMap::new(world.vfs().await?, world.source() as _, "map");
    assert!(map.list_children().await?.is_empty());
    put(map.base(), "data/k/v", b"x", Mode::Replace).await?;
    put(map.base(), "meta/current", b"x", Mode::NewVersion).await?;
    for (account, region) in [("b", "2"), ("a/b", "c"), ("b", "1"), ("a", "b/c"), ("b", "3")] {
        for key in ["k", "l", "m"] {
            put(&map.get(account, region), key, b"x", Mode::NewVersion).await?;
        }
    }
    let map = BlobStoreMap::new(map.vfs(), world.source() as _, "map");
    let expected = [("a", "b/c"), ("a/b", "c"), ("b", "1"), ("b", "2"), ("b", "3")];
    assert_eq!(map.list_children().await?, expected.map(|(account, region)| (account.to_owned(), region.to_owned())));
    Ok(())
}

/// A pair that holds only deeper namespaces, as buckets are, or only a configuration, is told as well.
pub async fn children_of_children_count(world: &World) -> Outcome {
    let map = BlobStoreMap::new(world.vfs().await?, world.source() as _, "map");
    put(&map.get("a", "1").child("bucket"), "k", b"x", Mode::Replace).await?;
    map.get("a", "2").put_bucket_config("bucket", &crate::conformance::steps::meta("c")).await?;
    map.get("a", "3");
    assert_eq!(map.list_children().await?, [("a".into(), "1".into()), ("a".into(), "2".into())]);
    Ok(())
}
