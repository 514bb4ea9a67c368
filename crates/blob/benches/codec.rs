//! What it costs to write and to read the keys and the records of versions, by themselves.
//!
//! `cargo bench --package sandpail-blob --bench codec`; figures that count are ratios of two runs on a quiet machine.

#![expect(clippy::unwrap_used, reason = "what cannot be measured ends the run")]

use std::hint::black_box;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use criterion::{Criterion, criterion_group, criterion_main};
use sandpail_blob::{BlobInfo, BlobStore, Error, Json, Mode, NewVersion, Selector, Source, micro};
use tokio::runtime::Builder;

/// Time stands still, and ids are all alike: one is made.
struct Still;

impl Source for Still {
    fn now(&self) -> SystemTime {
        UNIX_EPOCH
    }

    fn random(&self) -> u128 {
        4
    }
}

/// A version as an SDK's upload makes it: a body of one payload, and headers in its document.
fn version() -> BlobInfo {
    Builder::new_current_thread().build().unwrap().block_on(async {
        let store = BlobStore::mem(Arc::new(Still), "bench");
        let mut draft = store.draft(None).await.unwrap();
        draft.write("body".into()).await.unwrap();
        let any = |_: Option<&BlobInfo>| Ok::<_, Error>(());
        let meta = Json::of(&[("content-type", "application/octet-stream"), ("x-amz-meta-a", "b")]).unwrap();
        let new = NewVersion { meta, ..NewVersion::new(Mode::Replace, "0123456789abcdef0123456789abcdef") };
        store.publish("key", draft.seal().await.unwrap(), new, any).await.unwrap();
        store.lookup("key", &Selector::Current).await.unwrap().unwrap()
    })
}

fn keys(c: &mut Criterion) {
    let bucket = micro::Bucket::new(&["111111111111", "us-east-1", "photos"]);
    for (name, key) in [("a key", "2026/11/30/cat-0001.jpg"), ("a key with zeros in it", "2026\0/11\0/cat\0.jpg")] {
        let place = micro::head_key(&bucket, key);
        assert_eq!(micro::key_of(&bucket, &place).as_deref(), Some(key));
        c.bench_function(&format!("write {name}"), |b| b.iter(|| micro::head_key(&bucket, black_box(key))));
        c.bench_function(&format!("read {name}"), |b| b.iter(|| micro::key_of(&bucket, black_box(&place))));
    }
}

fn records(c: &mut Criterion) {
    let version = version();
    let record = micro::encode(&version);
    assert_eq!(micro::decode(&record).unwrap(), version.size);
    c.bench_function("write the record of a version", |b| b.iter(|| micro::encode(black_box(&version))));
    c.bench_function("read the record of a version", |b| b.iter(|| micro::decode(black_box(&record)).unwrap()));
}

criterion_group!(benches, keys, records);
criterion_main!(benches);
