//! The elements of a replication configuration, in the order in which S3 answers them.
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_ReplicationRule.html>
//!
//! `ExistingObjectReplication` is not among them: S3 refuses it as malformed since batch replication took its place.

use crate::documents::schema::{Node, Shape, any, optional, required, some};

const SWITCH: Shape = Shape::OneOf(&["Enabled", "Disabled"]);
const STATUS: Shape = Shape::Group(&[required("Status", SWITCH)]);
const TAG: Shape = Shape::Group(&[required("Key", Shape::Text), required("Value", Shape::Text)]);

const OR: &[Node] = &[any("Prefix", Shape::Text), any("Tag", TAG)];

const NOT: &[Node] = &[optional("Prefix", Shape::Text), optional("Tag", TAG), optional("Or", Shape::Group(OR))];

const AND: &[Node] = &[optional("Prefix", Shape::Text), any("Tag", TAG), optional("Not", Shape::Group(NOT))];

const FILTER: &[Node] = &[
    optional("Prefix", Shape::Text),
    optional("Tag", TAG),
    optional("And", Shape::Group(AND)),
    optional("Not", Shape::Group(NOT)),
];

/// The classes that a replica may have.
const CLASSES: &[&str] = &[
    "STANDARD",
    "REDUCED_REDUNDANCY",
    "STANDARD_IA",
    "ONEZONE_IA",
    "INTELLIGENT_TIERING",
    "GLACIER",
    "DEEP_ARCHIVE",
    "OUTPOSTS",
    "GLACIER_IR",
];

const MINUTES: Shape = Shape::Group(&[optional("Minutes", Shape::Integer)]);

const ENCRYPTION: &[Node] = &[optional("ReplicaKmsKeyID", Shape::Text), optional("UseSourceMultiRegionKey", STATUS)];

const DESTINATION: &[Node] = &[
    required("Bucket", Shape::Text),
    optional("Account", Shape::Text),
    optional("StorageClass", Shape::OneOf(CLASSES)),
    optional("AccessControlTranslation", Shape::Group(&[required("Owner", Shape::OneOf(&["Destination"]))])),
    optional("EncryptionConfiguration", Shape::Group(ENCRYPTION)),
    optional("ReplicationTime", Shape::Group(&[required("Status", SWITCH), required("Time", MINUTES)])),
    optional("Metrics", Shape::Group(&[required("Status", SWITCH), optional("EventThreshold", MINUTES)])),
];

const CRITERIA: &[Node] = &[optional("SseKmsEncryptedObjects", STATUS), optional("ReplicaModifications", STATUS)];

const RULE: &[Node] = &[
    optional("ID", Shape::Text),
    optional("Priority", Shape::Integer),
    optional("Filter", Shape::Group(FILTER)),
    optional("Prefix", Shape::Text),
    required("Status", SWITCH),
    optional("SourceSelectionCriteria", Shape::Group(CRITERIA)),
    required("Destination", Shape::Group(DESTINATION)),
    optional("DeleteMarkerReplication", Shape::Group(&[optional("Status", SWITCH)])),
];

/// The document.
pub(super) const ROOT: Node = required(
    "ReplicationConfiguration",
    Shape::Group(&[required("Role", Shape::Text), some("Rule", Shape::Group(RULE))]),
);
