//! Incremental digests: what S3 can compute of a body, the names of the headers that carry them, and their base64.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html>

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use crc_fast::CrcAlgorithm;
use md5::Digest as _;
use sandpail_blob::Algorithm;

/// The algorithms of the `x-amz-checksum-` headers that are served, with the header and the name in AWS's texts.
const CHECKSUMS: [(Algorithm, &str, &str); 5] = [
    (Algorithm::Crc32, "x-amz-checksum-crc32", "CRC32"),
    (Algorithm::Crc32c, "x-amz-checksum-crc32c", "CRC32C"),
    (Algorithm::Crc64Nvme, "x-amz-checksum-crc64nvme", "CRC64NVME"),
    (Algorithm::Sha1, "x-amz-checksum-sha1", "SHA1"),
    (Algorithm::Sha256, "x-amz-checksum-sha256", "SHA256"),
];

/// The header of an algorithm that is served, and its name as AWS writes it.
fn row(algorithm: Algorithm) -> Option<&'static (Algorithm, &'static str, &'static str)> {
    CHECKSUMS.iter().find(|row| row.0 == algorithm)
}

/// The algorithms that a checksum header can have.
pub(crate) fn algorithms() -> impl Iterator<Item = Algorithm> {
    CHECKSUMS.iter().map(|row| row.0)
}

/// The header that carries the checksum of `algorithm`; none for one that is not served yet.
pub(crate) fn header(algorithm: Algorithm) -> Option<&'static str> {
    row(algorithm).map(|row| row.1)
}

/// The algorithm as AWS's texts and XML spell it: `CRC32`, `CRC64NVME`, …; empty for one that is not served yet.
pub(crate) fn name(algorithm: Algorithm) -> &'static str {
    row(algorithm).map_or("", |row| row.2)
}

/// The algorithm whose checksum the header `name`, in any case of letters, carries.
pub(crate) fn of_header(name: &str) -> Option<Algorithm> {
    CHECKSUMS.iter().find(|row| row.1.eq_ignore_ascii_case(name)).map(|row| row.0)
}

/// The algorithm called `name`, in any case of letters.
pub(crate) fn of_name(name: &str) -> Option<Algorithm> {
    CHECKSUMS.iter().find(|row| row.2.eq_ignore_ascii_case(name)).map(|row| row.0)
}

/// The base64 of `bytes`, padded, as headers carry it.
pub(crate) fn encode(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}

/// `bytes` in small hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        write!(text, "{byte:02x}").expect("writing to a string cannot fail");
        text
    })
}

/// The digest of `algorithm` that `text` holds in base64; none when it is no base64, or of another length.
pub(crate) fn decode(algorithm: Algorithm, text: &[u8]) -> Option<Vec<u8>> {
    let bytes = STANDARD.decode(text).ok()?;
    (Some(bytes.len()) == size(algorithm)).then_some(bytes)
}

/// The length in bytes of a digest of `algorithm`; none for one that is not served yet.
fn size(algorithm: Algorithm) -> Option<usize> {
    match algorithm {
        Algorithm::Crc32 | Algorithm::Crc32c => Some(4),
        Algorithm::Crc64Nvme => Some(8),
        Algorithm::Md5 => Some(16),
        Algorithm::Sha1 => Some(20),
        Algorithm::Sha256 => Some(32),
        _ => None,
    }
}

/// A digest in the making. The larger states are boxed, so that a body that needs none carries none.
#[derive(Clone)]
pub(crate) enum Hasher {
    /// MD5, the ETag's and Content-MD5's.
    Md5(Box<md5::Md5>),
    /// Any of the three CRCs.
    Crc(Algorithm, Box<crc_fast::Digest>),
    /// SHA-1.
    Sha1(Box<sha1::Sha1>),
    /// SHA-256.
    Sha256(Box<sha2::Sha256>),
}

impl Hasher {
    /// A digest of nothing yet; none for an algorithm that is not served yet.
    pub(crate) fn new(algorithm: Algorithm) -> Option<Self> {
        let crc = |kind| Self::Crc(algorithm, Box::new(crc_fast::Digest::new(kind)));
        match algorithm {
            Algorithm::Md5 => Some(Self::Md5(Box::default())),
            Algorithm::Crc32 => Some(crc(CrcAlgorithm::Crc32IsoHdlc)),
            Algorithm::Crc32c => Some(crc(CrcAlgorithm::Crc32Iscsi)),
            Algorithm::Crc64Nvme => Some(crc(CrcAlgorithm::Crc64Nvme)),
            Algorithm::Sha1 => Some(Self::Sha1(Box::default())),
            Algorithm::Sha256 => Some(Self::Sha256(Box::default())),
            _ => None,
        }
    }

