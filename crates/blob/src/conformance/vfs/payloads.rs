//! Payloads: immutable bytes under ids, opened whole or by range.

use super::{Outcome, Vfs, VfsError, fetched, id, staged};
use crate::conformance::steps::payloads;

/// Every byte range reads exactly its bytes.
pub async fn every_range_reads_its_bytes(vfs: &dyn Vfs) -> Outcome {
    let body = b"0123456789";
    staged(vfs, id(1), None, &[&body[..3], &body[3..4], &body[4..]]).await?;
    let payload = vfs.open(id(1)).await?;
    for start in 0..=body.len() {
        for end in start..=body.len() {
            assert_eq!(fetched(&payload, start as u64..end as u64).await?, body[start..end]);
        }
    }
    Ok(())
}

/// Ranges of a payload of several MiB, within and across any block an engine may keep it in.
pub async fn ranges_cross_blocks(vfs: &dyn Vfs) -> Outcome {
    let mebibyte = 1_u64 << 20;
    let body: Vec<u8> = (0..(5 * mebibyte / 2) as u32).map(|n| (n % 253) as u8).collect();
    staged(vfs, id(1), None, &body.chunks(100_000).collect::<Vec<_>>()).await?;
    let payload = vfs.open(id(1)).await?;
    let edges = [
        0,
        1,
        mebibyte - 1,
        mebibyte,
        mebibyte + 1,
        2 * mebibyte - 1,
        2 * mebibyte,
        body.len() as u64 - 1,
        body.len() as u64,
    ];
    for start in edges {
        for end in edges.into_iter().filter(|&end| end >= start) {
            let read = fetched(&payload, start..end).await?;
            assert!(read == body[start as usize..end as usize], "{start}..{end}");
        }
    }
    Ok(())
}

/// `whole`, where an engine offers it, is all of it.
pub async fn whole_is_all_or_nothing(vfs: &dyn Vfs) -> Outcome {
    for (n, size) in [0, 1, 1000, 3_000_000].into_iter().enumerate() {
        let body = vec![b'w'; size];
        staged(vfs, id(n as u64), Some(size as u64), &[&body]).await?;
        let payload = vfs.open(id(n as u64)).await?;
        assert!(payload.whole().is_none_or(|whole| whole == body), "{size} bytes");
    }
    Ok(())
}

/// An id that was never sealed, or was unlinked, is not found.
pub async fn the_absent_is_not_found(vfs: &dyn Vfs) -> Outcome {
    assert!(matches!(vfs.open(id(1)).await.map(drop), Err(VfsError::NotFound(_))));
    staged(vfs, id(1), None, &[b"x"]).await?;
    vfs.unlink(&[id(1)]).await?;
    assert!(matches!(vfs.open(id(1)).await.map(drop), Err(VfsError::NotFound(_))));
    Ok(())
}

/// A handle stays readable after the payload was unlinked: a slow download finishes.
pub async fn a_handle_outlives_the_unlink(vfs: &dyn Vfs) -> Outcome {
    staged(vfs, id(1), None, &[b"still here"]).await?;
    let payload = vfs.open(id(1)).await?;
    let early = payload.read(0..10);
    vfs.unlink(&[id(1)]).await?;
    assert_eq!(fetched(&payload, 6..10).await?, "here");
    drop(payload);
    let gathered: super::BytesMut = futures_util::TryStreamExt::try_collect(early).await?;
    assert_eq!(gathered, "still here");
    Ok(())
}

/// Unlinking takes several ids, and ones that are not there.
pub async fn unlink_is_idempotent(vfs: &dyn Vfs) -> Outcome {
    for n in 1..=3 {
        staged(vfs, id(n), None, &[b"x"]).await?;
    }
    vfs.unlink(&[id(1), id(9), id(3), id(1)]).await?;
    vfs.unlink(&[id(1)]).await?;
    vfs.unlink(&[]).await?;
    assert_eq!(payloads(vfs).await?, [(id(2), 1)]);
    Ok(())
}

/// `discard` unlinks without being waited for.
pub async fn discard_removes(vfs: &dyn Vfs) -> Outcome {
    staged(vfs, id(1), None, &[b"x"]).await?;
    staged(vfs, id(2), None, &[b"y"]).await?;
    vfs.discard(&[id(1), id(9)]);
    // Best effort: an engine may leave it to its sweep, but must not take another payload with it.
    assert!(payloads(vfs).await?.contains(&(id(2), 1)));
    assert_eq!(fetched(&vfs.open(id(2)).await?, 0..1).await?, "y");
    Ok(())
}

/// `payloads` pages through the ids in ascending order with their lengths.
pub async fn payloads_are_listed_in_pages(vfs: &dyn Vfs) -> Outcome {
    for n in [4, 2, 5, 1, 3] {
        staged(vfs, id(n), None, &[&b"12345"[..n as usize]]).await?;
    }
    let expected: Vec<_> = (1..=5).map(|n| (id(n), n)).collect();
    for limit in 1..=6 {
        let (mut seen, mut after) = (Vec::new(), None);
        loop {
            let page = vfs.payloads(after, limit).await?;
            assert!(page.len() <= limit);
            let Some(&(last, _)) = page.last() else { break };
            after = Some(last);
            seen.extend(page);
        }
        assert_eq!(seen, expected, "pages of {limit}");
    }
    Ok(())
}
