//! Record keys, built field by field.

use memchr::memchr;

/// Bytes on their way to become a key. Most keys are no longer than what is on the stack; longer ones go on in a vector.
pub(crate) struct Writer {
    stack: [u8; 256],
    length: usize,
    /// All of it, once it is too long for the stack.
    heap: Vec<u8>,
}

impl Writer {
    pub(crate) fn new() -> Self {
        Self { stack: [0; 256], length: 0, heap: Vec::new() }
    }

    /// Bytes as they are: a namespace.
    #[inline]
    pub(crate) fn bytes(&mut self, bytes: &[u8]) -> &mut Self {
        let end = self.length + bytes.len();
        match self.stack.get_mut(self.length..end) {
            Some(place) if self.heap.is_empty() => place.copy_from_slice(bytes),
            _ => self.spill(bytes),
        }
        self.length = end;
        self
    }

    #[cold]
    fn spill(&mut self, bytes: &[u8]) {
        if self.heap.is_empty() {
            self.heap.extend_from_slice(&self.stack[..self.length]);
        }
        self.heap.extend_from_slice(bytes);
    }

    /// A byte as it is: the end of a namespace, a tag.
    pub(crate) fn byte(&mut self, byte: u8) -> &mut Self {
        self.bytes(&[byte])
    }

    /// The beginning of a segment: everything that starts with `part` follows.
    pub(crate) fn open(&mut self, part: &[u8]) -> &mut Self {
        self.byte(1);
        let mut rest = part;
        while let Some(zero) = memchr(0, rest) {
            self.bytes(&rest[..=zero]).byte(0xFF);
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
        self.bytes_mut()[place] = byte;
    }

    pub(crate) fn as_bytes(&self) -> &[u8] {
        if self.heap.is_empty() { &self.stack[..self.length] } else { &self.heap }
    }

    fn bytes_mut(&mut self) -> &mut [u8] {
        if self.heap.is_empty() { &mut self.stack[..self.length] } else { &mut self.heap }
    }

    /// Makes it the least key above everything that starts like this.
    pub(crate) fn end(&mut self) -> &mut Self {
        while self.as_bytes().last() == Some(&0xFF) {
            self.length -= 1;
            self.heap.pop();
        }
        // What is built here holds a byte below FF: the end of a namespace or the start of a segment.
        if let Some(last) = self.bytes_mut().last_mut() {
            *last += 1;
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_key_is_written_like_a_short_one() {
        let piece: Vec<u8> = (0..=255).collect();
        for (count, size) in [(1, 256), (2, 128), (2, 200), (10, 100), (257, 1), (3, 256), (1, 0)] {
            let (mut writer, mut expected) = (Writer::new(), Vec::new());
            for _ in 0..count {
                writer.bytes(&piece[..size]).byte(7);
                expected.extend_from_slice(&piece[..size]);
                expected.push(7);
            }
            writer.set(0, 9);
            expected[0] = 9;
            assert_eq!(writer.as_bytes(), expected, "{count} times {size}");
        }
    }

    #[test]
    fn the_end_of_a_long_key_is_found_like_that_of_a_short_one() {
        for (length, ends) in [(10, 0), (10, 3), (255, 1), (255, 2), (256, 1), (300, 100), (1000, 0)] {
            let (mut writer, mut expected) = (Writer::new(), vec![5; length]);
            writer.bytes(&expected).bytes(&vec![0xFF; ends]).end();
            expected[length - 1] = 6;
            assert_eq!(writer.as_bytes(), expected, "{length} and {ends}");
        }
    }
}
