//! Configurations of which a bucket has many, each under an id: analytics, inventory, metrics, Intelligent-Tiering.
//!
//! As other documents they are put, got and deleted whole, and they are listed in the order of their ids. What they
//! share stands here; each says what it looks like and what S3 refuses of it.

mod analytics;
mod filter;
mod intelligent_tiering;
mod inventory;
mod metrics;

pub(crate) use analytics::{
    Analytics, DeleteBucketAnalyticsConfiguration, GetBucketAnalyticsConfiguration, ListBucketAnalyticsConfigurations,
    PutBucketAnalyticsConfiguration,
};
pub(crate) use intelligent_tiering::{
    DeleteBucketIntelligentTieringConfiguration, GetBucketIntelligentTieringConfiguration, IntelligentTiering,
    ListBucketIntelligentTieringConfigurations, PutBucketIntelligentTieringConfiguration,
};
pub(crate) use inventory::{
    DeleteBucketInventoryConfiguration, GetBucketInventoryConfiguration, Inventory, ListBucketInventoryConfigurations,
    PutBucketInventoryConfiguration,
};
pub(crate) use metrics::{
    DeleteBucketMetricsConfiguration, GetBucketMetricsConfiguration, ListBucketMetricsConfigurations, Metrics,
    PutBucketMetricsConfiguration,
};

use super::schema::Node;
use super::{Element, load, remove, save};
use crate::bucket::Bucket;
use crate::error::configuration::ConfigurationError;
use crate::error::{Error, Result};
use crate::operation::Context;
use crate::reply::Reply;
use crate::rules::listing_token::{self, Listing};
use crate::xml::Xml;

/// The most configurations of one kind that a bucket has, and that a page of a listing has.
const LIMIT: usize = 1000;
const PAGE: usize = 100;

/// The longest id.
const ID_LIMIT: usize = 64;

/// One kind of configuration.
pub(crate) trait Keyed: Send + Sync + 'static {
    /// The subresource that it is, and what the names of its records begin with.
    const NAME: &'static str;
    /// Its root, and everything below.
    const ROOT: &'static Node;
    /// The root of a listing. (S3 was recorded with other names than the SDKs know of two kinds; the Rust SDK reads none
    /// but its own.)
    const LIST: &'static str;
    /// What stands before it (recorded).
    const LIST_DECLARATION: &'static str = "";

    /// Holds a configuration that fits the schema to S3's further rules.
    ///
    /// # Errors
    /// What S3 refuses.
    fn check(document: &Element) -> Result<()>;

    /// What S3 says of a configuration under another id than its own.
    fn mismatch() -> Error {
        Error::MalformedXml {}
    }
}

/// Stores the request's configuration under its id.
///
/// # Errors
/// `NoSuchBucket`, `InvalidId`, `TooMany`; what [`Keyed::mismatch`] and [`Keyed::check`] say.
pub(crate) async fn put<K: Keyed>(cx: &Context) -> Result<Reply> {
    let document = cx.document()?;
    loop {
        let bucket = cx.this_bucket().await?;
        let id = cx.query("id").unwrap_or_default();
        check_id(&id)?;
        if document.text_of("Id") != Some(id.as_str()) {
            return Err(K::mismatch());
        }
        K::check(document)?;
        let name = name::<K>(&id);
        check_room::<K>(&bucket, &name).await?;
        match save(cx, &bucket, &name, &text::<K>(document), None).await {
            Ok(()) => return Ok(Reply::no_content()),
            Err(Error::Stale {}) => {}
            Err(other) => return Err(other),
        }
    }
}

/// Answers the configuration of that id.
///
/// # Errors
/// `NoSuchBucket`, `NoSuchConfiguration`.
pub(crate) async fn get<K: Keyed>(cx: &Context) -> Result<Reply> {
    let id = cx.query("id").unwrap_or_default();
    if id.is_empty() {
        // An empty id is none (recorded).
        return list::<K>(cx).await;
    }
    let bucket = cx.this_bucket().await?;
    let name = name::<K>(&id);
    let text = load(&bucket, &name).await?.ok_or(ConfigurationError::NoSuchConfiguration {})?;
    let mut xml = Xml::document(K::ROOT.name);
    read(&text, &name)?.write_into(&mut xml);
    Ok(Reply::untyped(xml))
}

/// Deletes the configuration of that id.
///
/// # Errors
/// `NoSuchBucket`, `InvalidId` where there is none, `NoSuchConfiguration`.
pub(crate) async fn delete<K: Keyed>(cx: &Context) -> Result<Reply> {
    let id = cx.query("id").unwrap_or_default();
    let name = name::<K>(&id);
    loop {
        let bucket = cx.this_bucket().await?;
        if id.is_empty() {
            return Err(ConfigurationError::InvalidId {}.into());
        }
        match remove(cx, &bucket, &name, None).await {
            Ok(true) => return Ok(Reply::no_content()),
            Ok(false) => return Err(ConfigurationError::NoSuchConfiguration {}.into()),
            Err(Error::Stale {}) => {}
            Err(other) => return Err(other),
        }
    }
}

