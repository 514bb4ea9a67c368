//! A payload being written to memory.
//!
//! Chunks are copied, once: what a socket hands out is a slice of its read buffer, and keeping the slice would keep the
//! buffer, often many times its size. Only a chunk that is said to be the whole of its buffer is kept as it is.

use std::{mem, sync::Arc};

use bytes::Bytes;

use crate::{Answer, BLOCK, Payload, PayloadId, Stage, VfsError};

use super::{Payloads, blocks::Blocks};

/// First block when nothing is known of the length.
const UNKNOWN: usize = 16 << 10;

/// Blocks being filled.
pub(super) struct MemStage {
    id: PayloadId,
    payloads: Arc<Payloads>,
    /// Bytes still expected, 0 when nothing is known (any more).
    expected: u64,
    /// All of [`BLOCK`] bytes, but the last where that was kept as it came.
    full: Vec<Bytes>,
    /// Grows to [`BLOCK`] bytes, then it is full.
    open: Vec<u8>,
}

impl MemStage {
    pub(super) const fn new(id: PayloadId, size_hint: Option<u64>, payloads: Arc<Payloads>) -> Self {
        let expected = match size_hint {
            Some(expected) => expected,
            None => 0,
        };
        Self { id, payloads, expected, full: Vec::new(), open: Vec::new() }
    }

    /// Keeps a chunk that makes a block by itself, or ends the payload.
    fn adopt(&mut self, chunk: Bytes) {
        let is_last = self.expected == chunk.len() as u64 && chunk.len() < BLOCK;
        let is_whole = self.full.last().is_none_or(|block| block.len() == BLOCK);
        if self.open.is_empty() && is_whole && !chunk.is_empty() && (chunk.len() == BLOCK || is_last) {
            self.expected = self.expected.saturating_sub(chunk.len() as u64);
            self.full.push(chunk);
        } else {
            self.append(&chunk);
        }
    }

    fn append(&mut self, mut chunk: &[u8]) {
        // What seemed to be the end was not.
        if let Some(short) = self.full.pop_if(|block| block.len() < BLOCK && !chunk.is_empty()) {
            self.open = short.into();
        }
        while !chunk.is_empty() {
            if self.open.len() == self.open.capacity() {
                self.make_room(chunk.len());
            }
            let (now, later) = chunk.split_at(chunk.len().min(self.open.capacity() - self.open.len()));
            self.open.extend_from_slice(now);
            self.expected = self.expected.saturating_sub(now.len() as u64);
            chunk = later;
            if self.open.len() == BLOCK {
                self.full.push(mem::take(&mut self.open).into());
            }
        }
    }

    /// Makes room in the open block: as much as is expected, so that the last block is exact; else by doubling, in the first.
    fn make_room(&mut self, needed: usize) {
        let expected = usize::try_from(self.expected).unwrap_or(BLOCK);
        let more = match expected {
            0 if self.full.is_empty() => needed.max(self.open.len()).max(UNKNOWN),
            // Whoever has filled a block fills the next: to double from small again copies it all, and leaves holes.
            0 => BLOCK,
            expected => expected,
        };
        self.open.reserve_exact(more.min(BLOCK - self.open.len()));
    }

    fn finish(mut self) -> Result<u64, VfsError> {
        let last = Bytes::from(self.open.into_boxed_slice());
        let blocks = if self.full.is_empty() {
            Blocks::One(last)
        } else {
            self.full.extend((!last.is_empty()).then_some(last));
            if self.full.len() == 1 { Blocks::One(self.full.remove(0)) } else { Blocks::Many(self.full.into()) }
        };
        let length = blocks.len();
        self.payloads.insert(self.id, blocks)?;
        Ok(length)
    }
}

