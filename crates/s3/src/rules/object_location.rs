//! The `Location` of an object that was uploaded in parts or by a form.
//!
//! S3 names the object in the style of the request, with every character of the key encoded that is not a letter, a
//! digit or one of `-_.*`: slashes too, and spaces as plus signs.
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_CompleteMultipartUpload.html>,
//! <https://github.com/ceph/ceph/pull/20330>

use std::fmt::Write as _;

use percent_encoding::percent_decode_str;

use crate::exchange::Exchange;

/// The URI of `key` as the request addressed it.
pub(crate) fn of(exchange: &Exchange, bucket: &str, key: &str) -> String {
    uri(origin(exchange), in_path(exchange.uri.path(), bucket, key), bucket, key)
}

/// The URI of `key` in the bucket that the request addressed.
pub(crate) fn under(exchange: &Exchange, bucket: &str, key: &str) -> String {
    uri(origin(exchange), !exchange.target.virtual_host, bucket, key)
}

fn origin(exchange: &Exchange) -> Option<String> {
    let scheme = if exchange.secure { "https" } else { "http" };
    exchange.host.as_deref().map(|host| format!("{scheme}://{host}"))
}

/// Whether the path names the bucket; else the host does.
fn in_path(path: &str, bucket: &str, key: &str) -> bool {
    let decoded: Vec<u8> = percent_decode_str(path).collect();
    decoded.len() == bucket.len() + key.len() + 2
}

fn uri(origin: Option<String>, bucket_in_path: bool, bucket: &str, key: &str) -> String {
    let mut uri = origin.unwrap_or_default();
    if bucket_in_path {
        uri.push('/');
        uri.push_str(bucket);
    }
    uri.push('/');
    encode(key, &mut uri);
    uri
}

/// Encodes `key` for a path or a query, as a form is encoded.
pub(crate) fn encode(key: &str, out: &mut String) {
    for byte in key.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'*' => out.push(char::from(byte)),
            b' ' => out.push('+'),
            other => write!(out, "%{other:02X}").expect("writing to a String cannot fail"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(host: Option<&str>, path: &str, key: &str, expected: &str) {
        let origin = host.map(|host| format!("http://{host}"));
        assert_eq!(uri(origin, in_path(path, "b", key), "b", key), expected, "{path}");
    }

    #[test]
    fn the_object_is_named_as_it_was_addressed() {
        check(Some("h:9000"), "/b/k", "k", "http://h:9000/b/k");
        check(Some("b.h"), "/k", "k", "http://b.h/k");
        check(Some("b.h"), "/b/k", "b/k", "http://b.h/b%2Fk");
        check(Some("h"), "/b/b/k", "b/k", "http://h/b/b%2Fk");
        check(None, "/b/k", "k", "/b/k");
    }

    #[test]
    fn keys_are_encoded_to_the_last_character() {
        check(
            Some("h"),
            "/b/test-unicode_%E2%80%94_file",
            "test-unicode_—_file",
            "http://h/b/test-unicode_%E2%80%94_file",
        );
        check(Some("h"), "/b/a%20b/c+d", "a b/c+d", "http://h/b/a+b%2Fc%2Bd");
        check(Some("h"), "/b/~*.", "~*.", "http://h/b/%7E*.");
        check(Some("h"), "/b//", "/", "http://h/b/%2F");
    }
}
