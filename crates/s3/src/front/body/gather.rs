//! A large body, gathered into the blocks that the store keeps, so that they can be hashed while they are kept.

use std::task::{Context, Poll, ready};

use bytes::{Buf as _, Bytes};
use md5_simd::Md5;
use sandpail_blob::BLOCK;

use super::lanes::Lane;
use super::plan::Plan;

/// Which bodies are large, in bytes. Threads are not worth their while for less.
const LARGE: u64 = 256 << 10;

/// The blocks of one body.
#[derive(Debug)]
pub(super) struct Gather {
    lane: Lane,
    /// What has come and makes no block yet.
    input: Bytes,
    /// The block under way, with room for all of it.
    block: Vec<u8>,
    /// How many bytes come after those that are in blocks.
    expected: u64,
    /// How many bytes the lane has, and what of the body it cannot have: less than 64 bytes at the end.
    hashed: u64,
    tail: Bytes,
}

impl Gather {
    /// For a body whose MD5 is wanted and that is announced to be large.
    pub(super) fn of(plan: &Plan) -> Option<Self> {
        let expected = plan.length.filter(|length| plan.etag && *length >= LARGE)?;
        let (input, block, tail) = (Bytes::new(), Vec::new(), Bytes::new());
        Some(Self { lane: Lane::begin()?, input, block, expected, hashed: 0, tail })
    }

    /// How many bytes have come and are in no block yet.
    pub(super) fn held(&self) -> usize {
        self.input.len() + self.block.len()
    }

    /// Whether more may come.
    pub(super) fn poll_room(&self, cx: &mut Context<'_>) -> Poll<()> {
        self.lane.poll_room(cx)
    }

    /// Adds what has come, once [`next`](Self::next) has taken all that came before.
    pub(super) fn add(&mut self, data: Bytes) {
        debug_assert!(self.input.is_empty());
        self.input = data;
    }

    /// The next whole block, or the last.
    pub(super) fn next(&mut self) -> Option<Bytes> {
        while !self.input.is_empty() {
            if self.block.is_empty() {
                self.block =
                    self.lane.spares().take(usize::try_from(self.expected).map_or(BLOCK, |left| left.min(BLOCK)));
            }
            let room = self.block.capacity() - self.block.len();
            let now = self.input.len().min(room);
            self.block.extend_from_slice(&self.input[..now]);
            self.input.advance(now);
            if now == room {
                return self.flush();
            }
        }
        None
    }

    /// What there is of the block under way.
    pub(super) fn flush(&mut self) -> Option<Bytes> {
        if self.block.is_empty() {
            return None;
        }
        let block = self.lane.spares().lend(std::mem::take(&mut self.block));
        self.expected = self.expected.saturating_sub(block.len() as u64);
        let whole = block.len() / 64 * 64;
        self.lane.push(block.slice(..whole));
        self.hashed += whole as u64;
        self.tail = block.slice(whole..);
        Some(block)
    }

    /// The MD5 of all blocks.
    pub(super) fn poll_md5(&self, cx: &mut Context<'_>) -> Poll<Md5> {
        let mut md5 = Md5::from_parts(ready!(self.lane.poll_state(cx)), self.hashed);
        md5.update(&self.tail);
        Poll::Ready(md5)
    }
}
