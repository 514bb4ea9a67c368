//! Checksums as trailers of an aws-chunked body, as every AWS SDK sends them by default since 2025.

use super::{CHECKSUMS, shelf, untouched};
use sandpail_tests::{Reply, Server};

const MALFORMED: &str =
    "The request contained trailing data that was not well-formed or did not conform to our published schema.";

/// Puts the nine digits with the trailer announced and the trailer lines sent.
fn send(server: &Server, announced: Option<&str>, lines: &str) -> Reply {
    let mut headers = vec![
        ("x-amz-content-sha256", "STREAMING-UNSIGNED-PAYLOAD-TRAILER"),
        ("x-amz-decoded-content-length", "9"),
        ("Content-Encoding", "aws-chunked"),
    ];
    headers.extend(announced.map(|name| ("x-amz-trailer", name)));
    let body = format!("9\r\n123456789\r\n0\r\n{lines}\r\n");
    server.raw().ask("PUT", "/shelf/k", &headers, body.as_bytes())
}

/// Asserts that this trailer is refused and nothing stored.
fn check(announced: Option<&str>, lines: &str, code: &str, message: &str) {
    let server = shelf();
    let reply = send(&server, announced, lines);
    reply.refusal().is(400, code, message, &[]);
    untouched(&server);
}

#[test]
fn a_right_trailer_is_verified_stored_and_answered() {
    let server = shelf();
    for (name, _, right, _) in CHECKSUMS {
        let header = format!("x-amz-checksum-{name}");
        let reply = send(&server, Some(&header), &format!("{header}:{right}\r\n")).ok(200);
        assert_eq!(reply.header(&header), Some(right));
        let stored = server.raw().ask("GET", "/shelf/k", &[("x-amz-checksum-mode", "ENABLED")], b"").ok(200);
        assert_eq!(stored.header(&header), Some(right));
        assert_eq!(stored.text(), "123456789");
        assert_eq!(stored.header("content-encoding"), None, "aws-chunked is of the transfer, not of the object");
    }
}

#[test]
fn trailer_lines_may_be_spaced() {
    let server = shelf();
    let _ = send(&server, Some("x-amz-checksum-crc32"), "x-amz-checksum-crc32: y/Q5Jg==\r\n").ok(200);
}

#[test]
fn a_wrong_trailer_is_a_bad_digest() {
    for (name, title, _, wrong) in CHECKSUMS {
        let header = format!("x-amz-checksum-{name}");
        let message = format!("The {title} you specified did not match the calculated checksum.");
        check(Some(&header), &format!("{header}:{wrong}\r\n"), "BadDigest", &message);
    }
}

#[test]
fn a_trailer_must_be_the_one_announced() {
    let crc32 = "x-amz-checksum-crc32:y/Q5Jg==\r\n";
    check(Some("x-amz-checksum-crc32"), "", "MalformedTrailerError", MALFORMED);
    check(Some("x-amz-checksum-sha1"), crc32, "MalformedTrailerError", MALFORMED);
    check(None, crc32, "MalformedTrailerError", MALFORMED);
    check(Some("x-amz-checksum-crc32"), "x-amz-checksum-crc32\r\n", "MalformedTrailerError", MALFORMED);
}

#[test]
fn a_trailer_that_is_no_checksum_is_not_supported() {
    let message = "The value specified in the x-amz-trailer header is not supported";
    check(Some("x-amz-meta-late"), "x-amz-meta-late:1\r\n", "InvalidRequest", message);
}

#[test]
fn a_trailing_value_that_is_no_checksum_is_invalid() {
    let message = "Value for x-amz-checksum-crc32 trailing header is invalid.";
    for value in ["?", "AAA", "98O8HYCOBHMq32eZZczDTKeuNEE="] {
        let line = format!("x-amz-checksum-crc32:{value}\r\n");
        check(Some("x-amz-checksum-crc32"), &line, "InvalidRequest", message);
    }
}

#[test]
fn a_content_encoding_beside_aws_chunked_is_kept() {
    let server = shelf();
    let headers = [
        ("x-amz-content-sha256", "STREAMING-UNSIGNED-PAYLOAD-TRAILER"),
        ("x-amz-decoded-content-length", "9"),
        ("Content-Encoding", "gzip,aws-chunked"),
        ("x-amz-trailer", "x-amz-checksum-crc32"),
    ];
    let body = b"9\r\n123456789\r\n0\r\nx-amz-checksum-crc32:y/Q5Jg==\r\n\r\n";
    let _ = server.raw().ask("PUT", "/shelf/k", &headers, body).ok(200);
    assert_eq!(super::get(&server, "/shelf/k").header("content-encoding"), Some("gzip"));
}

#[test]
fn no_trailer_at_all_means_crc64nvme() {
    let server = shelf();
    let reply = send(&server, None, "").ok(200);
    assert_eq!(reply.header("x-amz-checksum-crc64nvme"), Some(CHECKSUMS[2].2));
}

#[test]
fn a_trailer_beside_a_checksum_header_is_one_too_many() {
    let server = shelf();
    let headers = [
        ("x-amz-content-sha256", "STREAMING-UNSIGNED-PAYLOAD-TRAILER"),
        ("x-amz-decoded-content-length", "9"),
        ("x-amz-trailer", "x-amz-checksum-crc32"),
        ("x-amz-checksum-sha1", CHECKSUMS[3].2),
    ];
    let body = b"9\r\n123456789\r\n0\r\nx-amz-checksum-crc32:y/Q5Jg==\r\n\r\n";
    let refusal = server.raw().ask("PUT", "/shelf/k", &headers, body).refusal();
    refusal.is(400, "InvalidRequest", "Expecting a single x-amz-checksum- header", &[]);
    untouched(&server);
}
