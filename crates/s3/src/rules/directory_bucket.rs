//! Directory buckets: which names they have, and what S3 does not do for them.
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/directory-bucket-naming-rules.html>,
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-express-differences.html>

use http::Method;

use crate::error::Error;
use crate::error::directory::DirectoryError;
use crate::exchange::{Document, Exchange};

const SUFFIX: &str = "--x-s3";
const PREFIXES: [&str; 3] = ["xn--", "sthree-", "amzn-s3-demo-"];

/// Operations on directory buckets and on what is in them.
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-express-APIs.html>
const OPERATIONS: &[&str] = &[
    "AbortMultipartUpload",
    "CompleteMultipartUpload",
    "CopyObject",
    "CreateBucket",
    "CreateMultipartUpload",
    "CreateSession",
    "DeleteBucket",
    "DeleteBucketEncryption",
    "DeleteBucketInventoryConfiguration",
    "DeleteBucketLifecycle",
    "DeleteBucketMetricsConfiguration",
    "DeleteBucketPolicy",
    "DeleteObject",
    "DeleteObjects",
    "GetBucketEncryption",
    "GetBucketInventoryConfiguration",
    "GetBucketLifecycleConfiguration",
    "GetBucketMetricsConfiguration",
    "GetBucketPolicy",
    "GetObject",
    "GetObjectAttributes",
    "HeadBucket",
    "HeadObject",
    "ListBucketInventoryConfigurations",
    "ListBucketMetricsConfigurations",
    "ListMultipartUploads",
    "ListObjectsV2",
    "ListParts",
    "PutBucketEncryption",
    "PutBucketInventoryConfiguration",
    "PutBucketLifecycleConfiguration",
    "PutBucketMetricsConfiguration",
    "PutBucketPolicy",
    "PutObject",
    "RenameObject",
    "UploadPart",
    "UploadPartCopy",
];

/// Headers that ask for what directory buckets do not have.
const HEADERS: &[&str] = &[
    "x-amz-acl",
    "x-amz-grant-full-control",
    "x-amz-grant-read",
    "x-amz-grant-read-acp",
    "x-amz-grant-write",
    "x-amz-grant-write-acp",
    "x-amz-bucket-object-lock-enabled",
    "x-amz-object-lock-legal-hold",
    "x-amz-object-lock-mode",
    "x-amz-object-lock-retain-until-date",
    "x-amz-object-ownership",
    "x-amz-tagging",
    "x-amz-website-redirect-location",
];

/// Whether a bucket of that name is a directory bucket.
pub(crate) fn is(name: &str) -> bool {
    name.ends_with(SUFFIX)
}

/// The zone of a directory bucket, by its name; none when no directory bucket can have it.
pub(crate) fn zone(name: &str) -> Option<&str> {
    let edge = |b: Option<&u8>| b.is_some_and(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    let bytes = name.as_bytes();
    let allowed = |b: &u8| b.is_ascii_lowercase() || b.is_ascii_digit() || *b == b'-';
    let sound = (3..=63).contains(&bytes.len())
        && bytes.iter().all(allowed)
        && edge(bytes.first())
        && !PREFIXES.iter().any(|prefix| name.starts_with(prefix));
    let (base, zone) = name.strip_suffix(SUFFIX).filter(|_| sound)?.rsplit_once("--")?;
    (!base.is_empty() && is_zone(zone)).then_some(zone)
}

/// `usw2-az1`, or `usw2-lax1-az1` in a Local Zone.
fn is_zone(id: &str) -> bool {
    let parts: Vec<&str> = id.split('-').collect();
    let sound = |part: &&str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric());
    let last = parts.last().and_then(|last| last.strip_prefix("az"));
    (2..=3).contains(&parts.len()) && parts.iter().all(sound) && last.is_some_and(|number| number.parse::<u8>().is_ok())
}

/// The kind of location that a zone is.
pub(crate) fn location_type(zone: &str) -> &'static str {
    if zone.split('-').count() == 3 { "LocalZone" } else { "AvailabilityZone" }
}

/// The ARN of a directory bucket.
pub(crate) fn arn(name: &str, region: &str, account: &str) -> String {
    format!("arn:aws:s3express:{region}:{account}:bucket/{name}")
}

/// What `operation` is refused with when it is asked of a directory bucket that does not have it, or with what a
/// directory bucket does not have. Nothing of any other bucket is refused.
pub(crate) fn refuse(operation: &str, exchange: &Exchange) -> Option<Error> {
    exchange.target.bucket.as_deref().filter(|name| is(name))?;
    if operation == "ListObjectVersions" {
        return Some(DirectoryError::Versions {}.into());
    }
    if !OPERATIONS.contains(&operation) {
        return Some(unsupported(exchange));
    }
    if exchange.query("versionId").is_some_and(|version| version != "null") {
        return Some(DirectoryError::Versions {}.into());
    }
    if matches!(operation, "PutObject" | "UploadPart") && exchange.header("content-md5").is_some() {
        return Some(DirectoryError::ContentMd5 {}.into());
    }
    let header = HEADERS.iter().find(|name| exchange.header(**name).is_some());
    match header {
        Some(header) => Some(Error::HeaderNotImplemented { header: (*header).to_owned() }),
        None if operation == "ListObjectsV2" => listing(exchange),
        None => None,
    }
}

/// S3 takes a document that it does not expect for one that makes a bucket.
fn unsupported(exchange: &Exchange) -> Error {
    match exchange.document() {
        Some(Document::Xml(element)) if exchange.method == Method::PUT => {
            DirectoryError::NotACreation { root: element.name.clone() }.into()
        }
        _ => Error::MethodNotAllowed { method: exchange.method.to_string(), resource: exchange.target.resource() },
    }
}

/// Directories are listed by their whole paths.
fn listing(exchange: &Exchange) -> Option<Error> {
    let delimiter = exchange.query("delimiter").filter(|delimiter| !delimiter.is_empty());
    if let Some(value) = delimiter.filter(|delimiter| delimiter != "/") {
        return Some(DirectoryError::OtherDelimiter { value }.into());
    }
    let prefix = exchange.query("prefix").filter(|prefix| !prefix.is_empty() && !prefix.ends_with('/'));
    prefix.map(|_| DirectoryError::PrefixWithoutDelimiter {}.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(name: &str, expected: Option<&str>) {
        assert_eq!(zone(name), expected, "{name}");
    }

    #[test]
    fn the_zone_is_in_the_name() {
        check("shelf--usw2-az1--x-s3", Some("usw2-az1"));
        check("my-shelf--use1-az4--x-s3", Some("use1-az4"));
        check("s--helf--usw2-lax1-az1--x-s3", Some("usw2-lax1-az1"));
        let long = format!("{}--usw2-az1--x-s3", "s".repeat(47));
        check(&long, Some("usw2-az1"));
        check(&format!("s{long}"), None);
        for name in [
            "shelf",
            "shelf--x-s3",
            "--usw2-az1--x-s3",
            "shelf--usw2--x-s3",
            "shelf--usw2-az--x-s3",
            "shelf--az1--x-s3",
            "Shelf--usw2-az1--x-s3",
            "sh.elf--usw2-az1--x-s3",
            "-shelf--usw2-az1--x-s3",
            "xn--shelf--usw2-az1--x-s3",
            "shelf-usw2-az1--x-s3",
        ] {
            check(name, None);
        }
    }

    #[test]
    fn zones_are_of_two_kinds() {
        assert_eq!(location_type("usw2-az1"), "AvailabilityZone");
        assert_eq!(location_type("usw2-lax1-az1"), "LocalZone");
    }
}
