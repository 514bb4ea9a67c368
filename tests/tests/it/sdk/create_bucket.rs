//! CreateBucket: names, regions, and whose the name is (AWS.md 11 to 13, 16).

use aws_sdk_s3::Client;
use aws_sdk_s3::types::{BucketLocationConstraint, CreateBucketConfiguration};
use sandpail_tests::sdk::{self, refused};
use sandpail_tests::{Refusal, Server};

/// What making `shelf` with this location constraint is refused with.
async fn check(s3: &Client, location: Option<&str>) -> Refusal {
    let location = location.map(BucketLocationConstraint::from);
    let configuration = CreateBucketConfiguration::builder().set_location_constraint(location).build();
    refused(s3.create_bucket().bucket("shelf").create_bucket_configuration(configuration).send().await)
}

#[tokio::test]
async fn create_bucket_tells_where_it_is() {
    let server = Server::start();
    let s3 = sdk::client(&server.url());
    let made = s3.create_bucket().bucket("shelf").send().await.expect("a bucket");
    assert_eq!(made.location(), Some("/shelf"));
    assert_eq!(made.bucket_arn(), Some("arn:aws:s3:::shelf"));
    s3.head_bucket().bucket("shelf").send().await.expect("it is there");
}

#[tokio::test]
async fn create_bucket_twice_is_no_error_in_the_first_region() {
    let server = Server::start();
    let s3 = sdk::client(&server.url());
    for _ in 0..2 {
        s3.create_bucket().bucket("shelf").send().await.expect("a bucket");
    }
}

#[tokio::test]
async fn create_bucket_knows_no_constraint_for_the_first_region() {
    let server = Server::start();
    let s3 = sdk::client(&server.url());
    let message = "The specified location-constraint is not valid";
    for location in ["us-east-1", "nowhere"] {
        let fields = [("LocationConstraint", location)];
        check(&s3, Some(location)).await.is(400, "InvalidLocationConstraint", message, &fields);
    }
}

#[tokio::test]
async fn create_bucket_elsewhere_needs_the_constraint_of_the_endpoint() {
    let server = Server::with(&["--region", "eu-central-1"]);
    let s3 = sdk::client_in(&server.url(), "eu-central-1");
    for (location, named) in [(None, "unspecified"), (Some("eu-west-1"), "eu-west-1")] {
        let message = format!(
            "The {named} location constraint is incompatible for the region specific endpoint this request was sent to."
        );
        check(&s3, location).await.is(400, "IllegalLocationConstraintException", &message, &[]);
    }
    let location = BucketLocationConstraint::EuCentral1;
    let configuration = CreateBucketConfiguration::builder().location_constraint(location).build();
    let create = s3.create_bucket().bucket("shelf").create_bucket_configuration(configuration.clone());
    let made = create.send().await.expect("a bucket");
    assert_eq!(made.location(), Some(format!("http://shelf.{}/", server.addr()).as_str()));
    let again = s3.create_bucket().bucket("shelf").create_bucket_configuration(configuration);
    let message = "Your previous request to create the named bucket succeeded and you already own it.";
    refused(again.send().await).is(409, "BucketAlreadyOwnedByYou", message, &[("BucketName", "shelf")]);
}

#[tokio::test]
async fn create_bucket_of_another_account_is_a_conflict() {
    let server = Server::start();
    let (ours, theirs) = (sdk::client_as(&server.url(), "111111111111"), sdk::client_as(&server.url(), "222222222222"));
    ours.create_bucket().bucket("shelf").send().await.expect("a bucket");
    let refusal = refused(theirs.create_bucket().bucket("shelf").send().await);
    assert_eq!((refusal.status, refusal.code.as_str()), (409, "BucketAlreadyExists"));
    assert_eq!(refusal.field("BucketName"), Some("shelf"));
}

#[test]
fn names_that_break_a_rule_are_refused() {
    let server = Server::start();
    let long = "a".repeat(64);
    for name in [
        "A",
        "A_B",
        "Shelf",
        "under_score",
        "ab",
        long.as_str(),
        "-ab",
        "ab-",
        ".ab",
        "ab.",
        "a..b",
        "192.168.5.4",
        "xn--shelf",
        "sthree-shelf",
        "amzn-s3-demo-shelf",
        "shelf-s3alias",
        "shelf--ol-s3",
        "shelf.mrap",
        "shelf--x-s3",
        "a%20b",
        "a+b",
    ] {
        let refusal = server.raw().ask("PUT", &format!("/{name}"), &[], b"").refusal();
        let given = name.replace("%20", " ");
        let fields = [("BucketName", given.as_str())];
        refusal.is(400, "InvalidBucketName", "The specified bucket is not valid.", &fields);
    }
}

#[test]
fn names_that_keep_the_rules_are_fine() {
    let server = Server::start();
    let long = "a".repeat(63);
    for name in ["abc", long.as_str(), "123", "my.dotted.shelf", "a-b", "1a-2b", "a.b-c", "shelf--x"] {
        let _ = server.raw().ask("PUT", &format!("/{name}"), &[], b"").ok(200);
    }
}

#[tokio::test]
async fn s15_create_bucket_makes_one_bucket_for_all_regions() {
    let server = Server::start();
    let s3 = sdk::client(&server.url());
    s3.create_bucket().bucket("shelf").send().await.expect("a bucket");
    for region in ["us-east-1", "eu-west-1", "ap-south-1"] {
        let other = sdk::client_in(&server.url(), region);
        other.head_bucket().bucket("shelf").send().await.expect("the same bucket from every region");
        assert_eq!(other.list_buckets().send().await.expect("a list").buckets().len(), 1, "{region}");
    }
}
