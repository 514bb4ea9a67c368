//! The signatures of the chunks of a body, and of its trailers: each goes on from the one before, the first from the
//! request's.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html>,
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html>

use std::sync::Arc;

use http::HeaderMap;
use sha2::{Digest as _, Sha256};

use super::super::digest::hex;
use super::super::error::BodyError;
use crate::front::identity::SigningKey;
use crate::signature::{Evidence, Part, canonical, v4, v4a};

/// The trailer that signs the others.
pub(super) const SIGNATURE: &str = "x-amz-trailer-signature";

/// What the chunks of one body are verified with, and how far it has come.
#[derive(Debug)]
pub(crate) struct Chunks {
    key: SigningKey,
    moment: String,
    scope: String,
    /// Whether the trailers are signed.
    trailer: bool,
    previous: String,
    number: u64,
    hasher: Sha256,
    /// What is known of the request, whose signature was good.
    request: Evidence,
}

impl Chunks {
    /// Verifies what follows a request that was signed with `key`, at `moment`, in `scope`.
    pub(crate) fn new(key: SigningKey, moment: String, scope: String, trailer: bool, request: Evidence) -> Self {
        let (previous, hasher) = (request.provided.clone(), Sha256::new());
        Self { key, moment, scope, trailer, previous, number: 0, hasher, request }
    }

    /// Takes note of data of the chunk that is under way.
    pub(super) fn data(&mut self, data: &[u8]) {
        self.hasher.update(data);
    }

    /// Verifies the signature of the chunk that has ended.
    pub(super) fn end(&mut self, signature: &str) -> Result<(), BodyError> {
        self.number += 1;
        let payload = hex(&self.hasher.finalize_reset());
        let algorithm = self.key.algorithm();
        let text = v4::chunk_to_sign(algorithm, &self.moment, &self.scope, v4a::unpadded(&self.previous), &payload);
        self.check(text, signature, Part::Chunk(self.number))
    }

    /// Verifies the trailers, where they are to be signed.
    pub(super) fn finish(mut self, trailers: &HeaderMap) -> Result<(), BodyError> {
        if !self.trailer {
            return Ok(());
        }
        let signature = trailers.get(SIGNATURE).and_then(|value| value.to_str().ok());
        let signature = signature.ok_or(BodyError::MalformedTrailer)?;
        let mut names: Vec<_> =
            trailers.keys().map(http::HeaderName::as_str).filter(|name| *name != SIGNATURE).collect();
        names.sort_unstable();
        let line = |name: &&str| [name.as_bytes(), b":", &canonical::header(name, trailers, None, ""), b"\n"].concat();
        let lines: Vec<u8> = names.iter().flat_map(line).collect();
        let algorithm = self.key.algorithm();
        let text = v4::trailer_to_sign(algorithm, &self.moment, &self.scope, v4a::unpadded(&self.previous), &lines);
        self.check(text, signature, Part::Trailer)
    }

    fn check(&mut self, text: String, signature: &str, part: Part) -> Result<(), BodyError> {
        if self.key.is_signed(text.as_bytes(), signature) {
            signature.clone_into(&mut self.previous);
            return Ok(());
        }
        let provided = signature.to_owned();
        let evidence = Evidence { part, string_to_sign: text.into_bytes(), provided, ..self.request.clone() };
        Err(BodyError::Signature(Arc::new(evidence)))
    }
}
