//! Removals: keys, versions, markers, and bytes that others share.

use sandpail_blob::conformance::steps::{always, compose, head, meta, put, version};
use sandpail_blob::conformance::{Fault, Span, When};
use sandpail_blob::{Error, Mode, Removal, VfsError};

use super::scene::Scene;
use super::sweeps;
use crate::choices::now;

/// Three versions: null, a composite, and one that is current.
async fn history(scene: &mut Scene) -> sandpail_blob::conformance::Outcome {
    put(&scene.store, "k", b"null", Mode::Replace).await?;
    compose(&scene.store, "k", &[b"part", b"parts"], Mode::NewVersion).await?;
    scene.blob = Some(put(&scene.store, "k", b"newest", Mode::NewVersion).await?);
    Ok(())
}

async fn remove(scene: &Scene, how: Removal) -> Result<(), Error> {
    scene.store.remove("k", how, None, always).await.map(drop)
}

/// Removes the newest version, whatever it is.
async fn pop(scene: &Scene, key: &str) -> Result<(), Error> {
    let newest = head(&scene.store, key).await?.ok_or(Error::Superseded)?;
    scene.store.remove_version(key, &newest.version, None, always).await.map(drop)
}

sweeps! {
    an_erasure_of_a_blob: async |scene: &mut Scene| {
        put(&scene.store, "k", b"body", Mode::Replace).await?;
        Ok(())
    } => [async |scene: &Scene| remove(scene, Removal::Erase).await];

    an_erasure_of_many_at_once: async |scene: &mut Scene| {
        put(&scene.store, "k", b"body", Mode::Replace).await?;
        put(&scene.store, "l", b"bodies", Mode::Replace).await?;
        Ok(())
    } => [async |scene: &Scene| match scene.store.erase_at_once(&["k", "l", "m"], None).await? {
        removed if removed == [true; 3] => Ok(()),
        _ => Err(Error::Superseded),
    }];

    an_erasure_of_a_history: history => [async |scene: &Scene| remove(scene, Removal::Erase).await];

    a_marker: history => [
        async |scene: &Scene| remove(scene, Removal::Marker(meta("first"))).await,
        async |scene: &Scene| remove(scene, Removal::Marker(meta("second"))).await,
    ];

    a_null_marker: history => [
        async |scene: &Scene| remove(scene, Removal::NullMarker(meta("first"))).await,
        async |scene: &Scene| remove(scene, Removal::NullMarker(meta("second"))).await,
    ];

    every_version_from_the_newest: history => [
        async |scene: &Scene| pop(scene, "k").await,
        async |scene: &Scene| pop(scene, "k").await,
        async |scene: &Scene| pop(scene, "k").await,
    ];

    a_version_that_is_not_current: async |scene: &mut Scene| {
        history(scene).await?;
        put(&scene.store, "k", b"above", Mode::NewVersion).await?;
        Ok(())
    } => [async |scene: &Scene| scene.store.remove_version("k", &scene.blob().version, None, always).await.map(drop)];

    a_marker_undone: async |scene: &mut Scene| {
        history(scene).await?;
        remove(scene, Removal::Marker(meta("gone"))).await?;
        Ok(())
    } => [async |scene: &Scene| pop(scene, "k").await];

    a_blob_whose_bytes_are_shared: async |scene: &mut Scene| {
        let source = put(&scene.store, "k", b"shared", Mode::Replace).await?;
        scene.store.copy(&source, "l", version(Mode::Replace, b"shared"), always).await?;
        scene.other.copy(&source, "m", version(Mode::Replace, b"shared"), always).await?;
        Ok(())
    } => [
        async |scene: &Scene| remove(scene, Removal::Erase).await,
        async |scene: &Scene| pop(scene, "l").await,
    ];

    a_composite_whose_bytes_are_shared: async |scene: &mut Scene| {
        let source = compose(&scene.store, "k", &[b"sha", b"red"], Mode::Replace).await?;
        scene.store.copy(&source, "l", version(Mode::Replace, b"shared"), always).await?;
        Ok(())
    } => [
        async |scene: &Scene| remove(scene, Removal::Erase).await,
        async |scene: &Scene| pop(scene, "l").await,
    ];
}

/// Deleting a prefix is many commits: a fault stops it between two keys, tells what failed, and the rest can be deleted later.
#[test]
fn a_prefix_whose_deletion_fails_midway() {
    for (when, span) in [(When::Before, Span::Once), (When::After, Span::Once), (When::Before, Span::Onwards)] {
        for call in 0.. {
            let mut scene = Scene::new();
            now(history(&mut scene)).expect("no fault");
            now(put(&scene.store, "k/2", b"two", Mode::Replace)).expect("no fault");
            now(put(&scene.store, "l", b"kept", Mode::Replace)).expect("no fault");
            scene.faults.arm(Fault {
                call,
                verb: None,
                when,
                span,
                error: || VfsError::Unavailable("injected".into()),
            });
            let told = now(scene.store.delete_by_prefix("k"));
            let struck = scene.faults.disarm();
            let left = now(scene.store.list("k")).expect("no fault").len() as u64;
            now(scene.state()).expect("what is left is whole");
            if let Ok(told) = &told {
                assert_eq!(
                    (told.deleted, told.failed.len() as u64),
                    (2 - left, left),
                    "call {call}, {when:?}, {span:?}: {told:?}"
                );
            }
            let again = now(scene.store.delete_by_prefix("k")).expect("no fault");
            assert_eq!((again.deleted, again.failed.len()), (left, 0));
            assert_eq!(now(scene.swept()).expect("no fault"), [4], "what does not begin with the prefix");
            if !struck {
                assert!(told.is_ok() && call > 0);
                break;
            }
        }
    }
}
