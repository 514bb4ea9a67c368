//! The seam to an engine: [`Vfs`], one ordered map of records and one set of immutable payloads.
//!
//! Everything the store promises (conditional writes, read after write, nothing half visible) rests on [`Vfs::commit`];
//! the payload plane needs no condition at all, because an id is used once and nothing is visible until a record names
//! it.

mod answer;
mod batch;
mod error;
mod file;
mod filing;
mod garbage;
mod id;
mod pages;
mod path;
mod visit;

pub use answer::Answer;
pub use batch::{Batch, Check, Record, Rev, Scan, ScanPage, Write};
pub use error::VfsError;
pub use file::{BoxReader, VfsEntry, VfsExt, VfsStat};
pub(crate) use garbage::Garbage;
pub use id::PayloadId;
pub(crate) use id::PayloadIds;
pub(crate) use pages::scan;
pub use visit::{Tour, Visit, Visitor};

use std::{future::Future, ops::Range, pin::Pin, sync::Arc};

use bytes::Bytes;
use futures_core::Stream;

use crate::RecordKey;

/// The length in bytes in which large payloads are best handed over.
pub const BLOCK: usize = 1 << 20;

/// A boxed future, so that [`Vfs`] is object safe.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// The bytes of a payload or a blob, in order. An error is the last item.
pub type ByteStream = Pin<Box<dyn Stream<Item = Result<Bytes, VfsError>> + Send + Sync>>;

/// A storage engine.
///
/// # Contract
///
/// * Records are linearizable: what a commit wrote is in every later `read` and `scan`.
/// * Payloads are immutable and their ids are never used twice. A staged payload is invisible until it is sealed.
/// * Only [`VfsError::NotFound`] means absent. Every other error means that the engine could not tell.
/// * A future that is dropped before it is ready has either had its whole effect or none.
pub trait Vfs: Send + Sync + 'static {
    /// The records at `keys`, in that order, all of one snapshot. `None` where there is no record.
    fn read<'a>(&'a self, keys: &'a [RecordKey]) -> Answer<'a, Result<Vec<Option<Record>>, VfsError>>;

    /// The first of `keys` that there is a record at, with that record; all of one snapshot. As [`Vfs::read`], where an
    /// engine need not be given keys that it will not keep.
    fn first<'a>(&'a self, keys: &[&[u8]]) -> Answer<'a, Result<Option<(RecordKey, Record)>, VfsError>> {
        let keys: Vec<_> = keys.iter().copied().map(RecordKey::from_bytes).collect();
        Answer::later(async move {
            let found = self.read(&keys).await?;
            Ok(keys.into_iter().zip(found).find_map(|(key, record)| Some((key, record?))))
        })
    }

    /// One page of records in byte order (or the reverse), all of one snapshot. Costs its own length, wherever it
    /// starts. It may be shorter than asked for, but not empty while there are more.
    fn scan<'a>(&'a self, scan: &'a Scan) -> Answer<'a, Result<ScanPage, VfsError>>;

    /// Shows the records of a range to `visitor`, in byte order, until it has seen enough or the range ends. As
    /// [`Vfs::scan`], but nothing is copied, and not all of it need be of one snapshot.
    fn visit<'a>(&'a self, tour: &'a Tour, visitor: &'a mut dyn Visitor) -> Answer<'a, Result<(), VfsError>> {
        Answer::later(visit::by_scan(self, tour, visitor))
    }

    /// Applies all writes if all checks hold, else none. Answers the revision that every record put by it now has. No
    /// revision is answered twice by one engine, reopened or not.
    ///
    /// # Errors
    ///
    /// [`VfsError::Conflict`] names the first check that does not hold. [`VfsError::Unknown`]: the batch may or may not
    /// have been applied.
    fn commit<'a>(&'a self, batch: Batch<'a>) -> Answer<'a, Result<Rev, VfsError>>;

    /// Begins a payload under a new id. `size_hint` is the expected length in bytes; a wrong one costs memory or time,
    /// never bytes.
    fn stage<'a>(&'a self, id: PayloadId, size_hint: Option<u64>) -> Answer<'a, Result<Box<dyn Stage>, VfsError>>;

    /// A sealed payload. The handle stays readable after [`Vfs::unlink`] and is cheap: a store opens all parts of a
    /// composite before the first byte is sent, so an engine should not spend a descriptor on each.
    ///
    /// # Errors
    ///
    /// [`VfsError::NotFound`] when there is no such payload.
    fn open<'a>(&'a self, id: PayloadId) -> Answer<'a, Result<Arc<dyn Payload>, VfsError>>;

    /// Removes payloads. Idempotent: an id that is not there is no error.
    fn unlink<'a>(&'a self, ids: &'a [PayloadId]) -> Answer<'a, Result<(), VfsError>>;

    /// Removes payloads from where nothing can be awaited (`Drop`). Best effort: what it misses, a sweep finds.
    fn discard(&self, ids: &[PayloadId]);

    /// Ids and lengths of sealed payloads after `after`, ascending, at most `limit`.
    fn payloads<'a>(
        &'a self,
        after: Option<PayloadId>,
        limit: usize,
    ) -> Answer<'a, Result<Vec<(PayloadId, u64)>, VfsError>>;
}

/// A payload being written. Dropping it removes it.
pub trait Stage: Send {
    /// Appends a chunk. The engine copies what it keeps: a chunk may be a slice of a much larger buffer.
    fn write(&mut self, chunk: Bytes) -> Answer<'_, Result<(), VfsError>>;

    /// Appends a chunk that is the whole of its buffer, so that an engine can keep it as it is. It is best if all but the
    /// last have [`BLOCK`] bytes.
    fn keep(&mut self, chunk: Bytes) -> Answer<'_, Result<(), VfsError>> {
        self.write(chunk)
    }

    /// Makes the payload readable and durable, as far as the engine is; answers its length in bytes.
    fn seal(self: Box<Self>) -> Answer<'static, Result<u64, VfsError>>;
}

/// A sealed payload, open for reading.
pub trait Payload: Send + Sync {
    /// Length in bytes.
    fn len(&self) -> u64;

    /// Whether it holds no byte.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// All of it, when it lies in memory as one block. No copy.
    fn whole(&self) -> Option<Bytes>;

    /// A range of it, when that lies in memory as one block. No copy. `range` is within the payload.
    fn slice(&self, range: Range<u64>) -> Option<Bytes> {
        let whole = self.whole()?;
        let start = usize::try_from(range.start).ok()?;
        let end = usize::try_from(range.end).ok()?;
        (start <= end && end <= whole.len()).then(|| whole.slice(start..end))
    }

    /// A range of it as a stream. `range` is within the payload.
    fn read(&self, range: Range<u64>) -> ByteStream;
}
