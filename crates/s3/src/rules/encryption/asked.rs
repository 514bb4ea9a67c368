//! What a write asks for: the headers `x-amz-server-side-encryption…`, and what becomes of them in its bucket.
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/specifying-kms-encryption.html>

use super::kms::Place;
use super::{BUCKET_KEY, CONTEXT, CustomerKey, DSSE, Encryption, KMS, KMS_KEY, Kms, METHOD, Of, context, text};
use crate::bucket::BucketRecord;
use crate::error::encryption::EncryptionError;
use crate::error::{Error, Result};
use crate::headers::{Family, Headers};
use crate::operation::Context;

/// What the headers say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Asked {
    /// Nothing: the bucket decides. A bucket key can be asked for all the same.
    Nothing { bucket_key: Option<bool> },
    /// SSE-S3.
    S3,
    /// SSE-KMS or DSSE-KMS.
    Kms { dual: bool, key: Option<String>, context: Option<String>, bucket_key: Option<bool> },
    /// SSE-C.
    Customer(CustomerKey),
}

impl Asked {
    /// Reads the headers of a write into a bucket.
    ///
    /// # Errors
    /// `AccessDenied` where the bucket takes no customers' keys, whatever they are; what S3 says of each header that is
    /// wrong or does not go with another.
    pub(crate) fn read(headers: &Headers, bucket: &BucketRecord) -> Result<Self> {
        if !headers.has(Family::Encryption) {
            return Ok(Self::Nothing { bucket_key: None });
        }
        check_blocked(headers, bucket)?;
        let method = text(headers, METHOD);
        if let (Some(method), true) = (method, Of::Object.is_named(headers)) {
            return Err(EncryptionError::Incompatible { value: method.to_owned() }.into());
        }
        let customer = CustomerKey::for_write(headers)?;
        let (key, context) = (text(headers, KMS_KEY), text(headers, CONTEXT));
        let of_kms = key.is_some() || context.is_some();
        let bucket_key = text(headers, BUCKET_KEY).map(|text| text.eq_ignore_ascii_case("true"));
        match (method, customer) {
            (None, _) if of_kms => Err(EncryptionError::KmsMethodMissing {}.into()),
            (None, Some(key)) => Ok(Self::Customer(key)),
            (None, None) => Ok(Self::Nothing { bucket_key }),
            (Some("AES256"), _) if of_kms => Err(EncryptionError::KmsMethodWrong { value: "AES256" }.into()),
            (Some("AES256"), _) => Ok(Self::S3),
            (Some(method @ (KMS | DSSE)), _) => Ok(Self::Kms {
                dual: method == DSSE,
                key: key.map(str::to_owned),
                context: context.map(context::read).transpose()?,
                bucket_key,
            }),
            (Some(other), _) => Err(EncryptionError::MethodUnknown { value: other.to_owned() }.into()),
        }
    }

    /// The customer's key, if that is what was asked for.
    pub(crate) fn customer(&self) -> Option<&CustomerKey> {
        match self {
            Self::Customer(key) => Some(key),
            _ => None,
        }
    }

    /// How an object is encrypted that is made so in this bucket: asked for, or by the bucket's default.
    ///
    /// # Errors
    /// `KmsNotFound`.
    pub(crate) fn settle(&self, cx: &Context, bucket: &BucketRecord) -> Result<Encryption> {
        if let Self::Customer(key) = self {
            return Ok(Encryption::Customer(key.seal(cx.world.entropy.as_ref())));
        }
        self.with_keys(bucket, Place { account: &cx.exchange.caller.account, region: &bucket.region })
    }

