//! The rules of a configuration, one by one and among each other.

use super::actions::{self, ACTIONS};
use super::scope::Scope;
use crate::date;
use crate::documents::{Element, generated_id};
use crate::error::lifecycle::LifecycleError;
use crate::error::{Error, Result};

/// The most rules of one configuration:
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-rules.html>
const LIMIT: usize = 1000;

/// Holds a configuration that fits the schema to all further rules, names the rules that have no name, and writes its
/// dates as S3 does.
///
/// # Errors
/// What S3 refuses.
pub(super) fn check(document: &mut Element, random: impl Fn() -> u128) -> Result<()> {
    if document.children.len() > LIMIT {
        return Err(Error::MalformedXml {});
    }
    let scopes: Vec<Scope> = document.children.iter().map(Scope::of).collect::<Result<_>>()?;
    document.children.iter().try_for_each(actions::check_form)?;
    let legacy = scopes.first().is_some_and(|scope| scope.legacy);
    let mut ids = std::collections::HashSet::new();
    for (rule, scope) in document.children.iter().zip(&scopes) {
        match (legacy, scope.legacy) {
            (true, false) => return Err(LifecycleError::FilterAfterPrefix {}.into()),
            (false, true) => return Err(LifecycleError::PrefixAfterFilter {}.into()),
            _ => {}
        }
        let id = rule.text_of("ID").unwrap_or_default();
        if id.chars().count() > 255 {
            return Err(LifecycleError::IdTooLong { id: id.to_owned() }.into());
        }
        if !id.is_empty() && !ids.insert(id) {
            return Err(LifecycleError::IdTwice { id: id.to_owned() }.into());
        }
        scope.check()?;
        actions::check(rule, scope)?;
    }
    if legacy {
        check_prefixes(&document.children, &scopes)?;
    }
    document.children.iter_mut().for_each(|rule| complete(rule, &random));
    Ok(())
}

/// In the first form of the document no object is of two rules that do the same.
fn check_prefixes(rules: &[Element], scopes: &[Scope]) -> Result<(), LifecycleError> {
    let all: Vec<(&Element, &str)> =
        rules.iter().zip(scopes).map(|(rule, scope)| (rule, scope.prefix.as_deref().unwrap_or_default())).collect();
    for (at, (rule, prefix)) in all.iter().enumerate() {
        for (earlier, before) in all.iter().take(at) {
            if before == prefix {
                return Err(LifecycleError::SamePrefix { prefix: (*prefix).to_owned() });
            }
            if !prefix.starts_with(before) && !before.starts_with(prefix) {
                continue;
            }
            let both = |action: &&str| rule.child(action).is_some() && earlier.child(action).is_some();
            if let Some(action) = ACTIONS.into_iter().find(both) {
                let (first, second) = ((*before).to_owned(), (*prefix).to_owned());
                return Err(LifecycleError::OverlappingPrefixes { first, second, action });
            }
        }
    }
    Ok(())
}

/// Gives a rule what the client left out.
fn complete(rule: &mut Element, random: impl Fn() -> u128) {
    if rule.text_of("ID").unwrap_or_default().is_empty() {
        rule.children.retain(|child| child.name != "ID");
        rule.children.insert(0, Element::with_text("ID", generated_id(random())));
    }
    for action in &mut rule.children {
        let date = action.text_of("Date").and_then(date::parse_iso);
        if let Some(date) = date {
            action.set("Date", date::iso(date.into()).to_string());
        }
    }
    for filter in rule.children.iter_mut().filter(|child| child.name == "Filter") {
        give_values(filter);
    }
}

