//! Requests from other origins, as recorded (AWS.md 59):
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/cors.html>

use sandpail_tests::{Reply, Server};

use super::{DIGITS, put, shelf};

const NOT_ALLOWED: &str = "CORSResponse: This CORS request is not allowed. This is usually because the evalution of \
    Origin, request method / Access-Control-Request-Method or Access-Control-Request-Headers are not whitelisted by the \
    resource's CORS spec.";
const VARY: &str = "Origin, Access-Control-Request-Headers, Access-Control-Request-Method";

/// What the recorded rule says to whom it lets pass, besides the origin.
const RULE: &str = "<AllowedOrigin>https://localhost:4200</AllowedOrigin><AllowedMethod>GET</AllowedMethod>\
    <AllowedMethod>PUT</AllowedMethod><AllowedHeader>*</AllowedHeader><MaxAgeSeconds>3000</MaxAgeSeconds>";
const ORIGIN: &str = "https://localhost:4200";

/// A server with the bucket `shelf`, in it the object `k`, and this rule.
fn shelf_with(rule: &str) -> Server {
    let server = shelf();
    configure(&server, rule);
    server
}

fn configure(server: &Server, rule: &str) {
    let body = format!("<CORSConfiguration><CORSRule>{rule}</CORSRule></CORSConfiguration>");
    let _ = put(server, "/shelf?cors", body.as_bytes()).ok(200);
}

/// Sends a request without any signature, as a page does.
fn ask(server: &Server, method: &str, target: &str, headers: &[(&str, &str)]) -> Reply {
    let bare = [("Authorization", "-"), ("x-amz-date", "-"), ("x-amz-content-sha256", "-")];
    server.raw().ask(method, target, &[&bare, headers].concat(), b"")
}

/// A preflight from `origin` for `method`.
fn preflight(server: &Server, target: &str, origin: &str, method: &str) -> Reply {
    ask(server, "OPTIONS", target, &[("Origin", origin), ("Access-Control-Request-Method", method)])
}

/// Everything that an answer says of other origins, one line each, in order.
fn said(reply: &Reply) -> Vec<String> {
    let of_cors = |name: &str| name == "vary" || name.starts_with("access-control-");
    let lines = reply.headers.iter().map(|(name, value)| (name.to_ascii_lowercase(), value));
    let mut lines: Vec<_> =
        lines.filter(|(name, _)| of_cors(name)).map(|(name, value)| format!("{name}: {value}")).collect();
    lines.sort_unstable();
    lines
}

/// What the recorded rule says.
fn allowed() -> Vec<String> {
    vec![
        "access-control-allow-credentials: true".to_owned(),
        "access-control-allow-methods: GET, PUT".to_owned(),
        format!("access-control-allow-origin: {ORIGIN}"),
        "access-control-max-age: 3000".to_owned(),
        format!("vary: {VARY}"),
    ]
}

#[track_caller]
fn refused(reply: &Reply, message: &str, method: &str, resource: &str) {
    reply.refusal().is(403, "AccessForbidden", message, &[("Method", method), ("ResourceType", resource)]);
    assert_eq!(said(reply), [""; 0]);
}

#[test]
fn a_preflight_names_its_origin() {
    let server = shelf_with(RULE);
    let message = "Insufficient information. Origin request header needed.";
    let referer = [("Referer", ORIGIN), ("Access-Control-Request-Method", "PUT")];
    for (target, headers) in [("/shelf/k", &[][..]), ("/shelf/k", &referer), ("/none/k", &[]), ("/", &[])] {
        ask(&server, "OPTIONS", target, headers).refusal().is(400, "BadRequest", message, &[]);
    }
}

#[test]
fn a_bucket_without_rules_lets_nobody_pass() {
    let server = shelf();
    let message = "CORSResponse: CORS is not enabled for this bucket.";
    for target in ["/shelf", "/shelf/k"] {
        refused(&preflight(&server, target, "whatever", "PUT"), message, "PUT", "BUCKET");
        refused(&preflight(&server, target, "whatever", "PATCH"), message, "PATCH", "BUCKET");
        refused(&ask(&server, "OPTIONS", target, &[("Origin", "whatever")]), message, "OPTIONS", "BUCKET");
    }
    let got = ask(&server, "GET", "/shelf/k", &[("Origin", "whatever")]).ok(200);
    assert_eq!(said(&got), [""; 0]);
}

#[test]
fn a_bucket_that_is_not_there_has_no_rules() {
    let server = shelf();
    let message = "CORSResponse: Bucket not found";
    for target in ["/none/k", "/none", "/"] {
        refused(&ask(&server, "OPTIONS", target, &[("Origin", "whatever")]), message, "OPTIONS", "BUCKET");
        refused(&preflight(&server, target, "whatever", "PUT"), message, "PUT", "BUCKET");
    }
}

