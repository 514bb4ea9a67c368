//! One connection, many requests: a refusal leaves it usable or closes it, never out of step.

use super::{DIGITS, shelf};

#[test]
fn a_connection_outlives_every_kind_of_refusal() {
    let server = shelf();
    let mut raw = server.raw();
    for (method, target, headers, body, status) in [
        ("GET", "/shelf/none", &[][..], &b""[..], 404),
        ("GET", "/none", &[], b"", 404),
        ("PUT", "/none/k", &[], DIGITS, 404),
        ("PUT", "/shelf/k", &[("Content-MD5", "AAAAAAAAAAAAAAAAAAAAAA==")], DIGITS, 400),
        ("PUT", "/shelf/k", &[("Content-MD5", "?")], DIGITS, 400),
        ("PUT", "/shelf/k", &[("If-None-Match", "*")], DIGITS, 412),
        ("PUT", "/shelf/k", &[("x-amz-tagging", "a=1&a=2")], DIGITS, 400),
        ("POST", "/shelf?delete", &[], b"<Delete>", 400),
        ("PUT", "/shelf?versioning", &[], b"nonsense", 400),
        ("GET", "/shelf/%ff", &[], b"", 400),
        ("PUT", "/shelf?cors", &[], b"<CORSConfiguration/>", 400),
        ("PUT", "/shelf/k", &[("If-None-Match", "x")], DIGITS, 501),
        ("PATCH", "/shelf/k", &[], DIGITS, 405),
    ] {
        assert_eq!(raw.ask(method, target, headers, body).status, status, "{method} {target}");
        let reply = raw.ask("GET", "/shelf/k", &[], b"").ok(200);
        assert_eq!(reply.text(), "before", "after {method} {target}");
    }
}

#[test]
fn a_large_refused_body_does_not_put_the_connection_out_of_step() {
    let server = shelf();
    let body = vec![b'x'; 8 << 20];
    let mut raw = server.raw();
    assert_eq!(raw.ask("PUT", "/none/k", &[], &body).status, 404);
    raw.send(&raw.head("GET", "/shelf/k", &[], 0));
    // Closing is the other way to stay in step.
    if let Some(reply) = raw.try_reply("GET") {
        assert_eq!(reply.ok(200).text(), "before");
    }
    assert_eq!(server.raw().ask("GET", "/shelf/k", &[], b"").ok(200).text(), "before");
}

#[test]
fn requests_sent_at_once_are_answered_in_order() {
    let server = shelf();
    let mut raw = server.raw();
    for n in 0..50 {
        let mut put = raw.head("PUT", &format!("/shelf/{n}"), &[], DIGITS.len());
        put.extend_from_slice(DIGITS);
        put.extend_from_slice(&raw.head("HEAD", &format!("/shelf/{n}"), &[], 0));
        raw.send(&put);
    }
    for n in 0..50 {
        let _ = raw.reply("PUT").of_s3().ok(200);
        let head = raw.reply("HEAD").of_s3().ok(200);
        assert_eq!(head.header("content-length"), Some("9"), "{n}");
    }
}

#[test]
fn a_body_may_wait_for_100_continue() {
    let server = shelf();
    let mut raw = server.raw();
    for key in ["a", "b"] {
        let head = raw.head("PUT", &format!("/shelf/{key}"), &[("Expect", "100-continue")], DIGITS.len());
        raw.send(&head);
        assert_eq!(raw.reply("PUT").status, 100, "{key}");
        raw.send(DIGITS);
        let _ = raw.reply("PUT").of_s3().ok(200);
    }
}

/// No length is no body (RFC 9112 §6.3), so nothing waits, and the connection stays.
#[test]
fn who_has_no_body_waits_for_nothing() {
    let server = shelf();
    let mut raw = server.raw();
    for (method, target, status) in
        [("GET", "/shelf/k", 200), ("DELETE", "/shelf/none", 204), ("HEAD", "/shelf/k", 200)]
    {
        raw.send(format!("{method} {target} HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\n\r\n").as_bytes());
        let reply = raw.reply(method);
        assert_eq!((reply.status, reply.header("connection")), (status, None), "{method} {target}");
    }
    let _ = raw.ask("GET", "/shelf/k", &[], b"").ok(200);
}

#[test]
fn a_body_that_waits_in_vain_is_never_sent() {
    let server = shelf();
    let mut raw = server.raw();
    let head = raw.head("PUT", "/none/k", &[("Expect", "100-continue")], DIGITS.len());
    raw.send(&head);
    let mut reply = raw.reply("PUT");
    if reply.status == 100 {
        raw.send(DIGITS);
        reply = raw.reply("PUT");
    }
    let fields = [("BucketName", "none")];
    reply.of_s3().refusal().is(404, "NoSuchBucket", "The specified bucket does not exist", &fields);
}

#[test]
fn an_answer_without_100_to_who_waits_for_it_announces_the_end_of_the_connection() {
    let server = shelf();
    for (target, length, status) in [("/shelf/k", 0, 200), ("/none/k", 9, 404)] {
        let mut raw = server.raw();
        raw.send(&raw.head("PUT", target, &[("Expect", "100-continue")], length));
        let reply = raw.reply("PUT");
        if reply.status != 100 {
            // Who has not sent the body must know whether it is still awaited; the aws CLI waits for ever otherwise.
            assert_eq!(reply.status, status, "{target}");
            assert_eq!(reply.header("connection"), Some("close"), "{target}");
            assert!(raw.is_closed(), "{target}");
        }
    }
}

#[test]
fn connection_close_is_kept() {
    let server = shelf();
    let mut raw = server.raw();
    let _ = raw.ask("GET", "/shelf/k", &[("Connection", "close")], b"").ok(200);
    assert!(raw.is_closed());
}

#[test]
fn a_hundred_idle_connections_disturb_nobody() {
    let server = shelf();
    let idle: Vec<_> = (0..100).map(|_| server.raw()).collect();
    assert_eq!(server.raw().ask("GET", "/shelf/k", &[], b"").ok(200).text(), "before");
    for mut raw in idle {
        let _ = raw.ask("HEAD", "/shelf/k", &[], b"").ok(200);
    }
}
