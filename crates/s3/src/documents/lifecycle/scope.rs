//! Which objects a rule is about: its filter, or the prefix that stood in its place in the first form of the document.
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_LifecycleRuleFilter.html>

use std::fmt::Write as _;

use super::number::bytes;
use crate::documents::Element;
use crate::error::lifecycle::LifecycleError;
use crate::error::{Error, Result};
use crate::rules::tags::Tag;

/// The largest size that a filter may name: 1,000 TiB.
const SIZE_LIMIT: i64 = 1_099_511_627_776_000;

/// What a rule is about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Scope {
    /// Whether it is written as a prefix of the rule, without a filter.
    pub(super) legacy: bool,
    pub(super) prefix: Option<String>,
    pub(super) tags: Vec<Tag>,
    larger: Option<i64>,
    smaller: Option<i64>,
}

impl Scope {
    /// Reads it off a rule.
    ///
    /// # Errors
    /// `MalformedXml` for a rule with both forms or none, a filter of several conditions, and an `And` of fewer than two.
    pub(super) fn of(rule: &Element) -> Result<Self> {
        let malformed = || Error::MalformedXml {};
        let filter = match (rule.child("Filter"), rule.text_of("Prefix")) {
            (None, Some(prefix)) => {
                return Ok(Self { legacy: true, prefix: Some(prefix.to_owned()), ..Self::default() });
            }
            (Some(filter), None) => filter,
            _ => return Err(malformed()),
        };
        if filter.children.len() > 1 {
            return Err(malformed());
        }
        let Some(and) = filter.child("And") else { return Self::conditions(filter) };
        if and.children.len() < 2 {
            return Err(malformed());
        }
        Self::conditions(and)
    }

    fn conditions(element: &Element) -> Result<Self> {
        let tag = |tag: &Element| Tag {
            key: tag.text_of("Key").unwrap_or_default().to_owned(),
            value: tag.text_of("Value").unwrap_or_default().to_owned(),
        };
        Ok(Self {
            legacy: false,
            prefix: element.text_of("Prefix").map(str::to_owned),
            tags: element.all("Tag").map(tag).collect(),
            larger: bytes(element, "ObjectSizeGreaterThan")?,
            smaller: bytes(element, "ObjectSizeLessThan")?,
        })
    }

    /// Holds its values to their limits.
    ///
    /// # Errors
    /// Texts too long, a tag key given twice, sizes out of range or in the wrong order.
    pub(super) fn check(&self) -> Result<(), LifecycleError> {
        if self.prefix.as_ref().is_some_and(|prefix| prefix.len() > 1024) {
            return Err(LifecycleError::PrefixTooLong {});
        }
        for (at, tag) in self.tags.iter().enumerate() {
            if !(1..=128).contains(&tag.key.chars().count()) {
                return Err(LifecycleError::TagKeyLength {});
            }
            if tag.value.chars().count() > 256 {
                return Err(LifecycleError::TagValueLength {});
            }
            if self.tags.iter().take(at).any(|other| other.key == tag.key) {
                return Err(LifecycleError::TagTwice {});
            }
        }
        for (field, least, size) in [("ObjectSizeGreaterThan", 0, self.larger), ("ObjectSizeLessThan", 1, self.smaller)]
        {
            if size.is_some_and(|size| !(least..=SIZE_LIMIT).contains(&size)) {
                return Err(LifecycleError::SizeOutOfRange { field, least, most: SIZE_LIMIT });
            }
        }
        match (self.larger, self.smaller) {
            (Some(larger), Some(smaller)) if smaller <= larger => Err(LifecycleError::EmptySizeRange {}),
            _ => Ok(()),
        }
    }

    /// Refuses an action that a rule about tags or sizes cannot have.
    ///
    /// # Errors
    /// `NotOfTags`, `NotOfSizes`.
    pub(super) fn check_plain(&self, action: &'static str) -> Result<(), LifecycleError> {
        if !self.tags.is_empty() {
            return Err(LifecycleError::NotOfTags { action });
        }
        if self.larger.is_some() || self.smaller.is_some() {
            return Err(LifecycleError::NotOfSizes { action });
        }
        Ok(())
    }

    /// How S3 names it in a refusal.
    pub(super) fn text(&self) -> String {
        if self.legacy {
            return format!("prefix '{}'", self.prefix.as_deref().unwrap_or_default());
        }
        let mut parts = Vec::new();
        parts.extend(self.prefix.as_ref().map(|prefix| format!("prefix={prefix}")));
        parts.extend(self.tags.iter().map(|tag| format!("tag: key={}, value={}", tag.key, tag.value)));
        parts.extend(self.larger.map(|size| format!("objectsizegreaterthan={size}")));
        parts.extend(self.smaller.map(|size| format!("objectsizelessthan={size}")));
        let mut text = String::from("filter '(");
        write!(text, "{})'", parts.join(" and ")).expect("writing to a String cannot fail");
        text
    }

