//! Reading: lookup, ranges, and what happens to a reader when the blob goes.

use std::ops::Range;

use bytes::Bytes;
use tokio::io::AsyncReadExt as _;

use crate::conformance::steps::{always, bytes, collect, compose, head, meta, put, slice};
use crate::conformance::{Outcome, World};
use crate::{BlobInfo, Error, Mode, Removal, Selector, VersionId};

/// What was never written is `None`, not an error; so is a version that is not there.
pub async fn the_absent_is_none(world: &World) -> Outcome {
    let store = world.store().await?;
    assert!(head(&store, "missing").await?.is_none());
    assert!(store.lookup("missing", &Selector::Version(VersionId::null())).await?.is_none());
    let blob = put(&store, "k", b"x", Mode::NewVersion).await?;
    assert!(store.lookup("other", &Selector::Version(blob.version)).await?.is_none(), "a version belongs to its key");
    assert!(store.lookup("k", &Selector::Version(VersionId::null())).await?.is_none());
    Ok(())
}

/// Every range of a blob reads its bytes.
pub async fn every_range_of_a_blob(world: &World) -> Outcome {
    let body = b"0123456789";
    let blob = put(&world.store().await?, "k", body, Mode::Replace).await?;
    every_range(world, &blob, body).await
}

/// Every range of a composite reads its bytes, across parts of one byte and empty ones alike.
pub async fn every_range_of_a_composite(world: &World) -> Outcome {
    let blob = compose(&world.store().await?, "k", &[b"012", b"3", b"", b"456789"], Mode::Replace).await?;
    every_range(world, &blob, b"0123456789").await
}

async fn every_range(world: &World, blob: &BlobInfo, body: &[u8]) -> Outcome {
    let store = world.store().await?;
    for start in 0..=body.len() {
        for end in start..=body.len() {
            let read = slice(&store, blob, start as u64..end as u64).await?;
            assert_eq!(read, body[start..end], "{start}..{end}");
        }
    }
    Ok(())
}

/// A range that is not within the blob is refused before a byte is read.
pub async fn a_range_outside_is_invalid(world: &World) -> Outcome {
    let store = world.store().await?;
    for blob in
        [put(&store, "k", b"0123", Mode::Replace).await?, compose(&store, "l", &[b"01", b"23"], Mode::Replace).await?]
    {
        let backwards = Range { start: 3, end: 2 };
        for range in [0..5, 4..5, 5..5, 0..u64::MAX, backwards] {
            let opened = store.open(&blob, range.clone()).await.map(drop);
            assert!(matches!(opened, Err(Error::InvalidRange { size: 4 })), "{range:?}: {opened:?}");
        }
    }
    Ok(())
}

/// A reader knows its length before the first byte, and gives the same bytes in each of its forms.
pub async fn a_reader_has_three_forms(world: &World) -> Outcome {
    let store = world.store().await?;
    let small = put(&store, "small", b"0123456789", Mode::Replace).await?;
    let parted = compose(&store, "parted", &[b"01234", b"56789"], Mode::Replace).await?;
    for blob in [small, parted] {
        let reader = store.open(&blob, 2..8).await?;
        assert_eq!(reader.len(), 6);
        assert_eq!(collect(reader).await?, "234567");
        match store.open(&blob, 2..8).await?.into_bytes() {
            Ok(block) => assert_eq!(block, "234567"),
            Err(reader) => assert_eq!(collect(reader).await?, "234567"),
        }
        let mut read = Vec::new();
        store.open(&blob, 2..8).await?.into_async_read().read_to_end(&mut read).await?;
        assert_eq!(read, b"234567");
    }
    Ok(())
}

/// A reader that is open when its blob is overwritten or deleted finishes with the old bytes (F25).
pub async fn an_open_reader_finishes(world: &World) -> Outcome {
    let store = world.store().await?;
    let body = vec![b'o'; 3_000_000];
    let old = put(&store, "k", &body, Mode::Replace).await?;
    let (early, late) = (store.open(&old, 0..old.size).await?, store.open(&old, 0..old.size).await?);
    put(&store, "k", b"new", Mode::Replace).await?;
    assert!(collect(early).await? == body);
    store.remove("k", Removal::Erase, None, always).await?;
    assert!(collect(late).await? == body);
    Ok(())
}

