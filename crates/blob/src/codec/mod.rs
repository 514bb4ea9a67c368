//! The one place that knows how names become record keys: injective, in order, and prefix free.
//!
//! A key is the namespace's segments, `00`, a tag byte, and the record's own segments. A segment is `01`, its bytes
//! with each `00` written `00 FF`, and `00`. So the byte order of record keys is the byte order of user keys, a child
//! namespace can never lie within a range of its parent, and no user key reaches another record's range. A fixed-width
//! number is `01` and its big-endian bytes, and ends the key.

mod namespace;
mod parse;
mod writer;

pub(crate) use namespace::{Namespace, Range, Tag};
pub(crate) use parse::{Parsed, segment};
use writer::Writer;

use std::{fmt, sync::Arc};

/// The key of a record. Engines order by its bytes and see no more in it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RecordKey(Arc<[u8]>);

impl RecordKey {
    /// The key that an engine stored as these bytes.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Self {
        Self(bytes.into())
    }

    /// The bytes to order by.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// The number that ends the key of a part.
    pub(crate) fn number(&self) -> Option<u32> {
        self.0.last_chunk().map(|number| u32::from_be_bytes(*number))
    }

    /// Whether `self`, the successor of a key that ends in a number, leaves no room before `next`, which has the next
    /// number.
    pub(crate) fn is_followed_by(&self, next: &Self) -> bool {
        const NUMBER: usize = size_of::<u32>();
        let Some((0, before)) = self.0.split_last() else { return false };
        let (Some((left, number)), Some((right, following))) =
            (before.split_last_chunk::<NUMBER>(), next.0.split_last_chunk::<NUMBER>())
        else {
            return false;
        };
        left == right && u32::from_be_bytes(*number).checked_add(1) == Some(u32::from_be_bytes(*following))
    }

    /// The least key above this one.
    pub(crate) fn next(&self) -> Self {
        let mut bytes = Vec::with_capacity(self.0.len() + 1);
        bytes.extend_from_slice(&self.0);
        bytes.push(0);
        Self(bytes.into())
    }
}

impl fmt::Debug for RecordKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.escape_ascii())
    }
}

#[cfg(test)]
mod tests;
