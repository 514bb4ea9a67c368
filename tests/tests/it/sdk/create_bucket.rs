//! CreateBucket: names, regions, and whose the name is (AWS.md 11 to 13, 16).

use aws_sdk_s3::Client;
use aws_sdk_s3::types::{BucketLocationConstraint, BucketNamespace, CreateBucketConfiguration, Tag};
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
    let server = Server::for_sdk(&[]);
    let s3 = sdk::client(&server.url());
    let made = s3.create_bucket().bucket("shelf").send().await.expect("a bucket");
    assert_eq!(made.location(), Some("/shelf"));
    assert_eq!(made.bucket_arn(), Some("arn:aws:s3:::shelf"));
    s3.head_bucket().bucket("shelf").send().await.expect("it is there");
}

#[tokio::test]
async fn create_bucket_twice_is_no_error_in_the_first_region() {
    let server = Server::for_sdk(&[]);
    let s3 = sdk::client(&server.url());
    for _ in 0..2 {
        s3.create_bucket().bucket("shelf").send().await.expect("a bucket");
    }
}

#[tokio::test]
async fn create_bucket_knows_no_constraint_for_the_first_region() {
    let server = Server::for_sdk(&[]);
    let s3 = sdk::client(&server.url());
    let message = "The specified location-constraint is not valid";
    for location in ["us-east-1", "nowhere", "aws-global"] {
        let fields = [("LocationConstraint", location)];
        check(&s3, Some(location)).await.is(400, "InvalidLocationConstraint", message, &fields);
    }
}

#[tokio::test]
async fn create_bucket_elsewhere_needs_the_constraint_of_the_endpoint() {
    let server = Server::for_sdk(&["--region", "eu-central-1"]);
    let s3 = sdk::client_in(&server.url(), "eu-central-1");
    for location in [None, Some("eu-west-1"), Some("us-east-1"), Some("nowhere"), Some("EU")] {
        let named = location.unwrap_or("unspecified");
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
    let server = Server::for_sdk(&[]);
    let (ours, theirs) = (sdk::client_as(&server.url(), "111111111111"), sdk::client_as(&server.url(), "222222222222"));
    ours.create_bucket().bucket("shelf").send().await.expect("a bucket");
    let refusal = refused(theirs.create_bucket().bucket("shelf").send().await);
    assert_eq!((refusal.status, refusal.code.as_str()), (409, "BucketAlreadyExists"));
    assert_eq!(refusal.field("BucketName"), Some("shelf"));
}

#[test]
fn names_that_break_a_rule_are_refused() {
    let server = Server::for_sdk(&[]);
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
        "a%2Bb",
    ] {
        let refusal = server.raw().ask("PUT", &format!("/{name}"), &[], b"").refusal();
        let given = name.replace("%20", " ").replace("%2B", "+");
        let fields = [("BucketName", given.as_str())];
        refusal.is(400, "InvalidBucketName", "The specified bucket is not valid.", &fields);
    }
}

#[test]
fn names_that_keep_the_rules_are_fine() {
    let server = Server::for_sdk(&[]);
    let long = "a".repeat(63);
    for name in ["abc", long.as_str(), "123", "my.dotted.shelf", "a-b", "1a-2b", "a.b-c", "shelf--x"] {
        let _ = server.raw().ask("PUT", &format!("/{name}"), &[], b"").ok(200);
    }
}

#[tokio::test]
async fn s15_create_bucket_makes_one_bucket_for_all_regions() {
    let server = Server::for_sdk(&[]);
    let s3 = sdk::client(&server.url());
    s3.create_bucket().bucket("shelf").send().await.expect("a bucket");
    for region in ["us-east-1", "eu-west-1", "ap-south-1"] {
        let other = sdk::client_in(&server.url(), region);
        other.head_bucket().bucket("shelf").send().await.expect("the same bucket from every region");
        assert_eq!(other.list_buckets().send().await.expect("a list").buckets().len(), 1, "{region}");
    }
}

fn tagged(pairs: &[(&str, &str)]) -> CreateBucketConfiguration {
    let tag = |(key, value): &(&str, &str)| Tag::builder().key(*key).value(*value).build().expect("a tag");
    CreateBucketConfiguration::builder().set_tags(Some(pairs.iter().map(tag).collect())).build()
}

