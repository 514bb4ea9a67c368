//! The engine among threads: what is committed together is read together.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use bytes::Bytes;
use sandpail_blob::conformance::Outcome;
use sandpail_blob::{Batch, MemVfs, RecordKey, Scan, Vfs as _, Write};
use tokio::task::JoinSet;

fn keys() -> [RecordKey; 3] {
    [b"a", b"m", b"z"].map(|name| RecordKey::from_bytes(name))
}

/// A number under all three keys, or none at all: in one scan and in one read.
async fn glimpse(vfs: &MemVfs) -> Outcome<[Vec<Bytes>; 2]> {
    let read = vfs.read(&keys()).await?.into_iter().flatten().map(|record| record.value).collect();
    let scan = Scan { from: RecordKey::from_bytes(b""), to: None, limit: 9, reverse: false };
    let scanned = vfs.scan(&scan).await?.items.into_iter().map(|(_, record)| record.value).collect();
    Ok([read, scanned])
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_batch_is_seen_whole_or_not_at_all() -> Outcome {
    let (vfs, done) = (Arc::new(MemVfs::new()), Arc::new(AtomicBool::new(false)));
    let mut readers = JoinSet::new();
    for _ in 0..3 {
        let (vfs, done) = (Arc::clone(&vfs), Arc::clone(&done));
        readers.spawn(async move {
            while !done.load(Ordering::Relaxed) {
                for seen in glimpse(&vfs).await.expect("memory does not fail") {
                    assert!(
                        seen.is_empty() || seen.len() == 3 && seen.iter().all(|value| *value == seen[0]),
                        "{seen:?}"
                    );
                }
            }
        });
    }
    for round in 0..20_000_u32 {
        let write =
            |key| if round % 5 == 4 { Write::Delete(key) } else { Write::Put(key, Bytes::from(round.to_string())) };
        vfs.commit(Batch { checks: &[], writes: keys().map(write).into() }).await?;
    }
    done.store(true, Ordering::Relaxed);
    readers.join_all().await;
    Ok(())
}
