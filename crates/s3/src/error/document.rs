//! Bucket documents that are not there, and what all documents have in common.

use super::subject::subject;

subject! {
    /// What S3 says of bucket documents.
    DocumentError as Document;
    ConfigurationNotFound { bucket: String } => 404 "NoSuchConfiguration" "The specified configuration does not exist.",
        ["BucketName" = bucket];
}
