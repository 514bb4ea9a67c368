//! Transfer acceleration: <https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketAccelerateConfiguration.html>

use s3s::dto::{
    GetBucketAccelerateConfigurationInput, GetBucketAccelerateConfigurationOutput,
    PutBucketAccelerateConfigurationInput, PutBucketAccelerateConfigurationOutput,
};

use super::schema::{Node, Shape, required};
use super::{Document, Element, document_operations, get, put};
use crate::bucket::Bucket;
use crate::error::website::WebsiteError;
use crate::error::{Error, Result};
use crate::operation::Context;

/// The `AccelerateConfiguration` document.
pub(crate) struct Accelerate;

impl Document for Accelerate {
    const NAME: &'static str = "accelerate";
    // What the status may be is asked after the bucket's name (recorded).
    const ROOT: &'static Node = &required("AccelerateConfiguration", Shape::Group(&[required("Status", Shape::Text)]));

    async fn check(_: &Context, bucket: &Bucket, document: &mut Element) -> Result<()> {
        if bucket.name.contains('.') {
            return Err(WebsiteError::AccelerateDotted {}.into());
        }
        match document.text_of("Status") {
            Some("Enabled" | "Suspended") => Ok(()),
            _ => Err(Error::MalformedXml {}),
        }
    }

    /// There is no status before one is put.
    fn absent(_: &Bucket) -> Result<Element> {
        Ok(Element::new(Self::ROOT.name))
    }
}

document_operations! {
    /// Answers the status.
    GetBucketAccelerateConfiguration(GetBucketAccelerateConfigurationInput)
        -> GetBucketAccelerateConfigurationOutput = get::<Accelerate>;
    /// Replaces the status.
    PutBucketAccelerateConfiguration(PutBucketAccelerateConfigurationInput)
        -> PutBucketAccelerateConfigurationOutput = put::<Accelerate>;
}
