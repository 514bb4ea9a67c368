//! Plans as tables: the headers of a request, and what is read out of them or refused.

use super::*;

const EMPTY: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
const UNSIGNED_TRAILER: &str = "STREAMING-UNSIGNED-PAYLOAD-TRAILER";

fn parts(headers: &[(&str, &str)]) -> Parts {
    let mut request = http::Request::put("/bucket/key");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.body(()).unwrap().into_parts().0
}

fn put(headers: &[(&str, &str)]) -> Result<Plan, BodyError> {
    Plan::of(&parts(headers), true)
}

fn document(headers: &[(&str, &str)]) -> Result<Plan, BodyError> {
    Plan::of(&parts(headers), false)
}

/// What a PUT of 3 bytes with `headers` is refused for, in the words of the error.
fn refused(headers: &[(&str, &str)], expected: &str) {
    let headers = [&[("content-length", "3")], headers].concat();
    let error = put(&headers).unwrap_err();
    let variant = format!("{error:?}");
    assert_eq!(variant, expected, "{headers:?}");
}

#[test]
fn lengths() {
    let check = |headers: &[_], expected: Option<u64>| assert_eq!(put(headers).unwrap().length, expected);
    check(&[("content-length", "0")], Some(0));
    check(&[("content-length", "5368709120")], Some(5 << 30));
    let chunked = ("x-amz-content-sha256", UNSIGNED_TRAILER);
    check(&[("content-length", "80"), chunked, ("x-amz-decoded-content-length", "3")], Some(3));
    check(&[("transfer-encoding", "chunked"), chunked, ("x-amz-decoded-content-length", "3")], Some(3));
    assert_eq!(document(&[]).unwrap().length, None);
    assert_eq!(document(&[("content-length", "7")]).unwrap().length, Some(7));
    assert_eq!(document(&[("content-length", "5368709121")]).unwrap().length, Some((5 << 30) + 1));
}

#[test]
fn lengths_refused() {
    let check = |headers: &[_], expected: &str| assert_eq!(format!("{:?}", put(headers).unwrap_err()), expected);
    let chunked = ("x-amz-content-sha256", UNSIGNED_TRAILER);
    check(&[], "MissingContentLength");
    check(&[("content-length", "+3")], "MissingContentLength");
    check(&[("content-length", "")], "MissingContentLength");
    check(&[("transfer-encoding", "chunked")], "HeaderNotImplemented { header: \"Transfer-Encoding\" }");
    check(&[("content-length", "80"), chunked], "MissingContentLength");
    check(&[("content-length", "80"), chunked, ("x-amz-decoded-content-length", "abc")], "MissingContentLength");
    check(&[("content-length", "5368709121")], "EntityTooLarge { size: 5368709121, limit: 5368709120 }");
}

#[test]
fn payload_kinds() {
    const PLAIN: Framing = Framing::Plain;
    const SIGNED: Framing = Framing::Chunked { signed: true };
    let check = |value: &str, framing, digest: Option<&str>| {
        let headers = [("content-length", "3"), ("x-amz-content-sha256", value), ("x-amz-decoded-content-length", "3")];
        let plan = put(&headers).unwrap();
        assert_eq!(
            (plan.framing, plan.sha256.as_ref().and_then(|sent| sent.to_str().ok())),
            (framing, digest),
            "{value}"
        );
    };
    check("UNSIGNED-PAYLOAD", PLAIN, None);
    check(EMPTY, PLAIN, Some(EMPTY));
    check(&EMPTY.to_uppercase(), PLAIN, Some(&EMPTY.to_uppercase()));
    check(UNSIGNED_TRAILER, Framing::Chunked { signed: false }, None);
    for signed in ["HMAC-SHA256", "ECDSA-P256-SHA256"] {
        check(&format!("STREAMING-AWS4-{signed}-PAYLOAD"), SIGNED, None);
        check(&format!("STREAMING-AWS4-{signed}-PAYLOAD-TRAILER"), SIGNED, None);
    }
    for value in ["", "GIBBERISH", "unsigned-payload", &EMPTY[1..], &EMPTY.replace('e', "g")] {
        refused(&[("x-amz-content-sha256", value)], &format!("ContentSha256 {{ value: {value:?} }}"));
    }
}

#[test]
fn only_objects_come_with_trailers() {
    for payload in [UNSIGNED_TRAILER, "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER"] {
        let headers = [("x-amz-content-sha256", payload), ("x-amz-decoded-content-length", "3")];
        assert!(matches!(document(&headers), Err(BodyError::ChunkedDocument)));
    }
}

