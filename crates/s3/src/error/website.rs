//! What S3 says of the documents by which a bucket is reached from the web: CORS, website, acceleration.

use super::subject::subject;

subject! {
    /// What S3 says of websites, of requests from other origins, and of acceleration.
    WebsiteError as Website;

    CorsNotFound { bucket: String } => 404 "NoSuchCORSConfiguration" "The CORS configuration does not exist",
        ["BucketName" = bucket];
    CorsMethod { method: String } => 400 "InvalidRequest"
        format!("Found unsupported HTTP method in CORS config. Unsupported method is {method}"), [];
    CorsWildcards { element: &'static str, value: String } => 400 "InvalidRequest"
        format!("{element} \"{value}\" can not have more than one wildcard."), [];
    CorsExposedWildcard { value: String } => 400 "InvalidRequest"
        format!("ExposeHeader \"{value}\" contains wildcard. We currently do not support wildcard for ExposeHeader."), [];
    // Said of an exposed header as well.
    CorsHeader { value: String } => 400 "InvalidRequest"
        format!("AllowedHeader \"{value}\" contains invalid character."), [];
    CorsRules {} => 400 "InvalidRequest" "The number of CORS rules should not exceed allowed limit of 100 rules.", [];
    CorsId {} => 400 "InvalidArgument" "ID length should not exceed allowed limit of 255", [];

    AccelerateDotted {} => 400 "InvalidRequest"
        "S3 Transfer Acceleration is not supported for buckets with periods (.) in their names", [];

    WebsiteNotFound { bucket: String } => 404 "NoSuchWebsiteConfiguration"
        "The specified bucket does not have a website configuration", ["BucketName" = bucket];
    BucketNotNamed {} => 301 "WebsiteRedirect" "Request does not contain a bucket name.", [];
    IncorrectEndpoint { endpoint: String } => 400 "IncorrectEndpoint"
        "The specified bucket exists in another region. Please direct requests to the specified endpoint.",
        ["Endpoint" = endpoint];
    Folder {} => 302 "Found" "Resource Found", [];
    RedirectAndMore {} => 400 "InvalidArgument"
        "RedirectAllRequestsTo cannot be provided in conjunction with other Routing Rules.",
        ["ArgumentName" = "RedirectAllRequestsTo", "ArgumentValue" = "not null"];
    IndexMissing {} => 400 "InvalidArgument"
        "A value for IndexDocument Suffix must be provided if RedirectAllRequestsTo is empty",
        ["ArgumentName" = "IndexDocument", "ArgumentValue" = "null"];
    IndexSuffix { suffix: String } => 400 "InvalidArgument" "The IndexDocument Suffix is not well formed",
        ["ArgumentName" = "IndexDocument", "ArgumentValue" = suffix];
    ErrorKey { key: String } => 400 "InvalidArgument" "The ErrorDocument Key is not well formed",
        ["ArgumentName" = "ErrorDocument", "ArgumentValue" = key];
    RedirectHost {} => 400 "InvalidRequest"
        "A host name must be provided to redirect all requests (e.g. \"example.com\").", [];
    RuleHost {} => 400 "InvalidRequest"
        "The HostName cannot be blank. To redirect within the same domain, the element should not be present.", [];
    RedirectProtocol {} => 400 "InvalidRequest"
        "Invalid protocol, protocol can be http or https. If not defined the protocol will be selected automatically.", [];
    BothReplacements {} => 400 "InvalidRequest" "You can only define ReplaceKeyPrefix or ReplaceKey but not both.", [];
    ConditionEmpty {} => 400 "InvalidRequest"
        "Condition cannot be empty. To redirect all requests without a condition, the condition element shouldn't be present.", [];
    RedirectCode { code: String } => 400 "InvalidRequest"
        format!("The provided HTTP redirect code ({code}) is not valid. Valid codes are 3XX except 300."), [];
    ErrorCode { code: String } => 400 "InvalidRequest"
        format!("The provided HTTP error code ({code}) is not valid. Valid codes are 4XX or 5XX."), [];
    RoutingRules { count: usize } => 400 "InvalidRequest"
        format!("{count} routing rules provided, the number of routing rules in a website configuration is limited to 50."), [];
}
