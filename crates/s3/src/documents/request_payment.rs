//! Who pays for requests: <https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketRequestPayment.html>

use s3s::dto::{
    GetBucketRequestPaymentInput, GetBucketRequestPaymentOutput, PutBucketRequestPaymentInput,
    PutBucketRequestPaymentOutput,
};

use super::schema::{Node, Shape, required};
use super::{Document, Element, document_operations, get, put};
use crate::bucket::Bucket;
use crate::error::Result;
use crate::operation::Context;

/// The `RequestPaymentConfiguration` document.
pub(crate) struct RequestPayment;

impl Document for RequestPayment {
    const NAME: &'static str = "requestPayment";
    const ROOT: &'static Node = &required(
        "RequestPaymentConfiguration",
        Shape::Group(&[required("Payer", Shape::OneOf(&["BucketOwner", "Requester"]))]),
    );

    async fn check(_: &Context, _: &Bucket, _: &mut Element) -> Result<()> {
        Ok(())
    }

    /// The owner pays unless somebody says otherwise.
    fn absent(_: &Bucket) -> Result<Element> {
        let mut document = Element::new(Self::ROOT.name);
        document.set("Payer", "BucketOwner");
        Ok(document)
    }
}

document_operations! {
    /// Answers who pays.
    GetBucketRequestPayment(GetBucketRequestPaymentInput) -> GetBucketRequestPaymentOutput = get::<RequestPayment>;
    /// Says who pays.
    PutBucketRequestPayment(PutBucketRequestPaymentInput) -> PutBucketRequestPaymentOutput = put::<RequestPayment>;
}
