//! The record of a key's current version.

use super::VersionRecord;

/// The head of a key: its current version as a whole, and what a mutation must know of the others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct HeadRecord<'a> {
    /// Sequence number of the null version, when that is not the current one.
    pub(crate) null: Option<u64>,
    /// Whether there may be versions that are not current. `false` is certain, and spares an unversioned put a scan.
    pub(crate) older: bool,
    pub(crate) version: VersionRecord<'a>,
}
