//! Subresources: what a query parameter such as `?cors` makes of a request, as one table.
//!
//! s3s runs a request whose subresource it does not know, or not for that method, as if the subresource were not there,
//! so that `DELETE /bucket?versioning` would delete the bucket. Here every subresource of S3 stands with the methods
//! that it has; any other method answers 405. Resource types, the order in `Allow` and what a bucket's subresource is at
//! a key are as S3 was measured to answer in 2026.

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
    /// Whether it is the bucket's, which a few are at a key too.
    pub(crate) of_bucket: bool,
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
    Subresource { name, resource, of_bucket: true, methods }
}

const fn object(name: &'static str, resource: &'static str, methods: &'static [(Method, Routed)]) -> Subresource {
    Subresource { name, resource, of_bucket: false, methods }
}

/// Subresources of buckets, by name.
static BUCKET: &[Subresource] = &[
    row("abac", "BUCKET_ABAC", &[(GET, Here("GetBucketAbac")), (PUT, Here("PutBucketAbac"))]),
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
        "BUCKET_METADATA_ANNOTATION_TABLE_CONFIGURATION",
        &[(PUT, Here("UpdateBucketMetadataAnnotationTableConfiguration"))],
    ),
    row(
        "metadataConfiguration",
        "BUCKET_METADATA_CONFIGURATION",
        &[
            (GET, Here("GetBucketMetadataConfiguration")),
            (POST, Here("CreateBucketMetadataConfiguration")),
            (DELETE, Here("DeleteBucketMetadataConfiguration")),
        ],
    ),
    row(
        "metadataInventoryTable",
        "BUCKET_METADATA_INVENTORY_TABLE_CONFIGURATION",
        &[(PUT, Here("UpdateBucketMetadataInventoryTableConfiguration"))],
    ),
    row(
        "metadataJournalTable",
        "BUCKET_METADATA_JOURNAL_TABLE_CONFIGURATION",
        &[(PUT, Here("UpdateBucketMetadataJournalTableConfiguration"))],
    ),
    row("metadataTable", "BUCKET_METADATA_TABLE_CONFIGURATION", &[(GET, ByS3s), (POST, ByS3s), (DELETE, ByS3s)]),
    row("metrics", "METRICS", DOCUMENT),
    row("notification", "NOTIFICATION", READ_WRITE),
    row("object-lock", "OBJECT_LOCK_CONFIGURATION", READ_WRITE),
    row("ownershipControls", "OWNERSHIP_CONTROLS", DOCUMENT),
    row("policy", "BUCKETPOLICY", DOCUMENT),
    row("policyStatus", "POLICY_STATUS", READ),
    row("publicAccessBlock", "PUBLIC_ACCESS_BLOCK", DOCUMENT),
    row("replication", "REPLICATION", DOCUMENT),
    row("requestPayment", "REQUEST_PAYMENT", READ_WRITE),
    row("restore", "RESTORE", &[(POST, ByS3s)]),
    row("session", "SESSION", READ),
    row("tagging", "TAGGING", DOCUMENT),
    row("torrent", "TORRENT", &[]),
    row("uploadId", "UPLOAD", &[(GET, ByS3s), (POST, ByS3s), (DELETE, ByS3s)]),
    row("uploads", "UPLOADS", READ),
    row("versioning", "VERSIONING", READ_WRITE),
    row("versions", "BUCKETVERSIONS", READ),
    row("website", "WEBSITE", DOCUMENT),
];

/// Subresources of buckets that are theirs even where a key is named, whatever the key (measured).
const AT_KEYS: [&str; 14] = [
    "accelerate",
    "cors",
    "delete",
    "inventory",
    "lifecycle",
    "location",
    "logging",
    "notification",
    "policy",
    "replication",
    "requestPayment",
    "versioning",
    "versions",
    "website",
];

/// Subresources of objects, by name.
static OBJECT: &[Subresource] = &[
    object("acl", "ACL", READ_WRITE),
    object(
        "annotation",
        "OBJECT_ANNOTATIONS",
        &[
            (GET, Here("GetObjectAnnotation")),
            (PUT, Here("PutObjectAnnotation")),
            (DELETE, Here("DeleteObjectAnnotation")),
        ],
    ),
    object("attributes", "OBJECT_ATTRIBUTES", READ),
    object("encryption", "OBJECT_ENCRYPTION", &[(PUT, Here("UpdateObjectEncryption"))]),
    object("legal-hold", "OBJECT_LOCK_LEGALHOLD", READ_WRITE),
    object("renameObject", "OBJECT_RENAME", &[(PUT, Here("RenameObject"))]),
    object("restore", "RESTORE", &[(POST, ByS3s)]),
    object("retention", "OBJECT_LOCK_RETENTION", READ_WRITE),
    object("select", "SELECT", &[(POST, ByS3s)]),
    object("tagging", "OBJECT_TAGGING", DOCUMENT),
    object("torrent", "TORRENT", READ),
    object("uploadId", "UPLOAD", &[(GET, ByS3s), (POST, ByS3s), (DELETE, ByS3s)]),
    object("uploads", "UPLOADS", &[(POST, ByS3s)]),
];

