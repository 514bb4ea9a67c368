//! Copying: by reference, counted, between keys and namespaces.

use crate::conformance::steps::{always, bytes, compose, current, head, meta, never, payloads, put, version, versions};
use crate::conformance::{Outcome, World};
use crate::{BlobInfo, BlobStore, Error, Kind, Mode, NewVersion, Removal, Selector};

async fn copy(store: &BlobStore, source: &BlobInfo, key: &str, mode: Mode, body: &[u8]) -> Result<BlobInfo, Error> {
    store.copy(source, key, version(mode, body), always).await
}

/// A copy has its own key, version and metadata, and shares the bytes.
pub async fn a_copy_shares_the_bytes(world: &World) -> Outcome {
    let source = put(&world.store().await?, "source", b"shared", Mode::Replace).await?;
    let new = NewVersion { meta: meta("copy"), ..version(Mode::NewVersion, b"shared") };
    let made = world.store().await?.copy(&source, "copy", new, always).await?;
    let store = world.store().await?;
    assert_eq!((made.key.as_str(), made.size, made.meta.as_bytes()), ("copy", 6, meta("copy").as_bytes()));
    assert_eq!(
        (current(&store, "copy").await?, current(&store, "source").await?),
        (Some("shared".into()), Some("shared".into()))
    );
    assert_eq!(payloads(&*store.vfs()).await?.len(), 1);
    Ok(())
}

/// The bytes stay as long as one of the sharers, whichever goes first, and not longer.
pub async fn shared_bytes_go_with_the_last(world: &World) -> Outcome {
    for parts in [1, 3] {
        for order in [["a", "b", "c"], ["c", "a", "b"], ["b", "c", "a"]] {
            let store = world.store().await?;
            let bodies = vec![&b"body"[..]; parts];
            let source = if parts == 1 {
                put(&store, "a", b"body", Mode::Replace).await?
            } else {
                compose(&store, "a", &bodies, Mode::Replace).await?
            };
            copy(&store, &source, "b", Mode::Replace, &bodies.concat()).await?;
            let second = head(&store, "b").await?.expect("copied");
            copy(&store, &second, "c", Mode::Replace, &bodies.concat()).await?;
            for (gone, key) in order.iter().enumerate() {
                assert_eq!(payloads(&*store.vfs()).await?.len(), parts, "{gone} of {order:?} gone");
                assert_eq!(current(&store, key).await?, Some(bodies.concat().into()));
                store.remove(key, Removal::Erase, None, always).await?;
            }
            assert_eq!(payloads(&*store.vfs()).await?, []);
        }
    }
    Ok(())
}

/// A copy onto itself keeps the bytes, with or without history.
pub async fn a_copy_onto_itself_keeps_the_bytes(world: &World) -> Outcome {
    for (mode, left) in [(Mode::Replace, 1), (Mode::ReplaceNull, 1), (Mode::NewVersion, 2)] {
        let store = world.store().await?.child(&format!("{mode:?}"));
        let source = put(&store, "k", b"body", Mode::Replace).await?;
        copy(&store, &source, "k", mode, b"body").await?;
        assert_eq!(
            (current(&store, "k").await?, versions(&store, "").await?.len()),
            (Some("body".into()), left),
            "{mode:?}"
        );
        store.remove("k", Removal::Erase, None, always).await?;
        assert_eq!(payloads(&*store.vfs()).await?, [], "{mode:?}");
    }
    Ok(())
}

/// A copy of an older version makes it current again; the source version stays.
pub async fn an_older_version_can_be_restored(world: &World) -> Outcome {
    let old = put(&world.store().await?, "k", b"old", Mode::NewVersion).await?;
    put(&world.store().await?, "k", b"new", Mode::NewVersion).await?;
    let store = world.store().await?;
    let old = store.lookup("k", &Selector::Version(old.version)).await?.expect("kept");
    let restored = copy(&store, &old, "k", Mode::NewVersion, b"old").await?;
    assert_eq!((current(&store, "k").await?, versions(&store, "k").await?.len()), (Some("old".into()), 3));
    store.remove_version("k", &old.version, None, always).await?;
    assert_eq!(bytes(&store, &restored).await?, "old");
    Ok(())
}

