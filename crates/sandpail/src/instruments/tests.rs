//! The server's own paths, without a socket.

use std::future::Future;
use std::sync::Arc;

use http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use http::{HeaderValue, StatusCode};
use hyper::body::Body as _;
use sandpail_control::{ManualClock, SeededEntropy};
use sandpail_s3::Settings;

use super::*;
use crate::current::Origin;

/// What is served, with these buckets.
fn current(buckets: &[&str]) -> Current {
    let origin = Origin {
        settings: Settings::default(),
        clock: Arc::new(ManualClock::new(std::time::SystemTime::UNIX_EPOCH)),
        entropy: Arc::new(SeededEntropy::from_seed(1)),
        buckets: buckets.iter().map(|name| (*name).to_owned()).collect(),
        seed: None,
    };
    now(Current::begin(origin)).unwrap().0
}

/// The result of what need not wait.
fn now<F: Future>(future: F) -> F::Output {
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(future)
}

fn answer<B>(request: &Request<B>, domains: &[String], pem: Option<&str>, current: &Current) -> Option<Response<Body>> {
    let instrument = Instrument::of(request, domains)?;
    now(instrument.answer(request, pem, &current.service(), current))
}

fn ask_of(current: &Current, method: Method, host: &str, path: &str) -> Option<Response<Body>> {
    let request = Request::builder().method(method).uri(path).header(HOST, host).body(()).unwrap();
    answer(&request, &["S3.localhost".to_owned()], None, current)
}

fn ask(method: Method, host: &str, path: &str) -> Option<Response<Body>> {
    ask_of(&current(&[]), method, host, path)
}

#[test]
fn the_certificate_to_trust_is_there_if_there_is_one() {
    let ask = |method: Method, pem| {
        let request = Request::builder().method(method).uri("/_sandpail/ca.pem").body(()).unwrap();
        answer(&request, &[], pem, &current(&[])).unwrap()
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
    for path in ["/", "/healthy", "/_sandpaily", "/bucket/_sandpail/health", "//_sandpail/health"] {
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
        let response = answer(&request, &[], None, &current(&[])).unwrap();
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

#[test]
fn pages_of_other_servers_are_there_while_no_bucket_is() {
    let check = |buckets: &[&str], method: Method, host: &str, path: &str, expected: Option<u16>| {
        let status = ask_of(&current(buckets), method.clone(), host, path).map(|response| response.status().as_u16());
        assert_eq!(status, expected, "{method} {host} {path} beside {buckets:?}");
    };
    let paths = ["/health", "/health/ready", "/healthz", "/favicon.ico", "/minio/health/live", "/moto-api/"];
    for path in paths {
        check(&[], Method::GET, "localhost:9000", path, Some(200));
        check(&["photos"], Method::HEAD, "localhost:9000", path, Some(200));
        check(&[], Method::PUT, "localhost:9000", path, None);
        check(&[], Method::POST, "localhost:9000", path, None);
        check(&[], Method::GET, "bucket.s3.localhost:9000", path, None);
        let bucket = path.split('/').nth(1).unwrap();
        check(&[bucket], Method::GET, "localhost:9000", path, None);
    }
    check(&[], Method::GET, "localhost", "/_localstack/health", Some(200));
    check(&[], Method::GET, "localhost", "/health/ready?verbose", Some(200));
    check(&[], Method::GET, "localhost", "/health/ready?X-Amz-Signature=0", None);
    check(&[], Method::POST, "localhost", "/moto-api/reset", Some(200));
    check(&[], Method::GET, "localhost", "/moto-api/reset", None);
    check(&["moto-api"], Method::POST, "localhost", "/moto-api/reset", None);
    check(&[], Method::POST, "localhost", "/_sandpail/reset", Some(200));
    check(&[], Method::GET, "localhost", "/_sandpail/reset", Some(405));
    let signed = Request::get("/health").header("authorization", "AWS a:b").body(()).unwrap();
    assert!(answer(&signed, &[], None, &current(&[])).is_none());
}

#[test]
fn a_reset_leaves_what_was_there_at_the_start() {
    let current = current(&["photos"]);
    let before = current.service();
    now(before.create_bucket("videos")).unwrap();
    let _ = ask_of(&current, Method::POST, "localhost", "/_sandpail/reset").unwrap();
    let after = current.service();
    assert!(now(after.has_bucket("photos")) && !now(after.has_bucket("videos")));
    // A request that was under way goes on with what it began with.
    assert!(now(before.has_bucket("videos")));
}

#[test]
fn the_documentation_has_every_path() {
    let page = include_str!("../../../../docs/configuration.md");
    let row = |what: &str| page.lines().find(|line| line.starts_with(&format!("| {what}"))).unwrap();
    let told: Vec<_> = [row("health"), row("reset")].iter().flat_map(|row| row.split('`').skip(1).step_by(2)).collect();
    let known: Vec<_> = aliases::paths().collect();
    assert!(known.iter().all(|path| told.contains(path)), "{known:?}");
    assert_eq!(told.len(), known.len());
}
