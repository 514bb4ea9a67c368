//! The same answers over HTTP/2 without TLS, where a body that must not be there breaks the stream.

use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use http::{Method, Request, Response};
use http_body_util::combinators::UnsyncBoxBody;
use http_body_util::{BodyExt, Full, StreamBody};
use hyper::body::{Body, Frame};
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

#[tokio::test]
async fn a_large_body_comes_and_goes_whole() {
    let server = shelf();
    let connection = connect(&server).await;
    let body: Bytes =
        (0..64 << 20).map(|n: u32| u8::try_from(n.wrapping_mul(0x9E37_79B9) >> 24).expect("a byte")).collect();
    let put = connection.ask(Method::PUT, "/shelf/big", &[], body.clone()).await;
    assert_eq!(put.status(), 200);
    let got = connection.check(Method::GET, "/shelf/big", &[], 200).await;
    assert!(got.body() == &body, "{} bytes came back", got.body().len());
    let range = [("range", "bytes=50000000-50000099")];
    let part = connection.check(Method::GET, "/shelf/big", &range, 206).await;
    assert_eq!(part.body(), &body[50_000_000..50_000_100]);
}

/// A body that ends as it is told to.
struct Told(Vec<Result<Frame<Bytes>, std::io::Error>>);

impl Body for Told {
    type Data = Bytes;
    type Error = std::io::Error;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, std::io::Error>>> {
        let left = !self.0.is_empty();
        Poll::Ready(left.then(|| self.0.remove(0)))
    }
}

fn data(text: &'static str) -> Result<Frame<Bytes>, std::io::Error> {
    Ok(Frame::data(Bytes::from_static(text.as_bytes())))
}

/// Puts a body of this course, on a connection of its own.
async fn put_told(server: &Server, headers: &[(&str, &str)], frames: Vec<Result<Frame<Bytes>, std::io::Error>>) -> u16 {
    let stream = tokio::net::TcpStream::connect(server.addr()).await.expect("the server accepts connections");
    let (mut send, connection) = handshake(TokioExecutor::new(), TokioIo::new(stream)).await.expect("HTTP/2");
    let mut driver = JoinSet::new();
    driver.spawn(async move {
        // As above.
        let _ = connection.await;
    });
    let mut request = Request::put(format!("http://{}/shelf/k", server.addr()));
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    match send.send_request(request.body(Told(frames)).expect("a request")).await {
        Ok(response) => response.status().as_u16(),
        Err(_) => 0,
    }
}

#[tokio::test]
async fn a_stream_that_is_reset_stores_nothing() {
    let server = shelf();
    let broken = || Err(std::io::Error::other("the test breaks off"));
    assert_eq!(put_told(&server, &[("content-length", "9")], vec![data("half"), broken()]).await, 0);
    // Without a length, S3 wants one; there must be an answer, and nothing stored.
    let unknown = put_told(&server, &[], vec![data("half"), broken()]).await;
    assert!(unknown == 0 || unknown == 411, "{unknown}");
    super::untouched(&server);
}

#[tokio::test]
async fn a_length_that_is_not_the_bodys_stores_nothing() {
    let server = shelf();
    for body in ["short", "far too long"] {
        assert_ne!(put_told(&server, &[("content-length", "9")], vec![data(body)]).await, 200, "{body}");
        super::untouched(&server);
    }
}

// RFC 9113, 8.1: trailers end a stream. S3 knows those of aws-chunked only, and these say nothing to it.
#[tokio::test]
async fn trailers_of_http_end_a_body_and_mean_nothing() {
    let server = shelf();
    let mut trailers = http::HeaderMap::new();
    trailers.insert("x-amz-meta-late", http::HeaderValue::from_static("yes"));
    let frames = vec![data("123456789"), Ok(Frame::trailers(trailers))];
    assert_eq!(put_told(&server, &[("content-length", "9")], frames).await, 200);
    let got = super::get(&server, "/shelf/k").ok(200);
    assert_eq!((&*got.text(), got.header("x-amz-meta-late")), ("123456789", None));
}

// RFC 9113, 8.3.1: the authority goes before the Host header.
#[tokio::test]
async fn the_authority_names_the_bucket() {
    let server = Server::with(&["--bucket", "shelf,other", "--domain", "s3.test"]);
    let connection = connect(&server).await;
    let ask = async |authority: &str, headers: &[(&str, &str)]| {
        let mut request = Request::get(format!("http://{authority}/"));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(Full::default()).expect("a request");
        let response = connection.send.clone().send_request(request).await.expect("a response");
        let body = response.into_body().collect().await.expect("a whole body").to_bytes();
        String::from_utf8_lossy(&body).into_owned()
    };
    assert!(ask("shelf.s3.test", &[]).await.contains("<Name>shelf</Name>"));
    let differing = ask("shelf.s3.test", &[("host", "other.s3.test")]).await;
    assert!(differing.contains("<Name>shelf</Name>"), "{differing}");
}

