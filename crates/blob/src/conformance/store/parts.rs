//! Parts: put, put again, copied by reference, listed.

use crate::conformance::steps::{always, bytes, complete, compose, current, digest, payloads, put, put_part};
use crate::conformance::{Outcome, World};
use crate::{Algorithm, BlobInfo, Checksum, ChecksumKind, Error, Json, Mode, NewPart, Removal, UploadId};

async fn begin(world: &World) -> Outcome<UploadId> {
    Ok(world.store().await?.create_upload("k", Json::default(), None).await?.id)
}

fn new_part(body: &[u8]) -> NewPart {
    NewPart { etag: digest(body), checksum: None }
}

/// A part put again under its number replaces the first, bytes and all.
pub async fn a_part_put_again_replaces_the_first(world: &World) -> Outcome {
    let id = begin(world).await?;
    for body in ["first", "second", "3rd"] {
        put_part(&world.store().await?, "k", &id, 1, body.as_bytes()).await?;
    }
    let store = world.store().await?;
    assert_eq!(payloads(&*store.vfs()).await?.iter().map(|&(_, size)| size).collect::<Vec<_>>(), [3]);
    complete(&store, "k", &id, &[1], Mode::Replace, b"3rd").await?;
    assert_eq!(current(&store, "k").await?, Some("3rd".into()));
    Ok(())
}

/// A part tells what was said of it, then in the list and later in the composite.
pub async fn what_is_said_of_a_part_is_kept(world: &World) -> Outcome {
    let id = begin(world).await?;
    let checksum =
        Checksum { algorithm: Algorithm::Sha1, kind: ChecksumKind::FullObject, value: vec![9; 20], parts: None };
    let store = world.store().await?;
    let sealed = crate::conformance::steps::seal(&store, b"body").await?;
    let told =
        store.put_part("k", &id, 5, sealed, NewPart { etag: "tag".into(), checksum: Some(checksum.clone()) }).await?;
    assert_eq!((told.number, told.size, told.etag.as_str(), told.checksum.as_ref()), (5, 4, "tag", Some(&checksum)));
    drop(store);
    let listed = world.store().await?.list_parts("k", &id, 0, 9).await?.parts;
    assert_eq!(listed, std::slice::from_ref(&told));
    let blob = complete(&world.store().await?, "k", &id, &[5], Mode::Replace, b"body").await?;
    assert_eq!(world.store().await?.parts(&blob).await?.to_vec(), [told]);
    Ok(())
}

/// Parts list in ascending order in pages after a number.
pub async fn parts_are_listed_in_pages(world: &World) -> Outcome {
    let id = begin(world).await?;
    for number in [300, 1, 2, 10_000, 256] {
        put_part(&world.store().await?, "k", &id, number, b"x").await?;
    }
    let store = world.store().await?;
    let check = async |after: u32, limit: usize, expected: &[u32], more: bool| -> Outcome {
        let page = store.list_parts("k", &id, after, limit).await?;
        let numbers: Vec<_> = page.parts.iter().map(|part| part.number).collect();
        assert_eq!((numbers.as_slice(), page.more), (expected, more), "after {after}, limit {limit}");
        Ok(())
    };
    check(0, 9, &[1, 2, 256, 300, 10_000], false).await?;
    check(0, 2, &[1, 2], true).await?;
    check(2, 3, &[256, 300, 10_000], false).await?;
    check(3, 1, &[256], true).await?;
    check(10_000, 9, &[], false).await
}

/// A blob has no parts to tell.
pub async fn a_blob_has_no_parts(world: &World) -> Outcome {
    let blob = put(&world.store().await?, "k", b"x", Mode::Replace).await?;
    assert!(world.store().await?.parts(&blob).await?.is_empty());
    Ok(())
}

/// A copied part holds its range of the source and moves no byte.
pub async fn a_copied_part_shares_its_range(world: &World) -> Outcome {
    let source = put(&world.store().await?, "source", b"0123456789", Mode::Replace).await?;
    let id = begin(world).await?;
    world.store().await?.copy_part("k", &id, 1, &source, 2..5, new_part(b"234")).await?;
    world.store().await?.copy_part("k", &id, 2, &source, 0..10, new_part(b"0123456789")).await?;
    let store = world.store().await?;
    assert_eq!(payloads(&*store.vfs()).await?.len(), 1);
    complete(&store, "k", &id, &[1, 2], Mode::Replace, b"2340123456789").await?;
    assert_eq!((current(&store, "k").await?, payloads(&*store.vfs()).await?.len()), (Some("2340123456789".into()), 1));
    Ok(())
}

