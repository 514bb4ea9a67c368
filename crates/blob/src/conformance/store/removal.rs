//! Removing: a key, a version, a marker; what becomes current then.

use crate::conformance::steps::{
    always, bytes, compose, current, head, meta, names, never, payloads, put, version, versions,
};
use crate::conformance::{Outcome, World};
use crate::{Error, Kind, Mode, Removal, Selector, VersionId};

/// `Erase` takes every version and every byte, and tells what was current.
pub async fn erase_takes_everything(world: &World) -> Outcome {
    put(&world.store().await?, "k", b"1", Mode::NewVersion).await?;
    compose(&world.store().await?, "k", &[b"2", b"3"], Mode::NewVersion).await?;
    let newest = put(&world.store().await?, "k", b"4", Mode::NewVersion).await?;
    let removed = world.store().await?.remove("k", Removal::Erase, None, always).await?;
    assert_eq!(removed.removed.map(|info| info.version), Some(newest.version));
    assert!(removed.marker.is_none());
    let store = world.store().await?;
    assert!(head(&store, "k").await?.is_none() && versions(&store, "").await?.is_empty());
    assert_eq!(payloads(&*store.vfs()).await?, []);
    Ok(())
}

/// Erasing what is not there removes nothing and is no error.
pub async fn erasing_the_absent_removes_nothing(world: &World) -> Outcome {
    let removed = world.store().await?.remove("missing", Removal::Erase, None, always).await?;
    assert!(removed.removed.is_none() && removed.marker.is_none());
    Ok(())
}

/// A marker hides the key and keeps its versions; its JSON is kept.
pub async fn a_marker_hides_the_key(world: &World) -> Outcome {
    let blob = put(&world.store().await?, "k", b"kept", Mode::NewVersion).await?;
    let removed = world.store().await?.remove("k", Removal::Marker(meta("why")), None, always).await?;
    let marker = removed.marker.expect("a marker was made");
    let store = world.store().await?;
    let found = head(&store, "k").await?.expect("the marker is current");
    assert!(matches!(found.kind, Kind::DeleteMarker) && found.is_latest && !found.version.is_null());
    assert_eq!((&found.version, found.meta.as_bytes()), (&marker.version, meta("why").as_bytes()));
    assert_eq!(names(&store, "", None).await?, [""; 0]);
    let kept = store.lookup("k", &Selector::Version(blob.version)).await?.expect("versions stay under a marker");
    assert_eq!(bytes(&store, &kept).await?, "kept");
    Ok(())
}

/// A key that never was can be marked, and marked again: every marker is a version (S4).
pub async fn markers_are_versions(world: &World) -> Outcome {
    for _ in 0..3 {
        world.store().await?.remove("k", Removal::Marker(meta("gone")), None, always).await?;
    }
    let listed = versions(&world.store().await?, "").await?;
    assert_eq!(listed.iter().map(|info| info.is_latest).collect::<Vec<_>>(), [true, false, false]);
    put(&world.store().await?, "k", b"back", Mode::NewVersion).await?;
    assert_eq!(versions(&world.store().await?, "").await?.len(), 4, "a write keeps the markers");
    Ok(())
}

/// Suspended: the null version, blob or marker, gives way to a null marker; the others stay (S2).
pub async fn a_null_marker_replaces_the_null_version(world: &World) -> Outcome {
    put(&world.store().await?, "k", b"null", Mode::ReplaceNull).await?;
    put(&world.store().await?, "k", b"kept", Mode::NewVersion).await?;
    for _ in 0..2 {
        let removed = world.store().await?.remove("k", Removal::NullMarker(meta("gone")), None, always).await?;
        assert!(removed.marker.is_some_and(|marker| marker.version.is_null()));
        let kinds: Vec<_> =
            versions(&world.store().await?, "").await?.iter().map(|info| (info.version.is_null(), info.size)).collect();
        assert_eq!(kinds, [(true, 0), (false, 4)]);
    }
    let store = world.store().await?;
    assert_eq!(payloads(&*store.vfs()).await?.len(), 1, "the null blob's bytes are gone");
    put(&store, "k", b"again", Mode::ReplaceNull).await?;
    assert_eq!(versions(&store, "").await?.len(), 2, "a null blob replaces the null marker");
    Ok(())
}

