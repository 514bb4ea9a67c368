//! A Vfs that counts what passes through it: the cost of a request in records and calls, where wall clock would prove nothing.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::{Answer, Batch, Payload, PayloadId, Record, RecordKey, Rev, Scan, ScanPage, Stage, Vfs, VfsError};

/// What was asked of a [`CountingVfs`] so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Calls of any verb.
    pub calls: u64,
    /// Records handed out by `read` and `scan`, and absences told by `read`.
    pub records: u64,
    /// Batches committed.
    pub commits: u64,
    /// Writes in those batches.
    pub writes: u64,
    /// Payloads staged.
    pub staged: u64,
    /// Payloads opened.
    pub opened: u64,
}

/// Passes every call on to another engine and counts it.
pub struct CountingVfs {
    inner: Arc<dyn Vfs>,
    counts: [AtomicU64; 6],
}

impl fmt::Debug for CountingVfs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("CountingVfs").field(&self.tally()).finish()
    }
}

impl CountingVfs {
    /// Counts from zero over `inner`.
    pub fn new(inner: Arc<dyn Vfs>) -> Self {
        Self { inner, counts: Default::default() }
    }

    /// What was counted so far.
    pub fn tally(&self) -> Tally {
        let [calls, records, commits, writes, staged, opened] =
            self.counts.each_ref().map(|count| count.load(Ordering::Relaxed));
        Tally { calls, records, commits, writes, staged, opened }
    }

    /// What was counted since the last reset, then zero again.
    pub fn reset(&self) -> Tally {
        let tally = self.tally();
        for count in &self.counts {
            count.store(0, Ordering::Relaxed);
        }
        tally
    }

    fn count(&self, what: usize, by: usize) {
        self.counts[what].fetch_add(by as u64, Ordering::Relaxed);
    }
}

const CALLS: usize = 0;
const RECORDS: usize = 1;
const COMMITS: usize = 2;
const WRITES: usize = 3;
const STAGED: usize = 4;
const OPENED: usize = 5;

impl Vfs for CountingVfs {
    fn read<'a>(&'a self, keys: &'a [RecordKey]) -> Answer<'a, Result<Vec<Option<Record>>, VfsError>> {
        self.count(CALLS, 1);
        self.count(RECORDS, keys.len());
        self.inner.read(keys)
    }

    fn scan<'a>(&'a self, scan: &'a Scan) -> Answer<'a, Result<ScanPage, VfsError>> {
        self.count(CALLS, 1);
        Answer::later(async move {
            let page = self.inner.scan(scan).await?;
            self.count(RECORDS, page.items.len());
            Ok(page)
        })
    }

    fn commit<'a>(&'a self, batch: Batch<'a>) -> Answer<'a, Result<Rev, VfsError>> {
        self.count(CALLS, 1);
        self.count(COMMITS, 1);
        self.count(WRITES, batch.writes.len());
        self.inner.commit(batch)
    }

    fn stage<'a>(&'a self, id: PayloadId, size_hint: Option<u64>) -> Answer<'a, Result<Box<dyn Stage>, VfsError>> {
        self.count(CALLS, 1);
        self.count(STAGED, 1);
        self.inner.stage(id, size_hint)
    }

    fn open<'a>(&'a self, id: PayloadId) -> Answer<'a, Result<Arc<dyn Payload>, VfsError>> {
        self.count(CALLS, 1);
        self.count(OPENED, 1);
        self.inner.open(id)
    }

    fn unlink<'a>(&'a self, ids: &'a [PayloadId]) -> Answer<'a, Result<(), VfsError>> {
        self.count(CALLS, 1);
        self.inner.unlink(ids)
    }

    fn discard(&self, ids: &[PayloadId]) {
        self.inner.discard(ids);
    }

    fn payloads<'a>(
        &'a self,
        after: Option<PayloadId>,
        limit: usize,
    ) -> Answer<'a, Result<Vec<(PayloadId, u64)>, VfsError>> {
        self.count(CALLS, 1);
        self.inner.payloads(after, limit)
    }
}
