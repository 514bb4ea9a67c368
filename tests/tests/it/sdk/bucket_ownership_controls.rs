//! Who owns the objects of a bucket: <https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html>

use aws_sdk_s3::Client;
use aws_sdk_s3::types::{BucketCannedAcl, ObjectOwnership, OwnershipControls, OwnershipControlsRule};
use sandpail_tests::sdk::refused;

use super::shelf;

const MALFORMED: &str = "The XML you provided was not well-formed or did not validate against our published schema";

async fn ownership(s3: &Client) -> ObjectOwnership {
    let got = s3.get_bucket_ownership_controls().bucket("shelf").send().await.expect("controls");
    let controls = got.ownership_controls.expect("controls");
    let [rule] = controls.rules() else { panic!("{controls:?}") };
    rule.object_ownership.clone()
}

fn controls(settings: &[&str]) -> OwnershipControls {
    let rule = |name: &&str| {
        OwnershipControlsRule::builder().object_ownership(ObjectOwnership::from(*name)).build().expect("a setting")
    };
    OwnershipControls::builder().set_rules(Some(settings.iter().map(rule).collect())).build().expect("rules")
}

async fn put(s3: &Client, setting: ObjectOwnership) {
    let put = s3.put_bucket_ownership_controls().bucket("shelf").ownership_controls(controls(&[setting.as_str()]));
    put.send().await.expect("controls are put");
}

#[tokio::test]
async fn get_bucket_ownership_controls_of_a_new_bucket_disables_acls() {
    let (_server, s3) = shelf();
    assert_eq!(ownership(&s3).await, ObjectOwnership::BucketOwnerEnforced);
    let made = s3.create_bucket().bucket("open").object_ownership(ObjectOwnership::ObjectWriter);
    made.send().await.expect("a bucket");
    let got = s3.get_bucket_ownership_controls().bucket("open").send().await.expect("controls");
    let rules = got.ownership_controls.expect("controls").rules;
    assert_eq!(rules[0].object_ownership, ObjectOwnership::ObjectWriter);
}

#[tokio::test]
async fn put_bucket_ownership_controls_replaces_the_setting() {
    let (_server, s3) = shelf();
    for setting in
        [ObjectOwnership::ObjectWriter, ObjectOwnership::BucketOwnerPreferred, ObjectOwnership::BucketOwnerEnforced]
    {
        put(&s3, setting.clone()).await;
        assert_eq!(ownership(&s3).await, setting);
    }
}

/// Recorded.
#[tokio::test]
async fn put_bucket_ownership_controls_takes_one_setting() {
    let (_server, s3) = shelf();
    for settings in [&["Nobody"][..], &[], &["ObjectWriter", "BucketOwnerPreferred"]] {
        let put = s3.put_bucket_ownership_controls().bucket("shelf").ownership_controls(controls(settings));
        refused(put.send().await).is(400, "MalformedXML", MALFORMED, &[]);
    }
    assert_eq!(ownership(&s3).await, ObjectOwnership::BucketOwnerEnforced);
}

#[tokio::test]
async fn put_bucket_ownership_controls_does_not_disable_a_list_that_grants_others_something() {
    let (_server, s3) = shelf();
    put(&s3, ObjectOwnership::ObjectWriter).await;
    let list = |acl| s3.put_bucket_acl().bucket("shelf").acl(acl).send();
    list(BucketCannedAcl::from("log-delivery-write")).await.expect("a list");
    let enforced = controls(&["BucketOwnerEnforced"]);
    let enforce = || s3.put_bucket_ownership_controls().bucket("shelf").ownership_controls(enforced.clone()).send();
    let message = "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting";
    refused(enforce().await).is(400, "InvalidBucketAclWithObjectOwnership", message, &[]);
    assert_eq!(ownership(&s3).await, ObjectOwnership::ObjectWriter);
    list(BucketCannedAcl::Private).await.expect("a list");
    enforce().await.expect("controls are put");
    let private = list(BucketCannedAcl::Private).await;
    refused(private).is(400, "AccessControlListNotSupported", "The bucket does not allow ACLs", &[]);
}

/// Recorded.
#[tokio::test]
async fn delete_bucket_ownership_controls_lets_lists_in() {
    let (_server, s3) = shelf();
    for _ in 0..2 {
        s3.delete_bucket_ownership_controls().bucket("shelf").send().await.expect("the controls are deleted");
    }
    let got = refused(s3.get_bucket_ownership_controls().bucket("shelf").send().await);
    let missing = "The bucket ownership controls were not found";
    got.is(404, "OwnershipControlsNotFoundError", missing, &[("BucketName", "shelf")]);
    let list = s3.put_bucket_acl().bucket("shelf").acl(BucketCannedAcl::from("log-delivery-write"));
    list.send().await.expect("a list");
}
