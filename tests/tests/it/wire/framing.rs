//! The aws-chunked framing in all its forms, and what is no such framing: never stored as data.

use super::{get, shelf, untouched};

const SIGNATURE: &str = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

/// The CRC32 of what [`signed`] wraps.
const CRC32: &str = "AqEyVA==";

/// As much as a chunk before the last must have.
const LEAST: usize = 8192;

/// Two chunks, the first as small as it may be, each with a signature of any kind.
fn signed(end: &str) -> (String, String) {
    let (first, second) = ("x".repeat(LEAST), "123456789");
    let chunk = |text: &str| format!("{:x};chunk-signature={SIGNATURE}\r\n{text}\r\n", text.len());
    let whole = format!("{first}{second}");
    (format!("{}{}0;chunk-signature={SIGNATURE}\r\n{end}", chunk(&first), chunk(second)), whole)
}

fn accepted(headers: &[(&str, &str)], body: &str, expected: &str) {
    let server = shelf();
    let length = expected.len().to_string();
    let headers = [headers, &[("x-amz-decoded-content-length", &length)]].concat();
    let _ = server.raw().ask("PUT", "/shelf/k", &headers, body.as_bytes()).ok(200);
    assert_eq!(get(&server, "/shelf/k").text(), expected, "{headers:?}");
}

/// Asserts that this body of an unsigned streaming upload of nine bytes is refused and nothing stored.
fn check(body: &str) {
    let server = shelf();
    let headers =
        [("x-amz-content-sha256", "STREAMING-UNSIGNED-PAYLOAD-TRAILER"), ("x-amz-decoded-content-length", "9")];
    let refusal = server.raw().ask("PUT", "/shelf/k", &headers, body.as_bytes()).refusal();
    assert_eq!((refusal.status, refusal.code.as_str()), (400, "IncompleteBody"), "{body:?} {refusal:?}");
    let shorter = "The request body terminated unexpectedly";
    let longer = "You did not provide the number of bytes specified by the Content-Length HTTP header";
    assert!([shorter, longer].contains(&refusal.message.as_str()), "{body:?} {refusal:?}");
    untouched(&server);
}

#[test]
fn every_form_of_streaming_is_decoded() {
    let trailer = ("x-amz-trailer", "x-amz-checksum-crc32");
    for algorithm in ["AWS4-HMAC-SHA256", "AWS4-ECDSA-P256-SHA256"] {
        let plain = format!("STREAMING-{algorithm}-PAYLOAD");
        let (body, whole) = signed("\r\n");
        accepted(&[("x-amz-content-sha256", &plain)], &body, &whole);
        let crc32 = format!("x-amz-checksum-crc32:{CRC32}\r\nx-amz-trailer-signature:{SIGNATURE}\r\n\r\n");
        let trailing = format!("{plain}-TRAILER");
        accepted(&[("x-amz-content-sha256", &trailing), trailer], &signed(&crc32).0, &whole);
    }
    let unsigned = ("x-amz-content-sha256", "STREAMING-UNSIGNED-PAYLOAD-TRAILER");
    let bare = signed("\r\n").0.replace(&format!(";chunk-signature={SIGNATURE}"), "");
    accepted(&[unsigned], &bare, &signed("").1);
}

#[test]
fn an_anonymous_caller_may_stream_too() {
    let headers = [
        ("Authorization", "-"),
        ("x-amz-content-sha256", "STREAMING-UNSIGNED-PAYLOAD-TRAILER"),
        ("Content-Encoding", "aws-chunked"),
    ];
    accepted(&headers, "9\r\n123456789\r\n0\r\n\r\n", "123456789");
}

#[test]
fn streaming_inside_http_chunks_is_decoded_twice() {
    let inner = "9\r\n123456789\r\n0\r\n\r\n";
    let body = format!("{:x}\r\n{inner}\r\n0\r\n\r\n", inner.len());
    let headers = [("Transfer-Encoding", "chunked"), ("x-amz-content-sha256", "STREAMING-UNSIGNED-PAYLOAD-TRAILER")];
    accepted(&headers, &body, "123456789");
}

