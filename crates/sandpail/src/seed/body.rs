//! A file as the body of a request.

use std::fs::File;
use std::io::{self, Read};
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use hyper::body::{Body, Frame, SizeHint};

/// How much is read at once.
const CHUNK: u64 = 1 << 20;

/// The bytes of a file that are left to read. It is read as it is asked for, on the thread that asks, which waits for
/// the system: one that serves nobody.
pub(super) struct FileBody {
    file: File,
    left: u64,
}

impl FileBody {
    /// The first `length` bytes of a file.
    pub(super) const fn new(file: File, length: u64) -> Self {
        Self { file, left: length }
    }

    fn read(&mut self) -> io::Result<Bytes> {
        let wanted = self.left.min(CHUNK);
        let mut chunk = Vec::with_capacity(usize::try_from(wanted).unwrap_or_default());
        Read::take(&mut self.file, wanted).read_to_end(&mut chunk)?;
        if chunk.len() as u64 != wanted {
            return Err(io::Error::new(io::ErrorKind::UnexpectedEof, "the file became shorter while it was read"));
        }
        self.left -= wanted;
        Ok(chunk.into())
    }
}

impl Body for FileBody {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        if self.left == 0 {
            return Poll::Ready(None);
        }
        Poll::Ready(Some(self.read().map(Frame::data)))
    }

    fn is_end_stream(&self) -> bool {
        self.left == 0
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.left)
    }
}