    /// What it computes.
    pub(crate) fn algorithm(&self) -> Algorithm {
        match self {
            Self::Md5(_) => Algorithm::Md5,
            Self::Crc(algorithm, _) => *algorithm,
            Self::Sha1(_) => Algorithm::Sha1,
            Self::Sha256(_) => Algorithm::Sha256,
        }
    }

    /// Adds the next bytes.
    pub(crate) fn update(&mut self, bytes: &[u8]) {
        match self {
            Self::Md5(digest) => digest.update(bytes),
            Self::Crc(_, digest) => digest.update(bytes),
            Self::Sha1(digest) => digest.update(bytes),
            Self::Sha256(digest) => digest.update(bytes),
        }
    }

    /// The digest's bytes, the most significant first.
    pub(crate) fn finish(self) -> Vec<u8> {
        match self {
            Self::Md5(digest) => digest.finalize().to_vec(),
            Self::Crc(Algorithm::Crc64Nvme, digest) => digest.finalize().to_be_bytes().to_vec(),
            // A 32-bit CRC stands in the low half.
            Self::Crc(_, digest) => digest.finalize().to_be_bytes()[4..].to_vec(),
            Self::Sha1(digest) => digest.finalize().to_vec(),
            Self::Sha256(digest) => digest.finalize().to_vec(),
        }
    }
}

impl std::fmt::Debug for Hasher {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Hasher").field(&self.algorithm()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The digest of "123456789", whole and in every two pieces. The CRCs are the check values of the CRC catalogue.
    fn check(algorithm: Algorithm, expected: &str) {
        for split in 0..=9 {
            let mut hasher = Hasher::new(algorithm).unwrap();
            hasher.update(&b"123456789"[..split]);
            hasher.update(&b"123456789"[split..]);
            assert_eq!(hasher.algorithm(), algorithm);
            assert_eq!(hex(&hasher.finish()), expected, "{algorithm:?} split at {split}");
        }
        assert_eq!(size(algorithm), Some(expected.len() / 2));
    }

    #[test]
    fn digests_of_the_check_text() {
        check(Algorithm::Md5, "25f9e794323b453885f5181f1b624d0b");
        check(Algorithm::Crc32, "cbf43926");
        check(Algorithm::Crc32c, "e3069283");
        check(Algorithm::Crc64Nvme, "ae8b14860a799888");
        check(Algorithm::Sha1, "f7c3bc1d808e04732adf679965ccc34ca7ae3441");
        check(Algorithm::Sha256, "15e2b0d3c33891ebb0f1ef609ec419420c20e320ce94c65fbc8c3312448eb225");
    }

    #[test]
    fn what_is_not_served_yet() {
        for algorithm in [Algorithm::Sha512, Algorithm::Xxhash64, Algorithm::Xxhash3, Algorithm::Xxhash128] {
            assert!(Hasher::new(algorithm).is_none());
            assert_eq!((header(algorithm), name(algorithm)), (None, ""));
            assert_eq!(decode(algorithm, b"AAAAAA=="), None);
        }
        assert_eq!(header(Algorithm::Md5), None);
    }

    #[test]
    fn headers_and_names() {
        for algorithm in algorithms() {
            let header = header(algorithm).unwrap();
            assert_eq!(of_header(header), Some(algorithm));
            assert_eq!(of_header(&header.to_uppercase()), Some(algorithm));
            assert_eq!(of_name(name(algorithm)), Some(algorithm));
            assert_eq!(of_name(&name(algorithm).to_lowercase()), Some(algorithm));
        }
        assert_eq!(of_header("x-amz-checksum-type"), None);
        assert_eq!(of_name("CRC16"), None);
    }

    #[test]
    fn base64_of_the_right_length() {
        let check = |algorithm, text: &str, expected: Option<&[u8]>| {
            assert_eq!(decode(algorithm, text.as_bytes()).as_deref(), expected, "{text}");
        };
        check(Algorithm::Crc32, "AAAAAA==", Some(&[0; 4]));
        check(Algorithm::Crc32, "AAAAAA", None);
        check(Algorithm::Crc32, " AAAAAA==", None);
        check(Algorithm::Crc32, "AAAA", None);
        check(Algorithm::Crc32, "", None);
        check(Algorithm::Crc32, "bad", None);
        check(Algorithm::Crc64Nvme, "AAAAAAAAAAA=", Some(&[0; 8]));
        check(Algorithm::Crc64Nvme, "AAAAAA==", None);
        check(Algorithm::Md5, "1B2M2Y8AsgTpgAmY7PhCfg==", Some(&Hasher::new(Algorithm::Md5).unwrap().finish()));
        assert_eq!(encode(&[0; 4]), "AAAAAA==");
    }
}
