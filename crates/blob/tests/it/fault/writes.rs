//! Puts and copies.

use sandpail_blob::conformance::Torn;
use sandpail_blob::conformance::steps::{always, attach, compose, head, meta, put, version};
use sandpail_blob::{Error, Mode, NewVersion, Selector, VersionId};

use super::sweeps;

async fn copy(scene: &super::scene::Scene, key: &str, mode: Mode, keep_parts: bool) -> Result<(), Error> {
    let source = head(&scene.store, "source").await?.ok_or(Error::Superseded)?;
    let new = NewVersion { keep_parts, etag: source.etag.clone(), ..version(mode, b"") };
    scene.store.copy(&source, key, new, always).await.map(drop)
}

async fn rename(scene: &super::scene::Scene, from: &str, to: &str) -> Result<(), Error> {
    scene.store.rename::<Error>(from, to, sandpail_blob::Rename::default(), |_, _| Ok(())).await.map(drop)
}

sweeps! {
    a_put_of_a_new_key: async |_: &mut Scene| Ok(()) => [async |scene: &Scene| put(&scene.store, "k", b"new", Mode::Replace).await.map(drop)];

    a_put_over_a_blob: async |scene: &mut Scene| {
        put(&scene.store, "k", b"old body", Mode::Replace).await?;
        Ok(())
    } => [async |scene: &Scene| put(&scene.store, "k", b"new", Mode::Replace).await.map(drop)];

    a_put_over_a_composite: async |scene: &mut Scene| {
        compose(&scene.store, "k", &[b"old", b"parts"], Mode::Replace).await?;
        Ok(())
    } => [async |scene: &Scene| put(&scene.store, "k", b"new", Mode::Replace).await.map(drop)];

    a_put_over_a_history: async |scene: &mut Scene| {
        put(&scene.store, "k", b"1", Mode::Replace).await?;
        compose(&scene.store, "k", &[b"22", b"333"], Mode::NewVersion).await?;
        put(&scene.store, "k", b"4444", Mode::NewVersion).await?;
        Ok(())
    } => [async |scene: &Scene| put(&scene.store, "k", b"new body", Mode::Replace).await.map(drop)];

    a_versioned_put: async |scene: &mut Scene| {
        put(&scene.store, "k", b"null", Mode::Replace).await?;
        Ok(())
    } => [
        async |scene: &Scene| put(&scene.store, "k", b"first", Mode::NewVersion).await.map(drop),
        async |scene: &Scene| put(&scene.store, "k", b"second", Mode::NewVersion).await.map(drop),
    ];

    a_versioned_put_over_a_composite: async |scene: &mut Scene| {
        compose(&scene.store, "k", &[b"old", b"parts"], Mode::NewVersion).await?;
        Ok(())
    } => [async |scene: &Scene| put(&scene.store, "k", b"new", Mode::NewVersion).await.map(drop)];

    a_versioned_put_over_a_marker: async |scene: &mut Scene| {
        put(&scene.store, "k", b"old", Mode::NewVersion).await?;
        scene.store.remove("k", sandpail_blob::Removal::Marker(meta("gone")), None, always).await?;
        Ok(())
    } => [async |scene: &Scene| put(&scene.store, "k", b"new", Mode::NewVersion).await.map(drop)];

    a_suspended_put_over_an_older_null_version: async |scene: &mut Scene| {
        put(&scene.store, "k", b"null", Mode::Replace).await?;
        put(&scene.store, "k", b"kept", Mode::NewVersion).await?;
        Ok(())
    } => [async |scene: &Scene| put(&scene.store, "k", b"suspended", Mode::ReplaceNull).await.map(drop)];

    a_copy_of_a_blob: async |scene: &mut Scene| {
        put(&scene.store, "source", b"shared", Mode::Replace).await?;
        put(&scene.store, "k", b"old", Mode::Replace).await?;
        Ok(())
    } => [
        async |scene: &Scene| copy(scene, "k", Mode::Replace, false).await,
        async |scene: &Scene| copy(scene, "l", Mode::Replace, false).await,
    ];

    a_copy_of_a_composite: async |scene: &mut Scene| {
        compose(&scene.store, "source", &[b"sha", b"red"], Mode::NewVersion).await?;
        compose(&scene.store, "k", &[b"o", b"ld"], Mode::Replace).await?;
        Ok(())
    } => [
        async |scene: &Scene| copy(scene, "k", Mode::Replace, false).await,
        async |scene: &Scene| copy(scene, "l", Mode::NewVersion, true).await,
    ];

    a_copy_onto_itself: async |scene: &mut Scene| {
        put(&scene.store, "source", b"shared", Mode::Replace).await?;
        Ok(())
    } => [
        async |scene: &Scene| copy(scene, "source", Mode::Replace, false).await,
        async |scene: &Scene| copy(scene, "source", Mode::NewVersion, false).await,
    ];

    a_copy_into_another_namespace: async |scene: &mut Scene| {
        put(&scene.store, "source", b"shared", Mode::Replace).await?;
        Ok(())
    } => [async |scene: &Scene| {
        let source = head(&scene.store, "source").await?.ok_or(Error::Superseded)?;
        scene.other.copy(&source, "k", version(Mode::Replace, b"shared"), always).await.map(drop)
    }];

    a_rename: async |scene: &mut Scene| {
        put(&scene.store, "source", b"moved", Mode::Replace).await?;
        compose(&scene.store, "composite", &[b"mo", b"ved"], Mode::Replace).await?;
        put(&scene.store, "k", b"old", Mode::Replace).await?;
        Ok(())
    } => [
        async |scene: &Scene| rename(scene, "source", "k").await,
        async |scene: &Scene| rename(scene, "composite", "l").await,
    ];

    an_import: async |scene: &mut Scene| {
        compose(&scene.store, "k", &[b"old", b"parts"], Mode::NewVersion).await?;
        Ok(())
    } => [
        async |scene: &Scene| import(scene, "older", false).await,
        async |scene: &Scene| import(scene, "newer", true).await,
    ];

    a_change_of_metadata: async |scene: &mut Scene| {
        scene.blob = Some(put(&scene.store, "k", b"old", Mode::NewVersion).await?);
        put(&scene.store, "k", b"new", Mode::NewVersion).await?;
        Ok(())
    } => [
        async |scene: &Scene| change(scene, &Selector::Current, "current").await,
        async |scene: &Scene| change(scene, &Selector::Version(scene.blob().version.clone()), "older").await,
    ];

    an_attachment: async |scene: &mut Scene| {
        scene.blob = Some(put(&scene.store, "k", b"old", Mode::NewVersion).await?);
        attach(&scene.store, "k", &Selector::Current, "a", b"a").await?;
        put(&scene.store, "k", b"new", Mode::NewVersion).await?;
        Ok(())
    } => [
        async |scene: &Scene| attach(&scene.store, "k", &Selector::Current, "b", b"current").await.map(drop),
        async |scene: &Scene| {
            let which = Selector::Version(scene.blob().version.clone());
            attach(&scene.store, "k", &which, "a", b"in place").await.map(drop)
        },
    ];

    an_attachment_beside_a_shared_one: async |scene: &mut Scene| {
        put(&scene.store, "source", b"shared", Mode::Replace).await?;
        attach(&scene.store, "source", &Selector::Current, "a", b"a").await?;
        attach(&scene.store, "source", &Selector::Current, "b", b"bb").await?;
        Ok(())
    } => [
        async |scene: &Scene| copy(scene, "k", Mode::Replace, false).await,
        async |scene: &Scene| attach(&scene.store, "k", &Selector::Current, "b", b"other").await.map(drop),
        async |scene: &Scene| scene.store.detach("source", &Selector::Current, "a", |_, _| Ok::<_, Error>(())).await.map(drop),
    ];

    a_put_over_attachments: async |scene: &mut Scene| {
        put(&scene.store, "k", b"old", Mode::Replace).await?;
        attach(&scene.store, "k", &Selector::Current, "a", b"a").await?;
        attach(&scene.store, "k", &Selector::Current, "b", b"bb").await?;
        Ok(())
    } => [async |scene: &Scene| put(&scene.store, "k", b"new", Mode::Replace).await.map(drop)];

    a_put_of_a_file: async |scene: &mut Scene| {
        sandpail_blob::VfsExt::put(&*scene.store.vfs(), "file", &mut &b"old"[..]).await?;
        Ok(())
    } => [async |scene: &Scene| Ok(sandpail_blob::VfsExt::put(&*scene.store.vfs(), "file", &mut &b"newer"[..]).await.map(drop)?)];

    a_deletion_of_a_file: async |scene: &mut Scene| {
        sandpail_blob::VfsExt::put(&*scene.store.vfs(), "file", &mut &b"old"[..]).await?;
        Ok(())
    } => [async |scene: &Scene| Ok(sandpail_blob::VfsExt::delete(&*scene.store.vfs(), "file").await?)];
}

