//! Subresources: what a query parameter such as `?cors` makes of a request, as one table.
//!
//! s3s runs a request whose subresource it does not know, or not for that method, as if the subresource were not there,
//! so that `DELETE /bucket?versioning` would delete the bucket. Here every subresource of S3 stands with the methods
//! that it has; any other method answers 405. The resource types are those of S3's own names for requests:
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/LogFormat.html>.

use http::Method;
use http::header::{ALLOW, HeaderMap, HeaderValue};

use super::query::Query;
use crate::error::{Error, Result};

/// A subresource of buckets or of objects.
#[derive(Debug)]
pub(crate) struct Subresource {
    /// The query parameter.
    pub(crate) name: &'static str,
    /// The resource type that a 405 names.
    pub(crate) resource: &'static str,
    methods: &'static [(Method, Routed)],
}

/// Who finds the operation of a method.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Routed {
    /// s3s.
    ByS3s,
    /// This table: s3s is older than the operation of that name.
    Here(&'static str),
}

use Routed::{ByS3s, Here};

const GET: Method = Method::GET;
const PUT: Method = Method::PUT;
const POST: Method = Method::POST;
const DELETE: Method = Method::DELETE;

const READ: &[(Method, Routed)] = &[(GET, ByS3s)];
const READ_WRITE: &[(Method, Routed)] = &[(GET, ByS3s), (PUT, ByS3s)];
const DOCUMENT: &[(Method, Routed)] = &[(GET, ByS3s), (PUT, ByS3s), (DELETE, ByS3s)];

const fn row(name: &'static str, resource: &'static str, methods: &'static [(Method, Routed)]) -> Subresource {
    Subresource { name, resource, methods }
}

/// Subresources of buckets.
const BUCKET: &[Subresource] = &[
    row("abac", "ABAC", &[(GET, Here("GetBucketAbac")), (PUT, Here("PutBucketAbac"))]),
    row("accelerate", "ACCELERATE", READ_WRITE),
    row("acl", "ACL", READ_WRITE),
    row("analytics", "ANALYTICS", DOCUMENT),
    row("cors", "CORS", DOCUMENT),
    row("delete", "MULTI_OBJECT_DELETE", &[(POST, ByS3s)]),
    row("encryption", "ENCRYPTION", DOCUMENT),
    row("intelligent-tiering", "INTELLIGENT_TIERING", DOCUMENT),
    row("inventory", "INVENTORY", DOCUMENT),
    row("lifecycle", "LIFECYCLE", DOCUMENT),
    row("location", "LOCATION", READ),
    row("logging", "LOGGING_STATUS", READ_WRITE),
    row(
        "metadataAnnotationTable",
        "METADATA_ANNOTATION_TABLE",
        &[(PUT, Here("UpdateBucketMetadataAnnotationTableConfiguration"))],
    ),
    row(
        "metadataConfiguration",
        "METADATA_CONFIGURATION",
        &[
            (GET, Here("GetBucketMetadataConfiguration")),
            (POST, Here("CreateBucketMetadataConfiguration")),
            (DELETE, Here("DeleteBucketMetadataConfiguration")),
        ],
    ),
    row(
        "metadataInventoryTable",
        "METADATA_INVENTORY_TABLE",
        &[(PUT, Here("UpdateBucketMetadataInventoryTableConfiguration"))],
    ),
    row(
        "metadataJournalTable",
        "METADATA_JOURNAL_TABLE",
        &[(PUT, Here("UpdateBucketMetadataJournalTableConfiguration"))],
    ),
    row("metadataTable", "METADATA_TABLE", &[(GET, ByS3s), (POST, ByS3s), (DELETE, ByS3s)]),
    row("metrics", "METRICS", DOCUMENT),
    row("notification", "NOTIFICATION", READ_WRITE),
    row("object-lock", "OBJECT_LOCK", READ_WRITE),
    row("ownershipControls", "OWNERSHIP_CONTROLS", DOCUMENT),
    row("policy", "BUCKETPOLICY", DOCUMENT),
    row("policyStatus", "POLICY_STATUS", READ),
    row("publicAccessBlock", "PUBLIC_ACCESS_BLOCK", DOCUMENT),
    row("replication", "REPLICATION", DOCUMENT),
    row("requestPayment", "REQUEST_PAYMENT", READ_WRITE),
    row("session", "SESSION", READ),
    row("tagging", "TAGGING", DOCUMENT),
    row("torrent", "TORRENT", &[]),
    row("uploads", "UPLOADS", READ),
    row("versioning", "VERSIONING", READ_WRITE),
    row("versions", "BUCKETVERSIONS", READ),
    row("website", "WEBSITE", DOCUMENT),
];

/// Subresources of objects.
const OBJECT: &[Subresource] = &[
    row("acl", "ACL", READ_WRITE),
    row(
        "annotation",
        "ANNOTATION",
        &[
            (GET, Here("GetObjectAnnotation")),
            (PUT, Here("PutObjectAnnotation")),
            (DELETE, Here("DeleteObjectAnnotation")),
        ],
    ),
    row("attributes", "OBJECT_ATTRIBUTES", READ),
    row("encryption", "OBJECT_ENCRYPTION", &[(PUT, Here("UpdateObjectEncryption"))]),
    row("legal-hold", "LEGAL_HOLD", READ_WRITE),
    row("renameObject", "OBJECT_RENAME", &[(PUT, Here("RenameObject"))]),
    row("restore", "OBJECT_RESTORE", &[(POST, ByS3s)]),
    row("retention", "OBJECT_RETENTION", READ_WRITE),
    row("select", "SELECT", &[(POST, ByS3s)]),
    row("tagging", "OBJECT_TAGGING", DOCUMENT),
    row("torrent", "TORRENT", READ),
    row("uploads", "UPLOADS", &[(POST, ByS3s)]),
];

