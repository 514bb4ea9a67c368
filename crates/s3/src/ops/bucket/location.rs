//! GetBucketLocation: <https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketLocation.html>

use s3s::dto::{GetBucketLocationInput, GetBucketLocationOutput};

use crate::error::Result;
use crate::operation::{Context, Operation};
use crate::reply::Reply;
use crate::rules::region;
use crate::xml::Xml;

/// Answers the region of a bucket; the classic region is an empty element.
pub(crate) struct GetBucketLocation;

impl Operation for GetBucketLocation {
    type Input = GetBucketLocationInput;
    type Output = GetBucketLocationOutput;
    const NAME: &'static str = "GetBucketLocation";

    async fn run(cx: &Context, input: Self::Input) -> Result<Reply> {
        let bucket = cx.bucket(&input.bucket).await?;
        let mut xml = Xml::document("LocationConstraint");
        if bucket.record.region != region::CLASSIC {
            xml.content(bucket.record.location.as_deref().unwrap_or(&bucket.record.region));
        }
        Ok(Reply::xml(xml))
    }
}
