//! DeleteObject: <https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObject.html>

use std::time::SystemTime;

use s3s::Body;
use s3s::dto::{DeleteObjectInput, DeleteObjectOutput};
use sandpail_blob::{BlobInfo, Json, Kind, Removal, VersionId};

use crate::bucket::{Bucket, Versioning};
use crate::error::access::AccessError;
use crate::error::{Error, Result};
use crate::headers::Family;
use crate::object::ObjectMeta;
use crate::operation::{Context, Direct, Operation};
use crate::reply::Reply;
use crate::rules::delete_conditions::Delete;
use crate::rules::{lock, mfa, version_id};

/// Deletes a key: the object itself, or by a delete marker where versions are kept, or one version of it.
pub(crate) struct DeleteObject;

impl Operation for DeleteObject {
    type Input = DeleteObjectInput;
    type Output = DeleteObjectOutput;
    const NAME: &'static str = "DeleteObject";

    async fn run(cx: &Context, input: Self::Input) -> Result<Reply> {
        delete_one(cx, &input.key, input.version_id.as_deref()).await
    }
}

impl Direct for DeleteObject {
    async fn run_plain(cx: &Context, _: Body) -> Result<Reply> {
        let version = cx.query("versionId");
        delete_one(cx, cx.key(), version.as_deref()).await
    }
}

async fn delete_one(cx: &Context, key: &str, version: Option<&str>) -> Result<Reply> {
    let version = version.map(version_id::parse).transpose()?;
    let conditions = Delete::of_request(&cx.exchange.headers, cx.bucket_name())?;
    let check = |current: Option<&BlobInfo>| conditions.check(current, key);
    let outcome = loop {
        let bucket = cx.this_bucket().await?;
        let may = May::read(cx, &bucket)?;
        match delete(&bucket, key, version.as_ref(), may, check).await {
            Err(Error::Stale {}) => {}
            other => break other?,
        }
    };
    let mut reply = Reply::no_content();
    if outcome.marker {
        reply.fixed(version_id::DELETE_MARKER, "true");
    }
    if let Some(version) = outcome.version {
        reply.header(version_id::HEADER, &version);
    }
    Ok(reply)
}

/// When a delete happens, whether it may undo governance, and whether it may remove versions at all.
#[derive(Clone, Copy, Debug)]
pub(super) struct May {
    now: SystemTime,
    bypass: bool,
    authenticated: bool,
}

impl May {
    /// Reads it of a request to delete something of the bucket.
    ///
    /// # Errors
    /// `BypassWithoutLock`; `MfaMalformed` where a device counts.
    pub(super) fn read(cx: &Context, bucket: &Bucket) -> Result<Self> {
        let bypass = cx.exchange.headers.text(Family::Bypass, "x-amz-bypass-governance-retention");
        let bypass = lock::bypass(bypass, bucket.record.lock.as_ref())?;
        let authenticated = mfa::authenticated(&bucket.record, || cx.header(mfa::HEADER))?;
        Ok(Self { now: cx.exchange.now, bypass, authenticated })
    }

    /// Refuses to delete a version that is protected.
    fn delete(self, version: &BlobInfo) -> Result<()> {
        ObjectMeta::of(version)?.lock.check_removal(self.now, self.bypass)
    }
}

/// What a delete did, as its answer tells it.
#[derive(Debug, Default)]
pub(super) struct Outcome {
    /// Whether a delete marker was made, or was what was deleted.
    pub(super) marker: bool,
    /// The version that was deleted, or the delete marker that was made.
    pub(super) version: Option<String>,
}

/// Deletes `version` of `key`, or `key` as the bucket's versioning has it.
///
/// # Errors
/// What `check` says of the version concerned; `Protected`; `MfaMissing` for a version. A key or version that is not there is deleted already.
pub(super) async fn delete(
    bucket: &Bucket,
    key: &str,
    version: Option<&VersionId>,
    may: May,
    check: impl Fn(Option<&BlobInfo>) -> Result<()>,
) -> Result<Outcome> {
    if let Some(version) = version {
        if !may.authenticated {
            return Err(AccessError::MfaMissing {}.into());
        }
        // Decided on the very version that the commit removes: a lock that comes at the same moment counts.
        let check = |found: Option<&BlobInfo>| {
            check(found)?;
            found.map_or(Ok(()), |version| may.delete(version))
        };
        let removed = bucket.objects.remove_version(key, version, Some(&bucket.guard), check).await?;
        let marker = removed.is_some_and(|blob| blob.kind == Kind::DeleteMarker);
        return Ok(Outcome { marker, version: Some(version.to_string()) });
    }
    // What these displace is never protected: only a bucket that keeps every version has locks.
    let how = match bucket.record.versioning {
        Versioning::Off => Removal::Erase,
        Versioning::Enabled => Removal::Marker(marker_meta()?),
        Versioning::Suspended => Removal::NullMarker(marker_meta()?),
    };
    let removed = bucket.objects.remove(key, how, Some(&bucket.guard), check).await?;
    let version = removed.marker.map(|marker| marker.version.to_string());
    Ok(Outcome { marker: version.is_some(), version })
}

/// A delete marker has no metadata; its owner is the bucket's.
fn marker_meta() -> Result<Json> {
    ObjectMeta::default().json()
}
