//! Incremental digests: what S3 can compute of a body, the names of the headers that carry them, and their base64.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html>

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use crc_fast::CrcAlgorithm;
use hex_simd::AsciiCase;
use http::HeaderName;
use md5::Digest as _;
use sandpail_blob::Algorithm;
use xxhash_rust::xxh3::Xxh3;
use xxhash_rust::xxh64::Xxh64;

/// An algorithm of the `x-amz-checksum-` headers.
struct Row {
    algorithm: Algorithm,
    /// The header that carries its checksum.
    header: &'static str,
    header_name: HeaderName,
    /// Its name in AWS's texts and XML.
    name: &'static str,
    /// The length of a digest in bytes.
    size: usize,
}

const fn row(algorithm: Algorithm, header: &'static str, name: &'static str, size: usize) -> Row {
    Row { algorithm, header, header_name: HeaderName::from_static(header), name, size }
}

/// Every algorithm of S3.
static ROWS: [Row; 10] = [
    row(Algorithm::Crc32, "x-amz-checksum-crc32", "CRC32", 4),
    row(Algorithm::Crc32c, "x-amz-checksum-crc32c", "CRC32C", 4),
    row(Algorithm::Crc64Nvme, "x-amz-checksum-crc64nvme", "CRC64NVME", 8),
    row(Algorithm::Sha1, "x-amz-checksum-sha1", "SHA1", 20),
    row(Algorithm::Sha256, "x-amz-checksum-sha256", "SHA256", 32),
    row(Algorithm::Sha512, "x-amz-checksum-sha512", "SHA512", 64),
    row(Algorithm::Md5, "x-amz-checksum-md5", "MD5", 16),
    row(Algorithm::Xxhash64, "x-amz-checksum-xxhash64", "XXHASH64", 8),
    row(Algorithm::Xxhash3, "x-amz-checksum-xxhash3", "XXHASH3", 8),
    row(Algorithm::Xxhash128, "x-amz-checksum-xxhash128", "XXHASH128", 16),
];

/// The row of an algorithm. A match, so that the compiler misses none.
fn of(algorithm: Algorithm) -> &'static Row {
    let at = match algorithm {
        Algorithm::Crc32 => 0,
        Algorithm::Crc32c => 1,
        Algorithm::Crc64Nvme => 2,
        Algorithm::Sha1 => 3,
        Algorithm::Sha256 => 4,
        Algorithm::Sha512 => 5,
        Algorithm::Md5 => 6,
        Algorithm::Xxhash64 => 7,
        Algorithm::Xxhash3 => 8,
        Algorithm::Xxhash128 => 9,
    };
    &ROWS[at]
}

/// The algorithms that a checksum can have.
pub(crate) fn algorithms() -> impl Iterator<Item = Algorithm> {
    ROWS.iter().map(|row| row.algorithm)
}

/// The header that carries the checksum of `algorithm`.
pub(crate) fn header(algorithm: Algorithm) -> &'static str {
    of(algorithm).header
}

/// As [`header`], to be put on an answer or looked up.
pub(crate) fn header_name(algorithm: Algorithm) -> &'static HeaderName {
    &of(algorithm).header_name
}

/// The algorithm as AWS's texts and XML spell it: `CRC32`, `CRC64NVME`, ….
pub(crate) fn name(algorithm: Algorithm) -> &'static str {
    of(algorithm).name
}

/// The algorithm whose checksum the header `name`, in any case of letters, carries.
pub(crate) fn of_header(name: &str) -> Option<Algorithm> {
    ROWS.iter().find(|row| row.header.eq_ignore_ascii_case(name)).map(|row| row.algorithm)
}

/// The algorithm called `name`, in any case of letters.
pub(crate) fn of_name(name: &str) -> Option<Algorithm> {
    ROWS.iter().find(|row| row.name.eq_ignore_ascii_case(name)).map(|row| row.algorithm)
}

/// The base64 of `bytes`, padded, as headers carry it.
pub(crate) fn encode(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}

/// `bytes` in small hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    hex_simd::encode_to_string(bytes, AsciiCase::Lower)
}

/// The digest of `algorithm` that `text` holds in base64; none when it is no base64, or of another length.
pub(crate) fn decode(algorithm: Algorithm, text: &[u8]) -> Option<Vec<u8>> {
    let bytes = STANDARD.decode(text).ok()?;
    (bytes.len() == of(algorithm).size).then_some(bytes)
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
    /// SHA-512.
    Sha512(Box<sha2::Sha512>),
    /// XXH64 without seed.
    Xxhash64(Box<Xxh64>),
    /// XXH3 without seed, of 64 or of 128 bits.
    Xxh3(Algorithm, Box<Xxh3>),
}

impl Hasher {
    /// A digest of nothing yet.
    pub(crate) fn new(algorithm: Algorithm) -> Self {
        let crc = |kind| Self::Crc(algorithm, Box::new(crc_fast::Digest::new(kind)));
        match algorithm {
            Algorithm::Md5 => Self::Md5(Box::default()),
            Algorithm::Crc32 => crc(CrcAlgorithm::Crc32IsoHdlc),
            Algorithm::Crc32c => crc(CrcAlgorithm::Crc32Iscsi),
            Algorithm::Crc64Nvme => crc(CrcAlgorithm::Crc64Nvme),
            Algorithm::Sha1 => Self::Sha1(Box::default()),
            Algorithm::Sha256 => Self::Sha256(Box::default()),
            Algorithm::Sha512 => Self::Sha512(Box::default()),
            Algorithm::Xxhash64 => Self::Xxhash64(Box::new(Xxh64::new(0))),
            Algorithm::Xxhash3 | Algorithm::Xxhash128 => Self::Xxh3(algorithm, Box::new(Xxh3::new())),
        }
    }

