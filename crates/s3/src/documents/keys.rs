//! The document of a DeleteObjects, read straight off its bytes, as clients usually write it.
//!
//! There are a thousand keys in one. Whatever is unusual, and whatever is wrong, is left to the reader of all documents
//! and its schema (`documents/requests.rs`): what is read here, that one reads to the same.

use std::borrow::Cow;

use s3s::dto::{Delete, ObjectIdentifier};

/// Declarations that clients write.
const DECLARATIONS: [&str; 3] = [
    r#"<?xml version="1.0" encoding="UTF-8"?>"#,
    r#"<?xml version="1.0" encoding="utf-8"?>"#,
    r#"<?xml version="1.0"?>"#,
];

/// Roots that clients write.
const ROOTS: [&str; 2] = [r#"<Delete xmlns="http://s3.amazonaws.com/doc/2006-03-01/">"#, "<Delete>"];

/// What the document asks for, if it is of the usual kind.
pub(crate) fn read(body: &[u8]) -> Option<Delete> {
    let mut reader = Reader(std::str::from_utf8(body).ok()?);
    DECLARATIONS.iter().any(|declaration| reader.take(declaration));
    reader.space();
    ROOTS.iter().any(|root| reader.take(root)).then_some(())?;
    // About what a key takes.
    let mut delete = Delete { objects: Vec::with_capacity(body.len() / 64), quiet: None };
    loop {
        reader.space();
        if reader.take("<Object>") {
            delete.objects.push(reader.object()?);
        } else if reader.take("<Quiet>") && delete.quiet.is_none() {
            // Whatever is not true is false (recorded).
            delete.quiet = Some(reader.text("</Quiet>")?.trim().eq_ignore_ascii_case("true"));
        } else {
            break;
        }
    }
    let ends = reader.take("</Delete>");
    reader.space();
    (ends && reader.0.is_empty() && !delete.objects.is_empty()).then_some(delete)
}

/// What is left to be read.
struct Reader<'a>(&'a str);

impl<'a> Reader<'a> {
    /// Takes that text if it is what follows.
    fn take(&mut self, text: &str) -> bool {
        let rest = self.0.strip_prefix(text);
        self.0 = rest.unwrap_or(self.0);
        rest.is_some()
    }

    /// Takes what may stand between elements.
    fn space(&mut self) {
        if !self.0.starts_with('<') {
            self.0 = self.0.trim_start_matches([' ', '\t', '\n']);
        }
    }

    /// The rest of an `Object`.
    fn object(&mut self) -> Option<ObjectIdentifier> {
        let (mut key, mut version_id) = (None, None);
        loop {
            self.space();
            if key.is_none() && self.take("<Key>") {
                key = Some(self.text("</Key>")?);
            } else if version_id.is_none() && self.take("<VersionId>") {
                version_id = Some(self.text("</VersionId>")?.into_owned());
            } else {
                break;
            }
        }
        let key = self.take("</Object>").then_some(key?)?.into_owned();
        Some(ObjectIdentifier { key, version_id, e_tag: None, last_modified_time: None, size: None })
    }

    /// Text up to the tag `end`.
    fn text(&mut self, end: &str) -> Option<Cow<'a, str>> {
        let (text, rest) = self.0.split_at(memchr::memchr(b'<', self.0.as_bytes())?);
        self.0 = rest.strip_prefix(end)?;
        // Line ends, characters that XML does not have, and ends of CDATA are for others to judge.
        let fine = text.bytes().fold(true, |fine, byte| fine & (byte >= b' ') & (byte != b'>'));
        if !fine {
            return None;
        }
        if text.contains('&') { unescape(text).map(Cow::Owned) } else { Some(Cow::Borrowed(text)) }
    }
}

