//! Payload after payload as one stream, and that stream as a tokio reader.

use std::{
    fmt, io,
    pin::Pin,
    task::{Context, Poll, ready},
};

use bytes::{Buf, Bytes};
use tokio::io::{AsyncRead, ReadBuf};

use crate::{ByteStream, VfsError};

use super::reader::{Piece, Pieces};

/// The pieces of a body in order, each held to its length.
pub(crate) struct Stream {
    pieces: smallvec::IntoIter<[Piece; 1]>,
    current: Option<ByteStream>,
    /// Bytes that the current piece still owes.
    owed: u64,
}

impl Stream {
    pub(crate) fn new(pieces: Pieces) -> Self {
        Self { pieces: pieces.into_iter(), current: None, owed: 0 }
    }

    /// Ends the stream with an error.
    fn fail(&mut self, error: VfsError) -> Poll<Option<Result<Bytes, VfsError>>> {
        self.pieces = Pieces::new().into_iter();
        self.current = None;
        Poll::Ready(Some(Err(error)))
    }
}

impl futures_core::Stream for Stream {
    type Item = Result<Bytes, VfsError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        loop {
            let Some(current) = &mut this.current else {
                let Some(piece) = this.pieces.next() else { return Poll::Ready(None) };
                this.owed = piece.range.end - piece.range.start;
                this.current = Some(piece.payload.read(piece.range));
                continue;
            };
            match ready!(current.as_mut().poll_next(cx)) {
                Some(Ok(chunk)) if chunk.is_empty() => {}
                Some(Ok(chunk)) if chunk.len() as u64 <= this.owed => {
                    this.owed -= chunk.len() as u64;
                    return Poll::Ready(Some(Ok(chunk)));
                }
                Some(Ok(_)) => {
                    return this.fail(VfsError::Corrupt("a payload gives more bytes than it has".to_owned()));
                }
                Some(Err(error)) => return this.fail(error),
                None if this.owed == 0 => this.current = None,
                None => {
                    let owed = this.owed;
                    return this.fail(VfsError::Corrupt(format!("a payload ends {owed} bytes early")));
                }
            }
        }
    }
}

/// The bytes of a version as a tokio reader.
pub struct BlobRead {
    stream: ByteStream,
    chunk: Bytes,
}

impl BlobRead {
    pub(crate) const fn new(stream: ByteStream) -> Self {
        Self { stream, chunk: Bytes::new() }
    }
}

impl AsyncRead for BlobRead {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        while self.chunk.is_empty() {
            match ready!(self.stream.as_mut().poll_next(cx)) {
                Some(Ok(chunk)) => self.chunk = chunk,
                Some(Err(VfsError::Io(error))) => return Poll::Ready(Err(error)),
                Some(Err(error)) => return Poll::Ready(Err(io::Error::other(error))),
                None => return Poll::Ready(Ok(())),
            }
        }
        let count = self.chunk.len().min(buf.remaining());
        buf.put_slice(&self.chunk[..count]);
        self.chunk.advance(count);
        Poll::Ready(Ok(()))
    }
}

impl fmt::Debug for BlobRead {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BlobRead").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::{ops::Range, sync::Arc};

    use futures_util::{StreamExt as _, stream};
    use tokio::io::AsyncReadExt as _;

    use super::*;
    use crate::Payload;

    /// A payload that claims a length and gives these chunks.
    struct Claimed(u64, &'static [&'static str]);

    impl Payload for Claimed {
        fn len(&self) -> u64 {
            self.0
        }

        fn whole(&self) -> Option<Bytes> {
            None
        }

        fn read(&self, _: Range<u64>) -> ByteStream {
            Box::pin(stream::iter(self.1.iter().map(|chunk| Ok(Bytes::from_static(chunk.as_bytes())))))
        }
    }

    fn pieces(claims: &[(u64, &'static [&'static str])]) -> Stream {
        let piece = |(len, chunks): &(u64, &'static [&'static str])| Piece {
            payload: Arc::new(Claimed(*len, chunks)),
            range: 0..*len,
        };
        Stream::new(claims.iter().map(piece).collect())
    }

    /// What comes out, `!` for an error, `|` between items.
    async fn check(claims: &[(u64, &'static [&'static str])], expected: &str) {
        let items: Vec<_> = pieces(claims).collect().await;
        let told: Vec<_> = items
            .into_iter()
            .map(|item| item.map_or("!".to_owned(), |chunk| String::from_utf8_lossy(&chunk).into()))
            .collect();
        assert_eq!(told.join("|"), expected, "{claims:?}");
    }

    #[tokio::test]
    async fn a_body_is_whole_or_an_error() {
        check(&[], "").await;
        check(&[(2, &["ab"]), (0, &[]), (3, &["c", "", "de"])], "ab|c|de").await;
        check(&[(3, &["ab"]), (1, &["c"])], "ab|!").await;
        check(&[(1, &[]), (1, &["c"])], "!").await;
        check(&[(1, &["a", "b"]), (1, &["c"])], "a|!").await;
        check(&[(1, &["ab"])], "!").await;
    }

    #[tokio::test]
    async fn a_reader_ends_or_fails_as_the_stream_does() {
        let mut text = String::new();
        BlobRead::new(Box::pin(pieces(&[(2, &["ab"]), (3, &["c", "de"])]))).read_to_string(&mut text).await.unwrap();
        assert_eq!(text, "abcde");
        let mut part = [0; 2];
        let mut short = BlobRead::new(Box::pin(pieces(&[(4, &["abc"])])));
        short.read_exact(&mut part).await.unwrap();
        assert_eq!(&part, b"ab");
        assert!(short.read_to_end(&mut Vec::new()).await.is_err());
    }
}
