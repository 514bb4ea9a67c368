//! Digests in the making, of every algorithm of S3.

use crc_fast::CrcAlgorithm;
use md5_simd::Md5;
use sandpail_blob::Algorithm;
use sha2::Digest as _;
use xxhash_rust::xxh3::Xxh3;
use xxhash_rust::xxh64::Xxh64;

use super::digest::DigestValue;

/// A digest in the making. The larger states are boxed, so that a body that needs none carries none.
#[derive(Clone)]
pub(crate) enum Hasher {
    /// MD5, the ETag's and Content-MD5's.
    Md5(Md5),
    /// Any of the three CRCs.
    Crc(Algorithm, Box<crc_fast::Digest>),
    /// SHA-1.
    Sha1(sha1::Sha1),
    /// SHA-256.
    Sha256(sha2::Sha256),
    /// SHA-512.
    Sha512(Box<sha2::Sha512>),
    /// XXH64 without seed.
    Xxhash64(Xxh64),
    /// XXH3 without seed, of 64 or of 128 bits.
    Xxh3(Algorithm, Box<Xxh3>),
}

impl Hasher {
    /// A digest of nothing yet.
    pub(crate) fn new(algorithm: Algorithm) -> Self {
        let crc = |kind| Self::Crc(algorithm, Box::new(crc_fast::Digest::new(kind)));
        match algorithm {
            Algorithm::Md5 => Self::Md5(Md5::new()),
            Algorithm::Crc32 => crc(CrcAlgorithm::Crc32IsoHdlc),
            Algorithm::Crc32c => crc(CrcAlgorithm::Crc32Iscsi),
            Algorithm::Crc64Nvme => crc(CrcAlgorithm::Crc64Nvme),
            Algorithm::Sha1 => Self::Sha1(sha1::Sha1::default()),
            Algorithm::Sha256 => Self::Sha256(sha2::Sha256::default()),
            Algorithm::Sha512 => Self::Sha512(Box::default()),
            Algorithm::Xxhash64 => Self::Xxhash64(Xxh64::new(0)),
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
    pub(crate) fn finish(self) -> DigestValue {
        match self {
            Self::Md5(digest) => DigestValue::new(&digest.finalize()),
            Self::Crc(Algorithm::Crc64Nvme, digest) => DigestValue::new(&digest.finalize().to_be_bytes()),
            // A 32-bit CRC stands in the low half.
            Self::Crc(_, digest) => DigestValue::new(&digest.finalize().to_be_bytes()[4..]),
            Self::Sha1(digest) => DigestValue::new(&digest.finalize()),
            Self::Sha256(digest) => DigestValue::new(&digest.finalize()),
            Self::Sha512(digest) => DigestValue::new(&digest.finalize()),
            Self::Xxhash64(digest) => DigestValue::new(&digest.digest().to_be_bytes()),
            Self::Xxh3(Algorithm::Xxhash128, digest) => DigestValue::new(&digest.digest128().to_be_bytes()),
            Self::Xxh3(_, digest) => DigestValue::new(&digest.digest().to_be_bytes()),
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
    use md5::Digest as _;
    use proptest::prelude::*;

    use super::super::digest::{decode, encode, hex};
    use super::*;

    proptest! {
        /// Against another implementation: every length around the blocks of 64 bytes, cut anywhere.
        #[test]
        fn md5_is_that_of_the_oracle(body in prop::collection::vec(any::<u8>(), 0..400), cuts in prop::collection::vec(0..400usize, 0..4)) {
            let mut hasher = Hasher::new(Algorithm::Md5);
            let mut cuts: Vec<_> = cuts.into_iter().map(|cut| cut.min(body.len())).collect();
            cuts.sort_unstable();
            let mut from = 0;
            for to in cuts.into_iter().chain([body.len()]) {
                hasher.update(&body[from..to]);
                from = to;
            }
            prop_assert_eq!(hasher.finish()[..].to_vec(), md5::Md5::digest(&body).to_vec());
        }
    }

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
        assert!(decode(algorithm, encode(&Hasher::new(algorithm).finish()).as_bytes()).is_some());
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
}
