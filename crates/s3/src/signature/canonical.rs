//! The canonical request of Signature Version 4 and 4A, as S3 makes it.
//!
//! S3 differs from other services: the path is decoded once and encoded once, and `//` and `..` stay as they are.
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html>

use http::HeaderMap;
use http::header::HOST;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode, percent_encode};

/// What is encoded in names and values of the query: everything but the unreserved characters.
const QUERY: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// What is encoded in the path.
const PATH: &AsciiSet = &QUERY.remove(b'/');

/// The literal that stands for a payload that is not signed.
pub(crate) const UNSIGNED_PAYLOAD: &str = "UNSIGNED-PAYLOAD";

/// A request as it is signed. Each part is what goes into the text, so it can be replaced by what another client might
/// have signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Canonical {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) query: String,
    /// The signed headers in the order in which they are listed, with their canonical values.
    pub(crate) headers: Vec<(String, Vec<u8>)>,
    /// The hexadecimal hash of the payload, or the literal in its place.
    pub(crate) payload: String,
}

impl Canonical {
    /// The text whose hash is signed.
    pub(crate) fn text(&self) -> Vec<u8> {
        let mut text = Vec::with_capacity(512);
        for line in [&self.method, &self.path, &self.query] {
            text.extend_from_slice(line.as_bytes());
            text.push(b'\n');
        }
        for (name, value) in &self.headers {
            text.extend_from_slice(name.as_bytes());
            text.push(b':');
            text.extend_from_slice(value);
            text.push(b'\n');
        }
        text.push(b'\n');
        for (at, (name, _)) in self.headers.iter().enumerate() {
            if at > 0 {
                text.push(b';');
            }
            text.extend_from_slice(name.as_bytes());
        }
        text.push(b'\n');
        text.extend_from_slice(self.payload.as_bytes());
        text
    }

    /// The same request with another value of a signed header.
    #[must_use]
    pub(crate) fn with_header(&self, name: &str, value: &[u8]) -> Self {
        let mut other = self.clone();
        for (_, kept) in other.headers.iter_mut().filter(|(signed, _)| signed == name) {
            *kept = value.to_vec();
        }
        other
    }
}

/// The canonical path: decoded once, each byte encoded once.
pub(crate) fn path(raw: &str) -> String {
    let decoded: Vec<u8> = percent_decode(raw.as_bytes()).collect();
    percent_encode(&decoded, PATH).to_string()
}

/// The canonical query: every parameter but the signature, encoded anew and in order. A plus is a space.
pub(crate) fn query(raw: &str) -> String {
    let items = raw.split('&').filter(|item| !item.is_empty()).map(item);
    let mut items: Vec<_> = items.filter(|(name, _)| !name.eq_ignore_ascii_case("X-Amz-Signature")).collect();
    items.sort_unstable();
    items.into_iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("&")
}

fn item(raw: &str) -> (String, String) {
    let (name, value) = raw.split_once('=').unwrap_or((raw, ""));
    let encoded = |text: &str| percent_encode(&decoded(text), QUERY).to_string();
    (encoded(name), encoded(value))
}

/// The bytes that a name or a value of a query stands for.
pub(super) fn decoded(raw: &str) -> Vec<u8> {
    let spaced: Vec<u8> = raw.bytes().map(|b| if b == b'+' { b' ' } else { b }).collect();
    percent_decode(&spaced).collect()
}

/// The canonical value of the header `name`, which is in small letters. The host is the one that the request came for,
/// in whichever version of HTTP. A header of AWS that is not there may be a parameter of the query instead; any other
/// that is not there is empty.
pub(crate) fn header(name: &str, headers: &HeaderMap, host: Option<&str>, query: &str) -> Vec<u8> {
    if name == HOST.as_str() {
        return trimmed(host.unwrap_or_default().as_bytes());
    }
    let values: Vec<_> = headers.get_all(name).iter().map(|value| trimmed(value.as_bytes())).collect();
    if values.is_empty() && name.starts_with("x-amz-") {
        return parameter(name, query).map(|value| trimmed(&value)).unwrap_or_default();
    }
    values.join(&b',')
}

/// The decoded value of a query parameter that stands for the header `name`.
pub(super) fn parameter(name: &str, query: &str) -> Option<Vec<u8>> {
    let mut items = query.split('&').map(|item| item.split_once('=').unwrap_or((item, "")));
    items.find(|(sent, _)| decoded(sent).eq_ignore_ascii_case(name.as_bytes())).map(|(_, value)| decoded(value))
}

/// `value` without spaces around it, and with one in the place of several.
pub(crate) fn trimmed(value: &[u8]) -> Vec<u8> {
    let words = value.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(&b' ')
}

#[cfg(test)]
mod tests;
