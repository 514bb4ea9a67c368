//! Which keys a configuration is about: at most one prefix and one suffix.
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-how-to-filtering.html>

use crate::documents::Element;
use crate::error::notification::NotificationError;

/// Holds the filter of a configuration to its limits, and writes its names as S3 does.
///
/// # Errors
/// A name that is none, or given twice; a value too long.
pub(super) fn check(configuration: &mut Element) -> Result<(), NotificationError> {
    let key = configuration.child_mut("Filter").and_then(|filter| filter.child_mut("S3Key"));
    let mut seen = Vec::new();
    for rule in key.into_iter().flat_map(|key| &mut key.children) {
        let name = rule.text_of("Name").unwrap_or_default().to_owned();
        let (plain, written) = match name.to_ascii_lowercase().as_str() {
            "prefix" => ("prefix", "Prefix"),
            "suffix" => ("suffix", "Suffix"),
            _ => return Err(NotificationError::FilterName { name }),
        };
        if seen.contains(&plain) {
            return Err(NotificationError::FilterTwice { kind: plain, name });
        }
        seen.push(plain);
        let value = rule.text_of("Value").unwrap_or_default();
        if value.len() > 1024 {
            return Err(NotificationError::FilterValue { value: value.to_owned() });
        }
        rule.set("Name", written);
    }
    Ok(())
}

/// Whether a key can be of both configurations.
pub(super) fn overlap(first: &Element, second: &Element) -> bool {
    let (prefix, other) = (value(first, "Prefix"), value(second, "Prefix"));
    let prefixes = prefix.starts_with(other) || other.starts_with(prefix);
    let (suffix, other) = (value(first, "Suffix"), value(second, "Suffix"));
    prefixes && (suffix.ends_with(other) || other.ends_with(suffix))
}

/// What is required of a key; nothing is an empty text.
fn value<'a>(configuration: &'a Element, name: &str) -> &'a str {
    let key = configuration.child("Filter").and_then(|filter| filter.child("S3Key"));
    let mut rules = key.into_iter().flat_map(|key| &key.children);
    rules.find(|rule| rule.text_of("Name") == Some(name)).and_then(|rule| rule.text_of("Value")).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn configuration(rules: &[(&str, &str)]) -> Element {
        let rule = |(name, value): &(&str, &str)| {
            format!("<FilterRule><Name>{name}</Name><Value>{value}</Value></FilterRule>")
        };
        let rules: String = rules.iter().map(rule).collect();
        Element::parse(format!("<C><Filter><S3Key>{rules}</S3Key></Filter></C>").as_bytes()).unwrap()
    }

    fn check_rules(rules: &[(&str, &str)], expected: Option<&str>) {
        let refused = check(&mut configuration(rules)).err();
        let message = refused.map(|error| error.document().message.into_owned());
        assert_eq!(message.as_deref(), expected, "{rules:?}");
    }

    #[test]
    fn a_filter_has_one_of_each() {
        check_rules(&[("suffix", ".txt"), ("PREFIX", "a")], None);
        check_rules(&[("suffix", "")], None);
        check_rules(&[("INVALID", "a")], Some("filter rule name must be either prefix or suffix"));
        let twice = "Cannot specify more than one prefix rule in a filter.";
        check_rules(&[("prefix", "a"), ("Prefix", "b")], Some(twice));
        let twice = "Cannot specify more than one suffix rule in a filter.";
        check_rules(&[("suffix", "a"), ("suffix", "b")], Some(twice));
        let long = "Size of filter rule value cannot exceed 1024 bytes in UTF-8 representation";
        check_rules(&[("prefix", &"p".repeat(1025))], Some(long));
    }

    #[test]
    fn names_are_written_as_s3_does() {
        let mut element = configuration(&[("suffix", ".txt"), ("PREFIX", "notif-")]);
        check(&mut element).unwrap();
        assert_eq!(element, configuration(&[("Suffix", ".txt"), ("Prefix", "notif-")]));
    }

    #[test]
    fn filters_overlap_where_a_key_can_be_of_both() {
        let overlaps = |a: &[(&str, &str)], b: &[(&str, &str)]| overlap(&configuration(a), &configuration(b));
        assert!(overlaps(&[], &[("Prefix", "a")]));
        assert!(overlaps(&[("Prefix", "a")], &[("Prefix", "ab"), ("Suffix", ".txt")]));
        assert!(!overlaps(&[("Prefix", "a")], &[("Prefix", "b")]));
        assert!(!overlaps(&[("Suffix", ".txt")], &[("Suffix", ".jpg")]));
        assert!(overlaps(&[("Suffix", ".gz")], &[("Suffix", ".tar.gz")]));
    }
}
