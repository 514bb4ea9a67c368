//! Digests: what S3 can compute of a body, the names of the headers that carry them, and their base64.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html>

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hex_simd::AsciiCase;
use http::HeaderName;
use sandpail_blob::Algorithm;

pub(crate) use super::hasher::Hasher;

/// How the headers of checksums begin.
pub(super) const PREFIX: &str = "x-amz-checksum-";

/// The longest digest, that of SHA-512, in bytes.
const LONGEST: usize = 64;

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
    let (prefix, rest) = name.split_at_checked(PREFIX.len())?;
    // What follows it is the algorithm's name.
    if prefix.eq_ignore_ascii_case(PREFIX) { of_name(rest) } else { None }
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
pub(crate) fn decode(algorithm: Algorithm, text: &[u8]) -> Option<DigestValue> {
    // Base64 comes in threes of bytes.
    let mut bytes = [0; LONGEST + 2];
    let size = STANDARD.decode_slice(text, &mut bytes).ok()?;
    (size == of(algorithm).size).then(|| DigestValue::new(&bytes[..size]))
}

/// The bytes of a digest, without an allocation.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct DigestValue {
    bytes: [u8; LONGEST],
    size: u8,
}

impl DigestValue {
    /// The digest that is `bytes`, at most those of SHA-512.
    pub(super) fn new(bytes: &[u8]) -> Self {
        let mut value = Self { bytes: [0; LONGEST], size: bytes.len() as u8 };
        value.bytes[..bytes.len()].copy_from_slice(bytes);
        value
    }
}

impl std::ops::Deref for DigestValue {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.bytes[..usize::from(self.size)]
    }
}

impl std::fmt::Debug for DigestValue {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&hex(self))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
        for name in ["x-amz-checksum-type", "x-amz-checksum-", "x-amz-checksum", "crc32", "x-amz-checksum-crc32 ", "é"]
        {
            assert_eq!(of_header(name), None, "{name}");
        }
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
