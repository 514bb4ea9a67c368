//! Requests without any signature: what AWS lets nobody in particular do where no policy forbids it, and what never.

use super::{DIGITS, get, shelf, untouched, verified};
use sandpail_tests::Reply;

/// Whom S3 names as the owner of what anonymous callers write:
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html>.
const NOBODY: &str = "65a011a29cdf8ec533ec3d1ccaae921c";

const BARE: [(&str, &str); 3] = [("Authorization", "-"), ("x-amz-date", "-"), ("x-amz-content-sha256", "-")];

fn ask(server: &sandpail_tests::Server, method: &str, target: &str, headers: &[(&str, &str)], body: &[u8]) -> Reply {
    server.raw().ask(method, target, &[&BARE[..], headers].concat(), body)
}

/// `curl -i https://s3.amazonaws.com/`, and the hosts of regions likewise.
#[test]
fn the_service_has_a_page_about_itself() {
    let server = verified::shelf();
    let reply = ask(&server, "GET", "/", &[], b"").ok(307);
    assert_eq!(reply.header("location"), Some("https://aws.amazon.com/s3/"));
    assert!(reply.body.is_empty());
    assert_eq!(reply.header("content-length"), Some("0"));
}

/// <https://github.com/aws/aws-sdk-cpp/issues/1575>: two spaces, and whatever the policy allows.
#[test]
fn nobody_makes_buckets_or_uploads() {
    let server = verified::shelf();
    let message = "Anonymous users cannot invoke this API. Please authenticate.";
    ask(&server, "PUT", "/other", &[], b"").refusal().is(403, "AccessDenied", message, &[]);
    assert_eq!(get(&server, "/other").status, 404);
    let message = "Anonymous users cannot initiate multipart uploads.  Please authenticate.";
    ask(&server, "POST", "/shelf/k?uploads", &[], b"").refusal().is(403, "AccessDenied", message, &[]);
    assert_eq!(ask(&server, "POST", "/none/k?uploads", &[], b"").refusal().code, "NoSuchBucket");
    verified::untouched(&server);
}

/// Where signatures are not verified, whoever comes without one is as good as anyone.
#[test]
fn without_keys_anyone_makes_buckets_and_uploads() {
    let server = shelf();
    let _ = ask(&server, "PUT", "/other", &[], b"").ok(200);
    let buckets = ask(&server, "GET", "/", &[], b"").ok(200).xml();
    assert_eq!(buckets.texts("Buckets/Bucket/Name"), ["other", "shelf"]);
    let upload = ask(&server, "POST", "/shelf/k?uploads", &[], b"").ok(200).xml();
    assert!(upload.get("UploadId").is_some());
    untouched(&server);
}

#[test]
fn nobody_may_do_the_rest() {
    let server = shelf();
    let put =
        ask(&server, "PUT", "/shelf/n", &[("x-amz-acl", "bucket-owner-full-control"), ("x-amz-meta-a", "b")], DIGITS)
            .ok(200);
    assert!(put.header("etag").is_some());
    let reply = ask(&server, "GET", "/shelf/n", &[("x-amz-security-token", "any")], b"").ok(200);
    assert_eq!((reply.body.as_slice(), reply.header("x-amz-meta-a")), (DIGITS, Some("b")));
    assert_eq!(ask(&server, "HEAD", "/shelf/n", &[], b"").status, 200);
    assert_eq!(ask(&server, "GET", "/shelf", &[], b"").ok(200).xml().texts("Contents/Key"), ["k", "n"]);
    let _ = ask(&server, "PUT", "/shelf/copy", &[("x-amz-copy-source", "/shelf/n")], b"").ok(200);
    for key in ["n", "copy"] {
        let _ = ask(&server, "DELETE", &format!("/shelf/{key}"), &[], b"").ok(204);
    }
    untouched(&server);
}

#[test]
fn nobody_owns_what_it_writes_where_writers_own() {
    let server = shelf();
    let ownership = [("x-amz-object-ownership", "ObjectWriter")];
    let _ = server.raw().ask("PUT", "/shared", &ownership, b"").ok(200);
    let _ = ask(&server, "PUT", "/shared/n", &[], DIGITS).ok(200);
    let _ = ask(&server, "PUT", "/shelf/n", &[], DIGITS).ok(200);
    let owner = |target: &str| get(&server, target).ok(200).xml().get("Contents/Owner/ID").map(str::to_owned);
    assert_eq!(owner("/shared").as_deref(), Some(NOBODY));
    assert_ne!(owner("/shelf?prefix=n").as_deref(), Some(NOBODY));
    let acl = get(&server, "/shared/n?acl").ok(200).xml();
    assert_eq!(acl.get("Owner/ID"), Some(NOBODY));
}

/// In accept mode a session token is as good as any: in a header, in a query, with every kind of signature.
#[test]
fn a_session_token_is_accepted() {
    let server = shelf();
    let token = ("x-amz-security-token", "IQoJb3JpZ2luX2VjEAEaCXVzLWVhc3QtMSJHMEUCIQ");
    for (method, target, status) in [
        ("GET", "/", 200),
        ("GET", "/shelf", 200),
        ("GET", "/shelf/k", 200),
        ("HEAD", "/shelf/k", 200),
        ("PUT", "/shelf/t", 200),
        ("DELETE", "/shelf/t", 204),
        ("GET", "/shelf/k?X-Amz-Security-Token=abc%2F", 200),
    ] {
        let _ = server.raw().ask(method, target, &[token], b"").ok(status);
    }
    assert_eq!(get(&server, "/shelf/k").header("x-amz-security-token"), None);
}
