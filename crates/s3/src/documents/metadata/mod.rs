//! S3 Metadata: <https://docs.aws.amazon.com/AmazonS3/latest/userguide/metadata-tables-overview.html>
//!
//! A bucket has one configuration. What is stored is what the second version's GET answers (`tables`): the first version
//! configures the same journal table in a table bucket of the customer's. The tables themselves are not made.

mod first;
mod schema;
mod second;
mod tables;
mod update;

pub(crate) use first::{
    CreateBucketMetadataTableConfiguration, DeleteBucketMetadataTableConfiguration, GetBucketMetadataTableConfiguration,
};
pub(crate) use schema::SCHEMAS;
pub(crate) use second::{
    CreateBucketMetadataConfiguration, DeleteBucketMetadataConfiguration, GetBucketMetadataConfiguration,
};
pub(crate) use update::{
    UpdateBucketMetadataAnnotationTableConfiguration, UpdateBucketMetadataInventoryTableConfiguration,
    UpdateBucketMetadataJournalTableConfiguration,
};

use super::{Element, amend, load};
use crate::bucket::Bucket;
use crate::error::metadata::MetadataError;
use crate::error::{Error, Result};
use crate::operation::Context;
use crate::xml::Xml;

/// The name of its record.
const NAME: &str = "metadata";

/// The configuration of a bucket.
///
/// # Errors
/// `NotFound`.
async fn configured(bucket: &Bucket) -> Result<Element> {
    parse(bucket, load(bucket, NAME).await?)?.ok_or_else(|| missing(bucket))
}

/// Replaces the configuration by what `change` makes of it, or of none; none of it deletes it.
///
/// # Errors
/// `NoSuchBucket`; what `change` answers.
async fn change(cx: &Context, change: impl Fn(&Bucket, Option<Element>) -> Result<Option<Element>>) -> Result<()> {
    loop {
        let bucket = cx.this_bucket().await?;
        let make = |there| Ok(change(&bucket, parse(&bucket, there)?)?.map(|made| text(&made)));
        match amend(cx, &bucket, NAME, make).await {
            Err(Error::Stale {}) => {}
            other => return other,
        }
    }
}

/// Makes the first configuration of a bucket.
///
/// # Errors
/// `NoSuchBucket`, `AlreadyExists`; what `make` answers.
async fn create(cx: &Context, make: impl Fn(&Bucket) -> Result<Element>) -> Result<()> {
    change(cx, |bucket, there| match there {
        Some(_) => Err(MetadataError::AlreadyExists { bucket: bucket.name.clone() }.into()),
        None => make(bucket).map(Some),
    })
    .await
}

fn missing(bucket: &Bucket) -> Error {
    MetadataError::NotFound { bucket: bucket.name.clone() }.into()
}

fn parse(bucket: &Bucket, text: Option<String>) -> Result<Option<Element>> {
    let parsed = text.map(|text| Element::parse(text.as_bytes()).ok_or_else(|| Unreadable(bucket.name.clone())));
    parsed.transpose().map_err(Error::internal)
}

fn text(configuration: &Element) -> String {
    let mut xml = Xml::plain(tables::ROOT);
    configuration.write_into(&mut xml);
    xml.into_text()
}

/// A stored configuration that is not what was stored.
#[derive(Debug, thiserror::Error)]
#[error("the stored metadata configuration of {0} cannot be read")]
struct Unreadable(String);
