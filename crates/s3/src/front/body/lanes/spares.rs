//! Blocks that objects left behind, for the bodies that come next.
//!
//! Memory that is new to the process comes page by page, each with a fault that clears it: for a large body that costs a
//! third of its MD5. So blocks go round for as long as large bodies come, and not longer: the threads that hash let them go.

use std::mem;
use std::sync::{Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use sandpail_blob::BLOCK;

/// The most blocks that are kept: a large object's worth. What is beyond that goes back to the allocator.
const MOST: usize = 256;

/// Blocks of [`BLOCK`] bytes of which nobody has anything any more.
#[derive(Debug)]
pub(in super::super) struct Spares(Mutex<Kept>);

#[derive(Debug)]
struct Kept {
    blocks: Vec<Vec<u8>>,
    /// Whether there is someone who will let them go.
    is_open: bool,
}

impl Spares {
    pub(super) const fn new() -> Self {
        Self(Mutex::new(Kept { blocks: Vec::new(), is_open: false }))
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// An empty block with room for `len` bytes, at most [`BLOCK`].
    pub(in super::super) fn take(&self, len: usize) -> Vec<u8> {
        let spare = if len == BLOCK { self.kept().blocks.pop() } else { None };
        spare.unwrap_or_else(|| Vec::with_capacity(len))
    }

    /// The bytes of a block, which comes back when the last who has any of them lets go.
    pub(in super::super) fn lend(&'static self, block: Vec<u8>) -> Bytes {
        if block.capacity() == BLOCK { Bytes::from_owner(Lent { block, spares: self }) } else { block.into() }
    }

    /// Keeps what comes back, until [`clear`](Self::clear) is called.
    pub(super) fn open(&self) {
        self.kept().is_open = true;
    }

    /// All that there is, to be let go; what comes later is not kept, unless they `stay_open`.
    pub(super) fn clear(&self, stay_open: bool) -> Vec<Vec<u8>> {
        let mut kept = self.kept();
        kept.is_open = stay_open;
        mem::take(&mut kept.blocks)
    }

    #[cfg(test)]
    pub(super) fn count(&self) -> usize {
        self.kept().blocks.len()
    }
}

/// A block in use.
struct Lent {
    block: Vec<u8>,
    spares: &'static Spares,
}

impl AsRef<[u8]> for Lent {
    fn as_ref(&self) -> &[u8] {
        &self.block
    }
}

impl Drop for Lent {
    fn drop(&mut self) {
        let mut block = mem::take(&mut self.block);
        let mut kept = self.spares.kept();
        if kept.is_open && kept.blocks.len() < MOST {
            block.clear();
            kept.blocks.push(block);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spares() -> &'static Spares {
        Box::leak(Box::new(Spares::new()))
    }

    #[test]
    fn a_block_comes_back_empty_from_the_last_who_has_any_of_it() {
        let spares = spares();
        spares.open();
        let mut block = spares.take(BLOCK);
        let at = block.as_ptr();
        block.extend_from_slice(b"of the first");
        let whole = spares.lend(block);
        let slice = whole.slice(3..6);
        drop(whole);
        let other = spares.take(BLOCK);
        assert_ne!(other.as_ptr(), at, "someone has a slice of it");
        assert_eq!(slice, "the");
        drop(slice);
        let again = spares.take(BLOCK);
        assert_eq!((again.as_ptr(), again.len(), again.capacity()), (at, 0, BLOCK));
    }

    #[test]
    fn the_short_and_the_many_are_the_allocators() {
        let spares = spares();
        spares.open();
        drop(spares.lend(spares.take(100)));
        assert_eq!(spares.count(), 0);
        let lent: Vec<Bytes> = (0..=MOST).map(|_| spares.lend(spares.take(BLOCK))).collect();
        drop(lent);
        assert_eq!(spares.count(), MOST);
    }

    #[test]
    fn nothing_is_kept_before_the_start_or_after_the_end() {
        let spares = spares();
        let lend = || drop(spares.lend(spares.take(BLOCK)));
        lend();
        assert_eq!(spares.count(), 0);
        spares.open();
        lend();
        assert_eq!(spares.count(), 1);
        drop(spares.clear(true));
        assert_eq!(spares.count(), 0);
        lend();
        assert_eq!(spares.count(), 1);
        drop(spares.clear(false));
        lend();
        assert_eq!(spares.count(), 0);
    }
}
