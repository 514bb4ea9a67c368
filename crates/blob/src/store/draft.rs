//! Bytes on their way in: staged, sealed, and not yet visible.

use std::{fmt, sync::Arc};

use bytes::Bytes;

use crate::{BlobStore, Error, PayloadId, Result, Stage, Vfs};

use super::flight::Flight;

impl BlobStore {
    /// Begins a body. `size_hint` is its expected length in bytes; being wrong costs memory or time, never bytes.
    ///
    /// # Errors
    ///
    /// [`Error::Vfs`] when the engine cannot take it.
    pub async fn draft(&self, size_hint: Option<u64>) -> Result<Draft> {
        let id = self.issue_id();
        let held = Held { vfs: self.vfs(), id, armed: true, _flight: self.flights().announce([id]) };
        let stage = self.engine().stage(id, size_hint).await?;
        Ok(Draft { stage, held, size: 0 })
    }
}

/// A body being written. Dropping it leaves no trace.
pub struct Draft {
    // Before `held`: the stage is gone before its payload is discarded.
    stage: Box<dyn Stage>,
    held: Held,
    size: u64,
}

impl Draft {
    /// Appends a chunk.
    ///
    /// # Errors
    ///
    /// [`Error::Vfs`]; the draft is of no use then.
    pub async fn write(&mut self, chunk: Bytes) -> Result<()> {
        let length = chunk.len() as u64;
        self.stage.write(chunk).await?;
        self.size += length;
        Ok(())
    }

    /// Appends a chunk that is the whole of its buffer. An engine in memory keeps it without a copy where all but the last
    /// have [`BLOCK`](crate::BLOCK) bytes.
    ///
    /// # Errors
    ///
    /// As [`write`](Self::write).
    pub async fn keep(&mut self, chunk: Bytes) -> Result<()> {
        let length = chunk.len() as u64;
        self.stage.keep(chunk).await?;
        self.size += length;
        Ok(())
    }

    /// Bytes written so far.
    #[must_use]
    pub const fn size(&self) -> u64 {
        self.size
    }

    /// Ends the body.
    ///
    /// # Errors
    ///
    /// [`Error::Vfs`] when the engine cannot keep it, [`Error::Corrupt`] when it kept another number of bytes than were
    /// written.
    pub async fn seal(self) -> Result<Sealed> {
        let Self { stage, held, size } = self;
        let kept = stage.seal().await?;
        if kept == size {
            Ok(Sealed { held, size })
        } else {
            Err(Error::Corrupt(format!("{size} bytes were written, {kept} were kept")))
        }
    }
}

impl fmt::Debug for Draft {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Draft").field("size", &self.size).finish_non_exhaustive()
    }
}

/// A whole body that nothing names yet. Dropping it removes it.
#[derive(Debug)]
pub struct Sealed {
    held: Held,
    size: u64,
}

impl Sealed {
    /// Length in bytes.
    #[must_use]
    pub const fn size(&self) -> u64 {
        self.size
    }

    pub(crate) const fn payload(&self) -> PayloadId {
        self.held.id
    }

    pub(crate) const fn is_published(&self) -> bool {
        !self.held.armed
    }

    /// From now on a record may name the payload: dropping this no longer removes it.
    pub(crate) const fn release(&mut self) {
        self.held.armed = false;
    }

    /// No record names the payload after all.
    pub(crate) const fn reclaim(&mut self) {
        self.held.armed = true;
    }
}

/// A payload that goes with its holder.
struct Held {
    vfs: Arc<dyn Vfs>,
    id: PayloadId,
    armed: bool,
    _flight: Flight,
}

impl Drop for Held {
    fn drop(&mut self) {
        if self.armed {
            self.vfs.discard(&[self.id]);
        }
    }
}

impl fmt::Debug for Held {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Held").field("id", &self.id).field("armed", &self.armed).finish_non_exhaustive()
    }
}