/// A part of an upload: `uploadId` beside a `partNumber`.
static PART: Subresource = object("uploadId", "PART", &[(PUT, ByS3s)]);

/// The subresource that the request names, if it names one. None of the service has any.
///
/// # Errors
/// `InvalidArgument` of several (recorded).
pub(crate) fn named(key: bool, query: &Query<'_>) -> Result<Option<&'static Subresource>> {
    let (mut found, mut part, mut annotation): (Vec<&'static Subresource>, _, _) = (Vec::new(), false, false);
    for name in query.names() {
        match &*name {
            "partNumber" => part = true,
            "annotationName" => annotation = true,
            name => found.extend(row_of(key, name).filter(|row| !found.iter().any(|known| known.name == row.name))),
        }
    }
    if found.is_empty() {
        return Ok(None);
    }
    let upload = found.iter().all(|row| row.name == "uploadId");
    if let ([_], true, true) = (&found[..], part, upload) {
        return Ok(Some(&PART));
    }
    let mut names: Vec<_> = found.iter().map(|row| row.name).collect();
    // These name nothing by themselves, but fit no other name.
    names.extend(part.then_some("partNumber"));
    names.extend((key && annotation && !names.contains(&"annotation")).then_some("annotationName"));
    names.sort_unstable();
    match (&names[..], &found[..]) {
        ([_], [one]) => Ok(Some(one)),
        ([first, ..], _) => Err(Error::ConflictingSubresources { names: names.join(", "), first }),
        ([], _) => Ok(None),
    }
}

/// The subresource of that name, of an object where there is a `key`.
fn row_of(key: bool, name: &str) -> Option<&'static Subresource> {
    let row = |rows: &'static [Subresource]| rows.binary_search_by(|row| row.name.cmp(name)).ok().map(|at| &rows[at]);
    match key {
        true => row(OBJECT).or_else(|| row(BUCKET).filter(|_| AT_KEYS.contains(&name))),
        false => row(BUCKET),
    }
}

/// `methods` as a header lists them: in the order in which S3 was seen to.
pub(crate) fn allow(methods: impl Fn(&Method) -> bool) -> Option<HeaderMap> {
    let order = [Method::HEAD, DELETE, POST, GET, PUT];
    let list: Vec<_> = order.iter().filter(|method| methods(method)).map(Method::as_str).collect();
    let value = HeaderValue::from_str(&list.join(", ")).ok().filter(|value| !value.is_empty())?;
    Some(HeaderMap::from_iter([(ALLOW, value)]))
}

impl Subresource {
    /// What `method` is refused with, which is no operation on this subresource; S3 names those that are.
    pub(crate) fn refusal(&self, method: &Method, query: &Query<'_>) -> Error {
        let error = Error::MethodNotAllowed { method: method.to_string(), resource: self.resource };
        // `torrent` is refused to every method.
        match allow(|method| self.name != "torrent" && self.routed(method, query).is_some()) {
            Some(headers) => error.with_headers(headers),
            None => error,
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

    /// Whether it says no more than which upload is meant.
    pub(crate) fn is_upload(&self) -> bool {
        self.name == "uploadId"
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
    fn rows_are_found_by_their_names() {
        assert!(BUCKET.is_sorted_by_key(|row| row.name) && OBJECT.is_sorted_by_key(|row| row.name));
        for row in BUCKET {
            check(&Method::TRACE, false, row.name, Some((row.name, None)));
            let at_keys = AT_KEYS.contains(&row.name) || OBJECT.iter().any(|object| object.name == row.name);
            check(&Method::TRACE, true, row.name, at_keys.then_some((row.name, None)));
        }
        for row in OBJECT {
            check(&Method::TRACE, true, row.name, Some((row.name, None)));
            let of_bucket = BUCKET.iter().any(|bucket| bucket.name == row.name);
            check(&Method::TRACE, false, row.name, of_bucket.then_some((row.name, None)));
        }
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
        check(&PUT, true, "partNumber=1", None);
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
            "Conflicting query string parameters: acl, cors, tagging, uploads"
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
