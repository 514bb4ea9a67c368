//! Server access logging: the texts are S3's own, as recorded or documented.
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/troubleshooting-server-access-logging.html>

use super::subject::subject;

subject! {
    /// What S3 says of logging.
    LoggingError as Logging;
    NoTarget { target: String } => 400 "InvalidTargetBucketForLogging" "The target bucket for logging does not exist",
        ["TargetBucket" = target];
    OtherOwner { target: String } => 400 "InvalidTargetBucketForLogging"
        "The owner for the bucket to be logged and the target bucket must be the same.", ["TargetBucket" = target];
    OtherRegion { source: String, target: String } => 403 "CrossLocationLoggingProhibitted"
        "Cross S3 location logging not allowed. ", ["SourceBucketLocation" = source, "TargetBucketLocation" = target];
    OtherRegionFromClassic { target: String } => 403 "CrossLocationLoggingProhibitted"
        "Cross S3 location logging not allowed. ", ["TargetBucketLocation" = target];
    GrantsNotAllowed {} => 400 "AccessControlListNotSupported"
        "Target grants not allowed for bucket owner enforced buckets", [];
}
