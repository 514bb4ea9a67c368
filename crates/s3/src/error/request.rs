//! What S3 says of requests as HTTP: of methods, queries and headers that no operation takes so.
//!
//! The texts are as S3 was measured to send them in 2025 and 2026, but where a variant says otherwise.

use super::subject::subject;

subject! {
    /// Faults of a request that are of no one operation.
    RequestError as Request;
    Unparseable {} => 400 "BadRequest" "An error occurred when parsing the HTTP request.", [];

    // Queries.
    KeyInvalid {} => 400 "InvalidRequest" "Object must have a valid key name.", [];
    KeyRequired {} => 400 "InvalidRequest" "A key must be specified", [];
    UploadsOfKey {} => 400 "InvalidRequest" "Key is not expected for the GET method ?uploads subresource", [];
    VersionsOfKey {} => 400 "InvalidRequest" "There is no such thing as the ?versions sub-resource for a key", [];
    LoggingOfKey {} => 400 "NoLoggingStatusForKey"
        "There is no such thing as the ?logging sub-resource for a key", [];
    WebsiteValue { value: String } => 400 "InvalidArgument" "The website parameter must not have a value",
        ["ArgumentName" = "website", "ArgumentValue" = value];
    NotOverridable { name: String, value: String } => 400 "InvalidArgument"
        format!("{name} is not in the set of overridable response headers. Please refer to the S3 API documentation for a complete list of overridable response headers."),
        ["ArgumentName" = name, "ArgumentValue" = value];
    NotLatin1 { name: &'static str, value: String } => 400 "InvalidArgument"
        "Header value cannot be represented using ISO-8859-1.", ["ArgumentName" = name, "ArgumentValue" = value];

    // Callers without a signature, whatever they are allowed.
    AnonymousUpload {} => 403 "AccessDenied" "Anonymous users cannot initiate multipart uploads.  Please authenticate.", [];
    AnonymousApi {} => 403 "AccessDenied" "Anonymous users cannot invoke this API. Please authenticate.", [];
}
