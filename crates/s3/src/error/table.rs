//! The table itself. A line is: the fact and its data, then status, code, message, and the elements that AWS adds.

use std::ops::RangeInclusive;
use std::sync::Arc;

use http::HeaderMap;
use sandpail_blob::VersionId;

use super::Document;
use super::access::AccessError;
use super::annotation::AnnotationError;
use super::configuration::ConfigurationError;
use super::cors::CorsError;
use super::directory::DirectoryError;
use super::encryption::EncryptionError;
use super::form::FormError;
use super::lifecycle::LifecycleError;
use super::lock::LockError;
use super::logging::LoggingError;
use super::metadata::MetadataError;
use super::notification::NotificationError;
use super::place::PlaceError;
use super::replication::ReplicationError;
use super::request::RequestError;
use super::restore::RestoreError;
use super::signature::SignatureError;
use super::website::WebsiteError;

macro_rules! errors {
    (
        subjects { $($subject:ident($of:ty),)* }
        $(
            $name:ident { $($field:ident: $kind:ty),* }
                => $status:literal $code:literal $message:expr, [$($element:literal = $value:expr),*];
        )*
    ) => {
        /// Everything that an operation or the front can answer instead of a result.
        #[derive(Clone, Debug)]
        pub(crate) enum Error {
            $( $name { $($field: $kind),* }, )*
            $(
                /// A fact of that subject, which has a table of its own.
                $subject($of),
            )*
            /// A GET or HEAD whose caller has the current bytes already (304); the validators go with it.
            NotModified { headers: Box<HeaderMap> },
            /// Another error, with headers that go with it.
            With { error: Box<Error>, headers: Box<HeaderMap> },
            /// Something below S3 failed; the chain is logged under the request id.
            Internal { source: Arc<dyn std::error::Error + Send + Sync> },
        }

        impl Error {
            /// What the client sees.
            pub(crate) fn document(&self) -> Document {
                match self {
                    $( Self::$name { $($field),* } => Document::new(
                        $status, $code, $message, vec![$(($element, $value.to_string())),*],
                    ), )*
                    $( Self::$subject(fact) => fact.document(), )*
                    Self::NotModified { headers } => Document {
                        headers: (**headers).clone(),
                        ..Document::new(304, "NotModified", "Not Modified", vec![])
                    },
                    Self::With { error, headers } => Document { headers: (**headers).clone(), ..error.document() },
                    Self::Internal { .. } => Document::new(
                        500, "InternalError", "We encountered an internal error. Please try again.", vec![],
                    ),
                }
            }
        }
    };
}

