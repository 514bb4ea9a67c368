//! The XML that answers are made of, written straight into one buffer.
//!
//! Answers look as AWS sends them: a declaration and a line feed, the namespace on the root, `&quot;` in text, groups
//! with nothing in them self-closing (`<TagSet/>`) unlike empty text (`<Prefix></Prefix>`), and control characters as character references (which XML 1.0 parsers of the SDKs accept
//! from AWS only under `encoding-type=url`; without it the client asked for what it gets).

use std::fmt::{Display, Write};

use bytes::Bytes;

const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
const NAMESPACE: &str = "http://s3.amazonaws.com/doc/2006-03-01/";

/// One document under construction.
#[derive(Debug)]
pub(crate) struct Xml {
    out: String,
    root: &'static str,
    /// How long it is while nothing stands in the root.
    empty: usize,
}

impl Xml {
    /// A document whose root carries the S3 namespace.
    pub(crate) fn document(root: &'static str) -> Self {
        Self::declared(DECLARATION, root)
    }

    /// A document with this in place of the usual declaration, as few answers of AWS have it.
    pub(crate) fn declared(declaration: &str, root: &'static str) -> Self {
        Self::new(format!("{declaration}<{root} xmlns=\"{NAMESPACE}\">"), root)
    }

    /// A document whose root carries no namespace, as error documents do.
    pub(crate) fn plain(root: &'static str) -> Self {
        Self::new(format!("{DECLARATION}<{root}>"), root)
    }

    fn new(out: String, root: &'static str) -> Self {
        Self { empty: out.len(), out, root }
    }

    /// Room for `bytes` more, for documents whose size is about known.
    pub(crate) fn reserve(&mut self, bytes: usize) {
        self.out.reserve(bytes);
    }

    /// An element with escaped text.
    pub(crate) fn text(&mut self, name: &str, text: &str) {
        self.open(name);
        escape(text, &mut self.out);
        self.close(name);
    }

    /// An element with escaped text, if there is one.
    pub(crate) fn optional(&mut self, name: &str, text: Option<&str>) {
        if let Some(text) = text {
            self.text(name, text);
        }
    }

    /// An element with a value that needs no escaping: numbers, flags, dates.
    pub(crate) fn value(&mut self, name: &str, value: impl Display) {
        self.open(name);
        write!(self.out, "{value}").expect("writing to a String cannot fail");
        self.close(name);
    }

    /// An element that holds what `inner` writes.
    pub(crate) fn nest(&mut self, name: &str, inner: impl FnOnce(&mut Self)) {
        self.open(name);
        let empty = self.out.len();
        inner(self);
        self.close_group(name, empty);
    }

    /// An element with attributes, whose values need no escaping, that holds what `inner` writes.
    pub(crate) fn nest_with(&mut self, name: &str, attributes: &[(&str, &str)], inner: impl FnOnce(&mut Self)) {
        self.out.push('<');
        self.out.push_str(name);
        for (name, value) in attributes {
            write!(self.out, " {name}=\"{value}\"").expect("writing to a String cannot fail");
        }
        self.out.push('>');
        inner(self);
        self.close(name);
    }

    /// Text of the element that is open now.
    pub(crate) fn content(&mut self, text: &str) {
        escape(text, &mut self.out);
    }

    /// Closes the root and hands the document out.
    pub(crate) fn finish(self) -> Bytes {
        Bytes::from(self.into_text())
    }

    /// Closes the root and hands the document out as text.
    pub(crate) fn into_text(mut self) -> String {
        let (root, empty) = (self.root, self.empty);
        self.close_group(root, empty);
        self.out
    }

    /// Closes a group; `empty` is how long the document was when it was opened.
    fn close_group(&mut self, name: &str, empty: usize) {
        if self.out.len() == empty {
            self.out.pop();
            self.out.push_str("/>");
        } else {
            self.close(name);
        }
    }

    fn open(&mut self, name: &str) {
        self.out.push('<');
        self.out.push_str(name);
        self.out.push('>');
    }

    fn close(&mut self, name: &str) {
        self.out.push_str("</");
        self.out.push_str(name);
        self.out.push('>');
    }
}

/// Appends `text` with everything escaped that cannot stand in an element.
fn escape(text: &str, out: &mut String) {
    let mut clean = 0;
    for (at, byte) in text.bytes().enumerate() {
        let replacement = match byte {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            b'\t' | b'\n' | 0x20.. => continue,
            _ => "",
        };
        out.push_str(&text[clean..at]);
        clean = at + 1;
        if replacement.is_empty() {
            write!(out, "&#x{byte:x};").expect("writing to a String cannot fail");
        } else {
            out.push_str(replacement);
        }
    }
    out.push_str(&text[clean..]);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let mut out = String::new();
        escape(text, &mut out);
        assert_eq!(out, expected);
    }

    #[test]
    fn text_is_escaped_as_aws_does() {
        check("plain é 😀 ~", "plain é 😀 ~");
        check("\"a\" & <b>", "&quot;a&quot; &amp; &lt;b&gt;");
        check("\u{1}x\r\n\t", "&#x1;x&#xd;\n\t");
        check("", "");
        check("é\u{0}é", "é&#x0;é");
    }

    #[test]
    fn groups_without_content_close_themselves() {
        assert_eq!(Xml::plain("R").into_text(), format!("{DECLARATION}<R/>"));
        assert_eq!(Xml::declared("", "R").into_text(), format!("<R xmlns=\"{NAMESPACE}\"/>"));
        let mut xml = Xml::plain("R");
        xml.nest("A", |xml| xml.nest("B", |_| ()));
        xml.nest("C", |xml| xml.text("D", ""));
        assert_eq!(xml.into_text(), format!("{DECLARATION}<R><A><B/></A><C><D></D></C></R>"));
    }

    #[test]
    fn a_document_has_declaration_namespace_and_nesting() {
        let mut xml = Xml::document("Root");
        xml.nest("A", |xml| xml.value("N", 7));
        xml.optional("B", None);
        xml.optional("C", Some(""));
        xml.nest_with("D", &[("x", "1"), ("y:z", "2")], |xml| xml.text("E", "<"));
        assert_eq!(
            xml.finish(),
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Root xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><A><N>7</N></A><C></C><D x=\"1\" y:z=\"2\"><E>&lt;</E></D></Root>",
        );
    }
}
