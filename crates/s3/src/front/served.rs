//! What is served: whether there is such a subresource, whether it has the method, and whether the query fits it.
//!
//! What s3s would mistake for something else is refused here or marked as an operation that s3s does not know.

use http::Method;
use http::request::Parts;

use super::order;
use super::query::Query;
use super::subresource::{self, Routed, Subresource};
use super::target::Target;
use super::way::NewerOperation;
use crate::error::annotation::AnnotationError;
use crate::error::request::RequestError;
use crate::error::restore::RestoreError;
use crate::error::{Error, Result};
use crate::world::World;

/// The methods of a bucket itself, and of an object itself.
const OF_BUCKET: [Method; 5] = [Method::HEAD, Method::DELETE, Method::POST, Method::GET, Method::PUT];
const OF_KEY: [Method; 4] = [Method::HEAD, Method::DELETE, Method::GET, Method::PUT];

/// What a request is refused with.
#[derive(Debug)]
pub(super) enum Refusal {
    /// Whether its bucket is there or not.
    AtOnce(Error),
    /// If its bucket is there.
    InBucket(Error),
}

impl Refusal {
    /// The error, once the bucket was looked for where that matters.
    pub(super) async fn settle(self, world: &World, bucket: Option<&str>) -> Error {
        match self {
            Self::AtOnce(error) => error,
            Self::InBucket(error) => order::bucket_first(world, bucket, error).await,
        }
    }
}

impl<E: Into<Error>> From<E> for Refusal {
    fn from(error: E) -> Self {
        Self::AtOnce(error.into())
    }
}

/// Refuses what is not served, and what s3s would mistake for something else. Answers the subresource, and notes an
/// operation that s3s does not know. Where the subresource is the bucket's, the key means nothing and is forgotten.
pub(super) fn check(parts: &mut Parts, target: &mut Target) -> Result<Option<&'static Subresource>, Refusal> {
    let query = Query::new(parts.uri.query().unwrap_or_default());
    let (method, key) = (&parts.method, target.key.is_some());
    if target.bucket.is_none() {
        return if method == Method::GET { Ok(None) } else { Err(not_allowed(method, target, &[Method::GET]).into()) };
    }
    let subresource = subresource::named(key, &query)?;
    check_values(method, key, subresource, &query)?;
    let Some(subresource) = subresource else {
        check_bare(method, target, &query)?;
        return Ok(None);
    };
    if let Some(error) = misplaced(method, key, subresource) {
        return Err(Refusal::InBucket(error));
    }
    match subresource.routed(method, &query) {
        None => return Err(subresource.refusal(method, &query).into()),
        Some(Routed::Here(name)) => drop(parts.extensions.insert(NewerOperation(name))),
        Some(Routed::ByS3s) => {}
    }
    if subresource.of_bucket {
        target.forget_key();
    }
    check_length(target)?;
    Ok(Some(subresource).filter(|subresource| !subresource.is_upload()))
}

/// Holds a request for a bucket or an object itself to the methods that these have.
fn check_bare(method: &Method, target: &Target, query: &Query<'_>) -> Result<()> {
    let key = target.key.is_some();
    if !key && query.has("partNumber") {
        return Err(RequestError::KeyInvalid {}.into());
    }
    if key && query.has("annotationName") {
        return Err(AnnotationError::NameAlone {}.into());
    }
    let has = if key { &OF_KEY[..] } else { &OF_BUCKET };
    if !has.contains(method) {
        return Err(not_allowed(method, target, has));
    }
    // A PUT with half of what names a part would be a PutObject to s3s, and overwrite the object.
    if key && method == Method::PUT && query.has("partNumber") {
        return Err(Error::Unaccompanied { parameter: "partNumber", missing: "uploadId" });
    }
    check_length(target)
}

fn check_length(target: &Target) -> Result<()> {
    match target.key.as_deref().map(str::len) {
        Some(size) if size > 1024 => Err(Error::KeyTooLong { size }),
        _ => Ok(()),
    }
}

fn not_allowed(method: &Method, target: &Target, has: &[Method]) -> Error {
    let error = Error::MethodNotAllowed { method: method.to_string(), resource: target.resource() };
    match subresource::allow(|method| has.contains(method)) {
        Some(headers) => error.with_headers(headers),
        None => error,
    }
}

/// What S3 says, once it has found the bucket, of a subresource that stands where it is none.
fn misplaced(method: &Method, key: bool, subresource: &Subresource) -> Option<Error> {
    Some(match (method.as_str(), key, subresource.name) {
        ("GET", false, "torrent") => subresource.refusal(method, &Query::new("")),
        // To upload a part is an operation of its own.
        ("PUT", false, "uploadId") if subresource.resource == "PART" => RequestError::KeyRequired {}.into(),
        ("GET" | "POST" | "DELETE", false, "uploadId") if subresource.resource != "PART" => {
            RequestError::KeyRequired {}.into()
        }
        ("GET", true, "uploads") => RequestError::UploadsOfKey {}.into(),
        ("GET", true, "versions") => RequestError::VersionsOfKey {}.into(),
        ("GET", true, "logging") => RequestError::LoggingOfKey {}.into(),
        ("POST", false, "restore") => RestoreError::KeyMissing {}.into(),
        _ => return None,
    })
}

/// Values that S3 refuses before it looks at the bucket (recorded). Versions are of objects, and some of what is asked
/// about objects has none either.
fn check_values(method: &Method, key: bool, subresource: Option<&Subresource>, query: &Query<'_>) -> Result<()> {
    if query.is_empty() {
        return Ok(());
    }
    if let Some(version) = query.get("versionId") {
        let taken = match subresource {
            // Unlike all other operations on buckets, these on its list take one, and the one that has no key.
            Some(Subresource { name: "acl", .. }) => key || *method != Method::DELETE,
            Some(Subresource { name: "restore", .. }) => key || method == Method::POST,
            Some(Subresource { name: "torrent" | "uploads" | "uploadId", .. }) => false,
            Some(subresource) => !subresource.of_bucket,
            None => key,
        };
        if !taken {
            return Err(Error::VersionNotTaken { version: version.into() });
        }
        if matches!(*method, Method::GET | Method::HEAD) && version.is_empty() {
            return Err(Error::EmptyVersionId {});
        }
    }
    match query.get("website").filter(|value| !value.is_empty()) {
        Some(value) => Err(RequestError::WebsiteValue { value: value.into() }.into()),
        None => Ok(()),
    }
}
