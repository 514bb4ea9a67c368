//! Conditional requests: on reads, on copy sources and on writes.
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-requests.html>, RFC 9110 §13.

use std::time::SystemTime;

use http::HeaderMap;
use http::header::{AsHeaderName, IF_MATCH, IF_NONE_MATCH};
use sandpail_blob::{BlobInfo, Kind};
use time::OffsetDateTime;

use super::etag;
use crate::date;
use crate::error::{Error, Result};
use crate::headers::{Family, Headers};

const MATCH: &str = "If-Match";
const NONE_MATCH: &str = "If-None-Match";

/// The headers of the four conditions on what is read, in their order.
const OF_REQUEST: [&str; 4] = ["if-match", "if-none-match", "if-modified-since", "if-unmodified-since"];

/// The same on the source of a copy.
const OF_COPY_SOURCE: [&str; 4] = [
    "x-amz-copy-source-if-match",
    "x-amz-copy-source-if-none-match",
    "x-amz-copy-source-if-modified-since",
    "x-amz-copy-source-if-unmodified-since",
];

/// The same on the source of a rename.
const OF_RENAME_SOURCE: [&str; 4] = [
    "x-amz-rename-source-if-match",
    "x-amz-rename-source-if-none-match",
    "x-amz-rename-source-if-modified-since",
    "x-amz-rename-source-if-unmodified-since",
];

/// The four conditions on an object that is read.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Read {
    if_match: Option<String>,
    if_none_match: Option<String>,
    if_modified_since: Option<OffsetDateTime>,
    if_unmodified_since: Option<OffsetDateTime>,
}

/// What came of the conditions of a read.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// They hold.
    Holds,
    /// The caller has what is there: a GET or HEAD answers 304.
    NotModified(&'static str),
    /// A precondition does not hold.
    Failed(&'static str),
}

impl Read {
    /// The conditions of a GET or HEAD that arrived at `now`.
    pub(crate) fn of_request(headers: &Headers, now: SystemTime) -> Self {
        Self::named(headers, Family::Condition, OF_REQUEST, now)
    }

    /// The conditions on the source of a copy that was asked for at `now`.
    pub(crate) fn of_copy_source(headers: &Headers, now: SystemTime) -> Self {
        Self::named(headers, Family::Source, OF_COPY_SOURCE, now)
    }

    /// The conditions on the source of a rename that was asked for at `now`.
    pub(crate) fn of_rename_source(headers: &Headers, now: SystemTime) -> Self {
        Self::named(headers, Family::Source, OF_RENAME_SOURCE, now)
    }

    fn named(headers: &Headers, family: Family, names: [&str; 4], now: SystemTime) -> Self {
        if !headers.has(family) {
            return Self::default();
        }
        let [if_match, if_none_match, if_modified_since, if_unmodified_since] = names.map(|name| text(headers, name));
        // Nobody knows yet whether it will have been modified since a time to come: S3 ignores the question.
        let is_past = |since: &OffsetDateTime| *since <= OffsetDateTime::from(now);
        Self {
            if_match,
            if_none_match,
            if_modified_since: if_modified_since.and_then(|d| date::parse(&d)).filter(is_past),
            if_unmodified_since: if_unmodified_since.and_then(|d| date::parse(&d)),
        }
    }

    /// Evaluates them: an ETag condition goes before the date condition of its kind.
    pub(crate) fn evaluate(&self, blob: &BlobInfo) -> Verdict {
        let changed_since = |since: OffsetDateTime| seconds(blob) > since.unix_timestamp();
        match (&self.if_match, self.if_unmodified_since) {
            (Some(list), _) if !etag::names(list, &blob.etag) => return Verdict::Failed(MATCH),
            (None, Some(since)) if changed_since(since) => return Verdict::Failed("If-Unmodified-Since"),
            _ => {}
        }
        match (&self.if_none_match, self.if_modified_since) {
            (Some(list), _) if etag::names(list, &blob.etag) => Verdict::NotModified(NONE_MATCH),
            (None, Some(since)) if !changed_since(since) => Verdict::NotModified("If-Modified-Since"),
            _ => Verdict::Holds,
        }
    }

    /// Evaluates them where there is no object: none of its ETags is there, and it was not modified.
    pub(crate) const fn of_nothing(&self) -> Verdict {
        match (&self.if_match, self.if_modified_since) {
            (Some(_), _) => Verdict::Failed(MATCH),
            (None, Some(_)) => Verdict::NotModified("If-Modified-Since"),
            (None, None) => Verdict::Holds,
        }
    }

    /// Holds the source of a copy to them.
    ///
    /// # Errors
    /// `PreconditionFailed` for whichever does not hold: a copy knows no 304.
    pub(crate) fn check_copy_source(&self, source: &BlobInfo) -> Result<()> {
        let condition = match self.evaluate(source) {
            Verdict::Holds => return Ok(()),
            Verdict::Failed(condition) | Verdict::NotModified(condition) => condition,
        };
        let condition = match condition {
            MATCH => "x-amz-copy-source-If-Match",
            NONE_MATCH => "x-amz-copy-source-If-None-Match",
            "If-Modified-Since" => "x-amz-copy-source-If-Modified-Since",
            _ => "x-amz-copy-source-If-Unmodified-Since",
        };
        Err(Error::PreconditionFailed { condition })
    }
}

/// The condition on what a write replaces.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Write {
    /// None.
    Always,
    /// `If-None-Match: *`.
    Absent,
    /// `If-Match` with an ETag: one, for a list is no tag of any object (measured).
    Match(String),
}

