//! The aws-chunked framing, taken off: sizes, chunk signatures and trailers go, the data comes out as slices of the input.
//!
//! Chunk signatures are wanted where they were announced, and verified where those of requests are (`signed`). The framing
//! is read as strictly as S3 reads it: lines end in CRLF, the blank line at the end is wanted, and nothing follows it.
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html>,
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html>

mod signed;

use bytes::{Buf, Bytes};
use http::{HeaderMap, HeaderName, HeaderValue};

pub(crate) use self::signed::Chunks;

use super::error::BodyError;

/// The longest line before a chunk, in bytes: a size and a signature take about 90, an ECDSA one about 170.
const HEADER_LIMIT: usize = 1024;

/// All trailers together, in bytes.
const TRAILERS_LIMIT: usize = 16 * 1024;

/// The least size in bytes of a chunk that another one follows.
const CHUNK_MIN: u64 = 8192;

/// What comes next in the input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// The line with a chunk's size.
    Header,
    /// So many bytes of the chunk.
    Data(u64),
    /// The CR, then the LF, after the chunk.
    Cr,
    Lf,
    /// A trailer, or the blank line that ends everything.
    Trailers,
    /// Nothing.
    End,
}

/// The decoder of one body, fed piece by piece as the pieces come.
#[derive(Debug)]
pub(crate) struct Decoder {
    signed: bool,
    /// What the signatures are verified with, and the one of the chunk under way.
    verifier: Option<Box<Chunks>>,
    signature: String,
    state: State,
    /// The beginning of a line whose end is in the next piece.
    line: Vec<u8>,
    /// How many chunks have begun, and the size of the last.
    chunks: u64,
    size: u64,
    trailers: HeaderMap,
    trailers_size: usize,
}

impl Decoder {
    /// A decoder at the beginning of a body, whose chunks each carry a signature if it is `signed`.
    pub(crate) fn new(signed: bool) -> Self {
        Self {
            signed,
            verifier: None,
            signature: String::new(),
            state: State::Header,
            line: Vec::new(),
            chunks: 0,
            size: 0,
            trailers: HeaderMap::new(),
            trailers_size: 0,
        }
    }

    /// The same, with what the signatures are to be verified with.
    pub(super) fn verified(self, verifier: Option<Box<Chunks>>) -> Self {
        Self { verifier, ..self }
    }

    /// The next data in `input`, taken off its front; none when `input` is used up. Never an empty slice.
    ///
    /// # Errors
    /// [`BodyError::Framing`], [`BodyError::ChunkTooSmall`], [`BodyError::MalformedTrailer`] or
    /// [`BodyError::Signature`].
    pub(crate) fn decode(&mut self, input: &mut Bytes) -> Result<Option<Bytes>, BodyError> {
        while !input.is_empty() {
            match self.state {
                State::Header => self.header(input)?,
                State::Data(left) => return self.data(left, input).map(Some),
                State::Cr => self.expect(b'\r', State::Lf, input)?,
                State::Lf => self.expect(b'\n', State::Header, input)?,
                State::Trailers => self.trailer(input)?,
                State::End => return Err(BodyError::Framing),
            }
        }
        Ok(None)
    }

    /// The trailers of a body that has ended, without the trailer signature.
    ///
    /// # Errors
    /// [`BodyError::Framing`] when the body should have gone on, and what is wrong with the trailers' signature.
    pub(crate) fn finish(mut self) -> Result<HeaderMap, BodyError> {
        if self.state != State::End {
            return Err(BodyError::Framing);
        }
        if let Some(verifier) = self.verifier {
            verifier.finish(&self.trailers)?;
        }
        self.trailers.remove(signed::SIGNATURE);
        Ok(self.trailers)
    }

    fn header(&mut self, input: &mut Bytes) -> Result<(), BodyError> {
        let signed = self.signed;
        let line = self.line(input, HEADER_LIMIT, |line| chunk(line, signed));
        let Some(chunk) = line.ok_or(BodyError::Framing)? else { return Ok(()) };
        let (size, signature) = chunk.ok_or(BodyError::Framing)?;
        self.signature = signature;
        if size == 0 {
            self.state = State::Trailers;
            return self.end_chunk();
        }
        self.chunks += 1;
        if self.chunks > 1 && self.size < CHUNK_MIN {
            return Err(BodyError::ChunkTooSmall { chunk: self.chunks, size: self.size });
        }
        self.size = size;
        self.state = State::Data(size);
        Ok(())
    }

