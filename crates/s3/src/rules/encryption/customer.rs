//! SSE-C: the key that a customer sends along with every request about an object.
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/ServerSideEncryptionCustomerKeys.html>
//!
//! The key itself is never stored: an object keeps a salted digest, which tells whether a key is the right one.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use sandpail_control::Entropy;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::text;
use crate::error::Result;
use crate::error::encryption::EncryptionError;
use crate::front::body::hex;
use crate::headers::{Family, Headers};

/// The only algorithm.
pub(super) const ALGORITHM: &str = "AES256";

/// How long a key is, in bytes.
const KEY_BYTES: usize = 32;

const SALT_BYTES: usize = 16;

/// The headers that hold keys.
pub(super) const KEYS: [&str; 2] =
    ["x-amz-server-side-encryption-customer-key", "x-amz-copy-source-server-side-encryption-customer-key"];

/// Whose key it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Of {
    /// That of the object that the request is about.
    Object,
    /// That of the object that a copy is made of.
    CopySource,
}

impl Of {
    /// Algorithm, key and the key's MD5.
    fn headers(self) -> [&'static str; 3] {
        match self {
            Self::Object => [
                "x-amz-server-side-encryption-customer-algorithm",
                "x-amz-server-side-encryption-customer-key",
                "x-amz-server-side-encryption-customer-key-md5",
            ],
            Self::CopySource => [
                "x-amz-copy-source-server-side-encryption-customer-algorithm",
                "x-amz-copy-source-server-side-encryption-customer-key",
                "x-amz-copy-source-server-side-encryption-customer-key-md5",
            ],
        }
    }

    /// Whether the request names a key at all, or anything of one.
    pub(crate) fn is_named(self, headers: &Headers) -> bool {
        let kind = match self {
            Self::Object => Family::Encryption,
            Self::CopySource => Family::Source,
        };
        headers.has(kind) && self.headers().iter().any(|name| headers.contains_key(*name))
    }
}

/// A customer's key, of which the MD5 is right. It prints nothing of itself.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct CustomerKey {
    key: Vec<u8>,
    md5: String,
}

impl std::fmt::Debug for CustomerKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("CustomerKey").finish_non_exhaustive()
    }
}

impl CustomerKey {
    /// The key to encrypt with, if the request brings one.
    ///
    /// # Errors
    /// What S3 says of each header that is missing or wrong.
    pub(crate) fn for_write(headers: &Headers) -> Result<Option<Self>> {
        Self::read(headers, Of::Object, true)
    }

    /// The key to read with, if the request brings one. S3 does not mind its length: no object has such a key.
    ///
    /// # Errors
    /// As [`for_write`](Self::for_write).
    pub(crate) fn for_read(headers: &Headers, of: Of) -> Result<Option<Self>> {
        Self::read(headers, of, false)
    }

    fn read(headers: &Headers, of: Of, exact: bool) -> Result<Option<Self>> {
        if !of.is_named(headers) {
            return Ok(None);
        }
        let [algorithm, key, md5] = of.headers().map(|name| text(headers, name).filter(|text| !text.is_empty()));
        match algorithm {
            Some(ALGORITHM) => {}
            Some(other) => return Err(EncryptionError::Algorithm { value: other.to_owned() }.into()),
            None => return Err(EncryptionError::AlgorithmMissing {}.into()),
        }
        let key = key.ok_or(EncryptionError::KeyMissing {})?;
        let md5 = md5.ok_or(EncryptionError::Md5Missing {})?;
        let key = BASE64.decode(key).map_err(|_| EncryptionError::KeyInvalid {})?;
        if exact && key.len() != KEY_BYTES {
            return Err(EncryptionError::KeyInvalid {}.into());
        }
        let key = Self::of(&key);
        if key.md5 == md5 { Ok(Some(key)) } else { Err(EncryptionError::Md5Mismatch {}.into()) }
    }

    /// The key that these bytes are.
    pub(super) fn of(key: &[u8]) -> Self {
        Self { key: key.to_vec(), md5: BASE64.encode(md5_simd::digest(key)) }
    }

    /// The base64 of its MD5, as answers tell it.
    pub(crate) fn md5(&self) -> &str {
        &self.md5
    }

    /// What an object that it encrypts keeps of it.
    pub(crate) fn seal(&self, entropy: &dyn Entropy) -> Seal {
        let mut salt = [0; SALT_BYTES];
        entropy.fill(&mut salt);
        let salt = hex(&salt);
        Seal { digest: self.digest(&salt), salt }
    }

    /// Whether it is the key that was sealed.
    pub(crate) fn opens(&self, seal: &Seal) -> bool {
        self.digest(&seal.salt) == seal.digest
    }

