//! Signatures in the header, where they are verified: what a wrong one is told. The errors with their fields are those
//! that clients of S3 were given (AWS.md 57, and what they report of RequestTimeTooSkewed, InvalidToken and others).

use super::{DIGITS, DIGITS_SHA256};
use sandpail_tests::{Raw, Refusal, Reply, Server, Signer};

const MISMATCH: &str = "The request signature we calculated does not match the signature you provided. Check your key and \
    signing method.";

/// A server that verifies, with the bucket `shelf`.
pub(super) fn shelf() -> Server {
    Server::verifying(&["--bucket", "shelf"])
}

/// What becomes of a PUT to `k` that `signer` signs.
fn put(server: &Server, signer: Signer) -> Reply {
    Raw::connect(server.addr()).signing(signer).ask("PUT", "/shelf/k", &[], DIGITS)
}

/// Nothing is stored.
pub(super) fn untouched(server: &Server) {
    assert_eq!(server.raw().ask("GET", "/shelf/k", &[], b"").refusal().code, "NoSuchKey");
}

/// The bytes of `text` as S3 spells them.
pub(super) fn spelled(text: &str) -> String {
    text.bytes().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().join(" ")
}

/// The names of the further fields, in order.
pub(super) fn names(refusal: &Refusal) -> Vec<&str> {
    refusal
        .fields
        .iter()
        .map(|(name, _)| name.as_str())
        .filter(|name| !["RequestId", "HostId"].contains(name))
        .collect()
}

#[test]
fn a_good_signature_is_taken() {
    let server = shelf();
    let _ = put(&server, Signer::default()).ok(200);
    assert_eq!(server.raw().ask("GET", "/shelf/k", &[("Range", "bytes=1-2")], b"").ok(206).text(), "23");
    // Fourteen minutes are within what clocks may differ by.
    for minutes in [-14, 14] {
        let _ = put(&server, Signer::default().minutes(minutes)).ok(200);
    }
}

#[test]
fn another_secret_does_not_match() {
    let server = shelf();
    let refusal = put(&server, Signer { secret: "another".into(), ..Signer::default() }).refusal();
    refusal.has(403, "SignatureDoesNotMatch", MISMATCH, &[("AWSAccessKeyId", "AKIDEXAMPLE")]);
    let order = [
        "AWSAccessKeyId",
        "StringToSign",
        "SignatureProvided",
        "StringToSignBytes",
        "CanonicalRequest",
        "CanonicalRequestBytes",
    ];
    assert_eq!(names(&refusal), order);
    let field = |name: &str| refusal.field(name).expect(name);
    let lines: Vec<&str> = field("StringToSign").split('\n').collect();
    assert_eq!((lines.len(), lines[0]), (4, "AWS4-HMAC-SHA256"));
    assert_eq!(lines[2], format!("{}/us-east-1/s3/aws4_request", &lines[1][..8]));
    assert_eq!(field("StringToSignBytes"), spelled(field("StringToSign")));
    let expected = format!(
        "PUT\n/shelf/k\n\nhost:{}\nx-amz-content-sha256:UNSIGNED-PAYLOAD\nx-amz-date:{}\n\n\
         host;x-amz-content-sha256;x-amz-date\nUNSIGNED-PAYLOAD",
        server.addr(),
        lines[1]
    );
    assert_eq!(field("CanonicalRequest"), expected);
    assert_eq!(field("CanonicalRequestBytes"), spelled(&expected));
    assert_eq!(field("SignatureProvided").len(), 64);
    untouched(&server);
}

#[test]
fn a_key_that_is_not_listed_does_not_exist() {
    let server = shelf();
    for key in ["nobody", "123456789012", "ASIAIOSFODNN7EXAMPLE"] {
        let refusal = put(&server, Signer { access_key: key.into(), ..Signer::default() }).refusal();
        let message = "The AWS Access Key Id you provided does not exist in our records.";
        refusal.is(403, "InvalidAccessKeyId", message, &[("AWSAccessKeyId", key)]);
    }
    untouched(&server);
}

#[test]
fn nobody_needs_no_signature() {
    let server = shelf();
    assert_eq!(server.raw().ask("GET", "/shelf", &[("Authorization", "-")], b"").status, 200);
}

