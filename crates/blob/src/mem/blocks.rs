//! A payload in memory: blocks that it owns alone.

use std::{ops::Range, sync::Arc};

use bytes::Bytes;
use futures_util::stream::{self, StreamExt as _};

use crate::{BLOCK, ByteStream, Payload};

/// The bytes of a payload.
#[derive(Debug)]
pub(super) enum Blocks {
    /// At most [`BLOCK`] bytes: most payloads, and worth no second allocation.
    One(Bytes),
    /// More than that. All but the last have [`BLOCK`] bytes.
    Many(Arc<[Bytes]>),
}

impl Blocks {
    /// Where `offset` lies: which block, and where in it.
    const fn place(offset: u64) -> (usize, usize) {
        // A payload in memory is shorter than the address space.
        ((offset / BLOCK as u64) as usize, (offset % BLOCK as u64) as usize)
    }
}

impl Payload for Blocks {
    fn len(&self) -> u64 {
        match self {
            Self::One(block) => block.len() as u64,
            Self::Many(blocks) => (blocks.len() as u64 - 1) * BLOCK as u64 + blocks.last().map_or(0, Bytes::len) as u64,
        }
    }

    fn whole(&self) -> Option<Bytes> {
        match self {
            Self::One(block) => Some(block.clone()),
            Self::Many(_) => None,
        }
    }

    fn slice(&self, range: Range<u64>) -> Option<Bytes> {
        if range.start > range.end || range.end > self.len() {
            return None;
        }
        if range.is_empty() {
            return Some(Bytes::new());
        }
        let ((first, start), (last, end)) = (Self::place(range.start), Self::place(range.end - 1));
        let block = match self {
            Self::One(block) => block,
            Self::Many(blocks) if first == last => &blocks[first],
            Self::Many(_) => return None,
        };
        Some(block.slice(start..=end))
    }

    fn read(&self, range: Range<u64>) -> ByteStream {
        match (self.slice(range.clone()), self) {
            (Some(bytes), _) if bytes.is_empty() => Box::pin(stream::empty()),
            (Some(bytes), _) => Box::pin(stream::iter([Ok(bytes)])),
            (None, Self::One(_)) => Box::pin(stream::empty()),
            (None, Self::Many(blocks)) => Box::pin(stream::iter(cut(Arc::clone(blocks), range)).map(Ok)),
        }
    }
}

/// The slices of `blocks` that make up `range`, as far as there are any.
fn cut(blocks: Arc<[Bytes]>, range: Range<u64>) -> impl Iterator<Item = Bytes> {
    let mut at = range.start;
    std::iter::from_fn(move || {
        let (block, start) = Blocks::place(at);
        let rest = blocks.get(block)?.slice(start.min(blocks[block].len())..);
        let wanted = usize::try_from(range.end.saturating_sub(at)).unwrap_or(usize::MAX);
        let bytes = rest.slice(..wanted.min(rest.len()));
        at += bytes.len() as u64;
        (!bytes.is_empty()).then_some(bytes)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn many(len: usize) -> (Blocks, Vec<u8>) {
        let body: Vec<u8> = (0..len).map(|at| (at % 251) as u8).collect();
        (Blocks::Many(body.chunks(BLOCK).map(Bytes::copy_from_slice).collect()), body)
    }

    #[tokio::test]
    async fn every_range_across_blocks_reads_its_bytes() {
        let (blocks, body) = many(2 * BLOCK + 7);
        assert_eq!(blocks.len(), body.len() as u64);
        let edges = [0, 1, BLOCK - 1, BLOCK, BLOCK + 1, 2 * BLOCK - 1, 2 * BLOCK, 2 * BLOCK + 7];
        for start in edges {
            for end in edges.into_iter().filter(|end| *end >= start) {
                let range = start as u64..end as u64;
                let read: Vec<Bytes> =
                    blocks.read(range.clone()).map(|item| item.expect("memory does not fail")).collect().await;
                assert!(read.concat() == body[start..end], "{range:?}");
                let within_one = start == end || start / BLOCK == (end - 1) / BLOCK;
                assert_eq!(blocks.slice(range.clone()).is_some(), within_one, "{range:?}");
            }
        }
    }

    #[test]
    fn a_slice_shares_the_block() {
        let blocks = Blocks::One(Bytes::from(vec![1, 2, 3]));
        let (whole, slice) = (blocks.whole().unwrap(), blocks.slice(1..3).unwrap());
        assert_eq!(slice.as_ptr(), whole[1..].as_ptr());
        assert_eq!((blocks.slice(0..4), blocks.slice(3..3)), (None, Some(Bytes::new())));
    }
}
