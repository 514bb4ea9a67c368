//! GZIP and BZIP2, decompressed as they come.
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_InputSerialization.html>

use std::io::Write;

use bzip2::{Decompress, Status};
use flate2::write::MultiGzDecoder;

use crate::select::error::{Error, Result};

/// How an object is compressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Compression {
    None,
    Gzip,
    Bzip2,
}

impl Compression {
    /// S3's name, and what such an object begins with.
    fn mark(self) -> (&'static str, &'static [u8]) {
        match self {
            Self::None => ("NONE", b""),
            Self::Gzip => ("GZIP", b"\x1f\x8b"),
            Self::Bzip2 => ("BZIP2", b"BZh"),
        }
    }
}

/// How much of compressed input is decompressed at once: a thousandfold of it still fits in memory.
const STEP: usize = 4096;

/// How much of BZIP2's output is handed on at once.
const BUFFER: usize = 64 * 1024;

/// A decompression under way.
pub(crate) struct Decoder {
    compression: Compression,
    /// What has come so far of the mark.
    head: Vec<u8>,
    engine: Engine,
}

enum Engine {
    None,
    Gzip(Box<MultiGzDecoder<Vec<u8>>>),
    /// `None` between two streams.
    Bzip2(Option<Decompress>),
}

impl Decoder {
    pub(crate) fn new(compression: Compression) -> Self {
        let engine = match compression {
            Compression::None => Engine::None,
            Compression::Gzip => Engine::Gzip(Box::new(MultiGzDecoder::new(Vec::new()))),
            Compression::Bzip2 => Engine::Bzip2(None),
        };
        Self { compression, head: Vec::new(), engine }
    }

    /// Decompresses, and hands what comes of it to `out` piece by piece; `out` says whether it wants more now. Answers
    /// how much of `input` it has read: when `out` wanted no more, something may be left to come even of all of it.
    ///
    /// # Errors
    /// `InvalidCompressionFormat` for an object that is not compressed so, `TruncatedInput` for one that is broken;
    /// those of `out`.
    pub(crate) fn feed(&mut self, input: &[u8], out: &mut dyn FnMut(&[u8]) -> Result<bool>) -> Result<usize> {
        self.check_mark(input)?;
        match &mut self.engine {
            Engine::None => out(input).map(|_| input.len()),
            Engine::Gzip(decoder) => {
                let mut read = 0;
                for piece in input.chunks(STEP) {
                    decoder.write_all(piece).map_err(|_| Error::Truncated {})?;
                    read += piece.len();
                    let plain = std::mem::take(decoder.get_mut());
                    if !plain.is_empty() && !out(&plain)? {
                        break;
                    }
                }
                Ok(read)
            }
            Engine::Bzip2(stream) => bunzip(stream, input, out),
        }
    }

    /// # Errors
    /// `TruncatedInput` for what has no end, `InvalidCompressionFormat` for what had no beginning.
    pub(crate) fn finish(&mut self, out: &mut dyn FnMut(&[u8]) -> Result<bool>) -> Result<()> {
        let (format, mark) = self.compression.mark();
        if self.head.len() < mark.len() {
            return Err(Error::NotCompressed { format });
        }
        match &mut self.engine {
            Engine::None | Engine::Bzip2(None) => Ok(()),
            Engine::Bzip2(Some(_)) => Err(Error::Truncated {}),
            Engine::Gzip(decoder) => {
                decoder.try_finish().map_err(|_| Error::Truncated {})?;
                let plain = std::mem::take(decoder.get_mut());
                out(&plain).map(|_| ())
            }
        }
    }

    /// Holds the first bytes against what such an object begins with.
    fn check_mark(&mut self, input: &[u8]) -> Result<()> {
        let (format, mark) = self.compression.mark();
        let missing = mark.len() - self.head.len();
        self.head.extend_from_slice(&input[..missing.min(input.len())]);
        if mark.starts_with(&self.head) { Ok(()) } else { Err(Error::NotCompressed { format }) }
    }
}

