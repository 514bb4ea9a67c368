//! What an object that is put together from parts has of them: its ETag and its checksum.
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity-upload.html>

use crc_fast::CrcAlgorithm;
use sandpail_blob::{Algorithm, Checksum, ChecksumKind, PartInfo};

use super::checksum;
use super::upload::Sums;
use crate::error::{Error, Result};
use crate::front::body::digest::{self, Hasher};

/// The ETag: the MD5 of the parts' MD5s, and their number.
///
/// # Errors
/// `Internal` for a part whose ETag is no MD5, which no upload stores.
pub(crate) fn etag(parts: &[&PartInfo]) -> Result<String> {
    let mut hasher = Hasher::new(Algorithm::Md5);
    for part in parts {
        hasher.update(&md5(&part.etag).ok_or_else(|| unusable(part))?);
    }
    Ok(format!("{}-{}", digest::hex(&hasher.finish()), parts.len()))
}

/// The checksum: of the parts' checksums, or of all bytes, had of the parts' checksums without reading a byte again.
///
/// # Errors
/// `Internal` for a part without a checksum of that algorithm, which no upload stores.
pub(crate) fn checksum(sums: Sums, parts: &[&PartInfo]) -> Result<Checksum> {
    match sums.kind {
        ChecksumKind::Composite => of_checksums(sums.algorithm, parts),
        ChecksumKind::FullObject => of_bytes(sums.algorithm, parts),
    }
}

fn of_checksums(algorithm: Algorithm, parts: &[&PartInfo]) -> Result<Checksum> {
    let mut hasher = Hasher::new(algorithm);
    for part in parts {
        hasher.update(value(part, algorithm)?);
    }
    let count = u32::try_from(parts.len()).ok();
    Ok(Checksum { algorithm, kind: ChecksumKind::Composite, value: hasher.finish().to_vec(), parts: count })
}

fn of_bytes(algorithm: Algorithm, parts: &[&PartInfo]) -> Result<Checksum> {
    let kind = match algorithm {
        Algorithm::Crc32 => CrcAlgorithm::Crc32IsoHdlc,
        Algorithm::Crc32c => CrcAlgorithm::Crc32Iscsi,
        Algorithm::Crc64Nvme => CrcAlgorithm::Crc64Nvme,
        other => return Err(Error::internal(Unusable(format!("{other:?} checksums cannot be put together")))),
    };
    let mut whole: Option<u64> = None;
    let mut width = 0;
    for part in parts {
        let bytes = value(part, algorithm)?;
        width = bytes.len();
        let crc = bytes.iter().fold(0, |crc, byte| (crc << 8) | u64::from(*byte));
        whole = Some(whole.map_or(crc, |sum| crc_fast::checksum_combine(kind, sum, crc, part.size)));
    }
    let value = whole.unwrap_or_default().to_be_bytes()[8 - width.min(8)..].to_vec();
    Ok(checksum::full_object(algorithm, value))
}

fn value(part: &PartInfo, algorithm: Algorithm) -> Result<&[u8]> {
    let sum = part.checksum.as_ref().filter(|sum| sum.algorithm == algorithm);
    sum.map(|sum| sum.value.as_slice()).ok_or_else(|| unusable(part))
}

fn unusable(part: &PartInfo) -> Error {
    Error::internal(Unusable(format!("part {} lacks a digest", part.number)))
}

/// The sixteen bytes that 32 hexadecimal digits spell.
fn md5(etag: &str) -> Option<[u8; 16]> {
    let digits = etag.as_bytes();
    let nibble = |at: usize| digits.get(at).and_then(|digit| char::from(*digit).to_digit(16));
    let mut bytes = [0; 16];
    for (at, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::try_from(nibble(2 * at)? << 4 | nibble(2 * at + 1)?).ok()?;
    }
    (digits.len() == 32).then_some(bytes)
}

/// A stored part that cannot be what an upload stored.
#[derive(Debug, thiserror::Error)]
#[error("parts cannot be put together: {0}")]
struct Unusable(String);

#[cfg(test)]
mod tests {
    use std::time::UNIX_EPOCH;

    use super::*;

