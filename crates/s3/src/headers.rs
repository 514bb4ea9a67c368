//! The headers of a request, and which families of them it has: found in one look over all, so that nothing is looked up
//! that is not there. Most requests have none of most families.

use std::ops::Deref;

use http::HeaderMap;
use http::header::{AsHeaderName, HeaderName, HeaderValue};

/// The headers of a request.
#[derive(Debug, Default)]
pub(crate) struct Headers {
    map: HeaderMap,
    families: u32,
}

/// Headers that the same rule reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Family {
    /// `Range`.
    Range,
    /// `If-Match` and its kin, and what directory buckets have besides.
    Condition,
    /// What is kept of an object as system metadata.
    System,
    /// `x-amz-meta-…`.
    User,
    /// `x-amz-storage-class`.
    StorageClass,
    /// `x-amz-tagging` and its directive.
    Tagging,
    /// `x-amz-acl` and `x-amz-grant-…`.
    Acl,
    /// `x-amz-object-lock-…`.
    Lock,
    /// `x-amz-bypass-governance-retention`.
    Bypass,
    /// `x-amz-server-side-encryption…`.
    Encryption,
    /// What is said of the source of a copy or a rename besides its name: its key, conditions, range.
    Source,
    /// `x-amz-checksum-…`.
    Checksum,
    /// What a copy takes along: the directives of metadata and annotations.
    Directive,
    /// `x-amz-expected-bucket-owner`, and that of a source.
    Owner,
    /// What is not served.
    Unserved,
}

impl Family {
    const fn bit(self) -> u32 {
        1 << self as u32
    }

    /// The family of the header `name`. What a rule does not read has none; that a name has one does not say that it is read.
    fn of(name: &HeaderName) -> Option<Self> {
        let name = name.as_str();
        let Some(name) = name.strip_prefix("x-amz-") else { return Self::of_standard(name) };
        let named = |prefix: &str, family| name.starts_with(prefix).then_some(family);
        // By the first letter, since most that clients send are none of these.
        match name.as_bytes().first()? {
            b'a' => named("acl", Self::Acl),
            b'b' => named("bypass-governance-retention", Self::Bypass),
            b'c' => named("checksum-", Self::Checksum).or_else(|| named("copy-source-", Self::Source)),
            b'e' => named("expected-bucket-owner", Self::Owner),
            b'g' => named("grant-", Self::Acl),
            b'i' => named("if-match-", Self::Condition),
            b'm' => named("meta-", Self::User).or_else(|| named("metadata-directive", Self::Directive)),
            b'o' => named("object-lock-", Self::Lock).or_else(|| named("object-annotation-directive", Self::Directive)),
            b'r' => named("rename-source-", Self::Source),
            b's' => named("server-side-encryption", Self::Encryption)
                .or_else(|| named("storage-class", Self::StorageClass))
                .or_else(|| named("source-expected-bucket-owner", Self::Owner)),
            b't' => named("tagging", Self::Tagging),
            b'w' => {
                named("website-redirect-location", Self::System).or_else(|| named("write-offset-bytes", Self::Unserved))
            }
            _ => None,
        }
    }

    fn of_standard(name: &str) -> Option<Self> {
        match name {
            "range" => Some(Self::Range),
            "if-match" | "if-none-match" | "if-modified-since" | "if-unmodified-since" => Some(Self::Condition),
            "cache-control"
            | "content-disposition"
            | "content-encoding"
            | "content-language"
            | "content-type"
            | "expires" => Some(Self::System),
            _ => None,
        }
    }
}

impl Headers {
    /// Whether there is any header of that family.
    pub(crate) fn has(&self, family: Family) -> bool {
        self.families & family.bit() != 0
    }

    /// The header `name`, which is of that family, as text. A value that is neither visible ASCII nor UTF-8 counts as absent.
    pub(crate) fn text(&self, family: Family, name: impl AsHeaderName) -> Option<&str> {
        if !self.has(family) {
            return None;
        }
        self.map.get(name).and_then(|value| std::str::from_utf8(value.as_bytes()).ok()).map(str::trim)
    }
}

impl Deref for Headers {
    type Target = HeaderMap;

    fn deref(&self) -> &HeaderMap {
        &self.map
    }
}

impl From<HeaderMap> for Headers {
    fn from(map: HeaderMap) -> Self {
        let families = map.keys().filter_map(Family::of).fold(0, |families, family| families | family.bit());
        Self { map, families }
    }
}

impl FromIterator<(HeaderName, HeaderValue)> for Headers {
    fn from_iter<I: IntoIterator<Item = (HeaderName, HeaderValue)>>(headers: I) -> Self {
        HeaderMap::from_iter(headers).into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(name: &'static str, expected: Option<Family>) {
        let name = HeaderName::from_static(name);
        assert_eq!(Family::of(&name), expected, "{name}");
        let headers = Headers::from_iter([(name.clone(), HeaderValue::from_static(" v "))]);
        for family in [Family::Range, Family::Condition, Family::Source, Family::Unserved] {
            assert_eq!(headers.has(family), expected == Some(family), "{name} {family:?}");
            assert_eq!(headers.text(family, &name), headers.has(family).then_some("v"), "{name} {family:?}");
        }
    }

    /// The rules' own tests read every header through this; here are the edges.
    #[test]
    fn kinds_go_by_the_beginnings_of_names() {
        check("range", Some(Family::Range));
        check("if-none-match", Some(Family::Condition));
        check("x-amz-if-match-size", Some(Family::Condition));
        check("x-amz-copy-source-if-match", Some(Family::Source));
        check("x-amz-rename-source-if-match", Some(Family::Source));
        check("x-amz-copy-source-server-side-encryption-customer-key", Some(Family::Source));
        check("x-amz-copy-source", None);
        check("x-amz-write-offset-bytes", Some(Family::Unserved));
        check("x-amz-website-redirect-location", Some(Family::System));
        check("x-amz-metadata-directive", Some(Family::Directive));
        check("x-amz-meta-data", Some(Family::User));
        for none in ["x-amz-date", "x-amz-content-sha256", "x-amz-sdk-checksum-algorithm", "x-amz-"] {
            check(none, None);
        }
        for none in ["host", "content-length", "authorization", "meta-a", "x-amzn-trace-id"] {
            check(none, None);
        }
    }
}
