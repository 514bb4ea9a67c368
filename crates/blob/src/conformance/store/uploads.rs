//! Uploads: begun, listed, completed in one commit, or aborted without a trace.

use std::cell::RefCell;

use crate::conformance::steps::{
    always, bytes, complete, compose, current, digest, head, meta, payloads, put, put_part, version, versions,
};
use crate::conformance::{Outcome, World};
use crate::{
    BlobInfo, BlobStore, Error, Json, Kind, ListedUpload, Mode, PartInfo, Selector, Upload, UploadId, UploadQuery,
};

async fn begin(world: &World, key: &str) -> Outcome<UploadId> {
    Ok(world.store().await?.create_upload(key, Json::default(), None).await?.id)
}

/// An upload is there from its creation, with its metadata and its date, under its key alone.
pub async fn an_upload_is_kept(world: &World) -> Outcome {
    let made = world.store().await?.create_upload("k", meta("mine"), None).await?;
    let store = world.store().await?;
    let found = store.upload("k", &made.id).await?.expect("it was created");
    assert_eq!(
        (found.key.as_str(), &found.id, found.initiated, found.meta.as_bytes()),
        ("k", &made.id, crate::Source::now(&*world.source()), meta("mine").as_bytes())
    );
    assert!(store.upload("other", &made.id).await?.is_none(), "an upload belongs to its key");
    assert_eq!(UploadId::parse(made.id.as_str()), Some(made.id));
    Ok(())
}

/// Nothing of an upload shows as a key or a version, part bodies included (F16).
pub async fn an_upload_is_invisible_until_completed(world: &World) -> Outcome {
    let id = begin(world, "k").await?;
    put_part(&world.store().await?, "k", &id, 1, b"part").await?;
    let store = world.store().await?;
    assert!(head(&store, "k").await?.is_none() && versions(&store, "").await?.is_empty());
    assert_eq!(crate::conformance::steps::names(&store, "", None).await?, [""; 0]);
    Ok(())
}

/// Completing joins the chosen parts in order into one composite that knows its upload; the upload is gone.
pub async fn completing_joins_the_parts(world: &World) -> Outcome {
    let id = begin(world, "k").await?;
    for (number, body) in [(7, "seven"), (1, "one"), (10_000, "last")] {
        put_part(&world.store().await?, "k", &id, number, body.as_bytes()).await?;
    }
    complete(&world.store().await?, "k", &id, &[1, 7, 10_000], Mode::Replace, b"onesevenlast").await?;
    let store = world.store().await?;
    let blob = head(&store, "k").await?.expect("it was completed");
    assert!(matches!(blob.kind, Kind::Composite));
    assert_eq!(
        (blob.size, blob.part_count, blob.upload.as_ref(), &blob.etag),
        (12, 3, Some(&id), &digest(b"onesevenlast"))
    );
    assert_eq!(bytes(&store, &blob).await?, "onesevenlast");
    let parts = store.parts(&blob).await?;
    assert_eq!(parts.iter().map(|part| (part.number, part.size)).collect::<Vec<_>>(), [(1, 3), (7, 5), (10_000, 4)]);
    assert!(store.upload("k", &id).await?.is_none());
    Ok(())
}

/// Parts that were not chosen go with the upload.
pub async fn unchosen_parts_are_dropped(world: &World) -> Outcome {
    let id = begin(world, "k").await?;
    for number in 1..=4 {
        put_part(&world.store().await?, "k", &id, number, &[b'0' + number as u8]).await?;
    }
    complete(&world.store().await?, "k", &id, &[2, 4], Mode::Replace, b"24").await?;
    let store = world.store().await?;
    assert_eq!((current(&store, "k").await?, payloads(&*store.vfs()).await?.len()), (Some("24".into()), 2));
    Ok(())
}

/// The plan sees the upload, all parts in order, and what is current; what it answers is the version.
pub async fn the_plan_sees_one_snapshot(world: &World) -> Outcome {
    let before = put(&world.store().await?, "k", b"before", Mode::NewVersion).await?;
    let id = world.store().await?.create_upload("k", meta("up"), None).await?.id;
    for number in [3, 1] {
        put_part(&world.store().await?, "k", &id, number, b"x").await?;
    }
    let seen = RefCell::new(None);
    let plan = |upload: &Upload, parts: &[PartInfo], current: Option<&BlobInfo>| {
        let numbers: Vec<_> = parts.iter().map(|part| (part.number, part.size, part.etag.clone())).collect();
        *seen.borrow_mut() = Some((upload.meta.clone(), numbers, current.map(|info| info.version.clone())));
        Ok::<_, Error>(crate::NewVersion { meta: upload.meta.clone(), ..version(Mode::NewVersion, b"x") })
    };
    let made = world.store().await?.complete_upload("k", &id, &[1], plan).await?;
    let (up, numbers, current) = seen.into_inner().expect("the plan was asked");
    assert_eq!((up.as_bytes(), current), (meta("up").as_bytes(), Some(before.version)));
    assert_eq!(numbers, [(1, 1, digest(b"x")), (3, 1, digest(b"x"))]);
    assert_eq!(made.meta.as_bytes(), meta("up").as_bytes());
    Ok(())
}

