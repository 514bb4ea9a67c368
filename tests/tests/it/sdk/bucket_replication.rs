//! Replication configurations: <https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketReplication.html>
//! What is refused is recorded behaviour where it says so, and else what users of S3 quote.

use aws_sdk_s3::Client;
use aws_sdk_s3::types::{
    BucketVersioningStatus, DeleteMarkerReplication, DeleteMarkerReplicationStatus, Destination, Metrics,
    MetricsStatus, ReplicationConfiguration, ReplicationRule, ReplicationRuleFilter, ReplicationRuleStatus,
    ReplicationTime, ReplicationTimeStatus, ReplicationTimeValue, StorageClass, VersioningConfiguration,
};
use sandpail_tests::sdk::refused;
use sandpail_tests::{Refusal, Server};

use super::{enable_versions, shelf};

const ROLE: &str = "arn:aws:iam::123456789012:role/replication";

/// A bucket of another region, to replicate to.
async fn target(s3: &Client, versions: bool) {
    s3.create_bucket().bucket("target").send().await.expect("a bucket");
    if versions {
        let enabled = VersioningConfiguration::builder().status(BucketVersioningStatus::Enabled).build();
        let put = s3.put_bucket_versioning().bucket("target").versioning_configuration(enabled);
        put.send().await.expect("versioning is set");
    }
}

fn rule(destination: Destination) -> ReplicationRule {
    let markers = DeleteMarkerReplication::builder().status(DeleteMarkerReplicationStatus::Disabled).build();
    let rule = ReplicationRule::builder().id("rtc").priority(0).filter(ReplicationRuleFilter::builder().build());
    let rule = rule.status(ReplicationRuleStatus::Disabled).delete_marker_replication(markers);
    rule.destination(destination).build().expect("a rule")
}

fn destination() -> Destination {
    Destination::builder().bucket("arn:aws:s3:::target").build().expect("a bucket")
}

fn configuration(rule: ReplicationRule) -> ReplicationConfiguration {
    ReplicationConfiguration::builder().role(ROLE).rules(rule).build().expect("a role and rules")
}

async fn put(s3: &Client, rule: ReplicationRule) {
    let put = s3.put_bucket_replication().bucket("shelf").replication_configuration(configuration(rule));
    put.send().await.expect("a configuration is put");
}

async fn check_none(s3: &Client) {
    let refusal = refused(s3.get_bucket_replication().bucket("shelf").send().await);
    let message = "The replication configuration was not found";
    refusal.is(404, "ReplicationConfigurationNotFoundError", message, &[("BucketName", "shelf")]);
}

/// Sends a configuration as it is written.
fn send(server: &Server, role: &str, rules: &str) -> sandpail_tests::Reply {
    let body = format!("<ReplicationConfiguration><Role>{role}</Role>{rules}</ReplicationConfiguration>");
    let digest = sandpail_tests::digest::content_md5(body.as_bytes());
    server.raw().ask("PUT", "/shelf?replication", &[("Content-MD5", &digest)], body.as_bytes())
}

#[tokio::test]
async fn get_bucket_replication_of_none_is_refused() {
    let (_server, s3) = shelf();
    check_none(&s3).await;
}

/// Recorded: an empty filter stays one, and what the destination says is kept.
#[tokio::test]
async fn put_bucket_replication_keeps_the_configuration() {
    let (_server, s3) = shelf();
    enable_versions(&s3).await;
    target(&s3, true).await;
    let quarter = ReplicationTimeValue::builder().minutes(15).build();
    let time = ReplicationTime::builder().status(ReplicationTimeStatus::Enabled).time(quarter.clone());
    let metrics = Metrics::builder().status(MetricsStatus::Enabled).event_threshold(quarter);
    let to = Destination::builder().bucket("arn:aws:s3:::target").storage_class(StorageClass::Standard);
    let to = to.replication_time(time.build().expect("a time")).metrics(metrics.build().expect("a status"));
    let rule = rule(to.build().expect("a bucket"));
    put(&s3, rule.clone()).await;
    let got = s3.get_bucket_replication().bucket("shelf").send().await.expect("a configuration");
    assert_eq!(got.replication_configuration, Some(configuration(rule)));
}

#[tokio::test]
async fn put_bucket_replication_names_rules_without_name() {
    let (_server, s3) = shelf();
    enable_versions(&s3).await;
    target(&s3, true).await;
    let mut rule = rule(destination());
    rule.id = None;
    put(&s3, rule).await;
    let got = s3.get_bucket_replication().bucket("shelf").send().await.expect("a configuration");
    let rules = got.replication_configuration.expect("a configuration").rules;
    assert_eq!(rules[0].id.as_ref().map(String::len), Some(48));
}

/// Recorded.
#[tokio::test]
async fn put_bucket_replication_needs_versions_on_both_sides() {
    let (_server, s3) = shelf();
    let ask =
        || s3.put_bucket_replication().bucket("shelf").replication_configuration(configuration(rule(destination())));
    let source = "Versioning must be 'Enabled' on the bucket to apply a replication configuration";
    refused(ask().send().await).is(400, "InvalidRequest", source, &[]);
    enable_versions(&s3).await;
    let other = "Destination bucket must have versioning enabled.";
    refused(ask().send().await).is(400, "InvalidRequest", other, &[]);
    target(&s3, false).await;
    refused(ask().send().await).is(400, "InvalidRequest", other, &[]);
    check_none(&s3).await;
}

