//! Notifications: <https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketNotificationConfiguration.html>
//! What is refused is recorded behaviour where it says so, and else what users of S3 quote.

use aws_sdk_s3::Client;
use aws_sdk_s3::operation::get_bucket_notification_configuration::GetBucketNotificationConfigurationOutput;
use aws_sdk_s3::types::{
    Event, EventBridgeConfiguration, FilterRule, FilterRuleName, LambdaFunctionConfiguration,
    NotificationConfiguration, NotificationConfigurationFilter, QueueConfiguration, S3KeyFilter, TopicConfiguration,
};
use sandpail_tests::Refusal;
use sandpail_tests::sdk::refused;

use super::shelf;

const QUEUE: &str = "arn:aws:sqs:us-east-1:123456789012:queue";
const TOPIC: &str = "arn:aws:sns:us-east-1:123456789012:topic";
const FUNCTION: &str = "arn:aws:lambda:us-east-1:123456789012:function:run";

fn queue(arn: &str, event: &str) -> QueueConfiguration {
    QueueConfiguration::builder().queue_arn(arn).events(Event::from(event)).build().expect("a queue and an event")
}

fn filter(rules: &[(&str, &str)]) -> NotificationConfigurationFilter {
    let rule =
        |(name, value): &(&str, &str)| FilterRule::builder().name(FilterRuleName::from(*name)).value(*value).build();
    let key = S3KeyFilter::builder().set_filter_rules(Some(rules.iter().map(rule).collect())).build();
    NotificationConfigurationFilter::builder().key(key).build()
}

fn queues(queues: &[QueueConfiguration]) -> NotificationConfiguration {
    NotificationConfiguration::builder().set_queue_configurations(Some(queues.to_vec())).build()
}

async fn put(s3: &Client, configuration: NotificationConfiguration) {
    let put = s3.put_bucket_notification_configuration().bucket("shelf").notification_configuration(configuration);
    put.send().await.expect("a configuration is put");
}

async fn get(s3: &Client) -> GetBucketNotificationConfigurationOutput {
    s3.get_bucket_notification_configuration().bucket("shelf").send().await.expect("a configuration")
}

/// What these queues are refused with, whether destinations are to be looked up or not.
async fn refusal(s3: &Client, configurations: &[QueueConfiguration]) -> Refusal {
    let ask = |skip| {
        let put = s3.put_bucket_notification_configuration().bucket("shelf").skip_destination_validation(skip);
        put.notification_configuration(queues(configurations)).send()
    };
    let (one, other) = (refused(ask(false).await), refused(ask(true).await));
    assert_eq!((&one.code, &one.message), (&other.code, &other.message));
    one
}

#[tokio::test]
async fn get_bucket_notification_configuration_of_none_is_empty() {
    let (server, s3) = shelf();
    let got = get(&s3).await;
    assert!(got.queue_configurations().is_empty() && got.event_bridge_configuration.is_none());
    let document = server.raw().ask("GET", "/shelf?notification", &[], b"").ok(200).xml();
    assert_eq!((document.name.as_str(), document.children.len()), ("NotificationConfiguration", 0));
    let refusal = refused(s3.get_bucket_notification_configuration().bucket("nowhere").send().await);
    refusal.is(404, "NoSuchBucket", "The specified bucket does not exist", &[("BucketName", "nowhere")]);
}

#[tokio::test]
async fn put_bucket_notification_configuration_replaces_all() {
    let (_server, s3) = shelf();
    let topic = TopicConfiguration::builder().id("t").topic_arn(TOPIC).events(Event::S3ObjectRemovedDelete);
    let function = LambdaFunctionConfiguration::builder().id("f").lambda_function_arn(FUNCTION);
    let function = function.events(Event::S3ObjectRemovedDeleteMarkerCreated);
    let mut told = queue(QUEUE, "s3:ObjectCreated:*");
    told.id = Some("q".to_owned());
    told.events.push(Event::from("s3:ObjectTagging:*"));
    told.filter = Some(filter(&[("Prefix", "in/"), ("Suffix", ".txt")]));
    let (topic, function) = (topic.build().expect("a topic"), function.build().expect("a function"));
    let all = NotificationConfiguration::builder().topic_configurations(topic.clone());
    let all = all.lambda_function_configurations(function.clone()).queue_configurations(told.clone());
    put(&s3, all.event_bridge_configuration(EventBridgeConfiguration::builder().build()).build()).await;
    let got = get(&s3).await;
    assert_eq!(got.topic_configurations(), [topic]);
    assert_eq!(got.lambda_function_configurations(), [function]);
    assert_eq!(got.queue_configurations(), [told]);
    assert!(got.event_bridge_configuration.is_some());
    // Recorded: an empty configuration takes everything away.
    put(&s3, NotificationConfiguration::builder().build()).await;
    let got = get(&s3).await;
    assert!(got.topic_configurations().is_empty() && got.event_bridge_configuration.is_none());
}

/// Recorded: names of filters are written in S3's way, empty values are kept, and ids are made.
#[tokio::test]
async fn put_bucket_notification_configuration_completes_it() {
    let (_server, s3) = shelf();
    for (sent, kept) in [
        (&[("suffix", ".txt"), ("PREFIX", "notif-")][..], &[("Suffix", ".txt"), ("Prefix", "notif-")][..]),
        (&[("suffix", "")], &[("Suffix", "")]),
    ] {
        let mut told = queue(QUEUE, "s3:ObjectCreated:*");
        told.filter = Some(filter(sent));
        put(&s3, queues(&[told])).await;
        let got = get(&s3).await.queue_configurations.expect("a queue").remove(0);
        assert_eq!(got.filter, Some(filter(kept)));
        assert_eq!(got.id.map(|id| id.len()), Some(48));
    }
}

