//! GetObject and PutObject by URLs that the SDK presigned for a name that only containers know, used at the address
//! that everyone else has: good where the name is an alias, refused and explained where it is none.

use std::time::Duration;

use aws_sdk_s3::presigning::{PresignedRequest, PresigningConfig};
use sandpail_tests::{Reply, Server, sdk};

/// The endpoint as containers know it.
const INSIDE: &str = "http://s3mock:9000";

fn server(args: &[&str]) -> Server {
    let keys =
        ["--listen", "127.0.0.1:0", "--bucket", "shelf", "--access-key", sdk::ACCESS_KEY, "--secret-key", sdk::SECRET];
    Server::spawn(&[&keys, args].concat(), &[])
}

fn hour() -> PresigningConfig {
    PresigningConfig::expires_in(Duration::from_secs(3600)).expect("an hour is allowed")
}

/// Sends what was presigned to where the server really is.
fn send(server: &Server, request: &PresignedRequest, body: &[u8]) -> Reply {
    let target = request.uri().strip_prefix(INSIDE).expect("a URL of that endpoint");
    let mut headers = vec![("Authorization", "-"), ("x-amz-date", "-"), ("x-amz-content-sha256", "-")];
    headers.extend(request.headers());
    server.raw().ask(request.method(), target, &headers, body)
}

#[tokio::test]
async fn a_url_for_an_alias_is_good() {
    let server = server(&["--host-alias", "s3mock:9000,files.example.com"]);
    let s3 = sdk::client(INSIDE);
    let put =
        s3.put_object().bucket("shelf").key("a b").content_type("text/plain").presigned(hour()).await.expect("a URL");
    let _ = send(&server, &put, b"by alias").ok(200);
    let get = s3.get_object().bucket("shelf").key("a b").presigned(hour()).await.expect("a URL");
    assert_eq!(send(&server, &get, b"").ok(200).text(), "by alias");
    // The endpoint's own name is as good as ever, and no other is.
    let own = sdk::client(&server.url());
    assert!(own.get_object().bucket("shelf").key("a b").send().await.is_ok());
    let other = sdk::client("http://other:9000")
        .get_object()
        .bucket("shelf")
        .key("a b")
        .presigned(hour())
        .await
        .expect("a URL");
    let target = other.uri().strip_prefix("http://other:9000").expect("a URL of that endpoint");
    let bare = [("Authorization", "-"), ("x-amz-date", "-"), ("x-amz-content-sha256", "-")];
    assert_eq!(server.raw().ask("GET", target, &bare, b"").refusal().code, "SignatureDoesNotMatch");
}

#[tokio::test]
async fn a_url_for_no_alias_is_refused_and_explained() {
    let server = server(&[]);
    let get = sdk::client(INSIDE).get_object().bucket("shelf").key("a b").presigned(hour()).await.expect("a URL");
    let refused = send(&server, &get, b"");
    assert_eq!(refused.refusal().code, "SignatureDoesNotMatch");
    assert!(server.logged("signature refused").contains("The signature is good for host `s3mock:9000`"));
}

#[tokio::test]
async fn what_is_wrong_besides_the_host_is_explained_as_well() {
    let server = server(&["--host-alias", "s3mock:9000"]);
    let get = sdk::client(INSIDE).get_object().bucket("shelf").key("k").presigned(hour()).await.expect("a URL");
    let target = get.uri().strip_prefix(INSIDE).expect("a URL of that endpoint");
    let bare = [("Authorization", "-"), ("x-amz-date", "-"), ("x-amz-content-sha256", "-")];
    assert_eq!(server.raw().ask("HEAD", target, &bare, b"").status, 403);
    assert!(server.logged("signature refused").contains("Besides: The signature is good for the method GET"));
}
