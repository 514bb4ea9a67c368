//! The server's own paths, without a socket.

use std::sync::Arc;

use http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use http::{HeaderValue, StatusCode};
use hyper::body::Body as _;
use sandpail_control::{ManualClock, SeededEntropy};
use sandpail_s3::Settings;

use super::*;

fn service() -> Service {
    let clock = Arc::new(ManualClock::new(std::time::SystemTime::UNIX_EPOCH));
    Service::mem(Settings::default(), clock, Arc::new(SeededEntropy::from_seed(1))).unwrap()
}

fn ask(method: Method, host: &str, path: &str) -> Option<Response<Body>> {
    let request = Request::builder().method(method).uri(path).header(HOST, host).body(()).unwrap();
    answer(&request, &["S3.localhost".to_owned()], None, &service())
}

#[test]
fn the_certificate_to_trust_is_there_if_there_is_one() {
    let ask = |method: Method, pem| {
        let request = Request::builder().method(method).uri("/_sandpail/ca.pem").body(()).unwrap();
        answer(&request, &[], pem, &service()).unwrap()
    };
    let response = ask(Method::GET, Some("a certificate"));
    assert_eq!((response.status(), &response.headers()[CONTENT_LENGTH]), (StatusCode::OK, &HeaderValue::from(13)));
    assert_eq!(response.headers()[CONTENT_TYPE], "application/x-pem-file");
    assert_eq!(ask(Method::POST, Some("a certificate")).status(), StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(ask(Method::GET, None).status(), StatusCode::NOT_FOUND);
}

#[test]
fn own_paths_are_answered_and_all_others_are_left_to_s3() {
    let check = |method: Method, host: &str, path: &str, expected: Option<u16>| {
        let status = ask(method.clone(), host, path).map(|response| response.status().as_u16());
        assert_eq!(status, expected, "{method} {host} {path}");
    };
    let pages = ["/_sandpail/health", "/_sandpail/ready", "/_sandpail/health?verbose"];
    for path in pages.into_iter().chain(["/_sandpail/explain", "/_sandpail/explain/", "/_sandpail/explain.json"]) {
        check(Method::GET, "127.0.0.1:9000", path, Some(200));
        check(Method::HEAD, "127.0.0.1:9000", path, Some(200));
        check(Method::POST, "127.0.0.1:9000", path, Some(405));
        check(Method::GET, "bucket.s3.localhost:9000", path, None);
        check(Method::GET, "BUCKET.S3.LOCALHOST", path, None);
        check(Method::GET, "bucket.s3.localhost.", path, None);
        check(Method::GET, "site.s3-website.localhost:9000", path, None);
        check(Method::GET, "site.S3-Website-US-East-1.localhost", path, None);
        check(Method::GET, "site.s3-website.eu-central-1.localhost", path, None);
        check(Method::GET, "s3-website.localhost:9000", path, Some(200));
        check(Method::GET, "site.s3-website-tests.internal", path, Some(200));
        check(Method::GET, "site.s3-websites.internal", path, Some(200));
        check(Method::GET, "s3.localhost:9000", path, Some(200));
        check(Method::GET, "news3.localhost:9000", path, Some(200));
        check(Method::GET, "[::1]:9000", path, Some(200));
        check(Method::GET, "not a host", path, Some(200));
    }
    for path in ["/_sandpail", "/_sandpail/", "/_sandpail/healthy", "/_sandpail/health/", "/_sandpail/explain/A/B"] {
        check(Method::GET, "localhost", path, Some(404));
        check(Method::PUT, "localhost", path, Some(404));
    }
    for path in ["/", "/health", "/_sandpaily", "/bucket/_sandpail/health", "//_sandpail/health"] {
        check(Method::GET, "localhost", path, None);
    }
}

#[test]
fn an_absolute_target_counts_before_the_host_header() {
    let url = "http://bucket.s3.localhost/_sandpail/health";
    assert!(ask(Method::GET, "localhost", url).is_none());
}

#[test]
fn a_head_answer_has_the_headers_of_get_and_no_body() {
    let get = ask(Method::GET, "localhost", "/_sandpail/health").unwrap();
    let head = ask(Method::HEAD, "localhost", "/_sandpail/health").unwrap();
    assert_eq!(get.headers(), head.headers());
    let length = get.body().size_hint().exact().unwrap();
    assert!(length > 0);
    assert_eq!(get.headers()[CONTENT_LENGTH], length.to_string());
    assert_eq!(head.body().size_hint().exact(), Some(0));
}

#[test]
fn who_accepts_json_gets_it() {
    let check = |path: &str, accept: &str, expected: &str| {
        let request = Request::get(path).header(HOST, "localhost").header("accept", accept).body(()).unwrap();
        let response = answer(&request, &[], None, &service()).unwrap();
        assert_eq!(response.headers()[CONTENT_TYPE], expected, "{path} {accept}");
        assert_eq!(response.headers()["x-content-type-options"], "nosniff");
    };
    let (text, json) = ("text/plain; charset=utf-8", "application/json");
    for path in ["/_sandpail/explain", "/_sandpail/explain/ABC"] {
        check(path, "*/*", text);
        check(path, "text/html, application/xhtml+xml", text);
        check(path, "text/html, Application/JSON;q=0.9", json);
        check(&format!("{path}.json"), "*/*", json);
    }
}
