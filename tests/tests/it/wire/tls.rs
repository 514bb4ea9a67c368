//! HTTPS: certificates that clients accept, both versions of HTTP, and all that may come to the port instead.

use std::io::{Read as _, Write as _};
use std::net::Shutdown;
use std::time::Duration;

use bytes::Bytes;
use http::{Method, Request, StatusCode, Version};
use http_body_util::{BodyExt as _, Full};
use hyper::client::conn::{http1, http2};
use hyper_util::rt::{TokioExecutor, TokioIo};
use sandpail_tests::{Raw, Server, secure};
use tokio::net::TcpStream;
use tokio_rustls::client::TlsStream;

/// Both, as clients offer them.
const PROTOCOLS: [&str; 2] = ["h2", "http/1.1"];

/// A server with a certificate that it made, in which the bucket `shelf` is.
fn generated() -> (Server, String) {
    let server = Server::with(&["--tls", "--bucket", "shelf"]);
    let pem = ca_pem(&server);
    (server, pem)
}

fn ca_pem(server: &Server) -> String {
    let mut raw = server.raw();
    raw.send(&raw.head("GET", "/_sandpail/ca.pem", &[], 0));
    let reply = raw.reply("GET");
    assert_eq!(reply.status, 200, "the certificate is there in clear");
    reply.text().to_owned()
}

/// Asks over a connection of this protocol, and answers the status, the version and the body.
async fn ask(stream: TlsStream<TcpStream>, method: Method, uri: &str, body: &str) -> (StatusCode, Version, String) {
    let h2 = stream.get_ref().1.alpn_protocol() == Some(b"h2");
    let mut request = Request::builder().method(method);
    let authority = uri.split('/').nth(2).expect("an authority").to_owned();
    if h2 {
        request = request.uri(uri);
    } else {
        request = request.uri(&uri["https://".len() + authority.len()..]).header("host", &authority);
    }
    let request = request.body(Full::new(Bytes::from(body.to_owned()))).expect("a request");
    let io = TokioIo::new(stream);
    let response = if h2 {
        let (mut send, connection) = http2::handshake(TokioExecutor::new(), io).await.expect("HTTP/2");
        let (response, _) = tokio::join!(
            async move {
                let response = send.send_request(request).await.expect("a response");
                let (parts, body) = response.into_parts();
                (parts, body.collect().await.expect("a whole body").to_bytes())
            },
            connection
        );
        response
    } else {
        let (mut send, connection) = http1::handshake(io).await.expect("HTTP/1.1");
        let (response, _) = tokio::join!(
            async move {
                let response = send.send_request(request).await.expect("a response");
                let (parts, body) = response.into_parts();
                (parts, body.collect().await.expect("a whole body").to_bytes())
            },
            connection
        );
        response
    };
    let (parts, body) = response;
    (parts.status, parts.version, String::from_utf8(body.to_vec()).expect("text"))
}

#[test]
fn the_ready_line_has_https_and_health_is_told_in_clear() {
    let (server, _) = generated();
    assert_eq!(server.url(), format!("https://{}", server.addr()));
    let mut raw = server.raw();
    raw.send(&raw.head("GET", "/_sandpail/health", &[], 0));
    assert_eq!(raw.reply("GET").status, 200);
    assert_eq!(server.raw().ask("GET", "/shelf", &[], b"").ok(200).xml().get("Name"), Some("shelf"));
}

#[tokio::test]
async fn the_client_chooses_the_version_of_http() {
    let (server, pem) = generated();
    for (offered, chosen) in [
        (&PROTOCOLS[..], Version::HTTP_2),
        (&["http/1.1", "h2"], Version::HTTP_2),
        (&["http/1.1"], Version::HTTP_11),
        (&["h2"], Version::HTTP_2),
        (&[], Version::HTTP_11),
    ] {
        let stream = secure::connect(server.addr(), "localhost", &pem, offered).await.expect("a handshake");
        let uri = format!("https://{}/shelf/k", server.addr());
        let (status, version, _) = ask(stream, Method::PUT, &uri, "text").await;
        assert_eq!((status, version), (StatusCode::OK, chosen), "{offered:?}");
    }
    let other = secure::connect(server.addr(), "localhost", &pem, &["gopher"]).await;
    assert!(other.is_err(), "there is no such protocol here");
}

#[tokio::test]
async fn any_name_by_which_a_client_comes_is_certified() {
    let (server, pem) = generated();
    for name in [
        "localhost",
        "127.0.0.1",
        "::1",
        "s3.localhost",
        "shelf.s3.localhost",
        // A wildcard would not cover it.
        "my.shelf.s3.eu-west-1.localhost",
        "shelf.s3-website-us-east-1.localhost",
        "sandpail",
        "host.docker.internal",
    ] {
        let connected = secure::connect(server.addr(), name, &pem, &PROTOCOLS).await;
        assert!(connected.is_ok(), "{name}: {connected:?}");
    }
    let other = Server::with(&["--tls"]);
    let foreign = secure::connect(server.addr(), "localhost", &ca_pem(&other), &PROTOCOLS).await;
    assert!(foreign.is_err(), "each server has an authority of its own");
    assert_ne!(pem, ca_pem(&other));
}

