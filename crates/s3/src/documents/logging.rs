//! Server access logging: <https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketLogging.html>
//!
//! The configuration is kept and answered. No log is written yet.

use bytes::Bytes;
use s3s::dto::{GetBucketLoggingInput, GetBucketLoggingOutput, PutBucketLoggingInput, PutBucketLoggingOutput};

use super::schema::{Node, Shape, any, optional, required};
use super::{Document, Element, document_operations, find, put};
use crate::bucket::Bucket;
use crate::error::logging::LoggingError;
use crate::error::{Error, Result};
use crate::operation::Context;
use crate::reply::Reply;
use crate::rules::acl::Grantee;
use crate::rules::ownership::Ownership;
use crate::rules::region;
use crate::xml::Xml;

/// What S3 answers where nothing is logged.
const NOTHING: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\n\
    <BucketLoggingStatus xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">\n  \
    <!--<LoggingEnabled><TargetBucket>myLogsBucket</TargetBucket>\
    <TargetPrefix>add/this/prefix/to/my/log/files/access_log-</TargetPrefix></LoggingEnabled>-->\n\
    </BucketLoggingStatus>\n";

/// The last two are not documented, and S3 takes them (recorded).
const PERMISSIONS: &[&str] = &["FULL_CONTROL", "READ", "WRITE", "READ_ACP", "WRITE_ACP"];

const GRANTEE: &[Node] = &[
    optional("ID", Shape::Text),
    optional("DisplayName", Shape::Text),
    optional("EmailAddress", Shape::Text),
    optional("URI", Shape::Text),
];

const GRANT: &[Node] = &[required("Grantee", Shape::Group(GRANTEE)), required("Permission", Shape::OneOf(PERMISSIONS))];

const PARTITIONED: &[Node] = &[optional("PartitionDateSource", Shape::OneOf(&["EventTime", "DeliveryTime"]))];

const FORMAT: &[Node] =
    &[optional("SimplePrefix", Shape::Group(&[])), optional("PartitionedPrefix", Shape::Group(PARTITIONED))];

const ENABLED: &[Node] = &[
    required("TargetBucket", Shape::Text),
    optional("TargetGrants", Shape::Group(&[any("Grant", Shape::Group(GRANT))])),
    required("TargetPrefix", Shape::Text),
    optional("TargetObjectKeyFormat", Shape::Group(FORMAT)),
];

/// The `BucketLoggingStatus` document: without anything in it where nothing is logged.
pub(crate) struct Logging;

impl Document for Logging {
    const NAME: &'static str = "logging";
    const ROOT: &'static Node =
        &required("BucketLoggingStatus", Shape::Group(&[optional("LoggingEnabled", Shape::Group(ENABLED))]));

    async fn check(cx: &Context, bucket: &Bucket, document: &mut Element) -> Result<()> {
        let Some(enabled) = document.child("LoggingEnabled") else { return Ok(()) };
        if enabled.child("TargetObjectKeyFormat").is_some_and(|format| format.children.len() != 1) {
            return Err(Error::MalformedXml {});
        }
        let grants: Vec<&Element> =
            enabled.child("TargetGrants").map_or_else(Vec::new, |grants| grants.all("Grant").collect());
        for grant in &grants {
            check_grantee(cx, grant)?;
        }
        let name = enabled.text_of("TargetBucket").unwrap_or_default();
        let target = match Bucket::load(&cx.world, name).await {
            Err(Error::NoSuchBucket { bucket }) => return Err(LoggingError::NoTarget { target: bucket }.into()),
            other => other?,
        };
        check_target(bucket, &target)?;
        if !grants.is_empty() && target.record.ownership == Ownership::BucketOwnerEnforced {
            return Err(LoggingError::GrantsNotAllowed {}.into());
        }
        Ok(())
    }

    fn absent(_: &Bucket) -> Result<Element> {
        Ok(Element::new(Self::ROOT.name))
    }
}

/// Logs stay with the owner and in the region of what they are about.
fn check_target(source: &Bucket, target: &Bucket) -> Result<(), LoggingError> {
    if target.record.account != source.record.account {
        return Err(LoggingError::OtherOwner { target: target.name.clone() });
    }
    let (from, to) = (&source.record.region, &target.record.region);
    match from == to {
        true => Ok(()),
        // S3 names the source's region only where it is not the classic one (recorded).
        false if from == region::CLASSIC => Err(LoggingError::OtherRegionFromClassic { target: to.clone() }),
        false => Err(LoggingError::OtherRegion { source: from.clone(), target: to.clone() }),
    }
}

/// Holds who is granted something to those that there are.
fn check_grantee(cx: &Context, grant: &Element) -> Result<()> {
    let malformed = || Error::MalformedXml {};
    let grantee = grant.child("Grantee").ok_or_else(malformed)?;
    match grantee.kind.as_deref() {
        Some("CanonicalUser") => {
            let id = grantee.text_of("ID").ok_or_else(malformed)?;
            Grantee::user(id, &cx.world.accounts, "CanonicalUser/ID").map(drop)
        }
        Some("Group") => Grantee::group(grantee.text_of("URI").ok_or_else(malformed)?, "Group/URI").map(drop),
        Some("AmazonCustomerByEmail") if grantee.child("EmailAddress").is_some() => Err(Error::UnresolvableEmail {}),
        _ => Err(malformed()),
    }
}

/// Answers the document. Where there is none, S3 has an example of one in a comment (recorded).
async fn get(cx: &Context) -> Result<Reply> {
    let bucket = cx.this_bucket().await?;
    let Some(document) = find::<Logging>(&bucket).await?.filter(|document| !document.children.is_empty()) else {
        return Ok(Reply::text(Bytes::from_static(NOTHING.as_bytes())));
    };
    let mut xml = Xml::document(Logging::ROOT.name);
    document.write_into(&mut xml);
    Ok(Reply::xml(xml))
}

document_operations! {
    /// Answers where logs go; an empty document of a bucket that is not logged.
    GetBucketLogging(GetBucketLoggingInput) -> GetBucketLoggingOutput = get;
    /// Says where logs go.
    PutBucketLogging(PutBucketLoggingInput) -> PutBucketLoggingOutput = put::<Logging>;
}
