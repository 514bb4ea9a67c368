//! Bucket configurations: created once, changed and deleted under guard, and guarding what depends on them.

use crate::conformance::steps::{
    always, compose, current, head, meta, names, payloads, put, put_part, seal, version, versions,
};
use crate::conformance::{Outcome, World};
use crate::{BlobStore, ConfigChange, Error, Guard, Json, Mode, NewVersion, Removal};

async fn create(store: &BlobStore, name: &str, value: &str) -> Result<Guard, Error> {
    let mut guards = store.change_bucket_configs(&[ConfigChange::Create { store, name, value: meta(value) }]).await?;
    Ok(guards.remove(0))
}

async fn update(store: &BlobStore, guard: &Guard, value: &str) -> Result<Guard, Error> {
    let mut guards = store.change_bucket_configs(&[ConfigChange::Update { guard, value: meta(value) }]).await?;
    Ok(guards.remove(0))
}

async fn delete(store: &BlobStore, guard: &Guard, empty: Option<&BlobStore>) -> Result<(), Error> {
    store.change_bucket_configs(&[ConfigChange::Delete { guard, empty }]).await.map(drop)
}

async fn config(store: &BlobStore, name: &str) -> Outcome<Option<Json>> {
    Ok(store.bucket_config(name).await?.map(|(json, _)| json))
}

/// A configuration is created once; a second creation conflicts and changes nothing.
pub async fn a_configuration_is_created_once(world: &World) -> Outcome {
    assert_eq!(config(&world.store().await?, "b").await?, None);
    create(&world.store().await?, "b", "first").await?;
    let second = create(&world.store().await?, "b", "second").await.map(drop);
    assert!(matches!(second, Err(Error::Conflict { index: 0 })), "{second:?}");
    assert_eq!(config(&world.store().await?, "b").await?, Some(meta("first")));
    Ok(())
}

/// The guard that a creation or a change returns is good for exactly one further change.
pub async fn a_guard_is_good_for_one_change(world: &World) -> Outcome {
    let first = create(&world.store().await?, "b", "1").await?;
    let second = update(&world.store().await?, &first, "2").await?;
    let stale = update(&world.store().await?, &first, "lost").await.map(drop);
    assert!(matches!(stale, Err(Error::Conflict { index: 0 })), "{stale:?}");
    let (json, read) = world.store().await?.bucket_config("b").await?.expect("created");
    assert_eq!(json, meta("2"));
    update(&world.store().await?, &read, "3").await?;
    assert!(matches!(delete(&world.store().await?, &second, None).await, Err(Error::Conflict { index: 0 })));
    assert_eq!(config(&world.store().await?, "b").await?, Some(meta("3")));
    Ok(())
}

/// What was read is known to be unchanged until it is changed or deleted, also when what comes after is the same.
pub async fn an_unchanged_configuration_is_known(world: &World) -> Outcome {
    let first = create(&world.store().await?, "b", "same").await?;
    create(&world.store().await?, "other", "same").await?;
    assert!(world.store().await?.is_unchanged(&first).await?);
    let second = update(&world.store().await?, &first, "same").await?;
    assert!(!world.store().await?.is_unchanged(&first).await?);
    assert!(world.store().await?.is_unchanged(&second).await?);
    delete(&world.store().await?, &second, None).await?;
    assert!(!world.store().await?.is_unchanged(&second).await?);
    create(&world.store().await?, "b", "same").await?;
    assert!(!world.store().await?.is_unchanged(&second).await?);
    Ok(())
}

/// A deleted configuration is gone, can be created anew, and its old guards stay void.
pub async fn a_deleted_configuration_can_come_back(world: &World) -> Outcome {
    let first = create(&world.store().await?, "b", "same").await?;
    delete(&world.store().await?, &first, None).await?;
    assert_eq!(config(&world.store().await?, "b").await?, None);
    assert!(matches!(delete(&world.store().await?, &first, None).await, Err(Error::Conflict { index: 0 })));
    create(&world.store().await?, "b", "same").await?;
    assert!(update(&world.store().await?, &first, "old guard").await.is_err());
    assert_eq!(config(&world.store().await?, "b").await?, Some(meta("same")));
    Ok(())
}

/// Changes of several stores happen together or not at all; the conflict names the one that failed.
pub async fn several_changes_are_one(world: &World) -> Outcome {
    let guard = create(&world.store().await?, "old", "old").await?;
    create(&world.store().await?.child("other"), "taken", "taken").await?;
    let store = world.store().await?;
    let other = store.child("other");
    let create = |name| ConfigChange::Create { store: &other, name, value: meta("new") };
    let change = |name| [ConfigChange::Update { guard: &guard, value: meta("new") }, create("fresh"), create(name)];
    let refused = store.change_bucket_configs(&change("taken")).await.map(drop);
    assert!(matches!(refused, Err(Error::Conflict { index: 2 })), "{refused:?}");
    assert_eq!((config(&store, "old").await?, config(&other, "fresh").await?), (Some(meta("old")), None));
    store.change_bucket_configs(&change("free")).await?;
    assert_eq!((config(&store, "old").await?, config(&other, "fresh").await?), (Some(meta("new")), Some(meta("new"))));
    Ok(())
}

