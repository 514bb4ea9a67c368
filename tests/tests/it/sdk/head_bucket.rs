//! HeadBucket: there or not, and where (AWS.md 14).

use super::shelf;
use sandpail_tests::sdk::refused;

#[tokio::test]
async fn head_bucket_tells_region_and_name() {
    let (server, s3) = shelf();
    let head = s3.head_bucket().bucket("shelf").send().await.expect("it is there");
    assert_eq!(head.bucket_region(), Some("us-east-1"));
    assert_eq!(head.bucket_arn(), Some("arn:aws:s3:::shelf"));
    assert_eq!(head.access_point_alias(), Some(false));
    let reply = server.raw().ask("HEAD", "/shelf", &[], b"").ok(200);
    assert_eq!(reply.header("content-type"), Some("application/xml"));
    assert_eq!(reply.header("x-amz-access-point-alias"), Some("false"));
}

#[tokio::test]
async fn head_bucket_of_none_is_a_bare_404() {
    let (_server, s3) = shelf();
    let refusal = refused(s3.head_bucket().bucket("none").send().await);
    assert_eq!((refusal.status, refusal.code.as_str()), (404, ""));
}
