//! S3 Metadata configurations of both versions:
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucketMetadataConfiguration.html>

use aws_sdk_s3::Client;
use aws_sdk_s3::types::{
    AnnotationConfigurationState, AnnotationTableConfiguration, AnnotationTableConfigurationUpdates, ExpirationState,
    InventoryConfigurationState, InventoryTableConfiguration, InventoryTableConfigurationUpdates,
    JournalTableConfiguration, JournalTableConfigurationUpdates, MetadataConfiguration, MetadataConfigurationResult,
    MetadataTableConfiguration, MetadataTableEncryptionConfiguration, RecordExpiration, S3TablesBucketType,
    S3TablesDestination, TableSseAlgorithm,
};
use sandpail_tests::Server;
use sandpail_tests::sdk::{self, refused};

use super::shelf;

const HOME: &str = "arn:aws:s3tables:us-east-1:000000000000:bucket/aws-s3";
const TABLES: &str = "arn:aws:s3tables:us-east-1:000000000000:bucket/tables";
const ROLE: &str = "arn:aws:iam::000000000000:role/annotations";
const FIELDS: [(&str, &str); 1] = [("BucketName", "shelf")];
const MISSING: &str = "The metadata configuration was not found";
const NOT_ALLOWED: &str = "The specified method is not allowed against this resource.";

fn expiration(days: Option<i32>) -> RecordExpiration {
    let state = if days.is_some() { ExpirationState::Enabled } else { ExpirationState::Disabled };
    RecordExpiration::builder().expiration(state).set_days(days).build().expect("a state")
}

fn journal(days: Option<i32>) -> MetadataConfiguration {
    let journal = JournalTableConfiguration::builder().record_expiration(expiration(days)).build();
    MetadataConfiguration::builder().journal_table_configuration(journal).build()
}

fn inventory(state: InventoryConfigurationState) -> InventoryTableConfiguration {
    InventoryTableConfiguration::builder().configuration_state(state).build().expect("a state")
}

fn encryption(algorithm: TableSseAlgorithm, key: Option<&str>) -> MetadataTableEncryptionConfiguration {
    let key = key.map(str::to_owned);
    let builder = MetadataTableEncryptionConfiguration::builder().sse_algorithm(algorithm).set_kms_key_arn(key);
    builder.build().expect("an algorithm")
}

async fn create(s3: &Client, configuration: MetadataConfiguration) {
    let create = s3.create_bucket_metadata_configuration().bucket("shelf");
    create.metadata_configuration(configuration).send().await.expect("a configuration is made");
}

async fn get(s3: &Client) -> MetadataConfigurationResult {
    let got = s3.get_bucket_metadata_configuration().bucket("shelf").send().await.expect("a configuration");
    let result = got.get_bucket_metadata_configuration_result.expect("a result");
    result.metadata_configuration_result.expect("a configuration")
}

async fn create_first(s3: &Client) {
    let destination = S3TablesDestination::builder().table_bucket_arn(TABLES).table_name("shelf_objects");
    let destination = destination.build().expect("bucket and table");
    let configuration = MetadataTableConfiguration::builder().s3_tables_destination(destination).build();
    let create = s3.create_bucket_metadata_table_configuration().bucket("shelf");
    create.metadata_table_configuration(configuration).send().await.expect("a configuration is made");
}