errors! {
    subjects {
        Website(WebsiteError),
        Access(AccessError),
        Request(RequestError),
        Signature(SignatureError),
        Directory(DirectoryError),
        Encryption(EncryptionError),
        Configuration(ConfigurationError),
        Cors(CorsError),
        Place(PlaceError),
        Lock(LockError),
        Metadata(MetadataError),
        Select(crate::select::Error),
        Lifecycle(LifecycleError),
        Logging(LoggingError),
        Notification(NotificationError),
        Replication(ReplicationError),
        Restore(RestoreError),
        Annotation(AnnotationError),
        Form(FormError),
    }

    // Access and ownership.
    AccessDenied {} => 403 "AccessDenied" "Access Denied", [];
    Denied { message: String } => 403 "AccessDenied" message.clone(), [];
    ExpectedBucketOwner { value: String } => 400 "InvalidBucketOwnerAWSAccountID"
        format!("The value of the expected bucket owner parameter must be an AWS Account ID... [{value}]"), [];

    UnknownOwnership { value: String } => 400 "InvalidArgument"
        format!("Invalid x-amz-object-ownership header: {value}"), ["ArgumentName" = "x-amz-object-ownership"];
    UnknownCannedAcl { value: String } => 400 "InvalidArgument" "",
        ["ArgumentName" = "x-amz-acl", "ArgumentValue" = value];
    CannedAndGrants {} => 400 "InvalidRequest" "Specifying both Canned ACLs and Header Grants is not allowed", [];
    AclMissing {} => 400 "MissingSecurityHeader" "Your request was missing a required header",
        ["MissingHeaderName" = "x-amz-acl"];
    ContentNotSupported {} => 400 "UnexpectedContent" "This request does not support content", [];
    MalformedAcl {} => 400 "MalformedACLError"
        "The XML you provided was not well-formed or did not validate against our published schema", [];
    GranteeFormat { header: &'static str, value: String } => 400 "InvalidArgument" "Argument format not recognized",
        ["ArgumentName" = header, "ArgumentValue" = value];
    InvalidGrantee { argument: &'static str, value: String } => 400 "InvalidArgument" "Invalid id",
        ["ArgumentName" = argument, "ArgumentValue" = value];
    InvalidGroup { argument: &'static str, value: String } => 400 "InvalidArgument" "Invalid group uri",
        ["ArgumentName" = argument, "ArgumentValue" = value];
    UnresolvableEmail {} => 400 "UnresolvableGrantByEmailAddress"
        "The e-mail address you provided does not match any account on record.", [];
    AclNotSupported {} => 400 "AccessControlListNotSupported" "The bucket does not allow ACLs", [];
    BucketAclNotSupported {} => 400 "InvalidBucketAclWithObjectOwnership"
        "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting", [];

    // Buckets.
    NoSuchBucket { bucket: String } => 404 "NoSuchBucket" "The specified bucket does not exist", ["BucketName" = bucket];
    InvalidBucketName { bucket: String } => 400 "InvalidBucketName" "The specified bucket is not valid.", ["BucketName" = bucket];
    BucketAlreadyExists { bucket: String } => 409 "BucketAlreadyExists"
        "The requested bucket name is not available. The bucket namespace is shared by all users of the system. Please select a different name and try again.",
        ["BucketName" = bucket];
    BucketAlreadyOwnedByYou { bucket: String } => 409 "BucketAlreadyOwnedByYou"
        "Your previous request to create the named bucket succeeded and you already own it.", ["BucketName" = bucket];
    BucketNotEmpty { bucket: String, versioned: bool } => 409 "BucketNotEmpty"
        if *versioned { "The bucket you tried to delete is not empty. You must delete all versions in the bucket." }
        else { "The bucket you tried to delete is not empty" }, ["BucketName" = bucket];
    InvalidLocationConstraint { location: String } => 400 "InvalidLocationConstraint"
        "The specified location-constraint is not valid", ["LocationConstraint" = location];
    IllegalLocationConstraint { location: String } => 400 "IllegalLocationConstraintException"
        format!("The {location} location constraint is incompatible for the region specific endpoint this request was sent to."), [];
    VersioningStatusMissing {} => 400 "IllegalVersioningConfigurationException" "The Versioning element must be specified", [];
    OperationAborted {} => 409 "OperationAborted"
        "A conflicting conditional operation is currently in progress against this resource. Please try again.", [];
    // What the operation had read changed under it: it looks again. Sent only by one that cannot.
    Stale {} => 409 "OperationAborted"
        "A conflicting conditional operation is currently in progress against this resource. Please try again.", [];
    NoSuchTagSet { bucket: String } => 404 "NoSuchTagSet" "The TagSet does not exist", ["BucketName" = bucket];

    // Objects and versions.
    NoSuchKey { key: String } => 404 "NoSuchKey" "The specified key does not exist.", ["Key" = key];
    NoSuchVersion { key: String, version: String } => 404 "NoSuchVersion"
        "The specified version does not exist.", ["Key" = key, "VersionId" = version];
    InvalidVersionId { version: String } => 400 "InvalidArgument" "Invalid version id specified",
        ["ArgumentName" = "versionId", "ArgumentValue" = version];
    VersionNotTaken { version: String } => 400 "InvalidArgument" "This operation does not accept a version-id.",
        ["ArgumentName" = "versionId", "ArgumentValue" = version];
    EmptyVersionId {} => 400 "InvalidArgument" "Version id cannot be the empty string",
        ["ArgumentName" = "versionId", "ArgumentValue" = ""];
    DeleteMarker { method: String } => 405 "MethodNotAllowed" "The specified method is not allowed against this resource.",
        ["Method" = method, "ResourceType" = "DeleteMarker"];
    KeyMissing {} => 400 "UserKeyMustBeSpecified" "User key must be specified.", [];
    KeyTooLong { size: usize } => 400 "KeyTooLongError" "Your key is too long", ["Size" = size, "MaxSizeAllowed" = 1024];
    InvalidStorageClass { class: String } => 400 "InvalidStorageClass"
        "The storage class you specified is not valid", ["StorageClassRequested" = class];
    InvalidObjectState { class: String } => 403 "InvalidObjectState"
        "The operation is not valid for the object's storage class", ["StorageClass" = class];
    MetadataTooLarge { size: usize } => 400 "MetadataTooLarge"
        "Your metadata headers exceed the maximum allowed metadata size", ["Size" = size, "MaxSizeAllowed" = 2048];
    InvalidRedirectLocation { location: String } => 400 "InvalidRedirectLocation"
        "The website redirect location must have a prefix of 'http://' or 'https://' or '/'.", ["RedirectLocation" = location];
    EntityTooLarge { size: u64, limit: u64 } => 400 "EntityTooLarge"
        "Your proposed upload exceeds the maximum allowed size", ["ProposedSize" = size, "MaxSizeAllowed" = limit];
    AttributesMissing {} => 400 "InvalidRequest"
        "The x-amz-object-attributes header specifying the attributes to be retrieved is either missing or empty", [];
    AttributeUnknown { value: String } => 400 "InvalidArgument" "Invalid attribute name specified.",
        ["ArgumentName" = "x-amz-object-attributes", "ArgumentValue" = value];

    // Ranges and conditions.
    InvalidRange { requested: String, size: u64 } => 416 "InvalidRange" "The requested range is not satisfiable",
        ["RangeRequested" = requested, "ActualObjectSize" = size];
    InvalidPartNumber { number: u32, parts: u32 } => 416 "InvalidPartNumber" "The requested partnumber is not satisfiable",
        ["PartNumberRequested" = number, "ActualPartCount" = parts];
    RangeAndPartNumber {} => 400 "InvalidRequest" "Cannot specify both Range header and partNumber query parameter", [];
    PreconditionFailed { condition: &'static str } => 412 "PreconditionFailed"
        "At least one of the pre-conditions you specified did not hold", ["Condition" = condition];
    ConditionalRequestConflict { condition: &'static str, key: String } => 409 "ConditionalRequestConflict"
        "The conditional request cannot succeed due to a conflicting operation against this resource.",
        ["Condition" = condition, "Key" = key];
    ConditionNotImplemented { header: &'static str } => 501 "NotImplemented"
        "A header you provided implies functionality that is not implemented",
        ["Header" = header, "additionalMessage" = format!("We don't accept the provided value of {header} header for this API")];
    SeveralConditions {} => 501 "NotImplemented" "A header you provided implies functionality that is not implemented",
        ["Header" = "If-Match,If-None-Match", "additionalMessage" = "Multiple conditional request headers present in the request"];

    AnonymousOverride {} => 400 "InvalidRequest"
        "Request specific response headers cannot be used for anonymous GET requests.", [];

    // Copies.
    CopyOntoItself {} => 400 "InvalidRequest"
        "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.", [];
    // Recorded: the name stands for the value too.
    CopySourceInvalid {} => 400 "InvalidArgument" "Invalid copy source object key",
        ["ArgumentName" = "x-amz-copy-source", "ArgumentValue" = "x-amz-copy-source"];
    CopySourceEncoding { value: String } => 400 "InvalidArgument" "Invalid copy source encoding.",
        ["ArgumentName" = "x-amz-copy-source", "ArgumentValue" = value];
    CopySourceDeleteMarker {} => 400 "InvalidRequest"
        "The source of a copy request may not specifically refer to a delete marker by version id.", [];
    CopySourceTooLarge {} => 400 "InvalidRequest"
        "The specified copy source is larger than the maximum allowable size for a copy source: 5368709120", [];
    CopyRangeMalformed { value: String } => 400 "InvalidArgument"
        "The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the zero-based offsets of the first and last bytes to copy",
        ["ArgumentName" = "x-amz-copy-source-range", "ArgumentValue" = value];
    CopyRangeBeyondEnd { value: String, size: u64 } => 400 "InvalidArgument"
        format!("Range specified is not valid for source object of size: {size}"),
        ["ArgumentName" = "x-amz-copy-source-range", "ArgumentValue" = value];
    CopyRangeStartsBeyondEnd {} => 400 "InvalidRequest" "The specified copy range is invalid for the source object size", [];
    UnknownDirective { header: &'static str, value: String, noun: &'static str } => 400 "InvalidArgument"
        format!("Unknown {noun} directive."), ["ArgumentName" = header, "ArgumentValue" = value];

    // Multipart uploads.
    NoSuchUpload { upload: String } => 404 "NoSuchUpload"
        "The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.",
        ["UploadId" = upload];
    PartNumberOutOfRange { value: String } => 400 "InvalidArgument" "Part number must be an integer between 1 and 10000, inclusive",
        ["ArgumentName" = "partNumber", "ArgumentValue" = value];
    CompletedPartNumber { value: i64 } => 400 "InvalidArgument" "PartNumber must be >= 1",
        ["ArgumentName" = "PartNumber", "ArgumentValue" = value];
    Unaccompanied { parameter: &'static str, missing: &'static str } => 400 "InvalidArgument"
        format!("This operation does not accept {parameter} without {missing}"),
        ["ArgumentName" = parameter, "ArgumentValue" = parameter];
    ConflictingSubresources { names: String, first: &'static str } => 400 "InvalidArgument"
        format!("Conflicting query string parameters: {names}"),
        ["ArgumentName" = "ResourceType", "ArgumentValue" = first];
    InvalidChecksumMode {} => 400 "InvalidRequest" "Value for x-amz-checksum-mode header is invalid.", [];
    InvalidPart { upload: String, number: u32, etag: String } => 400 "InvalidPart"
        "One or more of the specified parts could not be found.  The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.",
        ["UploadId" = upload, "PartNumber" = number, "ETag" = etag];
    InvalidPartOrder { upload: String } => 400 "InvalidPartOrder"
        "The list of parts was not in ascending order. Parts must be ordered by part number.", ["UploadId" = upload];
    EntityTooSmall { etag: String, number: u32, size: u64 } => 400 "EntityTooSmall"
        "Your proposed upload is smaller than the minimum allowed size",
        ["ETag" = etag, "MinSizeAllowed" = 5_242_880, "PartNumber" = number, "ProposedSize" = size];
    NoParts {} => 400 "InvalidRequest" "You must specify at least one part", [];
    UploadSizeInvalid { value: String } => 400 "InvalidRequest"
        format!("Value for x-amz-mp-object-size header is invalid: '{value}'"), [];
    UploadSizeMismatch { sent: u64, computed: u64 } => 400 "InvalidRequest"
        format!("The provided 'x-amz-mp-object-size' header value {sent} does not match what was computed: {computed}"), [];
    PartChecksumMissing { algorithm: &'static str, number: u32 } => 400 "InvalidRequest"
        format!("The upload was created using a {algorithm} checksum. The complete request must include the checksum for each part. It was missing for part {number} in the request."), [];
    PartChecksumOther { algorithm: &'static str, number: u32 } => 400 "BadDigest"
        format!("The {algorithm} you specified for part {number} did not match what we received."), [];
    ChecksumTypeMismatch { expected: &'static str, actual: &'static str } => 400 "InvalidRequest"
        format!("Checksum Type mismatch occurred, expected checksum Type: {expected}, actual checksum Type: {actual}"), [];
    ChecksumTypeUnusable { kind: String, algorithm: &'static str } => 400 "InvalidRequest"
        format!("The {kind} checksum type cannot be used with the {algorithm} checksum algorithm."), [];
    ChecksumTypeWithoutAlgorithm {} => 400 "InvalidRequest"
        "The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header.", [];
    ChecksumTypeUnknown {} => 400 "InvalidRequest" "Value for x-amz-checksum-type header is invalid.", [];
    ChecksumTypeChanged { created: &'static str } => 400 "InvalidRequest"
        format!("The upload was created using the {created} checksum mode. The complete request must use the same checksum mode."), [];
    ChecksumAlgorithmUnknown {} => 400 "InvalidRequest"
        "Checksum algorithm provided is unsupported. Please try again with any of the valid types: [CRC32, CRC32C, CRC64NVME, MD5, SHA1, SHA256, SHA512, XXHASH128, XXHASH3, XXHASH64]", [];
    UploadMarkerInvalid { value: String } => 400 "InvalidArgument" "Invalid uploadId marker",
        ["ArgumentName" = "upload-id-marker", "ArgumentValue" = value];

    // Bodies, digests and checksums.
    LengthMismatch { expected: u64, provided: u64 } => 400 "IncompleteBody"
        "You did not provide the number of bytes specified by the Content-Length HTTP header",
        ["NumberBytesExpected" = expected, "NumberBytesProvided" = provided];
    EndedEarly {} => 400 "IncompleteBody" "The request body terminated unexpectedly", [];
    ChunkTooSmall { chunk: u64, size: u64 } => 403 "InvalidChunkSizeError"
        "Only the last chunk is allowed to have a size less than 8192 bytes", ["Chunk" = chunk, "BadChunkSize" = size];
    MissingContentLength {} => 411 "MissingContentLength" "You must provide the Content-Length HTTP header.", [];
    InvalidDigest { value: String } => 400 "InvalidDigest" "The Content-MD5 you specified was invalid.", ["Content-MD5" = value];
    BadDigest { expected: String, calculated: String } => 400 "BadDigest"
        "The Content-MD5 you specified did not match what we received.",
        ["CalculatedDigest" = calculated, "ExpectedDigest" = expected];
    BadChecksum { algorithm: &'static str } => 400 "BadDigest"
        format!("The {algorithm} you specified did not match the calculated checksum."), [];
    InvalidChecksum { header: &'static str } => 400 "InvalidRequest" format!("Value for {header} header is invalid."), [];
    InvalidTrailingChecksum { header: &'static str } => 400 "InvalidRequest"
        format!("Value for {header} trailing header is invalid."), [];
    ChecksumAndTrailer {} => 400 "InvalidRequest" "Expecting a single x-amz-checksum- header", [];
    UnknownTrailer {} => 400 "InvalidRequest" "The value specified in the x-amz-trailer header is not supported", [];
    InvalidHeader { header: &'static str } => 400 "InvalidRequest" format!("The value of {header} header is invalid."), [];
    UnknownChecksum {} => 400 "InvalidRequest" "The algorithm type you specified in x-amz-checksum- header is invalid.", [];
    SeveralChecksums {} => 400 "InvalidRequest"
        "Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.", [];
    MissingDigest {} => 400 "InvalidRequest"
        "Missing required header for this request: Content-MD5 OR x-amz-checksum-*", [];
    ContentSha256Mismatch { client: String, computed: String } => 400 "XAmzContentSHA256Mismatch"
        "The provided 'x-amz-content-sha256' header does not match what was computed.",
        ["ClientComputedContentSHA256" = client, "S3ComputedContentSHA256" = computed];
    MalformedTrailer {} => 400 "MalformedTrailerError"
        "The request contained trailing data that was not well-formed or did not conform to our published schema.", [];
    BodyTooLong {} => 400 "MaxMessageLengthExceeded" "Your request was too big.", [];

    // Requests.
    InvalidUri { uri: String } => 400 "InvalidURI" "Couldn't parse the specified URI.", ["URI" = uri];
    InvalidArgument { message: String, name: String, value: String } => 400 "InvalidArgument" message.clone(),
        ["ArgumentName" = name, "ArgumentValue" = value];
    InvalidRequest { message: String } => 400 "InvalidRequest" message.clone(), [];
    InvalidEncodingType { value: String } => 400 "InvalidArgument" "Invalid Encoding Method specified in Request",
        ["ArgumentName" = "encoding-type", "ArgumentValue" = value];
    InvalidContinuationToken {} => 400 "InvalidArgument" "The continuation token provided is incorrect",
        ["ArgumentName" = "continuation-token"];
    VersionMarkerAlone { value: String } => 400 "InvalidArgument" "A version-id marker cannot be specified without a key marker.",
        ["ArgumentName" = "version-id-marker", "ArgumentValue" = value];
    VersionMarkerEmpty {} => 400 "InvalidArgument" "A version-id marker cannot be empty.",
        ["ArgumentName" = "version-id-marker", "ArgumentValue" = ""];
    VersionMarkerInvalid { value: String } => 400 "InvalidArgument" "Invalid version id specified",
        ["ArgumentName" = "version-id-marker", "ArgumentValue" = value];
    MarkerInVersionTwo {} => 400 "InvalidArgument" "Marker unsupported with REST.GET.BUCKET in list-type=2",
        ["ArgumentName" = "marker"];
    StartAfterInVersionOne {} => 400 "InvalidArgument" "startAfter only supported in REST.GET.BUCKET with list-type=2",
        ["ArgumentName" = "start-after"];
    ContinuationInVersionOne {} => 400 "InvalidArgument"
        "continuation-token only supported in REST.GET.BUCKET with list-type=2", ["ArgumentName" = "continuation-token"];
    NegativeMaxKeys {} => 400 "InvalidArgument" "max-keys cannot be negative", ["ArgumentName" = "max-keys"];
    NumberOutOfRange { name: &'static str, value: i32, range: RangeInclusive<i32> } => 400 "InvalidArgument"
        format!("Argument {name} must be an integer between {} and {}", range.start(), range.end()),
        ["ArgumentName" = name, "ArgumentValue" = value];
    NullCharacter { name: &'static str, value: String } => 400 "InvalidArgument"
        "Value must be a sequence of Unicode characters and cannot include Null.",
        ["ArgumentName" = name, "ArgumentValue" = value];
    UnknownRegion { value: String } => 400 "InvalidArgument" format!("Argument value {value} is not a valid AWS Region"),
        ["ArgumentName" = "bucket-region"];
    MalformedXml {} => 400 "MalformedXML"
        "The XML you provided was not well-formed or did not validate against our published schema", [];
    MissingRequestBody {} => 400 "MissingRequestBodyError" "Request Body is empty", [];
    HeadersTooLarge {} => 400 "RequestHeaderSectionTooLarge"
        "Your request header section exceeds the maximum allowed size.",
        ["MaxSizeAllowed" = 8192];
    MethodNotAllowed { method: String, resource: &'static str } => 405 "MethodNotAllowed"
        "The specified method is not allowed against this resource.", ["Method" = method, "ResourceType" = resource];
    HeaderNotImplemented { header: String } => 501 "NotImplemented"
        "A header you provided implies functionality that is not implemented", ["Header" = header];
    OperationNotImplemented { operation: String } => 501 "NotImplemented"
        format!("Sandpail does not implement {operation}."), [];
    DuplicateTag { key: String } => 400 "InvalidTag" "Cannot provide multiple Tags with the same key", ["TagKey" = key];
    InvalidTagKey { key: String } => 400 "InvalidTag" "The TagKey you have provided is invalid", ["TagKey" = key];
    InvalidTagValue { key: String, value: String } => 400 "InvalidTag"
        "The TagValue you have provided is invalid", ["TagKey" = key, "TagValue" = value];
    SystemTag { message: &'static str, key: String } => 400 "InvalidTag" *message, ["TagKey" = key];
    NewSystemTag {} => 400 "InvalidTag"
        "User-defined tag keys can't start with \"aws:\". This prefix is reserved for system tags. Remove \"aws:\" from your tag keys and try again.", [];
    TooManyTags { message: &'static str } => 400 "BadRequest" *message, [];
    InvalidTagHeader { value: String } => 400 "InvalidArgument"
        "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query parameters without tag name duplicates.",
        ["ArgumentName" = "x-amz-tagging", "ArgumentValue" = value];

    // Identity.
    MalformedAuthorization { message: String } => 400 "AuthorizationHeaderMalformed" message.clone(), [];
    WrongRegion { message: String, region: String } => 400 "AuthorizationHeaderMalformed" message.clone(), ["Region" = region];
    PresignedRegion { message: String, region: String } => 400 "AuthorizationQueryParametersError" message.clone(), ["Region" = region];
    PresignedParameters { message: String } => 400 "AuthorizationQueryParametersError" message.clone(), [];
    PresignedV2Parameters {} => 403 "AccessDenied"
        "Query-string authentication requires the Signature, Expires and AWSAccessKeyId parameters", [];
    PresignedExpired { expires: String, server_time: String, seconds: String } => 403 "AccessDenied" "Request has expired",
        ["X-Amz-Expires" = seconds, "Expires" = expires, "ServerTime" = server_time];
    PresignedV2Expired { expires: String, server_time: String } => 403 "AccessDenied" "Request has expired",
        ["Expires" = expires, "ServerTime" = server_time];
}

impl Error {
    /// This error, with `headers` on its answer.
    pub(crate) fn with_headers(self, headers: HeaderMap) -> Self {
        Self::With { error: Box::new(self), headers: Box::new(headers) }
    }

    /// Anything unexpected from below.
    pub(crate) fn internal(source: impl std::error::Error + Send + Sync + 'static) -> Self {
        Self::Internal { source: Arc::new(source) }
    }

    /// A version id that named nothing.
    pub(crate) fn no_such_version(key: &str, version: &VersionId) -> Self {
        Self::NoSuchVersion { key: key.to_owned(), version: version.to_string() }
    }
}
