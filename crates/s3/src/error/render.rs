//! An error as the XML document that AWS sends.

use bytes::Bytes;

use super::Document;
use crate::xml::Xml;

/// The error document: code, message, the code's own elements, then the two ids. AWS sends elements without text too.
pub(crate) fn render(document: &Document, request_id: &str, host_id: &str) -> Bytes {
    let mut xml = Xml::plain("Error");
    xml.text("Code", &document.code);
    xml.text("Message", &document.message);
    for (name, value) in &document.fields {
        xml.text(name, value);
    }
    xml.text("RequestId", request_id);
    xml.text("HostId", host_id);
    xml.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Error;

    fn check(error: &Error, expected: &str) {
        let body = render(&error.document(), "R", "H");
        let text = std::str::from_utf8(&body).unwrap();
        let inner = text
            .strip_prefix("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error>")
            .and_then(|t| t.strip_suffix("<RequestId>R</RequestId><HostId>H</HostId></Error>"));
        assert_eq!(inner, Some(expected));
    }

    #[test]
    fn fields_stand_between_message_and_ids() {
        check(
            &Error::NoSuchKey { key: "a&b".into() },
            "<Code>NoSuchKey</Code><Message>The specified key does not exist.</Message><Key>a&amp;b</Key>",
        );
        check(&Error::AccessDenied {}, "<Code>AccessDenied</Code><Message>Access Denied</Message>");
    }

    #[test]
    fn a_condition_names_its_header() {
        check(
            &Error::ConditionNotImplemented { header: "If-Match" },
            "<Code>NotImplemented</Code><Message>A header you provided implies functionality that is not implemented</Message>\
             <Header>If-Match</Header><additionalMessage>We don't accept the provided value of If-Match header for this API</additionalMessage>",
        );
    }
}
