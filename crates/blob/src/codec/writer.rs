//! Record keys, built field by field.

use memchr::memchr;
use smallvec::SmallVec;

/// Bytes on their way to become a key: on the stack, as long as they are no longer than most. It is filled where it
/// stands and never moved.
pub(crate) struct Writer(SmallVec<[u8; 256]>);

impl Writer {
    pub(crate) fn new() -> Self {
        Self(SmallVec::new())
    }

    /// Bytes as they are: a namespace.
    pub(crate) fn bytes(&mut self, bytes: &[u8]) -> &mut Self {
        self.0.extend_from_slice(bytes);
        self
    }

    /// A byte as it is: the end of a namespace, a tag.
    pub(crate) fn byte(&mut self, byte: u8) -> &mut Self {
        self.0.push(byte);
        self
    }

    /// The beginning of a segment: everything that starts with `part` follows.
    pub(crate) fn open(&mut self, part: &[u8]) -> &mut Self {
        self.0.push(1);
        let mut rest = part;
        while let Some(zero) = memchr(0, rest) {
            self.0.extend_from_slice(&rest[..=zero]);
            self.0.push(0xFF);
            rest = &rest[zero + 1..];
        }
        self.bytes(rest)
    }

    /// A whole segment.
    pub(crate) fn segment(&mut self, bytes: &[u8]) -> &mut Self {
        self.open(bytes).byte(0)
    }

    /// A fixed-width number, which ends the key.
    pub(crate) fn fixed(&mut self, bytes: &[u8]) -> &mut Self {
        self.byte(1).bytes(bytes)
    }

    /// Puts another byte at `place`.
    pub(crate) fn set(&mut self, place: usize, byte: u8) {
        self.0[place] = byte;
    }

    pub(crate) fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// Makes it the least key above everything that starts like this.
    pub(crate) fn end(&mut self) -> &mut Self {
        while self.0.last() == Some(&0xFF) {
            self.0.pop();
        }
        // What is built here holds a byte below FF: the end of a namespace or the start of a segment.
        if let Some(last) = self.0.last_mut() {
            *last += 1;
        }
        self
    }
}
