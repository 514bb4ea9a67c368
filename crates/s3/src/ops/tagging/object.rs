//! Tags of an object or of one version of it:
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObjectTagging.html>

use s3s::dto::{
    DeleteObjectTaggingInput, DeleteObjectTaggingOutput, GetObjectTaggingInput, GetObjectTaggingOutput,
    PutObjectTaggingInput, PutObjectTaggingOutput,
};
use sandpail_blob::BlobInfo;

use super::{document, read};
use crate::bucket::Bucket;
use crate::error::{Error, Result};
use crate::object::ObjectMeta;
use crate::operation::{Context, Operation};
use crate::reply::Reply;
use crate::rules::tags::{self, Of, Tag};
use crate::rules::version_id;

/// Replaces the tags of an object.
pub(crate) struct PutObjectTagging;

impl Operation for PutObjectTagging {
    type Input = PutObjectTaggingInput;
    type Output = PutObjectTaggingOutput;
    const NAME: &'static str = "PutObjectTagging";

    async fn run(cx: &Context, input: Self::Input) -> Result<Reply> {
        let bucket = cx.bucket(&input.bucket).await?;
        let tags = tags::sorted(read(input.tagging, Of::Object)?);
        let blob = replace(cx, &bucket, &input.key, input.version_id.as_deref(), &tags).await?;
        let mut reply = Reply::ok();
        version_id::write(&bucket, &blob.version, &mut reply);
        Ok(reply)
    }
}

/// Answers the tags of an object; an empty set when it has none.
pub(crate) struct GetObjectTagging;

impl Operation for GetObjectTagging {
    type Input = GetObjectTaggingInput;
    type Output = GetObjectTaggingOutput;
    const NAME: &'static str = "GetObjectTagging";

    async fn run(cx: &Context, input: Self::Input) -> Result<Reply> {
        let bucket = cx.bucket(&input.bucket).await?;
        let selector = version_id::select(input.version_id.as_deref())?;
        let found = bucket.objects.lookup(&input.key, &selector).await?;
        // The one place where S3 names the key with its bucket (recorded).
        let named = |error| match error {
            Error::NoSuchKey { key } => Error::NoSuchKey { key: format!("{}/{key}", bucket.name) },
            Error::NoSuchVersion { key, version } => {
                Error::NoSuchVersion { key: format!("{}/{key}", bucket.name), version }
            }
            other => other,
        };
        let blob = version_id::unmarked(found, &input.key, &selector, &cx.exchange.method).map_err(named)?;
        let mut reply = Reply::untyped(document(&ObjectMeta::of(&blob)?.tags));
        version_id::write(&bucket, &blob.version, &mut reply);
        Ok(reply)
    }
}

/// Removes the tags of an object.
pub(crate) struct DeleteObjectTagging;

impl Operation for DeleteObjectTagging {
    type Input = DeleteObjectTaggingInput;
    type Output = DeleteObjectTaggingOutput;
    const NAME: &'static str = "DeleteObjectTagging";

    async fn run(cx: &Context, input: Self::Input) -> Result<Reply> {
        let bucket = cx.bucket(&input.bucket).await?;
        let blob = replace(cx, &bucket, &input.key, input.version_id.as_deref(), &[]).await?;
        let mut reply = Reply::no_content();
        version_id::write(&bucket, &blob.version, &mut reply);
        Ok(reply)
    }
}

async fn replace(cx: &Context, bucket: &Bucket, key: &str, version: Option<&str>, tags: &[Tag]) -> Result<BlobInfo> {
    let selector = version_id::select(version)?;
    let change = |found: Option<&BlobInfo>| {
        let blob = version_id::unmarked(found.cloned(), key, &selector, &cx.exchange.method)?;
        let meta = ObjectMeta { tags: tags.to_vec(), ..ObjectMeta::of(&blob)? };
        meta.json()
    };
    bucket.objects.update_meta(key, &selector, change).await
}