    /// What it computes.
    pub(crate) fn algorithm(&self) -> Algorithm {
        match self {
            Self::Md5(_) => Algorithm::Md5,
            Self::Crc(algorithm, _) | Self::Xxh3(algorithm, _) => *algorithm,
            Self::Sha1(_) => Algorithm::Sha1,
            Self::Sha256(_) => Algorithm::Sha256,
            Self::Sha512(_) => Algorithm::Sha512,
            Self::Xxhash64(_) => Algorithm::Xxhash64,
        }
    }

    /// Adds the next bytes.
    pub(crate) fn update(&mut self, bytes: &[u8]) {
        match self {
            Self::Md5(digest) => digest.update(bytes),
            Self::Crc(_, digest) => digest.update(bytes),
            Self::Sha1(digest) => digest.update(bytes),
            Self::Sha256(digest) => digest.update(bytes),
            Self::Sha512(digest) => digest.update(bytes),
            Self::Xxhash64(digest) => digest.update(bytes),
            Self::Xxh3(_, digest) => digest.update(bytes),
        }
    }

    /// The digest's bytes, the most significant first: of an XXHASH too, as its canonical form has it.
    pub(crate) fn finish(self) -> Vec<u8> {
        match self {
            Self::Md5(digest) => digest.finalize().to_vec(),
            Self::Crc(Algorithm::Crc64Nvme, digest) => digest.finalize().to_be_bytes().to_vec(),
            // A 32-bit CRC stands in the low half.
            Self::Crc(_, digest) => digest.finalize().to_be_bytes()[4..].to_vec(),
            Self::Sha1(digest) => digest.finalize().to_vec(),
            Self::Sha256(digest) => digest.finalize().to_vec(),
            Self::Sha512(digest) => digest.finalize().to_vec(),
            Self::Xxhash64(digest) => digest.digest().to_be_bytes().to_vec(),
            Self::Xxh3(Algorithm::Xxhash128, digest) => digest.digest128().to_be_bytes().to_vec(),
            Self::Xxh3(_, digest) => digest.digest().to_be_bytes().to_vec(),
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

    /// The digest of "123456789", whole and in every two pieces. The CRCs are the check values of the CRC catalogue, the
    /// XXHASHes those of the reference library.
    fn check(algorithm: Algorithm, expected: &str) {
        for split in 0..=9 {
            let mut hasher = Hasher::new(algorithm);
            hasher.update(&b"123456789"[..split]);
            hasher.update(&b"123456789"[split..]);
            assert_eq!(hasher.algorithm(), algorithm);
            assert_eq!(hex(&hasher.finish()), expected, "{algorithm:?} split at {split}");
        }
        assert_eq!(of(algorithm).size, expected.len() / 2);
    }

    #[test]
    fn digests_of_the_check_text() {
        check(Algorithm::Md5, "25f9e794323b453885f5181f1b624d0b");
        check(Algorithm::Crc32, "cbf43926");
        check(Algorithm::Crc32c, "e3069283");
        check(Algorithm::Crc64Nvme, "ae8b14860a799888");
        check(Algorithm::Sha1, "f7c3bc1d808e04732adf679965ccc34ca7ae3441");
        check(Algorithm::Sha256, "15e2b0d3c33891ebb0f1ef609ec419420c20e320ce94c65fbc8c3312448eb225");
        check(
            Algorithm::Sha512,
            "d9e6762dd1c8eaf6d61b3c6192fc408d4d6d5f1176d0c29169bc24e71c3f274a\
             d27fcd5811b313d681f7e55ec02d73d499c95455b6b5bb503acf574fba8ffe85",
        );
        check(Algorithm::Xxhash64, "8cb841db40e6ae83");
        check(Algorithm::Xxhash3, "72dcb18b67a17dff");
        check(Algorithm::Xxhash128, "33119477ede5dcd5e9716427681d5860");
    }

    /// The text and values of the tests of the AWS SDK for C++, which computes them with AWS's own library.
    #[test]
    fn digests_as_an_sdk_sends_them() {
        let check = |algorithm, expected: &str| {
            let mut hasher = Hasher::new(algorithm);
            hasher.update(b"Memento Mori");
            assert_eq!(encode(&hasher.finish()), expected, "{algorithm:?}");
        };
        check(Algorithm::Xxhash64, "gpWjYMLp9XA=");
        check(Algorithm::Xxhash3, "9RrF7krhuOI=");
        check(Algorithm::Xxhash128, "AW5DBY+18wW7VuSsFyNFAg==");
        check(
            Algorithm::Sha512,
            "b3tSwOm8ciYgInIl7qsmQMTRTg6bftRpEBagE0ZWONKrb19uOBf1HZX++/ttF/2n/6MFWBq3O4Msl2oP/XC+pQ==",
        );
        assert_eq!(encode(&Hasher::new(Algorithm::Xxhash128).finish()), "maoG0wFHmNhgAcMkRo1Jfw==");
    }

    #[test]
    fn headers_and_names() {
        assert!(ROWS.iter().all(|row| of(row.algorithm).header == row.header));
        for algorithm in algorithms() {
            let header = header(algorithm);
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
        check(Algorithm::Md5, "1B2M2Y8AsgTpgAmY7PhCfg==", Some(&Hasher::new(Algorithm::Md5).finish()));
        assert_eq!(encode(&[0; 4]), "AAAAAA==");
    }
}
