//! AbortMultipartUpload: <https://docs.aws.amazon.com/AmazonS3/latest/API/API_AbortMultipartUpload.html>

use s3s::dto::{AbortMultipartUploadInput, AbortMultipartUploadOutput};
use sandpail_blob::Error as BlobError;

use crate::error::{Error, Result};
use crate::operation::{Context, Operation};
use crate::reply::Reply;
use crate::rules::upload;

/// A condition that only directory buckets know.
const INITIATED: &str = "x-amz-if-match-initiated-time";

/// Ends an upload and drops its parts.
pub(crate) struct AbortMultipartUpload;

impl Operation for AbortMultipartUpload {
    type Input = AbortMultipartUploadInput;
    type Output = AbortMultipartUploadOutput;
    const NAME: &'static str = "AbortMultipartUpload";

    async fn run(cx: &Context, input: Self::Input) -> Result<Reply> {
        if cx.header(INITIATED).is_some() {
            return Err(Error::HeaderNotImplemented { header: INITIATED.to_owned() });
        }
        let bucket = cx.bucket(&input.bucket).await?;
        let id = upload::parse_id(&input.upload_id)?;
        match bucket.objects.abort_upload(&input.key, &id).await {
            Ok(()) => Ok(Reply::no_content()),
            Err(BlobError::NoSuchUpload) => Err(upload::none(&input.upload_id)),
            Err(other) => Err(other.into()),
        }
    }
}
