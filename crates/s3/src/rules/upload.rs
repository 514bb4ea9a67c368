//! What S3 keeps of a multipart upload until it is completed: the JSON of an upload record, and how it is found.
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateMultipartUpload.html>

use sandpail_blob::{Algorithm, Checksum, ChecksumKind, Json, PartInfo, Upload, UploadId};
use serde::{Deserialize, Serialize};

use super::checksum;
use crate::bucket::Bucket;
use crate::error::{Error, Result};
use crate::front::accounts::Caller;
use crate::front::body::digest;
use crate::object::ObjectMeta;

/// The highest number of a part.
const HIGHEST_PART: u32 = 10_000;

/// The checksum of an upload's parts, and what the object's is computed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Sums {
    /// The algorithm of the parts' checksums and of the object's.
    pub(crate) algorithm: Algorithm,
    /// What the object's checksum is computed over.
    pub(crate) kind: ChecksumKind,
}

impl Sums {
    /// What an upload gets that asks for nothing. Its parts' checksums are kept, but shown nowhere.
    pub(crate) const DEFAULT: Self = Self { algorithm: checksum::DEFAULT, kind: ChecksumKind::FullObject };

    /// Reads `x-amz-checksum-algorithm` and `x-amz-checksum-type`.
    /// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity-upload.html>
    ///
    /// # Errors
    /// `ChecksumAlgorithmUnknown`, `ChecksumTypeUnknown`, `ChecksumTypeWithoutAlgorithm`, `ChecksumTypeUnusable`.
    pub(crate) fn requested(algorithm: Option<&str>, kind: Option<&str>) -> Result<Option<Self>> {
        let algorithm = checksum::requested(algorithm)?;
        let kind = kind.map(kind_of).transpose()?;
        match (algorithm, kind) {
            (None, None) => Ok(None),
            (None, Some(_)) => Err(Error::ChecksumTypeWithoutAlgorithm {}),
            (Some(algorithm), None) => Ok(Some(Self { algorithm, kind: default_kind(algorithm) })),
            (Some(algorithm), Some(kind)) if usable(algorithm, kind) => Ok(Some(Self { algorithm, kind })),
            (Some(algorithm), Some(kind)) => Err(Error::ChecksumTypeUnusable {
                kind: checksum::kind(kind).to_owned(),
                algorithm: spelled(algorithm),
            }),
        }
    }
}

/// The type that a text names.
///
/// # Errors
/// `ChecksumTypeUnknown`.
pub(crate) fn kind_of(text: &str) -> Result<ChecksumKind> {
    let kinds = [ChecksumKind::FullObject, ChecksumKind::Composite];
    let named = kinds.into_iter().find(|kind| checksum::kind(*kind) == text);
    named.ok_or(Error::ChecksumTypeUnknown {})
}

/// The type of a checksum for which none is named.
pub(crate) fn default_kind(algorithm: Algorithm) -> ChecksumKind {
    if algorithm == Algorithm::Crc64Nvme { ChecksumKind::FullObject } else { ChecksumKind::Composite }
}

/// Whether the checksum of an object can be had of its parts' in that way: only CRCs can be put together.
fn usable(algorithm: Algorithm, kind: ChecksumKind) -> bool {
    match kind {
        ChecksumKind::FullObject => {
            matches!(algorithm, Algorithm::Crc32 | Algorithm::Crc32c | Algorithm::Crc64Nvme)
        }
        ChecksumKind::Composite => algorithm != Algorithm::Crc64Nvme,
    }
}

/// The algorithm as the errors of multipart uploads spell it: in small letters.
pub(crate) fn spelled(algorithm: Algorithm) -> &'static str {
    digest::header(algorithm).strip_prefix("x-amz-checksum-").unwrap_or_default()
}

/// Who started an upload.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Initiator {
    /// The canonical user id.
    pub(crate) id: String,
    /// The account.
    #[serde(default)]
    pub(crate) account: String,
}

impl Initiator {
    pub(crate) fn of(caller: &Caller) -> Self {
        Self { id: caller.canonical_id.clone(), account: caller.account.clone() }
    }
}

