//! F28, S16: a request costs what it asks for.

use std::sync::Arc;

use sandpail_blob::conformance::steps::put;
use sandpail_blob::conformance::{CountingVfs, Outcome, TestSource};
use sandpail_blob::{BlobStore, ListQuery, MemVfs, Mode, Source, Vfs};

/// A store of `count` keys.
async fn counted(count: usize) -> Outcome<(BlobStore, Arc<CountingVfs>)> {
    let vfs = Arc::new(CountingVfs::new(Arc::new(MemVfs::new())));
    let source: Arc<dyn Source> = Arc::new(TestSource::default());
    let store = BlobStore::new(Arc::clone(&vfs) as Arc<dyn Vfs>, source, "seed");
    for number in 0..count {
        put(&store, &format!("{number:06}"), b"12345", Mode::NewVersion).await?;
    }
    vfs.reset();
    Ok((store, vfs))
}

#[tokio::test]
async fn f28_a_listing_is_paged_sized_and_costs_its_page() -> Outcome {
    let (store, vfs) = counted(20_000).await?;
    let page = store.list_page(&ListQuery { after: Some("010000"), limit: 2, ..Default::default() }).await?;
    let told: Vec<_> = page.entries.iter().map(|entry| format!("{entry:?}").contains("size: 5")).collect();
    assert_eq!((told, page.next.as_deref()), (vec![true, true], Some("010002")));
    assert!(vfs.reset().records <= 4);
    assert_eq!(store.list("019999").await?.iter().map(|entry| entry.size).collect::<Vec<_>>(), [5]);
    assert_eq!(store.list_versions("000000").await?.len(), 1);
    assert!(vfs.reset().records <= 8, "one hit, and the versions of one key");
    Ok(())
}

#[tokio::test]
async fn s16_a_put_costs_the_same_among_any_number_of_objects() -> Outcome {
    let mut tallies = Vec::new();
    for count in [10, 3000] {
        let (store, vfs) = counted(count).await?;
        put(&store, "another", b"x", Mode::NewVersion).await?;
        tallies.push(vfs.reset());
    }
    assert_eq!(tallies[0], tallies[1]);
    Ok(())
}
