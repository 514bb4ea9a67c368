//! Methods: which S3 has where, what it calls the resource that has them not, and which it says there are instead.
//!
//! Measured of S3 in September 2026 (<https://github.com/brekkylab/backlot>, `tests/test_s3.py`), `Allow` with its order.

use super::{get, put, shelf, untouched};
use sandpail_tests::Server;

const NOT_ALLOWED: &str = "The specified method is not allowed against this resource.";

/// Asserts a 405 that names this resource and allows these methods.
fn check(server: &Server, method: &str, target: &str, resource: &str, allow: Option<&str>) {
    let reply = server.raw().ask(method, target, &[], b"");
    assert_eq!(reply.status, 405, "{method} {target} {}", reply.text());
    assert_eq!(reply.header("allow"), allow, "{method} {target}");
    assert_eq!(reply.header("content-type"), Some("application/xml"), "{method} {target}");
    if method != "HEAD" {
        let fields = [("Method", method), ("ResourceType", resource)];
        reply.refusal().is(405, "MethodNotAllowed", NOT_ALLOWED, &fields);
    }
}

#[test]
fn what_has_no_such_method_says_which_it_has() {
    let server = shelf();
    for (method, target, resource, allow) in [
        ("PATCH", "/shelf", "BUCKET", Some("HEAD, DELETE, POST, GET, PUT")),
        ("PATCH", "/none", "BUCKET", Some("HEAD, DELETE, POST, GET, PUT")),
        ("PATCH", "/shelf/k", "OBJECT", Some("HEAD, DELETE, GET, PUT")),
        ("POST", "/shelf/k", "OBJECT", Some("HEAD, DELETE, GET, PUT")),
        ("PATCH", "/", "SERVICE", Some("GET")),
        ("PUT", "/", "SERVICE", Some("GET")),
        ("POST", "/", "SERVICE", Some("GET")),
        ("DELETE", "/?acl", "SERVICE", Some("GET")),
        ("HEAD", "/", "SERVICE", Some("GET")),
        ("HEAD", "/?versioning", "SERVICE", Some("GET")),
        ("PATCH", "/shelf?acl", "ACL", Some("GET, PUT")),
        ("PUT", "/shelf?location", "LOCATION", Some("GET")),
        ("PUT", "/shelf?delete", "MULTI_OBJECT_DELETE", Some("POST")),
        ("GET", "/shelf?delete", "MULTI_OBJECT_DELETE", Some("POST")),
        ("GET", "/none?delete", "MULTI_OBJECT_DELETE", Some("POST")),
        ("DELETE", "/shelf?versioning", "VERSIONING", Some("GET, PUT")),
        ("POST", "/shelf?tagging", "TAGGING", Some("DELETE, GET, PUT")),
        ("GET", "/shelf?restore", "RESTORE", Some("POST")),
        ("POST", "/shelf?torrent", "TORRENT", None),
        ("PATCH", "/shelf?uploadId=x", "UPLOAD", Some("DELETE, POST, GET")),
        ("GET", "/none?metadataJournalTable", "BUCKET_METADATA_JOURNAL_TABLE_CONFIGURATION", Some("PUT")),
        ("PATCH", "/shelf?abac", "BUCKET_ABAC", Some("GET, PUT")),
        ("POST", "/shelf?object-lock", "OBJECT_LOCK_CONFIGURATION", Some("GET, PUT")),
        ("POST", "/shelf/k?tagging", "OBJECT_TAGGING", Some("DELETE, GET, PUT")),
        ("DELETE", "/shelf/k?restore", "RESTORE", Some("POST")),
        ("GET", "/shelf/k?select", "SELECT", Some("POST")),
        ("GET", "/shelf/k?encryption", "OBJECT_ENCRYPTION", Some("PUT")),
        ("POST", "/shelf/k?legal-hold", "OBJECT_LOCK_LEGALHOLD", Some("GET, PUT")),
        ("POST", "/shelf/k?retention", "OBJECT_LOCK_RETENTION", Some("GET, PUT")),
        ("PATCH", "/shelf/k?partNumber=1&uploadId=u", "PART", Some("PUT")),
        ("GET", "/shelf/k?partNumber=1&uploadId=u", "PART", Some("PUT")),
        ("HEAD", "/shelf/k?partNumber=1&uploadId=u", "PART", Some("PUT")),
        ("GET", "/shelf?partNumber=1&uploadId=u", "PART", Some("PUT")),
        ("PUT", "/shelf/k?uploadId=u", "UPLOAD", Some("DELETE, POST, GET")),
        ("HEAD", "/shelf/k?uploads", "UPLOADS", Some("POST")),
        ("HEAD", "/shelf?acl", "ACL", Some("GET, PUT")),
        ("HEAD", "/none/k?tagging", "OBJECT_TAGGING", Some("DELETE, GET, PUT")),
        ("HEAD", "/shelf/k?torrent", "TORRENT", None),
        // A bucket's subresource at a key.
        ("PATCH", "/shelf/k?versioning", "VERSIONING", Some("GET, PUT")),
        ("PUT", "/shelf/k?location", "LOCATION", Some("GET")),
        ("GET", "/shelf/k?delete", "MULTI_OBJECT_DELETE", Some("POST")),
    ] {
        check(&server, method, target, resource, allow);
    }
    untouched(&server);
}

