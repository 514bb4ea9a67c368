//! Headers that are too large, metadata that is too large, and how much is not too large yet.

use super::{DIGITS, shelf, untouched};

#[test]
fn a_header_section_has_at_most_8_kib() {
    let server = shelf();
    let long = "x".repeat(9000);
    for method in ["GET", "PUT"] {
        let refusal = server.raw().ask(method, "/shelf/k", &[("X-Large", &long)], b"").refusal();
        let message = "Your request header section exceeds the maximum allowed size.";
        refusal.is(400, "RequestHeaderSectionTooLarge", message, &[("MaxSizeAllowed", "8192")]);
    }
    untouched(&server);
}

#[test]
fn a_header_of_a_megabyte_is_refused_and_the_server_goes_on() {
    let server = shelf();
    let mut raw = server.raw();
    raw.send(&raw.head("GET", "/shelf/k", &[("X-Large", &"x".repeat(1 << 20))], 0));
    if let Some(reply) = raw.try_reply("GET") {
        assert!((400..500).contains(&reply.status), "{}", reply.status);
    }
    untouched(&server);
}

#[test]
fn a_header_section_without_end_is_refused() {
    let server = shelf();
    let mut raw = server.raw();
    raw.send(b"GET /shelf/k HTTP/1.1\r\nHost: localhost\r\n");
    raw.send(&b"X-More: more\r\n".repeat(100_000));
    if let Some(reply) = raw.try_reply("GET") {
        assert!((400..500).contains(&reply.status), "{}", reply.status);
    }
    untouched(&server);
}

#[test]
fn many_small_headers_are_fine() {
    let server = shelf();
    let names: Vec<String> = (0..150).map(|n| format!("x-amz-meta-{n}")).collect();
    let headers: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "v")).collect();
    let _ = server.raw().ask("PUT", "/shelf/k", &headers, DIGITS).ok(200);
    let reply = server.raw().ask("HEAD", "/shelf/k", &[], b"").ok(200);
    assert_eq!(reply.headers.iter().filter(|(name, _)| name.starts_with("x-amz-meta-")).count(), 150);
}

#[test]
fn user_metadata_has_at_most_2_kib() {
    let server = shelf();
    let fits = "v".repeat(2047);
    let _ = server.raw().ask("PUT", "/shelf/full", &[("x-amz-meta-a", &fits)], DIGITS).ok(200);
    let _ = server.raw().ask("DELETE", "/shelf/full", &[], b"").ok(204);
    let over = "v".repeat(2048);
    for (method, target) in [("PUT", "/shelf/k"), ("POST", "/shelf/k?uploads")] {
        let refusal = server.raw().ask(method, target, &[("x-amz-meta-a", &over)], b"").refusal();
        let message = "Your metadata headers exceed the maximum allowed metadata size";
        let fields = [("Size", "2049"), ("MaxSizeAllowed", "2048")];
        refusal.is(400, "MetadataTooLarge", message, &fields);
    }
    untouched(&server);
}

#[test]
fn an_object_of_more_than_5_gib_is_too_large() {
    let server = shelf();
    let mut raw = server.raw();
    let (size, most) = ("5368709121", "5368709120");
    raw.send(&raw.head("PUT", "/shelf/k", &[("Content-Length", size), ("Expect", "100-continue")], 0));
    let message = "Your proposed upload exceeds the maximum allowed size";
    let fields = [("ProposedSize", size), ("MaxSizeAllowed", most)];
    raw.reply("PUT").of_s3().refusal().is(400, "EntityTooLarge", message, &fields);
    untouched(&server);
}

#[test]
fn what_is_no_http_gets_a_bad_request_or_nothing() {
    let server = shelf();
    for bytes in
        [&b"\0\0\0\0\r\n\r\n"[..], b"GET\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", b"\x16\x03\x01\x02\x00\x01\x00\x01"]
    {
        let mut raw = server.raw();
        raw.send(bytes);
        raw.hang_up();
        if let Some(reply) = raw.try_reply("GET") {
            assert_eq!(reply.status, 400, "{bytes:?}");
        }
    }
    untouched(&server);
}
