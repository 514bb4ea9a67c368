//! How a bucket encrypts what is written into it: what its record keeps of the document that says so.
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-encryption.html>

use serde::{Deserialize, Serialize};

/// What the document says, for those who write.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct BucketEncryption {
    /// The method of objects that ask for none.
    #[serde(rename = "m")]
    pub(crate) method: String,
    /// The KMS key of these objects, as it was named.
    #[serde(default, rename = "k", skip_serializing_if = "Option::is_none")]
    pub(crate) key: Option<String>,
    /// Whether objects with a KMS key use a bucket key.
    #[serde(default, rename = "b", skip_serializing_if = "std::ops::Not::not")]
    pub(crate) bucket_key: bool,
    /// Whether nothing may be written with a customer's key.
    /// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/blocking-unblocking-s3-c-encryption-gpb.html>
    #[serde(default, rename = "c", skip_serializing_if = "std::ops::Not::not")]
    pub(crate) blocks_customer_keys: bool,
}

impl Default for BucketEncryption {
    /// That of every bucket which has no document.
    fn default() -> Self {
        Self { method: "AES256".to_owned(), key: None, bucket_key: false, blocks_customer_keys: false }
    }
}
