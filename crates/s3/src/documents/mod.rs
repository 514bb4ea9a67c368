//! Bucket documents: configurations that are put, got and deleted whole.
//!
//! A [`Document`] says what it is called, what it looks like ([`schema`]), what S3 refuses of it, and what a bucket
//! without one answers. The rest is the same for all of them and stands here: reading it off the request, storing it as
//! a bucket-config record of the bucket's own store, answering it. A document and what the bucket's record says of it
//! change in one commit; a bucket that is deleted takes its documents along.

pub(crate) mod abac;
pub(crate) mod accelerate;
pub(crate) mod cors;
pub(crate) mod element;
pub(crate) mod encryption;
mod id;
pub(crate) mod keyed;
pub(crate) mod keys;
pub(crate) mod lifecycle;
pub(crate) mod logging;
pub(crate) mod metadata;
pub(crate) mod notification;
pub(crate) mod object_lock;
mod operations;
pub(crate) mod ownership_controls;
pub(crate) mod policy;
pub(crate) mod public_access_block;
pub(crate) mod replication;
pub(crate) mod request_payment;
pub(crate) mod requests;
pub(crate) mod schema;
mod store;
pub(crate) mod website;

use std::future::Future;

use crate::bucket::{Bucket, BucketRecord};
use crate::error::{Error, Result};
use crate::operation::Context;
use crate::ops::object::update_encryption;
use crate::reply::Reply;
use crate::rules::lock;
use crate::xml::Xml;

pub(crate) use element::Element;
pub(crate) use id::generated_id;
use keyed::Keyed as _;
pub(crate) use operations::document_operations;
use schema::Node;
pub(crate) use store::{amend, load, remove, save};

/// One kind of document.
pub(crate) trait Document: Send + Sync + 'static {
    /// The subresource that it is, and the name of its record.
    const NAME: &'static str;
    /// Its root, and everything below.
    const ROOT: &'static Node;

    /// Holds a document that fits the schema to S3's further rules, and makes it what S3 stores: with what was left out.
    ///
    /// # Errors
    /// What S3 refuses.
    fn check(cx: &Context, bucket: &Bucket, document: &mut Element) -> impl Future<Output = Result<()>> + Send;

    /// What a bucket without one answers: the document that holds then, or the error that says so.
    ///
    /// # Errors
    /// The document's own "not configured".
    fn absent(bucket: &Bucket) -> Result<Element>;

    /// What the bucket's record has to know of it, for operations on the hot path that must not read it. `None`: it is
    /// deleted.
    fn record(document: Option<&Element>, record: &mut BucketRecord) {
        let _ = (document, record);
    }
}

/// The schemas of request bodies that the front reads for their operations: subresource, whether of a key, and root.
const SCHEMAS: &[(&str, bool, &Node)] = &[
    (website::Website::NAME, false, website::Website::ROOT),
    (cors::Cors::NAME, false, cors::Cors::ROOT),
    (accelerate::Accelerate::NAME, false, accelerate::Accelerate::ROOT),
    (ownership_controls::NAME, false, ownership_controls::ROOT),
    (public_access_block::NAME, false, public_access_block::ROOT),
    (abac::Abac::NAME, false, abac::Abac::ROOT),
    (encryption::DefaultEncryption::NAME, false, encryption::DefaultEncryption::ROOT),
    ("encryption", true, update_encryption::ROOT),
    (keyed::Analytics::NAME, false, keyed::Analytics::ROOT),
    (keyed::IntelligentTiering::NAME, false, keyed::IntelligentTiering::ROOT),
    (keyed::Inventory::NAME, false, keyed::Inventory::ROOT),
    (keyed::Metrics::NAME, false, keyed::Metrics::ROOT),
    (object_lock::ObjectLock::NAME, false, object_lock::ObjectLock::ROOT),
    ("legal-hold", true, lock::LEGAL_HOLD),
    ("retention", true, lock::RETENTION),
    (lifecycle::Lifecycle::NAME, false, lifecycle::Lifecycle::ROOT),
    (logging::Logging::NAME, false, logging::Logging::ROOT),
    (notification::Notification::NAME, false, notification::Notification::ROOT),
    (replication::Replication::NAME, false, replication::Replication::ROOT),
    (request_payment::RequestPayment::NAME, false, request_payment::RequestPayment::ROOT),
    ("select", true, crate::select::ROOT),
];

