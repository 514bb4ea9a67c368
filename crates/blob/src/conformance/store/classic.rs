//! The original verbs: one word for what most callers want.

use tokio::io::AsyncReadExt as _;

use crate::conformance::steps::{compose, meta, names, payloads, put, versions};
use crate::conformance::{Outcome, Torn, World};
use crate::{Error, Mode, VersionId};

async fn drain(mut reader: impl tokio::io::AsyncRead + Unpin) -> Outcome<Vec<u8>> {
    let mut body = Vec::new();
    reader.read_to_end(&mut body).await?;
    Ok(body)
}

/// Put, get, exists, stat, delete; then nothing is found (T1).
pub async fn a_blob_makes_the_round_trip(world: &World) -> Outcome {
    world.store().await?.put("k", "content".into()).await?;
    let store = world.store().await?;
    assert_eq!((store.get("k").await?, store.exists("k").await?), ("content".into(), true));
    assert_eq!(store.stat("k").await?.map(|info| info.size), Some(7));
    store.delete("k").await?;
    assert!(matches!(store.get("k").await, Err(Error::NotFound(_))));
    assert!(matches!(store.get_reader("k").await.map(drop), Err(Error::NotFound(_))));
    assert!(matches!(store.delete("k").await, Err(Error::NotFound(_))));
    assert!(store.stat("k").await?.is_none() && !store.exists("k").await?);
    Ok(())
}

/// From a reader, into a reader (T2).
pub async fn a_stream_makes_the_round_trip(world: &World) -> Outcome {
    let body = vec![b's'; 2_500_000];
    world.store().await?.put_from("k", &mut &body[..]).await?;
    assert!(drain(world.store().await?.get_reader("k").await?).await? == body);
    Ok(())
}

/// A body that breaks off leaves the old one, versioned or not (F4, F5).
pub async fn a_torn_body_leaves_the_old(world: &World) -> Outcome {
    let store = world.store().await?;
    store.put("k", "old".into()).await?;
    assert!(store.put_from("k", &mut Torn::after(b"half")).await.is_err());
    assert!(store.put_versioned_from("k", &mut Torn::after(b"half")).await.is_err());
    assert_eq!((store.get("k").await?, versions(&store, "").await?.len()), ("old".into(), 1));
    assert_eq!(payloads(&*store.vfs()).await?.len(), 1);
    Ok(())
}

/// An overwrite shows the new value (T4), and three puts leave one version (T15).
pub async fn a_put_replaces(world: &World) -> Outcome {
    for body in ["1", "2", "3"] {
        world.store().await?.put("k", body.into()).await?;
    }
    let store = world.store().await?;
    assert_eq!((store.get("k").await?, store.list_versions("k").await?.len()), ("3".into(), 1));
    Ok(())
}

/// A put and a delete take the history along (F8).
pub async fn put_and_delete_keep_no_history(world: &World) -> Outcome {
    let store = world.store().await?;
    let first = store.put_versioned("k", "1".into()).await?;
    store.put_versioned("k", "2".into()).await?;
    store.put("k", "3".into()).await?;
    assert_eq!(store.list_versions("k").await?.len(), 1);
    assert!(matches!(store.get_version("k", &first).await, Err(Error::NotFound(_))));
    let last = store.put_versioned("k", "4".into()).await?;
    store.delete("k").await?;
    assert!(store.list_versions("k").await?.is_empty());
    assert!(matches!(store.get_version("k", &last).await, Err(Error::NotFound(_))));
    assert_eq!(payloads(&*store.vfs()).await?, []);
    Ok(())
}

/// Two versions are readable by id, listed oldest first, the newest is latest (T14, B22, B23).
pub async fn versions_are_told_oldest_first(world: &World) -> Outcome {
    let first = world.store().await?.put_versioned("k", "1".into()).await?;
    let second = world.store().await?.put_versioned_from("k", &mut &b"2"[..]).await?;
    let store = world.store().await?;
    assert_eq!(store.list_versions("k").await?, [first.clone(), second.clone()]);
    assert_eq!(store.latest_version_id("k").await?.as_ref(), Some(&second));
    assert_eq!(store.get_version("k", &first).await?, "1");
    assert_eq!(drain(store.get_version_reader("k", &second).await?).await?, b"2");
    assert_eq!(store.latest_version_id("missing").await?, None);
    Ok(())
}

