//! What S3 says of policies, of public access and of who owns objects.

use super::subject::subject;

subject! {
    /// What S3 says of who may do what.
    AccessError as Access;

    PolicyNotFound { bucket: String } => 404 "NoSuchBucketPolicy" "The bucket policy does not exist", ["BucketName" = bucket];
    MalformedPolicy { message: String } => 400 "MalformedPolicy" message.clone(), [];
    MalformedPolicyPart { message: String, detail: String } => 400 "MalformedPolicy" message.clone(), ["Detail" = detail];

    PublicAccessBlockNotFound { bucket: String } => 404 "NoSuchPublicAccessBlockConfiguration"
        "The public access block configuration was not found", ["BucketName" = bucket];
    PublicAccessBlockEmpty {} => 400 "InvalidRequest" "Must specify at least one configuration.", [];

    OwnershipControlsNotFound { bucket: String } => 404 "OwnershipControlsNotFoundError"
        "The bucket ownership controls were not found", ["BucketName" = bucket];

    MfaMalformed { value: String } => 400 "InvalidArgument"
        "Mfa header is invalid -- the header should be formatted as {serialNumber}(space){tokenCode}",
        ["ArgumentName" = "x-amz-mfa", "ArgumentValue" = value];
    MfaMissing {} => 403 "AccessDenied" "Mfa Authentication must be used for this request", [];
    MfaWithLifecycle {} => 409 "InvalidBucketState"
        "Mfa Authentication is not supported on a bucket with lifecycle configuration. Delete lifecycle configuration before enabling Mfa Authentication.", [];
}