/// The root of the document that a request to this subresource brings.
pub(crate) fn root(subresource: &str, key: bool) -> Option<&'static Node> {
    let mut all = SCHEMAS.iter().chain(&metadata::SCHEMAS);
    all.find(|(name, of_key, _)| *name == subresource && *of_key == key).map(|(.., root)| *root)
}

/// Stores the request's document.
///
/// # Errors
/// `NoSuchBucket`; what [`Document::check`] refuses.
pub(crate) async fn put<D: Document>(cx: &Context) -> Result<Reply> {
    loop {
        let bucket = cx.this_bucket().await?;
        let mut document = cx.document()?.clone();
        D::check(cx, &bucket, &mut document).await?;
        let record = changed::<D>(&bucket, Some(&document));
        match save(cx, &bucket, D::NAME, &text::<D>(&document), record).await {
            Ok(()) => return Ok(Reply::ok()),
            Err(Error::Stale {}) => {}
            Err(other) => return Err(other),
        }
    }
}

/// Answers the bucket's document.
///
/// # Errors
/// `NoSuchBucket`; what [`Document::absent`] says.
pub(crate) async fn get<D: Document>(cx: &Context) -> Result<Reply> {
    let bucket = cx.this_bucket().await?;
    let document = find::<D>(&bucket).await?.map_or_else(|| D::absent(&bucket), Ok)?;
    Ok(answer::<D>(&document))
}

/// Deletes the bucket's document; one that is not there is deleted already.
///
/// # Errors
/// `NoSuchBucket`.
pub(crate) async fn delete<D: Document>(cx: &Context) -> Result<Reply> {
    loop {
        let bucket = cx.this_bucket().await?;
        match remove(cx, &bucket, D::NAME, changed::<D>(&bucket, None)).await {
            Ok(_) => return Ok(Reply::no_content()),
            Err(Error::Stale {}) => {}
            Err(other) => return Err(other),
        }
    }
}

/// The document of a bucket, if it has one.
///
/// # Errors
/// Those of the store.
pub(crate) async fn find<D: Document>(bucket: &Bucket) -> Result<Option<Element>> {
    let Some(text) = load(bucket, D::NAME).await? else { return Ok(None) };
    let element = Element::parse(text.as_bytes()).ok_or_else(|| Error::internal(Unreadable(D::NAME)))?;
    Ok(Some(element))
}

/// The answer that is this document. S3 gives no type to it (recorded of most).
pub(crate) fn answer<D: Document>(document: &Element) -> Reply {
    let mut xml = Xml::document(D::ROOT.name);
    if !(document.children.is_empty() && document.text.is_empty()) {
        document.write_into(&mut xml);
    }
    Reply::untyped(xml)
}

/// The document as it is stored: XML without a namespace.
pub(crate) fn text<D: Document>(document: &Element) -> String {
    let mut xml = Xml::plain(D::ROOT.name);
    document.write_into(&mut xml);
    xml.into_text()
}

/// The bucket's record with what it has to know of the document, if that is not what it says already.
fn changed<D: Document>(bucket: &Bucket, document: Option<&Element>) -> Option<BucketRecord> {
    let mut record = bucket.record.clone();
    D::record(document, &mut record);
    (record != bucket.record).then_some(record)
}

/// A stored document that is not what was stored.
#[derive(Debug, thiserror::Error)]
#[error("the stored document {0} cannot be read")]
struct Unreadable(&'static str);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_schema_takes_its_own_smallest_document() {
        for (name, _, root) in SCHEMAS.iter().chain(&metadata::SCHEMAS) {
            assert!(root.check(&mut root.smallest()).is_ok(), "{name}");
        }
    }
}