/// Every range of a composite can be a part of another.
pub async fn every_range_of_a_composite_can_be_a_part(world: &World) -> Outcome {
    let body = b"0123456";
    let source = compose(&world.store().await?, "source", &[b"012", b"", b"3", b"456"], Mode::Replace).await?;
    for start in 0..body.len() {
        for end in start + 1..=body.len() {
            let id = begin(world).await?;
            let slice = &body[start..end];
            world.store().await?.copy_part("k", &id, 1, &source, start as u64..end as u64, new_part(slice)).await?;
            let store = world.store().await?;
            let blob = complete(&store, "k", &id, &[1], Mode::Replace, slice).await?;
            assert_eq!(bytes(&store, &blob).await?, slice, "{start}..{end}");
        }
    }
    let store = world.store().await?;
    store.remove("k", Removal::Erase, None, always).await?;
    assert_eq!(bytes(&store, &source).await?, &body[..], "deleting a user of its parts leaves the source whole (F14)");
    store.remove("source", Removal::Erase, None, always).await?;
    assert_eq!(payloads(&*store.vfs()).await?, []);
    Ok(())
}

/// A copied part outlives its source, and the source's bytes go with the last of both.
pub async fn a_copied_part_outlives_its_source(world: &World) -> Outcome {
    let source = put(&world.store().await?, "source", b"shared", Mode::Replace).await?;
    let id = begin(world).await?;
    world.store().await?.copy_part("k", &id, 1, &source, 0..6, new_part(b"shared")).await?;
    world.store().await?.remove("source", Removal::Erase, None, always).await?;
    complete(&world.store().await?, "k", &id, &[1], Mode::Replace, b"shared").await?;
    assert_eq!(current(&world.store().await?, "k").await?, Some("shared".into()));
    world.store().await?.remove("k", Removal::Erase, None, always).await?;
    assert_eq!(payloads(&*world.store().await?.vfs()).await?, []);
    Ok(())
}

/// A copied part that is replaced or aborted gives its share back, and only its share.
pub async fn a_dropped_copy_gives_its_share_back(world: &World) -> Outcome {
    let source = put(&world.store().await?, "source", b"shared", Mode::Replace).await?;
    let id = begin(world).await?;
    for _ in 0..3 {
        world.store().await?.copy_part("k", &id, 1, &source, 0..6, new_part(b"shared")).await?;
    }
    put_part(&world.store().await?, "k", &id, 1, b"own").await?;
    world.store().await?.copy_part("k", &id, 2, &source, 1..2, new_part(b"h")).await?;
    world.store().await?.abort_upload("k", &id).await?;
    let store = world.store().await?;
    assert_eq!((current(&store, "source").await?, payloads(&*store.vfs()).await?.len()), (Some("shared".into()), 1));
    store.remove("source", Removal::Erase, None, always).await?;
    assert_eq!(payloads(&*store.vfs()).await?, []);
    Ok(())
}

/// A source that was replaced since its lookup is `Superseded`: no part of the new bytes under the old name.
pub async fn copying_from_the_replaced_is_superseded(world: &World) -> Outcome {
    let source: BlobInfo = put(&world.store().await?, "source", b"old", Mode::Replace).await?;
    put(&world.store().await?, "source", b"new", Mode::Replace).await?;
    let id = begin(world).await?;
    let copied = world.store().await?.copy_part("k", &id, 1, &source, 0..3, new_part(b"old")).await;
    assert!(matches!(copied, Err(Error::Superseded)), "{copied:?}");
    assert!(world.store().await?.list_parts("k", &id, 0, 9).await?.parts.is_empty());
    Ok(())
}

/// Parts of a finished composite are nobody's: a late part of the same number changes nothing (F16).
pub async fn a_composite_is_immutable(world: &World) -> Outcome {
    let id = begin(world).await?;
    put_part(&world.store().await?, "k", &id, 1, b"one").await?;
    let blob = complete(&world.store().await?, "k", &id, &[1], Mode::Replace, b"one").await?;
    let next = begin(world).await?;
    put_part(&world.store().await?, "k", &next, 1, b"two").await?;
    assert!(put_part(&world.store().await?, "k", &id, 1, b"late").await.is_err());
    assert_eq!(bytes(&world.store().await?, &blob).await?, "one");
    Ok(())
}
