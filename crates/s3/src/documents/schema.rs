//! What a document may look like: which elements, how often, with what in them.
//!
//! A schema says what S3's own published schema says, and no more: what breaks it is `MalformedXML`. What a value means,
//! and which values go together, is asked afterwards, by each document. Elements are put in the schema's order, which is
//! the order in which S3 answers them.

use super::element::Element;
use crate::date;
use crate::error::{Error, Result};

/// An element that may stand in another, or at the root.
#[derive(Debug)]
pub(crate) struct Node {
    pub(crate) name: &'static str,
    /// Another name that S3 takes for it at the root.
    also: &'static str,
    least: usize,
    most: usize,
    /// Whether the smallest document has it.
    smallest: bool,
    pub(crate) shape: Shape,
}

/// What may stand in an element.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Shape {
    /// Any text.
    Text,
    /// A whole number of 64 bits.
    Integer,
    /// `true` or `false`.
    Boolean,
    /// A date and time of ISO 8601.
    Date,
    /// One of these texts.
    OneOf(&'static [&'static str]),
    /// Elements, in any order.
    Group(&'static [Node]),
}

/// An element that must be there once.
pub(crate) const fn required(name: &'static str, shape: Shape) -> Node {
    Node { name, also: "", least: 1, most: 1, smallest: true, shape }
}

/// An element that must be there once, whose absence S3 has another error for: the operation sees to it.
pub(crate) const fn awaited(name: &'static str, shape: Shape) -> Node {
    Node { name, also: "", least: 0, most: 1, smallest: true, shape }
}

/// An element that may be there once.
pub(crate) const fn optional(name: &'static str, shape: Shape) -> Node {
    Node { name, also: "", least: 0, most: 1, smallest: false, shape }
}

/// An element that may be there any number of times.
pub(crate) const fn any(name: &'static str, shape: Shape) -> Node {
    Node { name, also: "", least: 0, most: usize::MAX, smallest: false, shape }
}

/// An element that must be there at least once.
pub(crate) const fn some(name: &'static str, shape: Shape) -> Node {
    Node { name, also: "", least: 1, most: usize::MAX, smallest: true, shape }
}

impl Node {
    /// The same root, which may be called `also`.
    pub(crate) const fn or(self, also: &'static str) -> Self {
        Self { also, ..self }
    }

    /// Holds a document to this node as its root, and puts its elements in order.
    ///
    /// # Errors
    /// `MalformedXml`.
    pub(crate) fn check(&self, document: &mut Element) -> Result<()> {
        if document.name != self.name && document.name != self.also {
            return Err(Error::MalformedXml {});
        }
        self.shape.check(document)
    }

    /// The smallest document of this root, as s3s reads it where nothing of it is asked but that it parses.
    pub(crate) fn smallest(&self) -> Element {
        let mut element = Element::new(self.name);
        match self.shape {
            Shape::Text => {}
            Shape::Integer => element.text.push('0'),
            Shape::Boolean => element.text.push_str("false"),
            Shape::Date => element.text.push_str("1970-01-01T00:00:00Z"),
            Shape::OneOf(values) => element.text.push_str(values.first().copied().unwrap_or_default()),
            Shape::Group(nodes) => {
                element.children = nodes.iter().filter(|node| node.smallest).map(Self::smallest).collect();
            }
        }
        element
    }
}

impl Shape {
    fn check(self, element: &mut Element) -> Result<()> {
        let Self::Group(nodes) = self else { return self.check_text(element) };
        if !element.text.trim().is_empty() {
            return Err(Error::MalformedXml {});
        }
        element.text.clear();
        let place = |child: &Element| nodes.iter().position(|node| node.name == child.name);
        for child in &mut element.children {
            let node = place(child).and_then(|at| nodes.get(at)).ok_or(Error::MalformedXml {})?;
            node.shape.check(child)?;
        }
        for node in nodes {
            let count = element.all(node.name).count();
            if !(node.least..=node.most).contains(&count) {
                return Err(Error::MalformedXml {});
            }
        }
        // Stable: what may stand several times keeps its order.
        element.children.sort_by_key(place);
        Ok(())
    }

