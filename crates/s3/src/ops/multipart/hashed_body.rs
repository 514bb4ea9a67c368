//! A request body that is hashed once more on its way: with the algorithm of its upload, which the front cannot know.

use std::pin::Pin;
use std::sync::{Arc, OnceLock};
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;
use s3s::StdError;
use s3s::dto::StreamingBlob;
use s3s::stream::{ByteStream, RemainingLength};

use crate::front::body::digest::{DigestValue, Hasher};

/// The digest of a [`hashed`] body; there once the body has been read to its end.
#[derive(Debug, Default)]
pub(super) struct Digest(Arc<OnceLock<DigestValue>>);

impl Digest {
    /// The digest's bytes.
    pub(super) fn get(&self) -> Option<&[u8]> {
        self.0.get().map(|value| &**value)
    }
}

/// `body` as it is, and the digest that `hasher` will have made of it.
pub(super) fn hashed(body: StreamingBlob, hasher: Hasher) -> (StreamingBlob, Digest) {
    let digest = Digest::default();
    let hashed = Hashed { body, hasher: Some(hasher), digest: Arc::clone(&digest.0) };
    (StreamingBlob::new(hashed), digest)
}

struct Hashed {
    body: StreamingBlob,
    hasher: Option<Hasher>,
    digest: Arc<OnceLock<DigestValue>>,
}

impl Stream for Hashed {
    type Item = Result<Bytes, StdError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let item = ready!(Pin::new(&mut self.body).poll_next(cx));
        match &item {
            Some(Ok(chunk)) => {
                if let Some(hasher) = &mut self.hasher {
                    hasher.update(chunk);
                }
            }
            Some(Err(_)) => self.hasher = None,
            None => {
                if let Some(hasher) = self.hasher.take() {
                    // Only one hasher ever sets it.
                    let _ = self.digest.set(hasher.finish());
                }
            }
        }
        Poll::Ready(item)
    }
}

impl ByteStream for Hashed {
    fn remaining_length(&self) -> RemainingLength {
        self.body.remaining_length()
    }
}

#[cfg(test)]
mod tests {
    use futures_util::{StreamExt as _, stream};
    use sandpail_blob::Algorithm;

    use super::*;
    use crate::front::body::digest;

    fn body(chunks: &[Result<&'static str, &'static str>]) -> (StreamingBlob, Digest) {
        let chunks: Vec<Result<Bytes, std::io::Error>> =
            chunks.iter().map(|chunk| chunk.map(Bytes::from).map_err(std::io::Error::other)).collect();
        hashed(StreamingBlob::wrap(stream::iter(chunks)), Hasher::new(Algorithm::Crc32))
    }

    #[tokio::test]
    async fn the_digest_is_there_at_the_end() {
        let (mut stream, digest) = body(&[Ok("1234"), Ok(""), Ok("56789")]);
        let mut text = Vec::new();
        while let Some(chunk) = stream.next().await {
            assert_eq!(digest.get(), None);
            text.extend_from_slice(&chunk.unwrap());
        }
        assert_eq!(text, b"123456789");
        assert_eq!(digest.get().map(digest::hex).as_deref(), Some("cbf43926"));
    }

    #[tokio::test]
    async fn a_body_that_fails_has_no_digest() {
        let (mut stream, digest) = body(&[Ok("1234"), Err("broke off")]);
        assert!(stream.next().await.unwrap().is_ok());
        assert!(stream.next().await.unwrap().is_err());
        assert!(stream.next().await.is_none());
        assert_eq!(digest.get(), None);
    }
}
