//! Object Lock of one version of an object: its retention and its legal hold.

mod legal_hold;
mod retention;

use sandpail_blob::BlobInfo;

use crate::bucket::Bucket;
use crate::error::Result;
use crate::error::lock::LockError;
use crate::object::ObjectMeta;
use crate::operation::Context;
use crate::rules::lock::ObjectLock;
use crate::rules::version_id;

pub(crate) use legal_hold::{GetObjectLegalHold, PutObjectLegalHold};
pub(crate) use retention::{GetObjectRetention, PutObjectRetention};

/// The bucket of a request about a lock.
///
/// # Errors
/// `NoSuchBucket`; `NotEnabled`.
async fn locked_bucket(cx: &Context) -> Result<Bucket> {
    let bucket = cx.this_bucket().await?;
    if bucket.record.lock.is_some() { Ok(bucket) } else { Err(LockError::NotEnabled {}.into()) }
}

/// The lock of the version that the request names.
///
/// # Errors
/// `NoSuchKey`, `NoSuchVersion`, `DeleteMarker`.
async fn find(cx: &Context, bucket: &Bucket) -> Result<ObjectLock> {
    let selector = version_id::select(cx.query("versionId").as_deref())?;
    let found = bucket.objects.lookup(cx.key(), &selector).await?;
    let blob = version_id::object(found, cx.key(), &selector, &cx.exchange.method)?;
    Ok(ObjectMeta::of(&blob)?.lock)
}

/// Replaces the lock of that version by what `change` makes of it. It decides on the very state that the commit
/// replaces: no other request gets between.
///
/// # Errors
/// As [`find`], and what `change` refuses.
async fn replace(cx: &Context, bucket: &Bucket, change: impl Fn(&ObjectLock) -> Result<ObjectLock>) -> Result<()> {
    let selector = version_id::select(cx.query("versionId").as_deref())?;
    let update = |found: Option<&BlobInfo>| {
        let blob = version_id::object(found.cloned(), cx.key(), &selector, &cx.exchange.method)?;
        let meta = ObjectMeta::of(&blob)?;
        ObjectMeta { lock: change(&meta.lock)?, ..meta }.json()
    };
    bucket.objects.update_meta(cx.key(), &selector, update).await?;
    Ok(())
}