    fn check_text(self, element: &mut Element) -> Result<()> {
        if !element.children.is_empty() {
            return Err(Error::MalformedXml {});
        }
        if !matches!(self, Self::Text) {
            element.text = element.text.trim().to_owned();
        }
        let text = element.text.as_str();
        let good = match self {
            Self::Integer => text.parse::<i64>().is_ok(),
            Self::Boolean => matches!(text, "true" | "false"),
            Self::Date => date::parse_iso(text).is_some(),
            Self::OneOf(values) => values.contains(&text),
            Self::Text | Self::Group(_) => true,
        };
        if good { Ok(()) } else { Err(Error::MalformedXml {}) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::xml::Xml;

    const RULE: &[Node] = &[
        required("Id", Shape::Text),
        optional("Days", Shape::Integer),
        optional("On", Shape::Boolean),
        optional("At", Shape::Date),
        optional("Kind", Shape::OneOf(&["a", "b"])),
        any("Tag", Shape::Group(&[required("Key", Shape::Text)])),
    ];
    const ROOT: Node = required("Root", Shape::Group(&[some("Rule", Shape::Group(RULE))]));

    fn check(inner: &str, expected: Option<&str>) {
        let plain = format!("<Root>{inner}</Root>");
        let mut element = Element::parse(plain.as_bytes()).unwrap();
        let result = ROOT.check(&mut element);
        assert_eq!(result.is_ok(), expected.is_some(), "{inner}");
        if let Some(expected) = expected {
            assert_eq!(text(&element), format!("<Root>{expected}</Root>"));
        }
    }

    fn text(element: &Element) -> String {
        let mut xml = Xml::plain("R");
        element.write(&mut xml);
        let bytes = xml.finish();
        String::from_utf8(bytes.to_vec()).unwrap().split_once("<R>").unwrap().1.replace("</R>", "")
    }

    #[test]
    fn elements_are_put_in_order() {
        check("<Rule><Id>1</Id></Rule>", Some("<Rule><Id>1</Id></Rule>"));
        let mixed = "<Rule><Tag><Key>z</Key></Tag><Days> 7 </Days><Tag><Key>a</Key></Tag><Id> x </Id></Rule>";
        let ordered = "<Rule><Id> x </Id><Days>7</Days><Tag><Key>z</Key></Tag><Tag><Key>a</Key></Tag></Rule>";
        check(mixed, Some(ordered));
        check("<Rule><Id></Id></Rule><Rule><Id>2</Id></Rule>", Some("<Rule><Id></Id></Rule><Rule><Id>2</Id></Rule>"));
    }

    #[test]
    fn what_breaks_the_schema_is_malformed() {
        for inner in [
            "",
            "<Rule></Rule>",
            "text",
            "<Rule><Id>1</Id><Id>2</Id></Rule>",
            "<Rule><Id>1</Id><Other></Other></Rule>",
            "<Rule><Id><Deep></Deep></Id></Rule>",
            "<Rule>text<Id>1</Id></Rule>",
            "<Rule><Id>1</Id><Days>many</Days></Rule>",
            "<Rule><Id>1</Id><Days></Days></Rule>",
            "<Rule><Id>1</Id><On>yes</On></Rule>",
            "<Rule><Id>1</Id><On>True</On></Rule>",
            "<Rule><Id>1</Id><At>tomorrow</At></Rule>",
            "<Rule><Id>1</Id><Kind>c</Kind></Rule>",
            "<Rule><Id>1</Id><Tag></Tag></Rule>",
        ] {
            check(inner, None);
        }
        assert!(ROOT.check(&mut Element::new("Other")).is_err());
    }

    #[test]
    fn the_smallest_document_fits() {
        let mut smallest = ROOT.smallest();
        assert_eq!(text(&smallest), "<Root><Rule><Id></Id></Rule></Root>");
        assert!(ROOT.check(&mut smallest).is_ok());
    }
}
