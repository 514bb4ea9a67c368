//! What every engine promises, one case each.

pub mod commits;
pub mod paths;
pub mod payloads;
pub mod records;
pub mod reopening;
pub mod scans;
pub mod stages;
pub mod visits;

use std::sync::Arc;

use bytes::{Bytes, BytesMut};
use futures_util::TryStreamExt;

use super::Outcome;
use crate::{Batch, Check, Payload, PayloadId, RecordKey, Rev, Scan, ScanPage, Vfs, VfsError, Write};

/// A record key; the order of keys is the order of names.
fn key(name: impl AsRef<[u8]>) -> RecordKey {
    RecordKey::from_bytes(name.as_ref())
}

fn put(name: &str, value: &'static str) -> Write {
    Write::Put(key(name), Bytes::from_static(value.as_bytes()))
}

async fn commit(vfs: &dyn Vfs, checks: Vec<Check>, writes: Vec<Write>) -> Result<Rev, VfsError> {
    vfs.commit(Batch { checks: &checks, writes }).await
}

/// The values under `names`, as text.
async fn values(vfs: &dyn Vfs, names: &[&str]) -> Result<Vec<Option<String>>, VfsError> {
    let keys: Vec<_> = names.iter().map(key).collect();
    let records = vfs.read(&keys).await?;
    Ok(records
        .into_iter()
        .map(|record| record.map(|record| String::from_utf8_lossy(&record.value).into_owned()))
        .collect())
}

async fn rev(vfs: &dyn Vfs, name: &str) -> Result<Rev, VfsError> {
    let mut records = vfs.read(&[key(name)]).await?;
    records.pop().flatten().map(|record| record.rev).ok_or_else(|| VfsError::NotFound(name.into()))
}

async fn scan(vfs: &dyn Vfs, from: &str, to: Option<&str>, limit: usize, reverse: bool) -> Result<ScanPage, VfsError> {
    vfs.scan(&Scan { from: key(from), to: to.map(key), limit, reverse }).await
}

/// The `n`-th payload id of a case; ids ascend with `n`.
fn id(n: u64) -> PayloadId {
    PayloadId::new(n, 7)
}

async fn staged(vfs: &dyn Vfs, id: PayloadId, hint: Option<u64>, chunks: &[&[u8]]) -> Result<u64, VfsError> {
    let mut stage = vfs.stage(id, hint).await?;
    for chunk in chunks {
        stage.write(Bytes::copy_from_slice(chunk)).await?;
    }
    stage.seal().await
}

async fn fetched(payload: &Arc<dyn Payload>, range: std::ops::Range<u64>) -> Result<Bytes, VfsError> {
    let gathered: BytesMut = payload.read(range).try_collect().await?;
    Ok(gathered.freeze())
}

/// The case got an error of another kind than promised.
#[track_caller]
fn expect_conflict(outcome: &Result<Rev, VfsError>, check: usize) {
    assert!(
        matches!(outcome, Err(VfsError::Conflict { check: at }) if *at == check),
        "expected a conflict at check {check}, got {outcome:?}"
    );
}
