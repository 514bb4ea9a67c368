//! Server-side encryption: how an object is encrypted, what is stored of that, and what answers say of it.
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/serv-side-encryption.html>
//!
//! Nothing is really encrypted. What a client can see is kept: which method and key an object has, that its ETag is not
//! the MD5 of its bytes, and that nobody reads it without the key that it was written with.

pub(crate) mod access;
mod asked;
mod context;
mod customer;
pub(crate) mod default;
pub(crate) mod kms;

use http::HeaderMap;
use http::header::{AsHeaderName, HeaderName, HeaderValue};
use sandpail_control::Entropy;
use serde::{Deserialize, Serialize};

use crate::front::body::hex;
use crate::reply::Reply;

pub(crate) use asked::{Asked, customer_key};
pub(crate) use customer::{CustomerKey, Of, Seal};

/// The header that names the method.
pub(crate) const METHOD: HeaderName = HeaderName::from_static("x-amz-server-side-encryption");

const AES256: HeaderValue = HeaderValue::from_static("AES256");

const KMS_KEY: HeaderName = HeaderName::from_static("x-amz-server-side-encryption-aws-kms-key-id");
const BUCKET_KEY: HeaderName = HeaderName::from_static("x-amz-server-side-encryption-bucket-key-enabled");
const CONTEXT: HeaderName = HeaderName::from_static("x-amz-server-side-encryption-context");
const CUSTOMER_ALGORITHM: HeaderName = HeaderName::from_static("x-amz-server-side-encryption-customer-algorithm");
const CUSTOMER_MD5: HeaderName = HeaderName::from_static("x-amz-server-side-encryption-customer-key-md5");

/// How an object is encrypted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Encryption {
    /// With keys that S3 manages: SSE-S3.
    #[default]
    #[serde(rename = "s3")]
    S3,
    /// With a key of the Key Management Service: SSE-KMS and DSSE-KMS.
    #[serde(rename = "kms")]
    Kms(Kms),
    /// With a key that the customer sends along: SSE-C.
    #[serde(rename = "c")]
    Customer(Seal),
}

/// What SSE-KMS and DSSE-KMS keep.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Kms {
    /// The key, as answers name it.
    #[serde(rename = "k")]
    pub(crate) key: String,
    /// Whether it is encrypted twice: DSSE-KMS.
    #[serde(default, rename = "d", skip_serializing_if = "std::ops::Not::not")]
    pub(crate) dual: bool,
    /// Whether a bucket key saves calls of the service.
    #[serde(default, rename = "b", skip_serializing_if = "std::ops::Not::not")]
    pub(crate) bucket_key: bool,
    /// The encryption context, as it was sent.
    #[serde(default, rename = "x", skip_serializing_if = "Option::is_none")]
    pub(crate) context: Option<String>,
}

impl Encryption {
    /// Whether it is what an object has that nothing was said of.
    pub(crate) fn is_s3(&self) -> bool {
        matches!(self, Self::S3)
    }

    /// The ETag of bytes with that MD5. With a KMS key or a customer's it says nothing of the bytes, and is another one
    /// for every object and part.
    pub(crate) fn etag(&self, md5: &[u8], entropy: &dyn Entropy) -> String {
        match self {
            Self::S3 => hex(md5),
            Self::Kms(_) | Self::Customer(_) => hex(&entropy.u128().to_be_bytes()),
        }
    }

    /// Says it on an answer. A customer's key is named only to those who sent it: it is not known otherwise.
    pub(crate) fn write(&self, customer: Option<&CustomerKey>, reply: &mut Reply) {
        match self {
            Self::S3 => {
                reply.headers.insert(METHOD, AES256);
            }
            Self::Kms(kms) => {
                reply.fixed(METHOD, if kms.dual { DSSE } else { KMS });
                reply.header(KMS_KEY, &kms.key);
                // S3 never sends `false`.
                if kms.bucket_key {
                    reply.fixed(BUCKET_KEY, "true");
                }
            }
            Self::Customer(_) => {
                if let Some(key) = customer {
                    reply.fixed(CUSTOMER_ALGORITHM, customer::ALGORITHM);
                    reply.header(CUSTOMER_MD5, key.md5());
                }
            }
        }
    }

