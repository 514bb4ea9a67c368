//! Uploads, their parts, and composites made of keys.

use sandpail_blob::conformance::Outcome;
use sandpail_blob::conformance::steps::{complete, compose, digest, meta, put, put_part};
use sandpail_blob::{Error, Mode, NewPart, PartPolicy, PartRef};

use super::scene::Scene;
use super::sweeps;

/// An upload for `k` with two parts, over a blob that is there, beside a composite to copy from.
async fn upload(scene: &mut Scene) -> Outcome {
    put(&scene.store, "k", b"before", Mode::Replace).await?;
    scene.blob = Some(compose(&scene.store, "source", &[b"0123", b"45678"], Mode::Replace).await?);
    scene.upload = Some(scene.store.create_upload("k", meta("upload"), None).await?.id);
    put_part(&scene.store, "k", scene.upload(), 1, b"one").await?;
    put_part(&scene.store, "k", scene.upload(), 2, b"second").await?;
    Ok(())
}

async fn copy_part(scene: &Scene, number: u32, start: u64, end: u64) -> Result<(), Error> {
    let new = NewPart { etag: digest(&b"012345678"[start as usize..end as usize]), checksum: None };
    scene.store.copy_part("k", scene.upload(), number, scene.blob(), start..end, new).await.map(drop)
}

async fn finish(scene: &Scene, chosen: &[u32], mode: Mode, body: &[u8]) -> Result<(), Error> {
    complete(&scene.store, "k", scene.upload(), chosen, mode, body).await.map(drop)
}

sweeps! {
    an_upload_begun: async |_: &mut Scene| Ok(()) => [async |scene: &Scene| scene.store.create_upload("k", meta("new"), None).await.map(drop)];

    a_new_part: upload => [async |scene: &Scene| put_part(&scene.store, "k", scene.upload(), 3, b"third part").await.map(drop)];

    a_part_replaced: upload => [async |scene: &Scene| put_part(&scene.store, "k", scene.upload(), 2, b"again").await.map(drop)];

    a_part_copied: upload => [
        async |scene: &Scene| copy_part(scene, 3, 2, 7).await,
        async |scene: &Scene| copy_part(scene, 2, 0, 2).await,
    ];

    a_copied_part_replaced: async |scene: &mut Scene| {
        upload(scene).await?;
        copy_part(scene, 2, 2, 7).await?;
        Ok(())
    } => [
        async |scene: &Scene| copy_part(scene, 2, 2, 8).await,
        async |scene: &Scene| put_part(&scene.store, "k", scene.upload(), 2, b"own").await.map(drop),
    ];

    a_completion: upload => [async |scene: &Scene| finish(scene, &[1, 2], Mode::Replace, b"onesecond").await];

    a_completion_that_adds_a_version: upload => [async |scene: &Scene| finish(scene, &[1, 2], Mode::NewVersion, b"onesecond").await];

    a_completion_that_drops_a_part: upload => [async |scene: &Scene| finish(scene, &[2], Mode::Replace, b"second").await];

    a_completion_with_copied_parts: async |scene: &mut Scene| {
        upload(scene).await?;
        copy_part(scene, 3, 2, 7).await?;
        copy_part(scene, 4, 0, 9).await?;
        Ok(())
    } => [async |scene: &Scene| finish(scene, &[1, 3], Mode::Replace, b"one23456").await];

    an_abort: async |scene: &mut Scene| {
        upload(scene).await?;
        copy_part(scene, 3, 2, 7).await?;
        Ok(())
    } => [async |scene: &Scene| scene.store.abort_upload("k", scene.upload()).await];

    a_whole_upload: upload => [
        async |scene: &Scene| copy_part(scene, 3, 0, 9).await,
        async |scene: &Scene| put_part(&scene.store, "k", scene.upload(), 1, b"ONE").await.map(drop),
        async |scene: &Scene| finish(scene, &[1, 3], Mode::NewVersion, b"ONE012345678").await,
    ];

    a_composition_that_consumes: keys => [async |scene: &Scene| {
        let parts = ["a", "b", "a"].map(str::to_owned).into();
        scene.store.put_composite("k", parts).await.map(drop)
    }];

    a_composition_that_shares: keys => [
        async |scene: &Scene| share(scene, "k").await,
        async |scene: &Scene| share(scene, "b").await,
    ];
}

/// Keys to join, one of them with a history, and one in the way of the composite.
async fn keys(scene: &mut Scene) -> Outcome {
    put(&scene.store, "k", b"in the way", Mode::Replace).await?;
    put(&scene.store, "a", b"older", Mode::NewVersion).await?;
    put(&scene.store, "a", b"part a", Mode::NewVersion).await?;
    compose(&scene.store, "b", &[b"part", b" b"], Mode::Replace).await?;
    Ok(())
}

async fn share(scene: &Scene, key: &str) -> Result<(), Error> {
    let parts = [("a", Some(0..4)), ("b", None)].map(|(key, range)| PartRef { key: key.into(), range });
    scene.store.compose(key, &parts, PartPolicy::Share, Mode::NewVersion).await.map(drop)
}
