//! GetObject, PutObject and the rest as presigned URLs of the SDK, used by a client that knows nothing of AWS; and the
//! SDK in virtual-host style.

use super::{put, read, shelf};
use aws_sdk_s3::presigning::{PresignedRequest, PresigningConfig};
use sandpail_tests::{Reply, Server, sdk};
use std::time::Duration;

fn hour() -> PresigningConfig {
    PresigningConfig::expires_in(Duration::from_secs(3600)).expect("an hour is allowed")
}

/// Sends exactly what was signed.
fn send(server: &Server, request: &PresignedRequest, body: &[u8]) -> Reply {
    let target = request.uri().strip_prefix(&server.url()).expect("a URL of this server");
    let mut headers = vec![("Authorization", "-"), ("x-amz-date", "-"), ("x-amz-content-sha256", "-")];
    headers.extend(request.headers());
    server.raw().ask(request.method(), target, &headers, body)
}

#[tokio::test]
async fn get_object_by_a_presigned_url() {
    let (server, s3) = shelf();
    put(&s3, "a b/ü", "x").await;
    let get = s3.get_object().bucket("shelf").key("a b/ü").response_content_type("text/plain");
    let url = get.presigned(hour()).await.expect("a URL");
    let reply = send(&server, &url, b"").ok(200);
    assert_eq!((reply.text().as_str(), reply.header("content-type")), ("x", Some("text/plain")));
}

#[tokio::test]
async fn put_object_by_a_presigned_url() {
    let (server, s3) = shelf();
    let url =
        s3.put_object().bucket("shelf").key("k").content_type("text/plain").presigned(hour()).await.expect("a URL");
    let _ = send(&server, &url, b"by URL").ok(200);
    assert_eq!(read(&s3, "k").await, b"by URL");
    let head = s3.head_object().bucket("shelf").key("k").send().await.expect("a head");
    assert_eq!(head.content_type(), Some("text/plain"));
    let url = s3.delete_object().bucket("shelf").key("k").presigned(hour()).await.expect("a URL");
    let _ = send(&server, &url, b"").ok(204);
}

#[tokio::test]
async fn put_object_in_virtual_host_style() {
    let server = Server::for_sdk(&["--domain", "localhost", "--bucket", "shelf"]);
    let s3 = sdk::client_virtual(server.addr());
    put(&s3, "a/b", "x").await;
    assert_eq!(read(&s3, "a/b").await, b"x");
    let path_style = sdk::client(&server.url());
    assert_eq!(read(&path_style, "a/b").await, b"x");
}
