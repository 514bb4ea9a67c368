//! Writing: stage, seal, publish.

use std::cell::RefCell;
use std::time::{Duration, UNIX_EPOCH};

use bytes::Bytes;

use crate::conformance::steps::{
    absent, always, bytes, current, digest, head, meta, names, never, payloads, put, seal, version,
};
use crate::conformance::{Outcome, World};
use crate::{Algorithm, BlobInfo, Checksum, ChecksumKind, Error, Kind, Mode, NewVersion, Source};

/// What is published is what a lookup tells and a reader reads.
pub async fn a_published_body_reads_back(world: &World) -> Outcome {
    let written = put(&world.store().await?, "a/key", b"hello", Mode::Replace).await?;
    let store = world.store().await?;
    let found = head(&store, "a/key").await?.expect("the key was written");
    assert_eq!((found.key.as_str(), found.size, found.etag.clone()), ("a/key", 5, digest(b"hello")));
    assert_eq!((found.version.clone(), found.seq, found.modified), (written.version, written.seq, written.modified));
    assert!(matches!(found.kind, Kind::Blob) && found.is_latest && found.part_count == 0 && found.upload.is_none());
    assert_eq!(bytes(&store, &found).await?, "hello");
    Ok(())
}

/// A body of no bytes is a blob like any other.
pub async fn an_empty_body_is_a_blob(world: &World) -> Outcome {
    put(&world.store().await?, "empty", b"", Mode::Replace).await?;
    assert_eq!(current(&world.store().await?, "empty").await?, Some(Bytes::new()));
    assert_eq!(names(&world.store().await?, "", None).await?, ["empty"]);
    Ok(())
}

/// A body may arrive in any chunks and be longer or shorter than foretold.
pub async fn chunks_and_hint_do_not_matter(world: &World) -> Outcome {
    let body: Vec<u8> = (0..2_500_000_u32).map(|n| (n % 241) as u8).collect();
    for (hint, size) in [(None, 1000), (Some(5), 1 << 20), (Some(1 << 30), 2_500_000)] {
        let store = world.store().await?;
        let mut draft = store.draft(hint).await?;
        for chunk in body.chunks(size) {
            draft.write(Bytes::copy_from_slice(chunk)).await?;
        }
        assert_eq!(draft.size(), body.len() as u64);
        let sealed = draft.seal().await?;
        assert_eq!(sealed.size(), body.len() as u64);
        let blob = store.publish("k", sealed, version(Mode::Replace, &body), always).await?;
        assert!(bytes(&store, &blob).await? == body);
    }
    Ok(())
}

/// A draft that is dropped was never there (F4, F5).
pub async fn a_dropped_draft_leaves_nothing(world: &World) -> Outcome {
    {
        let store = world.store().await?;
        put(&store, "k", b"old", Mode::Replace).await?;
        let mut draft = store.draft(Some(100)).await?;
        draft.write(Bytes::from_static(b"half a bo")).await?;
    }
    let store = world.store().await?;
    assert_eq!(current(&store, "k").await?, Some("old".into()));
    assert_eq!(payloads(&*store.vfs()).await?.len(), 1);
    Ok(())
}

/// A sealed body that is dropped unpublished is discarded, and does not outlive a sweep.
pub async fn a_dropped_sealed_body_leaves_nothing(world: &World) -> Outcome {
    drop(seal(&world.store().await?, b"nobody wants this").await?);
    world.source().advance(Duration::from_secs(365 * 86_400));
    let store = world.store().await?;
    store.sweep(world.source().now()).await?;
    assert_eq!(payloads(&*store.vfs()).await?, []);
    Ok(())
}

/// When the check refuses, nothing is stored and its error is the caller's.
pub async fn a_refused_check_stores_nothing(world: &World) -> Outcome {
    put(&world.store().await?, "k", b"old", Mode::Replace).await?;
    for key in ["k", "new"] {
        let store = world.store().await?;
        let refused =
            store.publish(key, seal(&store, b"refused").await?, version(Mode::Replace, b"refused"), never).await;
        assert!(matches!(refused, Err(Error::Precondition { .. })), "{refused:?}");
    }
    let store = world.store().await?;
    assert_eq!((names(&store, "", None).await?, current(&store, "k").await?), (vec!["k".into()], Some("old".into())));
    assert_eq!(payloads(&*store.vfs()).await?.len(), 1);
    Ok(())
}

