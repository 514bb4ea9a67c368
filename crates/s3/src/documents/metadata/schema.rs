//! The documents that configure metadata tables, and what S3 refuses of them.

use crate::bucket::Bucket;
use crate::documents::Element;
use crate::documents::schema::{Node, Shape, optional, required};
use crate::error::metadata::MetadataError;
use crate::error::{Error, Result};

const STATE: Shape = Shape::OneOf(&["ENABLED", "DISABLED"]);

const ENCRYPTION: Node = optional(
    "EncryptionConfiguration",
    Shape::Group(&[required("SseAlgorithm", Shape::OneOf(&["aws:kms", "AES256"])), optional("KmsKeyArn", Shape::Text)]),
);

const EXPIRATION: Node =
    required("RecordExpiration", Shape::Group(&[required("Expiration", STATE), optional("Days", Shape::Integer)]));

const INVENTORY: Shape = Shape::Group(&[required("ConfigurationState", STATE), ENCRYPTION]);
const ANNOTATION: Shape =
    Shape::Group(&[required("ConfigurationState", STATE), ENCRYPTION, optional("Role", Shape::Text)]);

const CONFIGURATION: Node = required(
    "MetadataConfiguration",
    Shape::Group(&[
        required("JournalTableConfiguration", Shape::Group(&[EXPIRATION, ENCRYPTION])),
        optional("InventoryTableConfiguration", INVENTORY),
        optional("AnnotationTableConfiguration", ANNOTATION),
    ]),
);

const TABLE_CONFIGURATION: Node = required(
    "MetadataTableConfiguration",
    Shape::Group(&[required(
        "S3TablesDestination",
        Shape::Group(&[required("TableBucketArn", Shape::Text), required("TableName", Shape::Text)]),
    )]),
);

/// The roots of all of them, by subresource.
pub(crate) const SCHEMAS: [(&str, bool, &Node); 5] = [
    ("metadataAnnotationTable", false, &required("AnnotationTableConfiguration", ANNOTATION)),
    ("metadataConfiguration", false, &CONFIGURATION),
    ("metadataInventoryTable", false, &required("InventoryTableConfiguration", INVENTORY)),
    ("metadataJournalTable", false, &required("JournalTableConfiguration", Shape::Group(&[EXPIRATION]))),
    ("metadataTable", false, &TABLE_CONFIGURATION),
];

/// The fewest and the most days that records of a journal are kept.
const DAYS: std::ops::RangeInclusive<i64> = 7..=2_147_483_647;

/// The days after which records of a journal expire; none when they do not.
///
/// # Errors
/// `RetentionDays`; `MalformedXml` for an expiration without days.
pub(super) fn expiration(journal: &Element) -> Result<Option<i64>> {
    let days = journal.text_at(&["RecordExpiration", "Days"]).map(str::parse::<i64>);
    let enabled = journal.text_at(&["RecordExpiration", "Expiration"]) == Some("ENABLED");
    match days.transpose().map_err(|_| Error::MalformedXml {})?.filter(|_| enabled) {
        None if enabled => Err(Error::MalformedXml {}),
        Some(days) if !DAYS.contains(&days) => Err(MetadataError::RetentionDays { days }.into()),
        kept => Ok(kept),
    }
}

/// Holds the encryption of a table to its rule: a key, of the bucket's region, goes with `aws:kms` and with nothing else.
///
/// # Errors
/// `KeyMissing`, `KeyInvalid`.
pub(super) fn check_encryption(table: &Element, region: &str) -> Result<()> {
    let Some(encryption) = table.child("EncryptionConfiguration") else { return Ok(()) };
    let kms = encryption.text_of("SseAlgorithm") == Some("aws:kms");
    match encryption.text_of("KmsKeyArn") {
        None if kms => Err(MetadataError::KeyMissing {}.into()),
        Some(arn) if !kms || !is_key(arn, region) => Err(MetadataError::KeyInvalid { arn: arn.to_owned() }.into()),
        _ => Ok(()),
    }
}

fn is_key(arn: &str, region: &str) -> bool {
    match arn.split(':').collect::<Vec<_>>()[..] {
        ["arn", _, "kms", of, account, key] => of == region && !account.is_empty() && key.starts_with("key/"),
        _ => false,
    }
}

/// The state that is asked for a table, and the role that it has.
///
/// # Errors
/// `RoleInvalid`.
pub(super) fn state(table: &Element) -> Result<(bool, Option<&str>)> {
    let role = table.text_of("Role");
    if let Some(arn) = role.filter(|arn| !is_role(arn)) {
        return Err(MetadataError::RoleInvalid { arn: arn.to_owned() }.into());
    }
    Ok((table.text_of("ConfigurationState") == Some("ENABLED"), role))
}

fn is_role(arn: &str) -> bool {
    match arn.split(':').collect::<Vec<_>>()[..] {
        ["arn", _, "iam", "", account, role] => !account.is_empty() && role.starts_with("role/"),
        _ => false,
    }
}

/// The table bucket and the table that the first version names.
///
/// # Errors
/// `TableBucketInvalid`, `TableNameInvalid`.
pub(super) fn destination<'a>(document: &'a Element, bucket: &Bucket) -> Result<(&'a str, &'a str)> {
    let text = |name| document.text_at(&["S3TablesDestination", name]).unwrap_or_default();
    let (arn, name) = (text("TableBucketArn"), text("TableName"));
    if !is_table_bucket(arn, &bucket.record.region, &bucket.record.account) {
        return Err(MetadataError::TableBucketInvalid { arn: arn.to_owned() }.into());
    }
    if !is_table(name) {
        return Err(MetadataError::TableNameInvalid { name: name.to_owned() }.into());
    }
    Ok((arn, name))
}