/// A change that holds a configuration happens only while that is what it was, and leaves it and its guard as they are.
pub async fn a_held_configuration_stays(world: &World) -> Outcome {
    let store = world.store().await?;
    let bucket = create(&store, "b", "bucket").await?;
    let other = store.child("b");
    let document =
        |name| [ConfigChange::Hold { guard: &bucket }, ConfigChange::Create { store: &other, name, value: meta(name) }];
    for name in ["first", "second"] {
        store.change_bucket_configs(&document(name)).await?;
    }
    update(&store, &bucket, "changed").await?;
    let refused = store.change_bucket_configs(&document("late")).await.map(drop);
    assert!(matches!(refused, Err(Error::Conflict { index: 0 })), "{refused:?}");
    assert_eq!(config(&store, "b").await?, Some(meta("changed")));
    let names = other.list_bucket_configs("", None, 9).await?;
    assert_eq!(names, [("first".to_owned(), meta("first")), ("second".to_owned(), meta("second"))]);
    Ok(())
}

/// A deleted bucket takes the configurations in its store with it: one of its name that is made later has none.
pub async fn a_deleted_bucket_takes_its_configurations(world: &World) -> Outcome {
    let guard = create(&world.store().await?, "b", "bucket").await?;
    let store = world.store().await?;
    let bucket = store.child("b");
    for name in ["cors", "inventory/1", "inventory/2"] {
        create(&bucket, name, "document").await?;
    }
    let kept = create(&store.child("b2"), "cors", "kept").await?;
    delete(&store, &guard, Some(&bucket)).await?;
    assert_eq!(bucket.list_bucket_configs("", None, 9).await?, []);
    update(&store, &kept, "its neighbour's").await?;
    Ok(())
}

/// Configurations list by name in byte order, by prefix, after a name, in pages (B29).
pub async fn configurations_are_listed(world: &World) -> Outcome {
    for name in ["b", "a", "ab", "c/d", "c"] {
        create(&world.store().await?, name, name).await?;
    }
    put(&world.store().await?, "a key", b"x", Mode::Replace).await?;
    let store = world.store().await?;
    let check = async |prefix: &str, after: Option<&str>, limit: usize, expected: &[&str]| -> Outcome {
        let listed = store.list_bucket_configs(prefix, after, limit).await?;
        let expected: Vec<_> = expected.iter().map(|&name| (name.to_owned(), meta(name))).collect();
        assert_eq!(listed, expected, "prefix {prefix:?}, after {after:?}, limit {limit}");
        Ok(())
    };
    check("", None, 9, &["a", "ab", "b", "c", "c/d"]).await?;
    check("", None, 2, &["a", "ab"]).await?;
    check("", Some("ab"), 2, &["b", "c"]).await?;
    check("a", None, 9, &["a", "ab"]).await?;
    check("c", Some("c"), 9, &["c/d"]).await?;
    check("", Some("zz"), 9, &[]).await
}

/// A bucket with any version in it cannot be deleted: a blob, a hidden one, or a marker alone.
pub async fn a_bucket_in_use_is_not_empty(world: &World) -> Outcome {
    let guard = create(&world.store().await?, "b", "config").await?;
    for hide in [false, true] {
        let store = world.store().await?;
        let bucket = store.child("b");
        put(&bucket, "k", b"x", Mode::NewVersion).await?;
        if hide {
            bucket.remove("k", Removal::Marker(meta("m")), None, always).await?;
        }
        let refused = delete(&store, &guard, Some(&bucket)).await;
        assert!(matches!(refused, Err(Error::NotEmpty)), "hidden: {hide}: {refused:?}");
        bucket.remove("k", Removal::Erase, None, always).await?;
    }
    let bucket = world.store().await?.child("b");
    bucket.remove("never", Removal::Marker(meta("m")), None, always).await?;
    assert!(matches!(delete(&bucket, &guard, Some(&bucket)).await, Err(Error::NotEmpty)));
    bucket.remove("never", Removal::Erase, None, always).await?;
    delete(&bucket, &guard, Some(&bucket)).await?;
    drop(bucket);
    assert_eq!(config(&world.store().await?, "b").await?, None);
    Ok(())
}

