//! Directory buckets, and what is for them alone.

use super::subject::subject;

subject! {
    /// What S3 says of directory buckets and of renames.
    DirectoryError as Directory;
    // As other S3 users report it of configurations that a directory bucket cannot have.
    NotACreation { root: String } => 400 "InvalidArgument"
        format!("{root} is not valid, expected CreateBucketConfiguration"), [];
    Versions {} => 501 "NotImplemented" "This bucket does not support Object Versioning", [];
    ContentMd5 {} => 501 "NotImplemented" "This bucket does not support Content Md5 header.", [];
    PrefixWithoutDelimiter {} => 400 "InvalidRequest"
        "This bucket does not support a prefix that does not end in a delimiter. Specify a prefix path ending with a delimiter and try again.", [];
    OtherDelimiter { value: String } => 400 "InvalidArgument" "This bucket does not support a delimiter other than /",
        ["ArgumentName" = "delimiter", "ArgumentValue" = value];
    SessionMode { value: String } => 400 "InvalidArgument" "The session mode must be ReadOnly or ReadWrite",
        ["ArgumentName" = "x-amz-create-session-mode", "ArgumentValue" = value];
    SessionKey {} => 400 "InvalidArgument" "Sessions with SSE-KMS need the id of a customer managed key",
        ["ArgumentName" = "x-amz-server-side-encryption-aws-kms-key-id"];
    RenameSourceMissing {} => 400 "InvalidRequest" "Missing required header for this request: x-amz-rename-source", [];
    RenameSource { value: String } => 400 "InvalidArgument" "Invalid rename source object key",
        ["ArgumentName" = "x-amz-rename-source", "ArgumentValue" = value];
    RenameFolder {} => 400 "InvalidRequest" "Keys that end with the delimiter / cannot be renamed", [];
    ClientToken { value: String } => 400 "InvalidArgument" "The client token must have 1 to 64 visible ASCII characters",
        ["ArgumentName" = "x-amz-client-token", "ArgumentValue" = value];
    OtherParameters {} => 400 "IdempotencyParameterMismatch"
        "Parameters on this idempotent request are inconsistent with parameters used in previous request(s).", [];
}