/// To open what was replaced meanwhile is `Superseded`, never the new bytes under the old name.
pub async fn opening_the_replaced_is_superseded(world: &World) -> Outcome {
    let old = put(&world.store().await?, "k", b"old", Mode::Replace).await?;
    put(&world.store().await?, "k", b"new", Mode::Replace).await?;
    let opened = world.store().await?.open(&old, 0..3).await.map(drop);
    assert!(matches!(opened, Err(Error::Superseded)), "{opened:?}");
    world.store().await?.remove("k", Removal::Erase, None, always).await?;
    let opened = world.store().await?.open(&old, 0..3).await.map(drop);
    assert!(matches!(opened, Err(Error::Superseded)), "{opened:?}");
    Ok(())
}

/// A noncurrent version stays open to whoever looked it up when it was current.
pub async fn a_version_that_was_current_still_opens(world: &World) -> Outcome {
    let old = put(&world.store().await?, "k", b"old", Mode::NewVersion).await?;
    put(&world.store().await?, "k", b"new", Mode::NewVersion).await?;
    world.store().await?.remove("k", Removal::Marker(meta("gone")), None, always).await?;
    assert_eq!(bytes(&world.store().await?, &old).await?, "old");
    Ok(())
}

/// A payload that is gone though its record stands is `Corrupt`, never a short body (F14).
pub async fn a_lost_payload_is_corrupt(world: &World) -> Outcome {
    for parts in [&[&b"one"[..]][..], &[b"one", b"two"]] {
        let store = world.store().await?;
        let blob = match parts {
            [body] => put(&store, "k", body, Mode::Replace).await?,
            _ => compose(&store, "k", parts, Mode::Replace).await?,
        };
        let vfs = store.vfs();
        let (lost, _) = vfs.payloads(None, 1).await?.remove(0);
        vfs.unlink(&[lost]).await?;
        let read = bytes(&store, &blob).await;
        assert!(matches!(read, Err(Error::Corrupt(_) | Error::Vfs(crate::VfsError::Corrupt(_)))), "{read:?}");
    }
    Ok(())
}

/// `read` decides on the range with the blob at hand, and the decision's error is the caller's.
pub async fn read_plans_on_what_it_finds(world: &World) -> Outcome {
    put(&world.store().await?, "k", b"0123456789", Mode::Replace).await?;
    let store = world.store().await?;
    let last_four = |found: Option<&BlobInfo>| {
        let blob = found.ok_or_else(|| Error::NotFound("nothing".into()))?;
        Ok::<_, Error>(("planned", blob.size - 4..blob.size))
    };
    let (planned, blob, reader) = store.read("k", &Selector::Current, last_four).await?;
    assert_eq!((planned, blob.size, collect(reader).await?), ("planned", 10, Bytes::from_static(b"6789")));
    let missing = store.read("missing", &Selector::Current, last_four).await.map(drop);
    assert!(matches!(missing, Err(Error::NotFound(_))), "{missing:?}");
    Ok(())
}

/// `read` finds the blob again when it was replaced between lookup and open.
pub async fn read_retries_when_superseded(world: &World) -> Outcome {
    let store = world.store().await?;
    put(&store, "k", b"old", Mode::Replace).await?;
    let rounds = std::cell::Cell::new(0);
    let racing = |found: Option<&BlobInfo>| {
        rounds.set(rounds.get() + 1);
        if rounds.get() == 1 {
            let raced = futures_util::FutureExt::now_or_never(put(&store, "k", b"newer", Mode::Replace));
            assert!(raced.is_none_or(|outcome| outcome.is_ok()));
        }
        Ok::<_, Error>(((), 0..found.expect("the key always exists").size))
    };
    let ((), blob, reader) = store.read("k", &Selector::Current, racing).await?;
    let body = collect(reader).await?;
    assert_eq!(crate::conformance::steps::digest(&body), blob.etag, "the body belongs to the version that was told");
    Ok(())
}
