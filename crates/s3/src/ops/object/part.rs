//! The part of an object that a `partNumber` names.
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html#API_GetObject_RequestSyntax>

use std::ops::Range;

use sandpail_blob::{BlobInfo, Checksum, ChecksumKind, Kind, PartInfo};

use crate::bucket::Bucket;
use crate::error::{Error, Result};

/// One part of an object.
pub(crate) struct Part {
    /// Its bytes.
    pub(crate) range: Range<u64>,
    /// How many parts the object has, if it was uploaded in parts.
    pub(crate) count: Option<u32>,
    /// Its own checksum.
    pub(crate) checksum: Option<Checksum>,
}

/// Reads a part number.
///
/// # Errors
/// `PartNumberOutOfRange`.
pub(crate) fn number(number: i32) -> Result<u32> {
    let valid = u32::try_from(number).ok().filter(|n| (1..=10_000).contains(n));
    valid.ok_or_else(|| Error::PartNumberOutOfRange { value: number.to_string() })
}

/// Finds part `number`, by the number it was uploaded under. An object that was put whole is its own first part.
///
/// # Errors
/// `InvalidPartNumber`.
pub(crate) async fn find(bucket: &Bucket, blob: &BlobInfo, number: u32) -> Result<Part> {
    if blob.kind != Kind::Composite {
        let whole = Part { range: 0..blob.size, count: None, checksum: blob.checksum.clone() };
        return if number == 1 { Ok(whole) } else { Err(Error::InvalidPartNumber { number, parts: 1 }) };
    }
    let parts = bucket.objects.parts(blob).await?;
    let mut start = 0;
    for part in parts.iter() {
        if part.number == number {
            let checksum = shown(blob, part);
            return Ok(Part { range: start..start + part.size, count: Some(blob.part_count), checksum });
        }
        start += part.size;
    }
    Err(Error::InvalidPartNumber { number, parts: blob.part_count })
}

/// The checksum that S3 shows with a part: its own, by the type of the object's, where that is made of the parts'; the
/// object's where it has only this one, else none.
fn shown(blob: &BlobInfo, part: &PartInfo) -> Option<Checksum> {
    match &blob.checksum {
        Some(sum) if sum.kind == ChecksumKind::Composite => {
            part.checksum.clone().map(|own| Checksum { kind: ChecksumKind::Composite, ..own })
        }
        sum if blob.part_count == 1 => sum.clone(),
        _ => None,
    }
}
