//! Imports: versions restored under ids that others gave.

use crate::conformance::steps::{always, bytes, compose, current, names, payloads, put, versions};
use crate::conformance::{Outcome, Torn, World};
use crate::{BlobInfo, BlobStore, Error, Mode, Selector, VersionId};

async fn import(store: &BlobStore, id: &str, body: &[u8], current: bool) -> Result<BlobInfo, Error> {
    let id = VersionId::import(id).ok_or_else(|| Error::InvalidVersion(id.into()))?;
    store.import_version("k", &id, &mut &body[..], current).await
}

async fn order(store: &BlobStore) -> Outcome<Vec<String>> {
    Ok(versions(store, "k").await?.into_iter().map(|info| info.version.to_string()).collect())
}

/// An imported version keeps its id and is found by it.
pub async fn an_imported_id_is_kept(world: &World) -> Outcome {
    for id in
        ["v1.0", "zzz", "3sL4kqtJlcpXroDTDmJ+rmSpXd3dIbrHY+MTRCxf3vjVBH40Nr8X8gdRQBpUMLUo", "composite", "a/b", "é"]
    {
        import(&world.store().await?, id, id.as_bytes(), true).await?;
        let store = world.store().await?;
        let which = Selector::Version(VersionId::import(id).expect("imported"));
        let found = store.lookup("k", &which).await?.expect("imported");
        assert_eq!(
            (found.version.to_string().as_str(), bytes(&store, &found).await?),
            (id, id.as_bytes().to_vec().into())
        );
    }
    assert_eq!(versions(&world.store().await?, "k").await?.len(), 6);
    Ok(())
}

/// An id that is there is not overwritten (F11).
pub async fn an_existing_id_is_not_overwritten(world: &World) -> Outcome {
    import(&world.store().await?, "v1", b"first", true).await?;
    let own = put(&world.store().await?, "k", b"own", Mode::NewVersion).await?.version.to_string();
    for id in ["v1", own.as_str()] {
        for current in [true, false] {
            let again = import(&world.store().await?, id, b"again", current).await;
            assert!(matches!(again, Err(Error::AlreadyExists(_))), "{id}: {again:?}");
        }
    }
    let store = world.store().await?;
    assert_eq!((current(&store, "k").await?, payloads(&*store.vfs()).await?.len()), (Some("own".into()), 2));
    Ok(())
}

/// No id is empty, longer than 1,024 bytes, or holds control characters (F11).
pub async fn an_id_is_a_text(_: &World) -> Outcome {
    for id in ["", "a\nb", "\0", &"x".repeat(1025)] {
        assert_eq!(VersionId::import(id), None, "{id:?}");
    }
    Ok(())
}

/// An import that is not to be current is ordered before the current version, and hides nothing (F6).
pub async fn an_older_import_hides_nothing(world: &World) -> Outcome {
    let composite = compose(&world.store().await?, "k", &[b"a", b"b"], Mode::NewVersion).await?;
    import(&world.store().await?, "old", b"old", false).await?;
    let store = world.store().await?;
    assert_eq!(order(&store).await?, [composite.version.to_string(), "old".into()]);
    assert_eq!((current(&store, "k").await?, store.is_composite("k").await?), (Some("ab".into()), true));
    Ok(())
}

/// Ids that tell their time keep their order, in whichever order they come (F11, S20).
pub async fn dated_ids_keep_their_order(world: &World) -> Outcome {
    let dated = |nanos: u64| format!("{nanos:039}_0badc0de");
    for nanos in [300, 100, 200] {
        import(&world.store().await?, &dated(nanos), b"x", false).await?;
    }
    assert_eq!(order(&world.store().await?).await?, [dated(300), dated(200), dated(100)]);
    Ok(())
}

/// An import alone under its key is what the key shows.
pub async fn an_only_import_is_current(world: &World) -> Outcome {
    import(&world.store().await?, "only", b"x", false).await?;
    let store = world.store().await?;
    assert_eq!((names(&store, "", None).await?, current(&store, "k").await?), (vec!["k".to_owned()], Some("x".into())));
    Ok(())
}

/// What is written after an import is newer than it.
pub async fn a_write_after_an_import_is_newer(world: &World) -> Outcome {
    import(&world.store().await?, &format!("{:039}_ffffffff", 4_000_000_000_000_000_000_u64), b"future", true).await?;
    let own = put(&world.store().await?, "k", b"own", Mode::NewVersion).await?;
    let store = world.store().await?;
    assert_eq!(
        (order(&store).await?[0].clone(), current(&store, "k").await?),
        (own.version.to_string(), Some("own".into()))
    );
    Ok(())
}

/// An import whose body breaks off changes nothing (F4, F6).
pub async fn a_torn_import_changes_nothing(world: &World) -> Outcome {
    compose(&world.store().await?, "k", &[b"a", b"b"], Mode::NewVersion).await?;
    for current in [true, false] {
        let store = world.store().await?;
        let id = VersionId::import("torn").expect("a text");
        let torn = store.import_version("k", &id, &mut Torn::after(b"half"), current).await;
        assert!(torn.is_err(), "{torn:?}");
    }
    let store = world.store().await?;
    assert_eq!((current(&store, "k").await?, payloads(&*store.vfs()).await?.len()), (Some("ab".into()), 2));
    Ok(())
}

/// An imported version is removed by its id, and its id is free again.
pub async fn an_imported_version_is_removed_by_its_id(world: &World) -> Outcome {
    for _ in 0..2 {
        import(&world.store().await?, "v1", b"x", true).await?;
        let id = VersionId::import("v1").expect("a text");
        assert!(world.store().await?.remove_version("k", &id, None, always).await?.is_some());
    }
    assert_eq!(payloads(&*world.store().await?.vfs()).await?, []);
    Ok(())
}
