//! Operations that are not served: a proper refusal, never another operation in their place.

use super::{get, shelf, untouched};

const IMPLIES: &str = "A header you provided implies functionality that is not implemented";

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
