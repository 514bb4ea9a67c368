//! Which objects a rule replicates.
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_ReplicationRuleFilter.html>

use crate::documents::Element;
use crate::error::replication::ReplicationError;
use crate::error::{Error, Result};
use crate::rules::tags::{self, Of, Tag};

/// What the schema cannot say of a rule's filter: how many conditions stand where.
///
/// # Errors
/// `MalformedXml` for a rule with both a prefix and a filter or neither, a filter of several conditions, an `And` of fewer
/// than two, and a `Not` of anything but one.
pub(super) fn check_form(rule: &Element) -> Result<()> {
    let filter = match (rule.child("Filter"), rule.child("Prefix")) {
        (Some(filter), None) => filter,
        (None, Some(_)) => return Ok(()),
        _ => return Err(Error::MalformedXml {}),
    };
    let and = filter.child("And");
    let not = and.unwrap_or(filter).child("Not");
    let or = not.and_then(|not| not.child("Or"));
    let good = filter.children.len() <= 1
        && and.is_none_or(|and| and.children.len() >= 2)
        && not.is_none_or(|not| not.children.len() == 1)
        && or.is_none_or(|or| !or.children.is_empty());
    if good { Ok(()) } else { Err(Error::MalformedXml {}) }
}

/// Holds the values of a rule's conditions to their limits.
///
/// # Errors
/// A prefix too long; tags that are none, or of one key.
pub(super) fn check(rule: &Element) -> Result<()> {
    let prefixes = named(rule, "Prefix");
    if let Some(long) = prefixes.iter().find(|prefix| prefix.text.len() > 1024) {
        return Err(ReplicationError::PrefixTooLong { prefix: long.text.clone() }.into());
    }
    let text = |tag: &Element, name| tag.text_of(name).unwrap_or_default().to_owned();
    let tags: Vec<Tag> =
        named(rule, "Tag").into_iter().map(|tag| Tag { key: text(tag, "Key"), value: text(tag, "Value") }).collect();
    let included = rule.child("Filter").map(|filter| filter.child("And").unwrap_or(filter));
    let keys: Vec<_> = included.into_iter().flat_map(|and| and.all("Tag")).map(|tag| text(tag, "Key")).collect();
    if keys.iter().enumerate().any(|(at, key)| keys.iter().take(at).any(|other| other == key)) {
        return Err(ReplicationError::TagTwice {}.into());
    }
    tags.chunks(1).try_for_each(|tag| tags::check(tag, Of::Object))
}

/// Whether a rule asks for tags, of objects that it takes or leaves out.
pub(super) fn has_tags(rule: &Element) -> bool {
    !named(rule, "Tag").is_empty()
}

/// All elements of that name in the rule's prefix or filter, however deep.
fn named<'a>(rule: &'a Element, name: &str) -> Vec<&'a Element> {
    let mut found: Vec<&Element> = rule.all("Prefix").filter(|_| name == "Prefix").collect();
    let mut open: Vec<&Element> = rule.child("Filter").into_iter().collect();
    while let Some(element) = open.pop() {
        for child in &element.children {
            if child.name == name { found.push(child) } else { open.push(child) }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    const TAG: &str = "<Tag><Key>k</Key><Value>v</Value></Tag>";

    fn check_rule(inner: &str, expected: Option<&str>) {
        let rule = Element::parse(format!("<Rule>{inner}</Rule>").as_bytes()).unwrap();
        let refused = check_form(&rule).and_then(|()| check(&rule)).err();
        let message = refused.map(|error| error.document().message.into_owned());
        assert_eq!(message.as_deref(), expected, "{inner}");
    }

    #[test]
    fn conditions_stand_in_their_places() {
        for good in [
            "<Prefix></Prefix>".to_owned(),
            "<Filter></Filter>".to_owned(),
            format!("<Filter>{TAG}</Filter>"),
            format!("<Filter><And><Prefix>a</Prefix>{TAG}</And></Filter>"),
            format!("<Filter><Not>{TAG}</Not></Filter>"),
            "<Filter><And><Prefix>a</Prefix><Not><Or><Prefix>a/b</Prefix></Or></Not></And></Filter>".to_owned(),
        ] {
            check_rule(&good, None);
        }
        let malformed = "The XML you provided was not well-formed or did not validate against our published schema";
        for bad in [
            String::new(),
            "<Prefix></Prefix><Filter></Filter>".to_owned(),
            format!("<Filter><Prefix></Prefix>{TAG}</Filter>"),
            format!("<Filter><And>{TAG}</And></Filter>"),
            "<Filter><Not></Not></Filter>".to_owned(),
            format!("<Filter><Not><Prefix>a</Prefix>{TAG}</Not></Filter>"),
            "<Filter><Not><Or></Or></Not></Filter>".to_owned(),
        ] {
            check_rule(&bad, Some(malformed));
        }
    }

    #[test]
    fn values_are_within_limits() {
        let twice = format!("<Filter><And>{TAG}{TAG}</And></Filter>");
        check_rule(&twice, Some("Duplicate Tag Keys are not allowed."));
        let long = format!("<Filter><Not><Prefix>{}</Prefix></Not></Filter>", "p".repeat(1025));
        check_rule(&long, Some("Rule prefix cannot be longer than maximum allowed key length of 1024"));
        let empty = "<Filter><Tag><Key></Key><Value></Value></Tag></Filter>";
        check_rule(empty, Some("The TagKey you have provided is invalid"));
    }

    #[test]
    fn tags_are_found_at_any_depth() {
        let has = |inner: &str| has_tags(&Element::parse(format!("<Rule>{inner}</Rule>").as_bytes()).unwrap());
        assert!(!has("<Filter><Prefix>a</Prefix></Filter>"));
        assert!(has(&format!("<Filter><And><Prefix>a</Prefix><Not><Or>{TAG}</Or></Not></And></Filter>")));
    }
}
