//! S3 Metadata: configurations of tables about a bucket's objects.

use super::subject::subject;

subject! {
    /// What S3 says of metadata configurations.
    MetadataError as Metadata;
    NotFound { bucket: String } => 404 "MetadataConfigurationNotFound"
        "The metadata configuration was not found", ["BucketName" = bucket];
    AlreadyExists { bucket: String } => 409 "MetadataConfigurationAlreadyExists"
        "The metadata configuration already exists.", ["BucketName" = bucket];
    RetentionDays { days: i64 } => 400 "InvalidArgument"
        "Journal table records must be retained for 7 to 2147483647 days",
        ["ArgumentName" = "Days", "ArgumentValue" = days];
    KeyMissing {} => 400 "InvalidArgument" "A KMS key ARN must be specified for server-side encryption with KMS keys",
        ["ArgumentName" = "KmsKeyArn"];
    KeyInvalid { arn: String } => 400 "InvalidArgument"
        "The KMS key ARN must be of a key in the same Region as the bucket, and only goes with aws:kms",
        ["ArgumentName" = "KmsKeyArn", "ArgumentValue" = arn];
    TableBucketInvalid { arn: String } => 400 "InvalidArgument"
        "The table bucket must be in the same Region and account as the bucket",
        ["ArgumentName" = "TableBucketArn", "ArgumentValue" = arn];
    TableNameInvalid { name: String } => 400 "InvalidArgument" "The table name is not valid",
        ["ArgumentName" = "TableName", "ArgumentValue" = name];
    RoleInvalid { arn: String } => 400 "InvalidArgument" "The role is not the ARN of an IAM role",
        ["ArgumentName" = "Role", "ArgumentValue" = arn];
}