/// A tag without a value is one whose value is empty.
fn give_values(filter: &mut Element) {
    for child in &mut filter.children {
        match child.name.as_str() {
            "And" => give_values(child),
            "Tag" if child.child("Value").is_none() => child.set("Value", ""),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::schema::ROOT;
    use super::*;
    use crate::xml::Xml;

    fn checked(rules: &str) -> Result<String, String> {
        let plain = format!("<LifecycleConfiguration>{rules}</LifecycleConfiguration>");
        let mut document = Element::parse(plain.as_bytes()).unwrap();
        let result = ROOT.check(&mut document).and_then(|()| check(&mut document, || 7));
        result.map_err(|error| error.document().message.into_owned())?;
        let mut xml = Xml::plain("R");
        document.write_into(&mut xml);
        let text = xml.into_text();
        Ok(text.split_once("<R>").and_then(|(_, rest)| rest.strip_suffix("</R>")).unwrap().to_owned())
    }

    fn rule(inner: &str) -> String {
        format!("<Rule>{inner}<Status>Enabled</Status><Expiration><Days>7</Days></Expiration></Rule>")
    }

    #[test]
    fn a_configuration_is_completed() {
        let whole =
            "<Rule><ID>a</ID><Filter></Filter><Status>Enabled</Status><Expiration><Days>7</Days></Expiration></Rule>";
        assert_eq!(checked(&rule("<Filter></Filter><ID>a</ID>")).unwrap(), whole);
        let named = checked(&rule("<Prefix>a</Prefix>")).unwrap();
        let id = "MDAwMDAwMDAtMDAwMC00MDAwLTgwMDAtMDAwMDAwMDAwMDA3";
        assert!(named.starts_with(&format!("<Rule><ID>{id}</ID><Prefix>a</Prefix><Status>")), "{named}");
        assert!(
            checked(&rule("<Prefix>a</Prefix><ID></ID>")).unwrap().starts_with(&format!("<Rule><ID>{id}</ID><Prefix>"))
        );
        let dated = "<Rule><ID>a</ID><Filter><Tag><Key>k</Key></Tag></Filter><Status>Disabled</Status>\
             <Expiration><Date>2017-09-27</Date></Expiration></Rule>";
        let stored = "<Rule><ID>a</ID><Filter><Tag><Key>k</Key><Value></Value></Tag></Filter><Status>Disabled</Status>\
             <Expiration><Date>2017-09-27T00:00:00.000Z</Date></Expiration></Rule>";
        assert_eq!(checked(dated).unwrap(), stored);
        assert_eq!(checked(stored).unwrap(), stored);
    }

    fn refused(rules: &str, expected: &str) {
        assert_eq!(checked(rules).unwrap_err(), expected, "{rules}");
    }

    #[test]
    fn rules_are_held_to_each_other() {
        let (prefix, filter) = (rule("<Prefix>a</Prefix>"), rule("<Filter></Filter>"));
        refused(&(prefix.clone() + &filter), "Filter element can only be used in Lifecycle V2.");
        let mixed = "Base level prefix cannot be used in Lifecycle V2, prefixes are only supported in the Filter.";
        refused(&(filter.clone() + &prefix), mixed);
        assert!(checked(&(filter.clone() + &filter)).is_ok());
        let twice = rule("<ID>x</ID><Filter></Filter>");
        refused(&(twice.clone() + &twice), "Rule ID must be unique. Found same ID for more than one rule");
        let long = rule(&format!("<ID>{}</ID><Filter></Filter>", "i".repeat(256)));
        refused(&long, "ID length should not exceed allowed limit of 255");
        assert!(checked(&rule(&format!("<ID>{}</ID><Filter></Filter>", "i".repeat(255)))).is_ok());
        let malformed = "The XML you provided was not well-formed or did not validate against our published schema";
        refused(&filter.repeat(1001), malformed);
        assert!(checked(&filter.repeat(1000)).is_ok());
    }

    #[test]
    fn prefixes_of_the_first_form_do_not_overlap() {
        let of = |prefix: &str| rule(&format!("<Prefix>{prefix}</Prefix>"));
        refused(&(of("a") + &of("a")), "Found two rules with same prefix 'a'");
        let overlap = "Found overlapping prefixes 'foo/bar' and 'foo/bar/buu' for same action type 'Expiration'";
        refused(&(of("foo/bar") + &of("foo/bar/buu")), overlap);
        let other = "<Rule><Prefix>a/b</Prefix><Status>Enabled</Status><AbortIncompleteMultipartUpload>\
             <DaysAfterInitiation>1</DaysAfterInitiation></AbortIncompleteMultipartUpload></Rule>";
        assert!(checked(&(of("a") + other)).is_ok());
        assert!(checked(&(of("a") + &of("b"))).is_ok());
    }
}