#[tokio::test]
async fn create_bucket_metadata_configuration_names_its_tables() {
    let server = Server::for_sdk(&["--bucket", "shelf,dotted.shelf"]);
    let s3 = sdk::client(&server.url());
    let create = s3.create_bucket_metadata_configuration().bucket("dotted.shelf");
    create.metadata_configuration(journal(Some(7))).send().await.expect("a configuration is made");
    let got = s3.get_bucket_metadata_configuration().bucket("dotted.shelf").send().await.expect("a configuration");
    let result = got.get_bucket_metadata_configuration_result.and_then(|got| got.metadata_configuration_result);
    let result = result.expect("a configuration");
    let destination = result.destination_result.expect("a destination");
    assert_eq!(destination.table_bucket_type, Some(S3TablesBucketType::Aws));
    assert_eq!(destination.table_bucket_arn.as_deref(), Some(HOME));
    assert_eq!(destination.table_namespace.as_deref(), Some("b_dotted_shelf"));
    let journal = result.journal_table_configuration_result.expect("a journal");
    assert_eq!((journal.table_status.as_str(), journal.table_name.as_str()), ("ACTIVE", "journal"));
    let id = journal.table_arn.as_deref().and_then(|arn| arn.strip_prefix(&format!("{HOME}/table/")));
    assert_eq!(id.map(str::len), Some(36), "a table id is a UUID");
    assert_eq!(journal.record_expiration, Some(expiration(Some(7))));
    assert!(result.inventory_table_configuration_result.is_none());
    assert!(result.annotation_table_configuration_result.is_none());
}

#[tokio::test]
async fn get_bucket_metadata_configuration_names_only_tables_that_are_enabled() {
    let (_server, s3) = shelf();
    let annotation = AnnotationTableConfiguration::builder()
        .configuration_state(AnnotationConfigurationState::Enabled)
        .role(ROLE)
        .build()
        .expect("a state");
    let mut configuration = journal(None);
    configuration.inventory_table_configuration = Some(inventory(InventoryConfigurationState::Disabled));
    configuration.annotation_table_configuration = Some(annotation);
    create(&s3, configuration).await;
    let got = get(&s3).await;
    let inventory = got.inventory_table_configuration_result.expect("an inventory");
    assert_eq!(inventory.configuration_state, InventoryConfigurationState::Disabled);
    assert_eq!((inventory.table_name, inventory.table_arn, inventory.table_status), (None, None, None));
    let annotation = got.annotation_table_configuration_result.expect("annotations");
    assert_eq!((annotation.table_name.as_deref(), annotation.role.as_deref()), (Some("annotation"), Some(ROLE)));
    let journal = got.journal_table_configuration_result.expect("a journal");
    assert_eq!(journal.record_expiration, Some(expiration(None)));
}

#[tokio::test]
async fn create_bucket_metadata_configuration_twice_is_a_conflict() {
    let (_server, s3) = shelf();
    create(&s3, journal(Some(30))).await;
    let again = s3.create_bucket_metadata_configuration().bucket("shelf").metadata_configuration(journal(None));
    let refusal = refused(again.send().await);
    assert_eq!((refusal.status, refusal.field("BucketName")), (409, Some("shelf")));
    let kept = get(&s3).await.journal_table_configuration_result.expect("a journal");
    assert_eq!(kept.record_expiration, Some(expiration(Some(30))));
}

#[tokio::test]
async fn create_bucket_metadata_configuration_refuses_what_s3_does() {
    let (_server, s3) = shelf();
    let check = async |configuration: MetadataConfiguration, code: &str, argument: Option<&str>| {
        let create = s3.create_bucket_metadata_configuration().bucket("shelf").metadata_configuration(configuration);
        let refusal = refused(create.send().await);
        assert_eq!((refusal.status, refusal.code.as_str(), refusal.field("ArgumentName")), (400, code, argument));
    };
    check(journal(Some(6)), "InvalidArgument", Some("Days")).await;
    check(MetadataConfiguration::builder().build(), "MalformedXML", None).await;
    for (algorithm, key) in [
        (TableSseAlgorithm::AwsKms, None),
        (TableSseAlgorithm::AwsKms, Some("arn:aws:kms:eu-west-1:000000000000:key/k")),
        (TableSseAlgorithm::Aes256, Some("arn:aws:kms:us-east-1:000000000000:key/k")),
    ] {
        let mut table = inventory(InventoryConfigurationState::Enabled);
        table.encryption_configuration = Some(encryption(algorithm, key));
        let mut configuration = journal(None);
        configuration.inventory_table_configuration = Some(table);
        check(configuration, "InvalidArgument", Some("KmsKeyArn")).await;
    }
    let mut table = inventory(InventoryConfigurationState::Enabled);
    table.encryption_configuration = Some(encryption(TableSseAlgorithm::from("none"), None));
    let mut configuration = journal(None);
    configuration.inventory_table_configuration = Some(table);
    check(configuration, "MalformedXML", None).await;
    let get = s3.get_bucket_metadata_configuration().bucket("shelf").send().await;
    refused(get).is(404, "MetadataConfigurationNotFound", MISSING, &FIELDS);
}

