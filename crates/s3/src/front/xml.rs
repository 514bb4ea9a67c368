//! XML request bodies, made plain: what any client may send becomes what s3s's reader takes.
//!
//! That reader knows elements and text, with their prefixes as part of the names; it drops CDATA and refuses some
//! character references. What goes in is read as XML 1.0 asks, what comes out is UTF-8 without declaration, namespaces,
//! comments, CDATA and references other than `&amp;`, `&lt;` and `&gt;`. Whether the elements mean anything is not
//! asked. The whole document is in memory: whoever reads it off the connection bounds its size.

use std::str::Utf8Error;

use quick_xml::XmlVersion;
use quick_xml::escape::resolve_xml_entity;
use quick_xml::events::attributes::AttrError;
use quick_xml::events::{BytesDecl, BytesRef, BytesStart, Event};
use quick_xml::name::QName;
use quick_xml::reader::Reader;

/// How deep elements may be nested. S3's own documents go to seven.
const DEPTH_LIMIT: usize = 32;

/// Why a body is not XML: 400 `MalformedXML`, whatever the reason.
#[derive(Debug, thiserror::Error)]
pub(crate) enum XmlError {
    /// It is not UTF-8.
    #[error("the document is not UTF-8")]
    Encoding(#[from] Utf8Error),
    /// Tags, quotes or references do not fit together.
    #[error("the document's syntax is broken")]
    Syntax(#[from] quick_xml::Error),
    /// An attribute is broken, or given twice.
    #[error("an attribute is broken")]
    Attribute(#[from] AttrError),
    /// A rule of XML is broken that the reader does not check.
    #[error("{0}")]
    Malformed(&'static str),
}

/// Reads `body` and writes it plain.
///
/// # Errors
/// Anything that is not one well-formed element, a document type declaration, and elements nested more than 32 deep.
pub(crate) fn normalise(body: &[u8]) -> Result<Vec<u8>, XmlError> {
    let text = std::str::from_utf8(body)?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.bytes().any(|b| b < b' ' && !matches!(b, b'\t' | b'\n' | b'\r')) {
        return Err(XmlError::Malformed("a control character"));
    }
    let mut reader = Reader::from_str(text);
    reader.config_mut().check_comments = true;
    let mut plain = Plain::new(text.len());
    loop {
        let is_first = reader.buffer_position() == 0;
        match reader.read_event()? {
            Event::Decl(declaration) if is_first => plain.declare(&declaration)?,
            Event::Decl(_) => return Err(XmlError::Malformed("a declaration that is not at the beginning")),
            Event::DocType(_) => return Err(XmlError::Malformed("a document type declaration")),
            Event::Start(tag) => plain.open(&tag)?,
            Event::Empty(tag) => {
                plain.open(&tag)?;
                plain.close(tag.name());
            }
            Event::End(tag) => plain.close(tag.name()),
            Event::Text(text) if contains(&text, "]]>") => return Err(XmlError::Malformed("]]> in text")),
            Event::Text(text) => plain.text(std::str::from_utf8(&text)?)?,
            Event::CData(text) => plain.cdata(std::str::from_utf8(&text)?)?,
            Event::GeneralRef(reference) => plain.reference(&reference)?,
            Event::Comment(_) | Event::PI(_) => {}
            Event::Eof => return plain.finish(),
        }
    }
}

/// The document as it is written.
struct Plain {
    out: Vec<u8>,
    depth: usize,
    version: XmlVersion,
}

impl Plain {
    fn new(size: usize) -> Self {
        Self { out: Vec::with_capacity(size), depth: 0, version: XmlVersion::Implicit1_0 }
    }

    fn declare(&mut self, declaration: &BytesDecl<'_>) -> Result<(), XmlError> {
        self.version = declaration.xml_version()?;
        Ok(())
    }

    fn open(&mut self, tag: &BytesStart<'_>) -> Result<(), XmlError> {
        if self.depth == 0 && !self.out.is_empty() {
            return Err(XmlError::Malformed("more than one root element"));
        }
        if self.depth == DEPTH_LIMIT {
            return Err(XmlError::Malformed("elements nested too deep"));
        }
        check_name(tag.name())?;
        self.depth += 1;
        self.out.push(b'<');
        self.out.extend_from_slice(tag.local_name().as_ref());
        self.attributes(tag)?;
        self.out.push(b'>');
        Ok(())
    }

    /// The only attribute that means something to S3 is a grantee's type. s3s knows it by its usual prefix.
    fn attributes(&mut self, tag: &BytesStart<'_>) -> Result<(), XmlError> {
        check_spaces(tag.attributes_raw())?;
        let mut kind = None;
        for attribute in tag.attributes() {
            let attribute = attribute?;
            check_name(attribute.key)?;
            if attribute.value.contains(&b'<') {
                return Err(XmlError::Malformed("< in an attribute"));
            }
            let value = attribute.normalized_value(self.version)?;
            if is_type(attribute.key) && kind.replace(value).is_some() {
                return Err(XmlError::Malformed("an element of two types"));
            }
        }
        if let Some(kind) = kind {
            self.out.extend_from_slice(b" xsi:type=\"");
            self.escaped(&kind);
            self.out.push(b'"');
        }
        Ok(())
    }

    /// Closes the innermost element, whose name the reader has compared.
    fn close(&mut self, name: QName<'_>) {
        self.depth -= 1;
        self.out.extend_from_slice(b"</");
        self.out.extend_from_slice(name.local_name().as_ref());
        self.out.push(b'>');
    }

    fn text(&mut self, text: &str) -> Result<(), XmlError> {
        if self.depth > 0 {
            self.lines(text);
        } else if text.contains(|c| !matches!(c, ' ' | '\t' | '\n' | '\r')) {
            return Err(XmlError::Malformed("text outside the root element"));
        }
        Ok(())
    }

    fn cdata(&mut self, text: &str) -> Result<(), XmlError> {
        self.check_inside()?;
        self.lines(text);
        Ok(())
    }

    fn reference(&mut self, reference: &BytesRef<'_>) -> Result<(), XmlError> {
        self.check_inside()?;
        let name = std::str::from_utf8(reference)?;
        match name.strip_prefix('#').map(|number| character(number, self.version)) {
            Some(Some(character)) => self.escaped(character.encode_utf8(&mut [0; 4])),
            Some(None) => return Err(XmlError::Malformed("a reference to no character")),
            None => {
                let text = resolve_xml_entity(name).ok_or(XmlError::Malformed("an unknown entity"))?;
                self.escaped(text);
            }
        }
        Ok(())
    }

    fn check_inside(&self) -> Result<(), XmlError> {
        if self.depth == 0 {
            return Err(XmlError::Malformed("content outside the root element"));
        }
        Ok(())
    }

    /// Text with its line ends made line feeds, as XML asks of what is not a reference.
    fn lines(&mut self, text: &str) {
        let mut rest = text;
        while let Some((line, next)) = rest.split_once('\r') {
            self.escaped(line);
            self.out.push(b'\n');
            rest = next.strip_prefix('\n').unwrap_or(next);
        }
        self.escaped(rest);
    }

    fn escaped(&mut self, text: &str) {
        for byte in text.bytes() {
            match byte {
                b'&' => self.out.extend_from_slice(b"&amp;"),
                b'<' => self.out.extend_from_slice(b"&lt;"),
                b'>' => self.out.extend_from_slice(b"&gt;"),
                b'"' => self.out.extend_from_slice(b"&quot;"),
                _ => self.out.push(byte),
            }
        }
    }

    fn finish(self) -> Result<Vec<u8>, XmlError> {
        match self.depth {
            0 if self.out.is_empty() => Err(XmlError::Malformed("no root element")),
            0 => Ok(self.out),
            _ => Err(XmlError::Malformed("an element that does not end")),
        }
    }
}

/// The character that `&#number;` stands for. XML 1.0 has fewer than 1.1: no control characters but the white space.
fn character(number: &str, version: XmlVersion) -> Option<char> {
    let (digits, radix) = number.strip_prefix('x').map_or((number, 10), |digits| (digits, 16));
    // Without this a sign would pass.
    if !digits.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return None;
    }
    let code = u32::from_str_radix(digits, radix).ok()?;
    let control = version == XmlVersion::Explicit1_1;
    let legal = match code {
        0x9 | 0xA | 0xD | 0x20..=0xFFFD | 0x1_0000.. => true,
        0x1..0x20 => control,
        0 | 0xFFFE | 0xFFFF => false,
    };
    char::from_u32(code).filter(|_| legal)
}

/// Checks that a name is one, with a prefix or without.
fn check_name(name: QName<'_>) -> Result<(), XmlError> {
    let is_start = |b: u8| b.is_ascii_alphabetic() || b == b'_' || !b.is_ascii();
    let is_part = |b: &u8| is_start(*b) || b.is_ascii_digit() || matches!(b, b'-' | b'.');
    let is_name = |part: &[u8]| part.first().is_some_and(|b| is_start(*b)) && part.iter().all(is_part);
    let mut parts = name.into_inner().split(|&b| b == b':');
    if parts.clone().count() <= 2 && parts.all(is_name) {
        return Ok(());
    }
    Err(XmlError::Malformed("a name that is none"))
}

/// Whether an attribute is a `type` with any prefix but the one that declares prefixes.
fn is_type(name: QName<'_>) -> bool {
    let prefix = name.prefix().is_some_and(|prefix| prefix.into_inner() != b"xmlns");
    prefix && name.local_name().as_ref() == b"type"
}

/// Checks that white space follows each value in `attributes`, which the reader does not ask for.
fn check_spaces(attributes: &[u8]) -> Result<(), XmlError> {
    let mut rest = attributes;
    while let Some(open) = rest.iter().position(|b| matches!(b, b'"' | b'\'')) {
        let value = &rest[open + 1..];
        let Some(close) = value.iter().position(|&b| b == rest[open]) else { break };
        let after = &value[close + 1..];
        if after.first().is_some_and(|b| !b.is_ascii_whitespace()) {
            return Err(XmlError::Malformed("attributes without a space between them"));
        }
        rest = after;
    }
    Ok(())
}

fn contains(bytes: &[u8], part: &str) -> bool {
    bytes.windows(part.len()).any(|window| window == part.as_bytes())
}

#[cfg(test)]
mod tests;
