//! Record keys, built field by field.

use super::RecordKey;

/// Builds a key.
pub(crate) struct Writer(Vec<u8>);

impl Writer {
    pub(crate) fn new(start: &[u8], room: usize) -> Self {
        let mut bytes = Vec::with_capacity(start.len() + room);
        bytes.extend_from_slice(start);
        Self(bytes)
    }

    /// A byte as it is: the end of a namespace, a tag.
    pub(crate) fn byte(mut self, byte: u8) -> Self {
        self.0.push(byte);
        self
    }

    /// The beginning of a segment: everything that starts with `part` follows.
    pub(crate) fn open(mut self, part: &[u8]) -> Self {
        self.0.push(1);
        let mut rest = part;
        while let Some(zero) = rest.iter().position(|byte| *byte == 0) {
            self.0.extend_from_slice(&rest[..=zero]);
            self.0.push(0xFF);
            rest = &rest[zero + 1..];
        }
        self.0.extend_from_slice(rest);
        self
    }

    /// A whole segment.
    pub(crate) fn segment(self, bytes: &[u8]) -> Self {
        self.open(bytes).byte(0)
    }

    /// A fixed-width number, which ends the key.
    pub(crate) fn fixed(mut self, bytes: &[u8]) -> Self {
        self.0.push(1);
        self.0.extend_from_slice(bytes);
        self
    }

    pub(crate) fn key(self) -> RecordKey {
        RecordKey(self.0.into())
    }

    /// The least key above everything that starts like this.
    pub(crate) fn end(mut self) -> RecordKey {
        while self.0.last() == Some(&0xFF) {
            self.0.pop();
        }
        // What is built here holds a byte below FF: the end of a namespace or the start of a segment.
        if let Some(last) = self.0.last_mut() {
            *last += 1;
        }
        self.key()
    }

    pub(crate) fn into_bytes(self) -> Vec<u8> {
        self.0
    }
}
