//! What is served: whether there is such a subresource, whether it has the method, and whether the query fits it.
//!
//! What s3s would mistake for something else is refused here or marked as an operation that s3s does not know.

use http::Method;
use http::request::Parts;

use super::query::Query;
use super::subresource::{self, Routed, Subresource};
use super::target::Target;
use crate::error::annotation::AnnotationError;
use crate::error::restore::RestoreError;
use crate::error::{Error, Result};
use crate::route::NewerOperation;

/// Refuses what is not served, and what s3s would mistake for something else. Answers the subresource, and notes an
/// operation that s3s does not know.
pub(super) fn check(parts: &mut Parts, target: &Target) -> Result<Option<&'static Subresource>> {
    let query = Query::new(parts.uri.query().unwrap_or_default());
    let subresource = match target.bucket {
        Some(_) => subresource::named(target.key.is_some(), &query)?,
        None => None,
    };
    if target.bucket.is_some() {
        check_version(&parts.method, target.key.is_some(), subresource, &query)?;
    }
    if let Some(subresource) = subresource {
        match subresource.routed(&parts.method, &query) {
            None => return Err(subresource.refusal(&parts.method, &query)),
            Some(Routed::Here(name)) => drop(parts.extensions.insert(NewerOperation(name))),
            Some(Routed::ByS3s) => {}
        }
    }
    if target.key.is_some() && query.has("annotationName") && !query.has("annotation") {
        return Err(AnnotationError::NameAlone {}.into());
    }
    if target.bucket.is_some() && target.key.is_none() && parts.method == Method::POST && query.has("restore") {
        return Err(RestoreError::KeyMissing {}.into());
    }
    check_part(&parts.method, target.key.is_some(), &query)?;
    match target.key.as_deref().map(str::len) {
        Some(size) if size > 1024 => Err(Error::KeyTooLong { size }),
        _ => Ok(subresource),
    }
}

/// Versions are of objects, and some of what is asked about objects has none either. S3 says so before it looks at the
/// bucket (recorded).
fn check_version(method: &Method, key: bool, subresource: Option<&Subresource>, query: &Query<'_>) -> Result<()> {
    let Some(version) = query.get("versionId") else { return Ok(()) };
    let taken = match subresource.map(|subresource| subresource.name) {
        Some("torrent" | "uploads") => false,
        // Unlike all other operations on buckets, that on its list takes one.
        Some("acl") => true,
        _ => key && !query.has("uploadId"),
    };
    if !taken {
        return Err(Error::VersionNotTaken { version: version.into() });
    }
    let read = matches!(*method, Method::GET | Method::HEAD);
    if read && version.is_empty() { Err(Error::EmptyVersionId {}) } else { Ok(()) }
}

/// A PUT with half of what names a part would be a PutObject to s3s, and overwrite the object.
fn check_part(method: &Method, key: bool, query: &Query<'_>) -> Result<()> {
    let (number, upload) = ("partNumber", "uploadId");
    match (query.has(number), query.has(upload)) {
        (true, false) if key && method == Method::PUT => {
            Err(Error::Unaccompanied { parameter: number, missing: upload })
        }
        (false, true) if key && method == Method::PUT => {
            Err(Error::Unaccompanied { parameter: upload, missing: number })
        }
        _ => Ok(()),
    }
}
