//! The elements of a lifecycle configuration, in the order in which S3 answers them.
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_LifecycleRule.html>

use crate::documents::schema::{Node, Shape, any, optional, required, some};

/// The classes that a transition may name. The last two are refused by name, not as malformed.
pub(super) const CLASSES: &[&str] = &[
    "STANDARD_IA",
    "INTELLIGENT_TIERING",
    "ONEZONE_IA",
    "GLACIER_IR",
    "GLACIER",
    "DEEP_ARCHIVE",
    "STANDARD",
    "REDUCED_REDUNDANCY",
];

/// A tag without a value is one whose value is empty:
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-filters.html>
const TAG: Shape = Shape::Group(&[required("Key", Shape::Text), optional("Value", Shape::Text)]);

const AND: &[Node] = &[
    optional("Prefix", Shape::Text),
    any("Tag", TAG),
    optional("ObjectSizeGreaterThan", Shape::Integer),
    optional("ObjectSizeLessThan", Shape::Integer),
];

const FILTER: &[Node] = &[
    optional("Prefix", Shape::Text),
    optional("Tag", TAG),
    optional("ObjectSizeGreaterThan", Shape::Integer),
    optional("ObjectSizeLessThan", Shape::Integer),
    optional("And", Shape::Group(AND)),
];

const TRANSITION: &[Node] =
    &[optional("Date", Shape::Date), optional("Days", Shape::Integer), required("StorageClass", Shape::OneOf(CLASSES))];

const EXPIRATION: &[Node] = &[
    optional("Date", Shape::Date),
    optional("Days", Shape::Integer),
    optional("ExpiredObjectDeleteMarker", Shape::Boolean),
];

const NONCURRENT_TRANSITION: &[Node] = &[
    required("NoncurrentDays", Shape::Integer),
    required("StorageClass", Shape::OneOf(CLASSES)),
    optional("NewerNoncurrentVersions", Shape::Integer),
];

const NONCURRENT_EXPIRATION: &[Node] =
    &[required("NoncurrentDays", Shape::Integer), optional("NewerNoncurrentVersions", Shape::Integer)];

const RULE: &[Node] = &[
    optional("ID", Shape::Text),
    optional("Filter", Shape::Group(FILTER)),
    optional("Prefix", Shape::Text),
    required("Status", Shape::OneOf(&["Enabled", "Disabled"])),
    any("Transition", Shape::Group(TRANSITION)),
    optional("Expiration", Shape::Group(EXPIRATION)),
    any("NoncurrentVersionTransition", Shape::Group(NONCURRENT_TRANSITION)),
    optional("NoncurrentVersionExpiration", Shape::Group(NONCURRENT_EXPIRATION)),
    optional("AbortIncompleteMultipartUpload", Shape::Group(&[required("DaysAfterInitiation", Shape::Integer)])),
];

/// The document.
pub(super) const ROOT: Node = required("LifecycleConfiguration", Shape::Group(&[some("Rule", Shape::Group(RULE))]));
