//! Replication configurations: the texts are S3's own, as recorded or as its users quote them.

use super::subject::subject;

subject! {
    /// What S3 says of replication configurations.
    ReplicationError as Replication;
    NotConfigured { bucket: String } => 404 "ReplicationConfigurationNotFoundError" "The replication configuration was not found",
        ["BucketName" = bucket];
    SourceNotVersioned {} => 400 "InvalidRequest"
        "Versioning must be 'Enabled' on the bucket to apply a replication configuration", [];
    DestinationNotVersioned {} => 400 "InvalidRequest" "Destination bucket must have versioning enabled.", [];
    DestinationIsSource {} => 400 "InvalidRequest" "Destination bucket cannot be the same as the source bucket.", [];
    VersioningIsHeld {} => 409 "InvalidBucketState"
        "A replication configuration is present on this bucket, so you cannot change the versioning state. To change the versioning state, first delete the replication configuration.",
        [];

    Role { role: String } => 400 "InvalidArgument" "Invalid Role specified in replication configuration",
        ["ArgumentName" = "Role", "ArgumentValue" = role];
    RoleKind { role: String } => 400 "InvalidArgument" "The relative id should start with role",
        ["ArgumentName" = "Role", "ArgumentValue" = role];
    Bucket { bucket: String } => 400 "InvalidArgument" "Invalid bucket ARN",
        ["ArgumentName" = "Bucket", "ArgumentValue" = bucket];
    Key { key: String } => 400 "InvalidArgument" "Invalid ReplicaKmsKeyID ARN.",
        ["ArgumentName" = "ReplicaKmsKeyID", "ArgumentValue" = key];

    IdTooLong { id: String } => 400 "InvalidArgument" "Rule Id cannot be greater than 255",
        ["ArgumentName" = "ID", "ArgumentValue" = id];
    IdTwice { id: String } => 400 "InvalidArgument" "Rule Id must be unique",
        ["ArgumentName" = "ID", "ArgumentValue" = id];
    PrefixTooLong { prefix: String } => 400 "InvalidArgument" "Rule prefix cannot be longer than maximum allowed key length of 1024",
        ["ArgumentName" = "Prefix", "ArgumentValue" = prefix];
    OverlappingPrefixes { first: String, second: String } => 400 "InvalidRequest"
        format!("Found overlapping prefixes '{first}' and '{second}'"), [];
    Missing { element: &'static str } => 400 "InvalidRequest"
        format!("{element} must be specified for this version of Cross Region Replication configuration schema. Please refer to S3 Developer Guide for more information."),
        [];
    Unusable { element: &'static str } => 400 "InvalidRequest"
        format!("{element} cannot be used for this version of Cross Region Replication configuration schema. Please refer to S3 Developer Guide for more information."),
        [];
    PriorityOutOfRange {} => 400 "InvalidRequest" "Priority must be between 0 and 2147483647.", [];
    PriorityTwice { priority: i64 } => 400 "InvalidRequest" format!("Found duplicate priority {priority}."), [];
    TagTwice {} => 400 "InvalidRequest" "Duplicate Tag Keys are not allowed.", [];
    MarkersOfTags {} => 400 "InvalidRequest"
        "Delete marker replication is not supported if any Tag filter is specified. Please refer to S3 Developer Guide for more information.",
        [];

    NoCriteria {} => 400 "InvalidRequest" "SourceSelectionCriteria cannot be empty.", [];
    KeyWithoutCriteria {} => 400 "InvalidRequest"
        "SseKmsEncryptedObjects must be specified if EncryptionConfiguration is present.", [];
    CriteriaWithoutKey {} => 400 "InvalidRequest"
        "ReplicaKmsKeyID must be specified if SseKmsEncryptedObjects tag is present.", [];
    OwnerWithoutAccount {} => 400 "InvalidRequest"
        "Account must be specified if the Owner in AccessControlTranslation has a value", [];
    TimeWithoutMetrics {} => 400 "InvalidRequest"
        "Replication destination must contain both ReplicationTime and Metrics or neither.", [];
    TimeMinutes {} => 400 "InvalidArgument" "Invalid time minute value", ["ArgumentName" = "ReplicationTime"];
    NoThreshold {} => 400 "InvalidArgument" "ReplicationMetrics must contain an event threshold",
        ["ArgumentName" = "ReplicationMetrics"];
    ThresholdMinutes {} => 400 "InvalidArgument" "Invalid event threshold minute value",
        ["ArgumentName" = "ReplicationMetrics"];
    ThresholdWithoutTime {} => 400 "InvalidArgument"
        "Metrics cannot contain an event threshold when ReplicationTime is not specified or Disabled",
        ["ArgumentName" = "Metrics"];
}
