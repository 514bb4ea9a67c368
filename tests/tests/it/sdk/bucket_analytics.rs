//! Analytics configurations, as recorded of S3 and documented:
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketAnalyticsConfiguration.html>

use aws_sdk_s3::Client;
use aws_sdk_s3::types::{
    AnalyticsAndOperator, AnalyticsConfiguration, AnalyticsExportDestination, AnalyticsFilter,
    AnalyticsS3BucketDestination, AnalyticsS3ExportFileFormat, StorageClassAnalysis, StorageClassAnalysisDataExport,
    StorageClassAnalysisSchemaVersion, Tag,
};
use sandpail_tests::Refusal;
use sandpail_tests::sdk::refused;

use super::shelf;

const MALFORMED: &str = "The XML you provided was not well-formed or did not validate against our published schema";
const MISSING: &str = "The specified configuration does not exist.";

fn configuration(id: &str, filter: Option<AnalyticsFilter>, bucket: &str) -> AnalyticsConfiguration {
    let bucket = AnalyticsS3BucketDestination::builder()
        .format(AnalyticsS3ExportFileFormat::Csv)
        .bucket(bucket)
        .prefix("test")
        .build()
        .expect("bucket and format");
    let export = StorageClassAnalysisDataExport::builder()
        .output_schema_version(StorageClassAnalysisSchemaVersion::V1)
        .destination(AnalyticsExportDestination::builder().s3_bucket_destination(bucket).build())
        .build()
        .expect("version and destination");
    let analysis = StorageClassAnalysis::builder().data_export(export).build();
    let builder = AnalyticsConfiguration::builder().id(id).set_filter(filter).storage_class_analysis(analysis);
    builder.build().expect("an id and an analysis")
}

fn sound(id: &str, prefix: &str) -> AnalyticsConfiguration {
    configuration(id, Some(AnalyticsFilter::Prefix(prefix.to_owned())), "arn:aws:s3:::target")
}

async fn put(s3: &Client, id: &str, configuration: AnalyticsConfiguration) -> Option<Refusal> {
    let put = s3.put_bucket_analytics_configuration().bucket("shelf").id(id).analytics_configuration(configuration);
    let sent = put.send().await;
    sent.is_err().then(|| refused(sent))
}

async fn listed(s3: &Client) -> Vec<AnalyticsConfiguration> {
    let listed = s3.list_bucket_analytics_configurations().bucket("shelf").send().await.expect("a list");
    assert_eq!((listed.is_truncated(), listed.next_continuation_token()), (Some(false), None));
    listed.analytics_configuration_list.unwrap_or_default()
}

#[tokio::test]
async fn put_bucket_analytics_configuration_replaces_the_one_of_its_id() {
    let (_server, s3) = shelf();
    for (id, prefix) in [("first", "test_ls"), ("first", "test_ls_2"), ("second", "test_ls_3")] {
        assert!(put(&s3, id, sound(id, prefix)).await.is_none());
        let got = s3.get_bucket_analytics_configuration().bucket("shelf").id(id).send().await.expect("it is there");
        assert_eq!(got.analytics_configuration, Some(sound(id, prefix)));
    }
    assert_eq!(listed(&s3).await, [sound("first", "test_ls_2"), sound("second", "test_ls_3")]);
}

#[tokio::test]
async fn list_bucket_analytics_configurations_keeps_every_filter() {
    let (_server, s3) = shelf();
    let tag = |key: &str| Tag::builder().key(key).value("v & w").build().expect("key and value");
    let and = AnalyticsAndOperator::builder().prefix("p").tags(tag("a")).tags(tag("b")).build();
    let filters = [None, Some(AnalyticsFilter::Tag(tag("t"))), Some(AnalyticsFilter::And(and))];
    let all: Vec<_> = ["a", "b", "c"].into_iter().zip(filters).collect();
    let all: Vec<_> = all.into_iter().map(|(id, filter)| configuration(id, filter, "arn:aws:s3:::target")).collect();
    for one in &all {
        assert!(put(&s3, one.id(), one.clone()).await.is_none());
    }
    assert_eq!(listed(&s3).await, all);
}

#[tokio::test]
async fn delete_bucket_analytics_configuration_removes_one() {
    let (_server, s3) = shelf();
    for id in ["first", "second"] {
        assert!(put(&s3, id, sound(id, "p")).await.is_none());
    }
    let delete = || s3.delete_bucket_analytics_configuration().bucket("shelf").id("second").send();
    delete().await.expect("it is deleted");
    assert_eq!(listed(&s3).await, [sound("first", "p")]);
    refused(delete().await).is(404, "NoSuchConfiguration", MISSING, &[]);
}

#[tokio::test]
async fn get_bucket_analytics_configuration_of_none_is_refused() {
    let (_server, s3) = shelf();
    let get = s3.get_bucket_analytics_configuration().bucket("shelf").id("missing").send().await;
    refused(get).is(404, "NoSuchConfiguration", MISSING, &[]);
}

#[tokio::test]
async fn put_bucket_analytics_configuration_refuses_what_s3_does() {
    let (_server, s3) = shelf();
    let refusal = put(&s3, "different", sound("first", "p")).await.expect("ids differ");
    refusal.is(400, "MalformedXML", MALFORMED, &[]);
    let refusal = put(&s3, "first", configuration("first", None, "target")).await.expect("no ARN");
    refusal.is(400, "InvalidS3DestinationBucket", "Invalid bucket ARN.", &[]);
    let lonely = AnalyticsFilter::And(AnalyticsAndOperator::builder().prefix("p").build());
    let refusal = put(&s3, "first", configuration("first", Some(lonely), "arn:aws:s3:::target")).await;
    refusal.expect("one predicate joined").is(400, "MalformedXML", MALFORMED, &[]);
    assert_eq!(listed(&s3).await, []);
}
