//! What HTTP sends without a body: HEAD, 204 and 304, refused or not. Each answer is followed by another on the same
//! connection, which a stray body would spoil.

use super::shelf;
use sandpail_tests::{Reply, Server};

/// Asks and then asks again on the same connection, which must still be in step.
fn check(server: &Server, method: &str, target: &str, headers: &[(&str, &str)], status: u16) -> Reply {
    let mut raw = server.raw();
    let reply = raw.ask(method, target, headers, b"");
    assert_eq!(reply.status, status, "{method} {target} {headers:?}");
    assert_eq!(raw.ask("GET", "/shelf?location", &[], b"").status, 200, "after {method} {target} {headers:?}");
    reply
}

#[test]
fn head_has_the_headers_of_get() {
    let server = shelf();
    let get = check(&server, "GET", "/shelf/k", &[], 200);
    let head = check(&server, "HEAD", "/shelf/k", &[], 200);
    let own = |reply: &Reply| {
        let varying = ["date", "x-amz-request-id", "x-amz-id-2"];
        let mut headers = reply.headers.clone();
        headers.retain(|(name, _)| !varying.contains(&name.to_ascii_lowercase().as_str()));
        headers.sort();
        headers
    };
    assert_eq!(own(&head), own(&get));
    assert_eq!(head.header("content-length"), Some("6"));
}

#[test]
fn a_refused_head_is_bare() {
    let server = shelf();
    check(&server, "HEAD", "/shelf/none", &[], 404);
    check(&server, "HEAD", "/none", &[], 404);
    check(&server, "HEAD", "/none/none", &[], 404);
    check(&server, "HEAD", "/shelf/k", &[("If-Match", "\"0\"")], 412);
    check(&server, "HEAD", "/shelf/k", &[("Range", "bytes=100-")], 416);
    check(&server, "HEAD", "/shelf/k?versionId=nonsense", &[], 400);
    check(&server, "HEAD", "/shelf/k", &[("x-amz-expected-bucket-owner", "999999999999")], 403);
}

#[test]
fn head_of_a_range_is_partial() {
    let server = shelf();
    let reply = check(&server, "HEAD", "/shelf/k", &[("Range", "bytes=1-3")], 206);
    assert_eq!(reply.header("content-range"), Some("bytes 1-3/6"));
    assert_eq!(reply.header("content-length"), Some("3"));
    let reply = check(&server, "HEAD", "/shelf/k?partNumber=1", &[], 206);
    assert_eq!(reply.header("content-range"), Some("bytes 0-5/6"));
}

#[test]
fn not_modified_tells_what_is_not_modified() {
    let server = shelf();
    let etag = check(&server, "GET", "/shelf/k", &[], 200).header("etag").expect("an etag").to_owned();
    for method in ["GET", "HEAD"] {
        let reply = check(&server, method, "/shelf/k", &[("If-None-Match", &etag)], 304);
        assert_eq!(reply.header("etag"), Some(etag.as_str()), "{method}");
        assert!(reply.header("last-modified").is_some(), "{method}");
        let modified = reply.header("last-modified").expect("a date").to_owned();
        check(&server, method, "/shelf/k", &[("If-Modified-Since", &modified)], 304);
    }
}

#[test]
fn no_content_has_no_length() {
    let server = shelf();
    for target in ["/shelf/k", "/shelf/k", "/shelf?tagging", "/shelf"] {
        let reply = check_last(&server, target);
        assert_eq!(reply.header("content-length"), None, "DELETE {target}");
        assert_eq!(reply.header("transfer-encoding"), None, "DELETE {target}");
    }
}

/// The last DELETE takes the bucket away, so what follows asks for something else.
fn check_last(server: &Server, target: &str) -> Reply {
    let mut raw = server.raw();
    let reply = raw.ask("DELETE", target, &[], b"").ok(204);
    assert_eq!(raw.ask("GET", "/", &[], b"").status, 200, "after DELETE {target}");
    reply
}

#[test]
fn head_of_a_delete_marker_says_so() {
    let server = shelf();
    let enabled = b"<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>";
    let _ = server.raw().ask("PUT", "/shelf?versioning", &[], enabled).ok(200);
    let marker = server.raw().ask("DELETE", "/shelf/k", &[], b"").ok(204);
    let version = marker.header("x-amz-version-id").expect("a version id").to_owned();
    let reply = check(&server, "HEAD", "/shelf/k", &[], 404);
    assert_eq!(reply.header("x-amz-delete-marker"), Some("true"));
    assert_eq!(reply.header("x-amz-version-id"), Some(version.as_str()));
    let reply = check(&server, "HEAD", &format!("/shelf/k?versionId={version}"), &[], 405);
    assert_eq!(reply.header("x-amz-delete-marker"), Some("true"));
    assert!(reply.header("last-modified").is_some());
}

/// S3 ignores the body of a GET, whatever it is: <https://github.com/localstack/localstack/pull/6025> tried it.
#[test]
fn a_body_of_what_only_reads_is_ignored() {
    let server = shelf();
    for target in ["/shelf/k", "/shelf?location", "/shelf?list-type=2", "/"] {
        for body in [&b"{}"[..], b"<a>", b"\xff\0"] {
            let mut raw = server.raw();
            assert_eq!(raw.ask("GET", target, &[], body).status, 200, "{target}");
            assert_eq!(raw.ask("GET", "/shelf?location", &[], b"").status, 200, "after {target}");
        }
    }
    assert_eq!(server.raw().ask("HEAD", "/shelf/k", &[], b"{}").status, 200);
}

#[test]
fn a_body_of_a_deletion_is_ignored() {
    let server = shelf();
    for target in ["/shelf/none", "/shelf?cors", "/shelf/k?tagging", "/shelf/k"] {
        assert_eq!(server.raw().ask("DELETE", target, &[], b"{}").status, 204, "{target}");
    }
}

/// Only a bucket itself takes forms: to a subresource the type of the body means nothing.
#[test]
fn a_form_is_posted_to_a_bucket_alone() {
    let server = shelf();
    let form = [("Content-Type", "multipart/form-data; boundary=x")];
    let _ = server.raw().ask("POST", "/shelf/k?uploads", &form, b"").ok(200);
}
