//! What requests cost, counted in records and calls: the same whether there are a thousand keys or a hundred thousand.

use std::sync::Arc;

use sandpail_blob::conformance::steps::{always, bytes, head, meta, put, seal, slice, version};
use sandpail_blob::conformance::{CountingVfs, Outcome, TestSource};
use sandpail_blob::{
    BlobStore, Error, Json, ListQuery, MemVfs, Mode, NewPart, NewVersion, Removal, Source, VersionQuery, Vfs,
};

fn counted() -> (BlobStore, Arc<CountingVfs>) {
    let vfs = Arc::new(CountingVfs::new(Arc::new(MemVfs::new())));
    let source: Arc<dyn Source> = Arc::new(TestSource::default());
    (BlobStore::new(Arc::clone(&vfs) as Arc<dyn Vfs>, source, "costs"), vfs)
}

/// `folders` times `files` keys, `00000/00000` and on.
async fn filled(folders: usize, files: usize) -> Outcome<(BlobStore, Arc<CountingVfs>)> {
    let (store, vfs) = counted();
    for folder in 0..folders {
        for file in 0..files {
            put(&store, &format!("{folder:05}/{file:05}"), b"x", Mode::Replace).await?;
        }
    }
    vfs.reset();
    Ok((store, vfs))
}

async fn page_cost(store: &BlobStore, vfs: &CountingVfs, query: ListQuery<'_>) -> Outcome<u64> {
    vfs.reset();
    let page = store.list_page(&query).await?;
    assert_eq!((page.entries.len(), page.next.is_some()), (query.limit, true));
    Ok(vfs.reset().records)
}

#[tokio::test]
async fn a_plain_put_is_one_record_and_one_payload() -> Outcome {
    let (store, vfs) = counted();
    for (body, staged) in [("new", 1), ("replaced", 1)] {
        vfs.reset();
        put(&store, "k", body.as_bytes(), Mode::Replace).await?;
        let tally = vfs.reset();
        assert_eq!((tally.commits, tally.writes, tally.staged), (1, 1, staged), "{body}: {tally:?}");
        assert!(tally.calls <= 4, "stage, read, commit, and unlink of what was replaced: {tally:?}");
    }
    Ok(())
}

#[tokio::test]
async fn a_lookup_reads_the_two_heads_alone() -> Outcome {
    let (store, vfs) = filled(10, 10).await?;
    head(&store, "00003/00003").await?;
    let tally = vfs.reset();
    assert!(tally.calls == 1 && tally.records <= 2, "{tally:?}");
    Ok(())
}

#[tokio::test]
async fn a_page_of_100_000_keys_costs_its_own_length() -> Outcome {
    let (small, small_vfs) = filled(10, 100).await?;
    let (large, large_vfs) = filled(100, 1000).await?;
    let cost = page_cost(&small, &small_vfs, ListQuery { limit: 100, ..Default::default() }).await?;
    assert!(cost <= 102, "{cost} records for a page of 100");
    for after in [None, Some("00050/00500"), Some("00099/00800")] {
        assert_eq!(
            page_cost(&large, &large_vfs, ListQuery { after, limit: 100, ..Default::default() }).await?,
            cost,
            "after {after:?}"
        );
    }
    Ok(())
}

#[tokio::test]
async fn a_delimiter_seeks_past_what_it_rolls_up() -> Outcome {
    let mut costs = Vec::new();
    for files in [10, 1000] {
        let (store, vfs) = filled(50, files).await?;
        costs.push(page_cost(&store, &vfs, ListQuery { delimiter: Some("/"), limit: 20, ..Default::default() }).await?);
    }
    assert_eq!(costs[0], costs[1], "a common prefix costs the same over 10 keys and over 1,000");
    assert!(costs[0] <= 20 * 3, "{} records for 20 common prefixes", costs[0]);
    Ok(())
}

#[tokio::test]
async fn hidden_keys_cost_a_listing_nothing() -> Outcome {
    let (store, vfs) = filled(2, 1000).await?;
    for file in 0..1000 {
        store.remove(&format!("00000/{file:05}"), Removal::Marker(meta("gone")), None, always).await?;
    }
    assert!(page_cost(&store, &vfs, ListQuery { limit: 10, ..Default::default() }).await? <= 12);
    Ok(())
}

#[tokio::test]
async fn a_long_history_costs_what_is_asked_of_it() -> Outcome {
    let (store, vfs) = counted();
    for number in 0..5000_u32 {
        put(&store, "k", &number.to_be_bytes(), Mode::NewVersion).await?;
    }
    put(&store, "l", b"x", Mode::Replace).await?;
    vfs.reset();
    store.list_page(&ListQuery { limit: 10, ..Default::default() }).await?;
    assert!(vfs.reset().records <= 4, "a listing passes over the history");
    let page = store.list_versions_page(&VersionQuery { limit: 10, ..Default::default() }).await?;
    assert!(vfs.reset().records <= 30, "ten versions");
    let (key, version) = page.next.expect("5,000 are more than ten");
    store
        .list_versions_page(&VersionQuery { after: Some((&key, version.as_ref())), limit: 10, ..Default::default() })
        .await?;
    assert!(vfs.reset().records <= 30, "ten more");
    let newest = put(&store, "k", b"newest", Mode::NewVersion).await?;
    assert!(vfs.reset().records <= 8, "one more version");
    store.remove_version("k", &newest.version, None, always).await?;
    assert!(vfs.reset().records <= 8, "one less");
    Ok(())
}

/// An upload of 10,000 parts, each with its own two bytes, completed.
async fn ten_thousand_parts(store: &BlobStore) -> Outcome<Vec<u8>> {
    let id = store.create_upload("k", Json::default(), None).await?.id;
    let bodies: Vec<[u8; 2]> = (0..10_000_u16).map(u16::to_be_bytes).collect();
    for (number, body) in (1..).zip(&bodies) {
        let sealed = seal(store, body).await?;
        store.put_part("k", &id, number, sealed, NewPart { etag: "part".into(), checksum: None }).await?;
    }
    let chosen: Vec<u32> = (1..=10_000).collect();
    store
        .complete_upload("k", &id, &chosen, |_, _, _| Ok::<_, Error>(version(Mode::Replace, &bodies.concat())))
        .await?;
    Ok(bodies.concat())
}

#[tokio::test]
async fn ten_thousand_parts_are_one_composite() -> Outcome {
    let (store, vfs) = counted();
    let body = ten_thousand_parts(&store).await?;
    vfs.reset();
    let blob = head(&store, "k").await?.expect("completed");
    assert_eq!((blob.size, blob.part_count), (20_000, 10_000));
    assert_eq!(
        (slice(&store, &blob, 19_999..20_000).await?[0], vfs.reset().opened),
        (body[19_999], 1),
        "one byte opens one part"
    );
    assert!(bytes(&store, &blob).await? == body);
    assert_eq!(store.parts(&blob).await?.len(), 10_000);
    vfs.reset();
    let new = NewVersion { keep_parts: true, etag: blob.etag.clone(), ..version(Mode::Replace, b"") };
    let copied = store.copy(&blob, "copy", new, always).await?;
    let tally = vfs.reset();
    assert!(
        tally.writes <= 4 && tally.staged == 0 && tally.records <= 10,
        "a copy of 10,000 parts touches a few records: {tally:?}"
    );
    store.remove("k", Removal::Erase, None, always).await?;
    assert!(bytes(&store, &copied).await? == body);
    store.remove("copy", Removal::Erase, None, always).await?;
    assert_eq!(store.vfs().payloads(None, 1).await?, []);
    Ok(())
}
