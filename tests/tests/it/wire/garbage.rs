//! Requests with bytes changed at random, from a fixed seed: whatever comes, the server answers or hangs up, and lives.

use super::{DIGITS, get, shelf};
use sandpail_tests::digest::content_md5;

/// A small generator (xorshift64), so that every run sends the same.
pub(super) struct Dice(pub(super) u64);

impl Dice {
    pub(super) fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % bound as u64).expect("below a usize")
    }
}

/// Changes, removes, doubles or inserts a few bytes.
pub(super) fn damage(bytes: &mut Vec<u8>, dice: &mut Dice) {
    const ODD: &[u8] = b"\0\r\n \t%/?&=:;,<>\"'-9zZ\x7f\x80\xff";
    for _ in 0..=dice.below(4) {
        let at = dice.below(bytes.len());
        match dice.below(4) {
            0 => bytes[at] = ODD[dice.below(ODD.len())],
            1 => drop(bytes.remove(at)),
            2 => bytes.insert(at, bytes[at]),
            _ => bytes.insert(at, ODD[dice.below(ODD.len())]),
        }
    }
}

fn samples(server: &sandpail_tests::Server) -> Vec<Vec<u8>> {
    let raw = server.raw();
    let delete = b"<Delete><Object><Key>x</Key></Object></Delete>";
    let streamed = b"9\r\n123456789\r\n0\r\nx-amz-checksum-crc32:y/Q5Jg==\r\n\r\n";
    let streaming = [
        ("x-amz-content-sha256", "STREAMING-UNSIGNED-PAYLOAD-TRAILER"),
        ("x-amz-decoded-content-length", "9"),
        ("x-amz-trailer", "x-amz-checksum-crc32"),
    ];
    let sample = |method: &str, target: &str, headers: &[(&str, &str)], body: &[u8]| {
        [&raw.head(method, target, headers, body.len())[..], body].concat()
    };
    vec![
        sample("PUT", "/shelf/x%20y", &[("x-amz-meta-a", "b"), ("x-amz-tagging", "a=b")], DIGITS),
        sample("PUT", "/shelf/x", &streaming, streamed),
        sample("GET", "/shelf/x", &[("Range", "bytes=1-3"), ("If-Match", "\"0\"")], b""),
        sample("GET", "/shelf?list-type=2&prefix=a&delimiter=%2F&max-keys=3&encoding-type=url", &[], b""),
        sample("PUT", "/shelf/y", &[("x-amz-copy-source", "/shelf/k?versionId=null")], b""),
        sample("POST", "/shelf?delete", &[("Content-MD5", &content_md5(delete))], delete),
        sample("POST", "/shelf/x?uploads", &[], b""),
        sample(
            "GET",
            "/shelf/x?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Expires=9&X-Amz-Date=20260101T000000Z",
            &[],
            b"",
        ),
    ]
}

#[test]
fn damaged_requests_never_stop_the_server() {
    let server = shelf();
    let mut dice = Dice(0x5eed_5a4d_9a11_0001);
    for mut request in samples(&server).into_iter().cycle().take(800) {
        damage(&mut request, &mut dice);
        let mut raw = server.raw();
        raw.send(&request);
        raw.hang_up();
        let method = if request.starts_with(b"HEAD") { "HEAD" } else { "GET" };
        if let Some(reply) = raw.try_reply(method) {
            assert_ne!(reply.status, 500, "{} for {}", reply.text(), String::from_utf8_lossy(&request));
        }
    }
    assert_eq!(get(&server, "/shelf?location").status, 200);
}
