//! Keys: any UTF-8 of 1 to 1,024 bytes, each itself alone.

use crate::conformance::steps::{always, bytes, head, names, put, seal, version, versions};
use crate::conformance::{Outcome, World};
use crate::{Error, Json, Mode, Removal, Selector, VersionId};

/// Keys that file systems, path code and the words of a layout trip over (F21, F22, T3, S14).
const HOSTILE: &[&str] = &[
    ".",
    "..",
    "...",
    "/",
    "//",
    "/lead",
    "lead",
    "dir/",
    "dir",
    "x//y",
    "x/y",
    "m/./n",
    "m/n",
    "a/../b",
    "q/../w",
    "..//..",
    "d/e",
    "d",
    "a",
    "a/b",
    "a\0",
    "\0",
    "\0\u{1}",
    "\u{1}",
    "\n",
    "\t \r",
    "+",
    " ",
    "%2F",
    "%",
    "é",
    "e\u{301}",
    "\u{10FFFF}",
    "\u{FFFD}",
    "日本/語",
    "meta/composites/x",
    "meta/current/k",
    "data/k/v",
    ".v/1",
    ".composites/x",
    "bucket/.mpu/1",
    "composite",
    "null",
    ".mpu",
    "CON",
    "a:b",
    "a\\b",
    "*?<>|\"",
];

/// All of them, and some of the greatest length.
fn hostile() -> Vec<String> {
    let mut keys: Vec<String> = HOSTILE.iter().map(|&key| key.to_owned()).collect();
    keys.extend([
        "k".repeat(1024),
        "s".repeat(300),
        "é".repeat(512),
        "\0".repeat(1024),
        "/".repeat(1024),
        "d/".repeat(110),
    ]);
    keys
}

/// Every legal key holds its own body, and lists in byte order.
pub async fn every_key_is_itself_alone(world: &World) -> Outcome {
    let mut keys = hostile();
    for key in &keys {
        put(&world.store().await?, key, format!("of {key}").as_bytes(), Mode::Replace).await?;
    }
    let store = world.store().await?;
    for key in &keys {
        let blob = head(&store, key).await?.expect("every key was written");
        assert_eq!(bytes(&store, &blob).await?, format!("of {key}"), "{key:?}");
    }
    keys.sort();
    assert_eq!(names(&store, "", None).await?, keys);
    Ok(())
}

/// Versions of hostile keys keep apart as well, and go with their key alone.
pub async fn every_key_has_its_own_versions(world: &World) -> Outcome {
    let keys = hostile();
    for round in ["1", "2"] {
        for key in &keys {
            put(&world.store().await?, key, format!("{round}{key}").as_bytes(), Mode::NewVersion).await?;
        }
    }
    let mut left = versions(&world.store().await?, "").await?.len();
    assert_eq!(left, keys.len() * 2);
    for key in &keys {
        let store = world.store().await?;
        store.remove(key, Removal::Erase, None, always).await?;
        left -= 2;
        assert_eq!(versions(&store, "").await?.len(), left, "{key:?} took its own versions with it");
    }
    Ok(())
}

/// A prefix is any string, hostile ones included.
pub async fn every_prefix_selects_by_bytes(world: &World) -> Outcome {
    let mut keys = hostile();
    keys.sort();
    let store = world.store().await?;
    for key in &keys {
        put(&store, key, b"x", Mode::Replace).await?;
    }
    for prefix in ["", "a", "a/", "/", "//", ".", "..", "\0", "é", "d", "d/", "k", "zzz", "%"] {
        let expected: Vec<_> = keys.iter().filter(|key| key.starts_with(prefix)).cloned().collect();
        assert_eq!(names(&store, prefix, None).await?, expected, "prefix {prefix:?}");
    }
    Ok(())
}

/// An empty key, and one of more than 1,024 bytes, is `InvalidKey` for every verb, and nothing is stored.
pub async fn an_illegal_key_is_refused_by_every_verb(world: &World) -> Outcome {
    let store = world.store().await?;
    let (long, wide) = ("k".repeat(1025), "é".repeat(513));
    let source = put(&store, "source", b"x", Mode::Replace).await?;
    for key in ["", long.as_str(), wide.as_str()] {
        let publish =
            store.publish(key, seal(&store, b"x").await?, version(Mode::Replace, b"x"), always).await.map(drop);
        let attempts = [
            publish,
            store.copy(&source, key, version(Mode::Replace, b"x"), always).await.map(drop),
            store.lookup(key, &Selector::Current).await.map(drop),
            store.remove(key, Removal::Erase, None, always).await.map(drop),
            store.remove(key, Removal::Marker(Json::default()), None, always).await.map(drop),
            store.remove_version(key, &VersionId::null(), None, always).await.map(drop),
            store.update_meta(key, &Selector::Current, |_| Ok::<_, Error>(Json::default())).await.map(drop),
            store.create_upload(key, Json::default(), None).await.map(drop),
        ];
        for (verb, attempt) in attempts.into_iter().enumerate() {
            assert!(matches!(attempt, Err(Error::InvalidKey(..))), "verb {verb}, {} bytes: {attempt:?}", key.len());
        }
    }
    assert_eq!(names(&store, "", None).await?, ["source"]);
    Ok(())
}
