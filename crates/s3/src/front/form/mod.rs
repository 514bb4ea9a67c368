//! Uploads by HTML form (PostObject).
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/RESTObjectPOST.html>

use std::sync::Arc;

use http::header::CONTENT_TYPE;
use http::request::Parts;
use http::{Method, Request};
use s3s::Body;

use super::body::Outcome;
use super::located::Located;
use super::query::Query;
use super::subresource;
use super::target::Target;
use crate::error::{Error, Result};
use crate::exchange::Exchange;
use crate::world::World;

/// Whether a form is posted. Forms are posted to buckets themselves; to anything else the type of the body means nothing.
pub(super) fn is_posted(parts: &Parts, target: &Target) -> bool {
    let form = || parts.headers.get(CONTENT_TYPE).is_some_and(|t| t.as_bytes().starts_with(b"multipart/form-data"));
    let itself = target.bucket.is_some() && target.key.is_none();
    parts.method == Method::POST && itself && form() && !has_subresource(parts)
}

fn has_subresource(parts: &Parts) -> bool {
    let query = Query::new(parts.uri.query().unwrap_or_default());
    !matches!(subresource::named(false, &query), Ok(None))
}

/// Makes of a posted form what s3s is to see.
///
/// # Errors
/// Forms are not served yet.
pub(super) async fn admit(
    _world: &World,
    _located: Located,
    _parts: Parts,
    _outcome: &Arc<Outcome>,
) -> Result<(Arc<Exchange>, Request<Body>)> {
    Err(Error::OperationNotImplemented { operation: "PostObject".to_owned() })
}
