//! Metrics configurations, as recorded of S3 and documented:
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketMetricsConfiguration.html>

use aws_sdk_s3::Client;
use aws_sdk_s3::types::{MetricsAndOperator, MetricsConfiguration, MetricsFilter, Tag};
use sandpail_tests::Refusal;
use sandpail_tests::sdk::refused;

use super::shelf;

const MISSING: &str = "The specified configuration does not exist.";

fn configuration(id: &str, filter: Option<MetricsFilter>) -> MetricsConfiguration {
    MetricsConfiguration::builder().id(id).set_filter(filter).build().expect("an id")
}

fn of_prefix(id: &str, prefix: &str) -> MetricsConfiguration {
    configuration(id, Some(MetricsFilter::Prefix(prefix.to_owned())))
}

async fn put(s3: &Client, id: &str, configuration: MetricsConfiguration) -> Option<Refusal> {
    let put = s3.put_bucket_metrics_configuration().bucket("shelf").id(id).metrics_configuration(configuration);
    let sent = put.send().await;
    sent.is_err().then(|| refused(sent))
}

async fn get(s3: &Client, id: &str) -> Option<MetricsConfiguration> {
    let got = s3.get_bucket_metrics_configuration().bucket("shelf").id(id).send().await.expect("it is there");
    got.metrics_configuration
}

#[tokio::test]
async fn put_bucket_metrics_configuration_replaces_all_of_it() {
    let (_server, s3) = shelf();
    for prefix in ["logs/", "logs/new-prefix"] {
        assert!(put(&s3, "one", of_prefix("one", prefix)).await.is_none());
        assert_eq!(get(&s3, "one").await, Some(of_prefix("one", prefix)));
    }
}

#[tokio::test]
async fn get_bucket_metrics_configuration_answers_every_filter() {
    let (_server, s3) = shelf();
    let arn = "arn:aws:s3:us-east-1:111122223333:accesspoint/point";
    let tag = |key: &str| Tag::builder().key(key).value("v").build().expect("key and value");
    let and = MetricsAndOperator::builder().prefix("p").tags(tag("a")).tags(tag("b")).access_point_arn(arn).build();
    for filter in [
        None,
        Some(MetricsFilter::Tag(tag("t"))),
        Some(MetricsFilter::AccessPointArn(arn.to_owned())),
        Some(MetricsFilter::And(and)),
    ] {
        let one = configuration("one", filter);
        assert!(put(&s3, "one", one.clone()).await.is_none());
        assert_eq!(get(&s3, "one").await, Some(one));
    }
    let missing = s3.get_bucket_metrics_configuration().bucket("shelf").id("two").send().await;
    refused(missing).is(404, "NoSuchConfiguration", MISSING, &[]);
}

#[tokio::test]
async fn delete_bucket_metrics_configuration_twice_is_refused() {
    let (_server, s3) = shelf();
    assert!(put(&s3, "one", of_prefix("one", "p")).await.is_none());
    let delete = || s3.delete_bucket_metrics_configuration().bucket("shelf").id("one").send();
    delete().await.expect("it is deleted");
    refused(delete().await).is(404, "NoSuchConfiguration", MISSING, &[]);
}

#[tokio::test]
async fn list_bucket_metrics_configurations_has_pages_of_a_hundred() {
    let (_server, s3) = shelf();
    let ids: Vec<String> = (100..202).map(|number| format!("{number}-id")).collect();
    for id in &ids {
        assert!(put(&s3, id, of_prefix(id, "logs/prefix")).await.is_none());
    }
    let list = || s3.list_bucket_metrics_configurations().bucket("shelf");
    let named = |list: Option<Vec<MetricsConfiguration>>| -> Vec<String> {
        list.unwrap_or_default().iter().map(|one| one.id().to_owned()).collect()
    };
    let first = list().send().await.expect("a page");
    assert_eq!((first.is_truncated(), first.continuation_token()), (Some(true), None));
    let token = first.next_continuation_token.expect("there is more");
    assert_eq!(named(first.metrics_configuration_list), ids[..100]);
    let second = list().continuation_token(&token).send().await.expect("a page");
    assert_eq!((second.is_truncated(), second.continuation_token()), (Some(false), Some(token.as_str())));
    assert_eq!(second.next_continuation_token(), None);
    assert_eq!(named(second.metrics_configuration_list), ids[100..]);
    let wrong = refused(list().continuation_token("wrong").send().await);
    // recorded
    wrong.is(400, "MalformedContinuationToken", "The continuation-token you provided invalid.", &[]);
    let other = s3.list_bucket_inventory_configurations().bucket("shelf").continuation_token(&token).send().await;
    assert_eq!(refused(other).code, "MalformedContinuationToken");
}

#[tokio::test]
async fn put_bucket_metrics_configuration_refuses_what_s3_does() {
    let (_server, s3) = shelf();
    let malformed = "The XML you provided was not well-formed or did not validate against our published schema";
    let refusal = put(&s3, "one", of_prefix(" one ", "p")).await.expect("ids differ");
    refusal.is(400, "MalformedXML", malformed, &[]);
    let long = "i".repeat(65);
    let refusal = put(&s3, &long, of_prefix(&long, "p")).await.expect("a long id");
    refusal.is(400, "InvalidConfigurationId", "The specified configuration id is invalid.", &[]);
}

#[tokio::test]
async fn put_bucket_metrics_configuration_stops_at_a_thousand() {
    let (server, s3) = shelf();
    let mut raw = server.raw();
    let document = |id: &str| format!("<MetricsConfiguration><Id>{id}</Id></MetricsConfiguration>");
    for number in 0..1000 {
        let _ = raw
            .ask("PUT", &format!("/shelf?metrics&id={number}"), &[], document(&number.to_string()).as_bytes())
            .ok(204);
    }
    let refusal = put(&s3, "one-more", of_prefix("one-more", "p")).await.expect("one too many");
    assert_eq!((refusal.status, refusal.code.as_str()), (400, "TooManyConfigurations"));
    assert!(put(&s3, "7", of_prefix("7", "p")).await.is_none(), "one that is there can be replaced");
    s3.delete_bucket_metrics_configuration().bucket("shelf").id("7").send().await.expect("it is deleted");
    assert!(put(&s3, "one-more", of_prefix("one-more", "p")).await.is_none());
}
