//! The second version: a journal, and if asked for an inventory and annotations, in a table bucket that S3 keeps.
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucketMetadataConfiguration.html>

use s3s::Body;

use super::{change, configured, create, missing, schema, tables};
use crate::documents::document_operations;
use crate::error::Result;
use crate::operation::Context;
use crate::reply::Reply;
use crate::xml::Xml;

document_operations! {
    /// Configures the tables.
    CreateBucketMetadataConfiguration(Body) -> Body = make;
    /// Answers the tables of a configuration of either version.
    GetBucketMetadataConfiguration(Body) -> Body = get;
    /// Deletes a configuration of either version.
    DeleteBucketMetadataConfiguration(Body) -> Body = delete;
}

async fn make(cx: &Context) -> Result<Reply> {
    let document = cx.document()?;
    let entropy = cx.world.entropy.as_ref();
    create(cx, |bucket| {
        let asked = |name| document.child(name);
        for table in &document.children {
            schema::check_encryption(table, &bucket.record.region)?;
        }
        let days = asked("JournalTableConfiguration").map_or(Ok(None), schema::expiration)?;
        let bucket_arn = tables::managed(bucket);
        let journal = tables::journal("journal", &tables::table_arn(&bucket_arn, entropy), days);
        let mut made = tables::new("aws", &bucket_arn, &tables::namespace(bucket), journal);
        let switches =
            [("InventoryTableConfiguration", tables::INVENTORY), ("AnnotationTableConfiguration", tables::ANNOTATION)];
        for (name, root) in switches {
            if let Some(table) = asked(name) {
                let (enabled, role) = schema::state(table)?;
                tables::switch(&mut made, root, enabled, role, entropy);
            }
        }
        Ok(made)
    })
    .await?;
    Ok(Reply::ok())
}

async fn get(cx: &Context) -> Result<Reply> {
    let configuration = configured(&cx.this_bucket().await?).await?;
    let mut xml = Xml::document("GetBucketMetadataConfigurationResult");
    configuration.write(&mut xml);
    Ok(Reply::xml(xml))
}

async fn delete(cx: &Context) -> Result<Reply> {
    change(cx, |bucket, there| match there {
        Some(_) => Ok(None),
        None => Err(missing(bucket)),
    })
    .await?;
    Ok(Reply::no_content())
}