#[tokio::test]
async fn delete_bucket_metadata_configuration_deletes_either_version_and_no_bucket() {
    let (_server, s3) = shelf();
    let delete = || s3.delete_bucket_metadata_configuration().bucket("shelf").send();
    create(&s3, journal(None)).await;
    delete().await.expect("it is deleted");
    create_first(&s3).await;
    delete().await.expect("it is deleted");
    refused(delete().await).is(404, "MetadataConfigurationNotFound", MISSING, &FIELDS);
    s3.head_bucket().bucket("shelf").send().await.expect("the bucket stays");
}

#[tokio::test]
async fn update_bucket_metadata_inventory_table_configuration_switches_the_table() {
    let (_server, s3) = shelf();
    create(&s3, journal(None)).await;
    let mut arns = Vec::new();
    for state in ["ENABLED", "ENABLED", "DISABLED", "ENABLED"] {
        let state = InventoryConfigurationState::from(state);
        let updates = InventoryTableConfigurationUpdates::builder().configuration_state(state.clone());
        let update = s3.update_bucket_metadata_inventory_table_configuration().bucket("shelf");
        let updates = updates.build().expect("a state");
        update.inventory_table_configuration(updates).send().await.expect("it is switched");
        let table = get(&s3).await.inventory_table_configuration_result.expect("an inventory");
        assert_eq!(table.configuration_state, state);
        arns.push(table.table_arn);
    }
    assert!(arns[0].is_some() && arns[0] == arns[1], "enabled twice it is one table");
    assert!(arns[2].is_none() && arns[3] != arns[0], "enabled again it is another");
}

#[tokio::test]
async fn update_bucket_metadata_journal_table_configuration_sets_the_expiration() {
    let (_server, s3) = shelf();
    create(&s3, journal(None)).await;
    let update = |days| {
        let updates = JournalTableConfigurationUpdates::builder().record_expiration(expiration(days)).build();
        let update = s3.update_bucket_metadata_journal_table_configuration().bucket("shelf");
        update.journal_table_configuration(updates).send()
    };
    for days in [Some(30), None] {
        update(days).await.expect("it is set");
        let journal = get(&s3).await.journal_table_configuration_result.expect("a journal");
        assert_eq!(journal.record_expiration, Some(expiration(days)));
    }
    assert_eq!(refused(update(Some(1)).await).field("ArgumentName"), Some("Days"));
}

#[tokio::test]
async fn update_bucket_metadata_annotation_table_configuration_keeps_the_role() {
    let (_server, s3) = shelf();
    let update = |state: &str, role: Option<&str>| {
        let updates = AnnotationTableConfigurationUpdates::builder().configuration_state(state.into());
        let updates = updates.set_role(role.map(str::to_owned)).build().expect("a state");
        let update = s3.update_bucket_metadata_annotation_table_configuration().bucket("shelf");
        update.annotation_table_configuration(updates).send()
    };
    let missing = refused(update("ENABLED", None).await);
    missing.is(404, "MetadataConfigurationNotFound", MISSING, &FIELDS);
    create(&s3, journal(None)).await;
    for (state, role) in [("ENABLED", Some(ROLE)), ("DISABLED", None)] {
        update(state, role).await.expect("it is switched");
        let table = get(&s3).await.annotation_table_configuration_result.expect("annotations");
        assert_eq!((table.configuration_state.as_str(), table.role.as_deref()), (state, Some(ROLE)));
    }
    assert_eq!(refused(update("ENABLED", Some("me")).await).field("ArgumentName"), Some("Role"));
}