/// Removing the current version makes the next newest current in the same commit (F9).
pub async fn removing_the_newest_promotes_the_next(world: &World) -> Outcome {
    let first = put(&world.store().await?, "k", b"1", Mode::NewVersion).await?;
    let second = compose(&world.store().await?, "k", &[b"2"], Mode::NewVersion).await?;
    let third = put(&world.store().await?, "k", b"3", Mode::NewVersion).await?;
    for (gone, next) in [(&third, Some("2")), (&second, Some("1")), (&first, None)] {
        let removed = world.store().await?.remove_version("k", &gone.version, None, always).await?;
        assert_eq!(removed.map(|info| info.version), Some(gone.version.clone()));
        let store = world.store().await?;
        assert_eq!(current(&store, "k").await?.map(|body| body.to_vec()), next.map(|body| body.as_bytes().to_vec()));
        assert!(store.lookup("k", &Selector::Version(gone.version.clone())).await?.is_none());
    }
    assert_eq!(payloads(&*world.store().await?.vfs()).await?, []);
    Ok(())
}

/// Removing an older version leaves the current one, and its place, alone (T16).
pub async fn removing_an_older_version_leaves_the_current(world: &World) -> Outcome {
    let old = put(&world.store().await?, "k", b"old", Mode::Replace).await?;
    let new = put(&world.store().await?, "k", b"new", Mode::NewVersion).await?;
    world.store().await?.remove_version("k", &old.version, None, always).await?;
    let store = world.store().await?;
    let listed = versions(&store, "").await?;
    assert_eq!(listed.iter().map(|info| (&info.version, info.is_latest)).collect::<Vec<_>>(), [(&new.version, true)]);
    assert!(store.lookup("k", &Selector::Version(VersionId::null())).await?.is_none());
    Ok(())
}

/// Removing a marker brings the blob back, for good (S5).
pub async fn removing_a_marker_brings_the_blob_back(world: &World) -> Outcome {
    put(&world.store().await?, "k", b"back", Mode::NewVersion).await?;
    let removed = world.store().await?.remove("k", Removal::Marker(meta("gone")), None, always).await?;
    let marker = removed.marker.expect("a marker was made").version;
    let undone = world.store().await?.remove_version("k", &marker, None, always).await?.expect("the marker was there");
    assert!(matches!(undone.kind, Kind::DeleteMarker));
    let store = world.store().await?;
    assert_eq!((current(&store, "k").await?, names(&store, "", None).await?), (Some("back".into()), vec!["k".into()]));
    Ok(())
}

/// Removing the version above a marker leaves the key hidden.
pub async fn a_marker_can_be_promoted(world: &World) -> Outcome {
    put(&world.store().await?, "k", b"under", Mode::NewVersion).await?;
    world.store().await?.remove("k", Removal::Marker(meta("gone")), None, always).await?;
    let above = put(&world.store().await?, "k", b"above", Mode::NewVersion).await?;
    world.store().await?.remove_version("k", &above.version, None, always).await?;
    let store = world.store().await?;
    assert!(head(&store, "k").await?.is_some_and(|info| matches!(info.kind, Kind::DeleteMarker) && info.is_latest));
    assert_eq!(names(&store, "", None).await?, [""; 0]);
    Ok(())
}

/// Removing a version that is not there is `None`, and another key's version is not there (F2).
pub async fn removing_the_absent_version_is_none(world: &World) -> Outcome {
    let other = put(&world.store().await?, "other", b"x", Mode::NewVersion).await?;
    put(&world.store().await?, "k", b"x", Mode::NewVersion).await?;
    for version in [&other.version, &VersionId::null()] {
        assert!(world.store().await?.remove_version("k", version, None, always).await?.is_none());
        assert!(world.store().await?.remove_version("missing", version, None, always).await?.is_none());
    }
    assert_eq!(versions(&world.store().await?, "").await?.len(), 2);
    Ok(())
}

