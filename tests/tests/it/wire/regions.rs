//! Regions: one address stands for all of them, unless the host names one (decision 0010). The redirect's document is
//! as clients report it.

use sandpail_tests::{Reply, Server};

const MOVED: &str = "The bucket you are attempting to access must be addressed using the specified endpoint. Please send all future requests to this endpoint.";

/// `near` is in us-east-1, `far` in eu-west-1.
fn server() -> Server {
    let server = Server::with(&["--domain", "localhost", "--bucket", "near"]);
    let far =
        b"<CreateBucketConfiguration><LocationConstraint>eu-west-1</LocationConstraint></CreateBucketConfiguration>";
    let _ = server.raw().ask("PUT", "/far", &[], far).ok(200);
    let _ = super::put(&server, "/far/k", b"far").ok(200);
    server
}

/// Asks at `host`, signed for `region`.
fn ask(server: &Server, method: &str, host: &str, target: &str, region: &str, body: &[u8]) -> Reply {
    let authorization = format!(
        "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260101/{region}/s3/aws4_request, \
         SignedHeaders=host;x-amz-content-sha256;x-amz-date, Signature={}",
        "0".repeat(64)
    );
    server.raw().ask(method, target, &[("Host", host), ("Authorization", &authorization)], body)
}

#[test]
fn a_bucket_elsewhere_is_a_redirect_at_a_host_of_a_region() {
    let server = server();
    for (host, target, endpoint) in [
        ("s3.us-east-1.localhost:9000", "/far/k", "s3-eu-west-1.localhost:9000"),
        ("s3-us-east-1.amazonaws.com", "/far?list-type=2", "s3-eu-west-1.amazonaws.com"),
        ("far.s3.us-east-1.localhost", "/k", "far.s3-eu-west-1.localhost"),
    ] {
        let reply = ask(&server, "GET", host, target, "us-east-1", b"");
        assert_eq!(reply.header("x-amz-bucket-region"), Some("eu-west-1"), "{host}");
        reply.refusal().is(301, "PermanentRedirect", MOVED, &[("Endpoint", endpoint), ("Bucket", "far")]);
        let head = ask(&server, "HEAD", host, target, "us-east-1", b"");
        assert_eq!((head.status, head.header("x-amz-bucket-region")), (301, Some("eu-west-1")), "{host}");
        let there = ask(&server, "GET", endpoint, target, "eu-west-1", b"");
        assert_eq!(there.status, 200, "{endpoint}");
    }
    let reply = ask(&server, "PUT", "s3.us-east-1.localhost", "/far/new", "us-east-1", b"x");
    assert_eq!(reply.status, 301);
    assert_eq!(super::get(&server, "/far/new").status, 404, "nothing is written by a request that is sent away");
}

#[test]
fn a_signature_for_another_region_is_malformed_at_a_host_of_a_region() {
    let server = server();
    let message = "The authorization header is malformed; the region 'us-east-1' is wrong; expecting 'eu-west-1'";
    let reply = ask(&server, "GET", "s3.eu-west-1.localhost", "/far/k", "us-east-1", b"");
    reply.refusal().is(400, "AuthorizationHeaderMalformed", message, &[("Region", "eu-west-1")]);
    assert_eq!(ask(&server, "HEAD", "s3.eu-west-1.localhost", "/far", "us-east-1", b"").status, 400);
    let query = "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AK%2F20260101%2Fus-east-1%2Fs3%2Faws4_request\
        &X-Amz-Date=20260101T000000Z&X-Amz-Expires=60&X-Amz-SignedHeaders=host&X-Amz-Signature=00";
    let host = [("Host", "s3.eu-west-1.localhost"), ("Authorization", "-"), ("x-amz-date", "-")];
    let presigned = server.raw().ask("GET", &format!("/far/k?{query}"), &host, b"").refusal();
    let message =
        "Error parsing the X-Amz-Credential parameter; the region 'us-east-1' is wrong; expecting 'eu-west-1'";
    presigned.is(400, "AuthorizationQueryParametersError", message, &[("Region", "eu-west-1")]);
}

#[test]
fn a_copy_may_come_from_another_region() {
    let server = server();
    let headers = [("Host", "s3.us-east-1.localhost"), ("x-amz-copy-source", "far/k")];
    let _ = server.raw().ask("PUT", "/near/copy", &headers, b"").ok(200);
    assert_eq!(super::get(&server, "/near/copy").text(), "far");
}

#[test]
fn any_other_host_finds_every_bucket() {
    let server = server();
    for region in ["us-east-1", "eu-west-1", "ap-south-1"] {
        for host in ["localhost:9000", "127.0.0.1", "s3.amazonaws.com", "sandpail"] {
            assert_eq!(ask(&server, "GET", host, "/far/k", region, b"").text(), "far", "{host} {region}");
        }
        assert_eq!(ask(&server, "GET", "far.localhost", "/k", region, b"").text(), "far", "{region}");
    }
}

#[test]
fn a_host_of_a_region_makes_buckets_of_that_region() {
    let server = server();
    let host = "s3.eu-west-1.localhost";
    let message = "The unspecified location constraint is incompatible for the region specific endpoint this request was sent to.";
    let refusal = ask(&server, "PUT", host, "/other", "eu-west-1", b"").refusal();
    refusal.is(400, "IllegalLocationConstraintException", message, &[]);
    let eu = b"<CreateBucketConfiguration><LocationConstraint>EU</LocationConstraint></CreateBucketConfiguration>";
    let _ = ask(&server, "PUT", host, "/other", "eu-west-1", eu).ok(200);
    // Recorded: who used the older name of the region is told the older name.
    let location = ask(&server, "GET", host, "/other?location", "eu-west-1", b"").ok(200).xml();
    assert_eq!(location.text, "EU");
    let head = ask(&server, "HEAD", host, "/other", "eu-west-1", b"").ok(200);
    assert_eq!(head.header("x-amz-bucket-region"), Some("eu-west-1"));
}

#[test]
fn the_first_region_tells_where_any_bucket_is() {
    let server = server();
    let location = ask(&server, "GET", "s3.us-east-1.localhost", "/far?location", "us-east-1", b"").ok(200).xml();
    assert_eq!(location.text, "eu-west-1");
    assert_eq!(ask(&server, "GET", "s3.us-west-2.localhost", "/far?location", "us-west-2", b"").status, 301);
}
