//! Cuts bytes that come in pieces into records.

use super::framing::{End, Framing};
use crate::select::error::{Error, Result};

/// The longest record.
pub(crate) const RECORD: usize = 1024 * 1024;

/// S3 reads so much at once: its error texts count in it.
const BLOCK: u64 = 8192;

/// The bytes that are not yet records.
#[derive(Debug)]
pub(crate) struct Splitter {
    framing: Framing,
    buffer: Vec<u8>,
    /// Where in the buffer the next record begins.
    start: usize,
    /// Where in the object the buffer begins.
    offset: u64,
}

/// A record and where in the object it begins.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Record<'b> {
    pub(crate) offset: u64,
    pub(crate) text: &'b str,
}

impl Splitter {
    /// `offset` is where in the object the first byte lies.
    pub(crate) fn new(framing: Framing, offset: u64) -> Self {
        Self { framing, buffer: Vec::new(), start: 0, offset }
    }

    /// Takes bytes in.
    pub(crate) fn push(&mut self, bytes: &[u8]) {
        self.buffer.drain(..self.start);
        self.offset += self.start as u64;
        self.start = 0;
        self.buffer.extend_from_slice(bytes);
    }

    /// The next record, if it is there; with `last` what is left is one.
    ///
    /// # Errors
    /// `OverMaxRecordSize`, `InvalidTextEncoding`.
    pub(crate) fn next(&mut self, last: bool) -> Result<Option<Record<'_>>> {
        let rest = &self.buffer[self.start..];
        let (end, next) = match self.framing.end(rest, last) {
            End::At { end, next } => (end, next),
            End::Beyond if last && !rest.is_empty() => (rest.len(), rest.len()),
            End::Beyond if rest.len() > RECORD => return Err(self.too_long()),
            End::Beyond => return Ok(None),
        };
        if end > RECORD {
            return Err(self.too_long());
        }
        let start = self.start;
        self.start += next;
        let offset = self.offset + start as u64;
        match std::str::from_utf8(&self.buffer[start..start + end]) {
            // A byte order mark is of the file, not of its first record.
            Ok(text) if offset == 0 => Ok(Some(Record { offset, text: text.strip_prefix('\u{feff}').unwrap_or(text) })),
            Ok(text) => Ok(Some(Record { offset, text })),
            Err(error) => Err(self.encoding(offset + error.valid_up_to() as u64)),
        }
    }

    /// A record that does not end may not be text at all.
    fn too_long(&self) -> Error {
        match std::str::from_utf8(&self.buffer[self.start..]) {
            Err(error) if error.error_len().is_some() => {
                self.encoding(self.offset + (self.start + error.valid_up_to()) as u64)
            }
            _ => Error::RecordSize {},
        }
    }

    /// Names the end of the block that the byte lies in, or of what there is of it.
    fn encoding(&self, at: u64) -> Error {
        let seen = self.offset + self.buffer.len() as u64;
        Error::Encoding { near: grouped(((at / BLOCK + 1) * BLOCK).min(seen)) }
    }
}

/// A number with a comma before every three digits.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let groups: Vec<_> = digits.as_bytes().rchunks(3).rev().map(String::from_utf8_lossy).collect();
    groups.join(",")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(bytes: &[u8], step: usize, delimiter: &str) -> Result<Vec<(u64, String)>> {
        let mut splitter = Splitter::new(Framing::Delimiter(delimiter.to_owned()), 0);
        let mut records = Vec::new();
        for piece in bytes.chunks(step) {
            splitter.push(piece);
            while let Some(record) = splitter.next(false)? {
                records.push((record.offset, record.text.to_owned()));
            }
        }
        while let Some(record) = splitter.next(true)? {
            records.push((record.offset, record.text.to_owned()));
        }
        Ok(records)
    }

    #[test]
    fn records_are_cut_whatever_the_pieces() {
        for step in 1..8 {
            let check = |bytes: &str, delimiter: &str, expected: &[(u64, &str)]| {
                let found = split(bytes.as_bytes(), step, delimiter).unwrap();
                let found: Vec<_> = found.iter().map(|(at, text)| (*at, text.as_str())).collect();
                assert_eq!(found, expected, "{bytes:?} {step}");
            };
            check("a\nbc\n\nd", "\n", &[(0, "a"), (2, "bc"), (5, ""), (6, "d")]);
            check("a\n", "\n", &[(0, "a")]);
            check("", "\n", &[]);
            check("a\r\nb\rc\r\n", "\r\n", &[(0, "a"), (3, "b\rc")]);
            check("aéb", "é", &[(0, "a"), (3, "b")]);
        }
    }

    /// Both texts recorded.
    #[test]
    fn long_records_and_other_encodings_are_refused() {
        let long = "x".repeat(RECORD + 1);
        assert_eq!(split(long.as_bytes(), 65_536, "\n"), Err(Error::RecordSize {}));
        let fits = "x".repeat(RECORD);
        assert_eq!(split(fits.as_bytes(), 65_536, "\n").unwrap().len(), 1);
        let near = |bytes: &[u8]| split(bytes, 65_536, "\n").unwrap_err().to_string();
        let text = |near| format!("UTF-8 encoding is required. The text encoding error was found near byte {near}.");
        assert_eq!(near(&[b"\x1f\x8b".to_vec(), vec![b'a'; 9000]].concat()), text("8,192"));
        assert_eq!(near(b"abc\n\xff1234567890"), text("15"));
        assert_eq!(near(&[vec![b'a'; 32_000], vec![0xff; 3_000_000]].concat()), text("32,768"));
    }
}
