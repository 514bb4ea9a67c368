//! Inventory: <https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketInventoryConfiguration.html>

use s3s::dto::{
    DeleteBucketInventoryConfigurationInput, DeleteBucketInventoryConfigurationOutput,
    GetBucketInventoryConfigurationInput, GetBucketInventoryConfigurationOutput,
    ListBucketInventoryConfigurationsInput, ListBucketInventoryConfigurationsOutput,
    PutBucketInventoryConfigurationInput, PutBucketInventoryConfigurationOutput,
};

use super::{Keyed, check_destination, delete, get, list, put};
use crate::documents::schema::{Node, Shape, any, optional, required};
use crate::documents::{Element, document_operations};
use crate::error::configuration::ConfigurationError;
use crate::error::{Error, Result};

/// The `InventoryConfiguration` document.
pub(crate) struct Inventory;

const FIELDS: &[&str] = &[
    "Size",
    "LastModifiedDate",
    "StorageClass",
    "ETag",
    "IsMultipartUploaded",
    "ReplicationStatus",
    "EncryptionStatus",
    "ObjectLockRetainUntilDate",
    "ObjectLockMode",
    "ObjectLockLegalHoldStatus",
    "ObjectLockEventHoldStatus",
    "ObjectLockEventHoldDuration",
    "IntelligentTieringAccessTier",
    "BucketKeyStatus",
    "ChecksumAlgorithm",
    "ObjectAccessControlList",
    "ObjectOwner",
    "LifecycleExpirationDate",
    "IntelligentTieringReferenceDate",
];

const BUCKET: Shape = Shape::Group(&[
    required("Format", Shape::OneOf(&["CSV", "ORC", "Parquet"])),
    optional("AccountId", Shape::Text),
    required("Bucket", Shape::Text),
    optional("Prefix", Shape::Text),
    optional(
        "Encryption",
        Shape::Group(&[
            optional("SSE-KMS", Shape::Group(&[required("KeyId", Shape::Text)])),
            optional("SSE-S3", Shape::Group(&[])),
        ]),
    ),
]);

impl Keyed for Inventory {
    const NAME: &'static str = "inventory";
    const ROOT: &'static Node = &required(
        "InventoryConfiguration",
        Shape::Group(&[
            required("Id", Shape::Text),
            required("IsEnabled", Shape::Boolean),
            optional("Filter", Shape::Group(&[required("Prefix", Shape::Text)])),
            required("Destination", Shape::Group(&[required("S3BucketDestination", BUCKET)])),
            required("Schedule", Shape::Group(&[required("Frequency", Shape::OneOf(&["Daily", "Weekly"]))])),
            required("IncludedObjectVersions", Shape::OneOf(&["All", "Current"])),
            optional("OptionalFields", Shape::Group(&[any("Field", Shape::OneOf(FIELDS))])),
        ]),
    );
    const LIST: &'static str = "ListInventoryConfigurationsResult";
    const LIST_DECLARATION: &'static str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";

    fn check(document: &Element) -> Result<()> {
        let bucket = document.child("Destination").and_then(|destination| destination.child("S3BucketDestination"));
        let encryption = bucket.and_then(|bucket| bucket.child("Encryption"));
        if encryption.is_some_and(|encryption| encryption.children.len() != 1) {
            return Err(Error::MalformedXml {});
        }
        check_destination(bucket.and_then(|bucket| bucket.text_of("Bucket")))
    }

    fn mismatch() -> Error {
        ConfigurationError::IdMismatch {}.into()
    }
}

document_operations! {
    /// Says what an inventory tells, when, and where.
    PutBucketInventoryConfiguration(PutBucketInventoryConfigurationInput) -> PutBucketInventoryConfigurationOutput = put::<Inventory>;
    /// Answers an inventory configuration.
    GetBucketInventoryConfiguration(GetBucketInventoryConfigurationInput) -> GetBucketInventoryConfigurationOutput = get::<Inventory>;
    /// Deletes an inventory configuration.
    DeleteBucketInventoryConfiguration(DeleteBucketInventoryConfigurationInput) -> DeleteBucketInventoryConfigurationOutput = delete::<Inventory>;
    /// Lists the inventory configurations of a bucket.
    ListBucketInventoryConfigurations(ListBucketInventoryConfigurationsInput) -> ListBucketInventoryConfigurationsOutput = list::<Inventory>;
}

#[cfg(test)]
mod tests {
    use super::super::tests::refused;
    use super::*;

    /// A document whose texts are the good ones, but for `changes`.
    fn document(changes: &[(&str, &str)], encryption: &str) -> String {
        let text = |name: &str, good: &str| {
            let changed = changes.iter().find(|(changed, _)| *changed == name).map(|(_, text)| *text);
            format!("<{name}>{}</{name}>", changed.unwrap_or(good))
        };
        let bucket = [text("Bucket", "arn:aws:s3:::b"), text("Format", "CSV"), encryption.to_owned()].concat();
        [
            text("Id", "1"),
            text("IsEnabled", "true"),
            format!("<Destination><S3BucketDestination>{bucket}</S3BucketDestination></Destination>"),
            format!("<Schedule>{}</Schedule>", text("Frequency", "Daily")),
            text("IncludedObjectVersions", "All"),
            format!("<OptionalFields>{}</OptionalFields>", text("Field", "Size")),
        ]
        .concat()
    }

    fn check(changes: &[(&str, &str)], expected: Option<&str>) {
        assert_eq!(refused::<Inventory>(&document(changes, "")).as_deref(), expected, "{changes:?}");
    }

    #[test]
    fn every_value_is_one_that_s3_knows() {
        check(&[], None);
        check(&[("Format", "Parquet"), ("Frequency", "Weekly"), ("IncludedObjectVersions", "Current")], None);
        FIELDS.iter().for_each(|field| check(&[("Field", field)], None));
        for wrong in [
            ("Format", "csv"),
            ("Frequency", "Hourly"),
            ("IncludedObjectVersions", "Latest"),
            ("Field", "size"),
            ("IsEnabled", "yes"),
        ] {
            check(&[wrong], Some("MalformedXML"));
        }
        check(&[("Bucket", "b")], Some("InvalidS3DestinationBucket"));
    }

    #[test]
    fn reports_are_encrypted_one_way() {
        let check = |inner: &str, expected: Option<&str>| {
            let document = document(&[], &format!("<Encryption>{inner}</Encryption>"));
            assert_eq!(refused::<Inventory>(&document).as_deref(), expected, "{inner}");
        };
        let (s3, kms) = ("<SSE-S3></SSE-S3>", "<SSE-KMS><KeyId>key</KeyId></SSE-KMS>");
        check(s3, None);
        check(kms, None);
        check(&format!("{s3}{kms}"), Some("MalformedXML"));
        check("", Some("MalformedXML"));
        check("<SSE-KMS></SSE-KMS>", Some("MalformedXML"));
    }
}
