//! What S3 says of requests from other origins: <https://docs.aws.amazon.com/AmazonS3/latest/API/RESTOPTIONSobject.html>

use super::subject::subject;

subject! {
    /// Why a preflight is refused.
    CorsError as Cors;

    OriginMissing {} => 400 "BadRequest" "Insufficient information. Origin request header needed.", [];
    RequestMethod { method: String } => 400 "BadRequest"
        format!("Invalid Access-Control-Request-Method: {method}"), [];
    // Of a key as well, these two are said of its bucket.
    BucketNotFound { method: String } => 403 "AccessForbidden" "CORSResponse: Bucket not found",
        ["Method" = method, "ResourceType" = "BUCKET"];
    NotEnabled { method: String } => 403 "AccessForbidden" "CORSResponse: CORS is not enabled for this bucket.",
        ["Method" = method, "ResourceType" = "BUCKET"];
    NotAllowed { method: String, resource: &'static str } => 403 "AccessForbidden"
        "CORSResponse: This CORS request is not allowed. This is usually because the evalution of Origin, request method / Access-Control-Request-Method or Access-Control-Request-Headers are not whitelisted by the resource's CORS spec.",
        ["Method" = method, "ResourceType" = resource];
}
