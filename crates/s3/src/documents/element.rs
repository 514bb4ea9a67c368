//! An XML element as a value: its name, its text, its children.
//!
//! Bucket documents are read into it, checked against a [`Schema`](super::schema::Shape), stored and written from it. It
//! has no attributes but the type of a grantee, which is the only one that means something to S3.

use quick_xml::XmlVersion;
use quick_xml::escape::resolve_xml_entity;
use quick_xml::events::Event;
use quick_xml::reader::Reader;

use crate::xml::Xml;

/// The namespace that the type of a grantee is written with.
const SCHEMA_INSTANCE: &str = "http://www.w3.org/2001/XMLSchema-instance";

/// An element.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Element {
    pub(crate) name: String,
    /// The text between its tags; that between its children means nothing.
    pub(crate) text: String,
    /// Its `xsi:type`.
    pub(crate) kind: Option<String>,
    pub(crate) children: Vec<Self>,
}

impl Element {
    /// An element without anything in it.
    pub(crate) fn new(name: &str) -> Self {
        Self { name: name.to_owned(), ..Self::default() }
    }

    /// An element with text.
    pub(crate) fn with_text(name: &str, text: impl Into<String>) -> Self {
        Self { name: name.to_owned(), text: text.into(), ..Self::default() }
    }

    /// Reads a document that `front::xml` has made plain, or that [`Xml`] wrote; none if it is not one.
    pub(crate) fn parse(plain: &[u8]) -> Option<Self> {
        let mut reader = Reader::from_str(std::str::from_utf8(plain).ok()?);
        reader.config_mut().expand_empty_elements = true;
        // The innermost is last; the first stands for the document.
        let mut open = vec![Self::default()];
        loop {
            match reader.read_event().ok()? {
                Event::Start(tag) => {
                    let mut element = Self::new(std::str::from_utf8(tag.name().into_inner()).ok()?);
                    let kind = tag.try_get_attribute("xsi:type").ok()?;
                    let kind = kind.map(|kind| kind.normalized_value(XmlVersion::Implicit1_0).map(String::from));
                    element.kind = kind.transpose().ok()?;
                    open.push(element);
                }
                Event::End(_) => {
                    let closed = open.pop()?;
                    open.last_mut()?.children.push(closed);
                }
                Event::Text(text) => open.last_mut()?.text.push_str(std::str::from_utf8(&text).ok()?),
                Event::GeneralRef(reference) => match reference.resolve_char_ref().ok()? {
                    Some(character) => open.last_mut()?.text.push(character),
                    None => open.last_mut()?.text.push_str(resolve_xml_entity(std::str::from_utf8(&reference).ok()?)?),
                },
                Event::Decl(_) => {}
                Event::Eof => return open.pop()?.children.pop(),
                _ => return None,
            }
        }
    }

    /// The first child of that name.
    pub(crate) fn child(&self, name: &str) -> Option<&Self> {
        self.children.iter().find(|child| child.name == name)
    }

    /// The first child of that name, to be changed.
    pub(crate) fn child_mut(&mut self, name: &str) -> Option<&mut Self> {
        self.children.iter_mut().find(|child| child.name == name)
    }

    /// All children of that name.
    pub(crate) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Self> {
        self.children.iter().filter(move |child| child.name == name)
    }

    /// The text of the first child of that name.
    pub(crate) fn text_of(&self, name: &str) -> Option<&str> {
        self.child(name).map(|child| child.text.as_str())
    }

    /// The text of the element that `path` leads to, over first children.
    pub(crate) fn text_at(&self, path: &[&str]) -> Option<&str> {
        path.iter().try_fold(self, |element, name| element.child(name)).map(|element| element.text.as_str())
    }

    /// Gives the first child of that name this text; makes it, as the last child, where there is none.
    pub(crate) fn set(&mut self, name: &str, text: impl Into<String>) {
        match self.child_mut(name) {
            Some(child) => child.text = text.into(),
            None => self.children.push(Self::with_text(name, text)),
        }
    }

    /// Writes its children, or its text, into the element that is open in `xml`.
    pub(crate) fn write_into(&self, xml: &mut Xml) {
        if self.children.is_empty() {
            xml.content(&self.text);
        }
        for child in &self.children {
            child.write(xml);
        }
    }

    /// Writes it.
    pub(crate) fn write(&self, xml: &mut Xml) {
        match &self.kind {
            // Whether it is text or a group is not known any more.
            None if self.children.is_empty() => xml.text(&self.name, &self.text),
            None => xml.nest(&self.name, |xml| self.write_into(xml)),
            Some(kind) => {
                let attributes = [("xmlns:xsi", SCHEMA_INSTANCE), ("xsi:type", kind.as_str())];
                xml.nest_with(&self.name, &attributes, |xml| self.write_into(xml));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(element: &Element) -> String {
        let mut xml = Xml::plain("R");
        element.write(&mut xml);
        let bytes = xml.finish();
        let text = std::str::from_utf8(&bytes).unwrap();
        text.split_once("<R>").and_then(|(_, rest)| rest.strip_suffix("</R>")).unwrap().to_owned()
    }

    fn check(plain: &str, expected: &str) {
        assert_eq!(written(&Element::parse(plain.as_bytes()).unwrap()), expected);
    }

    #[test]
    fn what_was_read_is_written() {
        check("<A><B>1</B><C></C></A>", "<A><B>1</B><C></C></A>");
        check("<A/>", "<A></A>");
        check("<A>&amp; &lt;x&gt; &quot;</A>", "<A>&amp; &lt;x&gt; &quot;</A>");
        check("<A>\n  <B>1</B>\n</A>", "<A><B>1</B></A>");
        check(
            "<G xsi:type=\"Group\"><URI>u</URI></G>",
            "<G xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:type=\"Group\"><URI>u</URI></G>",
        );
    }

    #[test]
    fn children_are_found_and_set() {
        let mut element = Element::parse(b"<A><B>1</B><B>2</B><C><D>3</D></C></A>").unwrap();
        assert_eq!(element.text_of("B"), Some("1"));
        assert_eq!(element.all("B").count(), 2);
        assert_eq!((element.text_at(&["C", "D"]), element.text_at(&["C", "E"])), (Some("3"), None));
        element.set("B", "x");
        element.set("E", "y");
        assert_eq!(written(&element), "<A><B>x</B><B>2</B><C><D>3</D></C><E>y</E></A>");
        assert_eq!(Element::parse(b""), None);
    }

    #[test]
    fn what_was_written_is_read() {
        let mut xml = Xml::plain("A");
        xml.text("B", "a\r\n\u{1}<&>\"\u{1F600}");
        let element = Element::parse(&xml.finish()).unwrap();
        assert_eq!(element.text_of("B"), Some("a\r\n\u{1}<&>\"\u{1F600}"));
    }
}
