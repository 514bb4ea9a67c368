//! An engine under which another request can be made between what a request has read and what it commits.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use sandpail_blob::{
    Answer, Batch, BoxFuture, Payload, PayloadId, Record, RecordKey, Rev, Scan, ScanPage, Stage, Vfs, VfsError,
};

type Deed = BoxFuture<'static, ()>;

/// The engine inside, with something that happens before its next commit.
pub struct Between {
    inner: Arc<dyn Vfs>,
    deed: Mutex<Option<Deed>>,
}

impl Between {
    /// Over `inner`, which others may use directly.
    #[must_use]
    pub fn new(inner: Arc<dyn Vfs>) -> Self {
        Self { inner, deed: Mutex::new(None) }
    }

    /// Has `deed` happen when the next commit comes, before that is tried. It must not commit through this engine.
    pub fn before_commit(&self, deed: impl Future<Output = ()> + Send + 'static) {
        *self.deed.lock().unwrap_or_else(PoisonError::into_inner) = Some(Box::pin(deed));
    }

    /// Whether what was to happen has happened.
    #[must_use]
    pub fn happened(&self) -> bool {
        self.deed.lock().unwrap_or_else(PoisonError::into_inner).is_none()
    }
}

impl fmt::Debug for Between {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Between").field("happened", &self.happened()).finish_non_exhaustive()
    }
}

impl Vfs for Between {
    fn read<'a>(&'a self, keys: &'a [RecordKey]) -> Answer<'a, Result<Vec<Option<Record>>, VfsError>> {
        self.inner.read(keys)
    }

    fn scan<'a>(&'a self, scan: &'a Scan) -> Answer<'a, Result<ScanPage, VfsError>> {
        self.inner.scan(scan)
    }

    fn commit<'a>(&'a self, batch: Batch<'a>) -> Answer<'a, Result<Rev, VfsError>> {
        let deed = self.deed.lock().unwrap_or_else(PoisonError::into_inner).take();
        Answer::later(async move {
            if let Some(deed) = deed {
                deed.await;
            }
            self.inner.commit(batch).await
        })
    }

    fn stage<'a>(&'a self, id: PayloadId, size_hint: Option<u64>) -> Answer<'a, Result<Box<dyn Stage>, VfsError>> {
        self.inner.stage(id, size_hint)
    }

    fn open<'a>(&'a self, id: PayloadId) -> Answer<'a, Result<Arc<dyn Payload>, VfsError>> {
        self.inner.open(id)
    }

    fn unlink<'a>(&'a self, ids: &'a [PayloadId]) -> Answer<'a, Result<(), VfsError>> {
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
        self.inner.payloads(after, limit)
    }
}
