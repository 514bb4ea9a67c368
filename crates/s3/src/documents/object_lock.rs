//! The Object Lock configuration of a bucket:
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObjectLockConfiguration.html>
//!
//! A bucket that was made with Object Lock has no document until one is put; its record says that it has the lock. There
//! is no way to take the lock from a bucket, so the document is never deleted.

use s3s::dto::{
    GetObjectLockConfigurationInput, GetObjectLockConfigurationOutput, PutObjectLockConfigurationInput,
    PutObjectLockConfigurationOutput,
};

use super::schema::Node;
use super::{Document, Element, document_operations, get, put};
use crate::bucket::{Bucket, BucketRecord, Versioning};
use crate::error::Result;
use crate::error::lock::LockError;
use crate::operation::Context;
use crate::rules::lock::{BucketLock, CONFIGURATION};

/// The `ObjectLockConfiguration` document.
pub(crate) struct ObjectLock;

impl Document for ObjectLock {
    const NAME: &'static str = "object-lock";
    const ROOT: &'static Node = CONFIGURATION;

    async fn check(_: &Context, bucket: &Bucket, document: &mut Element) -> Result<()> {
        BucketLock::read(document)?;
        if bucket.record.versioning == Versioning::Enabled { Ok(()) } else { Err(LockError::NotVersioned {}.into()) }
    }

    fn absent(bucket: &Bucket) -> Result<Element> {
        if bucket.record.lock.is_none() {
            return Err(LockError::ConfigurationNotFound { bucket: bucket.name.clone() }.into());
        }
        let mut document = Element::new(Self::ROOT.name);
        document.set("ObjectLockEnabled", "Enabled");
        Ok(document)
    }

    fn record(document: Option<&Element>, record: &mut BucketRecord) {
        // What cannot be read was refused.
        if let Some(lock) = document.and_then(|document| BucketLock::read(document).ok()) {
            record.lock = Some(lock);
        }
    }
}

document_operations! {
    /// Answers whether objects of the bucket can be locked, and how they are by default.
    GetObjectLockConfiguration(GetObjectLockConfigurationInput) -> GetObjectLockConfigurationOutput = get::<ObjectLock>;
    /// Lets objects of the bucket be locked, and says how they are by default. The token that this once took means
    /// nothing any more.
    PutObjectLockConfiguration(PutObjectLockConfigurationInput) -> PutObjectLockConfigurationOutput = put::<ObjectLock>;
}
