//! Hosts of websites: those of S3, those of local servers, and names of one's own (decision 0016).
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/WebsiteEndpoints.html>

use sandpail_tests::Server;

use super::website::{INDEX, browse, configure};
use super::{get, put};

/// `shelf` and `www.example.com` are websites in us-east-1, `far` one in eu-central-1; their index documents hold their names.
fn server() -> Server {
    let server = Server::with(&[
        "--domain",
        "localhost",
        "--website-domain",
        "example.com,web.localhost",
        "--bucket",
        "shelf,www.example.com,example.com,www",
    ]);
    let far =
        b"<CreateBucketConfiguration><LocationConstraint>eu-central-1</LocationConstraint></CreateBucketConfiguration>";
    let _ = server.raw().ask("PUT", "/far", &[], far).ok(200);
    for bucket in ["shelf", "www.example.com", "example.com", "www", "far"] {
        let website = format!("<WebsiteConfiguration>{INDEX}</WebsiteConfiguration>");
        let _ = put(&server, &format!("/{bucket}?website"), website.as_bytes()).ok(200);
        let _ = put(&server, &format!("/{bucket}/index.html"), bucket.as_bytes()).ok(200);
    }
    server
}

#[test]
fn a_website_has_many_names() {
    let server = server();
    for (host, bucket) in [
        ("shelf.s3-website-us-east-1.amazonaws.com", "shelf"),
        ("shelf.s3-website.us-east-1.amazonaws.com", "shelf"),
        ("shelf.s3-website-us-east-1.localhost:9000", "shelf"),
        ("Shelf.S3-Website.localhost:9000", "shelf"),
        ("shelf.s3-website.localhost.localstack.cloud:4566", "shelf"),
        ("www.example.com.s3-website-us-east-1.localhost", "www.example.com"),
        ("far.s3-website.eu-central-1.localhost", "far"),
        ("far.s3-website.localhost", "far"),
        ("shelf.web.localhost:9000", "shelf"),
        ("shelf.example.com", "shelf"),
        ("www.example.com", "www.example.com"),
        ("example.com:8080", "example.com"),
    ] {
        assert_eq!(browse(&server, "GET", "/", &[("Host", host)]).ok(200).text(), bucket, "{host}");
    }
    let absolute = browse(&server, "GET", "http://shelf.s3-website.localhost/index.html", &[("Host", "elsewhere")]);
    assert_eq!(absolute.ok(200).text(), "shelf");
}

#[test]
fn other_names_are_those_of_the_api() {
    let server = server();
    for host in ["shelf.localhost", "shelf.s3.us-east-1.localhost"] {
        let listed = server.raw().ask("GET", "/", &[("Host", host)], b"").ok(200).xml();
        assert_eq!(listed.name, "ListBucketResult", "{host}");
    }
    for host in ["localhost", "shelf.s3-website-moon-1.test", "s3-website", "www.example.org"] {
        let reply = server.raw().ask("GET", "/shelf/index.html", &[("Host", host)], b"").ok(200);
        assert!(reply.header("accept-ranges").is_some(), "{host}");
    }
}

#[test]
fn a_website_elsewhere_is_told_of() {
    // As captured by users of S3, of both forms.
    let server = server();
    for (host, endpoint) in [
        ("far.s3-website-us-east-1.localhost:9000", "far.s3-website.eu-central-1.localhost:9000"),
        ("shelf.s3-website.eu-central-1.localhost", "shelf.s3-website-us-east-1.localhost"),
    ] {
        let reply = browse(&server, "GET", "/index.html", &[("Host", host)]).ok(400);
        let message =
            "The specified bucket exists in another region. Please direct requests to the specified endpoint.";
        assert_eq!(reply.header("x-amz-error-code"), Some("IncorrectEndpoint"));
        assert_eq!(reply.header("x-amz-error-message"), Some(message));
        assert_eq!(reply.header("x-amz-error-detail-Endpoint"), Some(endpoint));
        assert!(reply.text().contains(&format!("<li>Endpoint: {endpoint}</li>\n")), "{}", reply.text());
        let _ = browse(&server, "GET", "/index.html", &[("Host", endpoint)]).ok(200);
    }
}

#[test]
fn an_endpoint_without_a_bucket_is_about_s3() {
    // As captured by users of S3.
    let server = server();
    let reply = browse(&server, "GET", "/shelf/", &[("Host", "s3-website-us-east-1.localhost")]).ok(301);
    assert_eq!(reply.header("location"), Some("https://aws.amazon.com/s3/"));
    assert_eq!(reply.header("x-amz-error-code"), Some("WebsiteRedirect"));
    assert_eq!(reply.header("x-amz-error-message"), Some("Request does not contain a bucket name."));
    assert!(reply.text().starts_with("<html>\n<head><title>301 Moved Permanently</title></head>\n"));
}

#[test]
fn a_website_follows_its_document() {
    let server = server();
    let host = [("Host", "shelf.s3-website.localhost")];
    let _ = browse(&server, "GET", "/", &host).ok(200);
    configure(&server, "<RedirectAllRequestsTo><HostName>h</HostName></RedirectAllRequestsTo>");
    let _ = browse(&server, "GET", "/", &host).ok(301);
    let _ = server.raw().ask("DELETE", "/shelf?website", &[], b"").ok(204);
    let _ = browse(&server, "GET", "/", &host).ok(404);
    assert_eq!(get(&server, "/shelf/index.html").ok(200).text(), "shelf");
}
