//! What came of a body: shared between the stream that computes it and the operation that asks once the stream has ended.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError};

use s3s::Body;
use sandpail_blob::Algorithm;

use super::digest::DigestValue;
use super::error::BodyError;

/// The digests of a body that was read to its end and found to be what was announced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Digests {
    /// The MD5, of object data and of bodies sent with Content-MD5.
    pub(crate) md5: Option<[u8; 16]>,
    /// The checksum computed; object data has one, unless the default was switched off.
    pub(crate) checksum: Option<(Algorithm, DigestValue)>,
    /// The algorithm of the checksum that the client sent, in a header or a trailer.
    pub(crate) sent: Option<Algorithm>,
    /// The body's length in bytes, without framing.
    pub(crate) size: u64,
}

impl Digests {
    /// The checksum of `algorithm`, if it was computed.
    pub(crate) fn checksum(&self, algorithm: Algorithm) -> Option<&[u8]> {
        self.checksum.as_ref().filter(|row| row.0 == algorithm).map(|row| &*row.1)
    }
}

/// The result of reading one body. Empty until its stream has ended, one way or the other; then it never changes.
#[derive(Debug, Default)]
pub(crate) struct Outcome {
    result: OnceLock<Result<Digests, BodyError>>,
    rest: Mutex<Option<Body>>,
    is_gathered: AtomicBool,
}

impl Outcome {
    /// Of a body that is still to be read.
    pub(crate) fn new(body: Body) -> Self {
        Self { result: OnceLock::new(), rest: Mutex::new(Some(body)), is_gathered: AtomicBool::new(false) }
    }

    /// What came of the body; none while it is still being read, or was never read to its end.
    pub(crate) fn get(&self) -> Option<&Result<Digests, BodyError>> {
        self.result.get()
    }

    /// The digests of a body that was read to its end and is sound.
    pub(crate) fn digests(&self) -> Option<&Digests> {
        self.get().and_then(|result| result.as_ref().ok())
    }

    /// What was wrong with the body, as far as it was read.
    pub(crate) fn error(&self) -> Option<&BodyError> {
        self.get().and_then(|result| result.as_ref().err())
    }

    /// What nobody read of the body, once its stream is gone: the connection can be used again when it has been read.
    pub(crate) fn take_rest(&self) -> Option<Body> {
        self.rest.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    /// Whether the body comes in blocks of its own, which are nobody's buffer and can be kept as they are.
    pub(crate) fn is_gathered(&self) -> bool {
        self.is_gathered.load(Ordering::Relaxed)
    }

    /// Takes note that it does.
    pub(super) fn gather(&self) {
        self.is_gathered.store(true, Ordering::Relaxed);
    }

    /// Keeps what is left of the body.
    pub(super) fn leave(&self, rest: Body) {
        *self.rest.lock().unwrap_or_else(PoisonError::into_inner) = Some(rest);
    }

    /// Sets the result. Only the first one counts, and a stream ends once.
    pub(super) fn set(&self, result: Result<Digests, BodyError>) {
        let _ = self.result.set(result);
    }
}
