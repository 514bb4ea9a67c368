//! What the list operations share: how long a page is, which delimiter counts, after what a page begins.

use std::time::SystemTime;

use http::header::HeaderName;

use super::restore;
use crate::bucket::Bucket;
use crate::error::{Error, Result};
use crate::operation::Context;
use crate::reply::Reply;

/// The most entries of one page.
pub(crate) const PAGE: usize = 1000;

/// The length of a page, as asked for and as served.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Size {
    /// What was asked for, even if it is more than a page holds: `MaxKeys` echoes it.
    pub(crate) asked: i32,
    /// What a page will hold at most.
    pub(crate) limit: usize,
}

impl Size {
    /// The size that was `asked` for; a full page when none was.
    ///
    /// # Errors
    /// What `negative` makes of a number below zero: each listing has its own words for that.
    pub(crate) fn of(asked: Option<i32>, negative: impl FnOnce(i32) -> Error) -> Result<Self> {
        let Some(asked) = asked else { return Ok(Self { asked: 1000, limit: PAGE }) };
        let limit = usize::try_from(asked).map_err(|_| negative(asked))?;
        Ok(Self { asked, limit: limit.min(PAGE) })
    }
}

/// The delimiter to group by. An empty one is none.
pub(crate) fn delimiter(sent: Option<&str>) -> Option<&str> {
    sent.filter(|delimiter| !delimiter.is_empty())
}

/// After what a page begins whose request names `marker`. An empty marker is none; one within a group of keys stands
/// for the whole group, which an earlier page has listed as its common prefix.
pub(crate) fn after<'m>(marker: &'m str, prefix: &str, delimiter: Option<&str>) -> Option<&'m str> {
    let group = || {
        let delimiter = delimiter?;
        let at = marker.strip_prefix(prefix)?.find(delimiter)?;
        Some(&marker[..prefix.len() + at + delimiter.len()])
    };
    (!marker.is_empty()).then(|| group().unwrap_or(marker))
}

/// The words for a number below zero.
pub(crate) fn negative(name: &'static str, value: i32) -> Error {
    Error::NumberOutOfRange { name, value, range: 0..=i32::MAX }
}

/// The same of both ListObjects, which call the parameter by another name here.
pub(crate) fn negative_max_keys(value: i32) -> Error {
    negative("maxKeys", value)
}

/// The time by which a listing tells of restores, if the request asks for them.
///
/// # Errors
/// What [`restore::asked`] refuses.
pub(crate) fn restores(cx: &Context) -> Result<Option<SystemTime>> {
    Ok(restore::asked(&cx.exchange.headers)?.then_some(cx.exchange.now))
}

/// Tells the bucket's region, as the answers of both ListObjects do.
pub(crate) fn name_region(bucket: &Bucket, reply: &mut Reply) {
    reply.header(HeaderName::from_static("x-amz-bucket-region"), &bucket.record.region);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_holds_a_thousand_entries_at_most() {
        let size = |asked| Size::of(asked, |_| Error::NegativeMaxKeys {}).ok().map(|s| (s.asked, s.limit));
        assert_eq!(size(None), Some((1000, 1000)));
        assert_eq!(size(Some(0)), Some((0, 0)));
        assert_eq!(size(Some(7)), Some((7, 7)));
        assert_eq!(size(Some(1001)), Some((1001, 1000)));
        assert_eq!(size(Some(i32::MAX)), Some((i32::MAX, 1000)));
        assert_eq!(size(Some(-1)), None);
        assert_eq!(size(Some(i32::MIN)), None);
    }

    #[test]
    fn an_empty_delimiter_is_none() {
        assert_eq!(delimiter(None), None);
        assert_eq!(delimiter(Some("")), None);
        assert_eq!(delimiter(Some("ab")), Some("ab"));
    }

    fn check(marker: &str, prefix: &str, delimiter: Option<&str>, expected: Option<&str>) {
        assert_eq!(after(marker, prefix, delimiter), expected, "{marker:?} {prefix:?} {delimiter:?}");
    }

    #[test]
    fn a_marker_within_a_group_passes_the_group() {
        check("", "", None, None);
        check("", "a/", Some("/"), None);
        check("a/b", "", None, Some("a/b"));
        check("a/b", "", Some("/"), Some("a/"));
        check("a/", "", Some("/"), Some("a/"));
        check("a/b/c", "a/", Some("/"), Some("a/b/"));
        check("a/b", "a/", Some("/"), Some("a/b"));
        check("a/", "a/", Some("/"), Some("a/"));
        check("b/c", "a/", Some("/"), Some("b/c"));
        check("a/b", "a/b/c", Some("/"), Some("a/b"));
        check("xäyäz", "x", Some("ä"), Some("xä"));
        check("a--b--c", "", Some("--"), Some("a--"));
    }
}
