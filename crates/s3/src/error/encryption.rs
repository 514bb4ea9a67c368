//! Server-side encryption: headers that are wrong, keys that do not fit, methods that cannot be had.
//! Recorded, but for the texts about KMS headers (reported by users) and those of UpdateObjectEncryption (documented).

use super::subject::subject;

subject! {
    /// What S3 says of encryption.
    EncryptionError as Encryption;

    // Methods and KMS keys.
    MethodUnknown { value: String } => 400 "InvalidArgument" "The encryption method specified is not supported",
        ["ArgumentName" = "x-amz-server-side-encryption", "ArgumentValue" = value];
    MethodOnRead { value: String } => 400 "InvalidArgument"
        "x-amz-server-side-encryption header is not supported for this operation.",
        ["ArgumentName" = "x-amz-server-side-encryption", "ArgumentValue" = value];
    KmsMethodMissing {} => 400 "InvalidArgument"
        "Server Side Encryption with AWS KMS managed key requires HTTP header x-amz-server-side-encryption : aws:kms",
        ["ArgumentName" = "x-amz-server-side-encryption"];
    KmsMethodWrong { value: &'static str } => 400 "InvalidArgument"
        "Server Side Encryption with AWS KMS managed key requires HTTP header x-amz-server-side-encryption : aws:kms",
        ["ArgumentName" = "x-amz-server-side-encryption", "ArgumentValue" = value];
    Context { value: String } => 400 "InvalidArgument"
        "The header 'x-amz-server-side-encryption-context' shall be Base64-encoded UTF-8 string holding JSON which represents a string-string map",
        ["ArgumentName" = "x-amz-server-side-encryption-context", "ArgumentValue" = value];
    KmsNotFound { message: String } => 400 "KMS.NotFoundException" message.clone(), [];
    KmsSignature { value: String } => 400 "InvalidArgument"
        "Requests specifying Server Side Encryption with AWS KMS managed keys require AWS Signature Version 4.",
        ["ArgumentName" = "Authorization", "ArgumentValue" = value];

    // Customers' keys.
    Incompatible { value: String } => 400 "InvalidArgument"
        "Server Side Encryption with Customer provided key is incompatible with the encryption method specified",
        ["ArgumentName" = "x-amz-server-side-encryption", "ArgumentValue" = value];
    Algorithm { value: String } => 400 "InvalidEncryptionAlgorithmError"
        "The Encryption request you specified is not valid. Supported value: AES256.",
        ["ArgumentName" = "x-amz-server-side-encryption", "ArgumentValue" = value];
    AlgorithmMissing {} => 400 "InvalidArgument"
        "Requests specifying Server Side Encryption with Customer provided keys must provide a valid encryption algorithm.",
        ["ArgumentName" = "x-amz-server-side-encryption"];
    KeyMissing {} => 400 "InvalidArgument"
        "Requests specifying Server Side Encryption with Customer provided keys must provide an appropriate secret key.",
        ["ArgumentName" = "x-amz-server-side-encryption"];
    Md5Missing {} => 400 "InvalidArgument"
        "Requests specifying Server Side Encryption with Customer provided keys must provide the client calculated MD5 of the secret key.",
        ["ArgumentName" = "x-amz-server-side-encryption"];
    KeyInvalid {} => 400 "InvalidArgument" "The secret key was invalid for the specified algorithm.",
        ["ArgumentName" = "x-amz-server-side-encryption"];
    Md5Mismatch {} => 400 "InvalidArgument"
        "The calculated MD5 hash of the key did not match the hash that was provided.",
        ["ArgumentName" = "x-amz-server-side-encryption"];
    KeyRequired {} => 400 "InvalidRequest"
        "The object was stored using a form of Server Side Encryption. The correct parameters must be provided to retrieve the object.", [];
    KeyWrong {} => 403 "AccessDenied"
        "Requests specifying Server Side Encryption with Customer provided keys must provide the correct secret key.", [];
    KeyNotApplicable {} => 400 "InvalidRequest" "The encryption parameters are not applicable to this object.", [];
    PartKey {} => 400 "InvalidRequest"
        "The multipart upload initiate requested encryption. Subsequent part requests must include the appropriate encryption parameters.", [];
    PartKeyWrong {} => 400 "InvalidRequest"
        "The provided encryption parameters did not match the ones used originally.", [];

    // The default of a bucket.
    DefaultKey {} => 400 "InvalidArgument"
        "a KMSMasterKeyID is not applicable if the default sse algorithm is not aws:kms or aws:kms:dsse",
        ["ArgumentName" = "ApplyServerSideEncryptionByDefault"];

    // UpdateObjectEncryption.
    UpdateSignature {} => 400 "InvalidRequest"
        "Requests that modify an object encryption configuration require AWS Signature Version 4. Modify the request to use AWS Signature Version 4, and then try again.", [];
    UpdateMethod {} => 400 "InvalidRequest"
        "Requests that modify an object encryption configuration require a valid new encryption type. Valid values are SSEKMS. Modify the request to specify SSE-KMS for the updated encryption type, and then try again.", [];
    UpdateTarget {} => 400 "InvalidRequest"
        "The UpdateObjectEncryption operation doesn't support updating the encryption type to DSSE-KMS or SSE-C. Modify the request to specify SSE-KMS for the updated encryption type, and then try again.", [];
    UpdateSource {} => 400 "InvalidRequest"
        "The UpdateObjectEncryption operation doesn't support source objects with the encryption type DSSE-KMS or SSE-C. Only source objects encrypted with SSE-S3 or SSE-KMS are supported.", [];
    UpdateKeyMissing {} => 400 "InvalidRequest"
        "Requests that modify an object's encryption type to SSE-KMS require an AWS KMS key Amazon Resource Name (ARN). Modify the request to specify a KMS key ARN, and then try again.", [];
    UpdateKeyInvalid {} => 400 "InvalidRequest"
        "Requests that modify an object's encryption type to SSE-KMS require a valid AWS KMS key Amazon Resource Name (ARN). Confirm that you have a correctly formatted KMS key ARN in your request, and then try again.", [];
    UpdateBucketKey {} => 400 "InvalidRequest"
        "The BucketKeyEnabled value isn't valid. Valid values are true or false. Modify the request to specify a valid value, and then try again.", [];
    UpdateLocked {} => 403 "AccessDenied"
        "The encryption type for the specified object can't be updated because that object is protected by S3 Object Lock. If the object has a governance-mode retention period or a legal hold, you must first remove the Object Lock status on the object before you issue your UpdateObjectEncryption request. You can't use the UpdateObjectEncryption operation with objects that have an Object Lock compliance mode retention period applied to them.", [];
    UpdateAccount {} => 403 "AccessDenied"
        "The AWS KMS key in the request must be owned by the same account as the bucket. Modify the request to specify a KMS key from the same account, and then try again.", [];
}
