//! Get- and PutBucketVersioning: never set, enabled, suspended; never unset again (AWS.md 46).

use super::{enable_versions, set_versioning, shelf};
use aws_sdk_s3::Client;
use aws_sdk_s3::types::{BucketVersioningStatus, VersioningConfiguration};
use sandpail_tests::sdk::refused;

async fn check(s3: &Client, expected: Option<BucketVersioningStatus>) {
    let got = s3.get_bucket_versioning().bucket("shelf").send().await.expect("an answer");
    assert_eq!(got.status(), expected.as_ref());
    assert_eq!(got.mfa_delete(), None);
}

#[tokio::test]
async fn get_bucket_versioning_follows_what_was_put() {
    let (_server, s3) = shelf();
    check(&s3, None).await;
    for status in [BucketVersioningStatus::Enabled, BucketVersioningStatus::Suspended, BucketVersioningStatus::Enabled]
    {
        set_versioning(&s3, status.clone()).await;
        check(&s3, Some(status)).await;
    }
}

#[tokio::test]
async fn put_bucket_versioning_needs_a_status() {
    let (_server, s3) = shelf();
    enable_versions(&s3).await;
    let empty = VersioningConfiguration::builder().build();
    let put = s3.put_bucket_versioning().bucket("shelf").versioning_configuration(empty);
    let message = "The Versioning element must be specified";
    refused(put.send().await).is(400, "IllegalVersioningConfigurationException", message, &[]);
    check(&s3, Some(BucketVersioningStatus::Enabled)).await;
}

#[tokio::test]
async fn put_bucket_versioning_of_none_is_refused() {
    let (_server, s3) = shelf();
    let enabled = VersioningConfiguration::builder().status(BucketVersioningStatus::Enabled).build();
    let put = s3.put_bucket_versioning().bucket("none").versioning_configuration(enabled);
    let fields = [("BucketName", "none")];
    refused(put.send().await).is(404, "NoSuchBucket", "The specified bucket does not exist", &fields);
    let get = s3.get_bucket_versioning().bucket("none").send().await;
    refused(get).is(404, "NoSuchBucket", "The specified bucket does not exist", &fields);
}