#[tokio::test]
async fn a_given_certificate_is_shown_with_a_key_of_any_form() {
    for (certificate, key) in [("ec", "ec.pkcs8"), ("ec", "ec.sec1"), ("rsa", "rsa.pkcs8"), ("rsa", "rsa.pkcs1")] {
        let path = |name: &str| format!("{}/certificates/{name}.pem", env!("CARGO_MANIFEST_DIR"));
        let (certificate, key) = (path(certificate), path(key));
        let server = Server::with(&["--tls-cert", &certificate, "--tls-key", &key]);
        let pem = std::fs::read_to_string(&certificate).expect("a certificate");
        for name in ["given.test", "127.0.0.1"] {
            let connected = secure::connect(server.addr(), name, &pem, &PROTOCOLS).await;
            assert!(connected.is_ok(), "{key} {name}: {connected:?}");
        }
        assert!(secure::connect(server.addr(), "other.test", &pem, &PROTOCOLS).await.is_err());
        let mut raw = server.raw();
        raw.send(&raw.head("GET", "/_sandpail/ca.pem", &[], 0));
        assert_eq!(raw.reply("GET").status, 404, "whoever gave it knows whom to trust");
    }
}

// S3 answers with the scheme of the request.
#[tokio::test]
async fn a_completed_upload_is_located_by_https() {
    let (server, pem) = generated();
    let upload = super::upload(&server, "k", &[]);
    let part = format!("/shelf/k?partNumber=1&uploadId={upload}");
    let etag = super::put(&server, &part, b"text").ok(200).header("etag").expect("an etag").to_owned();
    let uri = format!("https://{}/shelf/k?uploadId={upload}", server.addr());
    let part = format!("<Part><PartNumber>1</PartNumber><ETag>{etag}</ETag></Part>");
    let document = format!("<CompleteMultipartUpload>{part}</CompleteMultipartUpload>");
    let stream = secure::connect(server.addr(), "localhost", &pem, &[]).await.expect("a handshake");
    let (status, _, body) = ask(stream, Method::POST, &uri, &document).await;
    assert_eq!(status, StatusCode::OK, "{body}");
    assert!(body.contains(&format!("<Location>https://{}/shelf/k</Location>", server.addr())), "{body}");
}

#[tokio::test]
async fn what_is_no_handshake_ends_its_own_connection_only() {
    let (server, pem) = generated();
    let client_hello_cut = [0x16, 3, 1, 0, 200, 1, 0, 0, 196, 3, 3];
    for garbage in [&b"\x16"[..], b"\x16\x03\x01\x00\x05hello", &[0x16; 4096], &client_hello_cut] {
        let mut stream = std::net::TcpStream::connect(server.addr()).expect("the server accepts connections");
        stream.set_read_timeout(Some(Duration::from_secs(30))).expect("a timeout above zero");
        stream.write_all(garbage).expect("a connection");
        stream.shutdown(Shutdown::Write).expect("a connection");
        let mut answer = Vec::new();
        // A reset is an end like any other; before it an alert may come.
        let _ = stream.read_to_end(&mut answer);
        assert!(answer.is_empty() || answer.starts_with(&[0x15, 3]), "{garbage:?}: {answer:?}");
    }
    let mut raw = server.raw();
    raw.send(b"\x80\x01\x02\x03\r\n\r\n");
    assert_eq!(raw.reply("GET").status, 400, "what begins otherwise is HTTP");
    assert!(secure::connect(server.addr(), "localhost", &pem, &PROTOCOLS).await.is_ok());
}

#[tokio::test]
async fn a_handshake_that_stalls_holds_up_nobody_and_not_the_end() {
    let (mut server, pem) = generated();
    let stalled: Vec<Raw> = (0..64)
        .map(|_| {
            let mut raw = server.raw();
            raw.send(b"\x16\x03\x01");
            raw
        })
        .collect();
    let silent = server.raw();
    let stream = secure::connect(server.addr(), "localhost", &pem, &[]).await.expect("a handshake");
    let (status, ..) = ask(stream, Method::GET, &format!("https://{}/shelf", server.addr()), "").await;
    assert_eq!(status, StatusCode::OK);
    server.terminate();
    assert_eq!(server.wait().code(), Some(0), "{}", server.log());
    assert!(!server.log().contains("in time"), "{}", server.log());
    drop((stalled, silent));
}
