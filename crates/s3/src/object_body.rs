//! The bytes of an object on their way out, with their length.

use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;
use s3s::stream::{ByteStream as S3ByteStream, DynByteStream, RemainingLength};
use sandpail_blob::{BlobReader, ByteStream};

/// A stream that knows how much is left of it, so that the answer has a `Content-Length`. An error of the store ends
/// the connection: a short body is never passed off as a whole one.
pub(crate) struct ObjectBody {
    stream: ByteStream,
    left: usize,
}

impl ObjectBody {
    /// The body of `reader` as s3s carries it.
    pub(crate) fn dynamic(reader: BlobReader) -> DynByteStream {
        let left = usize::try_from(reader.len()).unwrap_or(usize::MAX);
        Box::pin(Self { stream: reader.into_stream(), left })
    }
}

impl Stream for ObjectBody {
    type Item = Result<Bytes, s3s::StdError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let item = std::task::ready!(self.stream.as_mut().poll_next(cx));
        if let Some(Ok(chunk)) = &item {
            self.left = self.left.saturating_sub(chunk.len());
        }
        Poll::Ready(item.map(|result| result.map_err(Into::into)))
    }
}

impl S3ByteStream for ObjectBody {
    fn remaining_length(&self) -> RemainingLength {
        RemainingLength::new_exact(self.left)
    }
}
