//! The first version: one table, in a table bucket of the customer's.
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucketMetadataTableConfiguration.html>

use s3s::dto::{
    CreateBucketMetadataTableConfigurationInput, CreateBucketMetadataTableConfigurationOutput,
    DeleteBucketMetadataTableConfigurationInput, DeleteBucketMetadataTableConfigurationOutput,
    GetBucketMetadataTableConfigurationInput, GetBucketMetadataTableConfigurationOutput,
};

use super::{change, configured, create, missing, schema, tables};
use crate::documents::{Element, document_operations};
use crate::error::{Error, Result};
use crate::operation::Context;
use crate::reply::Reply;
use crate::xml::Xml;

document_operations! {
    /// Configures the table.
    CreateBucketMetadataTableConfiguration(CreateBucketMetadataTableConfigurationInput) -> CreateBucketMetadataTableConfigurationOutput = make;
    /// Answers where the table is.
    GetBucketMetadataTableConfiguration(GetBucketMetadataTableConfigurationInput) -> GetBucketMetadataTableConfigurationOutput = get;
    /// Deletes the configuration; the table is the customer's.
    DeleteBucketMetadataTableConfiguration(DeleteBucketMetadataTableConfigurationInput) -> DeleteBucketMetadataTableConfigurationOutput = delete;
}

async fn make(cx: &Context) -> Result<Reply> {
    let document = cx.document()?;
    create(cx, |bucket| {
        let (bucket_arn, name) = schema::destination(document, bucket)?;
        let arn = tables::table_arn(bucket_arn, cx.world.entropy.as_ref());
        let journal = tables::journal(name, &arn, None);
        Ok(tables::new("customer", bucket_arn, tables::FIRST_NAMESPACE, journal))
    })
    .await?;
    Ok(Reply::ok())
}

async fn get(cx: &Context) -> Result<Reply> {
    let configuration = configured(&cx.this_bucket().await?).await?;
    check_version(cx, &configuration)?;
    let mut xml = Xml::document("GetBucketMetadataTableConfigurationResult");
    xml.nest("MetadataTableConfigurationResult", |xml| {
        xml.nest("S3TablesDestinationResult", |xml| {
            xml.text("TableBucketArn", tables::table_bucket(&configuration));
            xml.text("TableName", tables::of_journal(&configuration, "TableName"));
            xml.text("TableArn", tables::of_journal(&configuration, "TableArn"));
            xml.text("TableNamespace", tables::FIRST_NAMESPACE);
        });
    });
    xml.text("Status", tables::of_journal(&configuration, "TableStatus"));
    Ok(Reply::xml(xml))
}

async fn delete(cx: &Context) -> Result<Reply> {
    change(cx, |bucket, there| {
        check_version(cx, &there.ok_or_else(|| missing(bucket))?)?;
        Ok(None)
    })
    .await?;
    Ok(Reply::no_content())
}

/// This version does not know what the second made.
fn check_version(cx: &Context, configuration: &Element) -> Result<()> {
    if tables::is_first(configuration) {
        return Ok(());
    }
    Err(Error::MethodNotAllowed { method: cx.exchange.method.to_string(), resource: "METADATA_TABLE" })
}