#[tokio::test]
async fn create_bucket_metadata_table_configuration_is_the_first_version() {
    let (_server, s3) = shelf();
    create_first(&s3).await;
    let got = s3.get_bucket_metadata_table_configuration().bucket("shelf").send().await.expect("a configuration");
    let result = got.get_bucket_metadata_table_configuration_result.expect("a result");
    assert_eq!(result.status, "ACTIVE");
    let destination = result.metadata_table_configuration_result.and_then(|result| result.s3_tables_destination_result);
    let destination = destination.expect("a destination");
    assert_eq!((destination.table_bucket_arn.as_str(), destination.table_name.as_str()), (TABLES, "shelf_objects"));
    assert_eq!(destination.table_namespace, "aws_s3_metadata");
    assert!(destination.table_arn.starts_with(&format!("{TABLES}/table/")));
    let seen = get(&s3).await;
    let kind = seen.destination_result.and_then(|destination| destination.table_bucket_type);
    assert_eq!(kind, Some(S3TablesBucketType::Customer));
    let journal = seen.journal_table_configuration_result.expect("a journal");
    assert_eq!(journal.table_arn, Some(destination.table_arn));
}

#[tokio::test]
async fn create_bucket_metadata_table_configuration_wants_a_table_bucket_at_home() {
    let (_server, s3) = shelf();
    for (arn, name, argument) in [
        ("tables", "objects", "TableBucketArn"),
        ("arn:aws:s3tables:eu-west-1:000000000000:bucket/tables", "objects", "TableBucketArn"),
        ("arn:aws:s3tables:us-east-1:111122223333:bucket/tables", "objects", "TableBucketArn"),
        (TABLES, "Not-A-Table", "TableName"),
    ] {
        let destination = S3TablesDestination::builder().table_bucket_arn(arn).table_name(name).build();
        let destination = destination.expect("bucket and table");
        let configuration = MetadataTableConfiguration::builder().s3_tables_destination(destination).build();
        let create = s3.create_bucket_metadata_table_configuration().bucket("shelf");
        let refusal = refused(create.metadata_table_configuration(configuration).send().await);
        assert_eq!(
            (refusal.code.as_str(), refusal.field("ArgumentName")),
            ("InvalidArgument", Some(argument)),
            "{arn}"
        );
    }
}

#[tokio::test]
async fn get_bucket_metadata_table_configuration_does_not_know_the_second_version() {
    let (_server, s3) = shelf();
    let get = || s3.get_bucket_metadata_table_configuration().bucket("shelf").send();
    refused(get().await).is(404, "MetadataConfigurationNotFound", MISSING, &FIELDS);
    create(&s3, journal(None)).await;
    refused(get().await).has(405, "MethodNotAllowed", NOT_ALLOWED, &[("Method", "GET")]);
}

#[tokio::test]
async fn delete_bucket_metadata_table_configuration_does_not_know_the_second_version() {
    let (_server, s3) = shelf();
    let delete = || s3.delete_bucket_metadata_table_configuration().bucket("shelf").send();
    refused(delete().await).is(404, "MetadataConfigurationNotFound", MISSING, &FIELDS);
    create(&s3, journal(None)).await;
    refused(delete().await).has(405, "MethodNotAllowed", NOT_ALLOWED, &[("Method", "DELETE")]);
    s3.delete_bucket_metadata_configuration().bucket("shelf").send().await.expect("it is deleted");
    create_first(&s3).await;
    delete().await.expect("it is deleted");
}