/// When the plan refuses, upload and parts are as they were, and can still be completed.
pub async fn a_refused_plan_keeps_the_upload(world: &World) -> Outcome {
    let id = begin(world, "k").await?;
    put_part(&world.store().await?, "k", &id, 1, b"one").await?;
    let refused =
        world.store().await?.complete_upload("k", &id, &[1], |_, _, _| Err(Error::NotFound("refused".into()))).await;
    assert!(matches!(refused, Err(Error::NotFound(_))), "{refused:?}");
    assert_eq!(world.store().await?.list_parts("k", &id, 0, 9).await?.parts.len(), 1);
    complete(&world.store().await?, "k", &id, &[1], Mode::Replace, b"one").await?;
    assert_eq!(current(&world.store().await?, "k").await?, Some("one".into()));
    Ok(())
}

/// A chosen part that is not there is `NotFound`, and nothing happens.
pub async fn a_missing_part_is_not_found(world: &World) -> Outcome {
    let id = begin(world, "k").await?;
    put_part(&world.store().await?, "k", &id, 1, b"one").await?;
    let missing = complete(&world.store().await?, "k", &id, &[1, 2], Mode::Replace, b"one").await;
    assert!(matches!(missing, Err(Error::NotFound(_))), "{missing:?}");
    assert!(world.store().await?.upload("k", &id).await?.is_some());
    Ok(())
}

/// Completing into a key obeys its mode like any write: history stays, or goes (F6, F7).
pub async fn completing_obeys_the_mode(world: &World) -> Outcome {
    for (mode, left) in [(Mode::NewVersion, 3), (Mode::ReplaceNull, 2), (Mode::Replace, 1)] {
        let store = world.store().await?.child(&format!("{mode:?}"));
        put(&store, "k", b"null", Mode::Replace).await?;
        put(&store, "k", b"kept", Mode::NewVersion).await?;
        let blob = compose(&store, "k", &[b"a", b"b"], mode).await?;
        assert_eq!(versions(&store, "").await?.len(), left, "{mode:?}");
        assert_eq!(
            (blob.version.is_null(), current(&store, "k").await?),
            (mode != Mode::NewVersion, Some("ab".into()))
        );
    }
    Ok(())
}

/// After its completion or its abort an upload is no more, for any verb.
pub async fn a_finished_upload_is_no_such_upload(world: &World) -> Outcome {
    let (done, aborted) = (begin(world, "k").await?, begin(world, "k").await?);
    put_part(&world.store().await?, "k", &done, 1, b"x").await?;
    complete(&world.store().await?, "k", &done, &[1], Mode::Replace, b"x").await?;
    world.store().await?.abort_upload("k", &aborted).await?;
    let source = head(&world.store().await?, "k").await?.expect("completed");
    for id in [done, aborted] {
        let store = world.store().await?;
        let new = crate::NewPart { etag: String::new(), checksum: None };
        let attempts = [
            put_part(&store, "k", &id, 1, b"late").await.map(drop),
            store.copy_part("k", &id, 1, &source, 0..1, new).await.map(drop),
            store.list_parts("k", &id, 0, 9).await.map(drop),
            complete(&store, "k", &id, &[1], Mode::Replace, b"x").await.map(drop),
            store.abort_upload("k", &id).await,
        ];
        for (verb, attempt) in attempts.into_iter().enumerate() {
            assert!(matches!(attempt, Err(Error::NoSuchUpload)), "verb {verb}: {attempt:?}");
        }
    }
    assert_eq!(payloads(&*world.store().await?.vfs()).await?.len(), 1, "no late part left its bytes (S11)");
    Ok(())
}