/// What is stored with an upload. Its owner is the object's, which is the bucket's unless [`ObjectMeta::owner`] says so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct UploadMeta {
    /// What the object will have.
    #[serde(rename = "m")]
    pub(crate) object: ObjectMeta,
    /// The checksums that were asked for.
    #[serde(default, rename = "k", skip_serializing_if = "Option::is_none")]
    pub(crate) asked: Option<Sums>,
    /// Who started it.
    #[serde(rename = "i")]
    pub(crate) initiator: Initiator,
    /// Whether there was an object under the key when the upload began. Where versions are not kept, only this tells
    /// at its completion that the object was deleted meanwhile.
    #[serde(default, rename = "r", skip_serializing_if = "std::ops::Not::not")]
    pub(crate) replaces: bool,
}

impl UploadMeta {
    /// What is stored with `upload`.
    pub(crate) fn of(upload: &Upload) -> Result<Self> {
        Ok(upload.meta.parse()?)
    }

    /// As it is stored.
    pub(crate) fn json(&self) -> Result<Json> {
        Ok(Json::of(self)?)
    }

    /// The checksums that its parts and its object get, asked for or not.
    pub(crate) fn sums(&self) -> Sums {
        self.asked.unwrap_or(Sums::DEFAULT)
    }

    /// The checksum of a part as clients see it: none unless the upload was started with an algorithm.
    pub(crate) fn shown<'a>(&self, part: &'a PartInfo) -> Option<&'a Checksum> {
        part.checksum.as_ref().filter(|_| self.asked.is_some())
    }

    /// Holds a part whose client sent a checksum of the algorithm `sent` to what the upload was started with.
    ///
    /// # Errors
    /// `ChecksumTypeMismatch`.
    pub(crate) fn check_part(&self, sent: Option<Algorithm>) -> Result<()> {
        let Some(asked) = self.asked else { return Ok(()) };
        let actual = match sent {
            Some(algorithm) if algorithm == asked.algorithm => return Ok(()),
            // S3 computes what a full-object checksum needs.
            None if asked.kind == ChecksumKind::FullObject => return Ok(()),
            Some(algorithm) => spelled(algorithm),
            None => "null",
        };
        Err(Error::ChecksumTypeMismatch { expected: spelled(asked.algorithm), actual })
    }
}

/// An upload under way.
#[derive(Debug)]
pub(crate) struct Found {
    pub(crate) upload: Upload,
    pub(crate) meta: UploadMeta,
}

/// The upload of `key` that has the id `text`.
///
/// # Errors
/// `NoSuchUpload`.
pub(crate) async fn find(bucket: &Bucket, key: &str, text: &str) -> Result<Found> {
    let id = parse_id(text)?;
    let upload = bucket.objects.upload(key, &id).await?.ok_or_else(|| none(text))?;
    Ok(Found { meta: UploadMeta::of(&upload)?, upload })
}

/// The upload id that `text` spells.
///
/// # Errors
/// `NoSuchUpload`: a text that is no upload id names no upload.
pub(crate) fn parse_id(text: &str) -> Result<UploadId> {
    UploadId::parse(text).ok_or_else(|| none(text))
}

/// That there is no upload of that id.
pub(crate) fn none(text: &str) -> Error {
    Error::NoSuchUpload { upload: text.to_owned() }
}