/// A copied composite is one blob, unless it is asked to keep its parts.
pub async fn a_copied_composite_forgets_its_parts_unless_asked(world: &World) -> Outcome {
    let source = compose(&world.store().await?, "source", &[b"01", b"23"], Mode::Replace).await?;
    let plain = copy(&world.store().await?, &source, "plain", Mode::Replace, b"0123").await?;
    let new = NewVersion { keep_parts: true, ..version(Mode::Replace, b"0123") };
    let kept = world.store().await?.copy(&source, "kept", new, always).await?;
    let store = world.store().await?;
    assert!(matches!((plain.kind, kept.kind), (Kind::Blob, Kind::Composite)));
    assert_eq!((plain.part_count, kept.part_count), (0, 2));
    assert_eq!((store.parts(&plain).await?.len(), store.parts(&kept).await?.len()), (0, 2));
    for blob in [plain, kept] {
        assert_eq!(bytes(&store, &blob).await?, "0123");
    }
    Ok(())
}

/// A copy reaches into another namespace of the same engine, and shares there as well.
pub async fn a_copy_crosses_namespaces(world: &World) -> Outcome {
    let store = world.store().await?;
    let (left, right) = (store.child("left"), store.child("right"));
    for parts in [&[&b"body"[..]][..], &[b"bo", b"dy"]] {
        let source = compose(&left, "k", parts, Mode::Replace).await?;
        copy(&right, &source, "k", Mode::Replace, b"body").await?;
        left.remove("k", Removal::Erase, None, always).await?;
        assert_eq!(current(&right, "k").await?, Some("body".into()));
        right.remove("k", Removal::Erase, None, always).await?;
        assert_eq!(payloads(&*store.vfs()).await?, []);
    }
    Ok(())
}

/// An empty blob copies like any other.
pub async fn an_empty_blob_is_copied(world: &World) -> Outcome {
    let source = put(&world.store().await?, "source", b"", Mode::Replace).await?;
    copy(&world.store().await?, &source, "copy", Mode::Replace, b"").await?;
    world.store().await?.remove("source", Removal::Erase, None, always).await?;
    assert_eq!(current(&world.store().await?, "copy").await?, Some(::bytes::Bytes::new()));
    Ok(())
}

/// A source that was replaced or removed since its lookup is `Superseded`, and nothing is written.
pub async fn copying_the_replaced_is_superseded(world: &World) -> Outcome {
    let old = put(&world.store().await?, "source", b"old", Mode::Replace).await?;
    let new = put(&world.store().await?, "source", b"new", Mode::Replace).await?;
    let stale = copy(&world.store().await?, &old, "copy", Mode::Replace, b"old").await;
    assert!(matches!(stale, Err(Error::Superseded)), "{stale:?}");
    world.store().await?.remove("source", Removal::Erase, None, always).await?;
    let gone = copy(&world.store().await?, &new, "copy", Mode::Replace, b"new").await;
    assert!(matches!(gone, Err(Error::Superseded)), "{gone:?}");
    assert!(head(&world.store().await?, "copy").await?.is_none());
    Ok(())
}

/// When the check refuses, nothing is shared.
pub async fn a_refused_check_copies_nothing(world: &World) -> Outcome {
    let source = put(&world.store().await?, "source", b"body", Mode::Replace).await?;
    let refused = world.store().await?.copy(&source, "copy", version(Mode::Replace, b"body"), never).await;
    assert!(matches!(refused, Err(Error::Precondition { .. })), "{refused:?}");
    world.store().await?.remove("source", Removal::Erase, None, always).await?;
    assert_eq!(payloads(&*world.store().await?.vfs()).await?, []);
    Ok(())
}
