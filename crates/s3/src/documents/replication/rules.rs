//! The rules of a configuration, one by one and among each other.

use std::collections::HashSet;

use super::{destination, filter};
use crate::documents::{Element, generated_id};
use crate::error::replication::ReplicationError;
use crate::error::{Error, Result};

/// The most rules of one configuration: <https://docs.aws.amazon.com/AmazonS3/latest/API/API_ReplicationConfiguration.html>
const LIMIT: usize = 1000;

/// Holds the rules of a configuration of the bucket `source`, which fits the schema, to all that can be said without
/// looking at other buckets, and names the rules that have no name.
///
/// # Errors
/// What S3 refuses.
pub(super) fn check(document: &mut Element, source: &str, random: impl Fn() -> u128) -> Result<()> {
    if document.all("Rule").count() > LIMIT {
        return Err(Error::MalformedXml {});
    }
    document.all("Rule").try_for_each(filter::check_form)?;
    // One rule without a filter makes the whole document one of the first form.
    let legacy = document.all("Rule").any(|rule| rule.child("Filter").is_none());
    let (mut ids, mut priorities) = (HashSet::new(), HashSet::new());
    for rule in document.all("Rule") {
        check_version(rule, legacy)?;
        let id = rule.text_of("ID").unwrap_or_default();
        if id.chars().count() > 255 {
            return Err(ReplicationError::IdTooLong { id: id.to_owned() }.into());
        }
        if !id.is_empty() && !ids.insert(id) {
            return Err(ReplicationError::IdTwice { id: id.to_owned() }.into());
        }
        if let Some(priority) = priority(rule)?
            && !priorities.insert(priority)
        {
            return Err(ReplicationError::PriorityTwice { priority }.into());
        }
        check_rule(rule, source)?;
    }
    if legacy {
        check_prefixes(document)?;
    }
    document.children.iter_mut().filter(|child| child.name == "Rule").for_each(|rule| name(rule, &random));
    Ok(())
}

/// Priority and delete markers are of the second form, and needed there.
fn check_version(rule: &Element, legacy: bool) -> Result<(), ReplicationError> {
    for element in ["Priority", "DeleteMarkerReplication"] {
        match (legacy, rule.child(element).is_some()) {
            (true, true) => return Err(ReplicationError::Unusable { element }),
            (false, false) => return Err(ReplicationError::Missing { element }),
            _ => {}
        }
    }
    Ok(())
}

fn priority(rule: &Element) -> Result<Option<i64>> {
    let Some(text) = rule.text_of("Priority") else { return Ok(None) };
    let priority: i64 = text.parse().map_err(|_| Error::MalformedXml {})?;
    match i32::try_from(priority) {
        Ok(0..) => Ok(Some(priority)),
        _ => Err(ReplicationError::PriorityOutOfRange {}.into()),
    }
}

fn check_rule(rule: &Element, source: &str) -> Result<()> {
    filter::check(rule)?;
    let markers = rule.text_at(&["DeleteMarkerReplication", "Status"]) == Some("Enabled");
    if markers && filter::has_tags(rule) {
        return Err(ReplicationError::MarkersOfTags {}.into());
    }
    if destination::bucket(rule)? == source {
        return Err(ReplicationError::DestinationIsSource {}.into());
    }
    Ok(destination::check(rule)?)
}

/// In the first form of the document no object is of two rules.
fn check_prefixes(document: &Element) -> Result<(), ReplicationError> {
    let prefixes: Vec<&str> = document.all("Rule").filter_map(|rule| rule.text_of("Prefix")).collect();
    for (at, second) in prefixes.iter().enumerate() {
        let overlaps = |first: &&&str| first.starts_with(second) || second.starts_with(**first);
        if let Some(first) = prefixes.iter().take(at).find(overlaps) {
            return Err(ReplicationError::OverlappingPrefixes {
                first: (*first).to_owned(),
                second: (*second).to_owned(),
            });
        }
    }
    Ok(())
}

fn name(rule: &mut Element, random: impl Fn() -> u128) {
    if rule.text_of("ID").unwrap_or_default().is_empty() {
        rule.children.retain(|child| child.name != "ID");
        rule.children.insert(0, Element::with_text("ID", generated_id(random())));
    }
}

#[cfg(test)]
mod tests {
    use super::super::schema::ROOT;
    use super::*;

