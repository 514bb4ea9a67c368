//! GetBucketLocation: nothing for the first region, the name of any other.

use super::shelf;
use aws_sdk_s3::types::BucketLocationConstraint;
use sandpail_tests::Server;
use sandpail_tests::sdk::{self, refused};

#[tokio::test]
async fn get_bucket_location_of_the_first_region_is_empty() {
    let (server, s3) = shelf();
    let location = s3.get_bucket_location().bucket("shelf").send().await.expect("a location");
    let location = location.location_constraint().map_or("", BucketLocationConstraint::as_str);
    assert_eq!(location, "");
    // Recorded: the one document whose root closes itself.
    let document = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
        <LocationConstraint xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"/>";
    assert_eq!(server.raw().ask("GET", "/shelf?location", &[], b"").ok(200).text(), document);
}

#[tokio::test]
async fn get_bucket_location_elsewhere_is_the_region() {
    let server = Server::for_sdk(&["--region", "eu-central-1", "--bucket", "shelf"]);
    let s3 = sdk::client_in(&server.url(), "eu-central-1");
    let location = s3.get_bucket_location().bucket("shelf").send().await.expect("a location");
    assert_eq!(location.location_constraint(), Some(&BucketLocationConstraint::EuCentral1));
    let head = s3.head_bucket().bucket("shelf").send().await.expect("a head");
    assert_eq!(head.bucket_region(), Some("eu-central-1"));
}

#[tokio::test]
async fn get_bucket_location_of_none_is_refused() {
    let (_server, s3) = shelf();
    let refusal = refused(s3.get_bucket_location().bucket("none").send().await);
    refusal.is(404, "NoSuchBucket", "The specified bucket does not exist", &[("BucketName", "none")]);
}
