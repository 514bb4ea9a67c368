//! The canonical request of Signature Version 4 and 4A, as S3 makes it.
//!
//! S3 differs from other services: the path is decoded once and encoded once, and `//` and `..` stay as they are.
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html>

use std::borrow::Cow;

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

/// A request that came, and which of its headers are signed.
#[derive(Clone, Debug)]
pub(crate) struct Request<'a> {
    pub(crate) method: &'a str,
    /// The path and the query as they were sent.
    pub(crate) path: &'a str,
    pub(crate) query: &'a str,
    pub(crate) headers: &'a HeaderMap,
    /// The host that it came for.
    pub(crate) host: Option<&'a str>,
    /// The headers that are signed, in small letters, with semicolons between them.
    pub(crate) signed: &'a str,
    /// The hexadecimal hash of the payload, or the literal in its place.
    pub(crate) payload: Cow<'a, str>,
}

impl Request<'_> {
    /// The text whose hash is signed, written at once: what [`Canonical::text`] says of [`Self::canonical`].
    pub(crate) fn text(&self) -> Vec<u8> {
        let (path, query) = (path(self.path), query(self.query));
        let known = self.method.len() + path.len() + query.len() + 2 * self.signed.len() + self.payload.len();
        let mut text = Vec::with_capacity(known + 256);
        for line in [self.method, &path, &query] {
            text.extend_from_slice(line.as_bytes());
            text.push(b'\n');
        }
        for name in self.signed.split(';') {
            text.extend_from_slice(name.as_bytes());
            text.push(b':');
            text.extend_from_slice(&header(name, self.headers, self.host, self.query));
            text.push(b'\n');
        }
        for last in ["\n", self.signed, "\n", &self.payload] {
            text.extend_from_slice(last.as_bytes());
        }
        text
    }

    /// Its parts.
    pub(crate) fn canonical(&self) -> Canonical {
        let value = |name: &str| header(name, self.headers, self.host, self.query).into_owned();
        Canonical {
            method: self.method.to_owned(),
            path: path(self.path).into_owned(),
            query: query(self.query).into_owned(),
            headers: self.signed.split(';').map(|name| (name.to_owned(), value(name))).collect(),
            payload: self.payload.clone().into_owned(),
        }
    }
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
pub(crate) fn path(raw: &str) -> Cow<'_, str> {
    if raw.bytes().all(|byte| is_plain(byte) || byte == b'/') {
        return Cow::Borrowed(raw);
    }
    let decoded: Vec<u8> = percent_decode(raw.as_bytes()).collect();
    Cow::Owned(percent_encode(&decoded, PATH).to_string())
}

/// The canonical query: every parameter but the signature, encoded anew and in order. A plus is a space.
pub(crate) fn query(raw: &str) -> Cow<'_, str> {
    if raw.is_empty() {
        return Cow::Borrowed(raw);
    }
    let items = raw.split('&').filter(|item| !item.is_empty()).map(item);
    let mut items: Vec<_> = items.filter(|(name, _)| !name.eq_ignore_ascii_case("X-Amz-Signature")).collect();
    items.sort_unstable();
    let mut query = String::with_capacity(raw.len() + 16);
    for (name, value) in &items {
        if !query.is_empty() {
            query.push('&');
        }
        for part in [name, "=", value] {
            query.push_str(part);
        }
    }
    Cow::Owned(query)
}

fn item(raw: &str) -> (Cow<'_, str>, Cow<'_, str>) {
    let (name, value) = raw.split_once('=').unwrap_or((raw, ""));
    (encoded(name), encoded(value))
}

/// A name or a value of a query, encoded anew.
fn encoded(raw: &str) -> Cow<'_, str> {
    if raw.bytes().all(is_plain) {
        return Cow::Borrowed(raw);
    }
    Cow::Owned(percent_encode(&decoded(raw), QUERY).to_string())
}

/// Whether a byte stands for itself, encoded or not.
fn is_plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~')
}

/// The bytes that a name or a value of a query stands for.
pub(super) fn decoded(raw: &str) -> Vec<u8> {
    let spaced: Vec<u8> = raw.bytes().map(|b| if b == b'+' { b' ' } else { b }).collect();
    percent_decode(&spaced).collect()
}

/// The canonical value of the header `name`, which is in small letters. The host is the one that the request came for,
/// in whichever version of HTTP. A header of AWS that is not there may be a parameter of the query instead; any other
/// that is not there is empty.
pub(crate) fn header<'a>(name: &str, headers: &'a HeaderMap, host: Option<&'a str>, query: &str) -> Cow<'a, [u8]> {
    if name == HOST.as_str() {
        return trimmed(host.unwrap_or_default().as_bytes());
    }
    let mut values = headers.get_all(name).iter().map(|value| trimmed(value.as_bytes()));
    match (values.next(), values.next()) {
        (None, _) if name.starts_with("x-amz-") => {
            let value = parameter(name, query).unwrap_or_default();
            Cow::Owned(trimmed(&value).into_owned())
        }
        (None, _) => Cow::Borrowed(&[]),
        (Some(one), None) => one,
        (Some(one), Some(other)) => Cow::Owned([one, other].into_iter().chain(values).collect::<Vec<_>>().join(&b',')),
    }
}

/// The decoded value of a query parameter that stands for the header `name`.
pub(super) fn parameter(name: &str, query: &str) -> Option<Vec<u8>> {
    let mut items = query.split('&').map(|item| item.split_once('=').unwrap_or((item, "")));
    items.find(|(sent, _)| decoded(sent).eq_ignore_ascii_case(name.as_bytes())).map(|(_, value)| decoded(value))
}

/// `value` without spaces around it, and with one in the place of several.
pub(crate) fn trimmed(value: &[u8]) -> Cow<'_, [u8]> {
    if !value.iter().any(u8::is_ascii_whitespace) {
        return Cow::Borrowed(value);
    }
    let words = value.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty());
    Cow::Owned(words.collect::<Vec<_>>().join(&b' '))
}

#[cfg(test)]
mod tests;
