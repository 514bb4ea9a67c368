//! Where buckets may be made, and where they are found.

use super::subject::subject;

subject! {
    /// What S3 says of places and names.
    PlaceError as Place;
    // Namespaces: the texts as clients report them.
    MissingNamespace {} => 400 "MissingNamespaceHeader"
        "The requested bucket is an account-regional namespace bucket, but your request is missing the required x-amz-bucket-namespace header.",
        ["Header" = "x-amz-bucket-namespace"];
    NamespaceWithoutSuffix { account: String, region: String } => 400 "InvalidNamespaceHeader"
        format!("The requested bucket name did not include the account-regional namespace suffix, but the provided x-amz-bucket-namespace header value is account-regional. Specify -{account}-{region}-an as the bucket name suffix to create a bucket in your account-regional namespace, or remove the header."), [];
    NamespaceNotGlobal {} => 400 "InvalidNamespaceHeader"
        "The requested bucket is an account-regional namespace bucket, but the provided x-amz-bucket-namespace header value is global.", [];
    NamespaceOfAnother { asked: String, account: String } => 400 "InvalidBucketNamespace"
        format!("The requested bucket is an account-regional namespace bucket, but the requested AWS Account ID '{asked}' does not match the caller's AWS Account ID '{account}'. Specify the caller's AWS Account ID in the bucket name."), [];
    NamespaceElsewhere { asked: String, region: String } => 400 "InvalidBucketNamespace"
        format!("The requested bucket is an account-regional namespace bucket, but the requested region '{asked}' does not match the current region '{region}'. Specify the targeted region in the bucket name."), [];
    UnknownNamespace { value: String } => 400 "InvalidArgument" format!("Invalid x-amz-bucket-namespace header: {value}"),
        ["ArgumentName" = "x-amz-bucket-namespace", "ArgumentValue" = value];

    // Regions.
    PermanentRedirect { bucket: String, endpoint: String } => 301 "PermanentRedirect"
        "The bucket you are attempting to access must be addressed using the specified endpoint. Please send all future requests to this endpoint.",
        ["Endpoint" = endpoint, "Bucket" = bucket];
}