    const MARKERS: &str = "<DeleteMarkerReplication><Status>Disabled</Status></DeleteMarkerReplication>";
    const TO: &str = "<Destination><Bucket>arn:aws:s3:::bbb</Bucket></Destination><Status>Enabled</Status>";

    fn check_rules(rules: &[String], expected: Option<&str>) {
        let rules: String = rules.iter().map(|inner| format!("<Rule>{inner}{TO}</Rule>")).collect();
        let plain = format!("<ReplicationConfiguration><Role>r</Role>{rules}</ReplicationConfiguration>");
        let mut document = Element::parse(plain.as_bytes()).unwrap();
        let refused = ROOT.check(&mut document).and_then(|()| check(&mut document, "a", || 7)).err();
        let message = refused.map(|error| error.document().message.into_owned());
        assert_eq!(message.as_deref(), expected, "{rules}");
        if expected.is_none() {
            assert!(document.all("Rule").all(|rule| rule.text_of("ID").is_some()));
        }
    }

    fn second(priority: &str, rest: &str) -> String {
        format!("<Priority>{priority}</Priority>{MARKERS}{rest}")
    }

    #[test]
    fn the_two_forms_have_their_elements() {
        let of = |what: &str| {
            format!(
                "{what} of Cross Region Replication configuration schema. Please refer to S3 Developer Guide for more information."
            )
        };
        check_rules(&[second("0", "<Filter></Filter>")], None);
        check_rules(&["<Prefix></Prefix>".to_owned()], None);
        let missing = of("Priority must be specified for this version");
        check_rules(&[format!("{MARKERS}<Filter></Filter>")], Some(&missing));
        let missing = of("DeleteMarkerReplication must be specified for this version");
        check_rules(&["<Priority>1</Priority><Filter></Filter>".to_owned()], Some(&missing));
        let unusable = of("Priority cannot be used for this version");
        check_rules(&["<Priority>1</Priority><Prefix></Prefix>".to_owned()], Some(&unusable));
        let unusable = of("DeleteMarkerReplication cannot be used for this version");
        check_rules(&[format!("{MARKERS}<Prefix></Prefix>")], Some(&unusable));
    }

    #[test]
    fn ids_priorities_and_prefixes_differ() {
        let filter = "<Filter></Filter>";
        check_rules(&[second("1", filter), second("2", filter)], None);
        check_rules(&[second("1", filter), second("1", filter)], Some("Found duplicate priority 1."));
        for out in ["-1", "2147483648"] {
            check_rules(&[second(out, filter)], Some("Priority must be between 0 and 2147483647."));
        }
        let named = |priority| second(priority, "<ID>x</ID><Filter></Filter>");
        check_rules(&[named("1"), named("2")], Some("Rule Id must be unique"));
        let long = second("1", &format!("<ID>{}</ID>{filter}", "i".repeat(256)));
        check_rules(&[long], Some("Rule Id cannot be greater than 255"));
        let prefix = |prefix: &str| format!("<Prefix>{prefix}</Prefix>");
        check_rules(&[prefix("a"), prefix("b")], None);
        check_rules(&[prefix("a/"), prefix("a")], Some("Found overlapping prefixes 'a/' and 'a'"));
    }

    #[test]
    fn delete_markers_have_no_tags() {
        let markers =
            "<DeleteMarkerReplication><Status>Enabled</Status></DeleteMarkerReplication><Priority>1</Priority>";
        let tag = "<Filter><Tag><Key>k</Key><Value>v</Value></Tag></Filter>";
        let message = "Delete marker replication is not supported if any Tag filter is specified. Please refer to S3 \
             Developer Guide for more information.";
        check_rules(&[format!("{markers}{tag}")], Some(message));
        check_rules(&[format!("{markers}<Filter><Prefix>a</Prefix></Filter>")], None);
        check_rules(&[second("1", tag)], None);
    }

    #[test]
    fn a_bucket_does_not_replicate_to_itself() {
        let plain = format!(
            "<ReplicationConfiguration><Role>r</Role><Rule><Prefix></Prefix>{TO}</Rule></ReplicationConfiguration>"
        );
        let mut document = Element::parse(plain.as_bytes()).unwrap();
        let refused = check(&mut document, "bbb", || 7).unwrap_err();
        assert_eq!(refused.document().message, "Destination bucket cannot be the same as the source bucket.");
    }
}
