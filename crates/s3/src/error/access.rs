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
}