/// The subresource that the request names, if it names one. None of the service has any.
///
/// # Errors
/// `InvalidArgument` of several (recorded).
pub(crate) fn named(key: bool, query: &Query<'_>) -> Result<Option<&'static Subresource>> {
    let table = if key { OBJECT } else { BUCKET };
    let found: Vec<_> = table.iter().filter(|row| query.has(row.name)).collect();
    match found[..] {
        [] => Ok(None),
        [one] => Ok(Some(one)),
        [first, ..] => {
            let names = found.iter().map(|row| row.name).collect::<Vec<_>>().join(", ");
            Err(Error::ConflictingSubresources { names, first: first.name })
        }
    }
}

impl Subresource {
    /// What `method` is refused with, which is no operation on this subresource. To a HEAD S3 names the GET that there
    /// is (recorded).
    pub(crate) fn refusal(&self, method: &Method, query: &Query<'_>) -> Error {
        let error = Error::MethodNotAllowed { method: method.to_string(), resource: self.resource };
        // `torrent` is refused to every method.
        if *method == Method::HEAD && self.name != "torrent" && self.routed(&GET, query).is_some() {
            error.with_headers(HeaderMap::from_iter([(ALLOW, HeaderValue::from_static("GET"))]))
        } else {
            error
        }
    }

    /// Who finds the operation that `method` is on this subresource; none when there is no such operation.
    pub(crate) fn routed(&self, method: &Method, query: &Query<'_>) -> Option<Routed> {
        let found = self.methods.iter().find(|(has, _)| has == method).map(|(_, routed)| *routed)?;
        match found {
            Here("GetObjectAnnotation") if !query.has("annotationName") => Some(Here("ListObjectAnnotations")),
            other => Some(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What becomes of a request: the subresource, and who finds its operation.
    fn check(method: &Method, key: bool, query: &str, expected: Option<(&str, Option<Routed>)>) {
        let query = Query::new(query);
        let found = named(key, &query).unwrap().map(|row| (row.name, row.routed(method, &query)));
        assert_eq!(found, expected, "{method} {key} {query:?}");
    }

    #[test]
    fn what_a_subresource_has_is_routed() {
        check(&GET, false, "versioning", Some(("versioning", Some(ByS3s))));
        check(&POST, false, "delete", Some(("delete", Some(ByS3s))));
        check(&POST, true, "uploads", Some(("uploads", Some(ByS3s))));
        check(&DELETE, true, "tagging", Some(("tagging", Some(ByS3s))));
        check(&GET, false, "inventory&id=1", Some(("inventory", Some(ByS3s))));
        check(&PUT, false, "encryption", Some(("encryption", Some(ByS3s))));
    }

    #[test]
    fn no_subresource_is_no_subresource() {
        check(&DELETE, true, "uploadId=x", None);
        check(&DELETE, false, "acls=&prefix=acl", None);
        check(&GET, false, "list-type=2&prefix=acl", None);
        check(&PUT, true, "", None);
    }

    #[test]
    fn only_one_subresource_is_named() {
        let refused = |key, query| named(key, &Query::new(query)).unwrap_err().document();
        let document = refused(false, "versioning&acl");
        assert_eq!((document.status.as_u16(), &*document.code), (400, "InvalidArgument"));
        assert_eq!(document.message, "Conflicting query string parameters: acl, versioning");
        assert_eq!(
            refused(true, "uploads&tagging=&acl&cors").message,
            "Conflicting query string parameters: acl, tagging, uploads"
        );
    }

    #[test]
    fn nothing_falls_through_to_the_bucket_or_the_object() {
        check(&DELETE, false, "versioning", Some(("versioning", None)));
        check(&DELETE, false, "acl=", Some(("acl", None)));
        check(&PUT, false, "location", Some(("location", None)));
        check(&PUT, false, "delete", Some(("delete", None)));
        check(&Method::HEAD, false, "acl", Some(("acl", None)));
        check(&PUT, true, "uploads", Some(("uploads", None)));
        check(&DELETE, true, "uploads", Some(("uploads", None)));
        check(&DELETE, true, "attributes", Some(("attributes", None)));
        check(&POST, true, "tagging", Some(("tagging", None)));
        check(&PUT, true, "restore", Some(("restore", None)));
    }

    #[test]
    fn operations_newer_than_s3s_are_found_here() {
        let here = |name| Some(Here(name));
        check(
            &DELETE,
            false,
            "metadataConfiguration",
            Some(("metadataConfiguration", here("DeleteBucketMetadataConfiguration"))),
        );
        check(&PUT, false, "abac", Some(("abac", here("PutBucketAbac"))));
        check(&PUT, true, "renameObject", Some(("renameObject", here("RenameObject"))));
        check(&PUT, true, "encryption", Some(("encryption", here("UpdateObjectEncryption"))));
        check(&GET, true, "annotation", Some(("annotation", here("ListObjectAnnotations"))));
        let one = "annotation&annotationName=x";
        check(&GET, true, one, Some(("annotation", here("GetObjectAnnotation"))));
        check(&DELETE, true, one, Some(("annotation", here("DeleteObjectAnnotation"))));
    }
}
