//! Versions: three modes of writing, one order, and the null version.

use std::time::Duration;

use crate::conformance::steps::{always, bytes, compose, meta, put, versions};
use crate::conformance::{Outcome, World};
use crate::{BlobInfo, BlobStore, Kind, Mode, Removal, Selector, VersionId};

/// The bodies of a key's versions, newest first; `-` for a delete marker, `(…)` around the null version.
async fn told(store: &BlobStore, key: &str) -> Outcome<Vec<String>> {
    let mut told = Vec::new();
    for info in versions(store, key).await?.iter().filter(|info| info.key == key) {
        let body = match info.kind {
            Kind::DeleteMarker => "-".into(),
            _ => String::from_utf8_lossy(&bytes(store, info).await?).into_owned(),
        };
        told.push(if info.version.is_null() { format!("({body})") } else { body });
    }
    Ok(told)
}

/// Enabled: every write adds a version, and the older stay readable (T14).
pub async fn a_new_version_keeps_the_older(world: &World) -> Outcome {
    let first = put(&world.store().await?, "k", b"1", Mode::NewVersion).await?;
    let second = put(&world.store().await?, "k", b"2", Mode::NewVersion).await?;
    let store = world.store().await?;
    assert_ne!(first.version, second.version);
    assert_eq!(told(&store, "k").await?, ["2", "1"]);
    for (info, latest) in [(first, false), (second, true)] {
        let found = store.lookup("k", &Selector::Version(info.version)).await?.expect("both versions are kept");
        assert_eq!((found.seq, found.is_latest), (info.seq, latest));
    }
    Ok(())
}

/// The blob of a never versioned key is its null version: enabling versioning keeps it (S3).
pub async fn the_unversioned_blob_is_the_null_version(world: &World) -> Outcome {
    let plain = put(&world.store().await?, "k", b"plain", Mode::Replace).await?;
    assert!(plain.version.is_null());
    put(&world.store().await?, "k", b"new", Mode::NewVersion).await?;
    let store = world.store().await?;
    assert_eq!(told(&store, "k").await?, ["new", "(plain)"]);
    let null = store.lookup("k", &Selector::Version(VersionId::null())).await?.expect("the null version is kept");
    assert_eq!((bytes(&store, &null).await?, null.is_latest), ("plain".into(), false));
    Ok(())
}

/// Suspended: a write replaces the null version, wherever it stands, and nothing else (S2).
pub async fn replacing_null_touches_only_null(world: &World) -> Outcome {
    put(&world.store().await?, "k", b"plain", Mode::Replace).await?;
    put(&world.store().await?, "k", b"v1", Mode::NewVersion).await?;
    put(&world.store().await?, "k", b"suspended", Mode::ReplaceNull).await?;
    assert_eq!(told(&world.store().await?, "k").await?, ["(suspended)", "v1"]);
    put(&world.store().await?, "k", b"v2", Mode::NewVersion).await?;
    put(&world.store().await?, "k", b"again", Mode::ReplaceNull).await?;
    assert_eq!(told(&world.store().await?, "k").await?, ["(again)", "v2", "v1"]);
    Ok(())
}

/// Never versioned: a write leaves itself alone, whatever was there (F8).
pub async fn replacing_leaves_no_history(world: &World) -> Outcome {
    for mode in [Mode::Replace, Mode::NewVersion, Mode::NewVersion, Mode::ReplaceNull] {
        put(&world.store().await?, "k", b"old", mode).await?;
    }
    let store = world.store().await?;
    store.remove("k", Removal::Marker(meta("gone")), None, always).await?;
    put(&store, "k", b"new", Mode::Replace).await?;
    assert_eq!(told(&store, "k").await?, ["(new)"]);
    assert_eq!(store.vfs().payloads(None, 10).await?.len(), 1);
    Ok(())
}

/// Composites and delete markers stand in the same order as blobs (F7, S4).
pub async fn every_kind_is_a_version(world: &World) -> Outcome {
    put(&world.store().await?, "k", b"1", Mode::NewVersion).await?;
    compose(&world.store().await?, "k", &[b"2", b"3"], Mode::NewVersion).await?;
    world.store().await?.remove("k", Removal::Marker(meta("gone")), None, always).await?;
    put(&world.store().await?, "k", b"4", Mode::NewVersion).await?;
    let store = world.store().await?;
    assert_eq!(told(&store, "k").await?, ["4", "-", "23", "1"]);
    let latest: Vec<_> = versions(&store, "").await?.iter().map(|info| info.is_latest).collect();
    assert_eq!(latest, [true, false, false, false]);
    Ok(())
}

/// Sequences of a key rise strictly though the clock stands still or steps back, and the order stays that of the commits (F10).
pub async fn order_does_not_follow_the_clock(world: &World) -> Outcome {
    let mut written: Vec<BlobInfo> = Vec::new();
    for step in 0..12 {
        match step % 3 {
            0 => world.source().step_back(Duration::from_secs(3600)),
            1 => {}
            _ => world.source().advance(Duration::from_secs(1)),
        }
        written.push(put(&world.store().await?, "k", format!("{step}").as_bytes(), Mode::NewVersion).await?);
    }
    assert!(written.is_sorted_by(|older, newer| older.seq < newer.seq));
    let listed: Vec<_> =
        versions(&world.store().await?, "k").await?.into_iter().rev().map(|info| info.version).collect();
    assert_eq!(listed, written.into_iter().map(|info| info.version).collect::<Vec<_>>());
    Ok(())
}

/// A version's id goes through text and back.
pub async fn ids_go_through_text(world: &World) -> Outcome {
    let blob = put(&world.store().await?, "k", b"x", Mode::NewVersion).await?;
    let text = blob.version.to_string();
    assert_eq!(VersionId::parse(&text), Some(blob.version));
    assert!(
        text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte)),
        "{text:?} needs no escape in a URL"
    );
    assert_eq!((VersionId::null().to_string().as_str(), VersionId::parse("null")), ("null", Some(VersionId::null())));
    Ok(())
}

/// Ids of two stores over one engine never meet.
pub async fn ids_are_unique_across_stores(world: &World) -> Outcome {
    let mut seen = std::collections::BTreeSet::new();
    for round in 0..20 {
        let store = world.store().await?;
        for key in ["a", "b"] {
            let blob = put(&store.child(&round.to_string()), key, b"x", Mode::NewVersion).await?;
            assert!(seen.insert(blob.version));
        }
    }
    Ok(())
}
