//! Metadata: rewritten in place, without a new version.

use crate::conformance::steps::{always, bytes, head, meta, put, version, versions};
use crate::conformance::{Outcome, World};
use crate::{BlobInfo, Error, Json, Mode, NewVersion, Removal, Selector};

fn tagged(value: &'static str) -> impl Fn(Option<&BlobInfo>) -> Result<Json, Error> {
    move |found| found.map(|_| meta(value)).ok_or_else(|| Error::NotFound("nothing".into()))
}

/// Metadata changes; version, order, date, bytes and the key's visibility do not.
pub async fn only_the_metadata_changes(world: &World) -> Outcome {
    let old = put(&world.store().await?, "k", b"old", Mode::NewVersion).await?;
    let new = put(&world.store().await?, "k", b"new", Mode::NewVersion).await?;
    for before in [old, new] {
        let which = Selector::Version(before.version.clone());
        let before = world.store().await?.lookup("k", &which).await?.expect("written");
        world.source().advance(std::time::Duration::from_secs(60));
        world.store().await?.update_meta("k", &which, tagged("changed")).await?;
        let store = world.store().await?;
        let after = store.lookup("k", &which).await?.expect("still there");
        assert_eq!(after.meta.as_bytes(), meta("changed").as_bytes());
        assert_eq!(
            (after.seq, &after.etag, after.modified, after.is_latest),
            (before.seq, &before.etag, before.modified, before.is_latest)
        );
        assert_eq!(bytes(&store, &after).await?, bytes(&store, &before).await?);
    }
    assert_eq!(versions(&world.store().await?, "k").await?.len(), 2);
    Ok(())
}

/// The selector `Current` finds a delete marker as well; a marker's document can change.
pub async fn a_markers_document_changes(world: &World) -> Outcome {
    put(&world.store().await?, "k", b"x", Mode::NewVersion).await?;
    world.store().await?.remove("k", Removal::Marker(meta("first")), None, always).await?;
    world.store().await?.update_meta("k", &Selector::Current, tagged("second")).await?;
    let found = head(&world.store().await?, "k").await?.expect("the marker is current");
    assert!(found.is_delete_marker() && found.meta.as_bytes() == meta("second").as_bytes());
    Ok(())
}

/// The change is computed from what is there, absence included, and its error leaves all as it was.
pub async fn the_change_sees_what_is_there(world: &World) -> Outcome {
    let store = world.store().await?;
    let new = NewVersion { meta: meta("before"), ..version(Mode::Replace, b"x") };
    store.publish("k", crate::conformance::steps::seal(&store, b"x").await?, new, always).await?;
    let missing = store.update_meta("missing", &Selector::Current, tagged("x")).await;
    assert!(matches!(missing, Err(Error::NotFound(_))), "{missing:?}");
    let refused = store.update_meta("k", &Selector::Current, |found| {
        assert_eq!(found.map(|info| info.meta.as_bytes().to_vec()), Some(meta("before").as_bytes().to_vec()));
        Err(Error::NotFound("refused".into()))
    });
    assert!(refused.await.is_err());
    assert_eq!(head(&store, "k").await?.expect("there").meta.as_bytes(), meta("before").as_bytes());
    Ok(())
}

/// A reader that looked the version up before its metadata changed still opens it.
pub async fn a_change_supersedes_no_reader(world: &World) -> Outcome {
    let before = put(&world.store().await?, "k", b"body", Mode::Replace).await?;
    world.store().await?.update_meta("k", &Selector::Current, tagged("changed")).await?;
    assert_eq!(bytes(&world.store().await?, &before).await?, "body");
    Ok(())
}

/// Of many changes made at once none is lost.
pub async fn no_change_is_lost(world: &World) -> Outcome {
    let store = world.store().await?;
    put(&store, "k", b"x", Mode::Replace).await?;
    let count = |found: Option<&BlobInfo>| {
        let seen: Option<u32> = found.expect("the key exists").meta.parse()?;
        Json::of(&(seen.unwrap_or(0) + 1))
    };
    let changes = (0..16).map(|_| store.update_meta("k", &Selector::Current, count));
    let outcomes = futures_util::future::join_all(changes).await;
    outcomes.into_iter().collect::<Result<Vec<_>, Error>>()?;
    assert_eq!(head(&store, "k").await?.expect("there").meta.as_bytes(), b"16");
    Ok(())
}