    /// As [`settle`](Self::settle), but for a customer's key.
    fn with_keys(&self, bucket: &BucketRecord, place: Place<'_>) -> Result<Encryption> {
        if bucket.encryption.is_none() && matches!(self, Self::Nothing { .. }) {
            return Ok(Encryption::S3);
        }
        let default = bucket.encryption.clone().unwrap_or_default();
        // The bucket's key is for those who ask for nothing; its bucket key is for everyone who asks for no other.
        let (dual, key, context, bucket_key) = match self {
            Self::S3 | Self::Customer(_) => return Ok(Encryption::S3),
            Self::Nothing { bucket_key } => match default.method.as_str() {
                method @ (KMS | DSSE) => (method == DSSE, default.key.as_deref(), None, bucket_key),
                _ => return Ok(Encryption::S3),
            },
            Self::Kms { dual, key, context, bucket_key } => (*dual, key.as_deref(), context.clone(), bucket_key),
        };
        Ok(Encryption::Kms(Kms {
            key: place.key(key)?,
            dual,
            // There are none for DSSE-KMS.
            bucket_key: !dual && bucket_key.unwrap_or(default.bucket_key),
            context,
        }))
    }
}

/// The customer's key that a part is written with, if the request brings one.
///
/// # Errors
/// Those of [`Asked::read`] about such a key.
pub(crate) fn customer_key(headers: &Headers, bucket: &BucketRecord) -> Result<Option<CustomerKey>> {
    check_blocked(headers, bucket)?;
    CustomerKey::for_write(headers)
}