#[tokio::test]
async fn connect_is_no_method_of_s3() {
    let server = shelf();
    let connection = connect(&server).await;
    let request = Request::connect("example.com:443").body(Full::default()).expect("a request");
    let response = connection.send.clone().send_request(request).await.expect("a response");
    assert_eq!((response.status().as_u16(), response.headers().get("connection")), (400, None));
    let mut raw = server.raw();
    raw.send(b"CONNECT example.com:443 HTTP/1.1\r\nHost: example.com:443\r\n\r\n");
    assert_eq!(raw.reply("GET").status, 400);
    super::untouched(&server);
}

// RFC 7540, 3.2, which RFC 9113 dropped: who asks to go on in HTTP/2 may be answered in HTTP/1.1, and is.
#[test]
fn an_upgrade_is_answered_as_if_it_had_not_been_asked_for() {
    let server = shelf();
    let upgrade =
        [("Connection", "Upgrade, HTTP2-Settings"), ("Upgrade", "h2c"), ("HTTP2-Settings", "AAMAAABkAAQCAAAAAAIAAAAA")];
    let mut raw = server.raw();
    for _ in 0..2 {
        let reply = raw.ask("GET", "/shelf/k", &upgrade, b"").ok(200);
        assert_eq!((&*reply.text(), reply.header("upgrade")), ("before", None));
    }
}

#[tokio::test]
async fn a_request_in_flight_is_answered_before_the_end() {
    let mut server = shelf();
    let (more, rest) = tokio::sync::oneshot::channel::<()>();
    let late = futures_util::stream::once(async {
        // The test sends it once the server has been told to end.
        rest.await.map_err(std::io::Error::other)?;
        data("123456789")
    });
    let stream = tokio::net::TcpStream::connect(server.addr()).await.expect("the server accepts connections");
    let (mut send, driver) = handshake(TokioExecutor::new(), TokioIo::new(stream)).await.expect("HTTP/2");
    let mut tasks = JoinSet::new();
    tasks.spawn(async move { driver.await.is_ok() });
    let uri = |key: &str| format!("http://{}/shelf/{key}", server.addr());
    let put = Request::put(uri("late")).header("content-length", "9");
    let put = send.send_request(put.body(UnsyncBoxBody::new(StreamBody::new(late))).expect("a request"));
    tasks.spawn(async move { put.await.is_ok_and(|response| response.status() == 200) });
    // Its answer shows that the server has the beginning of the other, which came before on the same connection.
    let none = UnsyncBoxBody::new(StreamBody::new(futures_util::stream::empty()));
    let got = send.send_request(Request::get(uri("k")).body(none).expect("a request")).await;
    assert_eq!(got.expect("a response").status(), 200);
    server.terminate();
    while !server.log().contains("ending on SIGTERM") {
        tokio::task::yield_now().await;
    }
    more.send(()).expect("the body waits");
    while let Some(ended) = tasks.join_next().await {
        assert!(ended.expect("no panic"), "the request is answered and the connection ends in peace");
    }
    assert_eq!(server.wait().code(), Some(0), "{}", server.log());
}

/// What the client sees of refusals and of conditions is the same as over HTTP/1.
#[tokio::test]
async fn conditions_and_ranges_are_the_same() {
    let server = shelf();
    let connection = connect(&server).await;
    let etag = connection.check(Method::GET, "/shelf/k", &[], 200).await.headers()["etag"].clone();
    let etag = etag.to_str().expect("an etag is text");
    let partial = connection.check(Method::GET, "/shelf/k", &[("range", "bytes=0-1")], 206).await;
    assert_eq!(partial.headers()["content-range"], "bytes 0-1/6");
    assert_eq!(partial.body().as_ref(), b"be");
    for (headers, status, code) in [
        ([("range", "bytes=9-")], 416, "InvalidRange"),
        ([("if-match", "\"0\"")], 412, "PreconditionFailed"),
        ([("if-unmodified-since", "Sat, 01 Jan 2000 00:00:00 GMT")], 412, "PreconditionFailed"),
    ] {
        let response = connection.check(Method::GET, "/shelf/k", &headers, status).await;
        assert_eq!(Refusal::new(status, response.body()).code, code);
        assert_eq!(response.headers()["content-type"], "application/xml");
    }
    let unchanged = connection.check(Method::GET, "/shelf/k", &[("if-none-match", etag)], 304).await;
    assert_eq!(unchanged.headers()["etag"], etag);
    assert!(!unchanged.headers().contains_key("content-type"));
    let refused = connection.check(Method::POST, "/shelf/k", &[], 405).await;
    assert_eq!(Refusal::new(405, refused.body()).code, "MethodNotAllowed");
}

#[tokio::test]
async fn nobody_is_sent_elsewhere() {
    let server = super::verified::shelf();
    let connection = connect(&server).await;
    let elsewhere = connection.check(Method::GET, "/", &[], 307).await;
    assert_eq!(elsewhere.headers()["location"], "https://aws.amazon.com/s3/");
    assert!(elsewhere.body().is_empty());
}
