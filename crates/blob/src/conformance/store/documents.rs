//! The records of the original vocabulary: documents of versions, of delete markers, of buckets.

use crate::conformance::steps::{always, bytes, head, meta, put};
use crate::conformance::{Outcome, World};
use crate::{BlobStore, Error, Mode, Removal, VersionId};

async fn marker(store: &BlobStore, key: &str) -> Outcome<VersionId> {
    let removed = store.remove(key, Removal::Marker(crate::Json::default()), None, always).await?;
    Ok(removed.marker.expect("a marker was asked for").version)
}

/// A version's document is put, read, replaced and removed; the version stays (B24).
pub async fn a_version_has_a_document(world: &World) -> Outcome {
    let id = put(&world.store().await?, "k", b"body", Mode::NewVersion).await?.version;
    assert!(matches!(world.store().await?.get_version_meta("k", &id).await, Err(Error::NotFound(_))), "none yet");
    for value in ["first", "second"] {
        world.store().await?.put_version_meta("k", &id, &meta(value)).await?;
        assert_eq!(world.store().await?.get_version_meta("k", &id).await?, meta(value));
    }
    let store = world.store().await?;
    store.delete_version_meta("k", &id).await?;
    assert!(matches!(store.get_version_meta("k", &id).await, Err(Error::NotFound(_))));
    assert!(matches!(store.delete_version_meta("k", &id).await, Err(Error::NotFound(_))));
    assert_eq!(store.get_version("k", &id).await?, "body");
    Ok(())
}

/// A delete marker's document is put, read and removed; the marker stays (B25).
pub async fn a_marker_has_a_document(world: &World) -> Outcome {
    put(&world.store().await?, "k", b"body", Mode::NewVersion).await?;
    let id = marker(&world.store().await?, "k").await?;
    world.store().await?.put_delete_marker_meta("k", &id, &meta("why")).await?;
    let store = world.store().await?;
    assert_eq!(store.get_delete_marker_meta("k", &id).await?, meta("why"));
    store.delete_delete_marker_meta("k", &id).await?;
    assert!(matches!(store.get_delete_marker_meta("k", &id).await, Err(Error::NotFound(_))));
    assert!(head(&store, "k").await?.is_some_and(|info| info.is_delete_marker()), "the marker itself stays");
    Ok(())
}

/// A document belongs to a version that is there, of the kind that was named.
pub async fn a_document_needs_its_version(world: &World) -> Outcome {
    let store = world.store().await?;
    let blob = put(&store, "k", b"body", Mode::NewVersion).await?;
    let marked = marker(&store, "k").await?;
    let gone = VersionId::import("never was").expect("a text");
    for attempt in [
        store.put_version_meta("k", &gone, &meta("x")).await,
        store.put_version_meta("missing", &blob.version, &meta("x")).await,
        store.put_version_meta("k", &marked, &meta("x")).await,
        store.put_delete_marker_meta("k", &blob.version, &meta("x")).await,
        store.delete_delete_marker_meta("k", &blob.version).await,
    ] {
        assert!(matches!(attempt, Err(Error::NotFound(_))), "{attempt:?}");
    }
    assert_eq!(bytes(&store, &blob).await?, "body");
    Ok(())
}

/// Documents are listed by a string prefix of their keys, those of versions and of markers apart (B27, B28).
pub async fn documents_are_listed_by_prefix(world: &World) -> Outcome {
    let store = world.store().await?;
    let mut ids = Vec::new();
    for key in ["a", "a/b", "b"] {
        let id = put(&store, key, b"x", Mode::NewVersion).await?.version;
        store.put_version_meta(key, &id, &meta(key)).await?;
        ids.push((key.to_owned(), id));
    }
    put(&store, "a/plain", b"no document", Mode::NewVersion).await?;
    let marked = marker(&store, "a").await?;
    store.put_delete_marker_meta("a", &marked, &meta("gone")).await?;
    assert_eq!(store.list_version_metas("").await?, ids);
    assert_eq!(store.list_version_metas("a").await?, ids[..2]);
    assert_eq!(store.list_version_metas("x").await?, []);
    assert_eq!(store.list_delete_marker_metas("a").await?, [("a".to_owned(), marked)]);
    assert_eq!(store.list_delete_marker_metas("b").await?, []);
    Ok(())
}

/// A bucket's configuration is put, replaced, read and removed without a guard (B26).
pub async fn a_bucket_has_a_configuration(world: &World) -> Outcome {
    assert!(matches!(world.store().await?.get_bucket_config("b").await, Err(Error::NotFound(_))));
    for value in ["first", "second"] {
        world.store().await?.put_bucket_config("b", &meta(value)).await?;
        assert_eq!(world.store().await?.get_bucket_config("b").await?, meta(value));
    }
    world.store().await?.delete_bucket_config("b").await?;
    assert!(matches!(world.store().await?.delete_bucket_config("b").await, Err(Error::NotFound(_))));
    assert!(world.store().await?.list_bucket_configs("", None, 9).await?.is_empty());
    Ok(())
}

/// Configurations are neither keys nor versions.
pub async fn a_configuration_is_no_key(world: &World) -> Outcome {
    let store = world.store().await?;
    store.put_bucket_config("k", &meta("config")).await?;
    assert!(head(&store, "k").await?.is_none() && store.list("").await?.is_empty());
    store.put("k", "body".into()).await?;
    store.delete("k").await?;
    assert_eq!(store.get_bucket_config("k").await?, meta("config"));
    Ok(())
}