#[test]
fn a_preflight_names_its_method() {
    let server = shelf_with(RULE);
    let none = ask(&server, "OPTIONS", "/shelf/k", &[("Origin", ORIGIN)]);
    none.refusal().is(400, "BadRequest", "Invalid Access-Control-Request-Method: null", &[]);
    for method in ["PATCH", "OPTIONS", "get"] {
        let message = format!("Invalid Access-Control-Request-Method: {method}");
        preflight(&server, "/shelf/k", ORIGIN, method).refusal().is(400, "BadRequest", &message, &[]);
    }
}

#[test]
fn a_rule_lets_preflights_pass() {
    let server = shelf_with(RULE);
    for target in ["/shelf/k", "/shelf/none", "/shelf"] {
        let reply = preflight(&server, target, ORIGIN, "PUT").ok(200);
        assert_eq!(said(&reply), allowed());
        assert_eq!((reply.header("content-length"), reply.header("content-type")), (Some("0"), None));
        refused(&preflight(&server, target, "http://localhost:4200", "PUT"), NOT_ALLOWED, "PUT", resource(target));
        refused(&preflight(&server, target, ORIGIN, "DELETE"), NOT_ALLOWED, "DELETE", resource(target));
    }
}

fn resource(target: &str) -> &'static str {
    if target == "/shelf" { "BUCKET" } else { "OBJECT" }
}

#[test]
fn a_rule_lets_headers_pass() {
    let rule = "<AllowedOrigin>*</AllowedOrigin><AllowedMethod>GET</AllowedMethod>\
        <AllowedHeader>x-amz-expected-bucket-owner</AllowedHeader><AllowedHeader>x-AMZ-server-SIDE-*</AllowedHeader>\
        <ExposeHeader>x-amz-id-2</ExposeHeader><ExposeHeader>ETag</ExposeHeader>";
    let server = shelf_with(rule);
    let ask = |list| {
        let asked = [("Access-Control-Request-Method", "GET"), ("Access-Control-Request-Headers", list)];
        ask(&server, "OPTIONS", "/shelf/k", &[&[("Origin", "localhost:4566")][..], &asked].concat())
    };
    let reply = ask("x-AMZ-expected-BUCKET-owner,x-amz-server-side-encryption").ok(200);
    let expected = [
        "access-control-allow-headers: x-amz-expected-bucket-owner, x-amz-server-side-encryption",
        "access-control-allow-methods: GET",
        "access-control-allow-origin: *",
        "access-control-expose-headers: x-amz-id-2, ETag",
        &format!("vary: {VARY}"),
    ];
    assert_eq!(said(&reply), expected);
    refused(&ask("x-amz-expected-bucket-owner, x-amz-request-payer"), NOT_ALLOWED, "GET", "OBJECT");
}

#[test]
fn what_passes_is_told_so() {
    let server = shelf_with(RULE);
    let got = ask(&server, "GET", "/shelf/k", &[("Origin", ORIGIN)]).ok(200);
    assert_eq!((got.text().as_str(), said(&got)), ("before", allowed()));
    let stored = ask(&server, "PUT", "/shelf/new", &[("Origin", ORIGIN)]).ok(200);
    assert_eq!(said(&stored), allowed());
    // Its method and its headers are those that it says it would use.
    let asks = |headers: &[(&str, &str)]| {
        said(&ask(&server, "GET", "/shelf/k", &[&[("Origin", ORIGIN)], headers].concat()).ok(200))
    };
    assert_eq!(asks(&[("Access-Control-Request-Method", "DELETE")]), [""; 0]);
    assert_eq!(asks(&[("x-amz-request-payer", "requester")]), allowed());
    let with_headers = asks(&[("Access-Control-Request-Headers", "x-amz-request-payer")]);
    assert!(with_headers.contains(&"access-control-allow-headers: x-amz-request-payer".to_owned()), "{with_headers:?}");
}

#[test]
fn what_does_not_pass_is_served_without_a_word() {
    let server = shelf_with(RULE);
    for (method, headers) in [
        ("GET", &[][..]),
        ("GET", &[("Referer", ORIGIN)]),
        ("GET", &[("Origin", "http://localhost:4200")]),
        // HEAD is a method of its own.
        ("HEAD", &[("Origin", ORIGIN)]),
    ] {
        let got = ask(&server, method, "/shelf/k", headers).ok(200);
        assert_eq!(said(&got), [""; 0], "{method} {headers:?}");
    }
    let _ = ask(&server, "DELETE", "/shelf/k", &[("Origin", ORIGIN)]).ok(204);
    assert_eq!(super::get(&server, "/shelf/k").status, 404);
}