    /// As [`write`](Self::write), on the answer of an operation that began it: these alone repeat the context.
    pub(crate) fn write_new(&self, customer: Option<&CustomerKey>, reply: &mut Reply) {
        self.write(customer, reply);
        if let Self::Kms(Kms { context: Some(context), .. }) = self {
            reply.header(CONTEXT, context);
        }
    }
}

/// The method that SSE-KMS is called by.
pub(crate) const KMS: &str = "aws:kms";

/// The method that DSSE-KMS is called by.
pub(crate) const DSSE: &str = "aws:kms:dsse";

/// Keeps customers' keys out of whatever prints these headers.
pub(crate) fn hide_keys(headers: &mut HeaderMap) {
    // In one pass: most requests have none, and to look for a long name costs more than to see that none is so long.
    for (_, value) in headers.iter_mut().filter(|(name, _)| customer::KEYS.contains(&name.as_str())) {
        value.set_sensitive(true);
    }
}

/// The value of a header, as text.
fn text(headers: &HeaderMap, name: impl AsHeaderName) -> Option<&str> {
    headers.get(name).map(|value| std::str::from_utf8(value.as_bytes()).unwrap_or_default().trim())
}

#[cfg(test)]
mod tests {
    use sandpail_control::SeededEntropy;

    use super::*;

    fn kms(bucket_key: bool, context: Option<&str>) -> Encryption {
        let (key, context) = ("arn:k".to_owned(), context.map(str::to_owned));
        Encryption::Kms(Kms { key, dual: false, bucket_key, context })
    }

    #[track_caller]
    fn check(encryption: &Encryption, expected: &[(&str, &str)]) {
        let mut reply = Reply::ok();
        encryption.write_new(None, &mut reply);
        let found: Vec<_> =
            reply.headers.iter().map(|(name, value)| (name.as_str(), value.to_str().unwrap())).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn answers_say_what_an_object_has() {
        let (method, key) = ("x-amz-server-side-encryption", "x-amz-server-side-encryption-aws-kms-key-id");
        check(&Encryption::S3, &[(method, "AES256")]);
        check(&kms(false, None), &[(method, "aws:kms"), (key, "arn:k")]);
        let bucket_key = ("x-amz-server-side-encryption-bucket-key-enabled", "true");
        check(&kms(true, None), &[(method, "aws:kms"), (key, "arn:k"), bucket_key]);
        let context = ("x-amz-server-side-encryption-context", "e30=");
        check(&kms(false, Some("e30=")), &[(method, "aws:kms"), (key, "arn:k"), context]);
        let entropy = SeededEntropy::from_seed(1);
        check(&Encryption::Customer(CustomerKey::of(&[7; 32]).seal(&entropy)), &[]);
    }

    #[test]
    fn an_etag_is_an_md5_only_with_keys_of_s3() {
        let entropy = SeededEntropy::from_seed(1);
        let md5 = [0xab; 16];
        assert_eq!(Encryption::S3.etag(&md5, &entropy), "ab".repeat(16));
        let (one, two) = (kms(false, None).etag(&md5, &entropy), kms(false, None).etag(&md5, &entropy));
        assert!(one.len() == 32 && one != two && one != "ab".repeat(16));
    }

    #[test]
    fn hidden_keys_are_not_printed() {
        for name in customer::KEYS {
            let value = http::HeaderValue::from_static("a2V5");
            let mut headers = HeaderMap::from_iter([(HeaderName::from_static(name), value)]);
            assert!(format!("{headers:?}").contains("a2V5"));
            hide_keys(&mut headers);
            assert!(!format!("{headers:?}").contains("a2V5"), "{name}");
            assert_eq!(text(&headers, name), Some("a2V5"));
        }
    }

    #[test]
    fn a_record_is_read_as_it_was_written() {
        let entropy = SeededEntropy::from_seed(1);
        let customer = Encryption::Customer(CustomerKey::of(&[7; 32]).seal(&entropy));
        for written in [Encryption::S3, kms(true, Some("e30=")), kms(false, None), customer] {
            let json = serde_json::to_string(&written).unwrap();
            assert_eq!(serde_json::from_str::<Encryption>(&json).unwrap(), written, "{json}");
        }
    }
}
