//! `encoding-type=url`: keys in a form that every XML parser can read.
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html#API_ListObjectsV2_RequestSyntax>
//!
//! It is applied to keys, prefixes, delimiters and to the markers that are keys; to nothing else.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_encode, utf8_percent_encode};

use crate::error::{Error, Result};
use crate::xml::{self, Xml};

/// What is escaped: every byte but letters, digits and `-_.*/`. A space is `%20`, which decoders of paths and decoders
/// of forms both read.
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'*').remove(b'/');

/// How the keys of one answer are written.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Encoding<'a>(Option<&'a str>);

impl<'a> Encoding<'a> {
    /// What the request asks for. `url` counts in any case of letters.
    ///
    /// # Errors
    /// `InvalidEncodingType`, also for an empty value.
    pub(crate) fn parse(sent: Option<&'a str>) -> Result<Self> {
        match sent {
            Some(value) if !value.eq_ignore_ascii_case("url") => {
                Err(Error::InvalidEncodingType { value: value.to_owned() })
            }
            _ => Ok(Self(sent)),
        }
    }

    /// Appends a key, or a piece of one, as an element's text.
    pub(crate) fn append(self, out: &mut Vec<u8>, key: &[u8]) {
        if self.0.is_some() {
            percent_encode(key, ESCAPED).for_each(|piece| out.extend_from_slice(piece.as_bytes()));
        } else {
            xml::escape(key, out);
        }
    }

    /// Writes an element that holds a key or a piece of one.
    pub(crate) fn write(self, xml: &mut Xml, element: &str, key: &str) {
        if self.0.is_some() {
            xml.value(element, utf8_percent_encode(key, ESCAPED));
        } else {
            xml.text(element, key);
        }
    }

    /// Writes `CommonPrefixes`.
    pub(crate) fn write_prefix(self, xml: &mut Xml, prefix: &str) {
        xml.nest("CommonPrefixes", |xml| self.write(xml, "Prefix", prefix));
    }

    /// Writes `EncodingType`, spelled as it was sent.
    pub(crate) fn echo(self, xml: &mut Xml) {
        xml.optional("EncodingType", self.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(sent: Option<&str>, key: &str, expected: &str) {
        let mut xml = Xml::plain("R");
        let encoding = Encoding::parse(sent).unwrap();
        encoding.write(&mut xml, "K", key);
        encoding.echo(&mut xml);
        let document = String::from_utf8(xml.finish().to_vec()).unwrap();
        let inner = document.split_once("<R>").and_then(|(_, rest)| rest.strip_suffix("</R>"));
        assert_eq!(inner, Some(expected));
    }

    #[test]
    fn keys_are_escaped_when_asked() {
        check(None, "a b&\u{1}", "<K>a b&amp;&#x1;</K>");
        check(Some("url"), "asdf+b", "<K>asdf%2Bb</K><EncodingType>url</EncodingType>");
        check(Some("url"), "quux ab/thud", "<K>quux%20ab/thud</K><EncodingType>url</EncodingType>");
        check(Some("url"), "test_file(3).png", "<K>test_file%283%29.png</K><EncodingType>url</EncodingType>");
        check(Some("url"), "-_.*/09azAZ", "<K>-_.*/09azAZ</K><EncodingType>url</EncodingType>");
        check(
            Some("URL"),
            "!'~,;:@=\"<>|%&\u{0}\n",
            "<K>%21%27%7E%2C%3B%3A%40%3D%22%3C%3E%7C%25%26%00%0A</K><EncodingType>URL</EncodingType>",
        );
        check(Some("url"), "한글😀", "<K>%ED%95%9C%EA%B8%80%F0%9F%98%80</K><EncodingType>url</EncodingType>");
        check(Some("url"), "", "<K></K><EncodingType>url</EncodingType>");
    }

    #[test]
    fn any_other_type_is_refused() {
        for sent in ["", "value", "url ", "urls"] {
            let error = Encoding::parse(Some(sent)).unwrap_err().document();
            assert_eq!(error.message, "Invalid Encoding Method specified in Request");
            assert_eq!(
                error.fields,
                [("ArgumentName", "encoding-type".to_owned()), ("ArgumentValue", sent.to_owned())]
            );
        }
    }
}