fn bunzip(stream: &mut Option<Decompress>, whole: &[u8], out: &mut dyn FnMut(&[u8]) -> Result<bool>) -> Result<usize> {
    let mut input = whole;
    let mut buffer = vec![0; BUFFER];
    let moved = |from: u64, to: u64| usize::try_from(to - from).map_err(|_| Error::Truncated {});
    loop {
        if stream.is_none() && input.is_empty() {
            return Ok(whole.len());
        }
        let decoder = stream.get_or_insert_with(|| Decompress::new(false));
        let before = (decoder.total_in(), decoder.total_out());
        let status = decoder.decompress(input, &mut buffer).map_err(|_| Error::Truncated {})?;
        let (read, written) = (moved(before.0, decoder.total_in())?, moved(before.1, decoder.total_out())?);
        input = &input[read..];
        if status == Status::StreamEnd {
            *stream = None;
        }
        if written > 0 && !out(&buffer[..written])? {
            return Ok(whole.len() - input.len());
        }
        if read == 0 && written == 0 && status != Status::StreamEnd {
            // It waits for more.
            return if input.is_empty() { Ok(whole.len()) } else { Err(Error::Truncated {}) };
        }
    }
}

#[cfg(test)]
mod tests {
    use flate2::write::GzEncoder;

    use super::*;

    fn gzip(text: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), flate2::Compression::default());
        encoder.write_all(text).unwrap();
        encoder.finish().unwrap()
    }

    fn bzip2(text: &[u8]) -> Vec<u8> {
        let mut encoder = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::default());
        encoder.write_all(text).unwrap();
        encoder.finish().unwrap()
    }

    fn decode(compression: Compression, input: &[u8], step: usize) -> Result<Vec<u8>> {
        let mut decoder = Decoder::new(compression);
        let mut plain = Vec::new();
        let mut out = |piece: &[u8]| {
            plain.extend_from_slice(piece);
            Ok(true)
        };
        for piece in input.chunks(step) {
            decoder.feed(piece, &mut out)?;
        }
        decoder.finish(&mut out)?;
        Ok(plain)
    }

    #[test]
    fn what_is_not_wanted_now_comes_later() {
        let text = "a,b,c\n".repeat(200_000).into_bytes();
        for (compression, input) in [(Compression::Gzip, gzip(&text)), (Compression::Bzip2, bzip2(&text))] {
            let (mut decoder, mut plain, mut rest) = (Decoder::new(compression), Vec::new(), &input[..]);
            // What is left when nothing is wanted at first comes with the next call, or at the end.
            for _ in 0..100 {
                let before = plain.len();
                let mut out = |piece: &[u8]| {
                    plain.extend_from_slice(piece);
                    Ok(false)
                };
                let read = decoder.feed(rest, &mut out).unwrap();
                rest = &rest[read..];
                assert!(compression == Compression::Gzip || plain.len() - before <= BUFFER, "a piece at a time");
            }
            let mut out = |piece: &[u8]| {
                plain.extend_from_slice(piece);
                Ok(true)
            };
            decoder.finish(&mut out).unwrap();
            assert!(rest.is_empty() && plain == text, "{compression:?}");
        }
    }

    #[test]
    fn both_formats_are_read_in_pieces_of_any_size() {
        let text = "a,b,c\n".repeat(3_000).into_bytes();
        for step in [1, 7, 1000, usize::MAX] {
            assert!(decode(Compression::Gzip, &gzip(&text), step).unwrap() == text, "gzip {step}");
            assert!(decode(Compression::Bzip2, &bzip2(&text), step).unwrap() == text, "bzip2 {step}");
            assert!(decode(Compression::None, &text, step).unwrap() == text, "none {step}");
        }
        let twice = |one: Vec<u8>| [one.clone(), one].concat();
        assert_eq!(decode(Compression::Gzip, &twice(gzip(b"ab")), 5).unwrap(), b"abab");
        assert_eq!(decode(Compression::Bzip2, &twice(bzip2(b"ab")), 5).unwrap(), b"abab");
    }

    /// The first recorded.
    #[test]
    fn what_is_not_compressed_or_broken_is_refused() {
        for (compression, input, code) in [
            (Compression::Gzip, b"a,b\n1,2\n".to_vec(), "InvalidCompressionFormat"),
            (Compression::Bzip2, b"a,b\n1,2\n".to_vec(), "InvalidCompressionFormat"),
            (Compression::Gzip, Vec::new(), "InvalidCompressionFormat"),
            (Compression::Bzip2, gzip(b"a"), "InvalidCompressionFormat"),
            (Compression::Gzip, gzip(b"abcdefghijkl")[..20].to_vec(), "TruncatedInput"),
            (Compression::Bzip2, bzip2(b"abcdefghijkl")[..20].to_vec(), "TruncatedInput"),
        ] {
            assert_eq!(decode(compression, &input, 4).unwrap_err().code(), code, "{compression:?} {input:?}");
        }
        let error = decode(Compression::Gzip, b"a,b", 10).unwrap_err();
        assert_eq!(
            error.to_string(),
            "GZIP is not applicable to the queried object. Please correct the request and try again."
        );
    }
}