/// The classic import makes its own ETag, which the audit cannot know: the version's document and bytes are what counts here.
async fn import(scene: &super::scene::Scene, id: &str, current: bool) -> Result<(), Error> {
    let id = VersionId::import(id).ok_or(Error::Superseded)?;
    scene.store.import_version("k", &id, &mut &b"imported"[..], current).await.map(drop)
}

async fn change(scene: &super::scene::Scene, which: &Selector, value: &str) -> Result<(), Error> {
    let change = |found: Option<&sandpail_blob::BlobInfo>| found.map(|_| meta(value)).ok_or(Error::Superseded);
    scene.store.update_meta::<Error>("k", which, change).await.map(drop)
}

/// A body that breaks off is no fault of the engine: nothing happens, whoever reads it.
#[test]
fn a_torn_body_of_every_verb_changes_nothing() {
    let scene = super::scene::Scene::new();
    crate::choices::now(async {
        compose(&scene.store, "k", &[b"old", b"parts"], Mode::NewVersion).await?;
        let before = scene.state().await?;
        let id = VersionId::import("torn").expect("a text");
        assert!(scene.store.put_from("k", &mut Torn::after(b"half")).await.is_err());
        assert!(scene.store.put_versioned_from("k", &mut Torn::after(b"half")).await.is_err());
        assert!(scene.store.import_version("k", &id, &mut Torn::after(b"half"), true).await.is_err());
        assert_eq!((scene.state().await?, scene.swept().await?), (before, vec![3, 5]));
        sandpail_blob::conformance::Outcome::Ok(())
    })
    .expect("no fault");
}
