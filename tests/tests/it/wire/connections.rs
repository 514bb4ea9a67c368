//! Messages and connections at the edge of HTTP/1 (RFC 9112): lengths, lines, versions, and what then becomes of the
//! connection.

use super::{DIGITS, get, shelf, untouched};
use sandpail_tests::{Raw, Reply, Server};

/// Sends these bytes and reads the answer.
fn send(server: &Server, method: &str, bytes: &[u8]) -> (Reply, Raw) {
    let mut raw = server.raw();
    raw.send(bytes);
    (raw.reply(method), raw)
}

const HOST: &str = "Host: localhost\r\n";

/// The fields of a PUT of `abc`, and the status. Refused bodies end the connection: nobody knows where they do.
#[test]
fn a_body_has_one_length() {
    for (fields, body, status, code) in [
        ("Content-Length: 3\r\n", "abc", 200, ""),
        // RFC 9112 §6.3: the same length several times is one.
        ("Content-Length: 3\r\nContent-Length: 3\r\n", "abc", 200, ""),
        ("Content-Length: 3\r\nContent-Length: 4\r\n", "abc", 400, ""),
        ("Content-Length: x\r\n", "abc", 400, ""),
        ("Content-Length: -1\r\n", "abc", 400, ""),
        ("Content-Length: 99999999999999999999\r\n", "abc", 400, ""),
        // S3 needs a length, and takes no other framing.
        ("", "", 411, "MissingContentLength"),
        ("Transfer-Encoding: chunked\r\n", "3\r\nabc\r\n0\r\n\r\n", 501, "NotImplemented"),
        ("Transfer-Encoding: gzip\r\n", "abc", 400, ""),
    ] {
        let server = shelf();
        let request = format!("PUT /shelf/k HTTP/1.1\r\n{HOST}{fields}\r\n{body}");
        let (reply, mut raw) = send(&server, "PUT", request.as_bytes());
        assert_eq!(reply.status, status, "{fields} {}", reply.text());
        if status == 200 {
            assert_eq!(get(&server, "/shelf/k").text(), "abc", "{fields}");
            continue;
        }
        if code.is_empty() {
            assert!(raw.is_closed(), "{fields}");
        } else {
            assert_eq!(reply.of_s3().refusal().code, code, "{fields}");
        }
        untouched(&server);
    }
}

#[test]
fn what_is_no_message_ends_the_connection() {
    let server = shelf();
    let long = format!("GET /shelf/k?x={} HTTP/1.1\r\n{HOST}\r\n", "a".repeat(70_000));
    for (request, status) in [
        // RFC 9112 §5.1 and §5.2.
        (format!("GET /shelf/k HTTP/1.1\r\n{HOST}X-A : b\r\n\r\n"), 400),
        (format!("GET /shelf/k HTTP/1.1\r\n{HOST}X-A: b\r\n c\r\n\r\n"), 400),
        (format!("GET /shelf/a b HTTP/1.1\r\n{HOST}\r\n"), 400),
        ("garbage\r\n\r\n".to_owned(), 400),
        (long, 414),
    ] {
        let (reply, mut raw) = send(&server, "GET", request.as_bytes());
        assert_eq!(reply.status, status, "{}", &request[..40.min(request.len())]);
        assert!(raw.is_closed());
    }
    untouched(&server);
}

#[test]
fn a_target_may_be_long_and_not_ascii() {
    let server = shelf();
    let _ = server.raw().ask("GET", &format!("/shelf/k?x={}", "a".repeat(7000)), &[], b"").ok(200);
    let _ = server.raw().ask("PUT", "/shelf/é", &[], DIGITS).ok(200);
    assert_eq!(get(&server, "/shelf/%C3%A9").ok(200).body, DIGITS);
}

/// RFC 9112 §9.3: who speaks 1.0 asks for the connection to stay, who speaks 1.1 for it to end.
#[test]
fn a_connection_stays_or_ends_as_asked() {
    let server = shelf();
    for (version, connection, stays) in [
        ("1.1", "", true),
        ("1.1", "Connection: keep-alive\r\n", true),
        ("1.1", "Connection: close\r\n", false),
        ("1.1", "Connection: Close\r\n", false),
        ("1.0", "", false),
        ("1.0", "Connection: close\r\n", false),
        ("1.0", "Connection: keep-alive\r\n", true),
    ] {
        for (method, target, status) in
            [("GET", "/shelf/k", 200), ("HEAD", "/shelf/k", 200), ("GET", "/shelf", 200), ("GET", "/shelf/none", 404)]
        {
            let request = format!("{method} {target} HTTP/{version}\r\n{HOST}{connection}\r\n");
            let (reply, mut raw) = send(&server, method, request.as_bytes());
            assert_eq!(reply.status, status, "{request}");
            assert_eq!(reply.header("transfer-encoding").filter(|_| version == "1.0"), None, "{request}");
            if stays {
                raw.send(request.as_bytes());
                assert_eq!(raw.reply(method).status, status, "again {request}");
            } else {
                assert!(raw.is_closed(), "{request}");
            }
        }
    }
}

/// RFC 9110 §10.1.1: in any case, and never to who speaks 1.0.
#[test]
fn continue_is_said_to_who_awaits_it() {
    let server = shelf();
    for expect in ["100-continue", "100-Continue"] {
        let mut raw = server.raw();
        raw.send(&raw.head("PUT", "/shelf/e", &[("Expect", expect)], DIGITS.len()));
        assert_eq!(raw.reply("PUT").status, 100, "{expect}");
        raw.send(DIGITS);
        let _ = raw.reply("PUT").of_s3().ok(200);
    }
    let request = format!("PUT /shelf/e HTTP/1.0\r\n{HOST}Expect: 100-continue\r\nContent-Length: 3\r\n\r\nabc");
    assert_eq!(send(&server, "PUT", request.as_bytes()).0.status, 200);
}

/// What every answer has, whatever it answers.
#[test]
fn every_answer_has_a_date_a_length_and_no_chunks() {
    let server = shelf();
    for (method, target, status) in [
        ("GET", "/shelf/k", 200),
        ("HEAD", "/shelf/k", 200),
        ("PUT", "/shelf/k", 200),
        ("GET", "/shelf/k?tagging", 200),
        ("DELETE", "/shelf/none", 204),
    ] {
        let reply = server.raw().ask(method, target, &[], b"").ok(status);
        let date = reply.header("date").expect("a date");
        // IMF-fixdate, §5.6.7.
        assert!(date.len() == 29 && date.ends_with(" GMT"), "{date}");
        let modified = reply.header("last-modified").map_or(29, str::len);
        assert_eq!(modified, 29, "{method} {target}");
        if target == "/shelf/k" {
            assert!(reply.header("content-length").is_some(), "{method} {target}");
            assert_eq!(reply.header("transfer-encoding"), None, "{method} {target}");
        }
    }
}