fn is_table_bucket(arn: &str, region: &str, account: &str) -> bool {
    match arn.split(':').collect::<Vec<_>>()[..] {
        ["arn", _, "s3tables", of, by, name] => {
            of == region && by == account && name.strip_prefix("bucket/").is_some_and(|name| name.len() >= 3)
        }
        _ => false,
    }
}

/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-tables-buckets-naming.html>
fn is_table(name: &str) -> bool {
    let edge = |b: Option<&u8>| b.is_some_and(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    let bytes = name.as_bytes();
    let allowed = |b: &u8| b.is_ascii_lowercase() || b.is_ascii_digit() || *b == b'_';
    bytes.len() <= 255 && bytes.iter().all(allowed) && edge(bytes.first()) && edge(bytes.last())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(plain: &str) -> Element {
        Element::parse(plain.as_bytes()).unwrap()
    }

    fn code<T>(result: Result<T>) -> Option<String> {
        result.err().map(|error| error.document().code.into_owned())
    }

    #[test]
    fn records_expire_after_a_week_at_least() {
        let check = |inner: &str, expected: Result<Option<i64>, &str>| {
            let journal = parsed(&format!("<J><RecordExpiration>{inner}</RecordExpiration></J>"));
            let found = expiration(&journal).map_err(|error| error.document().code.into_owned());
            assert_eq!(found.as_ref().map(|days| *days).map_err(String::as_str), expected, "{inner}");
        };
        check("<Expiration>DISABLED</Expiration>", Ok(None));
        check("<Expiration>DISABLED</Expiration><Days>1</Days>", Ok(None));
        check("<Expiration>ENABLED</Expiration><Days>7</Days>", Ok(Some(7)));
        check("<Expiration>ENABLED</Expiration><Days>2147483647</Days>", Ok(Some(2_147_483_647)));
        check("<Expiration>ENABLED</Expiration><Days>2147483648</Days>", Err("InvalidArgument"));
        check("<Expiration>ENABLED</Expiration><Days>6</Days>", Err("InvalidArgument"));
        check("<Expiration>ENABLED</Expiration>", Err("MalformedXML"));
    }

    #[test]
    fn a_key_goes_with_kms() {
        let check = |algorithm: &str, key: Option<&str>, fits: bool| {
            let key = key.map(|key| format!("<KmsKeyArn>{key}</KmsKeyArn>")).unwrap_or_default();
            let inner = format!("<SseAlgorithm>{algorithm}</SseAlgorithm>{key}");
            let table = parsed(&format!("<T><EncryptionConfiguration>{inner}</EncryptionConfiguration></T>"));
            let expected = if fits { None } else { Some("InvalidArgument") };
            assert_eq!(code(check_encryption(&table, "us-east-1")).as_deref(), expected, "{inner}");
        };
        let arn = "arn:aws:kms:us-east-1:111122223333:key/k";
        check("AES256", None, true);
        check("AES256", Some(arn), false);
        check("aws:kms", Some(arn), true);
        check("aws:kms", None, false);
        check("aws:kms", Some("arn:aws:kms:eu-west-1:111122223333:key/k"), false);
        check("aws:kms", Some("arn:aws:kms:us-east-1:111122223333:alias/k"), false);
        check("aws:kms", Some("k"), false);
        assert_eq!(code(check_encryption(&parsed("<T></T>"), "us-east-1")), None);
    }

    #[test]
    fn a_table_bucket_is_at_home() {
        let check = |arn: &str, fits: bool| assert_eq!(is_table_bucket(arn, "us-east-1", "1"), fits, "{arn}");
        check("arn:aws:s3tables:us-east-1:1:bucket/tables", true);
        check("arn:aws:s3tables:us-east-2:1:bucket/tables", false);
        check("arn:aws:s3tables:us-east-1:2:bucket/tables", false);
        check("arn:aws:s3tables:us-east-1:1:bucket/", false);
        check("arn:aws:s3:us-east-1:1:bucket/tables", false);
        check("tables", false);
    }

    #[test]
    fn tables_have_small_names() {
        for name in ["a", "my_table_1", &"t".repeat(255)] {
            assert!(is_table(name), "{name}");
        }
        for name in ["", "_a", "a_", "My", "a-b", "a.b", &"t".repeat(256)] {
            assert!(!is_table(name), "{name}");
        }
    }

    #[test]
    fn a_role_is_an_arn() {
        let check = |role: &str, expected: Option<&str>| {
            let table = parsed(&format!("<T><ConfigurationState>ENABLED</ConfigurationState><Role>{role}</Role></T>"));
            assert_eq!(code(state(&table)).as_deref(), expected, "{role}");
        };
        check("arn:aws:iam::111122223333:role/annotations", None);
        check("arn:aws:iam::111122223333:user/me", Some("InvalidArgument"));
        check("", Some("InvalidArgument"));
        assert_eq!(state(&parsed("<T><ConfigurationState>DISABLED</ConfigurationState></T>")).unwrap(), (false, None));
    }
}
