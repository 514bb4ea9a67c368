//! Object Lock: <https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html>. The texts are recorded, but
//! for that of event holds, whose refusals AWS documents without code and text.

use super::subject::subject;

subject! {
    /// What S3 says of locks.
    LockError as Lock;
    Protected {} => 403 "AccessDenied" "Access Denied because object protected by object lock.", [];
    ConfigurationNotFound { bucket: String } => 404 "ObjectLockConfigurationNotFoundError"
        "Object Lock configuration does not exist for this bucket", ["BucketName" = bucket];
    NeverSet {} => 404 "NoSuchObjectLockConfiguration"
        "The specified object does not have a ObjectLock configuration", [];
    NotVersioned {} => 409 "InvalidBucketState"
        "Versioning must be 'Enabled' on the bucket to apply a Object Lock configuration", [];
    VersioningFixed {} => 409 "InvalidBucketState"
        "An Object Lock configuration is present on this bucket, so the versioning state cannot be changed.", [];
    NotEnabled {} => 400 "InvalidRequest" "Bucket is missing Object Lock Configuration", [];
    NotEnabledForWrite {} => 400 "InvalidRequest" "Bucket is missing ObjectLockConfiguration", [];
    DefaultPeriod { message: &'static str, unit: &'static str } => 400 "InvalidArgument" *message,
        ["ArgumentName" = unit];
    HeaderMissing { header: &'static str } => 400 "InvalidArgument"
        "x-amz-object-lock-retain-until-date and x-amz-object-lock-mode must both be supplied",
        ["ArgumentName" = header];
    UnknownMode { value: String } => 400 "InvalidArgument" "Unknown wormMode directive.",
        ["ArgumentName" = "x-amz-object-lock-mode", "ArgumentValue" = value];
    UntilFormat { value: String } => 400 "InvalidArgument"
        "The retain until date must be provided in ISO 8601 format",
        ["ArgumentName" = "x-amz-object-lock-retain-until-date", "ArgumentValue" = value];
    UntilPast { name: &'static str, value: String } => 400 "InvalidArgument"
        "The retain until date must be in the future!", ["ArgumentName" = name, "ArgumentValue" = value];
    LegalHoldStatus { value: String } => 400 "InvalidArgument" "Legal Hold must be either of 'ON' or 'OFF'",
        ["ArgumentName" = "x-amz-object-lock-legal-hold", "ArgumentValue" = value];
    EventHold { header: &'static str, message: &'static str } => 400 "InvalidArgument" *message,
        ["ArgumentName" = header];
    BypassWithoutLock {} => 400 "InvalidArgument"
        "x-amz-bypass-governance-retention is only applicable to Object Lock enabled buckets.",
        ["ArgumentName" = "x-amz-bypass-governance-retention"];
    WithoutDigest { what: &'static str } => 400 "InvalidRequest"
        format!("Content-MD5 OR x-amz-checksum- HTTP header is required for {what} requests with Object Lock parameters"),
        [];
}
