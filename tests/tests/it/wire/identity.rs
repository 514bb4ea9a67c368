//! Who asks: any key and any signature while no credentials are checked, accounts by access key, and the owner header.

use super::{DIGITS, get, shelf, untouched};
use sandpail_tests::{Reply, Server};

const SIGNATURE: &str = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

/// A header signature of this key for this region.
fn signed(key: &str, region: &str) -> String {
    format!(
        "AWS4-HMAC-SHA256 Credential={key}/20260101/{region}/s3/aws4_request, \
         SignedHeaders=host;x-amz-content-sha256;x-amz-date, Signature={SIGNATURE}"
    )
}

fn as_key(server: &Server, key: &str, method: &str, target: &str) -> Reply {
    let authorization = signed(key, "us-east-1");
    server.raw().ask(method, target, &[("Authorization", &authorization)], b"")
}

#[test]
fn any_signature_will_do() {
    let server = shelf();
    let asymmetric = format!(
        "AWS4-ECDSA-P256-SHA256 Credential=anyone/20260101/s3/aws4_request, SignedHeaders=host, Signature={SIGNATURE}"
    );
    for authorization in [
        "-",
        &signed("test", "us-east-1"),
        &signed("AKIAIOSFODNN7EXAMPLE", "us-east-1"),
        &signed("key/with+odd=characters", "us-east-1"),
        &asymmetric,
        "AWS anyone:frJIUN8DYpKDtOLCwo//yllqDzg=",
    ] {
        let reply = server.raw().ask("GET", "/shelf/k", &[("Authorization", authorization)], b"");
        assert_eq!(reply.status, 200, "{authorization}: {}", reply.text());
    }
}

#[test]
fn a_signature_for_aws_global_is_for_the_wrong_region() {
    let server = shelf();
    let authorization = signed("anyone", "aws-global");
    let refusal = server.raw().ask("GET", "/shelf/k", &[("Authorization", &authorization)], b"").refusal();
    let message = "The authorization header is malformed; the region 'aws-global' is wrong; expecting 'us-east-1'";
    refusal.is(400, "AuthorizationHeaderMalformed", message, &[("Region", "us-east-1")]);
}

#[test]
fn an_authorization_of_no_kind_is_unsupported() {
    let server = shelf();
    for authorization in ["Basic dGVzdDp0ZXN0", "Bearer token"] {
        let refusal = server.raw().ask("GET", "/shelf/k", &[("Authorization", authorization)], b"").refusal();
        let fields = [("ArgumentName", "Authorization"), ("ArgumentValue", authorization)];
        refusal.is(400, "InvalidArgument", "Unsupported Authorization Type", &fields);
    }
}

#[test]
fn a_malformed_authorization_header_is_told_so() {
    let server = shelf();
    let refusal = server.raw().ask("GET", "/shelf/k", &[("Authorization", "AWS4-HMAC-SHA256")], b"").refusal();
    let message = "Authorization header is invalid -- one and only one ' ' (space) required";
    let fields = [("ArgumentName", "Authorization"), ("ArgumentValue", "AWS4-HMAC-SHA256")];
    refusal.is(400, "InvalidArgument", message, &fields);
    for rest in [" Credential=anyone", " Credential=a/b/c, SignedHeaders=host, Signature=0", " nonsense"] {
        let authorization = format!("AWS4-HMAC-SHA256{rest}");
        let refusal = server.raw().ask("PUT", "/shelf/k", &[("Authorization", &authorization)], DIGITS).refusal();
        assert_eq!(refusal.status, 400, "{authorization} {refusal:?}");
        assert_eq!(refusal.code, "AuthorizationHeaderMalformed", "{authorization} {refusal:?}");
    }
    untouched(&server);
}

#[test]
fn a_bucket_belongs_to_the_account_of_its_maker() {
    let server = Server::start();
    let (ours, theirs) = ("111111111111", "222222222222");
    assert_eq!(as_key(&server, ours, "PUT", "/shelf").status, 200);
    let message = "The requested bucket name is not available. The bucket namespace is shared by all users of the \
        system. Please select a different name and try again.";
    let refusal = as_key(&server, theirs, "PUT", "/shelf").refusal();
    refusal.is(409, "BucketAlreadyExists", message, &[("BucketName", "shelf")]);
    // In us-east-1 making one's own bucket again succeeds, as it always has.
    assert_eq!(as_key(&server, ours, "PUT", "/shelf").status, 200);
    assert_eq!(as_key(&server, theirs, "GET", "/").xml().all("Buckets/Bucket").len(), 0);
    assert_eq!(as_key(&server, ours, "GET", "/").xml().texts("Buckets/Bucket/Name"), ["shelf"]);
}

#[test]
fn keys_of_no_account_share_the_default_one() {
    let server = Server::start();
    assert_eq!(as_key(&server, "first", "PUT", "/shelf").status, 200);
    for key in ["second", "000000000000"] {
        assert_eq!(as_key(&server, key, "GET", "/").xml().texts("Buckets/Bucket/Name"), ["shelf"], "{key}");
    }
    let listed = as_key(&server, "third", "GET", "/").xml();
    assert_eq!(listed.get("Owner/ID").map(str::len), Some(64));
}

#[test]
fn the_expected_owner_must_be_the_owner() {
    let server = shelf();
    let ask = |owner: &str| server.raw().ask("GET", "/shelf/k", &[("x-amz-expected-bucket-owner", owner)], b"");
    assert_eq!(ask("000000000000").status, 200);
    ask("999999999999").refusal().is(403, "AccessDenied", "Access Denied", &[]);
    for odd in ["1", "abcdefghijkl", "0000000000000"] {
        let refusal = ask(odd).refusal();
        assert_eq!((refusal.status, refusal.code.as_str()), (400, "InvalidBucketOwnerAWSAccountID"), "{odd}");
        let message = "The value of the expected bucket owner parameter must be an AWS Account ID... ";
        assert_eq!(refusal.message, format!("{message}[{odd}]"));
    }
    let put = server.raw().ask("PUT", "/shelf/k", &[("x-amz-expected-bucket-owner", "999999999999")], DIGITS);
    put.refusal().is(403, "AccessDenied", "Access Denied", &[]);
    untouched(&server);
    assert_eq!(get(&server, "/shelf/k").text(), "before");
}