#[test]
fn a_method_of_nothing_is_not_parsed() {
    let server = shelf();
    for method in ["TRACE", "LINK", "PROPFIND", "CONNECT", "get"] {
        for target in ["/", "/shelf", "/shelf/k?acl"] {
            let reply = server.raw().ask(method, target, &[], b"");
            assert_eq!(reply.header("allow"), None, "{method} {target}");
            reply.refusal().is(400, "BadRequest", "An error occurred when parsing the HTTP request.", &[]);
        }
    }
    untouched(&server);
}

#[test]
fn some_subresources_of_a_bucket_are_its_own_at_any_key() {
    let server = shelf();
    let ask = |method: &str, target: &str, body: &[u8]| server.raw().ask(method, target, &[], body);
    let named = [("BucketName", "shelf")];
    for key in ["k", "none/at/all"] {
        let refusal = ask("GET", &format!("/shelf/{key}?cors"), b"").refusal();
        refusal.is(404, "NoSuchCORSConfiguration", "The CORS configuration does not exist", &named);
        let refusal = ask("GET", &format!("/shelf/{key}?policy"), b"").refusal();
        refusal.is(404, "NoSuchBucketPolicy", "The bucket policy does not exist", &named);
        assert_eq!(get(&server, &format!("/shelf/{key}?location")).ok(200).xml().name, "LocationConstraint");
        let enabled = b"<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>";
        let _ = ask("PUT", &format!("/shelf/{key}?versioning"), enabled).ok(200);
        assert_eq!(get(&server, "/shelf?versioning").xml().get("Status"), Some("Enabled"));
    }
    let refusal = ask("GET", "/shelf/k?logging", b"").refusal();
    let message = "There is no such thing as the ?logging sub-resource for a key";
    refusal.is(400, "NoLoggingStatusForKey", message, &[]);
    let message = "There is no such thing as the ?versions sub-resource for a key";
    ask("GET", "/shelf/k?versions", b"").refusal().is(400, "InvalidRequest", message, &[]);
    // The others mean nothing there.
    for query in ["metrics", "metadataInventoryTable", "publicAccessBlock", "policyStatus"] {
        assert_eq!(get(&server, &format!("/shelf/k?{query}")).ok(200).text(), "before", "{query}");
    }
    untouched(&server);
}

#[test]
fn many_keys_are_deleted_at_any_key() {
    let server = shelf();
    let _ = put(&server, "/shelf/gone", b"x").ok(200);
    let body = b"<Delete><Object><Key>gone</Key></Object></Delete>";
    let digest = sandpail_tests::digest::content_md5(body);
    let reply = server.raw().ask("POST", "/shelf/k?delete", &[("Content-MD5", &digest)], body).ok(200);
    assert_eq!(reply.xml().texts("Deleted/Key"), ["gone"]);
    untouched(&server);
}
