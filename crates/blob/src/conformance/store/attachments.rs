//! Attachments: named bodies that belong to a version, and go where it goes.

use std::time::Duration;

use crate::conformance::steps::{
    always, attach, bytes, collect, compose, digest, head, meta, payloads, put, seal, version,
};
use crate::conformance::{Outcome, World, dump};
use crate::{Attachment, BlobInfo, BlobStore, Error, Kind, Mode, NewPart, Removal, Selector, Source};

fn passes(_: Option<&BlobInfo>, _: &[Attachment]) -> Result<(), Error> {
    Ok(())
}

/// Names and contents of what is attached to a version, `name=content`.
async fn told(store: &BlobStore, blob: &BlobInfo) -> Outcome<Vec<String>> {
    let mut told = Vec::new();
    for attachment in store.attachments(blob).await? {
        let content = collect(store.open_attachment(blob, &attachment).await?).await?;
        assert_eq!((content.len() as u64, digest(&content)), (attachment.size, attachment.etag));
        told.push(format!("{}={}", attachment.name, String::from_utf8_lossy(&content)));
    }
    Ok(told)
}

async fn of(store: &BlobStore, key: &str) -> Outcome<Vec<String>> {
    let blob = head(store, key).await?.expect("the key exists");
    told(store, &blob).await
}

async fn lookup(store: &BlobStore, blob: &BlobInfo) -> Outcome<BlobInfo> {
    let found = store.lookup(&blob.key, &Selector::Version(blob.version.clone())).await?;
    Ok(found.expect("the version exists"))
}

/// What is attached is told by name, each with what was said of it; nothing else of the version changes.
pub async fn an_attachment_reads_back(world: &World) -> Outcome {
    let old = put(&world.store().await?, "k", b"old", Mode::NewVersion).await?;
    put(&world.store().await?, "k", b"new", Mode::NewVersion).await?;
    world.source().advance(Duration::from_secs(60));
    let which = Selector::Version(old.version.clone());
    for (name, body) in [("b", &b"two"[..]), ("a", b"one"), ("é", b""), ("b", b"three")] {
        let (info, made) = attach(&world.store().await?, "k", &which, name, body).await?;
        assert_eq!((info.version, made.name.as_str(), made.size), (old.version.clone(), name, body.len() as u64));
    }
    let store = world.store().await?;
    let after = lookup(&store, &old).await?;
    assert_eq!(told(&store, &after).await?, ["a=one", "b=three", "é="]);
    assert_eq!((after.seq, &after.etag, after.modified, after.size), (old.seq, &old.etag, old.modified, old.size));
    assert_eq!(store.attachments(&after).await?[0].modified, world.source().now());
    assert_eq!(bytes(&store, &after).await?, "old");
    assert_eq!(of(&store, "k").await?, [""; 0]);
    Ok(())
}

/// Removing an attachment removes its bytes; one that is not there is removed already.
pub async fn a_detached_body_is_gone(world: &World) -> Outcome {
    let store = world.store().await?;
    put(&store, "k", b"body", Mode::Replace).await?;
    for name in ["a", "b"] {
        attach(&store, "k", &Selector::Current, name, name.as_bytes()).await?;
    }
    drop(store);
    for (name, left) in [("a", &["b=b"][..]), ("a", &["b=b"]), ("b", &[])] {
        let store = world.store().await?;
        store.detach("k", &Selector::Current, name, passes).await?;
        assert_eq!(of(&store, "k").await?, left);
        assert_eq!(payloads(&*store.vfs()).await?.len(), 1 + left.len());
    }
    Ok(())
}

/// Whatever ends a version ends what is attached to it, in the same commit.
pub async fn attachments_go_with_their_version(world: &World) -> Outcome {
    for way in 0..6 {
        let store = world.store().await?.child(&way.to_string());
        let old = compose(&store, "k", &[b"bo", b"dy"], if way < 4 { Mode::Replace } else { Mode::NewVersion }).await?;
        attach(&store, "k", &Selector::Current, "a", b"one").await?;
        attach(&store, "k", &Selector::Current, "b", b"two").await?;
        match way {
            0 => drop(store.remove("k", Removal::Erase, None, always).await?),
            1 => drop(put(&store, "k", b"", Mode::Replace).await?),
            2 => drop(put(&store, "k", b"", Mode::ReplaceNull).await?),
            3 => {
                put(&store, "k", b"", Mode::NewVersion).await?;
                store.remove("k", Removal::NullMarker(meta("gone")), None, always).await?;
            }
            4 => drop(store.remove_version("k", &old.version, None, always).await?),
            _ => {
                put(&store, "k", b"", Mode::NewVersion).await?;
                store.remove_version("k", &old.version, None, always).await?;
            }
        }
        let left: u64 = payloads(&*store.vfs()).await?.iter().map(|(_, size)| size).sum();
        assert_eq!(left, 0, "way {way}");
        store.remove("k", Removal::Erase, None, always).await?;
        assert_eq!(payloads(&*store.vfs()).await?, [], "way {way}");
    }
    Ok(())
}

/// A version that is no longer current, or current again, keeps what is attached to it; so does one whose document
/// changes.
pub async fn attachments_stay_with_their_version(world: &World) -> Outcome {
    let old = put(&world.store().await?, "k", b"old", Mode::NewVersion).await?;
    attach(&world.store().await?, "k", &Selector::Current, "a", b"one").await?;
    put(&world.store().await?, "k", b"new", Mode::NewVersion).await?;
    let marker = world.store().await?.remove("k", Removal::Marker(meta("gone")), None, always).await?;
    let store = world.store().await?;
    assert_eq!(told(&store, &lookup(&store, &old).await?).await?, ["a=one"]);
    let which = Selector::Version(old.version.clone());
    store.update_meta("k", &which, |_| Ok::<_, Error>(meta("changed"))).await?;
    store.remove_version("k", &marker.marker.expect("made").version, None, always).await?;
    let newer = head(&store, "k").await?.expect("current");
    store.remove_version("k", &newer.version, None, always).await?;
    drop(store);
    let store = world.store().await?;
    assert_eq!(of(&store, "k").await?, ["a=one"]);
    assert_eq!(head(&store, "k").await?.expect("current").version, old.version);
    Ok(())
}

