//! Conditions in every form and in every company (RFC 9110 §13.2.2), as
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html> and
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-requests.html> have them.

use super::{DIGITS, get, shelf, upload};
use sandpail_tests::{Reply, Server};

const PAST: &str = "Sat, 01 Jan 2000 00:00:00 GMT";
const FUTURE: &str = "Fri, 01 Jan 2100 00:00:00 GMT";

/// What stands for what in the rows: `T` is the tag, `D` the date of `k`.
fn fill(server: &Server, rows: &[(&'static str, &str)]) -> Vec<(&'static str, String)> {
    let k = get(server, "/shelf/k").ok(200);
    let tag = k.header("etag").expect("an etag").trim_matches('"').to_owned();
    let date = k.header("last-modified").expect("a date").to_owned();
    let value = |value: &str| match value {
        "D" => date.clone(),
        other => other.replace("$T", &tag),
    };
    rows.iter().map(|(name, text)| (*name, value(text))).collect()
}

fn ask(server: &Server, method: &str, target: &str, headers: &[(&'static str, String)], body: &[u8]) -> Reply {
    let headers: Vec<_> = headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
    server.raw().ask(method, target, &headers, body)
}

/// The conditions of a read, and the status of GET and HEAD.
const READS: &[(&[(&str, &str)], u16)] = &[
    // Forms of a tag: quoted, bare, weak, in a list, the star.
    (&[("If-Match", "\"$T\"")], 200),
    (&[("If-Match", "$T")], 200),
    (&[("If-Match", "\"0\", \"$T\"")], 200),
    (&[("If-Match", "\"0\",$T")], 200),
    (&[("If-Match", "*")], 200),
    (&[("If-Match", "\"0\"")], 412),
    (&[("If-Match", "\"0\", \"1\"")], 412),
    (&[("If-Match", "")], 200),
    (&[("If-None-Match", "\"$T\"")], 304),
    (&[("If-None-Match", "$T")], 304),
    (&[("If-None-Match", "W/\"$T\"")], 304),
    (&[("If-None-Match", "\"0\", W/\"$T\"")], 304),
    (&[("If-None-Match", "*")], 304),
    (&[("If-None-Match", "\"0\"")], 200),
    // Several headers are one list (RFC 9110 §5.3).
    (&[("If-Match", "\"0\""), ("If-Match", "\"$T\"")], 200),
    (&[("If-None-Match", "\"0\""), ("If-None-Match", "\"$T\"")], 304),
    // Dates, to the second; one that is none, and one to come, are no condition (§13.1.3).
    (&[("If-Modified-Since", "D")], 304),
    (&[("If-Modified-Since", PAST)], 200),
    (&[("If-Modified-Since", FUTURE)], 200),
    (&[("If-Modified-Since", "yesterday")], 200),
    (&[("If-Modified-Since", "")], 200),
    (&[("If-Unmodified-Since", "D")], 200),
    (&[("If-Unmodified-Since", PAST)], 412),
    (&[("If-Unmodified-Since", FUTURE)], 200),
    (&[("If-Unmodified-Since", "yesterday")], 200),
    // The three forms of a date (§5.6.7).
    (&[("If-Unmodified-Since", "Saturday, 01-Jan-00 00:00:00 GMT")], 412),
    (&[("If-Unmodified-Since", "Sat Jan  1 00:00:00 2000")], 412),
    // GetObject: "If-Match true and If-Unmodified-Since false: S3 returns 200 and the data".
    (&[("If-Match", "$T"), ("If-Unmodified-Since", PAST)], 200),
    (&[("If-Match", "\"0\""), ("If-Unmodified-Since", FUTURE)], 412),
    // GetObject: "If-None-Match false and If-Modified-Since true: S3 returns 304".
    (&[("If-None-Match", "$T"), ("If-Modified-Since", PAST)], 304),
    (&[("If-None-Match", "\"0\""), ("If-Modified-Since", "D")], 200),
    // Failures go before 304 (§13.2.2).
    (&[("If-Match", "\"0\""), ("If-None-Match", "$T")], 412),
    (&[("If-Match", "$T"), ("If-None-Match", "$T")], 304),
    (&[("If-Unmodified-Since", PAST), ("If-Modified-Since", "D")], 412),
    (&[("If-Unmodified-Since", PAST), ("If-None-Match", "$T")], 412),
    // And conditions before the range (§13.2.2, step 5).
    (&[("If-Match", "$T"), ("Range", "bytes=0-1")], 206),
    (&[("If-Match", "\"0\""), ("Range", "bytes=99-")], 412),
    (&[("If-None-Match", "$T"), ("Range", "bytes=99-")], 304),
    (&[("If-None-Match", "\"0\""), ("Range", "bytes=99-")], 416),
];

#[test]
fn reads_keep_their_conditions() {
    let server = shelf();
    for (row, status) in READS {
        let headers = fill(&server, row);
        for method in ["GET", "HEAD"] {
            let mut reply = ask(&server, method, "/shelf/k", &headers, b"");
            assert_eq!(reply.status, *status, "{method} {row:?}");
            if *status == 412 && method == "GET" {
                let name = row[0].0;
                let message = "At least one of the pre-conditions you specified did not hold";
                reply.refusal().is(412, "PreconditionFailed", message, &[("Condition", name)]);
            }
            if *status == 304 {
                assert_eq!(reply.header("content-length"), None, "{method} {row:?}");
                assert_eq!(std::mem::take(&mut reply.body), b"", "{method} {row:?}");
            }
        }
    }
}

/// RFC 9110 §15.4.5: what a 200 would have said that a cache needs; not what describes the body.
#[test]
fn a_304_says_what_caches_need() {
    let server = shelf();
    let stored = [
        ("Cache-Control", "max-age=60"),
        ("Expires", "Thu, 01 Dec 1994 16:00:00 GMT"),
        ("Content-Type", "text/plain"),
        ("Content-Language", "en"),
        ("x-amz-meta-a", "b"),
    ];
    let put = server.raw().ask("PUT", "/shelf/n", &stored, DIGITS).ok(200);
    let etag = put.header("etag").expect("an etag").to_owned();
    for method in ["GET", "HEAD"] {
        let reply = server.raw().ask(method, "/shelf/n", &[("If-None-Match", &etag)], b"").ok(304);
        for (name, value) in [("etag", etag.as_str()), stored[0], stored[1]] {
            assert_eq!(reply.header(name), Some(value), "{method} {name}");
        }
        assert!(reply.header("last-modified").is_some(), "{method}");
        for absent in ["content-type", "content-language", "content-length", "content-range", "transfer-encoding"] {
            assert_eq!(reply.header(absent), None, "{method} {absent}");
        }
    }
}

/// The conditions on the source of a copy: what does not hold is a 412, for a copy knows no 304.
/// <https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html>
#[test]
fn copies_keep_those_of_their_source() {
    let server = shelf();
    let prefix = |name: &'static str| match name {
        "If-Match" => "x-amz-copy-source-if-match",
        "If-None-Match" => "x-amz-copy-source-if-none-match",
        "If-Modified-Since" => "x-amz-copy-source-if-modified-since",
        _ => "x-amz-copy-source-if-unmodified-since",
    };
    let id = upload(&server, "p", &[]);
    for (row, status) in READS.iter().filter(|(row, _)| row.iter().all(|(name, _)| *name != "Range")) {
        let mut headers: Vec<_> = fill(&server, row).into_iter().map(|(name, value)| (prefix(name), value)).collect();
        headers.push(("x-amz-copy-source", "/shelf/k".to_owned()));
        let expected = if *status == 304 { 412 } else { *status };
        for target in ["/shelf/c".to_owned(), format!("/shelf/p?partNumber=1&uploadId={id}")] {
            let reply = ask(&server, "PUT", &target, &headers, b"");
            assert_eq!(reply.status, expected, "{target} {row:?}");
            if expected == 412 {
                let refusal = reply.refusal();
                assert_eq!(refusal.code, "PreconditionFailed", "{row:?}");
                let condition = refusal.field("Condition").expect("a condition");
                assert!(condition.starts_with("x-amz-copy-source-If-"), "{condition}");
            }
        }
    }
}

/// The headers of a write, and its status on a key with an object and on one without.
type Write = (&'static [(&'static str, &'static str)], u16, u16);

/// The conditions of a write. A list names no object (measured).
const WRITES: &[Write] = &[
    (&[("If-Match", "\"$T\"")], 200, 404),
    (&[("If-Match", "$T")], 200, 404),
    (&[("If-Match", "\"0\"")], 412, 404),
    (&[("If-Match", "\"0\", \"$T\"")], 412, 404),
    (&[("If-Match", "*")], 501, 501),
    (&[("If-None-Match", "*")], 412, 200),
    (&[("If-None-Match", "\"$T\"")], 501, 501),
    (&[("If-None-Match", "\"0\"")], 501, 501),
    (&[("If-Match", "$T"), ("If-None-Match", "*")], 501, 501),
    // Dates are conditions of no write.
    (&[("If-Unmodified-Since", PAST)], 200, 200),
    (&[("If-Modified-Since", "D")], 200, 200),
];

#[test]
fn writes_keep_their_conditions() {
    for (row, present, absent) in WRITES {
        for (key, status) in [("k", *present), ("n", *absent)] {
            let server = shelf();
            let mut headers = fill(&server, row);
            let target = format!("/shelf/{key}");
            let put = ask(&server, "PUT", &target, &headers, DIGITS);
            assert_eq!(put.status, status, "PUT {key} {row:?}");
            if status != 200 {
                assert_eq!(get(&server, &target).status, if key == "k" { 200 } else { 404 }, "{row:?}");
            }
            let server = shelf();
            let id = upload(&server, key, &[]);
            let part = server.raw().ask("PUT", &format!("{target}?partNumber=1&uploadId={id}"), &[], DIGITS).ok(200);
            let tag = part.header("etag").expect("an etag").to_owned();
            let document = format!(
                "<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>{tag}</ETag></Part>\
                 </CompleteMultipartUpload>"
            );
            let complete = ask(&server, "POST", &format!("{target}?uploadId={id}"), &headers, document.as_bytes());
            assert_eq!(complete.status, status, "complete {key} {row:?}");
            headers.push(("x-amz-copy-source", "/shelf/source".to_owned()));
            let server = shelf();
            let _ = server.raw().ask("PUT", "/shelf/source", &[], DIGITS).ok(200);
            let copy = ask(&server, "PUT", &target, &headers, b"");
            assert_eq!(copy.status, status, "copy {key} {row:?}");
        }
    }
}

/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-deletes.html>
#[test]
fn deletions_keep_their_conditions() {
    for (row, present, absent) in [
        (&[("If-Match", "\"$T\"")][..], 204, 404),
        (&[("If-Match", "$T")], 204, 404),
        (&[("If-Match", "*")], 204, 404),
        (&[("If-Match", "\"0\"")], 412, 404),
    ] {
        for (key, status) in [("k", present), ("n", absent)] {
            let server = shelf();
            let headers = fill(&server, row);
            assert_eq!(ask(&server, "DELETE", &format!("/shelf/{key}"), &headers, b"").status, status, "{key} {row:?}");
        }
    }
}
