//! `Content-MD5` and `x-amz-content-sha256`: verified while the body streams, refused as AWS words it (AWS.md 38).

use super::{DIGITS, DIGITS_ETAG, DIGITS_MD5, DIGITS_SHA256, put, shelf, untouched, upload};
use sandpail_tests::Refusal;

/// What a PUT of [`DIGITS`] with one header is refused with; nothing may be stored.
fn check(name: &str, value: &str) -> Refusal {
    let server = shelf();
    let reply = server.raw().ask("PUT", "/shelf/k", &[(name, value)], DIGITS);
    untouched(&server);
    reply.refusal()
}

#[test]
fn a_right_content_md5_is_accepted() {
    let server = shelf();
    let reply = server.raw().ask("PUT", "/shelf/k", &[("Content-MD5", DIGITS_MD5)], DIGITS).ok(200);
    assert_eq!(reply.header("etag"), Some(format!("\"{DIGITS_ETAG}\"").as_str()));
}

#[test]
fn a_malformed_content_md5_is_an_invalid_digest() {
    for value in ["=", "not base64!", "AAAA", "25f9e794323b453885f5181f1b624d0b"] {
        let fields = [("Content-MD5", value)];
        check("Content-MD5", value).is(400, "InvalidDigest", "The Content-MD5 you specified was invalid.", &fields);
    }
    check("Content-MD5", "").has(400, "InvalidDigest", "The Content-MD5 you specified was invalid.", &[]);
}

#[test]
fn a_wrong_content_md5_is_a_bad_digest() {
    let fields = [("CalculatedDigest", DIGITS_MD5), ("ExpectedDigest", "00000000000000000000000000000000")];
    let message = "The Content-MD5 you specified did not match what we received.";
    check("Content-MD5", "AAAAAAAAAAAAAAAAAAAAAA==").is(400, "BadDigest", message, &fields);
}

/// Recorded: of a part the digest that was sent is named as it was sent.
#[test]
fn a_wrong_content_md5_of_a_part_is_named_in_base64() {
    let server = shelf();
    let target = format!("/shelf/k?partNumber=1&uploadId={}", upload(&server, "k", &[]));
    let wrong = "AAAAAAAAAAAAAAAAAAAAAA==";
    let refusal = server.raw().ask("PUT", &target, &[("Content-MD5", wrong)], DIGITS).refusal();
    let message = "The Content-MD5 you specified did not match what we received.";
    refusal.is(400, "BadDigest", message, &[("CalculatedDigest", DIGITS_MD5), ("ExpectedDigest", wrong)]);
}

#[test]
fn a_right_sha256_is_accepted() {
    let server = shelf();
    let _ = server.raw().ask("PUT", "/shelf/k", &[("x-amz-content-sha256", DIGITS_SHA256)], DIGITS).ok(200);
}

#[test]
fn a_wrong_sha256_is_a_mismatch() {
    let sent = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    let message = "The provided 'x-amz-content-sha256' header does not match what was computed.";
    let fields = [("ClientComputedContentSHA256", sent), ("S3ComputedContentSHA256", DIGITS_SHA256)];
    check("x-amz-content-sha256", sent).is(400, "XAmzContentSHA256Mismatch", message, &fields);
}

#[test]
fn a_sha256_of_no_known_form_is_an_invalid_argument() {
    for value in ["abc", "UNSIGNED", "STREAMING-SOMETHING-ELSE", &DIGITS_SHA256[1..]] {
        let refusal = check("x-amz-content-sha256", value);
        let fields = [("ArgumentName", "x-amz-content-sha256"), ("ArgumentValue", value)];
        let message = "x-amz-content-sha256 must be UNSIGNED-PAYLOAD, STREAMING-UNSIGNED-PAYLOAD-TRAILER, \
            STREAMING-AWS4-HMAC-SHA256-PAYLOAD, STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER, \
            STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD, STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD-TRAILER \
            or a valid sha256 value.";
        refusal.is(400, "InvalidArgument", message, &fields);
    }
}

#[test]
fn a_wrong_digest_of_a_document_changes_nothing() {
    let server = shelf();
    let body = b"<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>";
    for (name, value, code) in [
        ("Content-MD5", "AAAAAAAAAAAAAAAAAAAAAA==", "BadDigest"),
        ("x-amz-content-sha256", DIGITS_SHA256, "XAmzContentSHA256Mismatch"),
        ("x-amz-checksum-crc32", "AAAAAA==", "BadDigest"),
    ] {
        let refusal = server.raw().ask("PUT", "/shelf?versioning", &[(name, value)], body).refusal();
        assert_eq!((refusal.status, refusal.code.as_str()), (400, code), "{name}");
    }
    assert_eq!(super::get(&server, "/shelf?versioning").ok(200).xml().get("Status"), None);
    let _ = put(&server, "/shelf/k", b"before").ok(200);
    untouched(&server);
}

/// Recorded: of a document S3 names what was sent as it was sent, and asks for the payload's hash last.
#[test]
fn the_digests_of_a_document() {
    let server = shelf();
    let body = b"<Delete><Object><Key>k</Key></Object></Delete>";
    let other = sandpail_tests::digest::content_md5(b"other");
    let zeros = "0".repeat(64);
    for headers in [&[("Content-MD5", &*other)][..], &[("Content-MD5", &*other), ("x-amz-content-sha256", &zeros)]] {
        let refusal = server.raw().ask("POST", "/shelf?delete", headers, body).refusal();
        let computed = sandpail_tests::digest::content_md5(body);
        let fields = [("CalculatedDigest", &*computed), ("ExpectedDigest", &*other)];
        refusal.is(400, "BadDigest", "The Content-MD5 you specified did not match what we received.", &fields);
    }
    untouched(&server);
}

