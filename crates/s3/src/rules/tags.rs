//! Tags of objects and buckets: their limits, and the forms in which they come.
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-tagging.html>

use percent_encoding::percent_decode_str;
use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};

/// One tag.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Tag {
    #[serde(rename = "k")]
    pub(crate) key: String,
    #[serde(rename = "v")]
    pub(crate) value: String,
}

/// What carries the tags: the limits differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Of {
    Object,
    Bucket,
    /// A bucket that is made with them.
    NewBucket,
}

impl Of {
    fn limit(self) -> usize {
        match self {
            Self::Object => 10,
            Self::Bucket | Self::NewBucket => 50,
        }
    }

    fn too_many(self) -> &'static str {
        match self {
            Self::Object => "Object tags cannot be greater than 10",
            Self::Bucket | Self::NewBucket => "Bucket tag count cannot be greater than 50",
        }
    }

    fn system_tag(self) -> &'static str {
        match self {
            Self::Object => "Your TagKey cannot be prefixed with aws:",
            Self::Bucket | Self::NewBucket => "System tags cannot be added/updated by requester",
        }
    }
}

/// Checks a set of tags as S3 does.
///
/// # Errors
/// `TooManyTags`, `InvalidTagKey`, `InvalidTagValue`, `SystemTag`, `NewSystemTag`, `DuplicateTag`.
pub(crate) fn check(tags: &[Tag], of: Of) -> Result<()> {
    if tags.len() > of.limit() {
        return Err(Error::TooManyTags { message: of.too_many() });
    }
    for (at, Tag { key, value }) in tags.iter().enumerate() {
        if key.is_empty() || key.chars().count() > 128 || !key.chars().all(allowed) {
            return Err(Error::InvalidTagKey { key: key.clone() });
        }
        if value.chars().count() > 256 || !value.chars().all(allowed) {
            return Err(Error::InvalidTagValue { key: key.clone(), value: value.clone() });
        }
        if key.starts_with("aws:") {
            return Err(match of {
                Of::NewBucket => Error::NewSystemTag {},
                Of::Object | Of::Bucket => Error::SystemTag { message: of.system_tag(), key: key.clone() },
            });
        }
        if tags[..at].iter().any(|earlier| earlier.key == *key) {
            return Err(Error::DuplicateTag { key: key.clone() });
        }
    }
    Ok(())
}

/// Letters, digits and white space of any script, and `+ - = . _ : / @`.
fn allowed(c: char) -> bool {
    c.is_alphanumeric() || c.is_whitespace() || "+-=._:/@".contains(c) || is_mark(c)
}

/// Combining marks belong to the letters before them in many scripts; the standard library has no class for them.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{900}'..='\u{dff}' | '\u{e30}'..='\u{e4f}' | '\u{3099}' | '\u{309a}')
}

/// Reads the header `x-amz-tagging`: tags in the form of a query string.
///
/// # Errors
/// `InvalidTagHeader` when it is none or names a key twice, and what [`check`] refuses.
pub(crate) fn read_header(header: Option<&str>) -> Result<Vec<Tag>> {
    let Some(header) = header.filter(|h| !h.is_empty()) else { return Ok(Vec::new()) };
    let invalid = || Error::InvalidTagHeader { value: header.to_owned() };
    let mut tags: Vec<Tag> = Vec::new();
    for item in header.split('&').filter(|item| !item.is_empty()) {
        let (key, value) = item.split_once('=').unwrap_or((item, ""));
        // An equals sign in a value has to be encoded (recorded).
        if value.contains('=') {
            return Err(invalid());
        }
        let tag = Tag { key: decode(key).ok_or_else(invalid)?, value: decode(value).ok_or_else(invalid)? };
        if tags.iter().any(|earlier| earlier.key == tag.key) {
            return Err(invalid());
        }
        tags.push(tag);
    }
    check(&tags, Of::Object)?;
    Ok(sorted(tags))
}

/// The tags of an object in the order in which S3 answers them: by key.
pub(crate) fn sorted(mut tags: Vec<Tag>) -> Vec<Tag> {
    tags.sort_by(|a, b| a.key.cmp(&b.key));
    tags
}

fn decode(text: &str) -> Option<String> {
    let spaced = text.replace('+', " ");
    percent_decode_str(&spaced).decode_utf8().ok().map(std::borrow::Cow::into_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tag(key: &str, value: &str) -> Tag {
        Tag { key: key.into(), value: value.into() }
    }

    fn check_set(tags: &[Tag], of: Of, message: Option<&str>) {
        let found = check(tags, of).err().map(|e| e.document().message.into_owned());
        assert_eq!(found.as_deref(), message, "{tags:?}");
    }

    #[test]
    fn sets_are_held_to_the_limits() {
        let many: Vec<Tag> = (0..51).map(|n| tag(&n.to_string(), "v")).collect();
        check_set(&[tag("a b", "ü+-=._:/@"), tag("日本", "")], Of::Object, None);
        check_set(&many[..10], Of::Object, None);
        check_set(&many[..11], Of::Object, Some("Object tags cannot be greater than 10"));
        check_set(&many[..50], Of::Bucket, None);
        check_set(&many, Of::Bucket, Some("Bucket tag count cannot be greater than 50"));
        check_set(&[tag("", "v")], Of::Object, Some("The TagKey you have provided is invalid"));
        check_set(&[tag(&"k".repeat(128), &"v".repeat(256))], Of::Object, None);
        check_set(&[tag(&"k".repeat(129), "v")], Of::Object, Some("The TagKey you have provided is invalid"));
        check_set(&[tag("k", &"v".repeat(257))], Of::Object, Some("The TagValue you have provided is invalid"));
        check_set(&[tag("k?", "v")], Of::Object, Some("The TagKey you have provided is invalid"));
        check_set(&[tag("k", "v"), tag("k", "w")], Of::Object, Some("Cannot provide multiple Tags with the same key"));
        check_set(&[tag("aws:x", "v")], Of::Object, Some("Your TagKey cannot be prefixed with aws:"));
        check_set(&[tag("aws:x", "v")], Of::Bucket, Some("System tags cannot be added/updated by requester"));
    }

    #[test]
    fn the_header_is_a_query_string() {
        assert_eq!(read_header(None).unwrap(), []);
        assert_eq!(read_header(Some("")).unwrap(), []);
        assert_eq!(read_header(Some("b&a=1")).unwrap(), [tag("a", "1"), tag("b", "")]);
        assert_eq!(read_header(Some("a+b=%2B+c")).unwrap(), [tag("a b", "+ c")]);
        assert!(matches!(read_header(Some("a=1&a=2")), Err(Error::InvalidTagHeader { .. })));
        assert!(matches!(read_header(Some("a=%ff")), Err(Error::InvalidTagHeader { .. })));
    }
}