/// Recorded.
#[tokio::test]
async fn put_bucket_notification_configuration_refuses_what_is_no_arn() {
    let (server, s3) = shelf();
    let made = "s3:ObjectCreated:*";
    for element in ["Topic", "Queue", "CloudFunction"] {
        let body = format!(
            "<NotificationConfiguration><{element}Configuration><{element}>invalid</{element}><Event>{made}</Event>\
             </{element}Configuration></NotificationConfiguration>"
        );
        let refusal = server.raw().ask("PUT", "/shelf?notification", &[], body.as_bytes()).refusal();
        let fields = [("ArgumentName", element), ("ArgumentValue", "invalid")];
        refusal.is(400, "InvalidArgument", "The ARN could not be parsed", &fields);
    }
    let two = [queue("invalid_arn", made), queue("invalid_arn_2", "s3:ObjectRemoved:*")];
    let fields = [("ArgumentName", "Queue"), ("ArgumentValue", "invalid_arn")];
    refusal(&s3, &two).await.is(400, "InvalidArgument", "The ARN could not be parsed", &fields);
    let other = "arn:aws:sqs:eu-west-1:123456789012:queue";
    let fields = [("ArgumentName", "Queue"), ("ArgumentValue", other)];
    let message = "The notification destination service region is not valid for the bucket location constraint";
    refusal(&s3, &[queue(other, made)]).await.is(400, "InvalidArgument", message, &fields);
}

/// Recorded.
#[tokio::test]
async fn put_bucket_notification_configuration_refuses_filters() {
    let (_server, s3) = shelf();
    let told = |rule: FilterRule| {
        let key = S3KeyFilter::builder().filter_rules(rule).build();
        let mut told = queue(QUEUE, "s3:ObjectCreated:*");
        told.filter = Some(NotificationConfigurationFilter::builder().key(key).build());
        told
    };
    let malformed = "The XML you provided was not well-formed or did not validate against our published schema";
    for rule in [
        FilterRule::builder().build(),
        FilterRule::builder().name(FilterRuleName::Prefix).build(),
        FilterRule::builder().value("test").build(),
    ] {
        refusal(&s3, &[told(rule)]).await.is(400, "MalformedXML", malformed, &[]);
    }
    let invalid = FilterRule::builder().name(FilterRuleName::from("INVALID")).value("does not matter").build();
    let fields = [("ArgumentName", "FilterRule.Name"), ("ArgumentValue", "INVALID")];
    let message = "filter rule name must be either prefix or suffix";
    refusal(&s3, &[told(invalid)]).await.is(400, "InvalidArgument", message, &fields);
}

#[tokio::test]
async fn put_bucket_notification_configuration_refuses_what_is_told_twice() {
    let (_server, s3) = shelf();
    let (made, copied) = (queue(QUEUE, "s3:ObjectCreated:*"), queue(QUEUE, "s3:ObjectCreated:Copy"));
    let overlap = "Configurations overlap. Configurations on the same bucket cannot share a common event type.";
    refusal(&s3, &[made.clone(), copied.clone()]).await.has(400, "InvalidArgument", overlap, &[]);
    let within = |prefix: &str, of: &QueueConfiguration| {
        let mut told = of.clone();
        told.filter = Some(filter(&[("prefix", prefix)]));
        told
    };
    let ambiguous = "Configuration is ambiguously defined. Cannot have overlapping suffixes in two rules if the prefixes \
         are overlapping for the same event type.";
    let both = [within("a", &made), within("a/b", &copied)];
    refusal(&s3, &both).await.has(400, "InvalidArgument", ambiguous, &[]);
    put(&s3, queues(&[within("a", &made), within("b", &copied)])).await;
    let named = |event: &str| {
        let mut told = queue(QUEUE, event);
        told.id = Some("x".to_owned());
        told
    };
    let twice = "Same ID used for multiple configurations. IDs must be unique.";
    let both = [named("s3:ObjectCreated:*"), named("s3:ObjectRemoved:*")];
    refusal(&s3, &both).await.has(400, "InvalidArgument", twice, &[]);
    let unknown = "The event is not supported for notifications";
    refusal(&s3, &[queue(QUEUE, "notarealeventname")]).await.has(400, "InvalidArgument", unknown, &[]);
    assert_eq!(get(&s3).await.queue_configurations().len(), 2);
}

#[tokio::test]
async fn put_bucket_notification_configuration_takes_a_filter_without_rules() {
    let (_server, s3) = shelf();
    let mut all = queue(QUEUE, "s3:ObjectCreated:*");
    all.filter = Some(filter(&[]));
    put(&s3, queues(&[all])).await;
    let got = get(&s3).await;
    let [kept] = got.queue_configurations() else { panic!("{got:?}") };
    let rules = kept.filter().and_then(NotificationConfigurationFilter::key).map_or(0, |key| key.filter_rules().len());
    assert_eq!((kept.queue_arn(), rules), (QUEUE, 0));
}