/// An abort takes every part's bytes with it and leaves the key alone.
pub async fn an_abort_leaves_nothing(world: &World) -> Outcome {
    put(&world.store().await?, "k", b"there", Mode::Replace).await?;
    let id = begin(world, "k").await?;
    for number in 1..=3 {
        put_part(&world.store().await?, "k", &id, number, b"part").await?;
    }
    world.store().await?.abort_upload("k", &id).await?;
    let store = world.store().await?;
    assert_eq!((current(&store, "k").await?, payloads(&*store.vfs()).await?.len()), (Some("there".into()), 1));
    Ok(())
}

/// Two uploads of one key keep apart: each has its own parts, and the later completion wins.
pub async fn uploads_of_one_key_keep_apart(world: &World) -> Outcome {
    let (first, second) = (begin(world, "k").await?, begin(world, "k").await?);
    put_part(&world.store().await?, "k", &first, 1, b"first").await?;
    put_part(&world.store().await?, "k", &second, 1, b"second").await?;
    complete(&world.store().await?, "k", &second, &[1], Mode::NewVersion, b"second").await?;
    let made = complete(&world.store().await?, "k", &first, &[1], Mode::NewVersion, b"first").await?;
    let store = world.store().await?;
    assert_eq!(current(&store, "k").await?, Some("first".into()));
    let found = store.lookup("k", &Selector::Version(made.version)).await?.expect("made");
    assert_eq!((found.upload, versions(&store, "k").await?.len()), (Some(first), 2));
    Ok(())
}

/// Deleting the key leaves its uploads running.
pub async fn erasing_a_key_keeps_its_uploads(world: &World) -> Outcome {
    put(&world.store().await?, "k", b"x", Mode::Replace).await?;
    let id = begin(world, "k").await?;
    put_part(&world.store().await?, "k", &id, 1, b"later").await?;
    world.store().await?.remove("k", crate::Removal::Erase, None, always).await?;
    complete(&world.store().await?, "k", &id, &[1], Mode::Replace, b"later").await?;
    assert_eq!(current(&world.store().await?, "k").await?, Some("later".into()));
    Ok(())
}

type Place = (String, Option<UploadId>);

async fn paged(store: &BlobStore, prefix: &str, delimiter: Option<&str>, limit: usize) -> Outcome<Vec<Place>> {
    let (mut seen, mut after): (Vec<Place>, Option<Place>) = (Vec::new(), None);
    loop {
        let marker = after.as_ref().map(|(key, id)| (key.as_str(), id.as_ref()));
        let page = store.list_uploads_page(&UploadQuery { prefix, delimiter, after: marker, limit }).await?;
        assert!(page.entries.len() <= limit);
        seen.extend(page.entries.into_iter().map(|entry| match entry {
            ListedUpload::Upload(upload) => (upload.key, Some(upload.id)),
            ListedUpload::Prefix(prefix) => (prefix, None),
        }));
        assert!(page.next.is_none() || page.next.as_ref() == seen.last());
        after = page.next;
        if after.is_none() {
            return Ok(seen);
        }
    }
}

/// Uploads list by key, then in the order they were begun though the clock steps back, in pages of any length.
pub async fn uploads_are_listed_in_order(world: &World) -> Outcome {
    let mut begun = Vec::new();
    for key in ["b/2", "a", "b/1", "a", "a", "c"] {
        world.source().step_back(std::time::Duration::from_secs(60));
        begun.push((key.to_owned(), Some(begin(world, key).await?)));
    }
    begun.sort_by(|(left, _), (right, _)| left.cmp(right));
    let store = world.store().await?;
    for limit in 1..=7 {
        assert_eq!(paged(&store, "", None, limit).await?, begun, "pages of {limit}");
        assert_eq!(paged(&store, "b/", None, limit).await?, begun[3..5], "pages of {limit} of b/");
        let grouped: Vec<_> = paged(&store, "", Some("/"), limit).await?.into_iter().map(|(key, _)| key).collect();
        assert_eq!(grouped, ["a", "a", "a", "b/", "c"], "pages of {limit} with a delimiter");
    }
    Ok(())
}

/// A key alone as the marker resumes after all uploads of it.
pub async fn a_key_marker_skips_its_uploads(world: &World) -> Outcome {
    for key in ["a", "a", "b"] {
        begin(world, key).await?;
    }
    let page = world
        .store()
        .await?
        .list_uploads_page(&UploadQuery { prefix: "", delimiter: None, after: Some(("a", None)), limit: 9 })
        .await?;
    assert!(matches!(page.entries.as_slice(), [ListedUpload::Upload(upload)] if upload.key == "b"), "one upload of b");
    Ok(())
}
