//! Changes of one table of a configuration:
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_UpdateBucketMetadataInventoryTableConfiguration.html>

use s3s::Body;

use super::{change, missing, schema, tables};
use crate::bucket::Bucket;
use crate::documents::{Element, document_operations};
use crate::error::{Error, Result};
use crate::operation::Context;
use crate::reply::Reply;

document_operations! {
    /// Enables or disables the annotation table, and gives it a role.
    UpdateBucketMetadataAnnotationTableConfiguration(Body) -> Body = annotation;
    /// Enables or disables the inventory table.
    UpdateBucketMetadataInventoryTableConfiguration(Body) -> Body = inventory;
    /// Says whether, and when, the records of the journal expire.
    UpdateBucketMetadataJournalTableConfiguration(Body) -> Body = journal;
}

async fn annotation(cx: &Context) -> Result<Reply> {
    switch(cx, tables::ANNOTATION).await
}

async fn inventory(cx: &Context) -> Result<Reply> {
    switch(cx, tables::INVENTORY).await
}

async fn journal(cx: &Context) -> Result<Reply> {
    let days = schema::expiration(cx.document()?)?;
    update(cx, |_, configuration| {
        tables::set_expiration(configuration, days);
        Ok(())
    })
    .await
}

async fn switch(cx: &Context, root: &str) -> Result<Reply> {
    let document = cx.document()?;
    let (enabled, role) = schema::state(document)?;
    update(cx, |bucket, configuration| {
        schema::check_encryption(document, &bucket.record.region)?;
        tables::switch(configuration, root, enabled, role, cx.world.entropy.as_ref());
        Ok(())
    })
    .await
}

/// Changes a configuration. One of the first version has to be made anew by the second.
async fn update(cx: &Context, f: impl Fn(&Bucket, &mut Element) -> Result<()>) -> Result<Reply> {
    change(cx, |bucket, there| {
        let mut configuration = there.ok_or_else(|| missing(bucket))?;
        if tables::is_first(&configuration) {
            let method = cx.exchange.method.to_string();
            return Err(Error::MethodNotAllowed { method, resource: "METADATA_CONFIGURATION" });
        }
        f(bucket, &mut configuration)?;
        Ok(Some(configuration))
    })
    .await?;
    Ok(Reply::ok())
}
