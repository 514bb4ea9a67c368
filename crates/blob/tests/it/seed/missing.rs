//! F30: what was missing by design is there.

use std::time::Duration;

use bytes::Bytes;
use sandpail_blob::conformance::Outcome;
use sandpail_blob::conformance::steps::{absent, always, bytes, head, meta, payloads, put, seal, slice, version};
use sandpail_blob::{Algorithm, Checksum, ChecksumKind, Condition, Error, Kind, Mode, NewVersion, Removal};

use super::{restarted, store};

#[tokio::test]
async fn f30_a_range_is_read_without_the_rest() -> Outcome {
    let store = store();
    let blob = put(&store, "k", b"0123456789", Mode::Replace).await?;
    assert_eq!(slice(&store, &blob, 3..6).await?, "345");
    Ok(())
}

#[tokio::test]
async fn f30_etag_and_checksum_are_kept() -> Outcome {
    let store = store();
    let checksum =
        Checksum { algorithm: Algorithm::Sha256, kind: ChecksumKind::FullObject, value: vec![7; 32], parts: None };
    let new = NewVersion { checksum: Some(checksum.clone()), ..NewVersion::new(Mode::Replace, "tag") };
    store.publish("k", seal(&store, b"x").await?, new, always).await?;
    let found = head(&restarted(&store), "k").await?.expect("written");
    assert_eq!((found.etag.as_str(), found.checksum), ("tag", Some(checksum)));
    Ok(())
}

#[tokio::test]
async fn f30_writes_and_removals_are_conditional() -> Outcome {
    let store = store();
    let blob = put(&store, "k", b"old", Mode::Replace).await?;
    let refused = store.publish("k", seal(&store, b"new").await?, version(Mode::Replace, b"new"), absent).await;
    assert!(matches!(refused, Err(Error::Precondition { current: Some(_) })), "{refused:?}");
    let other = Condition::Etag(vec!["other".into()]);
    let refused = store.remove("k", Removal::Erase, None, |current| other.check(current)).await;
    assert!(matches!(refused, Err(Error::Precondition { .. })), "{refused:?}");
    let same = Condition::All(vec![Condition::Etag(vec![blob.etag]), Condition::SizeIs(3)]);
    store.remove("k", Removal::Erase, None, |current| same.check(current)).await?;
    assert!(!store.exists("k").await?);
    Ok(())
}

#[tokio::test]
async fn f30_a_delete_marker_stands_in_the_order_of_versions() -> Outcome {
    let store = store();
    put(&store, "k", b"x", Mode::NewVersion).await?;
    store.remove("k", Removal::Marker(meta("gone")), None, always).await?;
    put(&store, "k", b"y", Mode::NewVersion).await?;
    let kinds: Vec<_> =
        sandpail_blob::conformance::steps::versions(&store, "k").await?.into_iter().map(|info| info.kind).collect();
    assert_eq!(kinds, [Kind::Blob, Kind::DeleteMarker, Kind::Blob]);
    Ok(())
}

#[tokio::test]
async fn f30_orphans_are_found_and_unlinked() -> Outcome {
    let store = store();
    let sealed = seal(&store, b"nobody's").await?;
    // A process that dies runs no destructor.
    std::mem::forget(sealed);
    let late = std::time::UNIX_EPOCH + Duration::from_secs(1 << 33);
    assert_eq!((payloads(&*store.vfs()).await?.len(), restarted(&store).sweep(late).await?.unlinked), (1, 1));
    assert_eq!(payloads(&*store.vfs()).await?, []);
    Ok(())
}

#[tokio::test]
async fn f30_a_body_need_not_be_in_one_piece() -> Outcome {
    let store = store();
    let mut draft = store.draft(None).await?;
    let chunk = Bytes::from(vec![b'c'; 10_000]);
    for _ in 0..300 {
        draft.write(chunk.clone()).await?;
        assert!(draft.size() <= 3_000_000);
    }
    let blob = store.publish("k", draft.seal().await?, NewVersion::new(Mode::Replace, "tag"), always).await?;
    assert_eq!((blob.size, bytes(&store, &blob).await?.len()), (3_000_000, 3_000_000));
    Ok(())
}
