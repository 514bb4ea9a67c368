//! A version as a listing shows it, read in place.

use crate::{Algorithm, ChecksumKind, Error, Result, record};

/// What a listing tells of a current version, borrowed from its record. Key and entity tag are text, of which whoever
/// only hands them on need not make sure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Glance<'a> {
    /// The key.
    pub key: &'a [u8],
    /// Length in bytes.
    pub size: u64,
    /// Entity tag, opaque, without quotes.
    pub etag: &'a [u8],
    /// What checksum is kept of it.
    pub checksum: Option<(Algorithm, ChecksumKind)>,
    /// The second in which it was written, since 1970.
    pub second: i64,
    /// The text of the writer's own document.
    pub meta: &'a [u8],
}

/// An entry of a listing, in place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown<'a> {
    /// A version.
    Key(Glance<'a>),
    /// The beginning that several keys have in common, which is text.
    Prefix(&'a [u8]),
}

impl<'a> Glance<'a> {
    /// What the head record in `value` tells.
    pub(super) fn of(key: &'a [u8], value: &'a [u8]) -> Result<Self> {
        record::glance(key, value).ok_or_else(|| Error::Corrupt("record of a version".to_owned()))
    }
}
