//! Server access logging: <https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketLogging.html>

use aws_sdk_s3::Client;
use aws_sdk_s3::types::{
    BucketLocationConstraint, BucketLoggingStatus, BucketLogsPermission, CreateBucketConfiguration, Grantee,
    LoggingEnabled, ObjectOwnership, PartitionDateSource, PartitionedPrefix, TargetGrant, TargetObjectKeyFormat, Type,
};
use sandpail_tests::sdk::{client_as, client_in, refused};
use sandpail_tests::{Refusal, sdk};

use super::shelf;

fn to(target: &str) -> LoggingEnabled {
    LoggingEnabled::builder().target_bucket(target).target_prefix("log").build().expect("a target and a prefix")
}

fn status(enabled: Option<LoggingEnabled>) -> BucketLoggingStatus {
    BucketLoggingStatus::builder().set_logging_enabled(enabled).build()
}

async fn put(s3: &Client, enabled: Option<LoggingEnabled>) {
    let put = s3.put_bucket_logging().bucket("shelf").bucket_logging_status(status(enabled));
    put.send().await.expect("logging is set");
}

async fn get(s3: &Client) -> Option<LoggingEnabled> {
    s3.get_bucket_logging().bucket("shelf").send().await.expect("a status").logging_enabled
}

async fn refusal(s3: &Client, bucket: &str, enabled: LoggingEnabled) -> Refusal {
    refused(s3.put_bucket_logging().bucket(bucket).bucket_logging_status(status(Some(enabled))).send().await)
}

/// Everyone who writes logs, granted `permission`.
fn grant(permission: &str) -> TargetGrant {
    let logs = Grantee::builder().r#type(Type::Group).uri("http://acs.amazonaws.com/groups/s3/LogDelivery");
    let grantee = logs.build().expect("a type");
    TargetGrant::builder().grantee(grantee).permission(BucketLogsPermission::from(permission)).build()
}

fn granting(target: &str, grants: Vec<TargetGrant>) -> LoggingEnabled {
    let mut enabled = to(target);
    enabled.target_grants = Some(grants);
    enabled
}

#[tokio::test]
async fn get_bucket_logging_of_none_is_empty() {
    let (server, s3) = shelf();
    assert_eq!(get(&s3).await, None);
    let document = server.raw().ask("GET", "/shelf?logging", &[], b"").ok(200).xml();
    assert_eq!((document.name.as_str(), document.children.len()), ("BucketLoggingStatus", 0));
}

/// Recorded.
#[tokio::test]
async fn put_bucket_logging_sets_and_unsets_the_target() {
    let (_server, s3) = shelf();
    s3.create_bucket().bucket("logs").send().await.expect("a bucket");
    put(&s3, Some(to("logs"))).await;
    assert_eq!(get(&s3).await, Some(to("logs")));
    let source = PartitionedPrefix::builder().partition_date_source(PartitionDateSource::EventTime).build();
    let format = TargetObjectKeyFormat::builder().partitioned_prefix(source).build();
    let mut enabled = to("shelf");
    enabled.target_object_key_format = Some(format);
    put(&s3, Some(enabled.clone())).await;
    assert_eq!(get(&s3).await, Some(enabled));
    put(&s3, None).await;
    assert_eq!(get(&s3).await, None);
}

/// Recorded: permissions that are not documented pass; a bucket without ACLs has no grants.
#[tokio::test]
async fn put_bucket_logging_grants_where_acls_mean_something() {
    let (_server, s3) = shelf();
    s3.create_bucket().bucket("logs").send().await.expect("a bucket");
    let writer = ObjectOwnership::ObjectWriter;
    s3.create_bucket().bucket("acls").object_ownership(writer).send().await.expect("a bucket");
    let granted = |target| granting(target, vec![grant("WRITE"), grant("READ_ACP")]);
    put(&s3, Some(granted("acls"))).await;
    assert_eq!(get(&s3).await, Some(granted("acls")));
    let message = "Target grants not allowed for bucket owner enforced buckets";
    refusal(&s3, "shelf", granted("logs")).await.is(400, "AccessControlListNotSupported", message, &[]);
    let stranger = Grantee::builder().r#type(Type::Group).uri("http://example.com/all").build().expect("a type");
    let stranger = TargetGrant::builder().grantee(stranger).permission(BucketLogsPermission::Read).build();
    refusal(&s3, "shelf", granting("acls", vec![stranger])).await.has(400, "InvalidArgument", "Invalid group uri", &[]);
    assert_eq!(get(&s3).await, Some(granted("acls")));
}

/// Recorded, but for the other owner, who is in the user guide.
#[tokio::test]
async fn put_bucket_logging_needs_a_target_of_the_same_owner_and_region() {
    let (server, s3) = shelf();
    let code = "InvalidTargetBucketForLogging";
    let missing = "The target bucket for logging does not exist";
    refusal(&s3, "shelf", to("nowhere")).await.is(400, code, missing, &[("TargetBucket", "nowhere")]);

    let other = client_as(&server.url(), "999999999999");
    other.create_bucket().bucket("theirs").send().await.expect("a bucket");
    let owner = "The owner for the bucket to be logged and the target bucket must be the same.";
    refusal(&s3, "shelf", to("theirs")).await.is(400, code, owner, &[("TargetBucket", "theirs")]);

    for (name, region) in [("west", "us-west-2"), ("east", "us-east-2")] {
        let place = BucketLocationConstraint::from(region);
        let place = CreateBucketConfiguration::builder().location_constraint(place).build();
        let create = sdk::client_in(&server.url(), region).create_bucket().bucket(name);
        create.create_bucket_configuration(place).send().await.expect("a bucket");
    }
    let (code, message) = ("CrossLocationLoggingProhibitted", "Cross S3 location logging not allowed. ");
    let fields = [("TargetBucketLocation", "us-west-2")];
    refusal(&s3, "shelf", to("west")).await.is(403, code, message, &fields);
    let fields = [("SourceBucketLocation", "us-east-2"), ("TargetBucketLocation", "us-west-2")];
    let east = client_in(&server.url(), "us-east-2");
    refusal(&east, "east", to("west")).await.is(403, code, message, &fields);
    assert_eq!(get(&s3).await, None);
}

#[tokio::test]
async fn put_bucket_logging_refuses_what_is_malformed() {
    let (server, s3) = shelf();
    let message = "The XML you provided was not well-formed or did not validate against our published schema";
    let (target, prefix) = ("<TargetBucket>shelf</TargetBucket>", "<TargetPrefix></TargetPrefix>");
    for enabled in [
        target.to_owned(),
        prefix.to_owned(),
        format!("{target}{prefix}<TargetObjectKeyFormat></TargetObjectKeyFormat>"),
        format!("{target}{prefix}<TargetObjectKeyFormat><SimplePrefix/><PartitionedPrefix/></TargetObjectKeyFormat>"),
        format!("{target}{prefix}<TargetGrants><Grant><Permission>READ</Permission></Grant></TargetGrants>"),
        format!("{target}{prefix}<Other></Other>"),
    ] {
        let body = format!("<BucketLoggingStatus><LoggingEnabled>{enabled}</LoggingEnabled></BucketLoggingStatus>");
        let refusal = server.raw().ask("PUT", "/shelf?logging", &[], body.as_bytes()).refusal();
        refusal.is(400, "MalformedXML", message, &[]);
    }
    assert_eq!(get(&s3).await, None);
}
