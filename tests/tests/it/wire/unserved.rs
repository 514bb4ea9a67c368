//! Requests that nothing answers: a proper refusal, never another operation in their place.

use super::{get, shelf, untouched};

/// Every subresource that a bucket has, with what some of its operations need besides.
pub(super) const OF_BUCKETS: &[&str] = &[
    "abac",
    "accelerate",
    "acl",
    "analytics&id=a",
    "cors",
    "encryption",
    "intelligent-tiering&id=a",
    "inventory&id=a",
    "lifecycle",
    "location",
    "logging",
    "metadataAnnotationTable",
    "metadataConfiguration",
    "metadataInventoryTable",
    "metadataJournalTable",
    "metadataTable",
    "metrics&id=a",
    "notification",
    "object-lock",
    "ownershipControls",
    "policy",
    "policyStatus",
    "publicAccessBlock",
    "replication",
    "requestPayment",
    "session",
    "tagging",
    "uploads",
    "versioning",
    "versions",
    "website",
];

/// Every subresource that an object has.
const OF_OBJECTS: &[&str] = &[
    "acl",
    "annotation&annotationName=a",
    "attributes",
    "encryption",
    "legal-hold",
    "renameObject",
    "restore",
    "retention",
    "select&select-type=2",
    "tagging",
    "torrent",
    "uploads",
];

/// Whatever a request for a subresource comes to, it never becomes the same request without the subresource: that would
/// delete the bucket, overwrite the object, or make a bucket of the name.
#[test]
fn no_request_for_a_subresource_reaches_the_thing_itself() {
    let server = shelf();
    let mut raw = server.raw();
    for method in ["DELETE", "PUT", "POST"] {
        let buckets = OF_BUCKETS.iter().flat_map(|query| [format!("/shelf?{query}"), format!("/fresh?{query}")]);
        let objects = OF_OBJECTS.iter().map(|query| format!("/shelf/k?{query}"));
        for target in buckets.chain(objects) {
            let _ = raw.ask(method, &target, &[], b"<Nothing></Nothing>");
            let listed = raw.ask("GET", "/", &[], b"").ok(200).xml();
            assert_eq!(listed.texts("Buckets/Bucket/Name"), ["shelf"], "{method} {target}");
            assert_eq!(raw.ask("GET", "/shelf/k", &[], b"").ok(200).text(), "before", "{method} {target}");
        }
    }
    untouched(&server);
}

#[test]
fn s18_a_lock_that_is_not_kept_is_refused() {
    let server = shelf();
    for (name, value) in [("x-amz-object-lock-legal-hold", "ON"), ("x-amz-object-lock-mode", "COMPLIANCE")] {
        let until = ("x-amz-object-lock-retain-until-date", "2100-01-01T00:00:00Z");
        let headers = if name.ends_with("mode") { vec![(name, value), until] } else { vec![(name, value)] };
        let reply = server.raw().ask("PUT", "/shelf/k", &headers, b"locked");
        // Nobody may believe that the object is locked.
        reply.refusal().is(400, "InvalidRequest", "Bucket is missing ObjectLockConfiguration", &[]);
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

#[test]
fn two_subresources_at_once_are_refused() {
    let server = shelf();
    for (method, target, names, first) in [
        ("GET", "/shelf?versioning&acl", "acl, versioning", "acl"),
        ("DELETE", "/shelf?tagging&cors=", "cors, tagging", "cors"),
        ("PUT", "/shelf/k?tagging&acl", "acl, tagging", "acl"),
        ("GET", "/absent?versioning&acl", "acl, versioning", "acl"),
    ] {
        let refusal = server.raw().ask(method, target, &[], b"").refusal();
        let fields = [("ArgumentName", "ResourceType"), ("ArgumentValue", first)];
        refusal.is(400, "InvalidArgument", &format!("Conflicting query string parameters: {names}"), &fields);
    }
    untouched(&server);
}
