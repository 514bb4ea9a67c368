//! The rows of the S3 layer that rest on the core alone.

use std::time::Duration;

use sandpail_blob::conformance::steps::{
    absent, always, complete, current, digest, head, meta, name, names, payloads, put, put_part, seal, version,
    versions,
};
use sandpail_blob::conformance::{Fault, Outcome, Span, Torn, Verb, When};
use sandpail_blob::{
    ConfigChange, Error, Json, ListQuery, Mode, NewPart, NewVersion, Removal, Selector, VersionId, VersionQuery,
    VfsError,
};

use super::{faulty, restarted, store};

#[tokio::test]
async fn s01_a_body_that_ends_early_is_never_published() -> Outcome {
    let store = store();
    put(&store, "k", b"object", Mode::Replace).await?;
    let mut draft = store.draft(Some(1000)).await?;
    draft.write("sixteen bytes...".into()).await?;
    drop(draft);
    assert!(store.put_from("k", &mut Torn::after(b"sixteen bytes...")).await.is_err());
    assert_eq!(current(&store, "k").await?, Some("object".into()));
    Ok(())
}

#[tokio::test]
async fn s02_a_suspended_put_destroys_no_enabled_version() -> Outcome {
    let store = store();
    let enabled = put(&store, "k", b"enabled", Mode::NewVersion).await?;
    put(&store, "k", b"suspended", Mode::ReplaceNull).await?;
    assert_eq!(store.get_version("k", &enabled.version).await?, "enabled");
    assert_eq!(store.get_version("k", &VersionId::null()).await?, "suspended");
    assert_eq!(versions(&store, "k").await?.len(), 2);
    Ok(())
}

#[tokio::test]
async fn s03_the_null_version_stays_when_versioning_is_enabled() -> Outcome {
    for delete in [false, true] {
        let store = store();
        put(&store, "k", b"null", Mode::Replace).await?;
        assert_eq!(store.get_version("k", &VersionId::null()).await?, "null", "while unversioned");
        if delete {
            store.remove("k", Removal::Marker(Json::default()), None, always).await?;
        } else {
            put(&store, "k", b"new", Mode::NewVersion).await?;
        }
        assert_eq!(store.get_version("k", &VersionId::null()).await?, "null");
        assert!(versions(&store, "k").await?.iter().any(|info| info.version.is_null()));
    }
    Ok(())
}

#[tokio::test]
async fn s04_markers_stay_and_one_version_is_latest() -> Outcome {
    let store = store();
    for body in ["1", "2"] {
        put(&store, "k", body.as_bytes(), Mode::NewVersion).await?;
        store.remove("k", Removal::Marker(Json::default()), None, always).await?;
    }
    put(&store, "k", b"3", Mode::NewVersion).await?;
    let told: Vec<_> =
        versions(&store, "k").await?.iter().map(|info| (info.is_delete_marker(), info.is_latest)).collect();
    assert_eq!(told, [(false, true), (true, false), (false, false), (true, false), (false, false)]);
    Ok(())
}

#[tokio::test]
async fn s05_an_undelete_survives_a_restart() -> Outcome {
    let store = store();
    put(&store, "k", b"back", Mode::NewVersion).await?;
    let marker = store.remove("k", Removal::Marker(Json::default()), None, always).await?.marker.expect("a marker");
    store.remove_version("k", &marker.version, None, always).await?;
    let store = restarted(&store);
    assert_eq!((current(&store, "k").await?, versions(&store, "k").await?.len()), (Some("back".into()), 1));
    Ok(())
}

#[tokio::test]
async fn s06_an_unversioned_delete_survives_a_restart_and_empties_the_bucket() -> Outcome {
    let store = store();
    let create = ConfigChange::Create { store: &store, name: "bucket", value: meta("config") };
    let guard = store.change_bucket_configs(&[create]).await?.remove(0);
    put(&store.child("bucket"), "k", b"x", Mode::Replace).await?;
    store.child("bucket").remove("k", Removal::Erase, None, always).await?;
    let store = restarted(&store);
    let bucket = store.child("bucket");
    assert!(versions(&bucket, "").await?.is_empty());
    store.change_bucket_configs(&[ConfigChange::Delete { guard: &guard, empty: Some(&bucket) }]).await?;
    Ok(())
}

#[tokio::test]
async fn s07_documents_and_uploads_survive_a_restart() -> Outcome {
    let store = store();
    put(&store, "k", b"x", Mode::Replace).await?;
    store.update_meta("k", &Selector::Current, |found| found.map(|_| meta("tagged")).ok_or(Error::Superseded)).await?;
    let id = store.create_upload("u", meta("upload"), None).await?.id;
    put_part(&store, "u", &id, 1, b"part").await?;
    let store = restarted(&store);
    assert_eq!(head(&store, "k").await?.map(|info| info.meta), Some(meta("tagged")));
    assert_eq!(store.upload("u", &id).await?.map(|upload| upload.meta), Some(meta("upload")));
    complete(&store, "u", &id, &[1], Mode::Replace, b"part").await?;
    assert_eq!((current(&store, "u").await?, payloads(&*store.vfs()).await?.len()), (Some("part".into()), 2));
    Ok(())
}

