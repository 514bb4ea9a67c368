//! The body as the operation reads it: the framing is off, every byte is hashed as it passes (or beside, where there are
//! many), and the end is not believed before everything that was announced has been found true.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;
use http::HeaderMap;
use s3s::stream::{ByteStream, DynByteStream, RemainingLength};
use s3s::{Body, StdError};
use sandpail_blob::Algorithm;

use super::chunked::{Chunks, Decoder};
use super::digest::{self, DigestValue};
use super::error::BodyError;
use super::gather::Gather;
use super::hashers::Hashers;
use super::outcome::{Digests, Outcome};
use super::plan::{Framing, Plan};

/// A request body that is verified while it streams. Yields the decoded bytes as they came, without copying them, or
/// gathered into blocks if there are many; when something is wrong, one error item and then the end.
#[derive(Debug)]
pub(crate) struct VerifiedBody {
    body: Body,
    plan: Plan,
    /// What has come and is not decoded yet.
    input: Bytes,
    /// None when the body comes plain, and after the end.
    decoder: Option<Decoder>,
    hashers: Hashers,
    /// Where the body is large.
    gather: Option<Gather>,
    size: u64,
    /// Whether all data has come.
    drained: bool,
    ended: bool,
    outcome: Arc<Outcome>,
}

impl VerifiedBody {
    /// Reads `body` by `plan`; `outcome` is set at the end, never before. Signed chunks are verified by `chunks`.
    pub(crate) fn new(body: Body, plan: Plan, outcome: Arc<Outcome>, chunks: Option<Box<Chunks>>) -> Self {
        let (gather, mut hashers) = (Gather::of(&plan), Hashers::of(&plan));
        if gather.is_some() {
            outcome.gather();
            hashers = hashers.without_md5();
        }
        Self {
            body,
            input: Bytes::new(),
            decoder: decoder(plan.framing).map(|decoder| decoder.verified(chunks)),
            hashers,
            gather,
            plan,
            size: 0,
            drained: false,
            ended: false,
            outcome,
        }
    }

    /// The next bytes for the operation; none at the end of the body, when all of it is hashed.
    fn poll_block(&mut self, cx: &mut Context<'_>) -> Poll<Result<Option<Bytes>, BodyError>> {
        loop {
            let Some(gather) = &mut self.gather else { return self.poll_data(cx) };
            if let Some(block) = gather.next() {
                return Poll::Ready(Ok(Some(block)));
            }
            if self.drained {
                if let Some(block) = gather.flush() {
                    return Poll::Ready(Ok(Some(block)));
                }
                self.hashers.set_md5(ready!(gather.poll_md5(cx)));
                self.gather = None;
                return Poll::Ready(Ok(None));
            }
            ready!(gather.poll_room(cx));
            match (ready!(self.poll_data(cx))?, &mut self.gather) {
                (Some(data), Some(gather)) => gather.add(data),
                _ => self.drained = true,
            }
        }
    }

    /// The next decoded bytes; none at the end of the body.
    fn poll_data(&mut self, cx: &mut Context<'_>) -> Poll<Result<Option<Bytes>, BodyError>> {
        loop {
            if let Some(data) = self.decode()? {
                if self.take_note(&data) {
                    return Poll::Ready(Ok(Some(data)));
                }
                continue;
            }
            match ready!(Pin::new(&mut self.body).poll_next(cx)) {
                Some(Ok(bytes)) => self.input = bytes,
                Some(Err(source)) => return Poll::Ready(Err(BodyError::of(source))),
                None => return Poll::Ready(Ok(None)),
            }
        }
    }

    fn decode(&mut self) -> Result<Option<Bytes>, BodyError> {
        match &mut self.decoder {
            Some(decoder) => decoder.decode(&mut self.input),
            None if self.input.is_empty() => Ok(None),
            None => Ok(Some(std::mem::take(&mut self.input))),
        }
    }

    /// Whether the data is wanted. What goes beyond the announced length is only counted: S3 tells how much came.
    fn take_note(&mut self, data: &[u8]) -> bool {
        self.size += data.len() as u64;
        if self.plan.length.is_some_and(|length| self.size > length) {
            return false;
        }
        self.hashers.update(data);
        true
    }

