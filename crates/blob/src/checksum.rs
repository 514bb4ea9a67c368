//! Checksums as values: which algorithm, over what, which digest. Computing them is the business of whoever reads the
//! body.

use serde::{Deserialize, Serialize};

/// A checksum algorithm of S3.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names are those of the algorithms")]
pub enum Algorithm {
    Crc32,
    Crc32c,
    Crc64Nvme,
    Sha1,
    Sha256,
    Sha512,
    Md5,
    Xxhash64,
    Xxhash3,
    Xxhash128,
}

/// What a checksum is computed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ChecksumKind {
    /// All bytes.
    FullObject,
    /// The digests of the parts.
    Composite,
}

/// A checksum of a version or of a part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checksum {
    /// The algorithm.
    pub algorithm: Algorithm,
    /// What it was computed over.
    pub kind: ChecksumKind,
    /// The digest, as raw bytes.
    #[serde(with = "crate::raw")]
    pub value: Vec<u8>,
    /// Number of parts of a composite checksum.
    pub parts: Option<u32>,
}
