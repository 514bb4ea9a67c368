//! DeleteObject: <https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObject.html>

use s3s::dto::{DeleteObjectInput, DeleteObjectOutput};
use sandpail_blob::{BlobInfo, Json, Kind, Removal, VersionId};

use crate::bucket::{Bucket, Versioning};
use crate::error::{Error, Result};
use crate::object::ObjectMeta;
use crate::operation::{Context, Operation};
use crate::reply::Reply;
use crate::rules::{conditions, version_id};

/// Deletes a key: the object itself, or by a delete marker where versions are kept, or one version of it.
pub(crate) struct DeleteObject;

impl Operation for DeleteObject {
    type Input = DeleteObjectInput;
    type Output = DeleteObjectOutput;
    const NAME: &'static str = "DeleteObject";

    async fn run(cx: &Context, input: Self::Input) -> Result<Reply> {
        let version = input.version_id.as_deref().map(version_id::parse).transpose()?;
        let if_match = cx.header("if-match");
        let check = |current: Option<&BlobInfo>| conditions::check_delete(if_match, current, &input.key);
        let outcome = loop {
            let bucket = cx.bucket(&input.bucket).await?;
            match delete(&bucket, &input.key, version.as_ref(), check).await {
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
/// What `check` says of the version concerned. A key or version that is not there is deleted already.
pub(super) async fn delete(
    bucket: &Bucket,
    key: &str,
    version: Option<&VersionId>,
    check: impl Fn(Option<&BlobInfo>) -> Result<()>,
) -> Result<Outcome> {
    if let Some(version) = version {
        let removed = bucket.objects.remove_version(key, version, Some(&bucket.guard), check).await?;
        let marker = removed.is_some_and(|blob| blob.kind == Kind::DeleteMarker);
        return Ok(Outcome { marker, version: Some(version.to_string()) });
    }
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
