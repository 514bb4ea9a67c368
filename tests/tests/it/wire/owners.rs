//! The account that a caller expects a bucket to belong to: every operation on a bucket asks before anything else.

use sandpail_tests::digest::content_md5;
use sandpail_tests::{Reply, Server};

use super::unserved::OF_BUCKETS;

/// Requests that write, with what they write.
const WRITES: [(&str, &str, &str); 15] = [
    ("PUT", "/shelf/k", "after"),
    ("PUT", "/shelf/k?partNumber=1&uploadId=x", "part"),
    ("POST", "/shelf/k?uploads", ""),
    (
        "POST",
        "/shelf/k?uploadId=x",
        "<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>x</ETag></Part></CompleteMultipartUpload>",
    ),
    ("DELETE", "/shelf/k?uploadId=x", ""),
    ("DELETE", "/shelf/k", ""),
    ("DELETE", "/shelf/k?tagging", ""),
    ("DELETE", "/shelf", ""),
    ("PUT", "/shelf/k?tagging", "<Tagging><TagSet/></Tagging>"),
    ("PUT", "/shelf/k?acl", ""),
    ("PUT", "/shelf?acl", ""),
    ("PUT", "/shelf?tagging", "<Tagging><TagSet/></Tagging>"),
    ("PUT", "/shelf?versioning", "<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>"),
    (
        "PUT",
        "/shelf?requestPayment",
        "<RequestPaymentConfiguration><Payer>Requester</Payer></RequestPaymentConfiguration>",
    ),
    ("POST", "/shelf?delete", "<Delete><Object><Key>k</Key></Object></Delete>"),
];

/// Every request that there is on a bucket or on an object in it.
fn requests() -> Vec<(&'static str, String, &'static str)> {
    let mut requests = vec![("HEAD", "/shelf".to_owned(), ""), ("HEAD", "/shelf/k".to_owned(), "")];
    for target in ["/shelf", "/shelf?list-type=2", "/shelf/k", "/shelf/k?uploadId=x", "/shelf/k?attributes"] {
        requests.push(("GET", target.to_owned(), ""));
    }
    for name in ["acl", "tagging", "retention", "legal-hold", "torrent"] {
        requests.push(("GET", format!("/shelf/k?{name}"), ""));
    }
    for name in OF_BUCKETS {
        requests.push(("GET", format!("/shelf?{name}"), ""));
        requests.push(("DELETE", format!("/shelf?{name}"), ""));
    }
    requests.extend(WRITES.map(|(method, target, body)| (method, target.to_owned(), body)));
    requests
}

fn ask(server: &Server, method: &str, target: &str, body: &str, account: &str) -> Reply {
    let digest = content_md5(body.as_bytes());
    let mut headers = vec![("x-amz-expected-bucket-owner", account)];
    match target.rsplit('?').next() {
        Some("acl") => headers.push(("x-amz-acl", "private")),
        Some("attributes") => headers.push(("x-amz-object-attributes", "ETag")),
        Some("delete" | "tagging") => headers.push(("Content-MD5", &digest)),
        _ => {}
    }
    server.raw().ask(method, target, &headers, body.as_bytes())
}

#[test]
fn every_request_asks_whose_the_bucket_is() {
    let server = super::shelf();
    let mut served = 0;
    for (method, target, body) in requests() {
        for (account, status, code) in [
            ("210987654321", 403, "AccessDenied"),
            ("21098765432", 400, "InvalidBucketOwnerAWSAccountID"),
            ("", 400, "InvalidBucketOwnerAWSAccountID"),
        ] {
            let reply = ask(&server, method, &target, body, account);
            if method == "HEAD" {
                assert_eq!((reply.status, reply.body.len()), (status, 0), "{method} {target} {account:?}");
            } else if !matches!(reply.status, 405 | 501) {
                served += 1;
                let refusal = reply.refusal();
                assert_eq!((reply.status, refusal.code.as_str()), (status, code), "{method} {target} {account:?}");
            }
        }
    }
    assert!(served > 100, "only {served} answers were of operations that are served");
    assert_eq!(super::get(&server, "/shelf/k").text(), "before");
    assert_eq!(server.raw().ask("GET", "/shelf?versioning", &[], b"").xml().get("Status"), None);
}

#[test]
fn a_copy_asks_whose_its_source_is() {
    let server = super::shelf();
    let _ = super::put(&server, "/shelf/there", b"there").ok(200);
    let created = server.raw().ask("POST", "/shelf/k?uploads", &[], b"").ok(200).xml();
    let upload = created.get("UploadId").expect("an upload");
    for target in ["/shelf/k".to_owned(), format!("/shelf/k?partNumber=1&uploadId={upload}")] {
        for (account, status, code) in
            [("210987654321", 403, "AccessDenied"), ("21098765432", 400, "InvalidBucketOwnerAWSAccountID")]
        {
            let headers = [("x-amz-copy-source", "shelf/there"), ("x-amz-source-expected-bucket-owner", account)];
            let refusal = server.raw().ask("PUT", &target, &headers, b"").refusal();
            assert_eq!((refusal.status, refusal.code.as_str()), (status, code), "{target} {account}");
        }
    }
    assert_eq!(super::get(&server, "/shelf/k").text(), "before");
}
