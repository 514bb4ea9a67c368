//! The field `tagging`: a `Tagging` document.

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use crate::documents::Element;
use crate::error::{Error, Result};
use crate::front::xml;
use crate::rules::tags::{self, Of, Tag};

/// The tags of `document` as the header `x-amz-tagging` has them. A document of another kind has none (recorded).
///
/// # Errors
/// `MalformedXml`, and what [`tags::check`] refuses.
pub(super) fn header(document: &str) -> Result<String> {
    let plain = xml::normalise(document.as_bytes()).map_err(|_| Error::MalformedXml {})?;
    let document = Element::parse(&plain).ok_or(Error::MalformedXml {})?;
    let set = document.child("TagSet").filter(|_| document.name == "Tagging");
    let read =
        |tag: &Element| Some(Tag { key: tag.text_of("Key")?.to_owned(), value: tag.text_of("Value")?.to_owned() });
    let tags: Option<Vec<Tag>> = set.into_iter().flat_map(|set| set.all("Tag")).map(read).collect();
    let tags = tags.ok_or(Error::MalformedXml {})?;
    tags::check(&tags, Of::Object)?;
    let encoded = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
    let pairs = tags.iter().map(|tag| format!("{}={}", encoded(&tag.key), encoded(&tag.value)));
    Ok(pairs.collect::<Vec<_>>().join("&"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(document: &str, expected: Result<&str, &str>) {
        let found = header(document).map_err(|error| error.document().code.into_owned());
        assert_eq!(found.as_deref().map_err(String::as_str), expected, "{document}");
    }

    #[test]
    fn tags_are_read_as_put_object_tagging_reads_them() {
        let tag = |key: &str, value: &str| format!("<Tag><Key>{key}</Key><Value>{value}</Value></Tag>");
        let set = |tags: &str| format!("<Tagging><TagSet>{tags}</TagSet></Tagging>");
        check(&set(&(tag("a", "1") + &tag("b", ""))), Ok("a=1&b="));
        check(&set(&tag("k=", "=+")), Ok("k%3D=%3D%2B"));
        check(&set(""), Ok(""));
        check("<Tagging/>", Ok(""));
        check("<InvalidXmlTagging></InvalidXmlTagging>", Ok(""));
        check("not-xml", Err("MalformedXML"));
        check("", Err("MalformedXML"));
        check(&set("<Tag><Key>a</Key></Tag>"), Err("MalformedXML"));
        check(&set(&(tag("a", "1") + &tag("a", "2"))), Err("InvalidTag"));
        check(&set(&tag("aws:a", "1")), Err("InvalidTag"));
        check(&set(&tag("k", "1").repeat(11)), Err("BadRequest"));
    }
}