/// The check sees what is current at the commit: nothing, a blob, a delete marker.
pub async fn the_check_sees_what_is_current(world: &World) -> Outcome {
    let seen = RefCell::new(Vec::new());
    let look = |current: Option<&BlobInfo>| {
        seen.borrow_mut().push(current.map(|info| (format!("{:?}", info.kind), info.etag.clone())));
        Ok::<_, Error>(())
    };
    let store = world.store().await?;
    store.publish("k", seal(&store, b"1").await?, version(Mode::NewVersion, b"1"), look).await?;
    store.publish("k", seal(&store, b"2").await?, version(Mode::NewVersion, b"2"), look).await?;
    store.remove("k", crate::Removal::Marker(meta("gone")), None, look).await?;
    store.publish("k", seal(&store, b"3").await?, version(Mode::NewVersion, b"3"), look).await?;
    let seen = seen.into_inner();
    assert_eq!(seen[..3], [None, Some(("Blob".into(), digest(b"1"))), Some(("Blob".into(), digest(b"2")))]);
    assert_eq!(seen[3].as_ref().map(|(kind, _)| kind.as_str()), Some("DeleteMarker"));
    Ok(())
}

/// "Only if nothing is there" is decided by the commit: the second of two writers that saw nothing loses.
pub async fn a_write_if_absent_happens_once(world: &World) -> Outcome {
    let store = world.store().await?;
    let (first, second) = (seal(&store, b"first").await?, seal(&store, b"second").await?);
    store.publish("k", second, version(Mode::NewVersion, b"second"), absent).await?;
    let late = store.publish("k", first, version(Mode::NewVersion, b"first"), absent).await;
    assert!(matches!(late, Err(Error::Precondition { .. })), "{late:?}");
    assert_eq!(current(&store, "k").await?, Some("second".into()));
    Ok(())
}

/// Metadata, checksum and date are kept as given; without a date it is the clock's.
pub async fn what_is_said_of_a_version_is_kept(world: &World) -> Outcome {
    let checksum = Checksum {
        algorithm: Algorithm::Crc64Nvme,
        kind: ChecksumKind::FullObject,
        value: vec![0, 255, 7],
        parts: None,
    };
    let date = UNIX_EPOCH + Duration::from_millis(1_234_567_890_123);
    let store = world.store().await?;
    let new = NewVersion {
        checksum: Some(checksum.clone()),
        meta: meta("said"),
        modified: Some(date),
        ..version(Mode::Replace, b"x")
    };
    store.publish("dated", seal(&store, b"x").await?, new, always).await?;
    put(&store, "undated", b"x", Mode::Replace).await?;
    drop(store);
    let store = world.store().await?;
    let dated = head(&store, "dated").await?.expect("written");
    assert_eq!(
        (dated.checksum, dated.meta.as_bytes(), dated.modified),
        (Some(checksum), meta("said").as_bytes(), date)
    );
    assert_eq!(head(&store, "undated").await?.expect("written").modified, world.source().now());
    Ok(())
}

/// A replaced blob's bytes are gone with it: three puts leave one payload and one version (T15).
pub async fn replacing_leaves_one_version_and_one_payload(world: &World) -> Outcome {
    for body in [b"1", b"2", b"3"] {
        put(&world.store().await?, "k", body, Mode::Replace).await?;
    }
    let store = world.store().await?;
    assert_eq!(crate::conformance::steps::versions(&store, "").await?.len(), 1);
    assert_eq!(payloads(&*store.vfs()).await?.len(), 1);
    assert_eq!(current(&store, "k").await?, Some("3".into()));
    Ok(())
}

/// No content means anything to the store (T3).
pub async fn the_content_may_be_any_bytes(world: &World) -> Outcome {
    for body in [&b"composite"[..], b"\0", b"null", &[0xff; 300]] {
        let blob = put(&world.store().await?, "k", body, Mode::Replace).await?;
        let store = world.store().await?;
        assert!(matches!(head(&store, "k").await?.expect("written").kind, Kind::Blob));
        assert_eq!(bytes(&store, &blob).await?, body);
    }
    Ok(())
}
