//! Operations that are not served: a proper refusal, never another operation in their place.

use super::{get, shelf, untouched};

const IMPLIES: &str = "A header you provided implies functionality that is not implemented";

/// Asserts that the request is 501 NotImplemented and leaves everything as it was.
fn check(method: &str, target: &str) {
    let server = shelf();
    let refusal = server.raw().ask(method, target, &[], b"<Body/>").refusal();
    assert_eq!((refusal.status, refusal.code.as_str()), (501, "NotImplemented"), "{method} {target} {refusal:?}");
    untouched(&server);
    let buckets = get(&server, "/").ok(200).xml();
    assert_eq!(buckets.texts("Buckets/Bucket/Name"), ["shelf"], "{method} {target}");
    assert_eq!(get(&server, "/shelf?versioning").xml().get("Status"), None, "{method} {target}");
}

#[test]
fn what_s3_got_later_never_becomes_something_else() {
    for (method, target) in [
        ("PUT", "/shelf?abac"),
        ("GET", "/shelf?abac"),
        ("PUT", "/fresh?abac"),
        ("POST", "/shelf?metadataConfiguration"),
        ("GET", "/shelf?metadataConfiguration"),
        ("DELETE", "/shelf?metadataConfiguration"),
        ("PUT", "/shelf?metadataInventoryTable"),
        ("PUT", "/shelf?metadataJournalTable"),
        ("PUT", "/shelf?metadataAnnotationTable"),
        ("PUT", "/fresh?metadataJournalTable"),
        ("PUT", "/shelf/k?renameObject"),
        ("PUT", "/shelf/k?encryption"),
        ("PUT", "/shelf/k?annotation&annotationName=a"),
        ("GET", "/shelf/k?annotation&annotationName=a"),
        ("GET", "/shelf/k?annotation"),
        ("DELETE", "/shelf/k?annotation&annotationName=a"),
    ] {
        check(method, target);
    }
}

#[test]
fn bucket_documents_of_later_changes_are_not_implemented() {
    for name in [
        "accelerate",
        "analytics&id=a",
        "cors",
        "encryption",
        "intelligent-tiering&id=a",
        "inventory&id=a",
        "lifecycle",
        "logging",
        "metrics&id=a",
        "notification",
        "object-lock",
        "ownershipControls",
        "policy",
        "publicAccessBlock",
        "replication",
        "requestPayment",
        "website",
    ] {
        check("GET", &format!("/shelf?{name}"));
        check("PUT", &format!("/shelf?{name}"));
    }
    for name in [
        "analytics&id=a",
        "cors",
        "encryption",
        "intelligent-tiering&id=a",
        "inventory&id=a",
        "lifecycle",
        "metrics&id=a",
        "ownershipControls",
        "policy",
        "publicAccessBlock",
        "replication",
        "website",
    ] {
        check("DELETE", &format!("/shelf?{name}"));
    }
}

#[test]
fn object_operations_of_later_changes_are_not_implemented() {
    for (method, query) in [
        ("GET", "legal-hold"),
        ("PUT", "legal-hold"),
        ("GET", "retention"),
        ("PUT", "retention"),
        ("GET", "torrent"),
        ("POST", "restore"),
        ("POST", "select&select-type=2"),
    ] {
        check(method, &format!("/shelf/k?{query}"));
    }
}

#[test]
fn s18_a_lock_that_is_not_kept_is_refused() {
    let server = shelf();
    let flag = [("x-amz-bucket-object-lock-enabled", "true")];
    let refusal = server.raw().ask("PUT", "/locked", &flag, b"").refusal();
    refusal.has(501, "NotImplemented", IMPLIES, &[]);
    for (name, value) in [("x-amz-object-lock-legal-hold", "ON"), ("x-amz-object-lock-mode", "COMPLIANCE")] {
        let until = ("x-amz-object-lock-retain-until-date", "2100-01-01T00:00:00Z");
        let headers = if name.ends_with("mode") { vec![(name, value), until] } else { vec![(name, value)] };
        let reply = server.raw().ask("PUT", "/shelf/k", &headers, b"locked");
        // A bucket without object lock refuses these on AWS as well; nobody may believe that the object is locked.
        assert!(matches!(reply.status, 400 | 501), "{} {}", reply.status, reply.text());
    }
    untouched(&server);
    assert_eq!(get(&server, "/").xml().texts("Buckets/Bucket/Name"), ["shelf"]);
}

#[test]
fn methods_that_a_resource_has_not_are_not_allowed() {
    let server = shelf();
    let message = "The specified method is not allowed against this resource.";
    for (method, target, kind) in [
        ("POST", "/", "SERVICE"),
        ("PUT", "/", "SERVICE"),
        ("DELETE", "/", "SERVICE"),
        ("POST", "/shelf/k", "OBJECT"),
        ("POST", "/shelf/k?upload", "OBJECT"),
        ("PATCH", "/shelf/k", "OBJECT"),
        ("PATCH", "/shelf", "BUCKET"),
    ] {
        let refusal = server.raw().ask(method, target, &[], b"").refusal();
        refusal.is(405, "MethodNotAllowed", message, &[("Method", method), ("ResourceType", kind)]);
    }
    untouched(&server);
}
