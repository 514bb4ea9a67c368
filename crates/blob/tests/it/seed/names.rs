//! F1, F2, F3, F11, F21, F22: names are not paths.

use sandpail_blob::conformance::Outcome;
use sandpail_blob::conformance::steps::{meta, names, put, versions};
use sandpail_blob::{Error, Mode, VersionId};

use super::store;

#[tokio::test]
async fn f01_versions_of_a_key_are_not_those_of_a_longer_key() -> Outcome {
    let store = store();
    let version = store.put_versioned("a", "1".into()).await?;
    store.put_versioned("a/b", "2".into()).await?;
    assert_eq!(store.list_versions("a").await?, [version]);
    Ok(())
}

#[tokio::test]
async fn f02_a_version_id_reaches_no_other_key() -> Outcome {
    let store = store();
    store.put_versioned("a", "mine".into()).await?;
    let other = store.put_versioned("a/b", "other".into()).await?;
    let crafted = VersionId::import(&format!("b/{other}")).expect("a text");
    for id in [&crafted, &other] {
        assert!(matches!(store.get_version("a", id).await, Err(Error::NotFound(_))));
        assert!(matches!(store.delete_version("a", id).await, Err(Error::NotFound(_))));
    }
    assert_eq!(store.get("a/b").await?, "other");
    Ok(())
}

#[tokio::test]
async fn f03_the_record_of_a_version_names_key_and_id_apart() -> Outcome {
    let store = store();
    let id = VersionId::import("b/c").expect("a text");
    let short = VersionId::import("c").expect("a text");
    store.import_version("a", &id, &mut &b"1"[..], true).await?;
    store.import_version("a/b", &short, &mut &b"2"[..], true).await?;
    store.put_version_meta("a", &id, &meta("of a")).await?;
    store.put_version_meta("a/b", &short, &meta("of a/b")).await?;
    assert_eq!(store.get_version_meta("a", &id).await?, meta("of a"));
    assert_eq!(store.list_version_metas("a").await?, [("a".into(), id), ("a/b".into(), short)]);
    Ok(())
}

#[tokio::test]
async fn f11_an_imported_id_is_an_id_and_nothing_else() -> Outcome {
    let store = store();
    let import = async |id: &str, body: &'static [u8], current| {
        let id = VersionId::import(id).ok_or(Error::InvalidVersion(id.into()))?;
        store.import_version("k", &id, &mut &body[..], current).await
    };
    import("composite", b"plain", true).await?;
    assert_eq!((store.get("k").await?, store.is_composite("k").await?), ("plain".into(), false));
    assert!(matches!(import("", b"x", true).await, Err(Error::InvalidVersion(_))), "an empty id");
    import("v1.0", b"dotted", true).await?;
    import("zzz", b"old", false).await?;
    assert_eq!(store.get("k").await?, "dotted", "an id that sorts last is not newest for that");
    assert!(matches!(import("v1.0", b"rewritten", true).await, Err(Error::AlreadyExists(_))));
    assert_eq!(store.get("k").await?, "dotted");
    Ok(())
}

#[tokio::test]
async fn f21_no_key_stands_in_the_way_of_another() -> Outcome {
    let store = store();
    let (long, wide) = ("s".repeat(300), "é".repeat(511));
    let keys = [
        "a",
        "a/b",
        "d/e",
        "d",
        "x//y",
        "x/y",
        "m/./n",
        "m/n",
        "/lead",
        "lead",
        "dir/",
        ".",
        long.as_str(),
        wide.as_str(),
    ];
    for key in keys {
        store.put(key, key.to_owned().into()).await?;
    }
    for key in keys {
        assert_eq!(store.get(key).await?, key);
    }
    assert_eq!(names(&store, "", None).await?.len(), keys.len());
    Ok(())
}

#[tokio::test]
async fn f22_dots_are_legal_in_keys() -> Outcome {
    let store = store();
    for key in ["q/../w", "..", "../..", "./."] {
        store.put(key, key.to_owned().into()).await?;
        assert_eq!(store.get(key).await?, key);
    }
    put(&store, "..", b"version", Mode::NewVersion).await?;
    assert_eq!(versions(&store, "..").await?.len(), 3, "two of `..`, one of `../..`");
    Ok(())
}
