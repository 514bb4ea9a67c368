//! Conditional deletes: the ETag anywhere, the time and the size in directory buckets alone.
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-deletes.html>

use http::header::{AsHeaderName, IF_MATCH};
use s3s::dto::{ETag, ObjectIdentifier};
use sandpail_blob::{BlobInfo, Kind};
use time::OffsetDateTime;

use super::{conditions, directory_bucket, etag};
use crate::date;
use crate::error::{Error, Result};
use crate::headers::{Family, Headers};

const MATCH: &str = "If-Match";
const MODIFIED: &str = "x-amz-if-match-last-modified-time";
const SIZE: &str = "x-amz-if-match-size";

/// The conditions on what a delete removes.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Delete {
    /// Whether it is of a directory bucket.
    directory: bool,
    /// A list of ETags, or `*`.
    etag: Option<String>,
    /// In seconds: what clients are told of times.
    modified: Option<i64>,
    size: Option<i64>,
}

impl Delete {
    /// The conditions of a DeleteObject in `bucket`.
    ///
    /// # Errors
    /// `HeaderNotImplemented` for the time and the size, in this order, outside directory buckets (recorded);
    /// `InvalidArgument` for what is none.
    pub(crate) fn of_request(headers: &Headers, bucket: &str) -> Result<Self> {
        let directory = directory_bucket::is(bucket);
        if !headers.has(Family::Condition) {
            return Ok(Self { directory, ..Self::default() });
        }
        let text = |name| text(headers, name);
        let etag = self::text(headers, IF_MATCH).map(str::to_owned);
        if !directory {
            return match [MODIFIED, SIZE].into_iter().find(|name| headers.contains_key(*name)) {
                Some(header) => Err(Error::HeaderNotImplemented { header: header.to_owned() }),
                None => Ok(Self { directory, etag, ..Self::default() }),
            };
        }
        let invalid = |name: &str, value: &str| Error::InvalidArgument {
            message: format!("Invalid {name} header: {value}"),
            name: name.to_owned(),
            value: value.to_owned(),
        };
        let seconds = |value| date::parse(value).map(OffsetDateTime::unix_timestamp);
        let modified = text(MODIFIED).map(|value| seconds(value).ok_or_else(|| invalid(MODIFIED, value)));
        let size = text(SIZE).map(|value| value.parse().map_err(|_| invalid(SIZE, value)));
        Ok(Self { directory, etag, modified: modified.transpose()?, size: size.transpose()? })
    }

    /// The conditions on one object of a DeleteObjects in `bucket`. Outside directory buckets the schema of its
    /// document has no more than the ETag.
    pub(crate) fn of_object(object: &ObjectIdentifier, bucket: &str) -> Self {
        let seconds = |time| OffsetDateTime::from(time).unix_timestamp();
        Self {
            directory: directory_bucket::is(bucket),
            etag: object.e_tag.as_ref().map(ETag::value).map(str::to_owned),
            modified: object.last_modified_time.clone().map(seconds),
            size: object.size,
        }
    }

    /// Holds the version concerned to them.
    ///
    /// # Errors
    /// `PreconditionFailed`; `NoSuchKey` for an ETag where there is nothing, which in a directory bucket is what was
    /// asked for.
    pub(crate) fn check(&self, current: Option<&BlobInfo>, key: &str) -> Result<()> {
        let Some(blob) = current else {
            let wanted = self.etag.is_some() && !self.directory;
            return if wanted { Err(Error::NoSuchKey { key: key.to_owned() }) } else { Ok(()) };
        };
        let differs = |tags: &String| blob.kind == Kind::DeleteMarker || !etag::names(tags, &blob.etag);
        let condition = if self.etag.as_ref().is_some_and(differs) {
            MATCH
        } else if self.modified.is_some_and(|time| time != conditions::seconds(blob)) {
            MODIFIED
        } else if self.size.is_some_and(|size| u64::try_from(size) != Ok(blob.size)) {
            SIZE
        } else {
            return Ok(());
        };
        Err(Error::PreconditionFailed { condition })
    }
}

fn text(headers: &Headers, name: impl AsHeaderName) -> Option<&str> {
    headers.get(name).and_then(|value| value.to_str().ok()).map(str::trim)
}

#[cfg(test)]
mod tests {
    use http::{HeaderName, HeaderValue};

    use super::*;

    const DIRECTORY: &str = "shelf--usw2-az1--x-s3";

    fn check(bucket: &str, name: &'static str, value: &'static str, expected: &Result<Delete, &str>) {
        let headers = Headers::from_iter([(HeaderName::from_static(name), HeaderValue::from_static(value))]);
        let found = Delete::of_request(&headers, bucket).map_err(|error| error.document().code.into_owned());
        assert_eq!(found.as_ref().map_err(String::as_str), expected.as_ref().map_err(|code| *code), "{name}: {value}");
    }

    #[test]
    fn times_and_sizes_are_for_directory_buckets() {
        let time = "Wed, 01 Jan 2020 00:00:00 GMT";
        let none = Delete { directory: true, ..Delete::default() };
        check("shelf", "if-match", "\"a\"", &Ok(Delete { etag: Some("\"a\"".into()), ..Delete::default() }));
        check("shelf", MODIFIED, time, &Err("NotImplemented"));
        check("shelf", SIZE, "1", &Err("NotImplemented"));
        check(DIRECTORY, MODIFIED, time, &Ok(Delete { modified: Some(1_577_836_800), ..none }));
        check(DIRECTORY, MODIFIED, "yesterday", &Err("InvalidArgument"));
        check(DIRECTORY, SIZE, "1", &Ok(Delete { directory: true, size: Some(1), ..Delete::default() }));
        check(DIRECTORY, SIZE, "large", &Err("InvalidArgument"));
    }
}
