//! Lifecycle configurations: <https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketLifecycleConfiguration.html>
//! What is refused is recorded behaviour where it says so, and else what users of S3 quote.

use aws_sdk_s3::Client;
use aws_sdk_s3::operation::get_bucket_lifecycle_configuration::GetBucketLifecycleConfigurationOutput;
use aws_sdk_s3::types::{
    BucketLifecycleConfiguration, ExpirationStatus, LifecycleExpiration, LifecycleRule, LifecycleRuleFilter,
    Transition, TransitionDefaultMinimumObjectSize, TransitionStorageClass,
};
use sandpail_tests::sdk::refused;
use sandpail_tests::{Refusal, Server};

use super::shelf;

/// A rule that removes what has `prefix` after `days`.
fn rule(prefix: &str, days: i32) -> LifecycleRule {
    let expiration = LifecycleExpiration::builder().days(days).build();
    let filter = LifecycleRuleFilter::builder().prefix(prefix).build();
    let rule = LifecycleRule::builder().id(format!("{prefix}{days}")).filter(filter).expiration(expiration);
    rule.status(ExpirationStatus::Enabled).build().expect("a status")
}

fn configuration(rules: &[LifecycleRule]) -> BucketLifecycleConfiguration {
    BucketLifecycleConfiguration::builder().set_rules(Some(rules.to_vec())).build().expect("rules")
}

async fn put(s3: &Client, rules: &[LifecycleRule]) {
    let put = s3.put_bucket_lifecycle_configuration().bucket("shelf");
    put.lifecycle_configuration(configuration(rules)).send().await.expect("a configuration is put");
}

async fn get(s3: &Client) -> GetBucketLifecycleConfigurationOutput {
    s3.get_bucket_lifecycle_configuration().bucket("shelf").send().await.expect("a configuration")
}

async fn check_none(s3: &Client) {
    let refusal = refused(s3.get_bucket_lifecycle_configuration().bucket("shelf").send().await);
    let message = "The lifecycle configuration does not exist";
    refusal.is(404, "NoSuchLifecycleConfiguration", message, &[("BucketName", "shelf")]);
}

/// Sends rules as they are written.
fn send(server: &Server, rules: &str) -> sandpail_tests::Reply {
    let body = format!("<LifecycleConfiguration>{rules}</LifecycleConfiguration>");
    let digest = sandpail_tests::digest::content_md5(body.as_bytes());
    server.raw().ask("PUT", "/shelf?lifecycle", &[("Content-MD5", &digest)], body.as_bytes())
}

/// What one enabled rule with these elements is refused with.
fn refusal(server: &Server, inner: &str) -> Refusal {
    send(server, &format!("<Rule><Status>Enabled</Status>{inner}</Rule>")).refusal()
}

#[tokio::test]
async fn get_bucket_lifecycle_configuration_of_none_is_refused() {
    let (_server, s3) = shelf();
    check_none(&s3).await;
}

#[tokio::test]
async fn put_bucket_lifecycle_configuration_replaces_all_rules() {
    let (_server, s3) = shelf();
    put(&s3, &[rule("old/", 1)]).await;
    let transition = Transition::builder().days(30).storage_class(TransitionStorageClass::Glacier).build();
    let mut second = rule("b/", 90);
    second.transitions = Some(vec![transition]);
    second.status = ExpirationStatus::Disabled;
    let rules = [rule("", 7), second];
    put(&s3, &rules).await;
    let got = get(&s3).await;
    assert_eq!(got.rules(), rules);
    assert_eq!(
        got.transition_default_minimum_object_size,
        Some(TransitionDefaultMinimumObjectSize::from("all_storage_classes_128K"))
    );
}

/// Recorded: the header holds for the configuration that it came with, and is checked.
#[tokio::test]
async fn put_bucket_lifecycle_configuration_keeps_what_is_too_small_to_move() {
    let (_server, s3) = shelf();
    let ask = |minimum: Option<&str>| {
        let put = s3
            .put_bucket_lifecycle_configuration()
            .bucket("shelf")
            .lifecycle_configuration(configuration(&[rule("", 7)]));
        put.set_transition_default_minimum_object_size(minimum.map(Into::into)).send()
    };
    let (all, varies) = ("all_storage_classes_128K", "varies_by_storage_class");
    for (sent, held) in [(Some(varies), varies), (None, all), (Some(all), all)] {
        let put = ask(sent).await.expect("a configuration is put");
        assert_eq!(put.transition_default_minimum_object_size, Some(held.into()));
        assert_eq!(get(&s3).await.transition_default_minimum_object_size, Some(held.into()));
    }
    let message = "Invalid TransitionDefaultMinimumObjectSize found: value";
    refused(ask(Some("value")).await).is(400, "InvalidRequest", message, &[]);
}