/// Measured: of what only reads or deletes S3 reads neither the body nor what is said of it.
#[test]
fn bodies_that_are_not_read_need_not_be_right() {
    let headers = [
        ("x-amz-content-sha256", EMPTY),
        ("x-amz-content-sha256", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD"),
        ("content-md5", "garbage"),
        ("x-amz-checksum-crc32", "garbage"),
    ];
    for method in [Method::GET, Method::HEAD, Method::DELETE] {
        for header in headers {
            let mut parts = parts(&[header]);
            parts.method = method.clone();
            assert_eq!(Plan::of(&parts, false).unwrap(), Plan::unread(), "{method} {header:?}");
        }
    }
}

#[test]
fn chunks_without_a_signature() {
    let check = |headers: &[_], expected| {
        let headers = [&[("content-length", "3")], headers].concat();
        assert_eq!(put(&headers).unwrap().framing != Framing::Plain, expected, "{headers:?}");
    };
    let length = ("x-amz-decoded-content-length", "3");
    check(&[("content-encoding", "aws-chunked"), length], true);
    check(&[("content-encoding", "gzip, AWS-Chunked"), length], true);
    check(&[("content-encoding", "aws-chunked"), length, ("x-amz-content-sha256", "UNSIGNED-PAYLOAD")], true);
    check(&[("content-encoding", "aws-chunked"), length, ("x-amz-content-sha256", EMPTY)], false);
    check(&[("content-encoding", "aws-chunked")], false);
    check(&[("content-encoding", "gzip"), length], false);
}

#[test]
fn content_md5() {
    let plan = put(&[("content-length", "0"), ("content-md5", "1B2M2Y8AsgTpgAmY7PhCfg==")]).unwrap();
    assert_eq!(plan.content_md5.as_deref().map(digest::hex).as_deref(), Some("d41d8cd98f00b204e9800998ecf8427e"));
    for value in ["", "YWJyYWNhZGFicmE=", "AWS HAHAHA", "d41d8cd98f00b204e9800998ecf8427e"] {
        refused(&[("content-md5", value)], &format!("InvalidDigest {{ value: {value:?} }}"));
    }
}

#[test]
fn checksums() {
    let check = |headers: &[_], expected: Option<Algorithm>, by_header: bool| {
        let headers = [&[("content-length", "3"), ("x-amz-decoded-content-length", "3")], headers].concat();
        let plan = put(&headers).unwrap();
        assert_eq!(plan.sent(), expected, "{headers:?}");
        assert_eq!(plan.checksum.is_some_and(|sent| sent.value.is_some()), by_header);
    };
    let chunked = ("x-amz-content-sha256", UNSIGNED_TRAILER);
    check(&[], None, false);
    check(&[("x-amz-checksum-crc32", "AAAAAA==")], Some(Algorithm::Crc32), true);
    check(&[("x-amz-checksum-xxhash3", "9RrF7krhuOI=")], Some(Algorithm::Xxhash3), true);
    check(&[("x-amz-trailer", "x-amz-checksum-md5"), chunked], Some(Algorithm::Md5), false);
    check(&[("X-Amz-Checksum-Sha1", "2jmj7l5rSw0yVb/vlWAYkK/YBwk=")], Some(Algorithm::Sha1), true);
    check(&[("x-amz-trailer", "X-Amz-Checksum-Crc64nvme"), chunked], Some(Algorithm::Crc64Nvme), false);
    check(&[chunked], None, false);
    // A trailer can only come with a chunked body.
    check(&[("x-amz-trailer", "x-amz-checksum-crc32")], None, false);
    check(&[("x-amz-sdk-checksum-algorithm", "CRC32")], None, false);
    check(
        &[("x-amz-sdk-checksum-algorithm", "crc32"), ("x-amz-checksum-crc32", "AAAAAA==")],
        Some(Algorithm::Crc32),
        true,
    );
    check(&[("x-amz-checksum-type", "FULL_OBJECT"), ("x-amz-checksum-algorithm", "CRC32")], None, false);
}

#[test]
fn checksums_refused() {
    let several = "SeveralChecksums";
    let crc32 = ("x-amz-checksum-crc32", "AAAAAA==");
    let chunked = [("x-amz-content-sha256", UNSIGNED_TRAILER), ("x-amz-decoded-content-length", "3")];
    let invalid = |name: &str| format!("InvalidChecksum {{ header: \"x-amz-checksum-{name}\", trailing: false }}");
    refused(&[("x-amz-checksum-crc32", "bad")], &invalid("crc32"));
    refused(&[("x-amz-checksum-crc32", "")], &invalid("crc32"));
    refused(&[("x-amz-checksum-crc64nvme", "AAAAAA==")], &invalid("crc64nvme"));
    refused(&[crc32, crc32], several);
    refused(&[crc32, ("x-amz-checksum-crc32c", "AAAAAA==")], several);
    refused(&[crc32, chunked[0], chunked[1], ("x-amz-trailer", "x-amz-checksum-crc32")], "ChecksumAndTrailer");
    refused(&[chunked[0], chunked[1], ("x-amz-trailer", "x-amz-checksum-sha10")], "UnknownTrailer");
    refused(&[crc32, ("x-amz-sdk-checksum-algorithm", "SHA1")], "SdkAlgorithm");
    refused(&[("x-amz-sdk-checksum-algorithm", "CRC16")], "SdkAlgorithm");
    refused(&[("x-amz-checksum-sha512", "AA==")], &invalid("sha512"));
    refused(&[("x-amz-checksum-xxhash128", "gpWjYMLp9XA=")], &invalid("xxhash128"));
    refused(&[("x-amz-checksum-xxhash32", "AAAAAA==")], "UnknownChecksum");
}

#[test]
fn a_completion_carries_the_objects_checksum() {
    let of = |uri: &str| {
        let request = http::Request::post(uri).header("x-amz-checksum-crc32", "AAAAAA==").body(()).unwrap();
        Plan::of(&request.into_parts().0, false).unwrap().sent()
    };
    assert_eq!(of("/b/k?uploadId=x"), None);
    assert_eq!(of("/b?delete&xuploadId=1"), Some(Algorithm::Crc32));
}

#[test]
fn the_default_checksum() {
    let plan = put(&[("content-length", "3")]).unwrap();
    assert_eq!((plan.etag, plan.default), (true, Some(Algorithm::Crc64Nvme)));
    let plan = document(&[]).unwrap();
    assert_eq!((plan.etag, plan.default), (false, None));
}
