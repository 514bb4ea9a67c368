//! A version as a listing shows it, read in place.

use serde::Deserialize;

use crate::{
    Algorithm, ChecksumKind, Kind, PayloadId, Result, VersionId,
    record::{self, Body, Stamp},
};

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
        let Version { size, etag, checksum, modified, meta, .. } = record::decode::<Head<'a>>(value)?.version;
        let checksum = checksum.map(|sum| (sum.algorithm, sum.kind));
        Ok(Self { key, size, etag: etag.as_bytes(), checksum, second: modified.second(), meta })
    }
}

/// [`crate::record::HeadRecord`], of which nothing is copied.
#[expect(dead_code, reason = "what is not shown is read over")]
#[derive(Deserialize)]
struct Head<'a> {
    null: Option<u64>,
    older: bool,
    #[serde(borrow)]
    version: Version<'a>,
}

/// [`crate::record::VersionRecord`], likewise.
#[expect(dead_code, reason = "what is not shown is read over")]
#[derive(Deserialize)]
struct Version<'a> {
    seq: u64,
    version: VersionId,
    kind: Kind,
    size: u64,
    etag: &'a str,
    #[serde(borrow)]
    checksum: Option<Checksum<'a>>,
    modified: Stamp,
    part_count: u32,
    upload: Option<&'a str>,
    body: Body,
    attached: Option<PayloadId>,
    meta: &'a [u8],
}

/// [`crate::Checksum`], likewise.
#[expect(dead_code, reason = "what is not shown is read over")]
#[derive(Deserialize)]
struct Checksum<'a> {
    algorithm: Algorithm,
    kind: ChecksumKind,
    value: &'a [u8],
    parts: Option<u32>,
}
