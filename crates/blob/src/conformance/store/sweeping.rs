//! Sweeping: what a crash or a lost race left behind goes; nothing else does.

use std::time::Duration;

use bytes::Bytes;

use crate::conformance::steps::{always, complete, compose, current, payloads, put, put_part, seal, version};
use crate::conformance::{Outcome, World, dump};
use crate::{Json, Mode, PayloadId, Source, Vfs};

/// Longer than any grace that a store may grant to bytes without a record.
const LONG: Duration = Duration::from_secs(365 * 86_400);

/// A sealed payload that no record names, as a process leaves it that dies before its commit.
async fn orphan(vfs: &dyn Vfs, world: &World) -> Outcome<PayloadId> {
    let now = world.source().now().duration_since(std::time::UNIX_EPOCH)?;
    let id = PayloadId::new(u64::try_from(now.as_nanos())?, 1);
    let mut stage = vfs.stage(id, None).await?;
    stage.write(Bytes::from_static(b"orphan")).await?;
    stage.seal().await?;
    Ok(id)
}

/// An orphan is unlinked, and counted.
pub async fn an_orphan_goes(world: &World) -> Outcome {
    orphan(&*world.vfs().await?, world).await?;
    world.source().advance(LONG);
    let store = world.store().await?;
    let swept = store.sweep(world.source().now()).await?;
    assert_eq!((swept.unlinked, payloads(&*store.vfs()).await?), (1, vec![]));
    assert_eq!(store.sweep(world.source().now()).await?.unlinked, 0);
    Ok(())
}

/// Nothing that a record names goes: versions, composites, shared copies, parts, in any namespace, and files.
pub async fn nothing_in_use_goes(world: &World) -> Outcome {
    let store = world.store().await?;
    let child = store.child("child");
    put(&store, "k", b"1", Mode::NewVersion).await?;
    let source = compose(&store, "k", &[b"2", b"3", b""], Mode::NewVersion).await?;
    store.copy(&source, "copy", version(Mode::Replace, b"23"), always).await?;
    put(&child, "k", b"other", Mode::Replace).await?;
    let upload = child.create_upload("up", Json::default(), None).await?;
    put_part(&child, "up", &upload.id, 1, b"part").await?;
    child.copy_part("up", &upload.id, 2, &source, 1..2, crate::NewPart { etag: "e".into(), checksum: None }).await?;
    crate::VfsExt::put(&*store.vfs(), "a/file", &mut &b"file"[..]).await?;
    let before = (dump(&store).await?, dump(&child).await?, payloads(&*store.vfs()).await?);
    drop((store, child));
    world.source().advance(LONG);
    let store = world.store().await?;
    let swept = store.sweep(world.source().now()).await?;
    assert_eq!(swept.unlinked, 0);
    let child = store.child("child");
    assert_eq!((dump(&store).await?, dump(&child).await?, payloads(&*store.vfs()).await?), before);
    complete(&child, "up", &upload.id, &[1, 2], Mode::Replace, b"part3").await?;
    assert_eq!(current(&child, "up").await?, Some("part3".into()));
    Ok(())
}

/// Bytes on their way in this process stay, however old: a draft, and a sealed body that waits for its commit.
pub async fn nothing_in_flight_goes(world: &World) -> Outcome {
    let store = world.store().await?;
    let sealed = seal(&store, b"sealed").await?;
    let mut draft = store.draft(None).await?;
    draft.write(Bytes::from_static(b"dra")).await?;
    world.source().advance(LONG);
    assert_eq!(store.child("elsewhere").sweep(world.source().now()).await?.unlinked, 0);
    draft.write(Bytes::from_static(b"fted")).await?;
    store.publish("sealed", sealed, version(Mode::Replace, b"sealed"), always).await?;
    store.publish("drafted", draft.seal().await?, version(Mode::Replace, b"drafted"), always).await?;
    assert_eq!(
        (current(&store, "sealed").await?, current(&store, "drafted").await?),
        (Some("sealed".into()), Some("drafted".into()))
    );
    Ok(())
}

/// Many orphans among many blobs: each goes, and no blob.
pub async fn many_orphans_go(world: &World) -> Outcome {
    for n in 0..300 {
        let store = world.store().await?;
        put(&store, &format!("{n}"), b"kept", Mode::Replace).await?;
        world.source().advance(Duration::from_nanos(1));
        orphan(&*store.vfs(), world).await?;
    }
    world.source().advance(LONG);
    let store = world.store().await?;
    assert_eq!(store.sweep(world.source().now()).await?.unlinked, 300);
    assert_eq!(payloads(&*store.vfs()).await?.len(), 300);
    dump(&store).await?;
    Ok(())
}
