//! Methods that a subresource does not have.
//!
//! s3s runs a request whose subresource it does not know for that method as if the subresource were not there, so that
//! `DELETE /bucket?versioning` would delete the bucket. Such requests answer 405. The resource types are those of
//! S3's own names for requests: <https://docs.aws.amazon.com/AmazonS3/latest/userguide/LogFormat.html>.

use http::Method;

use super::query::Query;

/// Subresources of buckets, their resource types, and the methods that they have.
const BUCKET: &[(&str, &str, &[Method])] = &[
    ("acl", "ACL", &[Method::GET, Method::PUT]),
    ("delete", "MULTI_OBJECT_DELETE", &[Method::POST]),
    ("location", "LOCATION", &[Method::GET]),
    ("tagging", "TAGGING", &[Method::GET, Method::PUT, Method::DELETE]),
    ("uploads", "UPLOADS", &[Method::GET]),
    ("versioning", "VERSIONING", &[Method::GET, Method::PUT]),
    ("versions", "BUCKETVERSIONS", &[Method::GET]),
];

/// Subresources of objects.
const OBJECT: &[(&str, &str, &[Method])] = &[
    ("acl", "ACL", &[Method::GET, Method::PUT]),
    ("attributes", "OBJECT_ATTRIBUTES", &[Method::GET]),
    ("tagging", "OBJECT_TAGGING", &[Method::GET, Method::PUT, Method::DELETE]),
    ("uploads", "UPLOADS", &[Method::POST]),
];

/// The resource type of the subresource that the request names and whose methods do not have this one.
pub(crate) fn refused(method: &Method, key: Option<&str>, query: &Query<'_>) -> Option<&'static str> {
    let table = if key.is_some() { OBJECT } else { BUCKET };
    let named = table.iter().find(|(name, ..)| query.has(name));
    named.filter(|(_, _, methods)| !methods.contains(method)).map(|(_, resource, _)| *resource)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(method: &Method, key: Option<&str>, query: &str, expected: Option<&str>) {
        assert_eq!(refused(method, key, &Query::new(query)), expected, "{method} {key:?} {query}");
    }

    #[test]
    fn nothing_falls_through_to_the_bucket_or_the_object() {
        check(&Method::DELETE, None, "versioning", Some("VERSIONING"));
        check(&Method::DELETE, None, "acl=", Some("ACL"));
        check(&Method::PUT, None, "location", Some("LOCATION"));
        check(&Method::PUT, None, "delete", Some("MULTI_OBJECT_DELETE"));
        check(&Method::HEAD, None, "acl", Some("ACL"));
        check(&Method::PUT, Some("k"), "uploads", Some("UPLOADS"));
        check(&Method::DELETE, Some("k"), "uploads", Some("UPLOADS"));
        check(&Method::DELETE, Some("k"), "attributes", Some("OBJECT_ATTRIBUTES"));
        check(&Method::POST, Some("k"), "tagging", Some("OBJECT_TAGGING"));
    }

    #[test]
    fn what_a_subresource_has_passes() {
        check(&Method::GET, None, "versioning", None);
        check(&Method::POST, None, "delete", None);
        check(&Method::POST, Some("k"), "uploads", None);
        check(&Method::DELETE, Some("k"), "tagging", None);
        check(&Method::DELETE, Some("k"), "uploadId=x", None);
        check(&Method::DELETE, None, "acls=&prefix=acl", None);
        check(&Method::DELETE, Some("acl"), "", None);
    }
}
