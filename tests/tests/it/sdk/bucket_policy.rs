//! The policy of a bucket, and whether it is public. What is refused of one is tested in `rules/policy` of the server.
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketPolicy.html>

use aws_sdk_s3::Client;
use aws_sdk_s3::types::PublicAccessBlockConfiguration;
use sandpail_tests::sdk::{self, refused};
use sandpail_tests::{Refusal, Server};

use super::shelf;

/// A policy of one statement that allows these to read everything.
fn readable(principal: &str, condition: &str) -> String {
    format!(
        r#"{{ "Version": "2012-10-17",
  "Statement": {{"Effect": "Allow", "Principal": {principal}, "Action": ["s3:GetObject"],
    "Resource": "arn:aws:s3:::shelf/*", "Condition": {condition} }} }}"#
    )
}

fn own() -> String {
    readable(r#"{"AWS": "123456789012"}"#, "{}")
}

async fn put(s3: &Client, policy: &str) {
    s3.put_bucket_policy().bucket("shelf").policy(policy).send().await.expect("a policy is put");
}

async fn refusal(s3: &Client, policy: &str) -> Refusal {
    refused(s3.put_bucket_policy().bucket("shelf").policy(policy).send().await)
}

async fn policy(s3: &Client) -> Option<String> {
    s3.get_bucket_policy().bucket("shelf").send().await.expect("a policy").policy
}

async fn is_public(s3: &Client) -> Option<bool> {
    let got = s3.get_bucket_policy_status().bucket("shelf").send().await.expect("a status");
    got.policy_status.and_then(|status| status.is_public)
}

#[tokio::test]
async fn get_bucket_policy_of_none_is_refused() {
    let (_server, s3) = shelf();
    let missing = "The bucket policy does not exist";
    let bucket = [("BucketName", "shelf")];
    refused(s3.get_bucket_policy().bucket("shelf").send().await).is(404, "NoSuchBucketPolicy", missing, &bucket);
}

#[tokio::test]
async fn put_bucket_policy_keeps_every_byte() {
    let (server, s3) = shelf();
    for text in [own(), readable(r#"{"AWS":["123456789012","123456789013"]}"#, "{ }")] {
        let put = server.raw().ask("PUT", "/shelf?policy", &[], text.as_bytes());
        assert_eq!((put.status, put.text().as_str()), (204, ""));
        let got = server.raw().ask("GET", "/shelf?policy", &[], b"");
        assert_eq!((got.status, got.text()), (200, text.clone()));
        assert_eq!(got.header("content-type"), Some("application/json"));
        assert_eq!(policy(&s3).await, Some(text));
    }
}

#[tokio::test]
async fn put_bucket_policy_refuses_what_is_no_policy() {
    let (_server, s3) = shelf();
    put(&s3, &own()).await;
    let json = "Policies must be valid JSON and the first byte must be '{'";
    for text in ["", "invalid json", " {}"] {
        refusal(&s3, text).await.is(400, "MalformedPolicy", json, &[]);
    }
    refusal(&s3, "{}").await.is(400, "MalformedPolicy", "Missing required field Statement", &[]);
    let foreign = own().replace("shelf", "other");
    let detail = [("Detail", "arn:aws:s3:::other/*")];
    refusal(&s3, &foreign).await.is(400, "MalformedPolicy", "Policy has invalid resource", &detail);
    let unknown = own().replace("GetObject", "GetObjects");
    let detail = [("Detail", "s3:GetObjects")];
    refusal(&s3, &unknown).await.is(400, "MalformedPolicy", "Policy has invalid action", &detail);
    assert_eq!(policy(&s3).await, Some(own()));
}

#[tokio::test]
async fn put_bucket_policy_refuses_a_public_one_while_those_are_blocked() {
    let server = Server::for_sdk(&[]);
    let s3 = sdk::client_as(&server.url(), "111111111111");
    s3.create_bucket().bucket("shelf").send().await.expect("a bucket");
    let public = readable("\"*\"", "{}");
    let blocked = "User: arn:aws:iam::111111111111:root is not authorized to perform: s3:PutBucketPolicy on resource: \
                   \"arn:aws:s3:::shelf\" because public policies are blocked by the BlockPublicPolicy block public \
                   access setting.";
    refusal(&s3, &public).await.is(403, "AccessDenied", blocked, &[]);
    let other = sdk::client_as(&server.url(), "222222222222");
    refusal(&other, &public).await.is(403, "AccessDenied", "Access Denied", &[]);
    assert!(s3.get_bucket_policy().bucket("shelf").send().await.is_err());
    put(&s3, &readable("\"*\"", r#"{"IpAddress": {"aws:SourceIp": "10.0.0.0/8"}}"#)).await;
    let rest = PublicAccessBlockConfiguration::builder();
    let rest = rest.block_public_acls(true).ignore_public_acls(true).restrict_public_buckets(true).build();
    let unblock = s3.put_public_access_block().bucket("shelf").public_access_block_configuration(rest);
    unblock.send().await.expect("public policies may be put");
    put(&s3, &public).await;
}

#[tokio::test]
async fn delete_bucket_policy_removes_it() {
    let (_server, s3) = shelf();
    put(&s3, &own()).await;
    for _ in 0..2 {
        s3.delete_bucket_policy().bucket("shelf").send().await.expect("the policy is deleted");
    }
    assert_eq!(refused(s3.get_bucket_policy().bucket("shelf").send().await).code, "NoSuchBucketPolicy");
    put(&s3, &own()).await;
    s3.delete_bucket().bucket("shelf").send().await.expect("the bucket is deleted");
    s3.create_bucket().bucket("shelf").send().await.expect("a bucket");
    assert_eq!(refused(s3.get_bucket_policy().bucket("shelf").send().await).code, "NoSuchBucketPolicy");
}

#[tokio::test]
async fn get_bucket_policy_status_tells_whether_everyone_is_let_in() {
    let (_server, s3) = shelf();
    let missing = "The bucket policy does not exist";
    let none = refused(s3.get_bucket_policy_status().bucket("shelf").send().await);
    none.is(404, "NoSuchBucketPolicy", missing, &[("BucketName", "shelf")]);
    put(&s3, &own()).await;
    assert_eq!(is_public(&s3).await, Some(false));
    s3.delete_public_access_block().bucket("shelf").send().await.expect("public policies may be put");
    put(&s3, &readable("\"*\"", "{}")).await;
    assert_eq!(is_public(&s3).await, Some(true));
    put(&s3, &readable("\"*\"", r#"{"StringEquals": {"aws:SourceVpc": "vpc-1"}}"#)).await;
    assert_eq!(is_public(&s3).await, Some(false));
}
