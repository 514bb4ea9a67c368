//! What the store costs without S3 around it: record codec, commit and listing, through the public interface.
//!
//! `cargo bench --package sandpail-blob`; figures that count are ratios of two runs on a quiet machine.

#![expect(clippy::unwrap_used, reason = "what cannot be measured ends the run")]

use std::hint::black_box;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use bytes::Bytes;
use criterion::{Criterion, criterion_group, criterion_main};
use sandpail_blob::{BlobInfo, BlobStore, Error, ListQuery, Mode, NewVersion, Removal, Selector, Source};
use tokio::runtime::{Builder, Runtime};

/// As many keys in as many folders as the listings of `scripts/bench` have.
const FOLDERS: usize = 100;
const KEYS: usize = 1000;

/// Time stands still; ids differ.
#[derive(Default)]
struct Counter(AtomicU64);

impl Source for Counter {
    fn now(&self) -> SystemTime {
        UNIX_EPOCH + Duration::from_secs(1_800_000_000)
    }

    fn random(&self) -> u128 {
        self.0.fetch_add(1, Ordering::Relaxed).into()
    }
}

fn any(_: Option<&BlobInfo>) -> Result<(), Error> {
    Ok(())
}

fn version() -> NewVersion {
    NewVersion::new(Mode::Replace, "0123456789abcdef0123456789abcdef")
}

async fn put(store: &BlobStore, key: &str, body: &Bytes) {
    let mut draft = store.draft(Some(body.len() as u64)).await.unwrap();
    draft.write(body.clone()).await.unwrap();
    let sealed = draft.seal().await.unwrap();
    store.publish(key, sealed, version(), any).await.unwrap();
}

async fn current(store: &BlobStore, key: &str) -> BlobInfo {
    store.lookup(key, &Selector::Current).await.unwrap().unwrap()
}

fn filled(runtime: &Runtime) -> BlobStore {
    let store = BlobStore::mem(Arc::new(Counter::default()), "bench");
    let body = Bytes::from_static(b"small");
    runtime.block_on(async {
        for folder in 0..FOLDERS {
            for key in 0..KEYS {
                put(&store, &format!("d{folder:04}/f{key:04}"), &body).await;
            }
        }
    });
    store
}

fn single(c: &mut Criterion) {
    let runtime = Builder::new_current_thread().build().unwrap();
    let store = filled(&runtime);
    let body = Bytes::from(vec![7; 1024]);
    let key = "d0050/f0500";
    c.bench_function("lookup", |b| b.iter(|| runtime.block_on(current(&store, key))));
    c.bench_function("lookup and read", |b| {
        b.iter(|| {
            runtime.block_on(async {
                let blob = current(&store, key).await;
                store.open(&blob, 0..blob.size).await.unwrap().into_bytes().unwrap()
            })
        });
    });
    c.bench_function("put 1 KiB, over another", |b| b.iter(|| runtime.block_on(put(&store, key, &body))));
    c.bench_function("copy", |b| {
        let source = runtime.block_on(current(&store, key));
        b.iter(|| runtime.block_on(store.copy(&source, "copied", version(), any)).unwrap());
    });
    c.bench_function("put and remove", |b| {
        b.iter(|| {
            runtime.block_on(async {
                put(&store, "gone", &body).await;
                store.remove("gone", Removal::Erase, None, any).await.unwrap()
            })
        });
    });
    let keys: Vec<String> = (0..100).map(|number| format!("gone/{number}")).collect();
    let names: Vec<&str> = keys.iter().map(String::as_str).collect();
    c.bench_function("put 100 and remove them at once", |b| {
        b.iter(|| {
            runtime.block_on(async {
                for key in &names {
                    put(&store, key, &body).await;
                }
                store.erase_at_once(&names, None).await.unwrap()
            })
        });
    });
}

fn listing(c: &mut Criterion) {
    let runtime = Builder::new_current_thread().build().unwrap();
    let store = filled(&runtime);
    let mut check = |name: &str, query: ListQuery<'_>, entries: usize| {
        let page = runtime.block_on(store.list_page(&query)).unwrap();
        assert_eq!(page.entries.len(), entries, "{name}");
        c.bench_function(name, |b| b.iter(|| black_box(runtime.block_on(store.list_page(&query)).unwrap())));
    };
    let all = ListQuery { prefix: "", delimiter: None, after: None, limit: 1000 };
    check("list 1000 keys of 100000", ListQuery { after: Some("d0050/f0500"), ..all }, 1000);
    check("list a folder of 1000 keys", ListQuery { prefix: "d0050/", delimiter: Some("/"), ..all }, 1000);
    check("list 100 groups of 1000 keys", ListQuery { delimiter: Some("/"), ..all }, FOLDERS);
}

criterion_group!(benches, single, listing);
criterion_main!(benches);