/// Recorded, but for the versioning.
#[tokio::test]
async fn delete_bucket_replication_removes_what_there_is() {
    let (_server, s3) = shelf();
    enable_versions(&s3).await;
    target(&s3, true).await;
    put(&s3, rule(destination())).await;
    let suspended = VersioningConfiguration::builder().status(BucketVersioningStatus::Suspended).build();
    let suspend = || s3.put_bucket_versioning().bucket("shelf").versioning_configuration(suspended.clone());
    let held = "A replication configuration is present on this bucket, so you cannot change the versioning state. To \
         change the versioning state, first delete the replication configuration.";
    refused(suspend().send().await).is(409, "InvalidBucketState", held, &[]);
    for _ in 0..2 {
        s3.delete_bucket_replication().bucket("shelf").send().await.expect("it is deleted");
        check_none(&s3).await;
    }
    suspend().send().await.expect("versioning is suspended");
}

const TO: &str = "<Destination><Bucket>arn:aws:s3:::target</Bucket></Destination><Status>Enabled</Status>";
const SECOND: &str = "<Filter/><DeleteMarkerReplication><Status>Disabled</Status></DeleteMarkerReplication>";

#[tokio::test]
async fn put_bucket_replication_refuses_what_is_malformed() {
    let (server, s3) = shelf();
    enable_versions(&s3).await;
    target(&s3, true).await;
    let message = "The XML you provided was not well-formed or did not validate against our published schema";
    let tag = "<Tag><Key>k</Key><Value>v</Value></Tag>";
    for rules in [
        // Recorded.
        String::new(),
        format!("<Rule>{TO}</Rule>"),
        format!("<Rule><Prefix/>{SECOND}<Priority>1</Priority>{TO}</Rule>"),
        format!("<Rule><Prefix/><Status>on</Status>{TO}</Rule>"),
        format!("<Rule><Filter><Prefix/>{tag}</Filter><Priority>1</Priority>{TO}</Rule>"),
        "<Rule><Prefix/><Status>Enabled</Status></Rule>".to_owned(),
        format!(
            "<Rule><Prefix/><ExistingObjectReplication><Status>Enabled</Status></ExistingObjectReplication>{TO}</Rule>"
        ),
    ] {
        send(&server, ROLE, &rules).refusal().is(400, "MalformedXML", message, &[]);
    }
}

/// What one rule is refused with.
fn refusal(server: &Server, inner: &str) -> Refusal {
    send(server, ROLE, &format!("<Rule>{inner}</Rule>")).refusal()
}

#[tokio::test]
async fn put_bucket_replication_refuses_what_does_not_go_together() {
    let (server, s3) = shelf();
    enable_versions(&s3).await;
    target(&s3, true).await;
    let schema = |what: &str| {
        format!(
            "{what} for this version of Cross Region Replication configuration schema. Please refer to S3 Developer Guide for more information."
        )
    };
    let itself = TO.replace("target", "shelf");
    for (inner, message) in [
        (format!("{SECOND}{TO}"), schema("Priority must be specified")),
        (format!("<Filter/><Priority>1</Priority>{TO}"), schema("DeleteMarkerReplication must be specified")),
        (format!("<Prefix/><Priority>1</Priority>{TO}"), schema("Priority cannot be used")),
        (format!("<Prefix/>{itself}"), "Destination bucket cannot be the same as the source bucket.".to_owned()),
        (format!("{SECOND}<Priority>-1</Priority>{TO}"), "Priority must be between 0 and 2147483647.".to_owned()),
        (format!("<Prefix/><SourceSelectionCriteria/>{TO}"), "SourceSelectionCriteria cannot be empty.".to_owned()),
    ] {
        refusal(&server, &inner).is(400, "InvalidRequest", &message, &[]);
    }
    let twice = format!("<Rule>{SECOND}<Priority>1</Priority>{TO}</Rule>").repeat(2);
    send(&server, ROLE, &twice).refusal().is(400, "InvalidRequest", "Found duplicate priority 1.", &[]);
    check_none(&s3).await;
}

#[tokio::test]
async fn put_bucket_replication_refuses_arguments() {
    let (server, s3) = shelf();
    enable_versions(&s3).await;
    target(&s3, true).await;
    for (role, message) in [
        ("replication", "Invalid Role specified in replication configuration"),
        ("arn:aws:iam::123456789012:user/me", "The relative id should start with role"),
    ] {
        let fields = [("ArgumentName", "Role"), ("ArgumentValue", role)];
        let rule = format!("<Rule><Prefix/>{TO}</Rule>");
        send(&server, role, &rule).refusal().is(400, "InvalidArgument", message, &fields);
    }
    let bucket = TO.replace("arn:aws:s3:::target", "target");
    let fields = [("ArgumentName", "Bucket"), ("ArgumentValue", "target")];
    refusal(&server, &format!("<Prefix/>{bucket}")).is(400, "InvalidArgument", "Invalid bucket ARN", &fields);
    let long = "i".repeat(256);
    let fields = [("ArgumentName", "ID"), ("ArgumentValue", long.as_str())];
    let inner = format!("<ID>{long}</ID><Prefix/>{TO}");
    refusal(&server, &inner).is(400, "InvalidArgument", "Rule Id cannot be greater than 255", &fields);
    check_none(&s3).await;
}