/// Recorded: Content-MD5 before checksums for an object's bytes, after them for a document; both before lengths.
#[test]
fn digests_are_read_in_the_order_of_s3() {
    let server = shelf();
    let both = [("Content-MD5", "garbage"), ("x-amz-checksum-crc32", "garbage")];
    let ask = |method: &str, target: &str, headers: &[_]| server.raw().ask(method, target, headers, b"x").refusal();
    assert_eq!(ask("PUT", "/shelf/k", &both).code, "InvalidDigest");
    assert_eq!(ask("POST", "/shelf?delete", &both).message, "Value for x-amz-checksum-crc32 header is invalid.");
    let chunked = ("x-amz-content-sha256", "STREAMING-UNSIGNED-PAYLOAD-TRAILER");
    assert_eq!(ask("PUT", "/shelf/k", &[both[0], chunked]).code, "InvalidDigest");
    assert_eq!(ask("PUT", "/shelf/k", &[both[1], chunked]).code, "InvalidRequest");
    assert_eq!(ask("PUT", "/shelf/k", &[chunked]).status, 411);
}

/// Recorded: an algorithm without a name is none.
#[test]
fn an_empty_sdk_algorithm_is_none() {
    let server = shelf();
    let _ = server.raw().ask("PUT", "/shelf/k", &[("x-amz-sdk-checksum-algorithm", "")], b"x").ok(200);
}

/// Measured: of what reads or deletes the hash is not looked at, but a trailer has a place in uploads alone
/// (<https://github.com/versity/versitygw/issues/1601>).
#[test]
fn what_has_no_body_has_no_hash_of_it() {
    let zero = "0".repeat(64);
    for hash in [zero.as_str(), "STREAMING-AWS4-HMAC-SHA256-PAYLOAD", "STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD"] {
        let server = shelf();
        for (method, target, status) in [
            ("GET", "/shelf/k", 200),
            ("HEAD", "/shelf/k", 200),
            ("GET", "/shelf?list-type=2", 200),
            ("GET", "/none", 404),
            ("DELETE", "/shelf/k", 204),
        ] {
            let reply = server.raw().ask(method, target, &[("x-amz-content-sha256", hash)], b"");
            assert_eq!(reply.status, status, "{method} {target} {hash}: {}", reply.text());
        }
    }
    let server = shelf();
    for hash in ["STREAMING-UNSIGNED-PAYLOAD-TRAILER", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER"] {
        for (method, target) in
            [("GET", "/shelf/k"), ("GET", "/shelf"), ("DELETE", "/shelf/k"), ("PUT", "/shelf?tagging")]
        {
            let refusal = server.raw().ask(method, target, &[("x-amz-content-sha256", hash)], b"").refusal();
            let message = "The value of x-amz-content-sha256 header is invalid.";
            refusal.has(400, "InvalidRequest", message, &[]);
        }
    }
    untouched(&server);
}

/// Which documents S3 takes only with a digest of them, and that it does not matter which; the sources stand beside the
/// rules (`documents/requests.rs`, `front/document.rs`).
#[test]
fn some_documents_need_a_digest() {
    let lock = "<ObjectLockConfiguration><ObjectLockEnabled>Enabled</ObjectLockEnabled></ObjectLockConfiguration>";
    let tags = "<Tagging><TagSet><Tag><Key>a</Key><Value>b</Value></Tag></TagSet></Tagging>";
    let rules = "<LifecycleConfiguration><Rule><ID>r</ID><Filter><Prefix>x</Prefix></Filter><Status>Enabled</Status>\
        <Expiration><Days>9</Days></Expiration></Rule></LifecycleConfiguration>";
    let server = shelf();
    let _ = server.raw().ask("PUT", "/locked", &[("x-amz-bucket-object-lock-enabled", "true")], b"").ok(200);
    for (method, target, document, status, needed) in [
        ("POST", "/shelf?delete", "<Delete><Object><Key>none</Key></Object></Delete>", 200, true),
        ("PUT", "/shelf?tagging", tags, 204, true),
        ("PUT", "/shelf?lifecycle", rules, 200, true),
        ("PUT", "/locked?object-lock", lock, 200, true),
        ("PUT", "/shelf/k?tagging", tags, 200, false),
        (
            "PUT",
            "/shelf?versioning",
            "<VersioningConfiguration><Status>Suspended</Status></VersioningConfiguration>",
            200,
            false,
        ),
    ] {
        let ask = |headers: &[(&str, &str)]| server.raw().ask(method, target, headers, document.as_bytes());
        if needed {
            let message = "Missing required header for this request: Content-MD5 OR x-amz-checksum-*";
            ask(&[]).refusal().is(400, "InvalidRequest", message, &[]);
        } else {
            assert_eq!(ask(&[]).status, status, "{target}");
        }
        let md5 = sandpail_tests::digest::content_md5(document.as_bytes());
        assert_eq!(ask(&[("Content-MD5", &md5)]).status, status, "{target}");
        let wrong = ask(&[("x-amz-checksum-crc32", "AAAAAA==")]).refusal();
        assert_eq!((wrong.status, wrong.code.as_str()), (400, "BadDigest"), "{target}");
    }
}
