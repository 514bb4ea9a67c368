//! PutObject: <https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html>

use s3s::Body;
use s3s::dto::{PutObjectInput, PutObjectOutput};

use super::write::write;
use crate::error::Result;
use crate::operation::{Context, Direct, Operation};
use crate::reply::Reply;

/// Makes a version of a key, all of it or none.
pub(crate) struct PutObject;

impl Operation for PutObject {
    type Input = PutObjectInput;
    type Output = PutObjectOutput;
    const NAME: &'static str = "PutObject";

    async fn run(cx: &Context, input: Self::Input) -> Result<Reply> {
        write(cx, &input.bucket, &input.key, input.body).await
    }
}

impl Direct for PutObject {
    async fn run_plain(cx: &Context, body: Body) -> Result<Reply> {
        write(cx, cx.bucket_name(), cx.key(), Some(body.into())).await
    }
}
