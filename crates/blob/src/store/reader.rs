//! The bytes of a version on their way out.

use std::{fmt, ops::Range, sync::Arc};

use bytes::Bytes;
use smallvec::SmallVec;

use crate::{ByteStream, Payload};

use super::stream::{BlobRead, Stream};

/// A run of bytes of an open payload.
pub(crate) struct Piece {
    pub(crate) payload: Arc<dyn Payload>,
    pub(crate) range: Range<u64>,
}

/// Most bodies are one.
pub(crate) type Pieces = SmallVec<[Piece; 1]>;

/// The bytes of a version, or a range of them. All payloads are open: replacing or removing the version meanwhile does
/// no harm.
pub struct BlobReader {
    len: u64,
    pieces: Pieces,
}

impl BlobReader {
    /// A reader of `pieces`, which make up `range`; `None` when they do not.
    pub(crate) fn new(pieces: Pieces, range: &Range<u64>) -> Option<Self> {
        let len: u64 = pieces.iter().map(|piece| piece.range.end - piece.range.start).sum();
        (len == range.end - range.start).then_some(Self { len, pieces })
    }

    /// Number of bytes to come.
    #[must_use]
    pub const fn len(&self) -> u64 {
        self.len
    }

    /// Whether no byte is to come.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The bytes without a copy, when they lie in memory as one block.
    ///
    /// # Errors
    ///
    /// The reader itself, when they do not.
    pub fn into_bytes(self) -> Result<Bytes, Self> {
        let bytes = match self.pieces.as_slice() {
            [] => Some(Bytes::new()),
            [piece] => piece.payload.slice(piece.range.clone()),
            _ => None,
        };
        // A payload that answers with another number of bytes is left to the stream, which reports it.
        bytes.filter(|bytes| bytes.len() as u64 == self.len).ok_or(self)
    }

    /// The bytes in order. What is missing or short is an error item, never an early end.
    #[must_use]
    pub fn into_stream(self) -> ByteStream {
        Box::pin(Stream::new(self.pieces))
    }

    /// The bytes as a tokio reader.
    #[must_use]
    pub fn into_async_read(self) -> BlobRead {
        BlobRead::new(self.into_stream())
    }
}

impl fmt::Debug for BlobReader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BlobReader").field("len", &self.len).field("pieces", &self.pieces.len()).finish()
    }
}