/// A deleted bucket takes its uploads and their bytes with it, and nothing of its neighbours.
pub async fn a_deleted_bucket_takes_its_uploads(world: &World) -> Outcome {
    let guard = create(&world.store().await?, "b", "config").await?;
    let store = world.store().await?;
    let (bucket, neighbour) = (store.child("b"), store.child("b2"));
    put(&neighbour, "k", b"x", Mode::Replace).await?;
    let kept = neighbour.create_upload("k", Json::default(), None).await?;
    put_part(&neighbour, "k", &kept.id, 1, b"kept").await?;
    let source = put(&neighbour, "source", b"shared", Mode::Replace).await?;
    let mut gone = Vec::new();
    for key in ["k", "l"] {
        let upload = bucket.create_upload(key, Json::default(), None).await?;
        put_part(&bucket, key, &upload.id, 1, b"gone").await?;
        let part = crate::NewPart { etag: String::new(), checksum: None };
        bucket.copy_part(key, &upload.id, 2, &source, 0..6, part).await?;
        gone.push((key, upload.id));
    }
    delete(&store, &guard, Some(&bucket)).await?;
    for (key, id) in &gone {
        assert!(bucket.upload(key, id).await?.is_none());
    }
    assert!(neighbour.upload("k", &kept.id).await?.is_some());
    assert_eq!(
        (current(&neighbour, "source").await?, payloads(&*store.vfs()).await?.len()),
        (Some("shared".into()), 3)
    );
    Ok(())
}

/// Every write that carries a guard happens only while the guarded record is unchanged, and stores nothing else (S11).
pub async fn a_void_guard_stops_every_write(world: &World) -> Outcome {
    let store = world.store().await?;
    let void = create(&store, "b", "old").await?;
    let source = put(&store, "k", b"kept", Mode::NewVersion).await?;
    update(&store, &void, "new").await?;
    let new = || NewVersion { guard: Some(void.clone()), ..version(Mode::NewVersion, b"late") };
    let upload = store.create_upload("up", Json::default(), None).await?;
    put_part(&store, "up", &upload.id, 1, b"late").await?;
    let attempts = [
        store.publish("late", seal(&store, b"late").await?, new(), always).await.map(drop),
        store.copy(&source, "late", new(), always).await.map(drop),
        store.complete_upload("up", &upload.id, &[1], |_, _, _| Ok::<_, Error>(new())).await.map(drop),
        store.create_upload("late", Json::default(), Some(&void)).await.map(drop),
        store.remove("k", Removal::Erase, Some(&void), always).await.map(drop),
        store.remove("k", Removal::Marker(Json::default()), Some(&void), always).await.map(drop),
        store.remove_version("k", &source.version, Some(&void), always).await.map(drop),
        store.erase_at_once(&["k"], Some(&void)).await.map(drop),
        store.erase_at_once(&["none"], Some(&void)).await.map(drop),
    ];
    for (verb, attempt) in attempts.into_iter().enumerate() {
        assert!(matches!(attempt, Err(Error::GuardFailed)), "verb {verb}: {attempt:?}");
    }
    assert_eq!((names(&store, "", None).await?, versions(&store, "").await?.len()), (vec!["k".to_owned()], 1));
    assert_eq!(payloads(&*store.vfs()).await?.len(), 2, "the blob and the part");
    Ok(())
}

/// A guard that holds lets every write pass, and stays good: it is checked, not consumed.
pub async fn a_good_guard_stops_nothing(world: &World) -> Outcome {
    let guard = create(&world.store().await?, "b", "config").await?;
    let store = world.store().await?;
    let new = NewVersion { guard: Some(guard.clone()), ..version(Mode::NewVersion, b"x") };
    let source = store.publish("k", seal(&store, b"x").await?, new, always).await?;
    compose(&store, "k", &[b"x"], Mode::NewVersion).await?;
    store.create_upload("k", Json::default(), Some(&guard)).await?;
    store.remove_version("k", &source.version, Some(&guard), always).await?;
    put(&store, "plain", b"x", Mode::Replace).await?;
    assert_eq!(store.erase_at_once(&["plain"], Some(&guard)).await?, [true]);
    store.remove("k", Removal::Erase, Some(&guard), always).await?;
    assert!(head(&store, "k").await?.is_none());
    Ok(())
}

/// The guard of a deleted bucket stops the write that was under way: no object in a bucket that is not there.
pub async fn no_write_into_a_deleted_bucket(world: &World) -> Outcome {
    let guard = create(&world.store().await?, "b", "config").await?;
    let store = world.store().await?;
    let bucket = store.child("b");
    let sealed = seal(&bucket, b"late").await?;
    delete(&store, &guard, Some(&bucket)).await?;
    let late =
        bucket.publish("k", sealed, NewVersion { guard: Some(guard), ..version(Mode::Replace, b"late") }, always).await;
    assert!(matches!(late, Err(Error::GuardFailed)), "{late:?}");
    assert_eq!(payloads(&*store.vfs()).await?, []);
    Ok(())
}
