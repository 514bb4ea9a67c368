//! Renaming: a blob leaves one key and appears under another, in one commit.

use std::time::{Duration, UNIX_EPOCH};

use crate::conformance::steps::{
    always, attach, bytes, collect, compose, current, digest, head, meta, payloads, put, seal, version,
};
use crate::conformance::{Outcome, World};
use crate::{BlobInfo, BlobStore, ConfigChange, Error, Kind, Mode, NewVersion, Removal, Rename, Selector};

fn any(_: Option<&BlobInfo>, _: Option<&BlobInfo>) -> Result<(), Error> {
    Ok(())
}

async fn rename(store: &BlobStore, from: &str, to: &str) -> Result<BlobInfo, Error> {
    store.rename(from, to, Rename::default(), any).await
}

/// A renamed blob keeps its bytes, document, entity tag and time; its old key has nothing.
pub async fn a_renamed_blob_is_the_same_elsewhere(world: &World) -> Outcome {
    let store = world.store().await?;
    let old = UNIX_EPOCH + Duration::from_secs(9);
    let new = NewVersion { meta: meta("kept"), modified: Some(old), ..version(Mode::Replace, b"body") };
    store.publish("from", seal(&store, b"body").await?, new, always).await?;
    drop(store);
    let made = rename(&world.store().await?, "from", "to").await?;
    let store = world.store().await?;
    let found = head(&store, "to").await?.expect("renamed");
    for info in [made, found] {
        assert_eq!((info.key.as_str(), info.size, info.etag), ("to", 4, digest(b"body")));
        assert_eq!((info.meta.as_bytes(), info.modified), (meta("kept").as_bytes(), old));
    }
    assert!(head(&store, "from").await?.is_none());
    assert_eq!(current(&store, "to").await?, Some("body".into()));
    Ok(())
}

/// What was under the new key goes, with its bytes.
pub async fn a_rename_replaces_what_is_there(world: &World) -> Outcome {
    let store = world.store().await?;
    compose(&store, "to", &[b"old", b"parts"], Mode::Replace).await?;
    put(&store, "from", b"new", Mode::Replace).await?;
    rename(&store, "from", "to").await?;
    assert_eq!(current(&store, "to").await?, Some("new".into()));
    assert_eq!(payloads(&*store.vfs()).await?.len(), 1);
    store.remove("to", Removal::Erase, None, always).await?;
    assert_eq!(payloads(&*store.vfs()).await?, []);
    Ok(())
}

/// A composite stays one under its new key.
pub async fn a_renamed_composite_keeps_its_parts(world: &World) -> Outcome {
    let store = world.store().await?;
    let source = compose(&store, "from", &[b"01", b"23"], Mode::Replace).await?;
    let made = rename(&store, "from", "to").await?;
    assert!(matches!(made.kind, Kind::Composite));
    assert_eq!((made.part_count, store.parts(&made).await?.len(), made.upload), (2, 2, source.upload));
    assert_eq!(current(&store, "to").await?, Some("0123".into()));
    store.remove("to", Removal::Erase, None, always).await?;
    assert_eq!(payloads(&*store.vfs()).await?, []);
    Ok(())
}

/// What is attached to a blob goes along.
pub async fn a_renamed_blob_keeps_its_attachments(world: &World) -> Outcome {
    let store = world.store().await?;
    put(&store, "from", b"body", Mode::Replace).await?;
    attach(&store, "from", &Selector::Current, "note", b"attached").await?;
    let made = rename(&store, "from", "to").await?;
    let [note] = &store.attachments(&made).await?[..] else { panic!("one was attached") };
    assert_eq!(collect(store.open_attachment(&made, note).await?).await?, "attached");
    store.remove("to", Removal::Erase, None, always).await?;
    assert_eq!(payloads(&*store.vfs()).await?, []);
    Ok(())
}

