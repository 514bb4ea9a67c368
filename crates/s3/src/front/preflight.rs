//! CORS preflight requests, as long as no bucket can have a CORS document: S3 refuses every one of them.
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/cors.html>

use http::HeaderMap;
use http::header::{ACCESS_CONTROL_REQUEST_METHOD, ORIGIN};

use crate::error::Error;

/// Why the preflight is refused.
pub(crate) fn refusal(headers: &HeaderMap, resource: &'static str) -> Error {
    if !headers.contains_key(ORIGIN) {
        return Error::PreflightWithoutOrigin {};
    }
    let method = headers.get(ACCESS_CONTROL_REQUEST_METHOD).and_then(|m| m.to_str().ok()).unwrap_or_default();
    Error::CrossOriginRefused { method: method.to_owned(), resource }
}
