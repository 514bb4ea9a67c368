//! Record keys back into names.

use super::{Namespace, RecordKey, Tag};

/// Reads a whole segment; answers it and what follows. `None` when there is none or when it is not UTF-8.
pub(crate) fn segment(bytes: &[u8]) -> Option<(String, &[u8])> {
    let mut rest = bytes.strip_prefix(&[1])?;
    let mut name = Vec::new();
    loop {
        let zero = rest.iter().position(|byte| *byte == 0)?;
        let after = &rest[zero + 1..];
        if after.first() != Some(&0xFF) {
            name.extend_from_slice(&rest[..zero]);
            return Some((String::from_utf8(name).ok()?, after));
        }
        name.extend_from_slice(&rest[..=zero]);
        rest = &after[1..];
    }
}

/// What follows the tag of a record key, read field by field.
pub(crate) struct Parsed<'a>(&'a [u8]);

impl<'a> Parsed<'a> {
    /// The fields of a key of that kind in that namespace; `None` for any other key.
    pub(crate) fn of(key: &'a RecordKey, namespace: &Namespace, tag: Tag) -> Option<Self> {
        Some(Self(key.as_bytes().strip_prefix(namespace.encoded())?.strip_prefix(&[0, tag as u8])?))
    }

    /// What follows the namespace, for a record in it or below it.
    pub(crate) fn below(key: &'a RecordKey, namespace: &Namespace) -> Option<Self> {
        Some(Self(key.as_bytes().strip_prefix(namespace.encoded())?))
    }

    /// The next segment; `None` when what follows is none.
    pub(crate) fn segment(&mut self) -> Option<String> {
        let (name, rest) = segment(self.0)?;
        self.0 = rest;
        Some(name)
    }
}
