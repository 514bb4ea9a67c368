//! GetObject under conditions: 412 and 304, and which condition goes first (AWS.md 20, RFC 9110 section 13.2.2).

use super::{etag, put, shelf};
use sandpail_tests::Server;

const PAST: &str = "Wed, 01 Jan 2020 00:00:00 GMT";
const FUTURE: &str = "Fri, 01 Jan 2100 00:00:00 GMT";

/// Asserts the status of a GET and a HEAD with these headers.
fn check(server: &Server, headers: &[(&str, &str)], status: u16) {
    for method in ["GET", "HEAD"] {
        let reply = server.raw().ask(method, "/shelf/k", headers, b"");
        assert_eq!(reply.status, status, "{method} {headers:?}");
    }
}

#[tokio::test]
async fn get_object_if_match() {
    let (server, s3) = shelf();
    put(&s3, "k", "x").await;
    let quoted = etag(&s3, "k").await;
    let bare = quoted.trim_matches('"');
    for right in [quoted.as_str(), bare, "*", &format!("\"0\", {quoted}")] {
        check(&server, &[("If-Match", right)], 200);
    }
    check(&server, &[("If-Match", "\"0\"")], 412);
    let refusal = server.raw().ask("GET", "/shelf/k", &[("If-Match", "\"0\"")], b"").refusal();
    let message = "At least one of the pre-conditions you specified did not hold";
    refusal.is(412, "PreconditionFailed", message, &[("Condition", "If-Match")]);
}

#[tokio::test]
async fn get_object_if_none_match() {
    let (server, s3) = shelf();
    put(&s3, "k", "x").await;
    let quoted = etag(&s3, "k").await;
    let bare = quoted.trim_matches('"');
    for right in [quoted.as_str(), bare, "*", &format!("\"0\", {quoted}")] {
        check(&server, &[("If-None-Match", right)], 304);
    }
    check(&server, &[("If-None-Match", "\"0\"")], 200);
}

#[tokio::test]
async fn get_object_if_modified_since() {
    let (server, s3) = shelf();
    put(&s3, "k", "x").await;
    check(&server, &[("If-Modified-Since", PAST)], 200);
    let modified = server.raw().ask("HEAD", "/shelf/k", &[], b"").header("last-modified").map(str::to_owned);
    let modified = modified.expect("a date");
    check(&server, &[("If-Modified-Since", &modified)], 304);
    check(&server, &[("If-Modified-Since", "nonsense")], 200);
    check(&server, &[("If-Unmodified-Since", &modified)], 200);
    check(&server, &[("If-Unmodified-Since", PAST)], 412);
    let refusal = server.raw().ask("GET", "/shelf/k", &[("If-Unmodified-Since", PAST)], b"").refusal();
    assert_eq!(refusal.field("Condition"), Some("If-Unmodified-Since"));
}

#[tokio::test]
async fn get_object_asks_for_the_etag_before_the_date() {
    let (server, s3) = shelf();
    put(&s3, "k", "x").await;
    let etag = etag(&s3, "k").await;
    check(&server, &[("If-Match", &etag), ("If-Unmodified-Since", PAST)], 200);
    check(&server, &[("If-None-Match", &etag), ("If-Modified-Since", PAST)], 304);
    check(&server, &[("If-None-Match", "\"0\""), ("If-Modified-Since", FUTURE)], 200);
    check(&server, &[("If-Match", "\"0\""), ("If-None-Match", &etag)], 412);
}