/// Bytes that others share stay theirs, also when the rename replaces one of the sharers.
pub async fn a_rename_counts_sharers_right(world: &World) -> Outcome {
    let store = world.store().await?;
    let source = put(&store, "from", b"body", Mode::Replace).await?;
    for key in ["copy", "to"] {
        store.copy(&source, key, version(Mode::Replace, b"body"), always).await?;
    }
    rename(&store, "from", "to").await?;
    for (key, left) in [("copy", 1), ("to", 0)] {
        assert_eq!(current(&store, key).await?, Some("body".into()));
        store.remove(key, Removal::Erase, None, always).await?;
        assert_eq!(payloads(&*store.vfs()).await?.len(), left);
    }
    Ok(())
}

/// A blob renamed to its own key stays as it is.
pub async fn a_rename_to_itself_changes_nothing(world: &World) -> Outcome {
    let store = world.store().await?;
    let blob = put(&store, "k", b"body", Mode::Replace).await?;
    let made = rename(&store, "k", "k").await?;
    assert_eq!((made.seq, bytes(&store, &made).await?), (blob.seq, "body".into()));
    assert_eq!(current(&store, "k").await?, Some("body".into()));
    Ok(())
}

/// Where there is no blob there is nothing to rename, and what is under the new key stays.
pub async fn a_missing_source_is_not_found(world: &World) -> Outcome {
    let store = world.store().await?;
    put(&store, "to", b"kept", Mode::Replace).await?;
    put(&store, "marked", b"old", Mode::NewVersion).await?;
    store.remove("marked", Removal::Marker(meta("gone")), None, always).await?;
    for from in ["missing", "marked"] {
        let refused = rename(&store, from, "to").await;
        assert!(matches!(&refused, Err(Error::NotFound(key)) if key == from), "{refused:?}");
    }
    assert_eq!(current(&store, "to").await?, Some("kept".into()));
    Ok(())
}

/// The check is given both keys, and when it refuses nothing is changed.
pub async fn a_check_sees_both_keys(world: &World) -> Outcome {
    let store = world.store().await?;
    put(&store, "from", b"source", Mode::Replace).await?;
    put(&store, "to", b"target", Mode::Replace).await?;
    let refuse = |source: Option<&BlobInfo>, target: Option<&BlobInfo>| {
        assert_eq!(source.map(|info| info.etag.clone()), Some(digest(b"source")));
        assert_eq!(target.map(|info| info.etag.clone()), Some(digest(b"target")));
        Err(Error::Precondition { current: None })
    };
    let refused = store.rename("from", "to", Rename::default(), refuse).await;
    assert!(matches!(refused, Err(Error::Precondition { .. })), "{refused:?}");
    for (key, body) in [("from", "source"), ("to", "target")] {
        assert_eq!(current(&store, key).await?, Some(body.into()));
    }
    Ok(())
}

/// Changes of configurations come with the rename, or neither does.
pub async fn a_rename_and_its_changes_are_one(world: &World) -> Outcome {
    let store = world.store().await?;
    for (key, body) in [("a", b"1"), ("b", b"2")] {
        put(&store, key, body, Mode::Replace).await?;
    }
    let change = [ConfigChange::Create { store: &store, name: "token", value: meta("first") }];
    let with = Rename { changes: &change, guard: None };
    store.rename("a", "c", with, any).await?;
    let refused = store.rename("b", "c", with, any).await;
    assert!(matches!(refused, Err(Error::Conflict { index: 0 })), "{refused:?}");
    assert_eq!(current(&store, "c").await?, Some("1".into()));
    assert_eq!(store.get_bucket_config("token").await?, meta("first"));
    let guard = store.bucket_config("token").await?.expect("created").1;
    let update = [ConfigChange::Update { guard: &guard, value: meta("second") }];
    store.change_bucket_configs(&update).await?;
    let void = store.rename("b", "c", Rename { guard: Some(&guard), changes: &[] }, any).await;
    assert!(matches!(void, Err(Error::GuardFailed)), "{void:?}");
    assert_eq!(current(&store, "b").await?, Some("2".into()));
    Ok(())
}
