//! The embedded engine: everything in memory, nothing outlives it.
//!
//! Two maps under two locks: records and payloads. A lock is held for a lookup, a page or a batch, never across an await nor
//! while a body streams; what is handed out is shared, not copied.

mod blocks;
mod records;
mod stage;

use std::{
    collections::{BTreeMap, btree_map::Entry},
    fmt, io,
    ops::Bound,
    sync::{Arc, PoisonError, RwLock},
};

use crate::{
    BoxFuture, Payload, PayloadId, RecordKey, Stage, Vfs, VfsError,
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
        let removed: Vec<_> = {
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
    fn read<'a>(&'a self, keys: &'a [RecordKey]) -> BoxFuture<'a, Result<Vec<Option<Record>>, VfsError>> {
        Box::pin(async move { Ok(self.records.read().unwrap_or_else(PoisonError::into_inner).read(keys)) })
    }

    fn scan<'a>(&'a self, scan: &'a Scan) -> BoxFuture<'a, Result<ScanPage, VfsError>> {
        Box::pin(async move { Ok(self.records.read().unwrap_or_else(PoisonError::into_inner).scan(scan)) })
    }

    fn visit<'a>(&'a self, tour: &'a Tour, visitor: &'a mut dyn Visitor) -> BoxFuture<'a, Result<(), VfsError>> {
        Box::pin(async move {
            self.records.read().unwrap_or_else(PoisonError::into_inner).visit(tour, visitor);
            Ok(())
        })
    }

    fn commit<'a>(&'a self, batch: Batch) -> BoxFuture<'a, Result<Rev, VfsError>> {
        Box::pin(async move { self.records.write().unwrap_or_else(PoisonError::into_inner).commit(batch) })
    }

    fn stage<'a>(&'a self, id: PayloadId, size_hint: Option<u64>) -> BoxFuture<'a, Result<Box<dyn Stage>, VfsError>> {
        Box::pin(
            async move { Ok(Box::new(MemStage::new(id, size_hint, Arc::clone(&self.payloads))) as Box<dyn Stage>) },
        )
    }

    fn open<'a>(&'a self, id: PayloadId) -> BoxFuture<'a, Result<Arc<dyn Payload>, VfsError>> {
        Box::pin(async move { Ok(self.payloads.find(id)? as Arc<dyn Payload>) })
    }

    fn unlink<'a>(&'a self, ids: &'a [PayloadId]) -> BoxFuture<'a, Result<(), VfsError>> {
        Box::pin(async move {
            self.payloads.remove(ids);
            Ok(())
        })
    }

    fn discard(&self, ids: &[PayloadId]) {
        self.payloads.remove(ids);
    }

    fn payloads<'a>(
        &'a self,
        after: Option<PayloadId>,
        limit: usize,
    ) -> BoxFuture<'a, Result<Vec<(PayloadId, u64)>, VfsError>> {
        Box::pin(async move { Ok(self.payloads.page(after, limit)) })
    }
}