    /// Compares what came with what was announced.
    fn finish(&mut self) -> Result<Digests, BodyError> {
        let trailers = self.decoder.take().map(Decoder::finish).transpose()?.unwrap_or_default();
        if let Some(expected) = self.plan.length.filter(|&length| length != self.size) {
            return Err(BodyError::LengthMismatch { expected, provided: self.size });
        }
        let announced = announced(&self.plan, &trailers)?;
        let values = std::mem::take(&mut self.hashers).finish();
        let sha256 = || check_sha256(&self.plan, values.of(Algorithm::Sha256));
        // S3 asks for the payload's hash first where it takes an object's bytes, and last of a document.
        if self.plan.etag {
            sha256()?;
        }
        check_md5(&self.plan, values.of(Algorithm::Md5))?;
        if let Some((algorithm, value)) = &announced
            && values.of(*algorithm) != Some(value)
        {
            return Err(BodyError::ChecksumMismatch { algorithm: *algorithm });
        }
        sha256()?;
        let stored = self.plan.sent().or(self.plan.default);
        Ok(Digests {
            md5: values.of(Algorithm::Md5).and_then(|md5| md5[..].try_into().ok()),
            checksum: stored.and_then(|algorithm| Some((algorithm, *values.of(algorithm)?))),
            sent: self.plan.sent(),
            size: self.size,
        })
    }

    /// Ends the stream with `result`; a wrong body ends with an error item.
    fn end(&mut self, result: Result<Digests, BodyError>) -> Option<Result<Bytes, StdError>> {
        self.ended = true;
        let item = result.as_ref().err().map(|error| Err(error.clone().into()));
        self.outcome.set(result);
        item
    }
}

impl Stream for VerifiedBody {
    type Item = Result<Bytes, StdError>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        if this.ended {
            return Poll::Ready(None);
        }
        Poll::Ready(match ready!(this.poll_block(cx)) {
            Ok(Some(data)) => Some(Ok(data)),
            Ok(None) => {
                let result = this.finish();
                this.end(result)
            }
            Err(error) => this.end(Err(error)),
        })
    }
}

impl ByteStream for VerifiedBody {
    /// Exact while bytes are to come. Once all have come but the end is not verified it is unknown: a reader that is told
    /// of zero bytes may never ask for the error item.
    fn remaining_length(&self) -> RemainingLength {
        if self.ended {
            return RemainingLength::new_exact(0);
        }
        let held = self.gather.as_ref().map_or(0, Gather::held) as u64;
        let left = self.plan.length.map(|length| length.saturating_sub(self.size) + held);
        match left.map(usize::try_from) {
            Some(Ok(left @ 1..)) => RemainingLength::new_exact(left),
            _ => RemainingLength::unknown(),
        }
    }
}

impl Drop for VerifiedBody {
    fn drop(&mut self) {
        self.outcome.leave(std::mem::take(&mut self.body));
    }
}

impl From<VerifiedBody> for Body {
    fn from(body: VerifiedBody) -> Self {
        Self::from(Box::pin(body) as DynByteStream)
    }
}

fn decoder(framing: Framing) -> Option<Decoder> {
    match framing {
        Framing::Plain => None,
        Framing::Chunked { signed } => Some(Decoder::new(signed)),
    }
}

/// The checksum that the client sent. Trailers must be exactly the ones that `x-amz-trailer` announced.
fn announced(plan: &Plan, trailers: &HeaderMap) -> Result<Option<(Algorithm, DigestValue)>, BodyError> {
    let Some(sent) = &plan.checksum else {
        return if trailers.is_empty() { Ok(None) } else { Err(BodyError::MalformedTrailer) };
    };
    if let Some(value) = &sent.value {
        let none = trailers.is_empty();
        return none.then_some(Some((sent.algorithm, *value))).ok_or(BodyError::MalformedTrailer);
    }
    let header = digest::header(sent.algorithm);
    let value = trailers.get(header).filter(|_| trailers.len() == 1).ok_or(BodyError::MalformedTrailer)?;
    match digest::decode(sent.algorithm, value.as_bytes()) {
        Some(value) => Ok(Some((sent.algorithm, value))),
        None => Err(BodyError::InvalidChecksum { header, trailing: true }),
    }
}

fn check_sha256(plan: &Plan, computed: Option<&DigestValue>) -> Result<(), BodyError> {
    let (Some(sent), Some(computed)) = (&plan.sha256, computed) else { return Ok(()) };
    let computed = digest::hex(computed);
    if sent.as_bytes().eq_ignore_ascii_case(computed.as_bytes()) {
        return Ok(());
    }
    Err(BodyError::ContentSha256Mismatch { sent: String::from_utf8_lossy(sent.as_bytes()).into_owned(), computed })
}

fn check_md5(plan: &Plan, computed: Option<&DigestValue>) -> Result<(), BodyError> {
    let (Some(sent), Some(computed)) = (&plan.content_md5, computed) else { return Ok(()) };
    if sent == computed {
        return Ok(());
    }
    // What was sent S3 names in hexadecimal of an object, in base64 of a part or a document (recorded).
    let expected = if plan.etag && !plan.part { digest::hex(sent) } else { digest::encode(sent) };
    Err(BodyError::Md5Mismatch { expected, calculated: digest::encode(computed) })
}

#[cfg(test)]
mod tests;
