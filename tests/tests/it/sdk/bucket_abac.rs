//! Attribute-based access control: <https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketAbac.html>

use aws_sdk_s3::types::{AbacStatus, BucketAbacStatus};

use super::shelf;

#[tokio::test]
async fn get_bucket_abac_says_disabled_at_first() {
    let (_server, s3) = shelf();
    let got = s3.get_bucket_abac().bucket("shelf").send().await.expect("a status");
    assert_eq!(got.abac_status.and_then(|status| status.status), Some(BucketAbacStatus::Disabled));
}

#[tokio::test]
async fn put_bucket_abac_replaces_the_status_and_makes_no_bucket() {
    let (_server, s3) = shelf();
    for status in [BucketAbacStatus::Enabled, BucketAbacStatus::Disabled] {
        let abac = AbacStatus::builder().status(status.clone()).build();
        s3.put_bucket_abac().bucket("shelf").abac_status(abac).send().await.expect("a status is put");
        let got = s3.get_bucket_abac().bucket("shelf").send().await.expect("a status");
        assert_eq!(got.abac_status.and_then(|status| status.status), Some(status));
    }
    let abac = AbacStatus::builder().status(BucketAbacStatus::Enabled).build();
    assert!(s3.put_bucket_abac().bucket("fresh").abac_status(abac).send().await.is_err());
    assert_eq!(s3.list_buckets().send().await.expect("a list").buckets().len(), 1);
}
