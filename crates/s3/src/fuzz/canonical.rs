//! What is signed: canonical forms are their own canonical forms, and mean what was sent.

use percent_encoding::percent_decode_str;

use crate::signature::canonical;

pub(super) fn canonical(data: &[u8]) {
    let trimmed = canonical::trimmed(data);
    assert_eq!(canonical::trimmed(&trimmed), trimmed, "trimmed again");
    let Some(raw) = super::text(data) else { return };
    let path = canonical::path(raw);
    assert_eq!(canonical::path(&path), path, "a path again");
    assert!(percent_decode_str(&path).eq(percent_decode_str(raw)), "{path} is not {raw}");
    let query = canonical::query(raw);
    assert_eq!(canonical::query(&query), query, "a query again");
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~%".contains(&byte);
    assert!(path.bytes().all(|byte| plain(byte) || byte == b'/'), "{path}");
    assert!(query.bytes().all(|byte| plain(byte) || byte == b'&' || byte == b'='), "{query}");
    assert_eq!(sorted(&query), sorted_of(raw), "{query} is not {raw}");
}

/// The pairs of a canonical query, decoded.
fn sorted(query: &str) -> Vec<(Vec<u8>, Vec<u8>)> {
    let items = query.split('&').filter(|item| !item.is_empty());
    let mut pairs: Vec<_> = items.map(|item| pair(item, |text| percent_decode_str(text).collect())).collect();
    pairs.sort();
    pairs
}

/// The pairs of a query as it was sent, without the signature.
fn sorted_of(raw: &str) -> Vec<(Vec<u8>, Vec<u8>)> {
    let items = raw.split('&').filter(|item| !item.is_empty());
    let spaced = |text: &str| percent_decode_str(&text.replace('+', " ")).collect();
    let mut pairs: Vec<_> = items.map(|item| pair(item, spaced)).collect();
    pairs.retain(|(name, _)| !name.eq_ignore_ascii_case(b"x-amz-signature"));
    pairs.sort();
    pairs
}

fn pair(item: &str, decoded: impl Fn(&str) -> Vec<u8>) -> (Vec<u8>, Vec<u8>) {
    let (name, value) = item.split_once('=').unwrap_or((item, ""));
    (decoded(name), decoded(value))
}