    fn data(&mut self, left: u64, input: &mut Bytes) -> Result<Bytes, BodyError> {
        let here = usize::try_from(left).map_or(input.len(), |left| left.min(input.len()));
        let left = left - here as u64;
        let data = input.split_to(here);
        if let Some(verifier) = &mut self.verifier {
            verifier.data(&data);
        }
        self.state = if left == 0 { State::Cr } else { State::Data(left) };
        if left == 0 {
            self.end_chunk()?;
        }
        Ok(data)
    }

    fn end_chunk(&mut self) -> Result<(), BodyError> {
        self.verifier.as_mut().map_or(Ok(()), |verifier| verifier.end(&self.signature))
    }

    fn expect(&mut self, byte: u8, then: State, input: &mut Bytes) -> Result<(), BodyError> {
        if input.get_u8() != byte {
            return Err(BodyError::Framing);
        }
        self.state = then;
        Ok(())
    }

    fn trailer(&mut self, input: &mut Bytes) -> Result<(), BodyError> {
        let room = TRAILERS_LIMIT - self.trailers_size;
        let line = self.line(input, room, |line| (line.len(), parse_trailer(line)));
        match line.ok_or(BodyError::MalformedTrailer)? {
            None => {}
            Some((0, _)) => self.state = State::End,
            Some((size, trailer)) => {
                let (name, value) = trailer.ok_or(BodyError::MalformedTrailer)?;
                self.trailers_size += size;
                self.trailers.append(name, value);
            }
        }
        Ok(())
    }

    /// Takes a line off `input` and parses it without its CRLF: `Some(None)` when its end is still to come, none when it
    /// is longer than `limit`. A line is only ever copied when it lies in two pieces.
    fn line<T>(&mut self, input: &mut Bytes, limit: usize, parse: impl FnOnce(&[u8]) -> T) -> Option<Option<T>> {
        let kept = self.line.len();
        let head = &input[..input.len().min((limit + 2).saturating_sub(kept))];
        if kept == 0
            && let Some(end) = crlf(head)
        {
            let parsed = parse(&head[..end]);
            input.advance(end + 2);
            return Some(Some(parsed));
        }
        self.line.extend_from_slice(head);
        // The CR may be the last byte that was kept.
        let from = kept.saturating_sub(1);
        if let Some(end) = crlf(&self.line[from..]) {
            let end = from + end;
            input.advance(end + 2 - kept);
            let parsed = parse(&self.line[..end]);
            self.line.clear();
            return Some(Some(parsed));
        }
        input.clear();
        (self.line.len() < limit + 2).then_some(None)
    }
}

fn crlf(bytes: &[u8]) -> Option<usize> {
    bytes.windows(2).position(|pair| pair == b"\r\n")
}

/// The size and the signature in `1a2b;chunk-signature=…`, or the size in `1a2b` if the body is not `signed`.
fn chunk(line: &[u8], signed: bool) -> Option<(u64, String)> {
    let end = line.iter().position(|&b| b == b';').unwrap_or(line.len());
    let (digits, extension) = line.split_at(end);
    let signature = extension.strip_prefix(b";chunk-signature=").unwrap_or_default();
    // A sign would pass as the beginning of a number.
    if !digits.iter().all(u8::is_ascii_hexdigit) || signed && signature.is_empty() {
        return None;
    }
    let size = u64::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()?;
    let signature =
        if signed { String::from_utf8_lossy(signature.trim_ascii_end()).into_owned() } else { String::new() };
    Some((size, signature))
}

/// The name and the value of `name:value`. Some clients write a LF after the value before the CRLF.
fn parse_trailer(line: &[u8]) -> Option<(HeaderName, HeaderValue)> {
    let colon = line.iter().position(|&b| b == b':')?;
    let name = HeaderName::from_bytes(&line[..colon]).ok()?;
    let value = HeaderValue::from_bytes(line[colon + 1..].trim_ascii()).ok()?;
    Some((name, value))
}

#[cfg(test)]
mod tests;
