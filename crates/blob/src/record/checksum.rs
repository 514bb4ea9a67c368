//! Checksums in the records of versions.

use crate::{Algorithm, Checksum, ChecksumKind};

/// A [`Checksum`] that borrows its digest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ChecksumRecord<'a> {
    pub(crate) algorithm: Algorithm,
    pub(crate) kind: ChecksumKind,
    pub(crate) value: &'a [u8],
    pub(crate) parts: Option<u32>,
}

impl<'a> ChecksumRecord<'a> {
    pub(crate) fn of(checksum: &'a Checksum) -> Self {
        let Checksum { algorithm, kind, ref value, parts } = *checksum;
        Self { algorithm, kind, value, parts }
    }

    pub(crate) fn checksum(self) -> Checksum {
        let Self { algorithm, kind, value, parts } = self;
        Checksum { algorithm, kind, value: value.to_vec(), parts }
    }
}
