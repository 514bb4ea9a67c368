//! HeadBucket: <https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadBucket.html>

use http::header::{CONTENT_TYPE, HeaderName};
use s3s::dto::{HeadBucketInput, HeadBucketOutput};

use super::create::arn;
use crate::error::Result;
use crate::operation::{Context, Operation};
use crate::reply::Reply;
use crate::rules::directory_bucket;

/// Says that a bucket is there, and where.
pub(crate) struct HeadBucket;

impl Operation for HeadBucket {
    type Input = HeadBucketInput;
    type Output = HeadBucketOutput;
    const NAME: &'static str = "HeadBucket";

    async fn run(cx: &Context, input: Self::Input) -> Result<Reply> {
        let bucket = cx.bucket(&input.bucket).await?;
        let mut reply = Reply::ok();
        reply.fixed(CONTENT_TYPE, "application/xml");
        reply.header(HeaderName::from_static("x-amz-bucket-region"), &bucket.record.region);
        match directory_bucket::zone(&bucket.name) {
            Some(zone) => {
                let arn = directory_bucket::arn(&bucket.name, &bucket.record.region, &bucket.record.account);
                reply.header(HeaderName::from_static("x-amz-bucket-arn"), &arn);
                let kind = directory_bucket::location_type(zone);
                reply.fixed(HeaderName::from_static("x-amz-bucket-location-type"), kind);
                reply.header(HeaderName::from_static("x-amz-bucket-location-name"), zone);
            }
            None => {
                reply.header(HeaderName::from_static("x-amz-bucket-arn"), &arn(&bucket.name));
            }
        }
        reply.fixed(HeaderName::from_static("x-amz-access-point-alias"), "false");
        Ok(reply)
    }
}
