//! The checksum headers: each verified, stored and answered; each refusal in AWS's words (AWS.md 2, 3, 37).

use super::{CHECKSUMS, DIGITS, shelf, untouched};
use sandpail_tests::{Refusal, Reply, Server};

fn send(server: &Server, headers: &[(&str, &str)]) -> Reply {
    server.raw().ask("PUT", "/shelf/k", headers, DIGITS)
}

/// What a PUT of [`DIGITS`] with these headers is refused with; nothing may be stored.
fn check(headers: &[(&str, &str)]) -> Refusal {
    let server = shelf();
    let reply = send(&server, headers);
    untouched(&server);
    reply.refusal()
}

#[test]
fn a_right_checksum_is_stored_and_answered() {
    let server = shelf();
    for (name, _, right, _) in CHECKSUMS {
        let header = format!("x-amz-checksum-{name}");
        let reply = send(&server, &[(&header, right)]).ok(200);
        assert_eq!(reply.header(&header), Some(right));
        assert_eq!(reply.header("x-amz-checksum-type"), Some("FULL_OBJECT"));
        for method in ["GET", "HEAD"] {
            let reply = server.raw().ask(method, "/shelf/k", &[("x-amz-checksum-mode", "ENABLED")], b"").ok(200);
            assert_eq!(reply.header(&header), Some(right), "{method}");
            assert_eq!(reply.header("x-amz-checksum-type"), Some("FULL_OBJECT"), "{method}");
            let others = reply.headers.iter().filter(|(n, _)| n.starts_with("x-amz-checksum-")).count();
            assert_eq!(others, 2, "{method} {:?}", reply.headers);
        }
    }
}

#[test]
fn a_wrong_checksum_is_a_bad_digest() {
    for (name, title, _, wrong) in CHECKSUMS {
        let message = format!("The {title} you specified did not match the calculated checksum.");
        check(&[(&format!("x-amz-checksum-{name}"), wrong)]).is(400, "BadDigest", &message, &[]);
    }
}

#[test]
fn a_checksum_that_is_none_is_an_invalid_request() {
    for (name, ..) in CHECKSUMS {
        let header = format!("x-amz-checksum-{name}");
        let message = format!("Value for {header} header is invalid.");
        for value in ["?", "AAA", "AAAAAAA=", &"A".repeat(88)] {
            check(&[(&header, value)]).is(400, "InvalidRequest", &message, &[]);
        }
    }
}

#[test]
fn a_checksum_of_no_algorithm_is_an_invalid_request() {
    let message = "The algorithm type you specified in x-amz-checksum- header is invalid.";
    check(&[("x-amz-checksum-crc16", "AAA=")]).is(400, "InvalidRequest", message, &[]);
}

#[test]
fn two_checksums_are_one_too_many() {
    let message = "Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.";
    let headers = [("x-amz-checksum-crc32", CHECKSUMS[0].2), ("x-amz-checksum-sha1", CHECKSUMS[3].2)];
    check(&headers).is(400, "InvalidRequest", message, &[]);
    // Recorded: whatever they are.
    let headers = [("x-amz-checksum-crc32", "no checksum"), ("x-amz-checksum-sha1", CHECKSUMS[3].2)];
    check(&headers).is(400, "InvalidRequest", message, &[]);
}

#[test]
fn no_checksum_means_crc64nvme() {
    let server = shelf();
    for headers in [&[][..], &[("x-amz-sdk-checksum-algorithm", "SHA256")]] {
        let reply = send(&server, headers).ok(200);
        assert_eq!(reply.header("x-amz-checksum-crc64nvme"), Some(CHECKSUMS[2].2), "{headers:?}");
        assert_eq!(reply.header("x-amz-checksum-type"), Some("FULL_OBJECT"));
        assert_eq!(reply.header("x-amz-checksum-sha256"), None);
    }
}

#[test]
fn checksums_are_answered_only_when_asked_for_and_never_of_a_range() {
    let server = shelf();
    let _ = send(&server, &[]).ok(200);
    let asked = ("x-amz-checksum-mode", "ENABLED");
    let check = |headers: &[(&str, &str)], expected: Option<&str>| {
        for method in ["GET", "HEAD"] {
            let reply = server.raw().ask(method, "/shelf/k", headers, b"");
            assert_eq!(reply.header("x-amz-checksum-crc64nvme"), expected, "{method} {headers:?}");
            let kind = expected.map(|_| "FULL_OBJECT");
            assert_eq!(reply.header("x-amz-checksum-type"), kind, "{method} {headers:?}");
        }
    };
    check(&[], None);
    check(&[asked], Some(CHECKSUMS[2].2));
    check(&[asked, ("Range", "bytes=0-3")], None);
}

#[test]
fn a_range_has_the_checksum_only_when_it_is_the_whole() {
    let server = shelf();
    let stored = send(&server, &[]).ok(200);
    let sum = stored.header("x-amz-checksum-crc64nvme");
    for (range, whole) in [("bytes=0-8", true), ("bytes=0-", true), ("bytes=-9", true), ("bytes=0-7", false)] {
        let reply = server.raw().ask("GET", "/shelf/k", &[("x-amz-checksum-mode", "ENABLED"), ("Range", range)], b"");
        assert_eq!(reply.status, 206, "{range}");
        assert_eq!(reply.header("x-amz-checksum-crc64nvme"), sum.filter(|_| whole), "{range}");
    }
}

#[test]
fn a_checksum_is_asked_for_with_one_word() {
    let server = shelf();
    for word in ["", "DISABLED", "TRUE"] {
        let reply = |method| server.raw().ask(method, "/shelf/k", &[("x-amz-checksum-mode", word)], b"");
        let message = "Value for x-amz-checksum-mode header is invalid.";
        reply("GET").refusal().is(400, "InvalidRequest", message, &[]);
        assert_eq!(reply("HEAD").status, 400);
    }
    let _ = server.raw().ask("GET", "/shelf/k", &[("x-amz-checksum-mode", "enabled")], b"").ok(200);
}
