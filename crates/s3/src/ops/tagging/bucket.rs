//! Tags of a bucket: <https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketTagging.html>

use s3s::dto::{
    DeleteBucketTaggingInput, DeleteBucketTaggingOutput, GetBucketTaggingInput, GetBucketTaggingOutput,
    PutBucketTaggingInput, PutBucketTaggingOutput,
};

use super::{document, read};
use crate::error::{Error, Result};
use crate::operation::{Context, Operation};
use crate::reply::Reply;
use crate::rules::tags::Of;

/// Replaces the tags of a bucket.
pub(crate) struct PutBucketTagging;

impl Operation for PutBucketTagging {
    type Input = PutBucketTaggingInput;
    type Output = PutBucketTaggingOutput;
    const NAME: &'static str = "PutBucketTagging";

    async fn run(cx: &Context, input: Self::Input) -> Result<Reply> {
        let bucket = cx.bucket(&input.bucket).await?;
        let tags = read(input.tagging, Of::Bucket)?;
        bucket.update(&cx.world, |record| record.tags.clone_from(&tags)).await?;
        Ok(Reply::no_content())
    }
}

/// Answers the tags of a bucket that has any.
pub(crate) struct GetBucketTagging;

impl Operation for GetBucketTagging {
    type Input = GetBucketTaggingInput;
    type Output = GetBucketTaggingOutput;
    const NAME: &'static str = "GetBucketTagging";

    async fn run(cx: &Context, input: Self::Input) -> Result<Reply> {
        let bucket = cx.bucket(&input.bucket).await?;
        if bucket.record.tags.is_empty() {
            return Err(Error::NoSuchTagSet { bucket: bucket.name.clone() });
        }
        Ok(Reply::xml(document(&bucket.record.tags)))
    }
}

/// Removes the tags of a bucket.
pub(crate) struct DeleteBucketTagging;

impl Operation for DeleteBucketTagging {
    type Input = DeleteBucketTaggingInput;
    type Output = DeleteBucketTaggingOutput;
    const NAME: &'static str = "DeleteBucketTagging";

    async fn run(cx: &Context, input: Self::Input) -> Result<Reply> {
        let bucket = cx.bucket(&input.bucket).await?;
        bucket.update(&cx.world, |record| record.tags.clear()).await?;
        Ok(Reply::no_content())
    }
}
