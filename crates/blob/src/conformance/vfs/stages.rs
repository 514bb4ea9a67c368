//! Stages: bytes on their way to a payload, invisible until sealed.

use super::{Bytes, Outcome, Vfs, VfsError, fetched, id, staged};
use crate::conformance::steps::payloads;

/// What was written is what the payload holds, whatever the chunks and whatever length was foretold.
pub async fn chunks_and_hint_do_not_matter(vfs: &dyn Vfs) -> Outcome {
    let body: Vec<u8> = (0..3_000_000_u32).map(|n| (n % 251) as u8).collect();
    let hints = [None, Some(0), Some(10), Some(body.len() as u64), Some(1 << 20), Some(1 << 40)];
    let sizes = [7_777, 65_536, 1 << 20, (1 << 20) + 1, body.len(), 3];
    for (n, (hint, size)) in hints.into_iter().zip(sizes).enumerate() {
        let id = id(n as u64);
        let body = if size == 3 { &body[..1000] } else { &body[..] };
        let chunks: Vec<_> = body.chunks(size).collect();
        assert_eq!(staged(vfs, id, hint, &chunks).await?, body.len() as u64);
        let payload = vfs.open(id).await?;
        assert!(
            payload.len() == body.len() as u64 && fetched(&payload, 0..payload.len()).await? == body,
            "hint {hint:?}, chunks of {size}"
        );
    }
    Ok(())
}

/// A payload may be empty, and empty chunks are nothing.
pub async fn an_empty_payload_is_a_payload(vfs: &dyn Vfs) -> Outcome {
    assert_eq!(staged(vfs, id(1), None, &[]).await?, 0);
    assert_eq!(staged(vfs, id(2), Some(0), &[b"", b""]).await?, 0);
    assert_eq!(vfs.open(id(1)).await?.len(), 0);
    assert_eq!(payloads(vfs).await?, [(id(1), 0), (id(2), 0)]);
    Ok(())
}

/// Until it is sealed nobody can open or list it.
pub async fn nothing_is_visible_before_the_seal(vfs: &dyn Vfs) -> Outcome {
    let mut stage = vfs.stage(id(1), Some(4)).await?;
    stage.write(Bytes::from_static(b"body")).await?;
    assert!(matches!(vfs.open(id(1)).await.map(drop), Err(VfsError::NotFound(_))));
    assert_eq!(payloads(vfs).await?, []);
    assert_eq!(stage.seal().await?, 4);
    assert_eq!(payloads(vfs).await?, [(id(1), 4)]);
    Ok(())
}

/// A dropped stage was never there.
pub async fn a_dropped_stage_leaves_nothing(vfs: &dyn Vfs) -> Outcome {
    let mut stage = vfs.stage(id(1), None).await?;
    stage.write(Bytes::from_static(b"half a bo")).await?;
    drop(stage);
    assert!(matches!(vfs.open(id(1)).await.map(drop), Err(VfsError::NotFound(_))));
    assert_eq!(payloads(vfs).await?, []);
    Ok(())
}

/// The payload is a copy: the chunk's buffer can be reused by its owner at once.
pub async fn a_chunk_is_not_pinned(vfs: &dyn Vfs) -> Outcome {
    let buffer = Bytes::from(vec![b'x'; 100_000]);
    let mut stage = vfs.stage(id(1), None).await?;
    stage.write(buffer.slice(0..10)).await?;
    assert!(buffer.is_unique(), "the stage keeps the whole buffer for a slice of it");
    stage.seal().await?;
    Ok(())
}