impl Write {
    /// Reads the condition of a PutObject, CopyObject or CompleteMultipartUpload.
    ///
    /// # Errors
    /// `ConditionNotImplemented`, `SeveralConditions`: S3 takes no other form.
    pub(crate) fn read(headers: &Headers) -> Result<Self> {
        if !headers.has(Family::Condition) {
            return Ok(Self::Always);
        }
        match (text(headers, IF_MATCH), text(headers, IF_NONE_MATCH)) {
            (Some(_), Some(_)) => Err(Error::SeveralConditions {}),
            (Some(tag), None) if tag == "*" => Err(Error::ConditionNotImplemented { header: MATCH }),
            (Some(tag), None) => Ok(Self::Match(tag)),
            (None, Some(star)) if star == "*" => Ok(Self::Absent),
            (None, Some(_)) => Err(Error::ConditionNotImplemented { header: NONE_MATCH }),
            (None, None) => Ok(Self::Always),
        }
    }

    /// The header that holds the condition, for errors that name it.
    pub(crate) fn header(&self) -> &'static str {
        match self {
            Self::Match(_) => MATCH,
            _ => NONE_MATCH,
        }
    }

    /// Holds the current version of `key` to it. A delete marker is no object.
    ///
    /// # Errors
    /// `PreconditionFailed`, and `NoSuchKey` for `If-Match` where there is no object.
    pub(crate) fn check(&self, current: Option<&BlobInfo>, key: &str) -> Result<()> {
        let object = current.filter(|blob| blob.kind != Kind::DeleteMarker);
        match (self, object) {
            (Self::Always, _) | (Self::Absent, None) => Ok(()),
            (Self::Absent, Some(_)) => Err(Error::PreconditionFailed { condition: NONE_MATCH }),
            (Self::Match(_), None) => Err(Error::NoSuchKey { key: key.to_owned() }),
            (Self::Match(tag), Some(blob)) if etag::bare(tag) == blob.etag => Ok(()),
            (Self::Match(_), Some(_)) => Err(Error::PreconditionFailed { condition: MATCH }),
        }
    }
}

fn text(headers: &HeaderMap, name: impl AsHeaderName) -> Option<String> {
    // Several headers of one name are one list.
    let values: Vec<&str> = headers.get_all(name).iter().filter_map(|v| v.to_str().ok()).collect();
    (!values.is_empty()).then(|| values.join(",").trim().to_owned()).filter(|v| !v.is_empty())
}

/// When it was modified, in whole seconds: what clients are told and send back.
pub(crate) fn seconds(blob: &BlobInfo) -> i64 {
    OffsetDateTime::from(blob.modified).unix_timestamp()
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, UNIX_EPOCH};

    use http::{HeaderName, HeaderValue};

    use super::*;

    #[test]
    fn a_date_to_come_is_no_condition() {
        let now = UNIX_EPOCH + Duration::from_secs(1_577_836_800);
        let check = |date: &'static str, counts: bool| {
            let header = |name| Headers::from_iter([(HeaderName::from_static(name), HeaderValue::from_static(date))]);
            for read in [
                Read::of_request(&header("if-modified-since"), now),
                Read::of_copy_source(&header("x-amz-copy-source-if-modified-since"), now),
                Read::of_rename_source(&header("x-amz-rename-source-if-modified-since"), now),
            ] {
                assert_eq!(read.if_modified_since.is_some(), counts, "{read:?} {date}");
            }
        };
        check("Tue, 31 Dec 2019 23:59:59 GMT", true);
        check("Wed, 01 Jan 2020 00:00:00 GMT", true);
        check("Wed, 01 Jan 2020 00:00:01 GMT", false);
        check("yesterday", false);
    }
}
