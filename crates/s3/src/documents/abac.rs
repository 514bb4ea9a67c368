//! Attribute-based access control by the bucket's tags:
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketAbac.html>

use s3s::Body;

use super::schema::{Node, Shape, optional, required};
use super::{Document, Element, document_operations, get, put};
use crate::bucket::Bucket;
use crate::error::Result;
use crate::operation::Context;

/// The `AbacStatus` document.
pub(crate) struct Abac;

impl Document for Abac {
    const NAME: &'static str = "abac";
    const ROOT: &'static Node =
        &required("AbacStatus", Shape::Group(&[optional("Status", Shape::OneOf(&["Enabled", "Disabled"]))]));

    async fn check(_: &Context, _: &Bucket, _: &mut Element) -> Result<()> {
        Ok(())
    }

    /// It is off unless somebody enables it.
    fn absent(_: &Bucket) -> Result<Element> {
        let mut document = Element::new(Self::ROOT.name);
        document.set("Status", "Disabled");
        Ok(document)
    }
}

document_operations! {
    /// Answers whether it is enabled.
    GetBucketAbac(Body) -> Body = get::<Abac>;
    /// Enables or disables it.
    PutBucketAbac(Body) -> Body = put::<Abac>;
}