/// Answers a page of all configurations of that kind.
///
/// # Errors
/// `NoSuchBucket`, `MalformedToken`.
pub(crate) async fn list<K: Keyed>(cx: &Context) -> Result<Reply> {
    let bucket = cx.this_bucket().await?;
    let token = cx.query("continuation-token");
    let prefix = name::<K>("");
    let after = token.as_deref().filter(|token| !token.is_empty()).map(|token| {
        let name = listing_token::read(Listing::Configurations, token).filter(|name| name.starts_with(&prefix));
        name.ok_or(ConfigurationError::MalformedToken {})
    });
    let mut found = bucket.objects.list_bucket_configs(&prefix, after.transpose()?.as_deref(), PAGE + 1).await?;
    let more = found.len() > PAGE;
    found.truncate(PAGE);
    let mut xml = Xml::declared(K::LIST_DECLARATION, K::LIST);
    for (name, json) in &found {
        read(&json.parse::<String>()?, name)?.write(&mut xml);
    }
    xml.value("IsTruncated", more);
    xml.optional("ContinuationToken", token.as_deref());
    if let Some((last, _)) = found.last().filter(|_| more) {
        xml.value("NextContinuationToken", listing_token::issue(Listing::Configurations, last));
    }
    Ok(Reply::untyped(xml))
}

/// The name of the record of an id.
fn name<K: Keyed>(id: &str) -> String {
    format!("{}/{id}", K::NAME)
}

fn check_id(id: &str) -> Result<()> {
    let allowed = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_');
    match id.len() {
        1..=ID_LIMIT if id.bytes().all(allowed) => Ok(()),
        _ => Err(ConfigurationError::InvalidId {}.into()),
    }
}

/// One more is one too many when the bucket has as many as it may and none under this name.
async fn check_room<K: Keyed>(bucket: &Bucket, new: &str) -> Result<()> {
    let found = bucket.objects.list_bucket_configs(&name::<K>(""), None, LIMIT).await?;
    if found.len() == LIMIT && found.iter().all(|(name, _)| name != new) {
        return Err(ConfigurationError::TooMany {}.into());
    }
    Ok(())
}

/// The configuration as it is stored: XML without a namespace.
fn text<K: Keyed>(document: &Element) -> String {
    let mut xml = Xml::plain(K::ROOT.name);
    document.write_into(&mut xml);
    xml.into_text()
}

fn read(text: &str, name: &str) -> Result<Element> {
    Element::parse(text.as_bytes()).ok_or_else(|| Error::internal(Unreadable(name.to_owned())))
}

/// A stored configuration that is not what was stored.
#[derive(Debug, thiserror::Error)]
#[error("the stored configuration {0} cannot be read")]
struct Unreadable(String);

/// Holds the bucket that reports go to: S3 asks for an ARN, and not whether there is such a bucket.
fn check_destination(arn: Option<&str>) -> Result<()> {
    let bucket = arn.and_then(|arn| arn.strip_prefix("arn:aws")).and_then(|rest| rest.split_once(":s3:::"));
    match bucket {
        Some(("" | "-cn" | "-us-gov", bucket)) if !bucket.is_empty() && !bucket.contains(['/', ':']) => Ok(()),
        _ => Err(ConfigurationError::InvalidDestination {}.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a document of `K` is refused with: an error code, or nothing.
    pub(super) fn refused<K: Keyed>(inner: &str) -> Option<String> {
        let root = K::ROOT.name;
        let plain = format!("<{root}>{inner}</{root}>");
        let mut element = Element::parse(plain.as_bytes()).unwrap();
        let result = K::ROOT.check(&mut element).and_then(|()| K::check(&element));
        result.err().map(|error| error.document().code.into_owned())
    }

    fn check(id: &str, valid: bool) {
        assert_eq!(check_id(id).is_ok(), valid, "{id}");
    }

    #[test]
    fn ids_are_short_names() {
        check("my-inventory_1.A", true);
        check(&"a".repeat(64), true);
        check(&"a".repeat(65), false);
        for id in ["", "a b", "a/b", "ä", " a", "a,b"] {
            check(id, false);
        }
    }

    #[test]
    fn destinations_are_bucket_arns() {
        for arn in ["arn:aws:s3:::shelf", "arn:aws-cn:s3:::shelf", "arn:aws-us-gov:s3:::s.h"] {
            assert!(check_destination(Some(arn)).is_ok(), "{arn}");
        }
        for arn in ["shelf", "", "arn:aws:s3:::", "arn:aws:s3:::shelf/key", "arn:aws:sqs:::shelf", "arn:aws-x:s3:::b"] {
            assert!(check_destination(Some(arn)).is_err(), "{arn}");
        }
        assert!(check_destination(None).is_err());
    }
}