#[tokio::test]
async fn delete_bucket_lifecycle_removes_what_there_is() {
    let (_server, s3) = shelf();
    put(&s3, &[rule("", 7)]).await;
    for _ in 0..2 {
        s3.delete_bucket_lifecycle().bucket("shelf").send().await.expect("it is deleted");
        check_none(&s3).await;
    }
    // Recorded: a bucket takes its configuration along.
    put(&s3, &[rule("", 7)]).await;
    s3.delete_bucket().bucket("shelf").send().await.expect("the bucket is deleted");
    s3.create_bucket().bucket("shelf").send().await.expect("the bucket is made again");
    check_none(&s3).await;
}

/// Elements may come in any order; they are answered in S3's, with an id for every rule and whole dates.
#[tokio::test]
async fn put_bucket_lifecycle_configuration_completes_rules() {
    let (server, s3) = shelf();
    let _ = send(
        &server,
        "<Rule><Expiration><Date>2030-01-01</Date></Expiration><Status>Enabled</Status><Filter/></Rule>\
         <Rule><Status>Disabled</Status><AbortIncompleteMultipartUpload><DaysAfterInitiation>2</DaysAfterInitiation>\
         </AbortIncompleteMultipartUpload><ID>named</ID><Filter><Prefix>a</Prefix></Filter></Rule>",
    )
    .ok(200);
    let document = server.raw().ask("GET", "/shelf?lifecycle", &[], b"").ok(200);
    assert_eq!(document.header("x-amz-transition-default-minimum-object-size"), Some("all_storage_classes_128K"));
    let rules = get(&s3).await.rules.expect("rules");
    let id = rules[0].id.clone().expect("an id was made");
    assert_eq!(id.len(), 48);
    let expected = format!(
        "<Rule><ID>{id}</ID><Filter></Filter><Status>Enabled</Status><Expiration><Date>2030-01-01T00:00:00.000Z</Date>\
         </Expiration></Rule><Rule><ID>named</ID><Filter><Prefix>a</Prefix></Filter><Status>Disabled</Status>\
         <AbortIncompleteMultipartUpload><DaysAfterInitiation>2</DaysAfterInitiation></AbortIncompleteMultipartUpload>\
         </Rule></LifecycleConfiguration>"
    );
    assert!(document.text().ends_with(&expected), "{}", document.text());
    // The first form of the document stays what it is.
    let old =
        "<Rule><ID>old</ID><Prefix>a/</Prefix><Status>Enabled</Status><Expiration><Days>1</Days></Expiration></Rule>";
    let _ = send(&server, old).ok(200);
    let document = server.raw().ask("GET", "/shelf?lifecycle", &[], b"").ok(200);
    assert!(document.text().ends_with(&format!("{old}</LifecycleConfiguration>")), "{}", document.text());
}

/// Recorded, but for the last four: s3-tests.
#[tokio::test]
async fn put_bucket_lifecycle_configuration_refuses_what_is_malformed() {
    let (server, s3) = shelf();
    put(&s3, &[rule("kept/", 7)]).await;
    let days = "<Expiration><Days>7</Days></Expiration>";
    let message = "The XML you provided was not well-formed or did not validate against our published schema";
    for inner in [
        days.to_owned(),
        format!("{days}<Filter/><NoncurrentVersionExpiration></NoncurrentVersionExpiration>"),
        format!("{days}<Filter><And><Prefix>test</Prefix></And><Prefix></Prefix></Filter>"),
        format!("{days}<Filter><ObjectSizeGreaterThan>500</ObjectSizeGreaterThan><Prefix></Prefix></Filter>"),
        "<Filter/><Expiration><Days>1</Days><ExpiredObjectDeleteMarker>true</ExpiredObjectDeleteMarker></Expiration>"
            .to_owned(),
        format!("{days}<Filter/><Prefix/>"),
        format!("{days}<Filter/><Status>enabled</Status>"),
        "<Filter/><Expiration><Date>20200101</Date></Expiration>".to_owned(),
        "<Filter/><Transition><Days>1</Days><StorageClass>NONE</StorageClass></Transition>".to_owned(),
    ] {
        refusal(&server, &inner).is(400, "MalformedXML", message, &[]);
    }
    send(&server, "").refusal().is(400, "MalformedXML", message, &[]);
    assert_eq!(get(&s3).await.rules(), [rule("kept/", 7)]);
}