    /// Whether an object of that key, these tags and that size is one of those it is about.
    pub(super) fn covers(&self, key: &str, tags: &[Tag], size: u64) -> bool {
        let size = i64::try_from(size).unwrap_or(i64::MAX);
        self.prefix.as_ref().is_none_or(|prefix| key.starts_with(prefix.as_str()))
            && self.tags.iter().all(|tag| tags.contains(tag))
            && self.larger.is_none_or(|larger| size > larger)
            && self.smaller.is_none_or(|smaller| size < smaller)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scope(inner: &str) -> Result<Scope> {
        Scope::of(&Element::parse(format!("<Rule>{inner}</Rule>").as_bytes()).unwrap())
    }

    #[test]
    fn a_rule_has_one_scope() {
        let malformed = [
            "",
            "<Prefix></Prefix><Filter></Filter>",
            "<Filter><Prefix></Prefix><ObjectSizeGreaterThan>5</ObjectSizeGreaterThan></Filter>",
            "<Filter><And></And></Filter>",
            "<Filter><And><Prefix>a</Prefix></And></Filter>",
            "<Filter><Prefix>a</Prefix><And><Prefix>a</Prefix><ObjectSizeLessThan>1</ObjectSizeLessThan></And></Filter>",
        ];
        for inner in malformed {
            assert!(matches!(scope(inner), Err(Error::MalformedXml {})), "{inner}");
        }
    }

    fn check(inner: &str, text: &str, refused: Option<&str>) {
        let scope = scope(inner).unwrap();
        assert_eq!(scope.text(), text);
        let message = scope.check().err().map(|error| error.document().message.into_owned());
        assert_eq!(message.as_deref(), refused);
    }

    #[test]
    fn scopes_are_named_and_limited() {
        let tag = |key: &str, value: &str| format!("<Tag><Key>{key}</Key><Value>{value}</Value></Tag>");
        let and = |inner: &str| format!("<Filter><And>{inner}</And></Filter>");
        check("<Prefix>a/</Prefix>", "prefix 'a/'", None);
        check("<Filter></Filter>", "filter '()'", None);
        check("<Filter><Prefix></Prefix></Filter>", "filter '(prefix=)'", None);
        check(&format!("<Filter>{}</Filter>", tag("k", "v")), "filter '(tag: key=k, value=v)'", None);
        check("<Filter><Tag><Key>k</Key></Tag></Filter>", "filter '(tag: key=k, value=)'", None);
        let sized = "<Prefix>a</Prefix><ObjectSizeGreaterThan>0</ObjectSizeGreaterThan>";
        check(&and(sized), "filter '(prefix=a and objectsizegreaterthan=0)'", None);
        let twice = and(&(tag("k", "1") + &tag("k", "2")));
        let text = "filter '(tag: key=k, value=1 and tag: key=k, value=2)'";
        check(&twice, text, Some("Duplicate Tag Keys are not allowed."));
        let least = "<Filter><ObjectSizeLessThan>0</ObjectSizeLessThan></Filter>";
        let range = "'ObjectSizeLessThan' should be between 1 and 1099511627776000.";
        check(least, "filter '(objectsizelessthan=0)'", Some(range));
        let same = "<ObjectSizeGreaterThan>5</ObjectSizeGreaterThan><ObjectSizeLessThan>5</ObjectSizeLessThan>";
        let text = "filter '(objectsizegreaterthan=5 and objectsizelessthan=5)'";
        let order = "'ObjectSizeLessThan' has to be a value greater than 'ObjectSizeGreaterThan'.";
        check(&and(same), text, Some(order));
        let empty = "<Filter><Tag><Key></Key></Tag></Filter>";
        check(empty, "filter '(tag: key=, value=)'", Some("A Tag's Key must be a length between 1 and 128."));
    }

    #[test]
    fn a_scope_covers_what_meets_all_of_it() {
        let tags = |pairs: &[(&str, &str)]| -> Vec<Tag> {
            pairs.iter().map(|(key, value)| Tag { key: (*key).to_owned(), value: (*value).to_owned() }).collect()
        };
        let all = scope("<Filter></Filter>").unwrap();
        assert!(all.covers("any", &[], 0));
        let inner = "<Filter><And><Prefix>a/</Prefix><Tag><Key>k</Key><Value>v</Value></Tag>\
             <ObjectSizeGreaterThan>10</ObjectSizeGreaterThan><ObjectSizeLessThan>20</ObjectSizeLessThan></And></Filter>";
        let narrow = scope(inner).unwrap();
        let (right, wrong) = (tags(&[("x", "y"), ("k", "v")]), tags(&[("k", "w")]));
        assert!(narrow.covers("a/b", &right, 11));
        assert!(narrow.covers("a/b", &right, 19));
        for (key, tags, size) in [("b", &right, 15), ("a/b", &wrong, 15), ("a/b", &right, 10), ("a/b", &right, 20)] {
            assert!(!narrow.covers(key, tags, size), "{key} {tags:?} {size}");
        }
    }
}