/// The text in which the entities that XML has by itself are what they stand for.
fn unescape(text: &str) -> Option<String> {
    let mut pieces = text.split('&');
    let mut out = pieces.next()?.to_owned();
    for piece in pieces {
        let (name, rest) = piece.split_once(';')?;
        out.push_str(quick_xml::escape::resolve_xml_entity(name)?);
        out.push_str(rest);
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use s3s::xml::{Deserialize as _, Deserializer};

    use super::*;
    use crate::documents::Element;
    use crate::documents::requests::Request;
    use crate::front::xml::normalise;
    use crate::xml::Xml;

    /// What the reader of all documents, the schema and s3s make of it.
    fn reference(document: &str) -> Option<Delete> {
        let request = Request::of(&http::Method::POST, false, Some("delete")).unwrap();
        let mut element = Element::parse(&normalise(document.as_bytes()).ok()?)?;
        request.root.check(&mut element).ok()?;
        request.settle(&mut element);
        let mut xml = Xml::plain("Delete");
        element.write_into(&mut xml);
        Delete::deserialize(&mut Deserializer::new(&xml.finish())).ok()
    }

    fn check(document: &str, fast: bool) {
        let found = read(document.as_bytes());
        assert_eq!(found.is_some(), fast, "{document}");
        if found.is_some() {
            assert_eq!(found, reference(document), "{document}");
        }
    }

    #[test]
    fn usual_documents_are_read_as_by_the_schema() {
        for declaration in DECLARATIONS.iter().chain([&"", &"\n "]) {
            for root in ROOTS {
                for inner in [
                    "<Object><Key>k</Key></Object>",
                    "<Object><Key>a b</Key></Object><Object><Key></Key></Object><Quiet>true</Quiet>",
                    "\n <Quiet> TRUE </Quiet>\n <Object>\n\t<Key> k </Key>\n </Object>\n",
                    "<Quiet>maybe</Quiet><Object><Key>k</Key></Object>",
                    "<Object><VersionId>null</VersionId><Key>k</Key></Object>",
                    "<Object><Key>k</Key><VersionId></VersionId></Object>",
                    "<Object><Key>&lt;&amp;amp;&gt;&quot;&apos;é😀&amp;</Key></Object>",
                    "<Object><Key>\"'/\u{7f}\u{85}]]</Key></Object>",
                ] {
                    check(&format!("{declaration}{root}{inner}</Delete>\n"), true);
                }
            }
        }
    }

    #[test]
    fn what_is_unusual_or_wrong_is_left_to_others() {
        for inner in [
            "",
            "<Quiet>true</Quiet>",
            "<Object></Object>",
            "<Object><Key>k</Key><Key>j</Key></Object>",
            "<Object><Key>k</Key><VersionId>a</VersionId><VersionId>b</VersionId></Object>",
            "<Object><Key>k</Key></Object><Quiet>true</Quiet><Quiet>true</Quiet>",
            "<Object><Key>k</Key><ETag>x</ETag></Object>",
            "<Object><Key>k</Key><Size>1</Size></Object>",
            "<Object><Key>k</Key></Object><Nope></Nope>",
            "<Object><Key>k</Key></Object>text",
            "<Object>text<Key>k</Key></Object>",
            "<Object><Key>k\r\n</Key></Object>",
            "<Object><Key>k\n</Key></Object>",
            "<Object><Key>\u{1}</Key></Object>",
            "<Object><Key>&#65;</Key></Object>",
            "<Object><Key>&nbsp;</Key></Object>",
            "<Object><Key>a & b</Key></Object>",
            "<Object><Key>a]]>b</Key></Object>",
            "<Object><Key><![CDATA[k]]></Key></Object>",
            "<Object><Key a=\"b\">k</Key></Object>",
            "<Object><Key>k</Key ></Object>",
            "<Object><Key>k</Key></Object><!-- -->",
            "<Object><Key>k</VersionId></Object>",
            "<Object><Key>k",
        ] {
            check(&format!("<Delete>{inner}</Delete>"), false);
        }
        let whole = "<Delete><Object><Key>k</Key></Object></Delete>";
        for document in [
            &format!("{whole}{whole}"),
            &format!("{whole}x"),
            &format!("\u{feff}{whole}"),
            &format!(" {}{whole}", DECLARATIONS[0]),
            &whole.replace("Delete", "x:Delete"),
            &whole[..whole.len() - 1],
            "",
        ] {
            check(document, false);
        }
    }
}
