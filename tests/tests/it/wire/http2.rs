//! The same answers over HTTP/2 without TLS, where a body that must not be there breaks the stream.

use bytes::Bytes;
use http::{Method, Request, Response};
use http_body_util::{BodyExt, Full};
use hyper::client::conn::http2::{SendRequest, handshake};
use hyper_util::rt::{TokioExecutor, TokioIo};
use sandpail_tests::{Refusal, Server};
use tokio::task::JoinSet;

use super::shelf;

/// One h2c connection, driven as long as this lives.
struct Connection {
    send: SendRequest<Full<Bytes>>,
    host: String,
    _driver: JoinSet<()>,
}

async fn connect(server: &Server) -> Connection {
    let stream = tokio::net::TcpStream::connect(server.addr()).await.expect("the server accepts connections");
    let (send, connection) = handshake(TokioExecutor::new(), TokioIo::new(stream)).await.expect("HTTP/2");
    let mut driver = JoinSet::new();
    driver.spawn(async move {
        // It ends with the connection; what went wrong shows in the requests.
        let _ = connection.await;
    });
    Connection { send, host: server.addr().to_string(), _driver: driver }
}

impl Connection {
    async fn ask(&self, method: Method, target: &str, headers: &[(&str, &str)], body: Bytes) -> Response<Bytes> {
        let uri = format!("http://{}{target}", self.host);
        let mut request = Request::builder().method(method).uri(uri);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(Full::new(body)).expect("a request");
        let response = self.send.clone().send_request(request).await.expect("a response");
        let (parts, body) = response.into_parts();
        let body = body.collect().await.expect("a whole body").to_bytes();
        assert_eq!(parts.headers["server"], "AmazonS3");
        assert_eq!(parts.headers["x-amz-request-id"].len(), 16);
        assert!(parts.headers.contains_key("x-amz-id-2"));
        Response::from_parts(parts, body)
    }

    async fn check(&self, method: Method, target: &str, headers: &[(&str, &str)], status: u16) -> Response<Bytes> {
        let response = self.ask(method, target, headers, Bytes::new()).await;
        assert_eq!(response.status(), status, "{target} {headers:?}");
        response
    }
}

#[tokio::test]
async fn answers_without_a_body_have_none() {
    let server = shelf();
    let connection = connect(&server).await;
    let etag = connection.check(Method::GET, "/shelf/k", &[], 200).await.headers()["etag"].clone();
    let etag = etag.to_str().expect("an etag is text");
    for (method, target, headers, status) in [
        (Method::HEAD, "/shelf/k", &[][..], 200),
        (Method::HEAD, "/shelf/none", &[], 404),
        (Method::HEAD, "/none", &[], 404),
        (Method::HEAD, "/shelf/k", &[("if-match", "\"0\"")], 412),
        (Method::HEAD, "/shelf/k", &[("range", "bytes=9-")], 416),
        (Method::HEAD, "/shelf/k", &[("if-none-match", etag)], 304),
        (Method::GET, "/shelf/k", &[("if-none-match", etag)], 304),
        (Method::DELETE, "/shelf/none", &[], 204),
    ] {
        let response = connection.check(method, target, headers, status).await;
        assert!(response.body().is_empty(), "{target} {headers:?}");
    }
}

#[tokio::test]
async fn a_refusal_is_the_same_document() {
    let server = shelf();
    let connection = connect(&server).await;
    let response = connection.check(Method::GET, "/shelf/none", &[], 404).await;
    let refusal = Refusal::new(404, response.body());
    refusal.is(404, "NoSuchKey", "The specified key does not exist.", &[("Key", "none")]);
    let digest = [("content-md5", "AAAAAAAAAAAAAAAAAAAAAA==")];
    let body = Bytes::from_static(super::DIGITS);
    let response = connection.ask(Method::PUT, "/shelf/k", &digest, body).await;
    assert_eq!(Refusal::new(response.status().as_u16(), response.body()).code, "BadDigest");
    super::untouched(&server);
}

#[tokio::test]
async fn many_streams_share_a_connection() {
    let server = shelf();
    let connection = connect(&server).await;
    let body = |n: usize| Bytes::from(vec![b'a' + u8::try_from(n % 26).expect("below 26"); 256 * 1024 + n]);
    let targets: Vec<String> = (0..64).map(|n| format!("/shelf/{n}")).collect();
    let puts = targets.iter().enumerate().map(|(n, target)| connection.ask(Method::PUT, target, &[], body(n)));
    for response in futures_util::future::join_all(puts).await {
        assert_eq!(response.status(), 200);
    }
    let gets = targets.iter().map(|target| connection.check(Method::GET, target, &[], 200));
    for (n, response) in futures_util::future::join_all(gets).await.into_iter().enumerate() {
        assert_eq!(response.body(), &body(n), "object {n}");
    }
}
