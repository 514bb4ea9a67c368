//! The fields of a form as the headers that PutObject reads: whatever a form can say, a PUT says in a header of the
//! same name or nearly so.
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/RESTObjectPOST.html>

use http::{HeaderMap, HeaderName, HeaderValue};

use super::fields::Fields;
use super::tagging;
use crate::error::Result;
use crate::error::form::FormError;
use crate::rules::{latin1, rfc2047};

/// Fields that are named as the headers that they stand for, besides all that begin with `x-amz-`.
const SAME: [&str; 7] = [
    "cache-control",
    "content-disposition",
    "content-encoding",
    "content-language",
    "content-md5",
    "content-type",
    "expires",
];

/// Fields that say how the form is answered. Nothing else goes by these names, so that they can travel as headers.
const ANSWER: [&str; 3] = ["success_action_redirect", "redirect", "success_action_status"];

/// Fields that are no properties of an object: the signature's, and those by which a body is sent.
const NOT_OF_OBJECTS: [&str; 9] = [
    "x-amz-algorithm",
    "x-amz-content-sha256",
    "x-amz-copy-source",
    "x-amz-credential",
    "x-amz-date",
    "x-amz-decoded-content-length",
    "x-amz-security-token",
    "x-amz-signature",
    "x-amz-trailer",
];

/// Headers of the request that count besides the fields: what the client wants to be sure of, and who pays.
const OF_REQUEST: [&str; 4] = ["if-match", "if-none-match", "x-amz-expected-bucket-owner", "x-amz-request-payer"];

const USER: &str = "x-amz-meta-";

/// The headers of a PutObject that makes the object which the form describes. `sent` are those of the form's request.
///
/// # Errors
/// `FieldUnusable`, `Conflict`, and what S3 says of tags.
pub(super) fn of(fields: &Fields, sent: &HeaderMap) -> Result<HeaderMap> {
    let mut headers = HeaderMap::new();
    for (name, value) in fields.iter() {
        let lower = name.to_ascii_lowercase();
        let (header, value) = match lower.as_str() {
            "acl" => ("x-amz-acl", text(value)),
            "tagging" => continue,
            answer if ANSWER.contains(&answer) => match text(value) {
                // What no header can say is no URL and no status, and means nothing.
                None => continue,
                value => (answer, value),
            },
            same if SAME.contains(&same) => (same, HeaderValue::from_bytes(&latin1::encode(value)).ok()),
            user if user.starts_with(USER) => (user, encoded(value)),
            other if other.starts_with("x-amz-") && !NOT_OF_OBJECTS.contains(&other) => (other, text(value)),
            _ => continue,
        };
        let header = HeaderName::try_from(header).ok().zip(value);
        let unusable = || FormError::FieldUnusable {
            name: name.to_owned(),
            value: fields.get(name).unwrap_or_default().to_owned(),
        };
        let (header, value) = header.ok_or_else(unusable)?;
        if header.as_str().starts_with("x-amz-") && sent.get(&header).is_some_and(|other| *other != value) {
            return Err(FormError::Conflict {}.into());
        }
        headers.insert(header, value);
    }
    if let Some(document) = fields.get("tagging") {
        let tags = tagging::header(document)?;
        headers.insert("x-amz-tagging", HeaderValue::try_from(tags).map_err(|_| FormError::Malformed {})?);
    }
    for name in OF_REQUEST {
        if let Some(value) = sent.get(name).filter(|_| !headers.contains_key(name)) {
            headers.insert(name, value.clone());
        }
    }
    Ok(headers)
}

fn text(value: &str) -> Option<HeaderValue> {
    HeaderValue::from_bytes(value.as_bytes()).ok()
}

