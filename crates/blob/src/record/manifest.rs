//! The record of a body that lies in several payloads.
//!
//! Its extents are rows of fixed width, so that a range of it is found by binary search in the record's own bytes:
//! reading a range costs its own parts, not all of them.

use bytes::Bytes;
use serde::{Deserialize, Serialize};

use crate::{Checksum, Error, PartInfo, PayloadId, Result};

use super::{Stamp, decode, encode};

/// A run of bytes within one payload.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Extent {
    /// What keeps the payload: the payload itself while one version or part has it, else the manifest that took it
    /// over.
    pub(crate) owner: PayloadId,
    pub(crate) payload: PayloadId,
    pub(crate) offset: u64,
    pub(crate) len: u64,
}

impl Extent {
    /// What is counted for the payload.
    pub(crate) fn owner(&self) -> Owner {
        if self.owner == self.payload { Owner::Payload(self.payload) } else { Owner::Manifest(self.owner) }
    }
}

/// One row of the part table.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct PartRow<'a> {
    pub(crate) number: u32,
    pub(crate) size: u64,
    pub(crate) etag: &'a str,
    pub(crate) checksum: Option<Checksum>,
    pub(crate) modified: Stamp,
}

impl<'a> PartRow<'a> {
    pub(crate) fn of(part: &'a PartInfo) -> Self {
        Self {
            number: part.number,
            size: part.size,
            etag: &part.etag,
            checksum: part.checksum.clone(),
            modified: part.modified.into(),
        }
    }

    pub(crate) fn info(self) -> PartInfo {
        PartInfo {
            number: self.number,
            size: self.size,
            etag: self.etag.to_owned(),
            checksum: self.checksum,
            modified: self.modified.into(),
        }
    }
}

/// A manifest as stored.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct ManifestRecord<'a> {
    /// Rows of [`Extents`].
    #[serde(serialize_with = "crate::raw::serialize")]
    pub(crate) extents: &'a [u8],
    /// Payloads and manifests of others that it holds a reference to, and which of the two each is.
    pub(crate) holds: Vec<Owner>,
    /// The part table, encoded apart: only those who ask for parts pay for it.
    #[serde(serialize_with = "crate::raw::serialize")]
    pub(crate) parts: &'a [u8],
}

/// Something that is counted: what a body refers to as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) enum Owner {
    /// A manifest, with the payloads that are its own. Sorts first: giving one up may give up payloads.
    Manifest(PayloadId),
    /// A payload that is counted by itself.
    Payload(PayloadId),
}

impl Owner {
    /// Its name.
    pub(crate) const fn id(self) -> PayloadId {
        match self {
            Self::Manifest(id) | Self::Payload(id) => id,
        }
    }

    pub(crate) const fn payload(self) -> Option<PayloadId> {
        match self {
            Self::Payload(id) => Some(id),
            Self::Manifest(_) => None,
        }
    }
}

/// The extents of a manifest, read in place.
#[derive(Clone, Debug)]
pub(crate) struct Extents(Bytes);

/// End offset within the body (8), owner (16), payload (16), offset within the payload (8).
const ROW: usize = 48;

impl Extents {
    /// The rows of `extents`, in the order of the body.
    pub(crate) fn encode(extents: &[Extent]) -> Vec<u8> {
        let mut rows = Vec::with_capacity(extents.len() * ROW);
        let mut end = 0;
        for extent in extents {
            end += extent.len;
            rows.extend_from_slice(&end.to_be_bytes());
            rows.extend_from_slice(&extent.owner.to_bytes());
            rows.extend_from_slice(&extent.payload.to_bytes());
            rows.extend_from_slice(&extent.offset.to_be_bytes());
        }
        rows
    }

