//! Object Lock of buckets: <https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObjectLockConfiguration.html>. The
//! refusals are recorded where nothing else is said.

use aws_sdk_s3::Client;
use aws_sdk_s3::types::{
    BucketVersioningStatus, DefaultRetention, EventHoldDuration, ObjectLockConfiguration, ObjectLockEnabled,
    ObjectLockRetentionMode, ObjectLockRule, VersioningConfiguration,
};
use sandpail_tests::sdk::refused;

use super::locked::{COMPLIANCE, GOVERNANCE, locked_shelf};
use super::{enable_versions, set_versioning, shelf};

const MALFORMED: &str = "The XML you provided was not well-formed or did not validate against our published schema";

fn configuration(default: Option<DefaultRetention>) -> ObjectLockConfiguration {
    let rule = default.map(|default| ObjectLockRule::builder().default_retention(default).build());
    ObjectLockConfiguration::builder().object_lock_enabled(ObjectLockEnabled::Enabled).set_rule(rule).build()
}

fn period(mode: ObjectLockRetentionMode, days: Option<i32>, years: Option<i32>) -> DefaultRetention {
    DefaultRetention::builder().mode(mode).set_days(days).set_years(years).build()
}

async fn set(s3: &Client, configuration: ObjectLockConfiguration) {
    let put = s3.put_object_lock_configuration().bucket("shelf").object_lock_configuration(configuration);
    put.send().await.expect("a configuration is put");
}

async fn get(s3: &Client) -> ObjectLockConfiguration {
    let got = s3.get_object_lock_configuration().bucket("shelf").send().await.expect("a configuration");
    got.object_lock_configuration.expect("a document")
}

#[tokio::test]
async fn create_bucket_with_object_lock_keeps_versions() {
    let (_server, s3) = locked_shelf().await;
    assert_eq!(get(&s3).await, configuration(None));
    let versioning = s3.get_bucket_versioning().bucket("shelf").send().await.expect("a state");
    assert_eq!(versioning.status, Some(BucketVersioningStatus::Enabled));
}

#[tokio::test]
async fn get_object_lock_configuration_of_a_bucket_without_one() {
    let (_server, s3) = shelf();
    let get = |bucket: &'static str| s3.get_object_lock_configuration().bucket(bucket).send();
    let missing = "Object Lock configuration does not exist for this bucket";
    let code = "ObjectLockConfigurationNotFoundError";
    refused(get("shelf").await).is(404, code, missing, &[("BucketName", "shelf")]);
    let missing = "The specified bucket does not exist";
    refused(get("none").await).is(404, "NoSuchBucket", missing, &[("BucketName", "none")]);
}

#[tokio::test]
async fn put_object_lock_configuration_replaces_the_default() {
    let (_server, s3) = locked_shelf().await;
    let held = EventHoldDuration::builder().days(30).build();
    let held = DefaultRetention::builder().mode(COMPLIANCE).default_event_hold(held).build();
    for default in [
        Some(period(GOVERNANCE, Some(1), None)),
        Some(period(COMPLIANCE, None, Some(100))),
        Some(held),
        None,
        Some(period(GOVERNANCE, Some(36_500), None)),
    ] {
        set(&s3, configuration(default.clone())).await;
        assert_eq!(get(&s3).await, configuration(default));
    }
}

#[tokio::test]
async fn put_object_lock_configuration_of_an_existing_bucket_needs_versions() {
    let (_server, s3) = shelf();
    let put = || {
        let put = s3.put_object_lock_configuration().bucket("shelf").token("none is needed any more");
        put.object_lock_configuration(configuration(None)).send()
    };
    let unversioned = "Versioning must be 'Enabled' on the bucket to apply a Object Lock configuration";
    refused(put().await).is(409, "InvalidBucketState", unversioned, &[]);
    set_versioning(&s3, BucketVersioningStatus::Suspended).await;
    refused(put().await).is(409, "InvalidBucketState", unversioned, &[]);
    enable_versions(&s3).await;
    put().await.expect("a configuration is put");
    assert_eq!(get(&s3).await, configuration(None));
}

#[tokio::test]
async fn put_object_lock_configuration_refuses_what_is_incomplete() {
    let (_server, s3) = locked_shelf().await;
    set(&s3, configuration(Some(period(GOVERNANCE, Some(7), None)))).await;
    let default = || DefaultRetention::builder();
    let rule = ObjectLockRule::builder();
    let disabled = ObjectLockConfiguration::builder().object_lock_enabled(ObjectLockEnabled::from("Disabled"));
    for wrong in [
        ObjectLockConfiguration::builder().build(),
        disabled.build(),
        ObjectLockConfiguration::builder()
            .rule(rule.default_retention(period(GOVERNANCE, Some(1), None)).build())
            .build(),
        configuration(Some(default().build())),
        configuration(Some(default().days(1).build())),
        configuration(Some(period(GOVERNANCE, None, None))),
        configuration(Some(period(GOVERNANCE, Some(1), Some(1)))),
        configuration(Some(period(ObjectLockRetentionMode::from("governance"), Some(1), None))),
    ] {
        let put = s3.put_object_lock_configuration().bucket("shelf").object_lock_configuration(wrong);
        refused(put.send().await).is(400, "MalformedXML", MALFORMED, &[]);
    }
    assert_eq!(get(&s3).await, configuration(Some(period(GOVERNANCE, Some(7), None))), "nothing has changed");
}

/// As S3 was seen to answer: versity/versitygw#1738, storj/edge#528.
#[tokio::test]
async fn put_object_lock_configuration_refuses_periods_out_of_range() {
    let (_server, s3) = locked_shelf().await;
    let positive = "Default retention period must be a positive integer value.";
    let large = "Default retention period too large.";
    for (days, years, message, unit) in [
        (Some(0), None, positive, "Days"),
        (Some(-1), None, positive, "Days"),
        (Some(36_501), None, large, "Days"),
        (None, Some(0), positive, "Years"),
        (None, Some(101), large, "Years"),
    ] {
        let put = s3.put_object_lock_configuration().bucket("shelf");
        let put = put.object_lock_configuration(configuration(Some(period(GOVERNANCE, days, years))));
        refused(put.send().await).is(400, "InvalidArgument", message, &[("ArgumentName", unit)]);
    }
    assert_eq!(get(&s3).await, configuration(None));
}

#[tokio::test]
async fn put_bucket_versioning_cannot_suspend_under_a_lock() {
    let (_server, s3) = locked_shelf().await;
    let put = |status| {
        let versioning = VersioningConfiguration::builder().status(status).build();
        s3.put_bucket_versioning().bucket("shelf").versioning_configuration(versioning).send()
    };
    let message = "An Object Lock configuration is present on this bucket, so the versioning state cannot be changed.";
    refused(put(BucketVersioningStatus::Suspended).await).is(409, "InvalidBucketState", message, &[]);
    put(BucketVersioningStatus::Enabled).await.expect("what it is already");
}

#[tokio::test]
async fn delete_bucket_asks_only_whether_it_is_empty() {
    let (_server, s3) = locked_shelf().await;
    set(&s3, configuration(Some(period(COMPLIANCE, None, Some(1))))).await;
    s3.delete_bucket().bucket("shelf").send().await.expect("an empty bucket is deleted");
    s3.create_bucket().bucket("shelf").send().await.expect("a bucket");
    let get = s3.get_object_lock_configuration().bucket("shelf").send().await;
    assert_eq!(refused(get).code, "ObjectLockConfigurationNotFoundError", "the lock went with the bucket");
}
