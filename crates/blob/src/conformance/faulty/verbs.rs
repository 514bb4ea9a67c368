//! The engine's verbs, each through the plan's passage.
//!
//! The inner call is made inside the passage: an engine may do its work when called, not when polled.

use std::ops::Range;
use std::sync::Arc;

use bytes::Bytes;
use futures_util::future::ready;
use futures_util::stream;

use super::plan::Plan;
use super::{FaultyVfs, Verb};
use crate::{
    Answer, Batch, ByteStream, Payload, PayloadId, Record, RecordKey, Rev, Scan, ScanPage, Stage, Vfs, VfsError,
};

impl Vfs for FaultyVfs {
    fn read<'a>(&'a self, keys: &'a [RecordKey]) -> Answer<'a, Result<Vec<Option<Record>>, VfsError>> {
        Answer::later(self.plan.pass(Verb::Read, async move { self.inner.read(keys).await }))
    }

    fn scan<'a>(&'a self, scan: &'a Scan) -> Answer<'a, Result<ScanPage, VfsError>> {
        Answer::later(self.plan.pass(Verb::Scan, async move {
            let limit = self.plan.limited(scan.limit);
            self.inner.scan(&Scan { limit, ..scan.clone() }).await
        }))
    }

    fn commit<'a>(&'a self, batch: Batch<'a>) -> Answer<'a, Result<Rev, VfsError>> {
        Answer::later(self.plan.pass(Verb::Commit, async move { self.inner.commit(batch).await }))
    }

    fn stage<'a>(&'a self, id: PayloadId, size_hint: Option<u64>) -> Answer<'a, Result<Box<dyn Stage>, VfsError>> {
        Answer::later(async move {
            let inner = self.plan.pass(Verb::Stage, async move { self.inner.stage(id, size_hint).await }).await?;
            Ok(Box::new(FaultyStage { inner, plan: Arc::clone(&self.plan) }) as Box<dyn Stage>)
        })
    }

    fn open<'a>(&'a self, id: PayloadId) -> Answer<'a, Result<Arc<dyn Payload>, VfsError>> {
        Answer::later(async move {
            let inner = self.plan.pass(Verb::Open, async move { self.inner.open(id).await }).await?;
            Ok(Arc::new(FaultyPayload { inner, plan: Arc::clone(&self.plan) }) as Arc<dyn Payload>)
        })
    }

    fn unlink<'a>(&'a self, ids: &'a [PayloadId]) -> Answer<'a, Result<(), VfsError>> {
        Answer::later(self.plan.pass(Verb::Unlink, async move { self.inner.unlink(ids).await }))
    }

    fn discard(&self, ids: &[PayloadId]) {
        if !self.plan.dead() {
            self.inner.discard(ids);
        }
    }

    fn payloads<'a>(
        &'a self,
        after: Option<PayloadId>,
        limit: usize,
    ) -> Answer<'a, Result<Vec<(PayloadId, u64)>, VfsError>> {
        Answer::later(self.plan.pass(Verb::Payloads, async move { self.inner.payloads(after, limit).await }))
    }
}

struct FaultyStage {
    inner: Box<dyn Stage>,
    plan: Arc<Plan>,
}

impl Stage for FaultyStage {
    fn write(&mut self, chunk: Bytes) -> Answer<'_, Result<(), VfsError>> {
        let Self { inner, plan } = self;
        Answer::later(plan.pass(Verb::Write, async move { inner.write(chunk).await }))
    }

    fn seal(self: Box<Self>) -> Answer<'static, Result<u64, VfsError>> {
        let Self { inner, plan } = *self;
        Answer::later(async move { plan.pass(Verb::Seal, async move { inner.seal().await }).await })
    }
}

struct FaultyPayload {
    inner: Arc<dyn Payload>,
    plan: Arc<Plan>,
}

impl Payload for FaultyPayload {
    fn len(&self) -> u64 {
        self.inner.len()
    }

    /// Never a block: every byte takes the passage.
    fn whole(&self) -> Option<Bytes> {
        None
    }

    fn read(&self, range: Range<u64>) -> ByteStream {
        match self.plan.strike(Verb::Fetch) {
            Some((_, error)) => Box::pin(stream::once(ready(Err(error)))),
            None => self.inner.read(range),
        }
    }
}
