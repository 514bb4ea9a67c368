//! The public access block of a bucket. It is part of the bucket's record, as every list that is put asks for it:
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutPublicAccessBlock.html>

use s3s::dto::{
    DeletePublicAccessBlockInput, DeletePublicAccessBlockOutput, GetPublicAccessBlockInput, GetPublicAccessBlockOutput,
    PutPublicAccessBlockInput, PutPublicAccessBlockOutput,
};

use super::document_operations;
use super::schema::{Node, Shape, optional, required};
use crate::error::Result;
use crate::error::access::AccessError;
use crate::operation::Context;
use crate::reply::Reply;
use crate::rules::public_access_block::{PublicAccessBlock, Setting};
use crate::xml::Xml;

/// The subresource.
pub(crate) const NAME: &str = "publicAccessBlock";

/// The document that a request brings.
pub(crate) const ROOT: &Node = &required(
    "PublicAccessBlockConfiguration",
    Shape::Group(&[
        optional("BlockPublicAcls", Shape::Boolean),
        optional("IgnorePublicAcls", Shape::Boolean),
        optional("BlockPublicPolicy", Shape::Boolean),
        optional("RestrictPublicBuckets", Shape::Boolean),
    ]),
);

document_operations! {
    /// Answers the settings.
    GetPublicAccessBlock(GetPublicAccessBlockInput) -> GetPublicAccessBlockOutput = get;
    /// Replaces the settings.
    PutPublicAccessBlock(PutPublicAccessBlockInput) -> PutPublicAccessBlockOutput = put;
    /// Deletes the settings, so that none is on.
    DeletePublicAccessBlock(DeletePublicAccessBlockInput) -> DeletePublicAccessBlockOutput = delete;
}

async fn get(cx: &Context) -> Result<Reply> {
    let bucket = cx.this_bucket().await?;
    let missing = || AccessError::PublicAccessBlockNotFound { bucket: bucket.name.clone() };
    let block = bucket.record.public_access_block.as_ref().ok_or_else(missing)?;
    let mut xml = Xml::document(ROOT.name);
    for setting in Setting::ALL {
        xml.text(setting.name(), if block.is_on(setting) { "true" } else { "false" });
    }
    Ok(Reply::untyped(xml))
}

/// A setting that the document does not name is off.
async fn put(cx: &Context) -> Result<Reply> {
    let bucket = cx.this_bucket().await?;
    let document = cx.document()?;
    if document.children.is_empty() {
        return Err(AccessError::PublicAccessBlockEmpty {}.into());
    }
    let block = PublicAccessBlock::of(|setting| document.text_of(setting.name()) == Some("true"));
    bucket.update(&cx.world, |record| record.public_access_block = Some(block.clone())).await?;
    Ok(Reply::ok())
}

async fn delete(cx: &Context) -> Result<Reply> {
    let bucket = cx.this_bucket().await?;
    bucket.update(&cx.world, |record| record.public_access_block = None).await?;
    Ok(Reply::no_content())
}