/// User metadata is what the form says, to the last control character; it is never decoded (recorded). It is encoded here
/// wherever a header would not say the same.
fn encoded(value: &str) -> Option<HeaderValue> {
    let same = value.bytes().all(|b| matches!(b, b' '..=b'~')) && value.trim() == value && !value.contains("=?");
    HeaderValue::try_from(if same { value.to_owned() } else { rfc2047::word(value) }).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::metadata;

    fn check(pairs: &[(&str, &str)], expected: &[(&str, &str)]) {
        let headers = of(&Fields::of(pairs), &HeaderMap::new()).unwrap();
        let found: Vec<_> = headers.iter().map(|(name, value)| (name.as_str(), value.to_str().unwrap())).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn fields_are_headers_of_their_names() {
        check(&[("Content-Type", "text/plain"), ("EXPIRES", "0")], &[("content-type", "text/plain"), ("expires", "0")]);
        check(&[("acl", "public-read")], &[("x-amz-acl", "public-read")]);
        check(&[("X-Amz-Storage-Class", "GLACIER")], &[("x-amz-storage-class", "GLACIER")]);
        check(&[("x-amz-grant-read", "id=\"a\"")], &[("x-amz-grant-read", "id=\"a\"")]);
        check(&[("success_action_status", "201")], &[("success_action_status", "201")]);
        check(&[("redirect", "a\nb")], &[]);
        check(&[("key", "k"), ("policy", "p"), ("x-ignore-a", "b"), ("bucket", "b"), ("submit", "s")], &[]);
        for name in NOT_OF_OBJECTS {
            check(&[(name, "v")], &[]);
        }
    }

    #[test]
    fn tags_are_an_xml_document() {
        let document = "<Tagging><TagSet><Tag><Key>a b</Key><Value>ü+</Value></Tag></TagSet></Tagging>";
        check(&[("tagging", document)], &[("x-amz-tagging", "a%20b=%C3%BC%2B")]);
    }

    #[test]
    fn user_metadata_is_kept_to_the_last_character() {
        for value in [
            "plain",
            "",
            "ÄMÄZÕÑ S3",
            "=?UTF-8?B?YWJj?=",
            "=?UTF-8?Q?actually-ascii?=",
            "\u{0}\u{1}\u{2}",
            "one\r\ntwo",
            " around\t",
            "! \"#$%&'()*+,-./0123456789:;<>'?@ABC[\\]^_`abc{|}~\t",
            &"ü".repeat(200),
        ] {
            let headers = of(&Fields::of(&[("x-amz-meta-A", value)]), &HeaderMap::new()).unwrap();
            let user = metadata::read(&headers.into()).unwrap().user;
            assert_eq!(user, [("a".to_owned(), value.to_owned())]);
        }
    }

    #[test]
    fn other_headers_are_of_iso_8859_1() {
        let headers = of(&Fields::of(&[("Cache-Control", "_—_é_")]), &HeaderMap::new()).unwrap();
        assert_eq!(headers["cache-control"].as_bytes(), b"_ _\xe9_");
    }

    fn check_refused(pairs: &[(&str, &str)], sent: &[(&'static str, &'static str)], code: &str) {
        let sent = sent.iter().map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)));
        let error = of(&Fields::of(pairs), &sent.collect()).unwrap_err();
        assert_eq!(error.document().code, code, "{pairs:?}");
    }

    #[test]
    fn what_no_header_can_say_is_refused() {
        check_refused(&[("x-amz-meta-a b", "v")], &[], "InvalidArgument");
        check_refused(&[("Content-Type", "a\nb")], &[], "InvalidArgument");
        check_refused(&[("acl", "a\u{0}")], &[], "InvalidArgument");
        check_refused(&[("tagging", "not-xml")], &[], "MalformedXML");
    }

    #[test]
    fn headers_and_fields_say_the_same() {
        check_refused(&[("acl", "private")], &[("x-amz-acl", "public-read")], "InvalidRequest");
        check_refused(&[("x-amz-meta-a", "b")], &[("x-amz-meta-a", "c")], "InvalidRequest");
        let sent = [("x-amz-acl", "private"), ("content-type", "multipart/form-data"), ("if-none-match", "*")];
        let sent = sent.map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)));
        let headers = of(&Fields::of(&[("acl", "private")]), &HeaderMap::from_iter(sent)).unwrap();
        assert_eq!(headers.len(), 2);
        assert_eq!(headers["if-none-match"], "*");
    }
}
