//! DeleteBucket: <https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucket.html>

use s3s::dto::{DeleteBucketInput, DeleteBucketOutput};
use sandpail_blob::{ConfigChange, Error as BlobError};

use crate::error::{Error, Result};
use crate::operation::{Context, Operation};
use crate::reply::Reply;

/// Deletes a bucket that holds nothing: no version and no delete marker. Unfinished uploads go with it.
pub(crate) struct DeleteBucket;

impl Operation for DeleteBucket {
    type Input = DeleteBucketInput;
    type Output = DeleteBucketOutput;
    const NAME: &'static str = "DeleteBucket";

    async fn run(cx: &Context, input: Self::Input) -> Result<Reply> {
        loop {
            let bucket = cx.bucket(&input.bucket).await?;
            let index = cx.world.index_of(&bucket.record.account, &bucket.name);
            let listed = index.bucket_config(&input.bucket).await?;
            let mut changes = vec![ConfigChange::Delete { guard: &bucket.guard, empty: Some(&bucket.objects) }];
            if let Some((_, guard)) = &listed {
                changes.push(ConfigChange::Delete { guard, empty: None });
            }
            match cx.world.directory().change_bucket_configs(&changes).await {
                Ok(_) => return Ok(Reply::no_content()),
                // Somebody changed the record; look again.
                Err(BlobError::Conflict { .. }) => {}
                Err(BlobError::NotEmpty) => {
                    return Err(Error::BucketNotEmpty { versioned: bucket.versioned(), bucket: input.bucket });
                }
                Err(other) => return Err(other.into()),
            }
        }
    }
}