/// When the check refuses, everything is as it was.
pub async fn a_refused_check_removes_nothing(world: &World) -> Outcome {
    let blob = put(&world.store().await?, "k", b"kept", Mode::NewVersion).await?;
    for how in [Removal::Erase, Removal::Marker(meta("m")), Removal::NullMarker(meta("m"))] {
        let refused = world.store().await?.remove("k", how, None, never).await.map(drop);
        assert!(matches!(refused, Err(Error::Precondition { .. })), "{refused:?}");
    }
    let refused = world.store().await?.remove_version("k", &blob.version, None, never).await.map(drop);
    assert!(matches!(refused, Err(Error::Precondition { .. })), "{refused:?}");
    let store = world.store().await?;
    assert_eq!((current(&store, "k").await?, versions(&store, "").await?.len()), (Some("kept".into()), 1));
    Ok(())
}

/// Many keys go in one commit: those with one payload and nothing else, named once or twice. The others stay as they are.
pub async fn what_is_plain_is_erased_at_once(world: &World) -> Outcome {
    let store = world.store().await?;
    put(&store, "plain", b"1", Mode::Replace).await?;
    put(&store, "empty", b"", Mode::Replace).await?;
    put(&store, "version", b"2", Mode::NewVersion).await?;
    put(&store, "versions", b"3", Mode::NewVersion).await?;
    put(&store, "versions", b"4", Mode::NewVersion).await?;
    compose(&store, "composite", &[b"5", b"6"], Mode::Replace).await?;
    store.remove("marker", Removal::Marker(meta("gone")), None, always).await?;
    let long = "x".repeat(1025);
    let keys = ["plain", "empty", "none", "plain", "version", "versions", "composite", "marker", "", &long];
    let removed = store.erase_at_once(&keys, None).await?;
    assert_eq!(removed, [true, true, true, true, true, false, false, false, false, false]);
    drop(store);
    let store = world.store().await?;
    assert_eq!(names(&store, "", None).await?, ["composite", "versions"]);
    assert_eq!(payloads(&*store.vfs()).await?.len(), 4);
    assert_eq!(store.erase_at_once(&["none"], None).await?, [true]);
    // As many as are worth a look whether anything is shared at all; named twice, too.
    let many: Vec<_> = (0..20).map(|number| format!("many/{number}")).collect();
    let mut keys: Vec<&str> = many.iter().map(String::as_str).collect();
    keys.extend_from_within(..3);
    for shared in [false, true] {
        for key in &many {
            put(&store, key, b"7", Mode::Replace).await?;
        }
        if shared {
            let source = head(&store, "versions").await?.expect("it was put");
            store.copy(&source, "sharer", version(Mode::Replace, b"4"), always).await?;
        }
        assert_eq!(store.erase_at_once(&keys, None).await?, vec![true; keys.len()], "{shared}");
        assert_eq!(names(&store, "many", None).await?, [""; 0]);
    }
    assert_eq!(payloads(&*store.vfs()).await?.len(), 4);
    assert_eq!(store.erase_at_once(&[], None).await?, [false; 0]);
    Ok(())
}

/// Bytes that others share take a count, so nothing goes at once where they are concerned.
pub async fn what_is_shared_is_not_erased_at_once(world: &World) -> Outcome {
    let store = world.store().await?;
    let source = put(&store, "a", b"shared", Mode::Replace).await?;
    store.copy(&source, "b", version(Mode::Replace, b"shared"), always).await?;
    put(&store, "c", b"alone", Mode::Replace).await?;
    for keys in [&["a", "c"][..], &["a", "b"], &["c", "b", "none"]] {
        assert_eq!(store.erase_at_once(keys, None).await?, vec![false; keys.len()]);
    }
    assert_eq!(names(&store, "", None).await?, ["a", "b", "c"]);
    store.remove("a", Removal::Erase, None, always).await?;
    assert_eq!(store.erase_at_once(&["b", "c"], None).await?, [true, true], "the last of the sharers has it alone");
    assert_eq!(payloads(&*store.vfs()).await?, []);
    Ok(())
}