    /// Parts of `text`, cut at `cuts`, with their digests.
    fn parts(text: &[u8], cuts: &[usize], algorithm: Algorithm) -> Vec<PartInfo> {
        let ends = cuts.iter().copied().chain([text.len()]);
        let starts = [0].into_iter().chain(cuts.iter().copied());
        let digest = |algorithm, bytes: &[u8]| {
            let mut hasher = Hasher::new(algorithm);
            hasher.update(bytes);
            hasher.finish().to_vec()
        };
        let part = |(number, (start, end)): (u32, (usize, usize))| PartInfo {
            number,
            size: (end - start) as u64,
            etag: digest::hex(&digest(Algorithm::Md5, &text[start..end])),
            checksum: Some(checksum::full_object(algorithm, digest(algorithm, &text[start..end]))),
            modified: UNIX_EPOCH,
        };
        (1..).zip(starts.zip(ends)).map(part).collect()
    }

    fn check(text: &[u8], cuts: &[usize], sums: Sums, expected: &str) {
        let parts = parts(text, cuts, sums.algorithm);
        let found = super::checksum(sums, &parts.iter().collect::<Vec<_>>()).unwrap();
        assert_eq!(checksum::text(&found), expected, "{sums:?} cut at {cuts:?}");
        assert_eq!((found.algorithm, found.kind), (sums.algorithm, sums.kind));
    }

    /// The check values of the CRC catalogue, for every way to cut the check text in three.
    #[test]
    fn crcs_of_parts_make_the_crc_of_all_bytes() {
        let values =
            [(Algorithm::Crc32, "y/Q5Jg=="), (Algorithm::Crc32c, "4waSgw=="), (Algorithm::Crc64Nvme, "rosUhgp5mIg=")];
        for (algorithm, expected) in values {
            let sums = Sums { algorithm, kind: ChecksumKind::FullObject };
            for first in 0..=9 {
                for second in first..=9 {
                    check(b"123456789", &[first, second], sums, expected);
                }
            }
        }
    }

    /// As Amazon S3 answers for two parts of 5,242,881 and one of 10 times the letter a.
    #[test]
    fn large_parts_come_out_as_s3_has_them() {
        let text = vec![b'a'; 2 * 5_242_881 + 10];
        let cuts = [5_242_881, 2 * 5_242_881];
        let kind = ChecksumKind::FullObject;
        check(&text, &cuts, Sums { algorithm: Algorithm::Crc32, kind }, "qSEQSA==");
        let kind = ChecksumKind::Composite;
        check(&text, &cuts, Sums { algorithm: Algorithm::Crc32, kind }, "5FRUiw==-3");
        let parts = parts(&text, &cuts, Algorithm::Crc32);
        assert_eq!(etag(&parts.iter().collect::<Vec<_>>()).unwrap(), "4d45984fc3feb2ac9b22683c49674b56-3");
    }

    #[test]
    fn a_composite_checksum_differs_from_that_of_all_bytes_even_for_one_part() {
        let composite = Sums { algorithm: Algorithm::Crc32c, kind: ChecksumKind::Composite };
        check(b"this is a part", &[], composite, "F9bAnw==-1");
        let full = Sums { kind: ChecksumKind::FullObject, ..composite };
        check(b"this is a part", &[], full, "iqJrOQ==");
    }

    #[test]
    fn parts_without_digests_are_an_error() {
        let mut part = parts(b"text", &[], Algorithm::Crc32).remove(0);
        let other = Sums { algorithm: Algorithm::Crc32c, kind: ChecksumKind::Composite };
        assert!(matches!(super::checksum(other, &[&part]), Err(Error::Internal { .. })));
        let none = Sums { algorithm: Algorithm::Sha1, kind: ChecksumKind::FullObject };
        assert!(matches!(super::checksum(none, &[&part]), Err(Error::Internal { .. })));
        for etag in ["", "abc", "zz345678901234567890123456789012", "123456789012345678901234567890123", "é"] {
            part.etag = etag.to_owned();
            assert!(matches!(super::etag(&[&part]), Err(Error::Internal { .. })), "{etag}");
        }
    }
}
