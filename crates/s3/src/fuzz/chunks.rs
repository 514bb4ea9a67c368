//! The aws-chunked framing: in whatever pieces a body comes, it is read as a naive reader reads the whole.

use bytes::Bytes;

use crate::front::body::BodyError;
use crate::front::body::chunked::Decoder;

/// What a body turned out to be, or the kind of what is wrong with it.
type Read = Result<(Vec<u8>, Vec<(String, Vec<u8>)>), &'static str>;

/// The first byte says whether the chunks are signed, the second how the rest is cut.
pub(super) fn chunks(data: &[u8]) {
    let [flags, seed, body @ ..] = data else { return };
    let signed = flags & 1 == 1;
    let expected = naive(signed, body);
    assert_eq!(decode(signed, [body]), expected, "whole");
    assert_eq!(decode(signed, super::cut(body, *seed)), expected, "in pieces of {seed}");
}

fn decode<'a>(signed: bool, pieces: impl IntoIterator<Item = &'a [u8]>) -> Read {
    let mut decoder = Decoder::new(signed);
    let mut data = Vec::new();
    for piece in pieces {
        let mut input = Bytes::copy_from_slice(piece);
        while let Some(slice) = decoder.decode(&mut input).map_err(|error| kind(&error))? {
            assert!(!slice.is_empty(), "an empty slice");
            data.extend_from_slice(&slice);
        }
        assert!(input.is_empty(), "input that is left over");
    }
    let trailers = decoder.finish().map_err(|error| kind(&error))?;
    let trailers = trailers.iter().map(|(name, value)| (name.to_string(), value.as_bytes().to_vec()));
    Ok((data, ordered(trailers.collect())))
}

fn kind(error: &BodyError) -> &'static str {
    match error {
        BodyError::Framing => "framing",
        BodyError::ChunkTooSmall { .. } => "too small",
        BodyError::MalformedTrailer => "trailer",
        other => panic!("no error of the framing: {other}"),
    }
}

/// The longest line before a chunk, and of all trailers.
const LINE: usize = 1024;
const TRAILERS: usize = 16 * 1024;
/// The least size of a chunk that is not the last.
const SMALL: u64 = 8192;

/// Reads a whole body by its lines.
fn naive(signed: bool, body: &[u8]) -> Read {
    let (mut rest, mut data, mut last) = (body, Vec::new(), None);
    loop {
        let (line, after) = line(rest, LINE).ok_or("framing")?;
        let mut fields = line.splitn(2, |&byte| byte == b';');
        let digits = std::str::from_utf8(fields.next().unwrap_or_default()).map_err(|_| "framing")?;
        let signature = fields.next().and_then(|field| field.strip_prefix(b"chunk-signature=")).unwrap_or_default();
        if digits.starts_with('+') || signed && signature.is_empty() {
            return Err("framing");
        }
        let size = u64::from_str_radix(digits, 16).map_err(|_| "framing")?;
        if size == 0 {
            return Ok((data, trailers(after)?));
        }
        if last.is_some_and(|last| last < SMALL) {
            return Err("too small");
        }
        last = Some(size);
        let size = usize::try_from(size).map_err(|_| "framing")?;
        let chunk = after.get(..size).ok_or("framing")?;
        data.extend_from_slice(chunk);
        rest = after[size..].strip_prefix(b"\r\n").ok_or("framing")?;
    }
}

fn trailers(mut rest: &[u8]) -> Result<Vec<(String, Vec<u8>)>, &'static str> {
    let (mut found, mut room) = (Vec::<(String, Vec<u8>)>::new(), TRAILERS);
    loop {
        // What may still go on is only cut short.
        let cut = if rest.len() < room + 2 { "framing" } else { "trailer" };
        let (line, after) = line(rest, room).ok_or(cut)?;
        if line.is_empty() {
            found.retain(|(name, _)| name != "x-amz-trailer-signature");
            return if after.is_empty() { Ok(ordered(found)) } else { Err("framing") };
        }
        let colon = line.iter().position(|&byte| byte == b':').ok_or("trailer")?;
        let name = http::HeaderName::from_bytes(&line[..colon]).map_err(|_| "trailer")?;
        let value = line[colon + 1..].trim_ascii();
        if value.iter().any(|&byte| byte < b' ' && byte != b'\t' || byte == 0x7f) {
            return Err("trailer");
        }
        found.push((name.to_string(), value.to_vec()));
        (room, rest) = (room - line.len(), after);
    }
}

/// By name; those of one name stay as they came. Names have no order: the map forgets it when it loses one.
fn ordered(mut trailers: Vec<(String, Vec<u8>)>) -> Vec<(String, Vec<u8>)> {
    trailers.sort_by(|(one, _), (other, _)| one.cmp(other));
    trailers
}

/// The line at the front of `bytes`, if it is no longer than `limit`, and what comes after its CRLF.
fn line(bytes: &[u8], limit: usize) -> Option<(&[u8], &[u8])> {
    let end = bytes.windows(2).take(limit + 1).position(|pair| pair == b"\r\n")?;
    Some((&bytes[..end], &bytes[end + 2..]))
}
