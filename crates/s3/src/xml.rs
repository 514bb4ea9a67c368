//! The XML that answers are made of, written straight into one buffer.
//!
//! Answers look as AWS sends them: a declaration and a line feed, the namespace on the root, `&quot;` in text, groups
//! with nothing in them self-closing (`<TagSet/>`) unlike empty text (`<Prefix></Prefix>`), and control characters as character references (which XML 1.0 parsers of the SDKs accept
//! from AWS only under `encoding-type=url`; without it the client asked for what it gets).

use std::fmt::Display;
use std::io::Write;

use bytes::Bytes;

const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
const NAMESPACE: &str = "http://s3.amazonaws.com/doc/2006-03-01/";

/// Room made at once, in bytes: more than most documents take.
const ROOM: usize = 512;

/// One document under construction.
#[derive(Debug)]
pub(crate) struct Xml {
    out: Vec<u8>,
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
        Self::new(&[declaration, "<", root, " xmlns=\"", NAMESPACE, "\">"], root)
    }

    /// A document whose root carries no namespace, as error documents do.
    pub(crate) fn plain(root: &'static str) -> Self {
        Self::new(&[DECLARATION, "<", root, ">"], root)
    }

    /// A piece of a document, without any root: for [`into_open`](Self::into_open).
    pub(crate) const fn fragment() -> Self {
        Self { empty: 0, out: Vec::new(), root: "" }
    }

    fn new(head: &[&str], root: &'static str) -> Self {
        let mut out = Vec::with_capacity(ROOM);
        head.iter().for_each(|text| out.extend_from_slice(text.as_bytes()));
        Self { empty: out.len(), out, root }
    }

    /// Room for `bytes` more, for documents whose size is about known.
    pub(crate) fn reserve(&mut self, bytes: usize) {
        self.out.reserve(bytes);
    }

    /// An element with escaped text.
    pub(crate) fn text(&mut self, name: &str, text: &str) {
        self.open(name);
        escape(text.as_bytes(), &mut self.out);
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
        write!(self.out, "{value}").expect("writing to memory cannot fail");
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
        self.out.push(b'<');
        self.out.extend_from_slice(name.as_bytes());
        for (name, value) in attributes {
            write!(self.out, " {name}=\"{value}\"").expect("writing to memory cannot fail");
        }
        self.out.push(b'>');
        inner(self);
        self.close(name);
    }

    /// Text of the element that is open now.
    pub(crate) fn content(&mut self, text: &str) {
        escape(text.as_bytes(), &mut self.out);
    }

    /// Closes the root and hands the document out.
    pub(crate) fn finish(mut self) -> Bytes {
        self.end();
        Bytes::from(self.out)
    }

    /// Closes the root and hands the document out as text.
    pub(crate) fn into_text(mut self) -> String {
        self.end();
        String::from_utf8(self.out).expect("what is written is text")
    }

    fn end(&mut self) {
        let (root, empty) = (self.root, self.empty);
        self.close_group(root, empty);
    }

    /// Hands out what is written so far, its root open.
    pub(crate) fn into_open(self) -> Vec<u8> {
        self.out
    }

    /// Closes a group; `empty` is how long the document was when it was opened.
    fn close_group(&mut self, name: &str, empty: usize) {
        if self.out.len() == empty {
            self.out.pop();
            self.out.extend_from_slice(b"/>");
        } else {
            self.close(name);
        }
    }

    fn open(&mut self, name: &str) {
        self.out.push(b'<');
        self.out.extend_from_slice(name.as_bytes());
        self.out.push(b'>');
    }

    fn close(&mut self, name: &str) {
        self.out.extend_from_slice(b"</");
        self.out.extend_from_slice(name.as_bytes());
        self.out.push(b'>');
    }
}

/// Whether every byte of a text stands for itself, found out eight at a time; the last eight may be looked at twice. Tab
/// and line feed, which do too, are too rare to be asked for.
fn is_all_plain(text: &[u8]) -> bool {
    match text.last_chunk() {
        Some(last) => text.as_chunks().0.iter().all(|eight| are_plain(*eight)) && are_plain(*last),
        None => {
            let mut padded = [b' '; 8];
            padded[..text.len()].copy_from_slice(text);
            are_plain(padded)
        }
    }
}

/// The same of eight bytes, all at once: <https://graphics.stanford.edu/~seander/bithacks.html#HasLessInWord>.
const fn are_plain(bytes: [u8; 8]) -> bool {
    const EACH: u64 = u64::from_ne_bytes([1; 8]);
    const fn any_below(word: u64, limit: u64) -> u64 {
        word.wrapping_sub(EACH * limit) & !word & (EACH << 7)
    }
    let word = u64::from_ne_bytes(bytes);
    // `"` and `&` differ in one bit, and so do `<` and `>`.
    let quotes = (word & !(EACH * 4)) ^ (EACH * b'"' as u64);
    let angles = (word & !(EACH * 2)) ^ (EACH * b'<' as u64);
    any_below(word, b' ' as u64) | any_below(quotes, 1) | any_below(angles, 1) == 0
}

/// Appends `text` with everything escaped that cannot stand in an element.
pub(crate) fn escape(text: &[u8], out: &mut Vec<u8>) {
    if is_all_plain(text) {
        out.extend_from_slice(text);
    } else {
        escape_some(text, out);
    }
}

fn escape_some(text: &[u8], out: &mut Vec<u8>) {
    let mut clean = 0;
    for (at, byte) in text.iter().enumerate() {
        let replacement: &[u8] = match byte {
            b'&' => b"&amp;",
            b'<' => b"&lt;",
            b'>' => b"&gt;",
            b'"' => b"&quot;",
            b'\t' | b'\n' | 0x20.. => continue,
            _ => b"",
        };
        out.extend_from_slice(&text[clean..at]);
        clean = at + 1;
        if replacement.is_empty() {
            write!(out, "&#x{byte:x};").expect("writing to memory cannot fail");
        } else {
            out.extend_from_slice(replacement);
        }
    }
    out.extend_from_slice(&text[clean..]);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let mut out = Vec::new();
        escape(text.as_bytes(), &mut out);
        assert_eq!(String::from_utf8(out).unwrap(), expected);
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
    fn only_what_is_written_as_it_is_is_plain() {
        for (byte, length) in (0..=u8::MAX).flat_map(|byte| (1..40).map(move |length| (byte, length))) {
            for at in [0, length / 2, length - 1] {
                let mut text = vec![b'a'; length];
                text[at] = byte;
                let mut out = Vec::new();
                escape_some(&text, &mut out);
                assert!(is_all_plain(&text) == (out == text) || matches!(byte, b'\t' | b'\n'), "{byte} {length} {at}");
            }
        }
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