#[test]
fn clocks_may_not_differ_by_more_than_a_quarter_of_an_hour() {
    let server = shelf();
    for minutes in [-16, 16, -60 * 24 * 365] {
        let refusal = put(&server, Signer::default().minutes(minutes)).refusal();
        let message = "The difference between the request time and the current time is too large.";
        refusal.has(403, "RequestTimeTooSkewed", message, &[("MaxAllowedSkewMilliseconds", "900000")]);
        assert_eq!(names(&refusal), ["RequestTime", "ServerTime", "MaxAllowedSkewMilliseconds"]);
        let (sent, now) = (refusal.field("RequestTime").expect("a time"), refusal.field("ServerTime").expect("a time"));
        assert!(sent.len() == 16 && sent.ends_with('Z') && now.len() == 20 && now.contains('-'), "{sent} {now}");
    }
    untouched(&server);
}

#[test]
fn what_aws_reads_has_to_be_signed() {
    let server = shelf();
    let signature = Signer::default().headers("PUT", &format!("{}/shelf/k", server.url()), &[]);
    let mut headers: Vec<_> = signature.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    headers.extend([("x-amz-tagging", "a=b"), ("Content-MD5", "JfnnlDI7RTiF9RgfG2JNCw=="), ("x-amz-acl", "private")]);
    headers.push(("Content-Type", "text/plain"));
    let refusal = Raw::connect(server.addr()).ask("PUT", "/shelf/k", &headers, DIGITS).refusal();
    let message = "There were headers present in the request which were not signed";
    refusal.is(403, "AccessDenied", message, &[("HeadersNotSigned", "content-md5, x-amz-acl, x-amz-tagging")]);

    let authorization = signature.iter().find(|(name, _)| name == "authorization").expect("a signature");
    let without = authorization.1.replace("SignedHeaders=host;", "SignedHeaders=");
    let changed: Vec<_> = signature.iter().filter(|(name, _)| name != "authorization").collect();
    let mut headers: Vec<_> = changed.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    headers.push(("Authorization", &without));
    let refusal = Raw::connect(server.addr()).ask("PUT", "/shelf/k", &headers, DIGITS).refusal();
    refusal.is(403, "AccessDenied", message, &[("HeadersNotSigned", "host")]);
    untouched(&server);
}

#[test]
fn tokens_belong_to_their_keys() {
    let server = shelf();
    let with = |key: &str, token: Option<&str>| {
        let signer = Signer { access_key: key.into(), token: token.map(str::to_owned), ..Signer::default() };
        put(&server, signer)
    };
    let message = "The provided token is malformed or otherwise invalid.";
    with("AKIDEXAMPLE", Some("any")).refusal().is(400, "InvalidToken", message, &[("Token-0", "any")]);
    with("TEMPORARY", Some("other")).refusal().is(400, "InvalidToken", message, &[("Token-0", "other")]);
    assert_eq!(with("TEMPORARY", None).refusal().code, "InvalidAccessKeyId");
    untouched(&server);
    let _ = with("TEMPORARY", Some("a+token/of=STS")).ok(200);
}

#[test]
fn a_signed_payload_has_to_be_the_one_that_comes() {
    let server = shelf();
    let ask = |body: &[u8]| server.raw().ask("PUT", "/shelf/k", &[("x-amz-content-sha256", DIGITS_SHA256)], body);
    let refusal = ask(b"987654321").refusal();
    let message = "The provided 'x-amz-content-sha256' header does not match what was computed.";
    refusal.has(400, "XAmzContentSHA256Mismatch", message, &[("ClientComputedContentSHA256", DIGITS_SHA256)]);
    untouched(&server);
    let _ = ask(DIGITS).ok(200);
}

#[test]
fn what_is_signed_for_another_name_of_the_endpoint_is_good() {
    let server = Server::verifying(&["--bucket", "shelf", "--host-alias", "s3mock:9000,other"]);
    let port = server.addr().port();
    let signed_for = |host: &str| {
        let signature = Signer::default().headers("GET", &format!("http://{host}/shelf"), &[]);
        let headers: Vec<_> = signature.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        Raw::connect(server.addr()).ask("GET", "/shelf", &headers, b"").status
    };
    for host in ["s3mock:9000", "s3mock", "other", &format!("s3mock:{port}"), &format!("other:{port}")] {
        assert_eq!(signed_for(host), 200, "{host}");
    }
    for host in ["s3mock:9001", "third", "s3mock.other"] {
        assert_eq!(signed_for(host), 403, "{host}");
    }
}
