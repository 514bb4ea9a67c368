//! Presigned URLs: any signature will do, but not any time, nor one without its parts (AWS.md 56).

use super::{DIGITS, shelf, untouched};
use sandpail_tests::Refusal;

const SIGNATURE: &str = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

/// The query of a URL presigned at `date` for so many seconds.
fn query(date: &str, expires: &str) -> String {
    format!(
        "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=anyone%2F{}%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date={date}\
         &X-Amz-Expires={expires}&X-Amz-SignedHeaders=host&X-Amz-Signature={SIGNATURE}",
        &date[..8]
    )
}

/// What a PUT to `k` with this query and no header of a signature is refused with.
fn check(query: &str) -> Refusal {
    let server = shelf();
    let bare = [("Authorization", "-"), ("x-amz-date", "-"), ("x-amz-content-sha256", "-")];
    let reply = server.raw().ask("PUT", &format!("/shelf/k?{query}"), &bare, DIGITS);
    untouched(&server);
    reply.refusal()
}

#[test]
fn an_expired_url_is_denied() {
    let refusal = check(&query("20200101T000000Z", "60"));
    let fields = [("X-Amz-Expires", "60"), ("Expires", "2020-01-01T00:01:00Z")];
    refusal.has(403, "AccessDenied", "Request has expired", &fields);
    let now = refusal.field("ServerTime").expect("the server's time");
    assert!(now.len() == 20 && now.ends_with('Z') && now > "2026", "{now}");
}

#[test]
fn an_expired_url_of_the_second_version_is_denied() {
    let refusal = check("AWSAccessKeyId=anyone&Signature=frJIUN8DYpKDtOLCwo%2F%2FyllqDzg%3D&Expires=1577836860");
    refusal.has(403, "AccessDenied", "Request has expired", &[("Expires", "2020-01-01T00:01:00Z")]);
    assert!(refusal.field("ServerTime").is_some());
    assert_eq!(refusal.field("X-Amz-Expires"), None);
}

#[test]
fn a_url_without_all_its_parts_is_refused() {
    let whole = query("20260101T000000Z", "60");
    for name in ["X-Amz-Credential", "X-Amz-Date", "X-Amz-Expires", "X-Amz-SignedHeaders", "X-Amz-Signature"] {
        let parts: Vec<&str> = whole.split('&').filter(|part| !part.starts_with(name)).collect();
        let refusal = check(&parts.join("&"));
        assert_eq!(refusal.status, 400, "without {name}: {refusal:?}");
        assert_eq!(refusal.code, "AuthorizationQueryParametersError", "without {name}: {refusal:?}");
    }
    let message = "Query-string authentication requires the Signature, Expires and AWSAccessKeyId parameters";
    for query in ["AWSAccessKeyId=anyone&Expires=4102444800", "Signature=x&Expires=4102444800"] {
        check(query).is(403, "AccessDenied", message, &[]);
    }
}

#[test]
fn a_url_lives_a_week_at_most() {
    for expires in ["604801", "-1", "soon"] {
        let refusal = check(&query("20260101T000000Z", expires));
        assert_eq!(refusal.status, 400, "{expires} {refusal:?}");
        assert_eq!(refusal.code, "AuthorizationQueryParametersError", "{expires} {refusal:?}");
    }
}

#[test]
fn a_signature_in_the_header_and_in_the_url_is_one_too_many() {
    let server = shelf();
    let target = format!("/shelf/k?{}", query("20260101T000000Z", "60"));
    let refusal = server.raw().ask("PUT", &target, &[], DIGITS).refusal();
    let message = "Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query string \
        parameter or the Authorization header should be specified";
    refusal.has(400, "InvalidArgument", message, &[("ArgumentName", "Authorization")]);
    untouched(&server);
}

#[test]
fn a_url_of_the_second_version_reads() {
    let server = shelf();
    let bare = [("Authorization", "-"), ("x-amz-date", "-"), ("x-amz-content-sha256", "-")];
    let target = "/shelf/k?AWSAccessKeyId=anyone&Signature=frJIUN8DYpKDtOLCwo%2F%2FyllqDzg%3D&Expires=4102444800";
    assert_eq!(server.raw().ask("GET", target, &bare, b"").ok(200).text(), "before");
}

/// Recorded: the SDK for JavaScript puts both there, and the checksum is that of an empty body.
#[test]
fn of_the_query_metadata_is_taken_and_a_checksum_is_not() {
    let server = shelf();
    let bare = [("Authorization", "-"), ("x-amz-date", "-"), ("x-amz-content-sha256", "-")];
    let query = "AWSAccessKeyId=anyone&Signature=frJIUN8DYpKDtOLCwo%2F%2FyllqDzg%3D&Expires=4102444800\
        &x-amz-checksum-crc32=AAAAAA%3D%3D&x-amz-sdk-checksum-algorithm=CRC32&x-amz-meta-foo=bar-complicated";
    let _ = server.raw().ask("PUT", &format!("/shelf/k?{query}"), &bare, DIGITS).ok(200);
    let head = server.raw().ask("HEAD", "/shelf/k", &[("x-amz-checksum-mode", "ENABLED")], b"").ok(200);
    assert_eq!(head.header("x-amz-meta-foo"), Some("bar-complicated"));
    assert_eq!(head.header("x-amz-checksum-crc32"), None);
    assert!(head.header("x-amz-checksum-crc64nvme").is_some());
}
