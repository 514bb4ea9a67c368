//! A configuration as it is stored, which is how the second version answers it: where the tables are, and each table.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_MetadataConfigurationResult.html>

use sandpail_control::Entropy;

use crate::bucket::Bucket;
use crate::documents::Element;

/// The root.
pub(super) const ROOT: &str = "MetadataConfigurationResult";

const DESTINATION: &str = "DestinationResult";
const JOURNAL: &str = "JournalTableConfigurationResult";
pub(super) const INVENTORY: &str = "InventoryTableConfigurationResult";
pub(super) const ANNOTATION: &str = "AnnotationTableConfigurationResult";

/// The namespace of the first version's tables.
pub(super) const FIRST_NAMESPACE: &str = "aws_s3_metadata";

/// A configuration with a journal table and no other.
pub(super) fn new(kind: &str, bucket_arn: &str, namespace: &str, journal: Element) -> Element {
    let mut destination = Element::new(DESTINATION);
    destination.set("TableBucketType", kind);
    destination.set("TableBucketArn", bucket_arn);
    destination.set("TableNamespace", namespace);
    Element { children: vec![destination, journal], ..Element::new(ROOT) }
}

/// The table bucket that S3 keeps for an account in a region.
pub(super) fn managed(bucket: &Bucket) -> String {
    format!("arn:aws:s3tables:{}:{}:bucket/aws-s3", bucket.record.region, bucket.record.account)
}

/// The namespace of a bucket's tables in it.
pub(super) fn namespace(bucket: &Bucket) -> String {
    format!("b_{}", bucket.name.replace('.', "_"))
}

/// A journal table whose records expire after so many days, if they do.
pub(super) fn journal(name: &str, arn: &str, days: Option<i64>) -> Element {
    let mut table = Element::new(JOURNAL);
    table.set("TableStatus", "ACTIVE");
    table.set("TableName", name);
    table.set("TableArn", arn);
    table.children.push(expiration(days));
    table
}

fn expiration(days: Option<i64>) -> Element {
    let mut expiration = Element::new("RecordExpiration");
    expiration.set("Expiration", if days.is_some() { "ENABLED" } else { "DISABLED" });
    if let Some(days) = days {
        expiration.set("Days", days.to_string());
    }
    expiration
}

/// Another expiration for the records of the journal.
pub(super) fn set_expiration(configuration: &mut Element, days: Option<i64>) {
    let place = configuration.child_mut(JOURNAL).and_then(|journal| journal.child_mut("RecordExpiration"));
    if let Some(place) = place {
        *place = expiration(days);
    }
}

/// A table that can be disabled: one that is has no name. `arn` is that of the table, in case it is made.
fn switched(root: &str, name: &str, enabled: bool, arn: impl FnOnce() -> String) -> Element {
    let mut table = Element::new(root);
    table.set("ConfigurationState", if enabled { "ENABLED" } else { "DISABLED" });
    if enabled {
        table.set("TableStatus", "ACTIVE");
        table.set("TableName", name);
        table.set("TableArn", arn());
    }
    table
}

/// Switches the inventory or the annotation table. One that is enabled already stays the table that it is.
pub(super) fn switch(
    configuration: &mut Element,
    root: &str,
    enabled: bool,
    role: Option<&str>,
    entropy: &dyn Entropy,
) {
    let name = if root == INVENTORY { "inventory" } else { "annotation" };
    let there = configuration.child(root).cloned();
    let bucket_arn = table_bucket(configuration).to_owned();
    let kept = there.as_ref().and_then(|table| table.text_of("TableArn"));
    let arn = || kept.map_or_else(|| table_arn(&bucket_arn, entropy), str::to_owned);
    let mut table = switched(root, name, enabled, arn);
    if let Some(role) = role.or_else(|| there.as_ref().and_then(|table| table.text_of("Role"))) {
        table.set("Role", role);
    }
    match configuration.child_mut(root) {
        Some(place) => *place = table,
        None => configuration.children.push(table),
    }
    configuration.children.sort_by_key(|child| {
        [DESTINATION, JOURNAL, INVENTORY].iter().position(|name| child.name == *name).unwrap_or(3)
    });
}

/// The ARN of a new table.
pub(super) fn table_arn(bucket_arn: &str, entropy: &dyn Entropy) -> String {
    let id = uuid::Builder::from_random_bytes(entropy.u128().to_be_bytes()).into_uuid();
    format!("{bucket_arn}/table/{id}")
}

/// Whether the first version made it.
pub(super) fn is_first(configuration: &Element) -> bool {
    configuration.text_at(&[DESTINATION, "TableBucketType"]) == Some("customer")
}

pub(super) fn table_bucket(configuration: &Element) -> &str {
    configuration.text_at(&[DESTINATION, "TableBucketArn"]).unwrap_or_default()
}

/// What the journal says under `name`.
pub(super) fn of_journal<'a>(configuration: &'a Element, name: &str) -> &'a str {
    configuration.text_at(&[JOURNAL, name]).unwrap_or_default()
}