/// A copy has the same attachments, shared until one of the two changes its own; they go with the last that has them.
pub async fn a_copy_shares_attachments(world: &World) -> Outcome {
    for first in ["source", "copy"] {
        let store = world.store().await?;
        put(&store, "source", b"body", Mode::Replace).await?;
        for name in ["a", "b"] {
            attach(&store, "source", &Selector::Current, name, name.as_bytes()).await?;
        }
        let source = head(&store, "source").await?.expect("written");
        store.copy(&source, "copy", version(Mode::Replace, b"body"), always).await?;
        store.copy(&source, "again", version(Mode::Replace, b"body"), always).await?;
        assert_eq!(payloads(&*store.vfs()).await?.len(), 3);
        drop(store);
        let store = world.store().await?;
        attach(&store, "copy", &Selector::Current, "b", b"other").await?;
        store.detach("again", &Selector::Current, "a", passes).await?;
        assert_eq!(of(&store, "source").await?, ["a=a", "b=b"]);
        assert_eq!(of(&store, "copy").await?, ["a=a", "b=other"]);
        assert_eq!(of(&store, "again").await?, ["b=b"]);
        drop(store);
        let second = if first == "source" { "copy" } else { "source" };
        for key in [first, "again", second] {
            let store = world.store().await?;
            dump(&store).await?;
            store.remove(key, Removal::Erase, None, always).await?;
        }
        assert_eq!(payloads(&*world.store().await?.vfs()).await?, [], "{first} first");
    }
    Ok(())
}

/// A copy of a source told without its attachments has none.
pub async fn a_copy_can_leave_attachments_behind(world: &World) -> Outcome {
    let store = world.store().await?;
    put(&store, "source", b"body", Mode::Replace).await?;
    attach(&store, "source", &Selector::Current, "a", b"one").await?;
    let source = head(&store, "source").await?.expect("written").without_attachments();
    store.copy(&source, "copy", version(Mode::Replace, b"body"), always).await?;
    assert_eq!((of(&store, "copy").await?, of(&store, "source").await?), (vec![], vec!["a=one".to_owned()]));
    Ok(())
}

/// Nothing is attached to what is not there or is a delete marker, nor when the check refuses; the bytes are gone.
pub async fn a_refused_attachment_leaves_nothing(world: &World) -> Outcome {
    let store = world.store().await?;
    put(&store, "marked", b"", Mode::NewVersion).await?;
    store.remove("marked", Removal::Marker(meta("gone")), None, always).await?;
    for key in ["absent", "marked"] {
        let refused = attach(&store, key, &Selector::Current, "a", b"one").await;
        assert!(matches!(refused, Err(Error::NotFound(_))), "{refused:?}");
        let refused = store.detach(key, &Selector::Current, "a", passes).await;
        assert!(matches!(refused, Err(Error::NotFound(_))), "{refused:?}");
    }
    put(&store, "k", b"", Mode::Replace).await?;
    attach(&store, "k", &Selector::Current, "a", b"").await?;
    let sealed = seal(&store, b"one").await?;
    let refused = store.attach("k", &Selector::Current, "b", sealed, NewPart::default(), |blob, list| {
        assert_eq!((blob.map(|blob| blob.kind), list.len()), (Some(Kind::Blob), 1));
        Err(Error::NotFound("refused".into()))
    });
    assert!(refused.await.is_err());
    let left: u64 = payloads(&*store.vfs()).await?.iter().map(|(_, size)| size).sum();
    assert_eq!((of(&store, "k").await?, left), (vec!["a=".to_owned()], 0));
    Ok(())
}

/// Of many attachments made at once none is lost.
pub async fn no_attachment_is_lost(world: &World) -> Outcome {
    let store = world.store().await?;
    put(&store, "k", b"body", Mode::Replace).await?;
    let all = (0..16).map(|n| {
        let store = store.clone();
        async move { attach(&store, "k", &Selector::Current, &format!("{n:02}"), b"x").await }
    });
    futures_util::future::join_all(all).await.into_iter().collect::<Result<Vec<_>, Error>>()?;
    assert_eq!(of(&store, "k").await?.len(), 16);
    Ok(())
}

/// A sweep takes no attachment, current or not, shared or not.
pub async fn a_sweep_takes_no_attachment(world: &World) -> Outcome {
    let store = world.store().await?;
    put(&store, "k", b"body", Mode::NewVersion).await?;
    attach(&store, "k", &Selector::Current, "a", b"one").await?;
    let source = head(&store, "k").await?.expect("written");
    store.child("child").copy(&source, "copy", version(Mode::Replace, b"body"), always).await?;
    put(&store, "k", b"new", Mode::NewVersion).await?;
    attach(&store, "k", &Selector::Current, "a", b"two").await?;
    let before = (dump(&store).await?, dump(&store.child("child")).await?, payloads(&*store.vfs()).await?);
    drop(store);
    world.source().advance(Duration::from_secs(365 * 86_400));
    let store = world.store().await?;
    assert_eq!(store.sweep(world.source().now()).await?.unlinked, 0);
    assert_eq!((dump(&store).await?, dump(&store.child("child")).await?, payloads(&*store.vfs()).await?), before);
    Ok(())
}