#[test]
fn a_small_chunk_must_be_the_last() {
    let server = shelf();
    let chunk = |text: &str| format!("{:x};chunk-signature={SIGNATURE}\r\n{text}\r\n", text.len());
    let body = format!("{}{}0;chunk-signature={SIGNATURE}\r\n\r\n", chunk("12345"), chunk("6789"));
    let headers =
        [("x-amz-content-sha256", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD"), ("x-amz-decoded-content-length", "9")];
    let refusal = server.raw().ask("PUT", "/shelf/k", &headers, body.as_bytes()).refusal();
    let message = "Only the last chunk is allowed to have a size less than 8192 bytes";
    refusal.has(403, "InvalidChunkSizeError", message, &[]);
    untouched(&server);
}

#[test]
fn a_chunk_size_may_be_in_capitals() {
    let server = shelf();
    let headers =
        [("x-amz-content-sha256", "STREAMING-UNSIGNED-PAYLOAD-TRAILER"), ("x-amz-decoded-content-length", "10")];
    let _ = server.raw().ask("PUT", "/shelf/k", &headers, b"A\r\n0123456789\r\n0\r\n\r\n").ok(200);
    assert_eq!(get(&server, "/shelf/k").text(), "0123456789");
}

#[test]
fn bad_framing_is_an_incomplete_body() {
    for body in [
        "123456789",
        "",
        "9\r\n123456789",
        "9\r\n123456789\r\n",
        "3\r\n123456789\r\n0\r\n\r\n",
        "a\r\n123456789\r\n0\r\n\r\n",
        "x\r\n123456789\r\n0\r\n\r\n",
        "-9\r\n123456789\r\n0\r\n\r\n",
        "9\n123456789\n0\n\n",
        "9\r\n123456789XX0\r\n\r\n",
        "ffffffffffffffffffff\r\n123456789\r\n0\r\n\r\n",
    ] {
        check(body);
    }
}

#[test]
fn a_chunk_head_without_end_is_refused_before_it_fills_memory() {
    let server = shelf();
    let headers =
        [("x-amz-content-sha256", "STREAMING-UNSIGNED-PAYLOAD-TRAILER"), ("x-amz-decoded-content-length", "9")];
    let refusal = server.raw().ask("PUT", "/shelf/k", &headers, &vec![b'0'; 4 << 20]).refusal();
    assert_eq!(refusal.status, 400, "{refusal:?}");
    untouched(&server);
}

#[test]
fn the_decoded_length_must_be_the_one_announced() {
    let message = "You did not provide the number of bytes specified by the Content-Length HTTP header";
    let body = format!("9;chunk-signature={SIGNATURE}\r\n123456789\r\n0;chunk-signature={SIGNATURE}\r\n\r\n");
    for announced in ["3", "20"] {
        let server = shelf();
        let headers = [
            ("x-amz-content-sha256", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD"),
            ("x-amz-decoded-content-length", announced),
        ];
        let refusal = server.raw().ask("PUT", "/shelf/k", &headers, body.as_bytes()).refusal();
        let fields = [("NumberBytesExpected", announced), ("NumberBytesProvided", "9")];
        refusal.is(400, "IncompleteBody", message, &fields);
        untouched(&server);
    }
}

#[test]
fn a_decoded_length_that_is_no_number_is_a_missing_length() {
    for length in ["abc", "-1", "9.0"] {
        let server = shelf();
        let headers =
            [("x-amz-content-sha256", "STREAMING-UNSIGNED-PAYLOAD-TRAILER"), ("x-amz-decoded-content-length", length)];
        let refusal = server.raw().ask("PUT", "/shelf/k", &headers, b"9\r\n123456789\r\n0\r\n\r\n").refusal();
        refusal.is(411, "MissingContentLength", "You must provide the Content-Length HTTP header.", &[]);
        untouched(&server);
    }
}

#[test]
fn a_body_without_a_length_is_refused() {
    let server = shelf();
    let mut raw = server.raw();
    let refusal = raw.ask("PUT", "/shelf/k", &[("Content-Length", "-")], b"").refusal();
    refusal.is(411, "MissingContentLength", "You must provide the Content-Length HTTP header.", &[]);
    untouched(&server);
}

#[test]
fn http_chunks_without_a_decoded_length_are_not_implemented() {
    let server = shelf();
    let headers = [("Transfer-Encoding", "chunked")];
    let refusal = server.raw().ask("PUT", "/shelf/k", &headers, b"9\r\n123456789\r\n0\r\n\r\n").refusal();
    let message = "A header you provided implies functionality that is not implemented";
    refusal.has(501, "NotImplemented", message, &[("Header", "Transfer-Encoding")]);
    untouched(&server);
}
