//! Which bucket a request is for: in the path, or in the host of a configured domain, on any port.

use super::put;
use sandpail_tests::Server;

fn server() -> Server {
    let server = Server::with(&[
        "--domain",
        "s3.test",
        "--domain",
        "localhost",
        "--bucket",
        "shelf",
        "--bucket",
        "my.dotted.shelf",
    ]);
    let _ = put(&server, "/shelf/k", b"of shelf").ok(200);
    let _ = put(&server, "/my.dotted.shelf/k", b"of my.dotted.shelf").ok(200);
    server
}

/// Asserts what a GET of `target` at `host` reads.
fn check(server: &Server, host: &str, target: &str, expected: &str) {
    let reply = server.raw().ask("GET", target, &[("Host", host)], b"");
    assert_eq!(reply.ok(200).text(), expected, "{host} {target}");
}

#[test]
fn a_bucket_may_be_a_subdomain_on_any_port() {
    let server = server();
    for host in ["shelf.s3.test", "shelf.s3.test:9000", "SHELF.S3.Test:80", "shelf.localhost", "shelf.localhost:1"] {
        check(&server, host, "/k", "of shelf");
    }
    for host in ["my.dotted.shelf.s3.test", "my.dotted.shelf.localhost:9000"] {
        check(&server, host, "/k", "of my.dotted.shelf");
    }
}

#[test]
fn every_other_host_is_path_style() {
    let server = server();
    for host in [
        "s3.test",
        "s3.test:9000",
        "localhost",
        "127.0.0.1:9000",
        "[::1]:9000",
        "sandpail",
        "s3mock:9090",
        "shelf.example.com",
        "shelfs3.test",
        "s3.us-east-1.amazonaws.com",
    ] {
        check(&server, host, "/shelf/k", "of shelf");
    }
}

#[test]
fn in_virtual_host_style_the_whole_path_is_the_key() {
    let server = server();
    let host = [("Host", "shelf.localhost")];
    for target in ["/shelf/k", "//", "/_sandpail/health"] {
        let _ = server.raw().ask("PUT", target, &host, target.as_bytes()).ok(200);
        check(&server, "shelf.localhost", target, target);
    }
    let listed = server.raw().ask("GET", "/?list-type=2", &host, b"").ok(200).xml();
    assert_eq!(listed.texts("Contents/Key"), ["/", "_sandpail/health", "k", "shelf/k"]);
}

#[test]
fn a_bucket_is_made_and_removed_by_its_host() {
    let server = server();
    let host = [("Host", "fresh.s3.test")];
    let reply = server.raw().ask("PUT", "/", &host, b"").ok(200);
    assert_eq!(reply.header("location"), Some("/fresh"));
    let _ = server.raw().ask("HEAD", "/fresh", &[], b"").ok(200);
    let _ = server.raw().ask("DELETE", "/", &host, b"").ok(204);
    let missing = server.raw().ask("GET", "/", &host, b"").refusal();
    missing.is(404, "NoSuchBucket", "The specified bucket does not exist", &[("BucketName", "fresh")]);
}

#[test]
fn an_absolute_target_names_the_host() {
    let server = server();
    let host = [("Host", "elsewhere")];
    let reply = server.raw().ask("GET", "http://shelf.s3.test:9000/k", &host, b"").ok(200);
    assert_eq!(reply.text(), "of shelf");
}