/// Deleting a version leaves the other (T16) and promotes it; a version that is not there is not found (B21).
pub async fn a_version_is_deleted_by_its_id(world: &World) -> Outcome {
    let first = world.store().await?.put_versioned("k", "1".into()).await?;
    let second = world.store().await?.put_versioned("k", "2".into()).await?;
    let store = world.store().await?;
    store.delete_version("k", &second).await?;
    assert_eq!((store.get("k").await?, store.latest_version_id("k").await?), ("1".into(), Some(first)));
    assert!(matches!(store.delete_version("k", &second).await, Err(Error::NotFound(_))));
    assert!(matches!(store.delete_version("missing", &VersionId::null()).await, Err(Error::NotFound(_))));
    Ok(())
}

/// Deleting by prefix takes every version of every key with that string prefix, composites too, and nothing else (T5, T13, F29).
pub async fn a_prefix_is_deleted(world: &World) -> Outcome {
    let store = world.store().await?;
    for key in ["bucket/1", "bucket/2", "bucket-2/k", "bucke", "other"] {
        store.put_versioned(key, "x".into()).await?;
        store.put_versioned(key, "y".into()).await?;
    }
    compose(&store, "bucket/3", &[b"1", b"2"], Mode::Replace).await?;
    let deleted = store.delete_by_prefix("bucket/").await?;
    assert_eq!((deleted.deleted, deleted.failed.len()), (3, 0));
    assert_eq!(names(&store, "", None).await?, ["bucke", "bucket-2/k", "other"]);
    assert_eq!((versions(&store, "").await?.len(), payloads(&*store.vfs()).await?.len()), (6, 6));
    Ok(())
}

/// A list shows keys with their sizes, sorted, by string prefix, composites too, and no markers (T6, T7, T11, B11).
pub async fn a_list_shows_keys_with_sizes(world: &World) -> Outcome {
    let store = world.store().await?;
    for (key, body) in [("b", "22"), ("a/1", "1"), ("ab", "333")] {
        put(&store, key, body.as_bytes(), Mode::NewVersion).await?;
    }
    compose(&store, "a/2", &[b"12", b"34"], Mode::Replace).await?;
    store.remove("b", crate::Removal::Marker(meta("m")), None, crate::conformance::steps::always).await?;
    let listed: Vec<_> = store.list("a").await?.into_iter().map(|entry| (entry.key, entry.size)).collect();
    assert_eq!(listed, [("a/1".to_owned(), 1), ("a/2".to_owned(), 4), ("ab".to_owned(), 3)]);
    assert_eq!(store.list("").await?.len(), 3);
    Ok(())
}

/// A delete marker is what a key shows: nothing to get, no size, does not exist.
pub async fn a_marker_shows_nothing(world: &World) -> Outcome {
    let store = world.store().await?;
    store.put_versioned("k", "x".into()).await?;
    store.remove("k", crate::Removal::Marker(meta("m")), None, crate::conformance::steps::always).await?;
    assert!(matches!(store.get("k").await, Err(Error::NotFound(_))));
    assert!(store.stat("k").await?.is_none() && !store.exists("k").await? && !store.is_composite("k").await?);
    Ok(())
}

/// Keys that look like a layout are ordinary, and a body that says `composite` makes no composite (T3).
pub async fn no_key_is_internal(world: &World) -> Outcome {
    let store = world.store().await?;
    for key in
        ["meta/composites/k", "meta/current/k", "data/k/1", ".v/k", ".composites/k", "bucket/.mpu/1", "composite"]
    {
        store.put(key, "composite".into()).await?;
        assert_eq!((store.get(key).await?, store.is_composite(key).await?), ("composite".into(), false));
    }
    assert_eq!(store.list("").await?.len(), 7);
    Ok(())
}
