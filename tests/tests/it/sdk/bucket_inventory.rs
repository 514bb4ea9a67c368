//! Inventory configurations, as recorded of S3 (CRUD, order, refusals) and documented:
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketInventoryConfiguration.html>

use aws_sdk_s3::Client;
use aws_sdk_s3::types::{
    InventoryConfiguration, InventoryDestination, InventoryEncryption, InventoryFilter, InventoryFormat,
    InventoryFrequency, InventoryIncludedObjectVersions, InventoryOptionalField, InventoryS3BucketDestination,
    InventorySchedule, Sses3,
};
use sandpail_tests::sdk::refused;
use sandpail_tests::{Refusal, Server};

use super::shelf;

const MALFORMED: &str = "The XML you provided was not well-formed or did not validate against our published schema";

fn configuration(id: &str, bucket: &str) -> InventoryConfiguration {
    let encryption = InventoryEncryption::builder().sses3(Sses3::builder().build()).build();
    let destination = InventoryS3BucketDestination::builder()
        .bucket(bucket)
        .format(InventoryFormat::Csv)
        .account_id("111122223333")
        .prefix("reports/")
        .encryption(encryption);
    let destination = destination.build().expect("bucket and format");
    InventoryConfiguration::builder()
        .id(id)
        .is_enabled(true)
        .destination(InventoryDestination::builder().s3_bucket_destination(destination).build())
        .schedule(InventorySchedule::builder().frequency(InventoryFrequency::Daily).build().expect("a frequency"))
        .included_object_versions(InventoryIncludedObjectVersions::All)
        .filter(InventoryFilter::builder().prefix("in/").build().expect("a prefix"))
        .optional_fields(InventoryOptionalField::Size)
        .optional_fields(InventoryOptionalField::ETag)
        .build()
        .expect("a whole configuration")
}

fn sound(id: &str) -> InventoryConfiguration {
    configuration(id, "arn:aws:s3:::target")
}

async fn put(s3: &Client, id: &str, configuration: InventoryConfiguration) -> Option<Refusal> {
    let put = s3.put_bucket_inventory_configuration().bucket("shelf").id(id).inventory_configuration(configuration);
    let sent = put.send().await;
    sent.is_err().then(|| refused(sent))
}

async fn ids(s3: &Client) -> Vec<String> {
    let listed = s3.list_bucket_inventory_configurations().bucket("shelf").send().await.expect("a list");
    assert_eq!(listed.is_truncated(), Some(false));
    listed.inventory_configuration_list().iter().map(|one| one.id().to_owned()).collect()
}

#[tokio::test]
async fn put_bucket_inventory_configuration_keeps_all_of_it() {
    let (_server, s3) = shelf();
    assert!(put(&s3, "one", sound("one")).await.is_none());
    let got = s3.get_bucket_inventory_configuration().bucket("shelf").id("one").send().await.expect("it is there");
    assert_eq!(got.inventory_configuration, Some(sound("one")));
    assert!(put(&s3, "one", configuration("one", "arn:aws:s3:::other")).await.is_none());
    assert_eq!(ids(&s3).await, ["one"]);
}

#[tokio::test]
async fn list_bucket_inventory_configurations_is_ordered_by_id() {
    let (_server, s3) = shelf();
    assert_eq!(ids(&s3).await, [""; 0]);
    for id in ["test-1", "z-test", "a-test"] {
        assert!(put(&s3, id, sound(id)).await.is_none());
    }
    assert_eq!(ids(&s3).await, ["a-test", "test-1", "z-test"]);
}

#[tokio::test]
async fn delete_bucket_inventory_configuration_is_refused_the_second_time() {
    let (_server, s3) = shelf();
    assert!(put(&s3, "one", sound("one")).await.is_none());
    let delete = || s3.delete_bucket_inventory_configuration().bucket("shelf").id("one").send();
    delete().await.expect("it is deleted");
    let missing = "The specified configuration does not exist.";
    refused(delete().await).is(404, "NoSuchConfiguration", missing, &[]);
}

#[tokio::test]
async fn get_bucket_inventory_configuration_of_none_is_refused() {
    let (_server, s3) = shelf();
    let get = s3.get_bucket_inventory_configuration().bucket("shelf").id("one").send().await;
    refused(get).is(404, "NoSuchConfiguration", "The specified configuration does not exist.", &[]);
    let get = s3.get_bucket_inventory_configuration().bucket("elsewhere").id("one").send().await;
    let fields = [("BucketName", "elsewhere")];
    refused(get).is(404, "NoSuchBucket", "The specified bucket does not exist", &fields);
}

#[tokio::test]
async fn put_bucket_inventory_configuration_refuses_what_s3_does() {
    let (_server, s3) = shelf();
    let check = async |id: &str, document: InventoryConfiguration, code: &str, message: &str| {
        put(&s3, id, document).await.expect("it is refused").is(400, code, message, &[]);
    };
    let mismatch = "Document ID does not match the specified configuration ID.";
    check("one", sound("other"), "IdMismatch", mismatch).await;
    check("one", configuration("one", "target"), "InvalidS3DestinationBucket", "Invalid bucket ARN.").await;
    check("a b", sound("a b"), "InvalidConfigurationId", "The specified configuration id is invalid.").await;
    let mut hourly = sound("one");
    hourly.schedule = Some(InventorySchedule::builder().frequency("Hourly".into()).build().expect("a frequency"));
    let mut versions = sound("one");
    versions.included_object_versions = "Wrong".into();
    let mut field = sound("one");
    field.optional_fields = Some(vec!["TestField".into()]);
    for wrong in [hourly, versions, field] {
        check("one", wrong, "MalformedXML", MALFORMED).await;
    }
    assert_eq!(ids(&s3).await, [""; 0]);
}

#[test]
fn a_configuration_without_its_id_in_the_query_changes_nothing() {
    let server = Server::for_sdk(&["--bucket", "shelf"]);
    let body = b"<InventoryConfiguration><Id>one</Id></InventoryConfiguration>";
    for (method, body) in [("PUT", &body[..]), ("DELETE", b"")] {
        assert_eq!(server.raw().ask(method, "/shelf?inventory", &[], body).refusal().status, 400, "{method}");
    }
    let whole = b"<InventoryConfiguration><Id></Id><IsEnabled>true</IsEnabled><Destination><S3BucketDestination>\
        <Bucket>arn:aws:s3:::target</Bucket><Format>CSV</Format></S3BucketDestination></Destination>\
        <Schedule><Frequency>Daily</Frequency></Schedule><IncludedObjectVersions>All</IncludedObjectVersions>\
        </InventoryConfiguration>";
    let empty = server.raw().ask("PUT", "/shelf?inventory&id=", &[], whole).refusal();
    empty.is(400, "InvalidConfigurationId", "The specified configuration id is invalid.", &[]);
    let listed = server.raw().ask("GET", "/shelf?inventory", &[], b"").ok(200);
    assert_eq!(
        listed.text(),
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><ListInventoryConfigurationsResult \
         xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><IsTruncated>false</IsTruncated></ListInventoryConfigurationsResult>"
    );
}