    /// The extents of the manifest record in `value`.
    pub(crate) fn of(value: &Bytes) -> Result<Self> {
        let record: ManifestRecord<'_> = decode(value)?;
        if record.extents.len().is_multiple_of(ROW) {
            Ok(Self(value.slice_ref(record.extents)))
        } else {
            Err(Error::Corrupt("manifest with a torn row".to_owned()))
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len() / ROW
    }

    fn number<const N: usize>(&self, row: usize, at: usize) -> [u8; N] {
        let start = row * ROW + at;
        let mut bytes = [0; N];
        bytes.copy_from_slice(&self.0[start..start + N]);
        bytes
    }

    fn end(&self, row: usize) -> u64 {
        u64::from_be_bytes(self.number(row, 0))
    }

    /// The extent in `row`, which is below [`Extents::len`].
    pub(crate) fn row(&self, row: usize) -> Extent {
        let start = if row == 0 { 0 } else { self.end(row - 1) };
        Extent {
            owner: PayloadId::from_bytes(self.number(row, 8)),
            payload: PayloadId::from_bytes(self.number(row, 24)),
            offset: u64::from_be_bytes(self.number(row, 40)),
            len: self.end(row).saturating_sub(start),
        }
    }

    pub(crate) fn rows(&self) -> impl Iterator<Item = Extent> {
        (0..self.len()).map(|row| self.row(row))
    }

    /// The extents of the bytes in `range`, cut to it.
    pub(crate) fn within(&self, range: &std::ops::Range<u64>) -> Vec<Extent> {
        let mut cut = Vec::new();
        for row in self.first_beyond(range.start)..self.len() {
            let (whole, end) = (self.row(row), self.end(row));
            let start = end - whole.len;
            if start >= range.end {
                break;
            }
            let (from, to) = (range.start.max(start), range.end.min(end));
            if from < to {
                cut.push(Extent { offset: whole.offset + (from - start), len: to - from, ..whole });
            }
        }
        cut
    }

    /// The first row that ends beyond `offset`.
    fn first_beyond(&self, offset: u64) -> usize {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = low + (high - low) / 2;
            if self.end(middle) > offset { high = middle } else { low = middle + 1 }
        }
        low
    }
}

/// The manifest of `extents` as a record.
pub(crate) fn manifest(extents: &[Extent], holds: Vec<Owner>, parts: &[PartInfo]) -> Result<Bytes> {
    let rows: Vec<_> = parts.iter().map(PartRow::of).collect();
    record(extents, holds, &encode(&rows)?)
}

/// A manifest with any table.
pub(crate) fn record(extents: &[Extent], holds: Vec<Owner>, table: &[u8]) -> Result<Bytes> {
    encode(&ManifestRecord { extents: &Extents::encode(extents), holds, parts: table })
}

/// The table of the manifest record in `value`, still encoded.
pub(crate) fn table(value: &[u8]) -> Result<&[u8]> {
    Ok(decode::<ManifestRecord<'_>>(value)?.parts)
}

/// What the manifest record in `value` holds a reference to.
pub(crate) fn holds(value: &[u8]) -> Result<Vec<Owner>> {
    Ok(decode::<ManifestRecord<'_>>(value)?.holds)
}

/// The part table of the manifest record in `value`.
pub(crate) fn part_table(value: &[u8]) -> Result<Vec<PartInfo>> {
    let rows: Vec<PartRow<'_>> = decode(table(value)?)?;
    Ok(rows.into_iter().map(PartRow::info).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn id(number: u64) -> PayloadId {
        PayloadId::new(1, number)
    }

    /// Rows of the given lengths, each in a payload of its own from offset 10 on.
    fn extents(lens: &[u64]) -> Extents {
        let rows: Vec<_> =
            (0..).zip(lens).map(|(at, len)| Extent { owner: id(99), payload: id(at), offset: 10, len: *len }).collect();
        let value = manifest(&rows, Vec::new(), &[]).unwrap();
        let read = Extents::of(&value).unwrap();
        assert_eq!(read.rows().collect::<Vec<_>>(), rows);
        read
    }

    #[test]
    fn every_range_is_cut_to_its_rows() {
        for lens in [&[3, 1, 4][..], &[0, 2, 0, 0, 3, 0], &[1], &[]] {
            let extents = extents(lens);
            // Byte by byte: which payload it is in, and where.
            let places: Vec<_> =
                (0..).zip(lens).flat_map(|(at, len)| (10..10 + len).map(move |offset| (id(at), offset))).collect();
            for start in 0..=places.len() {
                for end in start..=places.len() {
                    let cut = extents.within(&(start as u64..end as u64));
                    assert!(cut.iter().all(|extent| extent.len > 0));
                    let bytes: Vec<_> = cut
                        .iter()
                        .flat_map(|cut| (cut.offset..cut.offset + cut.len).map(|offset| (cut.payload, offset)))
                        .collect();
                    assert_eq!(bytes, places[start..end], "{start}..{end} of {lens:?}");
                }
            }
        }
    }

    #[test]
    fn an_owner_is_the_payload_itself_or_a_manifest() {
        let extent = |owner| Extent { owner, payload: id(1), offset: 0, len: 1 };
        assert_eq!(extent(id(1)).owner(), Owner::Payload(id(1)));
        assert_eq!(extent(id(2)).owner(), Owner::Manifest(id(2)));
    }

    #[test]
    fn a_torn_row_is_corrupt() {
        let torn = encode(&ManifestRecord { extents: &[0; ROW + 1], holds: Vec::new(), parts: &[] }).unwrap();
        assert!(matches!(Extents::of(&torn), Err(Error::Corrupt(_))));
    }
}
