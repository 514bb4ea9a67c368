//! What a page costs, in scans and records, and how a walk groups.

use std::sync::Arc;

use crate::{
    BlobStore, ListQuery, MemVfs, Mode, VersionQuery,
    conformance::{
        CountingVfs, TestSource,
        steps::{name, put},
    },
};

async fn counted(keys: impl IntoIterator<Item = String>) -> (Arc<CountingVfs>, BlobStore) {
    let vfs = Arc::new(CountingVfs::new(Arc::new(MemVfs::new())));
    let store = BlobStore::new(Arc::clone(&vfs) as _, Arc::new(TestSource::default()), "list");
    for key in keys {
        put(&store, &key, b"", Mode::Replace).await.unwrap();
    }
    (vfs, store)
}

/// Lists once; answers the names, and the scans and records that it took.
async fn cost(vfs: &CountingVfs, store: &BlobStore, query: &ListQuery<'_>) -> (Vec<String>, u64, u64) {
    vfs.reset();
    let page = store.list_page(query).await.unwrap();
    let tally = vfs.tally();
    (page.entries.into_iter().map(name).collect(), tally.calls, tally.records)
}

#[tokio::test]
async fn a_flat_page_is_one_scan_of_its_own_length() {
    let (vfs, store) = counted((0..500).map(|n| format!("k{n:03}"))).await;
    for (after, limit, first) in [(None, 10, 0), (Some("k099"), 100, 100), (Some("k4"), 7, 400)] {
        let (names, scans, records) = cost(&vfs, &store, &ListQuery { after, limit, ..ListQuery::default() }).await;
        let expected: Vec<_> = (first..first + limit).map(|n| format!("k{n:03}")).collect();
        assert_eq!((names, scans, records), (expected, 1, limit as u64 + 1));
    }
}

#[tokio::test]
async fn a_common_prefix_costs_one_record_however_much_is_under_it() {
    let (vfs, store) = counted((0..2000).map(|n| format!("{:02}/{n:04}", n / 100))).await;
    let query = ListQuery { delimiter: Some("/"), limit: 1000, ..ListQuery::default() };
    let (names, scans, records) = cost(&vfs, &store, &query).await;
    assert_eq!(names, (0..20).map(|n| format!("{n:02}/")).collect::<Vec<_>>());
    assert_eq!((scans, records), (21, 20), "one look each, and one that finds the end");
    let (names, scans, records) = cost(&vfs, &store, &ListQuery { after: Some("07/"), limit: 3, ..query }).await;
    assert_eq!(names, ["08/", "09/", "10/"]);
    assert_eq!((scans, records), (4, 4));
}

#[tokio::test]
async fn keys_between_prefixes_are_read_in_growing_steps() {
    let (vfs, store) =
        counted((0..600).map(|n| if n % 200 == 0 { format!("{n:03}/x") } else { format!("{n:03}") })).await;
    let query = ListQuery { delimiter: Some("/"), limit: 1000, ..ListQuery::default() };
    let (names, scans, records) = cost(&vfs, &store, &query).await;
    assert_eq!(names.len(), 600);
    assert!(scans < 40 && records < 800, "{scans} scans of {records} records");
}

#[tokio::test]
async fn an_empty_delimiter_is_none_and_an_empty_page_reads_nothing() {
    let (vfs, store) = counted(["a".to_owned(), "b".to_owned()]).await;
    let query = ListQuery { delimiter: Some(""), limit: 5, ..ListQuery::default() };
    assert_eq!(cost(&vfs, &store, &query).await.0, ["a", "b"]);
    assert_eq!(cost(&vfs, &store, &ListQuery { limit: 0, ..query }).await, (vec![], 0, 0));
}

#[tokio::test]
async fn a_page_of_versions_is_read_twice_and_no_more() {
    let (vfs, store) = counted([]).await;
    for _ in 0..300 {
        put(&store, "k", b"", Mode::NewVersion).await.unwrap();
    }
    vfs.reset();
    let page = store.list_versions_page(&VersionQuery { limit: 10, ..VersionQuery::default() }).await.unwrap();
    assert_eq!(page.entries.len(), 10);
    let tally = vfs.tally();
    assert!(tally.calls <= 6 && tally.records <= 24, "{tally:?}");
}
