//! Intelligent-Tiering configurations, as recorded of S3 and documented:
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketIntelligentTieringConfiguration.html>

use aws_sdk_s3::Client;
use aws_sdk_s3::types::{
    IntelligentTieringAccessTier, IntelligentTieringConfiguration, IntelligentTieringFilter, IntelligentTieringStatus,
    Tiering,
};
use sandpail_tests::Refusal;
use sandpail_tests::sdk::refused;

use super::shelf;

const MALFORMED: &str = "The XML you provided was not well-formed or did not validate against our published schema";
const MISSING: &str = "The specified configuration does not exist.";

fn tier(tier: IntelligentTieringAccessTier, days: i32) -> Tiering {
    Tiering::builder().access_tier(tier).days(days).build().expect("tier and days")
}

fn configuration(id: &str, prefix: &str, tiers: Vec<Tiering>) -> IntelligentTieringConfiguration {
    IntelligentTieringConfiguration::builder()
        .id(id)
        .filter(IntelligentTieringFilter::builder().prefix(prefix).build())
        .status(IntelligentTieringStatus::Enabled)
        .set_tierings(Some(tiers))
        .build()
        .expect("id, status and tiers")
}

fn sound(id: &str, prefix: &str) -> IntelligentTieringConfiguration {
    configuration(id, prefix, vec![tier(IntelligentTieringAccessTier::ArchiveAccess, 90)])
}

async fn put(s3: &Client, id: &str, configuration: IntelligentTieringConfiguration) -> Option<Refusal> {
    let put = s3.put_bucket_intelligent_tiering_configuration().bucket("shelf").id(id);
    let sent = put.intelligent_tiering_configuration(configuration).send().await;
    sent.is_err().then(|| refused(sent))
}

async fn listed(s3: &Client) -> Vec<IntelligentTieringConfiguration> {
    let listed = s3.list_bucket_intelligent_tiering_configurations().bucket("shelf").send().await.expect("a list");
    assert_eq!(listed.is_truncated(), Some(false));
    listed.intelligent_tiering_configuration_list.unwrap_or_default()
}

#[tokio::test]
async fn put_bucket_intelligent_tiering_configuration_keeps_its_tiers() {
    let (_server, s3) = shelf();
    let deep = tier(IntelligentTieringAccessTier::DeepArchiveAccess, 730);
    let both = configuration("one", "p", vec![deep, tier(IntelligentTieringAccessTier::ArchiveAccess, 125)]);
    assert!(put(&s3, "one", both.clone()).await.is_none());
    let get = s3.get_bucket_intelligent_tiering_configuration().bucket("shelf").id("one").send().await;
    assert_eq!(get.expect("it is there").intelligent_tiering_configuration, Some(both));
}

#[tokio::test]
async fn list_bucket_intelligent_tiering_configurations_shows_what_was_put_last() {
    let (_server, s3) = shelf();
    for (id, prefix) in [("test1", "test1"), ("test2", "test2"), ("test1", "testupdate")] {
        assert!(put(&s3, id, sound(id, prefix)).await.is_none());
    }
    assert_eq!(listed(&s3).await, [sound("test1", "testupdate"), sound("test2", "test2")]);
}

#[tokio::test]
async fn delete_bucket_intelligent_tiering_configuration_wants_bucket_and_configuration() {
    let (_server, s3) = shelf();
    assert!(put(&s3, "one", sound("one", "p")).await.is_none());
    let delete = |bucket: &str| s3.delete_bucket_intelligent_tiering_configuration().bucket(bucket).id("one").send();
    let fields = [("BucketName", "elsewhere")];
    refused(delete("elsewhere").await).is(404, "NoSuchBucket", "The specified bucket does not exist", &fields);
    delete("shelf").await.expect("it is deleted");
    refused(delete("shelf").await).is(404, "NoSuchConfiguration", MISSING, &[]);
    assert_eq!(listed(&s3).await, []);
}

#[tokio::test]
async fn get_bucket_intelligent_tiering_configuration_of_none_is_refused() {
    let (_server, s3) = shelf();
    let get = s3.get_bucket_intelligent_tiering_configuration().bucket("shelf").id("one").send().await;
    refused(get).is(404, "NoSuchConfiguration", MISSING, &[]);
}

#[tokio::test]
async fn put_bucket_intelligent_tiering_configuration_refuses_what_s3_does() {
    let (_server, s3) = shelf();
    let refusal = put(&s3, "incorrect", sound("one", "p")).await.expect("ids differ");
    refusal.is(400, "MalformedXML", MALFORMED, &[]);
    let refusal = put(&s3, "one", configuration("one", "p", vec![])).await.expect("no tiers");
    refusal.is(400, "MalformedXML", MALFORMED, &[]);
    let (archive, deep) =
        (IntelligentTieringAccessTier::ArchiveAccess, IntelligentTieringAccessTier::DeepArchiveAccess);
    let early = "Days specified in ARCHIVE_ACCESS tier should not be less than 90";
    let deeper = "Days specified in DEEP_ARCHIVE_ACCESS should not be less than 180, and be greater than days specified \
                  in ARCHIVE_ACCESS";
    for (tiers, message, days) in [
        (vec![tier(archive.clone(), 89)], early, "89"),
        (vec![tier(deep.clone(), 179)], deeper, "179"),
        (vec![tier(archive, 300), tier(deep, 299)], deeper, "299"),
    ] {
        let refusal = put(&s3, "one", configuration("one", "p", tiers)).await.expect("wrong days");
        refusal.is(400, "InvalidArgument", message, &[("ArgumentName", "Days"), ("ArgumentValue", days)]);
    }
    assert_eq!(listed(&s3).await, []);
}
