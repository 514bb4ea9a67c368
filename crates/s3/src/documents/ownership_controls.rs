//! Who owns the objects of a bucket. It is part of the bucket's record, as every write asks for it:
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketOwnershipControls.html>

use s3s::dto::{
    DeleteBucketOwnershipControlsInput, DeleteBucketOwnershipControlsOutput, GetBucketOwnershipControlsInput,
    GetBucketOwnershipControlsOutput, PutBucketOwnershipControlsInput, PutBucketOwnershipControlsOutput,
};

use super::document_operations;
use super::schema::{Node, Shape, required};
use crate::error::access::AccessError;
use crate::error::{Error, Result};
use crate::operation::Context;
use crate::reply::Reply;
use crate::rules::ownership::{self, Ownership};
use crate::xml::Xml;

/// The subresource.
pub(crate) const NAME: &str = "ownershipControls";

/// The document that a request brings.
pub(crate) const ROOT: &Node = &required(
    "OwnershipControls",
    Shape::Group(&[required(
        "Rule",
        Shape::Group(&[required(
            "ObjectOwnership",
            Shape::OneOf(&["BucketOwnerPreferred", "ObjectWriter", "BucketOwnerEnforced"]),
        )]),
    )]),
);

document_operations! {
    /// Answers the setting.
    GetBucketOwnershipControls(GetBucketOwnershipControlsInput) -> GetBucketOwnershipControlsOutput = get;
    /// Replaces the setting.
    PutBucketOwnershipControls(PutBucketOwnershipControlsInput) -> PutBucketOwnershipControlsOutput = put;
    /// Deletes the setting, so that the writer owns an object.
    DeleteBucketOwnershipControls(DeleteBucketOwnershipControlsInput) -> DeleteBucketOwnershipControlsOutput = delete;
}

async fn get(cx: &Context) -> Result<Reply> {
    let bucket = cx.this_bucket().await?;
    let missing = || AccessError::OwnershipControlsNotFound { bucket: bucket.name.clone() };
    let name = bucket.record.ownership.name().ok_or_else(missing)?;
    let mut xml = Xml::document(ROOT.name);
    xml.nest("Rule", |xml| xml.text("ObjectOwnership", name));
    Ok(Reply::untyped(xml))
}

async fn put(cx: &Context) -> Result<Reply> {
    let bucket = cx.this_bucket().await?;
    let name = cx.document()?.text_at(&["Rule", "ObjectOwnership"]).unwrap_or_default();
    let ownership = Ownership::named(name).ok_or(Error::MalformedXml {})?;
    bucket.try_update(&cx.world, |record| ownership::change(record, ownership)).await?;
    Ok(Reply::ok())
}

async fn delete(cx: &Context) -> Result<Reply> {
    let bucket = cx.this_bucket().await?;
    bucket.update(&cx.world, |record| record.ownership = Ownership::Unset).await?;
    Ok(Reply::no_content())
}