#[test]
fn errors_pass_as_well() {
    let server = shelf_with(RULE);
    let etag = format!("\"{}\"", super::DIGITS_ETAG);
    for (method, target, header, status) in [
        ("GET", "/shelf/none", ("x-amz-request-payer", "requester"), 404),
        ("GET", "/shelf/k", ("x-amz-expected-bucket-owner", "123456789012"), 403),
        ("GET", "/shelf/k", ("If-Match", etag.as_str()), 412),
        ("GET", "/shelf/k", ("Range", "bytes=100-"), 416),
        ("PUT", "/shelf/k", ("Content-MD5", "wrong"), 400),
        ("GET", "/shelf/k?partNumber=no", ("x-amz-request-payer", "requester"), 400),
    ] {
        let reply = ask(&server, method, target, &[("Origin", ORIGIN), header]).ok(status);
        assert_eq!(said(&reply), allowed(), "{method} {target}");
    }
    let none = ask(&server, "GET", "/none/k", &[("Origin", ORIGIN)]).ok(404);
    assert_eq!(said(&none), [""; 0]);
}

#[test]
fn a_deletion_of_the_rules_is_told_by_the_rules() {
    let server = shelf_with(&RULE.replace("PUT", "DELETE"));
    let deleted = ask(&server, "DELETE", "/shelf?cors", &[("Origin", ORIGIN)]).ok(204);
    assert!(!said(&deleted).is_empty());
    assert_eq!(said(&ask(&server, "GET", "/shelf/k", &[("Origin", ORIGIN)]).ok(200)), [""; 0]);
}

#[test]
fn a_preflight_needs_no_signature_and_has_no_body() {
    let server = shelf_with(RULE);
    let expired = "/shelf/k?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=a%2F20200101%2Fus-east-1%2Fs3%2Faws4_request\
        &X-Amz-Date=20200101T000000Z&X-Amz-Expires=60&X-Amz-SignedHeaders=host&X-Amz-Signature=00";
    assert_eq!(said(&preflight(&server, expired, ORIGIN, "PUT").ok(200)), allowed());
    let mut raw = server.raw();
    let headers = [("Authorization", "nonsense"), ("Origin", ORIGIN), ("Access-Control-Request-Method", "PUT")];
    assert_eq!(said(&raw.ask("OPTIONS", "/shelf/k", &headers, DIGITS).ok(200)), allowed());
    assert_eq!(raw.ask("GET", "/shelf/k", &[], b"").ok(200).text(), "before");
}

#[test]
fn a_bucket_in_the_host_has_its_rules() {
    let server = Server::with(&["--bucket", "shelf", "--domain", "localhost"]);
    configure(&server, RULE);
    let host = ("Host", "shelf.localhost");
    let asked = [host, ("Origin", ORIGIN), ("Access-Control-Request-Method", "PUT")];
    assert_eq!(said(&ask(&server, "OPTIONS", "/a/b", &asked).ok(200)), allowed());
    assert_eq!(said(&ask(&server, "PUT", "/a/b", &asked).ok(200)), allowed());
}

#[test]
fn anything_passes_where_that_is_set() {
    let server = Server::with(&["--cors", "permissive"]);
    let origin = ("Origin", "http://app.test");
    let methods = "access-control-allow-methods: GET, PUT, HEAD, POST, DELETE";
    let expected = ["access-control-allow-credentials: true", methods, "access-control-allow-origin: http://app.test"];
    let vary = format!("vary: {VARY}");
    let headers = "access-control-allow-headers: authorization, x-amz-meta-a";
    let asked = [
        origin,
        ("Access-Control-Request-Method", "PUT"),
        ("Access-Control-Request-Headers", "Authorization,x-amz-meta-A"),
    ];
    for target in ["/", "/shelf", "/shelf/k"] {
        let passed = said(&ask(&server, "OPTIONS", target, &asked).ok(200));
        assert_eq!(passed, [expected[0], headers, expected[1], expected[2], &vary], "{target}");
    }
    for (method, target, status, told) in [
        ("GET", "/", 200, "x-amz-id-2"),
        ("PUT", "/shelf", 200, "location"),
        ("PUT", "/shelf/k", 200, "etag"),
        ("GET", "/shelf/k", 200, "x-amz-server-side-encryption"),
        ("GET", "/shelf/none", 404, "x-amz-request-id"),
    ] {
        let reply = ask(&server, method, target, &[origin]).ok(status);
        let exposed = reply.header("access-control-expose-headers").expect("headers to read");
        assert!(exposed.split(", ").any(|name| name == told), "{method} {target} {exposed}");
        assert!(expected.iter().all(|line| said(&reply).contains(&(*line).to_owned())), "{method} {target}");
    }
    assert_eq!(said(&ask(&server, "GET", "/shelf/k", &[]).ok(200)), [""; 0]);
}

#[test]
fn rules_count_where_anything_else_passes() {
    let server = Server::with(&["--cors", "permissive", "--bucket", "shelf"]);
    configure(&server, RULE);
    refused(&preflight(&server, "/shelf/k", "http://app.test", "PUT"), NOT_ALLOWED, "PUT", "OBJECT");
    assert_eq!(said(&ask(&server, "GET", "/shelf", &[("Origin", "http://app.test")]).ok(200)), [""; 0]);
    assert_eq!(said(&preflight(&server, "/shelf/k", ORIGIN, "PUT").ok(200)), allowed());
}
