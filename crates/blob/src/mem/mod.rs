//! The embedded engine: everything in memory, nothing outlives it.
//!
//! Records and payloads under two locks. A lock is held for a lookup, a page or a batch, never across an await nor while
//! a body streams; what is handed out is shared, not copied, and what goes is freed after the lock.

mod blocks;
mod index;
mod records;
mod stage;

use std::{
    collections::{BTreeMap, btree_map::Entry},
    fmt, io,
    ops::Bound,
    sync::{Arc, PoisonError, RwLock, RwLockReadGuard},
};

use smallvec::SmallVec;

use crate::{
    Answer, Payload, PayloadId, RecordKey, Stage, Vfs, VfsError,
    vfs::{Batch, Record, Rev, Scan, ScanPage, Tour, Visitor},
};
use blocks::Blocks;
use records::Records;
use stage::MemStage;

/// An engine in memory.
#[derive(Default)]
pub struct MemVfs {
    records: RwLock<Records>,
    payloads: Arc<Payloads>,
}

impl MemVfs {
    /// An empty engine.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    fn records(&self) -> RwLockReadGuard<'_, Records> {
        self.records.read().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for MemVfs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MemVfs").finish_non_exhaustive()
    }
}

/// The sealed payloads.
///
/// A poisoned lock is taken all the same, here and for the records: no statement under it leaves a map half changed.
#[derive(Default)]
struct Payloads(RwLock<BTreeMap<PayloadId, Arc<Blocks>>>);

impl Payloads {
    fn find(&self, id: PayloadId) -> Result<Arc<Blocks>, VfsError> {
        let found = self.0.read().unwrap_or_else(PoisonError::into_inner).get(&id).cloned();
        found.ok_or_else(|| VfsError::NotFound(format!("payload {id}")))
    }

    fn insert(&self, id: PayloadId, blocks: Blocks) -> Result<(), VfsError> {
        match self.0.write().unwrap_or_else(PoisonError::into_inner).entry(id) {
            Entry::Vacant(place) => {
                place.insert(Arc::new(blocks));
                Ok(())
            }
            Entry::Occupied(_) => Err(io::Error::new(io::ErrorKind::AlreadyExists, format!("payload {id}")).into()),
        }
    }

    fn remove(&self, ids: &[PayloadId]) {
        let removed: SmallVec<[_; 4]> = {
            let mut payloads = self.0.write().unwrap_or_else(PoisonError::into_inner);
            ids.iter().filter_map(|id| payloads.remove(id)).collect()
        };
        // The blocks are freed here, after the lock.
        drop(removed);
    }

    fn page(&self, after: Option<PayloadId>, limit: usize) -> Vec<(PayloadId, u64)> {
        let payloads = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let from = after.map_or(Bound::Unbounded, Bound::Excluded);
        payloads.range((from, Bound::Unbounded)).take(limit).map(|(id, blocks)| (*id, blocks.len())).collect()
    }
}

impl Vfs for MemVfs {
    fn read<'a>(&'a self, keys: &'a [RecordKey]) -> Answer<'a, Result<Vec<Option<Record>>, VfsError>> {
        Answer::now(Ok(self.records().read(keys)))
    }

    fn first<'a>(&'a self, keys: &[&[u8]]) -> Answer<'a, Result<Option<(RecordKey, Record)>, VfsError>> {
        Answer::now(Ok(self.records().first(keys)))
    }

    fn scan<'a>(&'a self, scan: &'a Scan) -> Answer<'a, Result<ScanPage, VfsError>> {
        Answer::now(Ok(self.records().scan(scan)))
    }

    fn visit<'a>(&'a self, tour: &'a Tour, visitor: &'a mut dyn Visitor) -> Answer<'a, Result<(), VfsError>> {
        self.records().visit(tour, visitor);
        Answer::now(Ok(()))
    }

    fn commit<'a>(&'a self, batch: Batch<'a>) -> Answer<'a, Result<Rev, VfsError>> {
        let committed = self.records.write().unwrap_or_else(PoisonError::into_inner).commit(batch);
        // What was displaced is freed here, after the lock.
        Answer::now(committed.map(|(rev, _)| rev))
    }

    fn stage<'a>(&'a self, id: PayloadId, size_hint: Option<u64>) -> Answer<'a, Result<Box<dyn Stage>, VfsError>> {
        Answer::now(Ok(Box::new(MemStage::new(id, size_hint, Arc::clone(&self.payloads)))))
    }

    fn open<'a>(&'a self, id: PayloadId) -> Answer<'a, Result<Arc<dyn Payload>, VfsError>> {
        Answer::now(self.payloads.find(id).map(|blocks| blocks as Arc<dyn Payload>))
    }

    fn unlink<'a>(&'a self, ids: &'a [PayloadId]) -> Answer<'a, Result<(), VfsError>> {
        self.payloads.remove(ids);
        Answer::now(Ok(()))
    }

    fn discard(&self, ids: &[PayloadId]) {
        self.payloads.remove(ids);
    }

    fn payloads<'a>(
        &'a self,
        after: Option<PayloadId>,
        limit: usize,
    ) -> Answer<'a, Result<Vec<(PayloadId, u64)>, VfsError>> {
        Answer::now(Ok(self.payloads.page(after, limit)))
    }
}
