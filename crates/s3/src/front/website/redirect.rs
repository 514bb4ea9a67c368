//! Where a website sends a request.
//!
//! Rules see the request's target without its first slash: the key as it was sent, then the query. So a prefix may reach
//! into the query, and what a rule does not replace of either is kept.

use std::borrow::Cow;

use http::StatusCode;
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

/// What no URL holds as it is. A percent sign is one that the document's author has written.
const ILLEGAL: &AsciiSet =
    &CONTROLS.add(b' ').add(b'"').add(b'<').add(b'>').add(b'\\').add(b'^').add(b'`').add(b'{').add(b'|').add(b'}');

/// A redirect as a website document says it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Redirect {
    pub(super) status: StatusCode,
    /// `http` or `https`; that of the request where it does not say.
    pub(super) protocol: Option<String>,
    /// The host; that of the request where it does not say.
    pub(super) host: Option<String>,
    pub(super) key: NewKey,
}

/// What becomes of the key.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum NewKey {
    /// It stays.
    Same,
    /// It is another.
    Whole(String),
    /// It begins with this in place of the prefix that the rule is for.
    Prefix(String),
}

impl Default for Redirect {
    fn default() -> Self {
        Self { status: StatusCode::MOVED_PERMANENTLY, protocol: None, host: None, key: NewKey::Same }
    }
}

impl Redirect {
    /// The URL that it leads to, of a request for `target` at `protocol` and `host`, by a rule for `prefix`.
    pub(super) fn location(&self, protocol: &str, host: &str, target: &str, prefix: &str) -> String {
        let protocol = self.protocol.as_deref().unwrap_or(protocol);
        let host = self.host.as_deref().unwrap_or(host);
        let key: Cow<'_, str> = match &self.key {
            NewKey::Same => target.into(),
            NewKey::Whole(key) => key.into(),
            NewKey::Prefix(new) => format!("{new}{}", after(target, prefix).unwrap_or_default()).into(),
        };
        utf8_percent_encode(&format!("{protocol}://{host}/{key}"), ILLEGAL).to_string()
    }
}

/// What follows `prefix`, which is not encoded, in `target`, whose path is; none if it does not begin so.
pub(super) fn after<'a>(target: &'a str, prefix: &str) -> Option<&'a str> {
    let bytes = target.as_bytes();
    let (mut at, mut in_query) = (0, false);
    for expected in prefix.bytes() {
        let (byte, width) = match bytes.get(at)? {
            b'%' if !in_query => (escaped(bytes.get(at + 1..at + 3)?)?, 3),
            byte => (*byte, 1),
        };
        if byte != expected {
            return None;
        }
        in_query |= bytes[at] == b'?';
        at += width;
    }
    target.get(at..)
}

fn escaped(digits: &[u8]) -> Option<u8> {
    u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prefixes_are_found_in_what_was_sent() {
        let check =
            |target: &str, prefix: &str, rest: Option<&str>| assert_eq!(after(target, prefix), rest, "{target}");
        check("docs/a.html?q=1", "docs/", Some("a.html?q=1"));
        check("docs/a", "", Some("docs/a"));
        check("", "", Some(""));
        check("docs", "docs/", None);
        check("%64ocs%2Fa%20b", "docs/", Some("a%20b"));
        check("a%20b/c", "a b/", Some("c"));
        check("a+b", "a b", None);
        check("%C3%BC/x", "ü/", Some("x"));
        check("ü/x", "ü/", Some("x"));
        check("%C3%BC", "\u{c4}", None);
        check("?_escaped_fragment_=/a", "?_escaped_fragment_=", Some("/a"));
        check("?a=%62", "?a=b", None);
        check("%3Fa%62", "?ab", Some(""));
        check("%", "%", None);
        check("%zz", "x", None);
    }

    fn check(redirect: &Redirect, target: &str, prefix: &str, expected: &str) {
        assert_eq!(redirect.location("http", "shelf.test:9", target, prefix), expected, "{redirect:?} {target}");
    }

    fn to(key: NewKey) -> Redirect {
        Redirect { key, ..Redirect::default() }
    }

    #[test]
    fn what_a_redirect_does_not_name_stays() {
        check(&Redirect::default(), "a%20b?q=1", "", "http://shelf.test:9/a%20b?q=1");
        let host = Redirect { host: Some("h".into()), ..Redirect::default() };
        check(&host, "host/key", "host/", "http://h/host/key");
        let both = Redirect { protocol: Some("https".into()), ..host };
        check(&both, "", "", "https://h/");
    }

    #[test]
    fn keys_are_replaced() {
        check(&to(NewKey::Whole("error.html".into())), "a/b?q=1", "a/", "http://shelf.test:9/error.html");
        check(&to(NewKey::Prefix("documents/".into())), "docs/a?q=1", "docs/", "http://shelf.test:9/documents/a?q=1");
        check(&to(NewKey::Prefix(String::new())), "docs/test.html", "docs/", "http://shelf.test:9/test.html");
        check(&to(NewKey::Prefix("#!/".into())), "a/b", "", "http://shelf.test:9/#!/a/b");
        check(&to(NewKey::Prefix("resize?key=".into())), "9x9/i.png", "", "http://shelf.test:9/resize?key=9x9/i.png");
        check(
            &to(NewKey::Whole("a b\r\nX: \"ü\"%41".into())),
            "",
            "",
            "http://shelf.test:9/a%20b%0D%0AX:%20%22%C3%BC%22%41",
        );
    }
}
