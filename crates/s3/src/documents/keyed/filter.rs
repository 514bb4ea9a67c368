//! Filters: which objects a configuration is about.

use crate::documents::Element;
use crate::documents::schema::{Node, Shape, any, optional, required};
use crate::error::{Error, Result};

const TAG: Shape = Shape::Group(&[required("Key", Shape::Text), required("Value", Shape::Text)]);

/// A filter by prefix and tags.
pub(super) const BY_NAME: Node = optional(
    "Filter",
    Shape::Group(&[
        optional("Prefix", Shape::Text),
        optional("Tag", TAG),
        optional("And", Shape::Group(&[optional("Prefix", Shape::Text), any("Tag", TAG)])),
    ]),
);

/// A filter by prefix, tags and access point.
pub(super) const BY_ACCESS: Node = optional(
    "Filter",
    Shape::Group(&[
        optional("Prefix", Shape::Text),
        optional("Tag", TAG),
        optional("AccessPointArn", Shape::Text),
        optional(
            "And",
            Shape::Group(&[optional("Prefix", Shape::Text), any("Tag", TAG), optional("AccessPointArn", Shape::Text)]),
        ),
    ]),
);

/// Holds the filter of a configuration, if it has one, to its rule: one predicate, or a conjunction of at least two.
///
/// # Errors
/// `MalformedXml`.
pub(super) fn check(document: &Element) -> Result<()> {
    let Some(filter) = document.child("Filter") else { return Ok(()) };
    match filter.children.as_slice() {
        [and] if and.name == "And" && and.children.len() < 2 => Err(Error::MalformedXml {}),
        [_] => Ok(()),
        _ => Err(Error::MalformedXml {}),
    }
}

#[cfg(test)]
mod tests {
    use super::super::Metrics;
    use super::super::tests::refused;

    fn check_filter(filter: &str, fits: bool) {
        let refusal = refused::<Metrics>(&format!("<Id>1</Id>{filter}"));
        assert_eq!(refusal.as_deref(), if fits { None } else { Some("MalformedXML") }, "{filter}");
    }

    #[test]
    fn a_filter_is_one_predicate_or_several_joined() {
        let (prefix, tag) = ("<Prefix>p</Prefix>", "<Tag><Key>k</Key><Value>v</Value></Tag>");
        let access = "<AccessPointArn>arn:aws:s3:us-east-1:1:accesspoint/a</AccessPointArn>";
        check_filter("", true);
        for one in [prefix, tag, access, "<Prefix></Prefix>"] {
            check_filter(&format!("<Filter>{one}</Filter>"), true);
            check_filter(&format!("<Filter><And>{one}</And></Filter>"), false);
        }
        for two in [format!("{prefix}{tag}"), format!("{tag}{access}"), format!("{prefix}{access}")] {
            check_filter(&format!("<Filter><And>{two}</And></Filter>"), true);
            check_filter(&format!("<Filter>{two}</Filter>"), false);
        }
        check_filter(&format!("<Filter><And>{tag}{tag}</And></Filter>"), true);
        check_filter("<Filter></Filter>", false);
        check_filter("<Filter><And></And></Filter>", false);
        check_filter("<Filter><Tag><Key>k</Key></Tag></Filter>", false);
    }
}
