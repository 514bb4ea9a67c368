//! Headers by which a client says on what its request depends, where they are not ASCII.
//!
//! What reads a header as text takes one that is none for one that is not there. A condition that was sent must not be
//! lost so: the request would do what it was to refrain from.

use http::HeaderMap;
use http::header::HeaderValue;

/// Conditions, expected owners, directives.
const GUARDS: [&str; 15] = [
    "if-match",
    "if-none-match",
    "x-amz-copy-source-if-match",
    "x-amz-copy-source-if-none-match",
    "x-amz-rename-source-if-match",
    "x-amz-rename-source-if-none-match",
    "x-amz-object-if-match",
    "x-amz-expected-bucket-owner",
    "x-amz-source-expected-bucket-owner",
    "x-amz-metadata-directive",
    "x-amz-tagging-directive",
    "x-amz-object-annotation-directive",
    "x-amz-object-ownership",
    "x-amz-bucket-object-lock-enabled",
    "x-amz-mfa",
];

/// Puts a question mark in the place of every byte that is not ASCII: none of these headers means anything with one, and
/// each is refused, or fails, with its own error.
pub(super) fn make_legible(headers: &mut HeaderMap) {
    if headers.values().all(|value| value.as_bytes().is_ascii()) {
        return;
    }
    for name in GUARDS {
        let Some(value) = headers.get(name).filter(|value| !value.as_bytes().is_ascii()) else { continue };
        let legible: Vec<u8> = value.as_bytes().iter().map(|b| if b.is_ascii() { *b } else { b'?' }).collect();
        if let Ok(legible) = HeaderValue::from_bytes(&legible) {
            headers.insert(name, legible);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_guards_are_made_legible() {
        let check = |name: &'static str, expected: &[u8]| {
            let value = HeaderValue::from_bytes("\"é\"".as_bytes()).unwrap();
            let mut headers = HeaderMap::from_iter([(http::HeaderName::from_static(name), value)]);
            make_legible(&mut headers);
            assert_eq!(headers[name].as_bytes(), expected, "{name}");
        };
        check("if-match", b"\"??\"");
        check("x-amz-mfa", b"\"??\"");
        check("x-amz-meta-a", "\"é\"".as_bytes());
    }
}
