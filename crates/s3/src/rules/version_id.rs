//! Versions of a key: the one that a request names, and what is said of it in an answer.
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/versioning-workflows.html>

use http::header::{ALLOW, HeaderName, HeaderValue, LAST_MODIFIED};
use http::{HeaderMap, Method};
use sandpail_blob::{BlobInfo, Kind, Selector, VersionId};

use crate::bucket::{Bucket, Versioning};
use crate::date;
use crate::error::{Error, Result};
use crate::reply::Reply;

/// What a request for `version` is about; without one, the current version.
///
/// # Errors
/// As [`parse`].
pub(crate) fn select(version: Option<&str>) -> Result<Selector> {
    version.map_or(Ok(Selector::Current), |text| parse(text).map(Selector::Version))
}

/// The version id that `text` spells: `null`, or one of the form that is issued here. S3 tells ids that it never issued
/// from those of versions that are gone (recorded), so an id of another endpoint is none.
///
/// # Errors
/// `EmptyVersionId`, `InvalidVersionId`.
pub(crate) fn parse(text: &str) -> Result<VersionId> {
    if text.is_empty() {
        return Err(Error::EmptyVersionId {});
    }
    let issued = VersionId::parse(text).filter(|id| id.is_null() || id.is_issued());
    issued.ok_or_else(|| Error::InvalidVersionId { version: text.to_owned() })
}

/// Names the version that a write made, if its bucket keeps versions. A null version, which a suspended bucket makes,
/// is not named.
pub(crate) fn write_new(bucket: &Bucket, version: &VersionId, reply: &mut Reply) {
    if bucket.record.versioning == Versioning::Enabled {
        reply.header(HEADER, &version.to_string());
    }
}

/// Names the version on an answer, if its bucket keeps or kept versions.
pub(crate) fn write(bucket: &Bucket, version: &VersionId, reply: &mut Reply) {
    if bucket.versioned() {
        reply.header(HEADER, &version.to_string());
    }
}

/// The header that names a version.
pub(crate) const HEADER: HeaderName = HeaderName::from_static("x-amz-version-id");

/// The header that says that the version is a delete marker.
pub(crate) const DELETE_MARKER: HeaderName = HeaderName::from_static("x-amz-delete-marker");

/// Why a version that was looked up is not one to work on: it is not there, or it is a delete marker.
///
/// # Errors
/// `NoSuchKey` and `NoSuchVersion`; for a marker that is the current version `NoSuchKey` with the marker's headers,
/// for one that was asked for by its id `DeleteMarker`.
pub(crate) fn object(found: Option<BlobInfo>, key: &str, selector: &Selector, method: &Method) -> Result<BlobInfo> {
    let missing = || Error::NoSuchKey { key: key.to_owned() };
    match (found, selector) {
        (Some(blob), _) if blob.kind != Kind::DeleteMarker => Ok(blob),
        (None, Selector::Current) => Err(missing()),
        (None, Selector::Version(version)) => Err(Error::no_such_version(key, version)),
        (Some(marker), Selector::Current) => Err(missing().with_headers(marker_headers(&marker))),
        (Some(marker), Selector::Version(_)) => {
            let mut headers = marker_headers(&marker);
            headers.insert(ALLOW, HeaderValue::from_static("DELETE"));
            if let Ok(modified) = HeaderValue::from_str(&date::http(marker.modified)) {
                headers.insert(LAST_MODIFIED, modified);
            }
            Err(Error::DeleteMarker { method: method.to_string() }.with_headers(headers))
        }
    }
}

/// Like [`object`], for tags and for putting ACLs: a delete marker has neither, even when nobody names it (recorded).
///
/// # Errors
/// As [`object`]; `DeleteMarker` for a marker that is the current version.
pub(crate) fn unmarked(found: Option<BlobInfo>, key: &str, selector: &Selector, method: &Method) -> Result<BlobInfo> {
    match &found {
        Some(marker) if marker.kind == Kind::DeleteMarker => {
            let named = Selector::Version(marker.version.clone());
            object(found, key, &named, method)
        }
        _ => object(found, key, selector, method),
    }
}

fn marker_headers(marker: &BlobInfo) -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert(DELETE_MARKER, HeaderValue::from_static("true"));
    if let Ok(version) = HeaderValue::from_str(&marker.version.to_string()) {
        headers.insert(HEADER, version);
    }
    headers
}
