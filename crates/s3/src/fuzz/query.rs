//! Query strings: parameters are found as a naive reader finds them, and what is kept is kept as it was.

use crate::front::query::Query;

pub(super) fn query(data: &[u8]) {
    let Some(raw) = super::text(data) else { return };
    let query = Query::new(raw);
    let pairs = naive(raw);
    let kept = query.retain(|_, _| true);
    for (name, _) in &pairs {
        let first = pairs.iter().find(|(other, _)| other == name).map(|(_, value)| value.as_str());
        assert!(query.has(name), "{name:?}");
        assert_eq!(query.get(name).as_deref(), first, "{name:?}");
        assert_eq!(Query::new(&kept).get(name).as_deref(), first, "{name:?} of what was kept");
    }
    assert!(kept.len() <= raw.len(), "{kept:?}");
    assert_eq!(Query::new(&kept).retain(|_, _| true), kept, "kept again");
    assert_eq!(query.retain(|_, _| false), "");
    assert_eq!(query.has("a name that is nowhere"), pairs.iter().any(|(name, _)| name == "a name that is nowhere"));
}

/// Names and values, decoded byte by byte.
fn naive(raw: &str) -> Vec<(String, String)> {
    let items = raw.split('&').filter(|item| !item.is_empty());
    let pairs = items.map(|item| item.split_once('=').unwrap_or((item, "")));
    pairs.map(|(name, value)| (decoded(name), decoded(value))).collect()
}

fn decoded(text: &str) -> String {
    let (mut bytes, mut rest) = (Vec::new(), text.as_bytes());
    while let [first, after @ ..] = rest {
        let digits = after.get(..2).and_then(|two| std::str::from_utf8(two).ok());
        let byte = digits.filter(|two| !two.starts_with('+')).and_then(|two| u8::from_str_radix(two, 16).ok());
        match (first, byte) {
            (b'%', Some(byte)) => {
                bytes.push(byte);
                rest = &after[2..];
                continue;
            }
            (b'+', _) => bytes.push(b' '),
            (other, _) => bytes.push(*other),
        }
        rest = after;
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
