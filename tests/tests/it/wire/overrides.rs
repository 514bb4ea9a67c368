//! The `response-*` parameters of GET and HEAD.
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html>; s3-tests'
//! `test_object_raw_response_headers`.

use super::{get, shelf, untouched};
use sandpail_tests::{Reply, Server};

/// Each parameter, its header, and a value that needs escaping.
const ALL: [(&str, &str, &str, &str); 6] = [
    ("response-cache-control", "cache-control", "no-store,%20max-age=1", "no-store, max-age=1"),
    (
        "response-content-disposition",
        "content-disposition",
        "attachment;%20filename=%22a%22",
        "attachment; filename=\"a\"",
    ),
    ("response-content-encoding", "content-encoding", "aws%2Bodd", "aws+odd"),
    ("response-content-language", "content-language", "en,%20de", "en, de"),
    ("response-content-type", "content-type", "foo/bar", "foo/bar"),
    ("response-expires", "expires", "Thu,%2001%20Dec%201994%2016:00:00%20GMT", "Thu, 01 Dec 1994 16:00:00 GMT"),
];

fn ask(server: &Server, method: &str, query: &str, headers: &[(&str, &str)]) -> Reply {
    server.raw().ask(method, &format!("/shelf/k?{query}"), headers, b"")
}

#[test]
fn each_replaces_its_header_on_every_way_to_read() {
    let server = shelf();
    let all: Vec<String> = ALL.iter().map(|(name, _, value, _)| format!("{name}={value}")).collect();
    for (method, headers, status) in [
        ("GET", &[][..], 200),
        ("HEAD", &[], 200),
        ("GET", &[("Range", "bytes=0-1")], 206),
        ("HEAD", &[("Range", "bytes=0-1")], 206),
    ] {
        let reply = ask(&server, method, &all.join("&"), headers).ok(status);
        for (name, header, _, value) in ALL {
            assert_eq!(reply.header(header), Some(value), "{method} {headers:?} {name}");
        }
    }
    for (name, header, escaped, value) in ALL {
        let reply = ask(&server, "GET", &format!("{name}={escaped}"), &[]).ok(200);
        assert_eq!(reply.header(header), Some(value));
        for (other, header, _, _) in ALL.iter().filter(|row| row.0 != name && row.1 != "content-type") {
            assert_eq!(reply.header(header), None, "{other} beside {name}");
        }
    }
    assert_eq!(get(&server, "/shelf/k").header("content-type"), Some("binary/octet-stream"));
}

/// <https://github.com/floci-io/floci/pull/1098>, tried on S3: not even one may be set by who has not signed.
#[test]
fn only_signed_requests_may() {
    let server = shelf();
    let message = "Request specific response headers cannot be used for anonymous GET requests.";
    for (name, _, value, _) in ALL {
        let refusal = ask(&server, "GET", &format!("{name}={value}"), &[("Authorization", "-")]).refusal();
        refusal.is(400, "InvalidRequest", message, &[]);
        assert_eq!(ask(&server, "HEAD", &format!("{name}={value}"), &[("Authorization", "-")]).status, 400, "{name}");
    }
    assert_eq!(ask(&server, "GET", "x-id=GetObject", &[("Authorization", "-")]).ok(200).text(), "before");
}

/// As `REST - GetObject - invalid response query` of versitygw's tests has it, which run against S3 too.
#[test]
fn nothing_else_is_overridable() {
    let server = shelf();
    for name in ["response-x-amz-meta-a", "response-etag", "response-content-length", "response-"] {
        let refusal = ask(&server, "GET", &format!("{name}=v"), &[]).refusal();
        let message = format!("{name} is not in the set of overridable response headers. Please refer to the S3 API ");
        assert_eq!((refusal.status, refusal.code.as_str()), (400, "InvalidArgument"), "{name}");
        assert!(refusal.message.starts_with(&message), "{}", refusal.message);
        assert_eq!(refusal.field("ArgumentName"), Some(name));
    }
    untouched(&server);
}

#[test]
fn a_value_is_latin_1() {
    let server = shelf();
    let reply = ask(&server, "GET", "response-content-language=%C3%A9", &[]).ok(200);
    assert_eq!(reply.header("content-language"), Some("é"));
    let refusal = ask(&server, "GET", "response-content-language=%E2%82%AC", &[]).refusal();
    let fields = [("ArgumentName", "response-content-language"), ("ArgumentValue", "€")];
    refusal.is(400, "InvalidArgument", "Header value cannot be represented using ISO-8859-1.", &fields);
}

/// <https://github.com/floci-io/floci/pull/923>: S3 ignores them.
#[test]
fn an_empty_value_replaces_nothing() {
    let server = shelf();
    let _ = server.raw().ask("PUT", "/shelf/n", &[("Content-Type", "text/plain")], b"").ok(200);
    for query in ["response-content-type=", "response-content-type", "response-content-type=&response-expires="] {
        let reply = get(&server, &format!("/shelf/n?{query}")).ok(200);
        assert_eq!((reply.header("content-type"), reply.header("expires")), (Some("text/plain"), None), "{query}");
    }
}

#[test]
fn no_header_is_smuggled_in() {
    let server = shelf();
    for value in ["a%0d%0aX-Smuggled:%20b", "a%0aX-Smuggled:%20b", "a%0dX-Smuggled:b", "a%00b", "%0d%0a%0d%0abody"] {
        let mut raw = server.raw();
        let reply = raw.ask("GET", &format!("/shelf/k?response-content-language={value}"), &[], b"").ok(200);
        assert_eq!((reply.header("x-smuggled"), reply.header("content-language")), (None, None), "{value}");
        assert_eq!(reply.text(), "before", "{value}");
        assert_eq!(raw.ask("GET", "/shelf/k", &[], b"").ok(200).text(), "before", "after {value}");
    }
}