    fn digest(&self, salt: &str) -> String {
        hex(&Sha256::new().chain_update(salt).chain_update(&self.key).finalize())
    }
}

/// What tells a customer's key from any other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Seal {
    #[serde(rename = "s")]
    salt: String,
    #[serde(rename = "d")]
    digest: String,
}

#[cfg(test)]
mod tests {
    use http::{HeaderName, HeaderValue};
    use sandpail_control::SeededEntropy;

    use super::*;

    /// 32 bytes and their MD5.
    const KEY: &str = "YSBrZXkgb2YgZXhhY3RseSB0aGlydHktdHdvIGJ5dGU=";
    const MD5: &str = "0gSH3R6iUD94sRq7CINr8Q==";
    /// 10 bytes and their MD5.
    const SHORT: &str = "dGVuIGJ5dGVzLg==";
    const SHORT_MD5: &str = "HN2WodPTOoLlyAPt1pyiPQ==";

    const ALGORITHM_MISSING: &str = "InvalidArgument: Requests specifying Server Side Encryption with Customer provided \
        keys must provide a valid encryption algorithm.";
    const KEY_MISSING: &str = "InvalidArgument: Requests specifying Server Side Encryption with Customer provided keys \
        must provide an appropriate secret key.";
    const MD5_MISSING: &str = "InvalidArgument: Requests specifying Server Side Encryption with Customer provided keys \
        must provide the client calculated MD5 of the secret key.";
    const KEY_INVALID: &str = "InvalidArgument: The secret key was invalid for the specified algorithm.";
    const MD5_WRONG: &str =
        "InvalidArgument: The calculated MD5 hash of the key did not match the hash that was provided.";
    const ALGORITHM_WRONG: &str = "InvalidEncryptionAlgorithmError: The Encryption request you specified is not valid. \
        Supported value: AES256.";

    fn headers(of: Of, values: [&'static str; 3]) -> Headers {
        let pairs = of.headers().into_iter().zip(values).filter(|(_, value)| *value != "-");
        pairs.map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value))).collect()
    }

    /// Algorithm, key and MD5, `-` for none; what a write says of them, and what a read says.
    #[track_caller]
    fn check(values: [&'static str; 3], write: Option<&str>, read: Option<&str>) {
        let said = |result: Result<Option<CustomerKey>>| {
            result.err().map(|error| format!("{}: {}", error.document().code, error.document().message))
        };
        let found = said(CustomerKey::for_write(&headers(Of::Object, values)));
        assert_eq!(found.as_deref(), write, "{values:?}");
        for of in [Of::Object, Of::CopySource] {
            let found = said(CustomerKey::for_read(&headers(of, values), of));
            assert_eq!(found.as_deref(), read, "{values:?}");
        }
    }

    /// As recorded, but for a missing MD5.
    #[test]
    fn each_header_is_needed() {
        check(["-", "-", "-"], None, None);
        check(["AES256", KEY, MD5], None, None);
        check(["-", KEY, MD5], Some(ALGORITHM_MISSING), Some(ALGORITHM_MISSING));
        check(["AES256", "-", MD5], Some(KEY_MISSING), Some(KEY_MISSING));
        check(["AES256", "-", "-"], Some(KEY_MISSING), Some(KEY_MISSING));
        check(["AES256", KEY, "-"], Some(MD5_MISSING), Some(MD5_MISSING));
        check(["AES256", "", MD5], Some(KEY_MISSING), Some(KEY_MISSING));
    }

    #[test]
    fn each_header_is_checked() {
        check(["KMS", KEY, MD5], Some(ALGORITHM_WRONG), Some(ALGORITHM_WRONG));
        check(["aes256", KEY, MD5], Some(ALGORITHM_WRONG), Some(ALGORITHM_WRONG));
        check(["AES256", KEY, SHORT_MD5], Some(MD5_WRONG), Some(MD5_WRONG));
        check(["AES256", KEY, "x"], Some(MD5_WRONG), Some(MD5_WRONG));
        check(["AES256", "no base64", MD5], Some(KEY_INVALID), Some(KEY_INVALID));
        check(["AES256", SHORT, SHORT_MD5], Some(KEY_INVALID), None);
    }

    #[test]
    fn a_seal_knows_its_key_and_tells_nothing_of_it() {
        let entropy = SeededEntropy::from_seed(1);
        let (key, other) = (CustomerKey::of(&[7; 32]), CustomerKey::of(&[8; 32]));
        let (seal, again) = (key.seal(&entropy), key.seal(&entropy));
        assert!(key.opens(&seal) && key.opens(&again) && !other.opens(&seal));
        assert_ne!(seal, again);
        assert_eq!(format!("{key:?}"), "CustomerKey { .. }");
    }
}