#[tokio::test]
async fn s09_pages_with_a_delimiter_lose_no_prefix() -> Outcome {
    let store = store();
    for key in ["a/1", "b", "c/1", "d", "e/1", "f"] {
        put(&store, key, b"x", Mode::Replace).await?;
    }
    let (mut seen, mut after) = (Vec::new(), None);
    loop {
        let page = store
            .list_page(&ListQuery { delimiter: Some("/"), after: after.as_deref(), limit: 2, ..Default::default() })
            .await?;
        seen.extend(page.entries.into_iter().map(name));
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    assert_eq!(seen, ["a/", "b", "c/", "d", "e/", "f"]);
    Ok(())
}

#[tokio::test]
async fn s10_of_three_conditional_puts_one_succeeds() -> Outcome {
    let store = store();
    let mut bodies = Vec::new();
    for body in ["1", "2", "3"] {
        bodies.push(seal(&store, body.as_bytes()).await?);
    }
    let mut won = 0;
    for body in bodies {
        won += usize::from(store.publish("k", body, version(Mode::NewVersion, b""), absent).await.is_ok());
    }
    assert_eq!((won, payloads(&*store.vfs()).await?.len()), (1, 1));
    Ok(())
}

#[tokio::test]
async fn s11_no_bytes_stay_for_a_missing_bucket_or_upload() -> Outcome {
    let store = store();
    let create = ConfigChange::Create { store: &store, name: "bucket", value: meta("config") };
    let guard = store.change_bucket_configs(&[create]).await?.remove(0);
    let upload = store.create_upload("k", Json::default(), None).await?;
    store.abort_upload("k", &upload.id).await?;
    store.change_bucket_configs(&[ConfigChange::Delete { guard: &guard, empty: None }]).await?;
    let new = NewVersion { guard: Some(guard), ..version(Mode::Replace, b"late") };
    assert!(matches!(store.publish("k", seal(&store, b"late").await?, new, always).await, Err(Error::GuardFailed)));
    assert!(matches!(put_part(&store, "k", &upload.id, 1, b"late").await, Err(Error::NoSuchUpload)));
    assert_eq!(payloads(&*store.vfs()).await?, []);
    Ok(())
}

#[tokio::test]
async fn s12_a_copied_part_holds_its_range() -> Outcome {
    let store = store();
    let source = put(&store, "source", b"0123456789", Mode::Replace).await?;
    let id = store.create_upload("k", Json::default(), None).await?.id;
    let part = store.copy_part("k", &id, 1, &source, 2..5, NewPart { etag: digest(b"234"), checksum: None }).await?;
    complete(&store, "k", &id, &[1], Mode::Replace, b"234").await?;
    assert_eq!((part.size, current(&store, "k").await?), (3, Some("234".into())));
    Ok(())
}

#[tokio::test]
async fn s14_keys_that_no_file_system_holds_are_keys() -> Outcome {
    let store = store();
    let slashes = "abc/".repeat(60);
    for key in [slashes.as_str(), ".", "..", ".mpu"] {
        put(&store, key, key.as_bytes(), Mode::Replace).await?;
    }
    let id = store.create_upload(".mpu", Json::default(), None).await?.id;
    put_part(&store, ".mpu", &id, 1, b"part").await?;
    complete(&store, ".mpu", &id, &[1], Mode::Replace, b"part").await?;
    assert_eq!(
        (current(&store, ".mpu").await?, current(&store, &slashes).await?),
        (Some("part".into()), Some(slashes.into()))
    );
    Ok(())
}

#[tokio::test]
async fn s17_a_store_that_cannot_be_listed_is_not_empty() -> Outcome {
    let (store, vfs) = faulty();
    put(&store, "k", b"x", Mode::Replace).await?;
    let store = restarted(&store);
    vfs.arm(Fault {
        call: 0,
        verb: Some(Verb::Scan),
        when: When::Before,
        span: Span::Once,
        error: || VfsError::Unavailable("start".into()),
    });
    assert!(matches!(names(&store, "", None).await, Err(Error::Vfs(VfsError::Unavailable(_)))));
    assert_eq!(names(&store, "", None).await?, ["k"]);
    Ok(())
}

#[tokio::test]
async fn s19_a_cut_version_page_names_where_to_go_on() -> Outcome {
    let store = store();
    for key in ["a", "a", "a", "b"] {
        put(&store, key, b"x", Mode::NewVersion).await?;
    }
    let whole: Vec<_> = versions(&store, "").await?.into_iter().map(|info| info.version).collect();
    let page = store.list_versions_page(&VersionQuery { limit: 2, ..Default::default() }).await?;
    assert_eq!(page.next, Some(("a".into(), Some(whole[1].clone()))));
    let rest = store
        .list_versions_page(&VersionQuery { after: Some(("a", Some(&whole[1]))), limit: 9, ..Default::default() })
        .await?;
    assert_eq!((rest.entries.len(), rest.next), (2, None));
    let other =
        store.list_versions_page(&VersionQuery { after: Some(("a", None)), limit: 9, ..Default::default() }).await?;
    assert_eq!(other.entries.len(), 1, "a key marker alone goes on with the next key");
    Ok(())
}

#[tokio::test]
async fn s20_a_restore_is_durable_and_leaks_nothing() -> Outcome {
    let store = store();
    put(&store, "before", b"old world", Mode::Replace).await?;
    store.delete_by_prefix("").await?;
    for (id, body) in [("v1", "first"), ("v2", "second")] {
        let id = VersionId::import(id).expect("a text");
        store.import_version("restored", &id, &mut body.as_bytes(), true).await?;
    }
    let store = restarted(&store);
    assert_eq!(
        (names(&store, "", None).await?, current(&store, "restored").await?),
        (vec!["restored".to_owned()], Some("second".into()))
    );
    let late = std::time::UNIX_EPOCH + Duration::from_secs(1 << 33);
    assert_eq!((store.sweep(late).await?.unlinked, payloads(&*store.vfs()).await?.len()), (0, 2));
    Ok(())
}