impl Stage for MemStage {
    fn write(&mut self, chunk: Bytes) -> Answer<'_, Result<(), VfsError>> {
        self.append(&chunk);
        Answer::now(Ok(()))
    }

    fn keep(&mut self, chunk: Bytes) -> Answer<'_, Result<(), VfsError>> {
        self.adopt(chunk);
        Answer::now(Ok(()))
    }

    fn seal(self: Box<Self>) -> Answer<'static, Result<u64, VfsError>> {
        Answer::now(self.finish())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Capacities of the blocks that a body of `len` bytes in chunks of `chunk` is kept in.
    fn check(len: usize, chunk: usize, hint: Option<u64>, expected: &[usize]) {
        let body: Vec<u8> = (0..len).map(|at| (at % 251) as u8).collect();
        let payloads = Arc::<Payloads>::default();
        let id = PayloadId::new(1, 1);
        let mut stage = MemStage::new(id, hint, Arc::clone(&payloads));
        let mut rooms = Vec::new();
        for chunk in body.chunks(chunk) {
            stage.append(chunk);
            assert!(stage.open.capacity() <= BLOCK);
            rooms.push(stage.open.capacity());
        }
        if hint == Some(len as u64) && len <= BLOCK {
            assert!(rooms.iter().all(|room| *room == len || *room == 0), "one allocation: {rooms:?}");
        }
        assert_eq!(stage.finish().unwrap(), len as u64);
        let blocks = match &*payloads.find(id).unwrap() {
            Blocks::One(block) => vec![block.clone()],
            Blocks::Many(blocks) => blocks.to_vec(),
        };
        assert_eq!(blocks.iter().map(Bytes::len).collect::<Vec<_>>(), expected, "{len} in {chunk}, hint {hint:?}");
        assert!(blocks.concat() == body);
    }

    #[test]
    fn blocks_are_exact_whatever_the_hint() {
        for hint in [None, Some(0), Some(1), Some(1000), Some(BLOCK as u64), Some(1 << 40)] {
            check(0, 1, hint, &[0]);
            check(1000, 7, hint, &[1000]);
            check(BLOCK, 65_536, hint, &[BLOCK]);
            check(BLOCK + 1, 65_536, hint, &[BLOCK, 1]);
        }
        check(2 * BLOCK + 5, 100_000, Some(2 * BLOCK as u64 + 5), &[BLOCK, BLOCK, 5]);
        check(3 * BLOCK, 3 * BLOCK, None, &[BLOCK, BLOCK, BLOCK]);
    }

    /// Chunks of these lengths, that are kept if `keep`, make these blocks; `kept` of the chunks are blocks themselves.
    fn check_kept(chunks: &[(usize, bool)], hint: Option<u64>, expected: &[usize], kept: usize) {
        let payloads = Arc::<Payloads>::default();
        let id = PayloadId::new(1, 1);
        let mut stage = MemStage::new(id, hint, Arc::clone(&payloads));
        let chunks: Vec<_> =
            (1..).zip(chunks).map(|(number, (len, keep))| (Bytes::from(vec![number; *len]), *keep)).collect();
        for (chunk, keep) in &chunks {
            if *keep { stage.adopt(chunk.clone()) } else { stage.append(chunk) }
        }
        stage.finish().unwrap();
        let blocks = match &*payloads.find(id).unwrap() {
            Blocks::One(block) => vec![block.clone()],
            Blocks::Many(blocks) => blocks.to_vec(),
        };
        assert_eq!(blocks.iter().map(Bytes::len).collect::<Vec<_>>(), expected);
        assert!(blocks.concat() == chunks.iter().map(|(chunk, _)| chunk.clone()).collect::<Vec<_>>().concat());
        let is_chunk = |block: &&Bytes| chunks.iter().any(|(chunk, _)| chunk.as_ptr() == block.as_ptr());
        assert_eq!(blocks.iter().filter(is_chunk).count(), kept);
    }

    #[test]
    fn blocks_that_own_their_buffers_are_kept() {
        check_kept(&[(BLOCK, true), (BLOCK, true), (5, true)], Some(2 * BLOCK as u64 + 5), &[BLOCK, BLOCK, 5], 3);
        check_kept(&[(7, true)], Some(7), &[7], 1);
        check_kept(&[(BLOCK, true)], Some(BLOCK as u64), &[BLOCK], 1);
        // A length that was not announced, or a wrong one, costs copies and no bytes.
        check_kept(&[(BLOCK, true), (5, true)], None, &[BLOCK, 5], 1);
        check_kept(&[(7, true), (BLOCK, true), (0, true)], Some(7), &[BLOCK, 7], 0);
        check_kept(&[(7, false), (BLOCK, true)], Some(BLOCK as u64 + 7), &[BLOCK, 7], 0);
        check_kept(
            &[(BLOCK, true), (3, true), (BLOCK, true), (BLOCK - 3, false)],
            Some(BLOCK as u64 + 3),
            &[BLOCK; 3],
            1,
        );
    }

    #[test]
    fn an_id_is_used_once() {
        let payloads = Arc::<Payloads>::default();
        let stage = |body: &str| {
            let mut stage = MemStage::new(PayloadId::new(1, 1), None, Arc::clone(&payloads));
            stage.append(body.as_bytes());
            stage.finish()
        };
        assert_eq!(stage("first").unwrap(), 5);
        assert!(matches!(stage("again"), Err(VfsError::Io(_))));
        assert_eq!(payloads.find(PayloadId::new(1, 1)).unwrap().whole().unwrap(), "first");
    }

    #[test]
    fn a_chunk_is_copied_not_kept() {
        let buffer = Bytes::from(vec![7; 100_000]);
        let mut stage = MemStage::new(PayloadId::new(1, 1), None, Arc::default());
        stage.append(&buffer.slice(..10));
        assert!(buffer.is_unique());
    }
}