/// Recorded, as everything of tags here.
#[tokio::test]
async fn create_bucket_with_tags_has_them_from_the_start() {
    let server = Server::for_sdk(&[]);
    let s3 = sdk::client(&server.url());
    let create = |pairs: &[(&str, &str)]| s3.create_bucket().bucket("shelf").create_bucket_configuration(tagged(pairs));
    create(&[("b", "2"), ("a", "1")]).send().await.expect("a bucket");
    let tags = async || {
        let tags = s3.get_bucket_tagging().bucket("shelf").send().await.expect("tags").tag_set;
        tags.into_iter().map(|tag| format!("{}={}", tag.key, tag.value)).collect::<Vec<_>>()
    };
    assert_eq!(tags().await, ["b=2", "a=1"]);
    let message = "Your previous request to create the named bucket succeeded and you already own it.";
    for pairs in [&[("b", "2"), ("a", "1")][..], &[("c", "3")]] {
        let again = refused(create(pairs).send().await);
        again.is(409, "BucketAlreadyOwnedByYou", message, &[("BucketName", "shelf")]);
    }
    create(&[]).send().await.expect("the first region makes it again without tags");
    s3.create_bucket().bucket("shelf").send().await.expect("the first region makes it again");
    assert_eq!(tags().await, ["b=2", "a=1"]);
}

#[tokio::test]
async fn create_bucket_with_bad_tags_is_refused() {
    let server = Server::for_sdk(&[]);
    let s3 = sdk::client(&server.url());
    let reserved = "User-defined tag keys can't start with \"aws:\". This prefix is reserved for system tags. Remove \
        \"aws:\" from your tag keys and try again.";
    for (key, value, message, fields) in [
        ("aws:test", "value1", reserved, &[][..]),
        (
            "test",
            "value1,value2",
            "The TagValue you have provided is invalid",
            &[("TagKey", "test"), ("TagValue", "value1,value2")],
        ),
        ("test,test2", "value1", "The TagKey you have provided is invalid", &[("TagKey", "test,test2")]),
    ] {
        let create = s3.create_bucket().bucket("shelf").create_bucket_configuration(tagged(&[(key, value)]));
        refused(create.send().await).is(400, "InvalidTag", message, fields);
    }
    for tag in ["<Key>k</Key>", "<Value>v</Value>", "<Key>k</Key><Value>v</Value><Value>w</Value>", "text"] {
        let body = format!("<CreateBucketConfiguration><Tags><Tag>{tag}</Tag></Tags></CreateBucketConfiguration>");
        let refusal = server.raw().ask("PUT", "/shelf", &[], body.as_bytes()).refusal();
        assert_eq!(refusal.code, "MalformedXML", "{tag}");
    }
    assert_eq!(s3.list_buckets().send().await.expect("a list").buckets().len(), 0);
}

/// The texts as clients of S3 report them.
#[tokio::test]
async fn create_bucket_in_the_namespace_of_the_account() {
    let server = Server::for_sdk(&[]);
    let s3 = sdk::client_as(&server.url(), "111122223333");
    let create = |name: &str| s3.create_bucket().bucket(name);
    let regional = BucketNamespace::AccountRegional;
    let name = "shelf-111122223333-us-east-1-an";
    let missing = "The requested bucket is an account-regional namespace bucket, but your request is missing the \
        required x-amz-bucket-namespace header.";
    let header = [("Header", "x-amz-bucket-namespace")];
    refused(create(name).send().await).is(400, "MissingNamespaceHeader", missing, &header);
    let suffix = "The requested bucket name did not include the account-regional namespace suffix, but the provided \
        x-amz-bucket-namespace header value is account-regional. Specify -111122223333-us-east-1-an as the bucket name \
        suffix to create a bucket in your account-regional namespace, or remove the header.";
    let plain = refused(create("shelf").bucket_namespace(regional.clone()).send().await);
    plain.is(400, "InvalidNamespaceHeader", suffix, &[]);
    for other in ["shelf-222222222222-us-east-1-an", "shelf-111122223333-us-west-2-an"] {
        let refusal = refused(create(other).bucket_namespace(regional.clone()).send().await);
        assert_eq!((refusal.status, refusal.code.as_str()), (400, "InvalidBucketNamespace"), "{other}");
    }
    let made = create(name).bucket_namespace(regional).send().await.expect("a bucket");
    assert_eq!(made.location(), Some(format!("/{name}").as_str()));
    create("shelf").bucket_namespace(BucketNamespace::Global).send().await.expect("a bucket");
}
