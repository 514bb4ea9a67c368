//! Requests that must not reach s3s: operations that nothing here serves yet, and operations newer than s3s.
//!
//! s3s ignores a query parameter that it does not know and runs the operation without it, so that
//! `DELETE /bucket?metadataConfiguration` would delete the bucket. Such requests are told apart here, by the
//! subresource in their query, and answer 501 before anything of them is read.

use http::Method;

use super::query::Query;

/// Subresources of buckets that are not served, and the noun of their operations' names.
const BUCKET: &[(&str, &str)] = &[
    ("abac", "BucketAbac"),
    ("accelerate", "BucketAccelerateConfiguration"),
    ("analytics", "BucketAnalyticsConfiguration"),
    ("cors", "BucketCors"),
    ("encryption", "BucketEncryption"),
    ("intelligent-tiering", "BucketIntelligentTieringConfiguration"),
    ("inventory", "BucketInventoryConfiguration"),
    ("lifecycle", "BucketLifecycleConfiguration"),
    ("logging", "BucketLogging"),
    ("metadataAnnotationTable", "BucketMetadataAnnotationTableConfiguration"),
    ("metadataConfiguration", "BucketMetadataConfiguration"),
    ("metadataInventoryTable", "BucketMetadataInventoryTableConfiguration"),
    ("metadataJournalTable", "BucketMetadataJournalTableConfiguration"),
    ("metadataTable", "BucketMetadataTableConfiguration"),
    ("metrics", "BucketMetricsConfiguration"),
    ("notification", "BucketNotificationConfiguration"),
    ("object-lock", "ObjectLockConfiguration"),
    ("ownershipControls", "BucketOwnershipControls"),
    ("policy", "BucketPolicy"),
    ("policyStatus", "BucketPolicyStatus"),
    ("publicAccessBlock", "PublicAccessBlock"),
    ("replication", "BucketReplication"),
    ("requestPayment", "BucketRequestPayment"),
    ("session", "Session"),
    ("website", "BucketWebsite"),
];

/// Subresources of objects that are not served.
const OBJECT: &[(&str, &str)] = &[
    ("annotation", "ObjectAnnotation"),
    ("encryption", "ObjectEncryption"),
    ("legal-hold", "ObjectLegalHold"),
    ("renameObject", "Object"),
    ("restore", "Object"),
    ("retention", "ObjectRetention"),
    ("select", "ObjectContent"),
    ("torrent", "ObjectTorrent"),
];

/// The operations of AWS that s3s does not know, by AWS's names. Each of them answers 501.
/// (`GetBucketLifecycle`, `PutBucketLifecycle`, `GetBucketNotification` and `PutBucketNotification` are older names of
/// operations that it does know.)
pub const NEWER: &[&str] = &[
    "CreateBucketMetadataConfiguration",
    "DeleteBucketMetadataConfiguration",
    "DeleteObjectAnnotation",
    "GetBucketAbac",
    "GetBucketMetadataConfiguration",
    "GetObjectAnnotation",
    "ListObjectAnnotations",
    "PutBucketAbac",
    "PutObjectAnnotation",
    "RenameObject",
    "UpdateBucketMetadataAnnotationTableConfiguration",
    "UpdateBucketMetadataInventoryTableConfiguration",
    "UpdateBucketMetadataJournalTableConfiguration",
    "UpdateObjectEncryption",
];

/// The name of the operation that the request asks for, if it is one that is not served.
pub(crate) fn operation(method: &Method, key: Option<&str>, query: &Query<'_>) -> Option<String> {
    let table = if key.is_some() { OBJECT } else { BUCKET };
    let (subresource, noun) = table.iter().find(|(name, _)| query.has(name))?;
    let verb = match (*subresource, method.as_str()) {
        ("renameObject", _) => "Rename",
        ("restore", _) => "Restore",
        ("select", _) => "Select",
        ("session", _) => "Create",
        ("metadataConfiguration" | "metadataTable", "POST") => "Create",
        ("metadataInventoryTable" | "metadataJournalTable" | "metadataAnnotationTable", _) => "Update",
        ("encryption", _) if key.is_some() => "Update",
        ("analytics" | "intelligent-tiering" | "inventory" | "metrics", "GET") if !query.has("id") => {
            return Some(format!("List{noun}s"));
        }
        ("annotation", "GET") if !query.has("annotationName") => return Some("ListObjectAnnotations".to_owned()),
        (_, "GET" | "HEAD") => "Get",
        (_, "DELETE") => "Delete",
        _ => "Put",
    };
    Some(format!("{verb}{noun}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(method: &Method, key: Option<&str>, query: &str, expected: Option<&str>) {
        assert_eq!(operation(method, key, &Query::new(query)).as_deref(), expected, "{method} {key:?} {query}");
    }

    #[test]
    fn operations_newer_than_s3s_are_told_apart() {
        check(&Method::DELETE, None, "metadataConfiguration", Some("DeleteBucketMetadataConfiguration"));
        check(&Method::PUT, None, "abac", Some("PutBucketAbac"));
        check(&Method::PUT, None, "metadataJournalTable=", Some("UpdateBucketMetadataJournalTableConfiguration"));
        check(&Method::DELETE, Some("k"), "annotation&annotationName=x", Some("DeleteObjectAnnotation"));
        check(&Method::GET, Some("k"), "annotation", Some("ListObjectAnnotations"));
        check(&Method::GET, Some("k"), "annotation&annotationName=x", Some("GetObjectAnnotation"));
        check(&Method::PUT, Some("k"), "renameObject", Some("RenameObject"));
        check(&Method::PUT, Some("k"), "encryption", Some("UpdateObjectEncryption"));
        check(&Method::PUT, None, "encryption", Some("PutBucketEncryption"));
        check(&Method::GET, None, "inventory", Some("ListBucketInventoryConfigurations"));
        check(&Method::GET, None, "inventory&id=1", Some("GetBucketInventoryConfiguration"));
    }

    #[test]
    fn what_is_served_passes() {
        check(&Method::GET, None, "list-type=2&prefix=acl", None);
        check(&Method::GET, None, "versions", None);
        check(&Method::GET, None, "location", None);
        check(&Method::PUT, None, "acl", None);
        check(&Method::GET, Some("k"), "acl", None);
        check(&Method::PUT, Some("acl"), "", None);
        check(&Method::PUT, Some("k"), "tagging", None);
        check(&Method::POST, Some("k"), "uploads", None);
    }
}
