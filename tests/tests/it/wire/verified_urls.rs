//! Presigned URLs, where signatures are verified (recorded; the fields of a URL from the future as reported by clients).

use super::DIGITS;
use super::verified::{names, shelf, untouched};
use sandpail_tests::{Raw, Reply, Server, Signer};

/// A URL for a PUT to `k`, without its scheme and host, that signs `headers`.
fn url(server: &Server, signer: &Signer, headers: &[(&str, &str)], seconds: u64) -> String {
    let url = signer.url("PUT", &format!("{}/shelf/k", server.url()), headers, seconds);
    url.strip_prefix(&server.url()).expect("a URL of this server").to_owned()
}

fn put(server: &Server, url: &str, headers: &[(&str, &str)]) -> Reply {
    let bare = [("Authorization", "-"), ("x-amz-date", "-"), ("x-amz-content-sha256", "-")];
    let given = |name: &str| headers.iter().any(|(given, _)| *given == name);
    let bare = bare.into_iter().filter(|(name, _)| !given(name));
    Raw::connect(server.addr()).ask("PUT", url, &bare.chain(headers.iter().copied()).collect::<Vec<_>>(), DIGITS)
}

#[test]
fn a_good_url_is_taken() {
    let server = shelf();
    let good = url(&server, &Signer::default(), &[], 60);
    let _ = put(&server, &good, &[]).ok(200);
    // What AWS does not read need not be signed, nor the hash of a payload.
    let more = [("Content-Type", "text/plain"), ("x-amz-content-sha256", "UNSIGNED-PAYLOAD")];
    let _ = put(&server, &good, &more).ok(200);
    let temporary =
        Signer { access_key: "TEMPORARY".into(), token: Some("a+token/of=STS".into()), ..Signer::default() };
    let _ = put(&server, &url(&server, &temporary, &[], 60), &[]).ok(200);
}

#[test]
fn a_url_that_was_changed_does_not_match() {
    let server = shelf();
    let good = url(&server, &Signer::default(), &[("content-type", "text/plain")], 60);
    let check = |url: &str, headers: &[(&str, &str)], line: &str| {
        let refusal = put(&server, url, headers).refusal();
        assert_eq!((refusal.status, refusal.code.as_str()), (403, "SignatureDoesNotMatch"), "{refusal:?}");
        let canonical = refusal.field("CanonicalRequest").expect("a canonical request");
        assert!(canonical.split('\n').any(|l| l.contains(line)), "{line}: {canonical}");
        assert!(canonical.ends_with("\ncontent-type;host\nUNSIGNED-PAYLOAD"), "{canonical}");
    };
    let kind = ("Content-Type", "text/plain");
    check(&good, &[("Content-Type", "text/html")], "content-type:text/html");
    check(&good, &[], "content-type:");
    check(&good.replace("/k?", "/l?"), &[kind], "/shelf/l");
    check(&format!("{good}&x-id=PutObject"), &[kind], "x-id=PutObject");
    check(&good.replace("X-Amz-Expires=60", "X-Amz-Expires=61"), &[kind], "X-Amz-Expires=61");
    untouched(&server);
    let _ = put(&server, &good, &[kind]).ok(200);
}

#[test]
fn headers_of_aws_that_were_added_are_named() {
    let server = shelf();
    let good = url(&server, &Signer::default(), &[("x-amz-meta-foo", "bar")], 60);
    let check = |headers: &[(&str, &str)], expected: &str| {
        let message = "There were headers present in the request which were not signed";
        put(&server, &good, headers).refusal().is(403, "AccessDenied", message, &[("HeadersNotSigned", expected)]);
    };
    check(&[("x-amz-meta-wrong", "wrong")], "x-amz-meta-wrong");
    check(&[("x-amz-expires", "5"), ("x-amz-meta-foo", "bar")], "x-amz-expires");
    let chunked = ("x-amz-content-sha256", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD");
    let date = ("x-amz-date", "20211122T191045Z");
    check(&[chunked, date, ("x-amz-decoded-content-length", "test")], "x-amz-date, x-amz-decoded-content-length");
    untouched(&server);
}

#[test]
fn a_url_that_signs_no_header_misses_the_host() {
    let server = shelf();
    let good = url(&server, &Signer::default(), &[], 60);
    let refusal = put(&server, &good.replace("X-Amz-SignedHeaders=host", "X-Amz-SignedHeaders="), &[]).refusal();
    let message = "There were headers present in the request which were not signed";
    refusal.is(403, "AccessDenied", message, &[("HeadersNotSigned", "host")]);
}

#[test]
fn parameters_stand_for_signed_headers() {
    let server = shelf();
    let base = format!("{}/shelf/k?x-amz-meta-foo=bar", server.url());
    let signed = Signer::default().url("PUT", &base, &[("x-amz-meta-foo", "bar")], 60);
    let target = signed.strip_prefix(&server.url()).expect("a URL of this server");
    let _ = put(&server, target, &[]).ok(200);
    let _ = put(&server, target, &[("x-amz-meta-foo", "bar")]).ok(200);
    assert_eq!(put(&server, target, &[("x-amz-meta-foo", "other")]).refusal().code, "SignatureDoesNotMatch");
}

#[test]
fn a_url_from_the_future_is_not_yet_valid() {
    let server = shelf();
    let refusal = put(&server, &url(&server, &Signer::default().minutes(16), &[], 60), &[]).refusal();
    refusal.has(403, "AccessDenied", "Request is not yet valid", &[]);
    assert_eq!(names(&refusal), ["X-Amz-Date", "Expires", "ServerTime"]);
    let millis: u64 = refusal.field("X-Amz-Date").expect("a date").parse().expect("milliseconds");
    assert!(millis > 1_700_000_000_000 && millis.is_multiple_of(1000), "{millis}");
    let _ = put(&server, &url(&server, &Signer::default().minutes(14), &[], 60), &[]).ok(200);
    // One that has ended is told so, whatever its signature.
    let ended = url(&server, &Signer { secret: "another".into(), ..Signer::default() }.minutes(-2), &[], 60);
    assert_eq!(put(&server, &ended, &[]).refusal().message, "Request has expired");
}

#[test]
fn a_condition_in_a_url_counts() {
    let server = shelf();
    let base = format!("{}/shelf/k?If-None-Match=%2A", server.url());
    let signed = Signer::default().url("PUT", &base, &[], 60);
    let target = signed.strip_prefix(&server.url()).expect("a URL of this server");
    let _ = put(&server, target, &[]).ok(200);
    assert_eq!(put(&server, target, &[]).refusal().code, "PreconditionFailed");
}