#[tokio::test]
async fn put_bucket_lifecycle_configuration_refuses_arguments() {
    let (server, _s3) = shelf();
    let transitions = "<Filter/><Transition><Days>30</Days><StorageClass>GLACIER</StorageClass></Transition>\
         <Expiration><Days>30</Days></Expiration>";
    for (inner, message, name, value) in [
        (
            // Recorded; S3 names dates in the time of its home.
            "<Filter/><Expiration><Date>2023-01-01T02:02:00Z</Date></Expiration>",
            "'Date' must be at midnight GMT",
            "Date",
            "Sat Dec 31 18:02:00 PST 2022",
        ),
        (
            "<Filter/><Expiration><Days>0</Days></Expiration>",
            "'Days' for Expiration action must be a positive integer",
            "Days",
            "0",
        ),
        (
            transitions,
            "'Days' in the Expiration action for filter '()' must be greater than 'Days' in the Transition action",
            "Days",
            "30",
        ),
        (
            "<Filter/><Transition><Days>1</Days><StorageClass>STANDARD</StorageClass></Transition>",
            "Invalid target Storage class for Transition action",
            "StorageClass",
            "STANDARD",
        ),
    ] {
        let fields = [("ArgumentName", name), ("ArgumentValue", value)];
        refusal(&server, inner).is(400, "InvalidArgument", message, &fields);
    }
    let long = "i".repeat(256);
    let inner = format!("<ID>{long}</ID><Filter/><Expiration><Days>1</Days></Expiration>");
    let fields = [("ArgumentName", "ID"), ("ArgumentValue", long.as_str())];
    refusal(&server, &inner).is(400, "InvalidArgument", "ID length should not exceed allowed limit of 255", &fields);
    let twice =
        "<Rule><ID>x</ID><Filter/><Status>Enabled</Status><Expiration><Days>1</Days></Expiration></Rule>".repeat(2);
    let fields = [("ArgumentName", "ID"), ("ArgumentValue", "x")];
    let message = "Rule ID must be unique. Found same ID for more than one rule";
    send(&server, &twice).refusal().is(400, "InvalidArgument", message, &fields);
}

#[tokio::test]
async fn put_bucket_lifecycle_configuration_refuses_requests() {
    let (server, _s3) = shelf();
    let days = "<Expiration><Days>1</Days></Expiration>";
    let tag = "<Tag><Key>k</Key><Value>v</Value></Tag>";
    let abort =
        "<AbortIncompleteMultipartUpload><DaysAfterInitiation>1</DaysAfterInitiation></AbortIncompleteMultipartUpload>";
    for (inner, message) in [
        // Recorded.
        (format!("{days}<Filter><And>{tag}{tag}</And></Filter>"), "Duplicate Tag Keys are not allowed."),
        ("<Filter/>".to_owned(), "At least one action needs to be specified in a rule"),
        (format!("{abort}<Filter>{tag}</Filter>"), "AbortIncompleteMultipartUpload cannot be specified with Tags."),
        (
            format!("{days}<Filter><ObjectSizeLessThan>0</ObjectSizeLessThan></Filter>"),
            "'ObjectSizeLessThan' should be between 1 and 1099511627776000.",
        ),
    ] {
        refusal(&server, &inner).is(400, "InvalidRequest", message, &[]);
    }
    let rule = |scope: &str| format!("<Rule>{scope}<Status>Enabled</Status>{days}</Rule>");
    for (first, second, message) in [
        ("<Prefix/>", "<Filter/>", "Filter element can only be used in Lifecycle V2."),
        (
            "<Filter/>",
            "<Prefix/>",
            "Base level prefix cannot be used in Lifecycle V2, prefixes are only supported in the Filter.",
        ),
        (
            "<Prefix>a</Prefix>",
            "<Prefix>a/b</Prefix>",
            "Found overlapping prefixes 'a' and 'a/b' for same action type 'Expiration'",
        ),
    ] {
        let refusal = send(&server, &(rule(first) + &rule(second))).refusal();
        refusal.is(400, "InvalidRequest", message, &[]);
    }
}
