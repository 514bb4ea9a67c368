//! Bodies that are large enough to be hashed beside the I/O: stored whole and right, or not at all.

use std::thread;

use sandpail_tests::{Server, digest};

use super::{get, shelf, untouched, upload};

/// A body that is no other's.
fn body(number: usize, len: usize) -> Vec<u8> {
    (0..len).map(|at| (at * 31 + number * 7 + at / 251) as u8).collect()
}

#[test]
fn many_at_once_have_each_their_own_digest_and_bytes() {
    let server = shelf();
    thread::scope(|scope| {
        for number in 0..12 {
            let server = &server;
            scope.spawn(move || {
                let target = format!("/shelf/large{number}");
                let sent = body(number, 300_000 + number * 400_009);
                let reply = server.raw().ask("PUT", &target, &[], &sent).ok(200);
                assert_eq!(reply.header("etag"), Some(format!("\"{}\"", digest::md5_hex(&sent)).as_str()));
                assert!(get(server, &target).ok(200).body == sent);
            });
        }
    });
}

#[test]
fn a_wrong_digest_stores_nothing() {
    let server = shelf();
    let sent = body(1, 2_500_000);
    let zeroes = "0".repeat(64);
    for (name, value, code) in [
        ("Content-MD5", "AAAAAAAAAAAAAAAAAAAAAA==", "BadDigest"),
        ("x-amz-checksum-md5", "AAAAAAAAAAAAAAAAAAAAAA==", "BadDigest"),
        ("x-amz-checksum-crc32", "AAAAAA==", "BadDigest"),
        ("x-amz-content-sha256", zeroes.as_str(), "XAmzContentSHA256Mismatch"),
    ] {
        let refusal = server.raw().ask("PUT", "/shelf/k", &[(name, value)], &sent).refusal();
        assert_eq!((refusal.status, refusal.code.as_str()), (400, code), "{name}");
        untouched(&server);
    }
}

/// Sends the head of a body of 5 MB and `len` bytes of it, and goes away, politely or not.
fn abandon(server: &Server, target: &str, len: usize, is_polite: bool) {
    let mut raw = server.raw();
    raw.send(&raw.head("PUT", target, &[], 5_000_000));
    raw.send(&body(2, len));
    if is_polite {
        raw.hang_up();
        // The answer, or the end of the connection, tells that the server is done with the request.
        let _ = raw.try_reply("PUT");
    }
}

#[test]
fn a_client_that_goes_away_stores_nothing() {
    let server = shelf();
    let id = upload(&server, "k", &[]);
    let part = format!("/shelf/k?partNumber=1&uploadId={id}");
    for len in [0, 100_000, 1 << 20, 3_000_000, 4_999_999] {
        for target in ["/shelf/k", "/shelf/new", &part] {
            abandon(&server, target, len, false);
            abandon(&server, target, len, true);
        }
    }
    untouched(&server);
    assert_eq!(get(&server, &format!("/shelf/k?uploadId={id}")).ok(200).xml().all("Part").len(), 0);
    // What they left does not keep others from their digests.
    let sent = body(3, 5_000_000);
    let reply = server.raw().ask("PUT", "/shelf/k", &[], &sent).ok(200);
    assert_eq!(reply.header("etag"), Some(format!("\"{}\"", digest::md5_hex(&sent)).as_str()));
}