fn check_blocked(headers: &Headers, bucket: &BucketRecord) -> Result<()> {
    let blocked = bucket.encryption.as_ref().is_some_and(|encryption| encryption.blocks_customer_keys);
    if blocked && Of::Object.is_named(headers) { Err(Error::AccessDenied {}) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use std::time::UNIX_EPOCH;

    use http::{HeaderName, HeaderValue};

    use super::super::default::BucketEncryption;
    use super::*;

    const SSE: &str = "x-amz-server-side-encryption";
    const KEY_ID: &str = "x-amz-server-side-encryption-aws-kms-key-id";
    const WITH_BUCKET_KEY: &str = "x-amz-server-side-encryption-bucket-key-enabled";
    const WITH_CONTEXT: &str = "x-amz-server-side-encryption-context";
    const ALGORITHM: (&str, &str) = ("x-amz-server-side-encryption-customer-algorithm", "AES256");
    const KEY: (&str, &str) =
        ("x-amz-server-side-encryption-customer-key", "YSBrZXkgb2YgZXhhY3RseSB0aGlydHktdHdvIGJ5dGU=");
    const MD5: (&str, &str) = ("x-amz-server-side-encryption-customer-key-md5", "0gSH3R6iUD94sRq7CINr8Q==");

    fn bucket(method: Option<&str>, key: Option<&str>, bucket_key: bool) -> BucketRecord {
        let encryption = method.map(|method| BucketEncryption {
            method: method.to_owned(),
            key: key.map(str::to_owned),
            bucket_key,
            blocks_customer_keys: false,
        });
        BucketRecord { encryption, ..BucketRecord::new("111111111111", "o", "us-east-1", UNIX_EPOCH) }
    }

    fn read(bucket: &BucketRecord, headers: &[(&'static str, &'static str)]) -> Result<Asked> {
        let headers = headers.iter();
        let headers = headers.map(|(n, v)| (HeaderName::from_static(n), HeaderValue::from_static(v))).collect();
        Asked::read(&headers, bucket)
    }

    /// What an object gets: the method, the key's name after the ARN's common beginning, and whether with a bucket key.
    #[track_caller]
    fn check(bucket: &BucketRecord, headers: &[(&'static str, &'static str)], expected: (&str, &str, bool)) {
        let place = Place { account: "111111111111", region: "us-east-1" };
        let encryption = read(bucket, headers).unwrap().with_keys(bucket, place).unwrap();
        let managed = place.key(None).unwrap();
        let found = match &encryption {
            Encryption::Kms(kms) => {
                let key = if kms.key == managed { "managed" } else { kms.key.as_str() };
                (if kms.dual { DSSE } else { KMS }, key, kms.bucket_key)
            }
            _ => ("AES256", "", false),
        };
        assert_eq!(found, expected, "{headers:?}");
    }

    #[test]
    fn what_is_asked_for_is_got() {
        let plain = bucket(None, None, false);
        check(&plain, &[], ("AES256", "", false));
        check(&plain, &[(SSE, "AES256")], ("AES256", "", false));
        check(&plain, &[(SSE, KMS)], (KMS, "managed", false));
        check(&plain, &[(SSE, KMS), (KEY_ID, "k")], (KMS, "k", false));
        check(&plain, &[(SSE, KMS), (KEY_ID, "k"), (WITH_BUCKET_KEY, "true")], (KMS, "k", true));
        check(&plain, &[(SSE, DSSE), (KEY_ID, "k"), (WITH_BUCKET_KEY, "true")], (DSSE, "k", false));
        check(&plain, &[(SSE, KMS), (WITH_CONTEXT, "e30=")], (KMS, "managed", false));
    }

    /// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/configuring-bucket-key-object.html>
    #[test]
    fn the_bucket_decides_where_nothing_is_asked_for() {
        let kms = bucket(Some(KMS), Some("default"), true);
        check(&kms, &[], (KMS, "default", true));
        check(&kms, &[(WITH_BUCKET_KEY, "false")], (KMS, "default", false));
        check(&kms, &[(SSE, "AES256")], ("AES256", "", false));
        check(&kms, &[(SSE, KMS)], (KMS, "managed", true));
        check(&kms, &[(SSE, KMS), (WITH_BUCKET_KEY, "false")], (KMS, "managed", false));
        check(&bucket(Some(KMS), None, false), &[], (KMS, "managed", false));
        check(&bucket(Some(DSSE), Some("default"), true), &[], (DSSE, "default", false));
        check(&bucket(Some("AES256"), None, true), &[], ("AES256", "", false));
        check(&bucket(Some("AES256"), None, true), &[(SSE, KMS)], (KMS, "managed", true));
    }

    #[track_caller]
    fn refuse(headers: &[(&'static str, &'static str)], expected: &str) {
        let error = read(&bucket(None, None, false), headers).unwrap_err().document();
        assert_eq!(format!("{}: {}", error.code, error.message), expected, "{headers:?}");
    }

    #[test]
    fn what_does_not_go_together_is_refused() {
        let incompatible = "InvalidArgument: Server Side Encryption with Customer provided key is incompatible with the \
            encryption method specified";
        refuse(&[(SSE, "AES256"), ALGORITHM, KEY, MD5], incompatible);
        refuse(&[(SSE, KMS), (KEY_ID, "k"), ALGORITHM, KEY, MD5], incompatible);
        refuse(&[(SSE, "AES256"), (ALGORITHM.0, "KMS"), KEY, MD5], incompatible);
        let alone = "InvalidArgument: Server Side Encryption with AWS KMS managed key requires HTTP header \
            x-amz-server-side-encryption : aws:kms";
        refuse(&[(KEY_ID, "k")], alone);
        refuse(&[(SSE, "AES256"), (KEY_ID, "k")], alone);
        refuse(&[(WITH_CONTEXT, "e30=")], alone);
        refuse(&[(KEY_ID, "k"), ALGORITHM, KEY, MD5], alone);
        for method in ["aes:kms", "aes256", "AWS:KMS", "", "aws:fsx"] {
            refuse(&[(SSE, method)], "InvalidArgument: The encryption method specified is not supported");
        }
        refuse(
            &[(SSE, KMS), (WITH_CONTEXT, "x")],
            "InvalidArgument: The header 'x-amz-server-side-encryption-context' shall be Base64-encoded UTF-8 string \
             holding JSON which represents a string-string map",
        );
    }

    #[test]
    fn a_bucket_may_take_no_customers_keys_at_all() {
        let mut blocking = bucket(Some("AES256"), None, false);
        assert!(matches!(read(&blocking, &[ALGORITHM, KEY, MD5]), Ok(Asked::Customer(_))));
        if let Some(encryption) = &mut blocking.encryption {
            encryption.blocks_customer_keys = true;
        }
        for headers in [&[ALGORITHM, KEY, MD5][..], &[KEY], &[(SSE, "AES256"), ALGORITHM, KEY, MD5]] {
            assert!(matches!(read(&blocking, headers), Err(Error::AccessDenied {})));
        }
        check(&blocking, &[], ("AES256", "", false));
    }
}
