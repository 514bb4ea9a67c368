//! The paths under `/_sandpail`, which are the server's own: no bucket name holds an underscore.
//!
//! In virtual-host style the whole path is a key, so there these paths belong to the bucket like any other.

use bytes::Bytes;
use http::header::{ALLOW, CONTENT_LENGTH, CONTENT_TYPE, HOST};
use http::uri::Authority;
use http::{HeaderValue, Method, Request, Response, StatusCode};
use sandpail_s3::Body;

const ROOT: &str = "/_sandpail";

// A server that answers is ready: it does not accept before its buckets exist. So health and readiness are one.
const READY: &str = concat!(r#"{"status":"ready","version":""#, env!("CARGO_PKG_VERSION"), r#""}"#);

/// The answer, when `request` is for one of the server's own paths; `None` when it is for S3. `ca_pem` is the certificate
/// that clients must trust, where there is one.
pub(crate) fn answer<B>(request: &Request<B>, domains: &[String], ca_pem: Option<&str>) -> Option<Response<Body>> {
    let page = request.uri().path().strip_prefix(ROOT)?;
    if !(page.is_empty() || page.starts_with('/')) || names_bucket(request, domains) {
        return None;
    }
    let method = request.method();
    let json = |text: &'static str| (Bytes::from_static(text.as_bytes()), "application/json");
    let found = match page {
        "/health" | "/ready" => Some(json(READY)),
        "/ca.pem" => ca_pem.map(|pem| (Bytes::copy_from_slice(pem.as_bytes()), "application/x-pem-file")),
        _ => None,
    };
    let (status, (text, kind)) = match (found, method) {
        (Some(found), &Method::GET | &Method::HEAD) => (StatusCode::OK, found),
        (Some(_), _) => (StatusCode::METHOD_NOT_ALLOWED, json(r#"{"error":"only GET and HEAD are allowed here"}"#)),
        (None, _) => (StatusCode::NOT_FOUND, json(r#"{"error":"there is nothing here; see /_sandpail/health"}"#)),
    };
    let length = text.len();
    let sent = if method == Method::HEAD { Bytes::new() } else { text };
    let mut response = Response::new(Body::from(sent));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(CONTENT_LENGTH, HeaderValue::from(length));
    if status == StatusCode::METHOD_NOT_ALLOWED {
        headers.insert(ALLOW, HeaderValue::from_static("GET, HEAD"));
    }
    Some(response)
}

fn names_bucket<B>(request: &Request<B>, domains: &[String]) -> bool {
    let header = || request.headers().get(HOST)?.to_str().ok()?.parse::<Authority>().ok();
    let Some(authority) = request.uri().authority().cloned().or_else(header) else {
        return false;
    };
    let host = authority.host().to_ascii_lowercase();
    let below =
        |domain: &String| host.strip_suffix(&domain.to_ascii_lowercase()).is_some_and(|rest| rest.ends_with('.'));
    domains.iter().any(below)
}

#[cfg(test)]
mod tests {
    use super::*;
    use hyper::body::Body as _;

    fn ask(method: Method, host: &str, path: &str) -> Option<Response<Body>> {
        let request = Request::builder().method(method).uri(path).header(HOST, host).body(()).unwrap();
        answer(&request, &["S3.localhost".to_owned()], None)
    }

    #[test]
    fn the_certificate_to_trust_is_there_if_there_is_one() {
        let ask = |method: Method, pem| {
            let request = Request::builder().method(method).uri("/_sandpail/ca.pem").body(()).unwrap();
            answer(&request, &[], pem).unwrap()
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
        for path in ["/_sandpail/health", "/_sandpail/ready", "/_sandpail/health?verbose"] {
            check(Method::GET, "127.0.0.1:9000", path, Some(200));
            check(Method::HEAD, "127.0.0.1:9000", path, Some(200));
            check(Method::POST, "127.0.0.1:9000", path, Some(405));
            check(Method::GET, "bucket.s3.localhost:9000", path, None);
            check(Method::GET, "BUCKET.S3.LOCALHOST", path, None);
            check(Method::GET, "s3.localhost:9000", path, Some(200));
            check(Method::GET, "news3.localhost:9000", path, Some(200));
            check(Method::GET, "[::1]:9000", path, Some(200));
            check(Method::GET, "not a host", path, Some(200));
        }
        for path in ["/_sandpail", "/_sandpail/", "/_sandpail/healthy", "/_sandpail/health/"] {
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
        assert_eq!(get.headers()[CONTENT_LENGTH], READY.len().to_string());
        assert_eq!(get.body().size_hint().exact(), Some(READY.len() as u64));
        assert_eq!(head.body().size_hint().exact(), Some(0));
    }
}