/// The number of a part that is uploaded.
///
/// # Errors
/// `PartNumberOutOfRange`.
pub(crate) fn part_number(number: i32) -> Result<u32> {
    let valid = u32::try_from(number).ok().filter(|number| (1..=HIGHEST_PART).contains(number));
    valid.ok_or_else(|| Error::PartNumberOutOfRange { value: number.to_string() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_requested(algorithm: Option<&str>, kind: Option<&str>, expected: Result<Option<&str>, &str>) {
        let found = Sums::requested(algorithm, kind).map(|sums| sums.map(|sums| checksum::kind(sums.kind)));
        let found = found.map_err(|error| error.document().message.into_owned());
        assert_eq!(found.as_ref().map_err(String::as_str), expected.as_ref().map_err(|m| *m), "{algorithm:?} {kind:?}");
    }

    #[test]
    fn every_algorithm_has_its_types() {
        let (full, composite) = (Some("FULL_OBJECT"), Some("COMPOSITE"));
        check_requested(None, None, Ok(None));
        for crc in ["CRC32", "CRC32C"] {
            check_requested(Some(crc), None, Ok(composite));
            check_requested(Some(crc), full, Ok(full));
            check_requested(Some(crc), composite, Ok(composite));
        }
        check_requested(Some("CRC64NVME"), None, Ok(full));
        check_requested(Some("CRC64NVME"), full, Ok(full));
        check_requested(Some("SHA1"), None, Ok(composite));
        check_requested(Some("SHA256"), composite, Ok(composite));
        for newer in ["SHA512", "MD5", "XXHASH64", "XXHASH3", "XXHASH128"] {
            check_requested(Some(newer), None, Ok(composite));
            let message = format!(
                "The FULL_OBJECT checksum type cannot be used with the {} checksum algorithm.",
                newer.to_lowercase()
            );
            check_requested(Some(newer), full, Err(&message));
        }
    }

    #[test]
    fn what_does_not_go_together_is_refused() {
        let (full, composite) = (Some("FULL_OBJECT"), Some("COMPOSITE"));
        let unusable = "The FULL_OBJECT checksum type cannot be used with the sha1 checksum algorithm.";
        check_requested(Some("SHA1"), full, Err(unusable));
        let unusable = "The COMPOSITE checksum type cannot be used with the crc64nvme checksum algorithm.";
        check_requested(Some("CRC64NVME"), composite, Err(unusable));
        let alone = "The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header.";
        check_requested(None, full, Err(alone));
        check_requested(Some("CRC32"), Some("full"), Err("Value for x-amz-checksum-type header is invalid."));
        let unknown = "Checksum algorithm provided is unsupported. Please try again with any of the valid types: \
            [CRC32, CRC32C, CRC64NVME, MD5, SHA1, SHA256, SHA512, XXHASH128, XXHASH3, XXHASH64]";
        check_requested(Some("TEST"), None, Err(unknown));
    }

    fn meta(asked: Option<Sums>) -> UploadMeta {
        let initiator = Initiator { id: "i".into(), account: "1".into() };
        UploadMeta { object: ObjectMeta::default(), asked, initiator, replaces: false }
    }

    fn check_part(asked: Option<&str>, kind: Option<&str>, sent: Option<Algorithm>, mismatch: Option<(&str, &str)>) {
        let result = meta(Sums::requested(asked, kind).unwrap()).check_part(sent);
        let found = result.err().map(|error| match error {
            Error::ChecksumTypeMismatch { expected, actual } => (expected, actual),
            other => panic!("{other:?}"),
        });
        assert_eq!(found, mismatch, "{asked:?} {kind:?} {sent:?}");
    }

    #[test]
    fn parts_have_the_checksum_of_their_upload() {
        let (crc32, sha256) = (Some(Algorithm::Crc32), Some(Algorithm::Sha256));
        check_part(None, None, None, None);
        check_part(None, None, sha256, None);
        check_part(Some("SHA256"), None, sha256, None);
        check_part(Some("SHA256"), None, crc32, Some(("sha256", "crc32")));
        check_part(Some("SHA256"), None, None, Some(("sha256", "null")));
        check_part(Some("CRC32"), Some("FULL_OBJECT"), None, None);
        check_part(Some("CRC64NVME"), None, None, None);
        check_part(Some("CRC64NVME"), None, crc32, Some(("crc64nvme", "crc32")));
    }

    #[test]
    fn a_record_is_read_as_it_was_written() {
        let asked = Sums { algorithm: Algorithm::Crc32c, kind: ChecksumKind::FullObject };
        for written in [meta(None), meta(Some(asked)), UploadMeta { replaces: true, ..meta(None) }] {
            assert_eq!(written.json().unwrap().parse::<UploadMeta>().unwrap(), written);
        }
    }

    #[test]
    fn part_numbers_go_from_one_to_ten_thousand() {
        assert_eq!((part_number(1).unwrap(), part_number(10_000).unwrap()), (1, 10_000));
        for number in [0, -1, 10_001, i32::MIN, i32::MAX] {
            let error = part_number(number).unwrap_err();
            assert!(matches!(error, Error::PartNumberOutOfRange { value } if value == number.to_string()));
        }
    }
}
