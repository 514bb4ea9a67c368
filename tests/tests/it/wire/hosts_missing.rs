//! Requests that never get as far as S3: for no host, for several, for a path that is none (RFC 9112 §3.2).
//!
//! S3's answers to them have no document and no ids: <https://github.com/versity/versitygw/issues/1530> and `/2070`,
//! <https://github.com/floci-io/floci/issues/1320>.

use super::{shelf, untouched};
use sandpail_tests::{Raw, Reply, Server};

/// Asserts a bare 400 that ends the connection.
fn bare(mut raw: Raw, method: &str, what: &str) {
    let reply: Reply = raw.reply(method);
    assert_eq!((reply.status, reply.body.len()), (400, 0), "{what}");
    assert_eq!(reply.header("server"), Some("AmazonS3"), "{what}");
    assert_eq!(reply.header("connection"), Some("close"), "{what}");
    assert!(reply.header("date").is_some(), "{what}");
    for absent in ["x-amz-request-id", "x-amz-id-2", "content-type"] {
        assert_eq!(reply.header(absent), None, "{what}");
    }
    assert!(raw.is_closed(), "{what}");
}

/// Sends this head as it is.
fn send(server: &Server, head: &str) -> Raw {
    let mut raw = server.raw();
    raw.send(head.as_bytes());
    raw
}

#[test]
fn a_request_is_for_one_host() {
    let server = shelf();
    for hosts in [
        "",
        "Host:\r\n",
        "Host: \r\n",
        "Host: a\r\nHost: b\r\n",
        "Host: a\r\nhost: a\r\n",
        "Host: a/b\r\n",
        "Host: a b\r\n",
        "Host: user@a\r\n",
    ] {
        bare(send(&server, &format!("GET /shelf/k HTTP/1.1\r\n{hosts}\r\n")), "GET", hosts);
    }
    bare(send(&server, "GET /shelf/k HTTP/1.1\r\nAccept: */*\r\n\r\n"), "GET", "only another header");
    bare(send(&server, "HEAD /shelf HTTP/1.1\r\n\r\n"), "HEAD", "HEAD");
    bare(send(&server, "PUT /shelf/k HTTP/1.1\r\nContent-Length: 5\r\n\r\nafter"), "PUT", "PUT");
    bare(send(&server, "GET http://localhost/shelf/k HTTP/1.1\r\n\r\n"), "GET", "the absolute form");
    untouched(&server);
}

#[test]
fn an_escape_has_two_digits() {
    let server = shelf();
    for target in ["/shelf/%zz", "/shelf/%", "/shelf/a%2", "/shelf/%%41", "/%zz/k", "/shelf/(*&^%&())"] {
        for method in ["GET", "HEAD", "PUT", "DELETE"] {
            let mut raw = server.raw();
            raw.send(&raw.head(method, target, &[], 0));
            bare(raw, method, target);
        }
    }
    untouched(&server);
}

/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html>: period-only elements of a path.
#[test]
fn a_key_does_not_lead_out_of_its_bucket() {
    let server = shelf();
    for key in ["..", "../k", "a/../../k", "./../k", "%2e%2e/k", "videos/../../2014/video1.wmv"] {
        for method in ["GET", "PUT", "DELETE"] {
            let mut raw = server.raw();
            raw.send(&raw.head(method, &format!("/shelf/{key}"), &[], 0));
            bare(raw, method, key);
        }
    }
    untouched(&server);
}
