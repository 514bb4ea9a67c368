//! Requests of other origins. CORS documents are not served yet: S3 refuses every preflight of a bucket without one.
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/cors.html>

use http::header::{ACCESS_CONTROL_REQUEST_METHOD, ORIGIN};
use http::request::Parts;
use http::{HeaderMap, Response};
use s3s::Body;

use super::located::Located;
use super::{Ids, finish};
use crate::error::Error;

/// The answer to a preflight request.
pub(super) fn preflight(ids: &Ids, located: &Located, parts: &Parts) -> Response<Body> {
    finish::failed(&refusal(&parts.headers, located.target.resource()), &parts.method, ids, None)
}

/// Why the preflight is refused.
fn refusal(headers: &HeaderMap, resource: &'static str) -> Error {
    if !headers.contains_key(ORIGIN) {
        return Error::PreflightWithoutOrigin {};
    }
    let method = headers.get(ACCESS_CONTROL_REQUEST_METHOD).and_then(|m| m.to_str().ok()).unwrap_or_default();
    Error::CrossOriginRefused { method: method.to_owned(), resource }
}
