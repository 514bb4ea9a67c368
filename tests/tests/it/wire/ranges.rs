//! The `Range` header in every spelling (RFC 9110 §14), as S3 takes it: one range or none.
//! AWS.md 18; s3-tests' `test_ranged_request_*`.

use super::shelf;
use sandpail_tests::{Reply, Server};

fn ask(server: &Server, method: &str, target: &str, range: &str) -> Reply {
    server.raw().ask(method, target, &[("Range", range)], b"")
}

fn stocked() -> Server {
    let server = shelf();
    let _ = server.raw().ask("PUT", "/shelf/ten", &[], b"0123456789").ok(200);
    let _ = server.raw().ask("PUT", "/shelf/empty", &[], b"").ok(200);
    server
}

#[test]
fn a_range_is_answered_with_that_range() {
    let server = stocked();
    for (range, expected, told) in [
        ("bytes=0-4", "01234", "bytes 0-4/10"),
        ("bytes=0-0", "0", "bytes 0-0/10"),
        ("bytes=9-9", "9", "bytes 9-9/10"),
        ("bytes=0-", "0123456789", "bytes 0-9/10"),
        ("bytes=5-99", "56789", "bytes 5-9/10"),
        ("bytes=-1", "9", "bytes 9-9/10"),
        ("bytes=-10", "0123456789", "bytes 0-9/10"),
        ("bytes=-99", "0123456789", "bytes 0-9/10"),
        ("bytes=00000000000000000000000001-2", "12", "bytes 1-2/10"),
        ("bytes=8-18446744073709551615", "89", "bytes 8-9/10"),
        ("bytes=8-99999999999999999999999999", "89", "bytes 8-9/10"),
        ("bytes= 0-1", "01", "bytes 0-1/10"),
        ("bytes=0-1 ", "01", "bytes 0-1/10"),
    ] {
        for method in ["GET", "HEAD"] {
            let reply = ask(&server, method, "/shelf/ten", range).ok(206);
            assert_eq!(reply.header("content-range"), Some(told), "{method} {range}");
            assert_eq!(reply.header("content-length"), Some(expected.len().to_string().as_str()), "{method} {range}");
            assert_eq!(reply.header("accept-ranges"), Some("bytes"), "{method} {range}");
            assert_eq!(reply.text(), if method == "GET" { expected } else { "" }, "{method} {range}");
        }
    }
}

/// §14.2: what a server does not take it ignores. S3 takes no several ranges: they are the whole object.
#[test]
fn what_is_no_range_is_ignored() {
    let server = stocked();
    for range in [
        "bytes=0-1,3-4",
        "bytes=0-0,-1",
        "bytes=4-1",
        "bytes=",
        "bytes=-",
        "bytes=a-b",
        "bytes=1",
        "bytes=-1-2",
        "bytes=+1-2",
        "bytes=0x1-2",
        "bytes 0-1",
        "bytes:0-1",
        "Bytes=0-1",
        "BYTES=0-1",
        "items=0-1",
        "0-1",
        "",
    ] {
        for method in ["GET", "HEAD"] {
            let reply = ask(&server, method, "/shelf/ten", range).ok(200);
            assert_eq!(reply.header("content-range"), None, "{method} {range}");
            assert_eq!(reply.header("content-length"), Some("10"), "{method} {range}");
        }
    }
}

#[test]
fn what_is_past_the_end_is_refused() {
    let server = stocked();
    for (target, size, range) in [
        ("/shelf/ten", "10", "bytes=10-"),
        ("/shelf/ten", "10", "bytes=10-20"),
        ("/shelf/ten", "10", "bytes=-0"),
        ("/shelf/ten", "10", "bytes=99999999999999999999999999-"),
        ("/shelf/empty", "0", "bytes=0-"),
        ("/shelf/empty", "0", "bytes=0-0"),
        ("/shelf/empty", "0", "bytes=40-50"),
        ("/shelf/empty", "0", "bytes=-0"),
    ] {
        let mut raw = server.raw();
        let reply = raw.ask("GET", target, &[("Range", range)], b"");
        let fields = [("RangeRequested", range), ("ActualObjectSize", size)];
        reply.refusal().is(416, "InvalidRange", "The requested range is not satisfiable", &fields);
        let reply = raw.ask("HEAD", target, &[("Range", range)], b"");
        assert_eq!((reply.status, reply.body.len()), (416, 0), "{range}");
        assert_eq!(raw.ask("GET", "/shelf/k", &[], b"").status, 200, "after {range}");
    }
    // Of an empty object the last bytes are none, and none is what there is.
    let reply = ask(&server, "GET", "/shelf/empty", "bytes=-5").ok(200);
    assert_eq!((reply.header("content-range"), reply.body.len()), (None, 0));
}
