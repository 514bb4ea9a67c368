//! The query string of a request, as it was sent.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;

/// A view of a raw query string. Names and values are decoded when they are asked for; `+` stands for a space.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Query<'a>(&'a str);

impl<'a> Query<'a> {
    pub(crate) fn new(raw: &'a str) -> Self {
        Self(raw)
    }

    /// Whether there is no parameter at all.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The names of all parameters.
    pub(crate) fn names(&self) -> impl Iterator<Item = Cow<'a, str>> + use<'a> {
        self.items().map(|item| decode_text(split(item).0))
    }

    /// Whether a parameter of that name is there, with or without a value.
    pub(crate) fn has(&self, name: &str) -> bool {
        !self.is_empty() && self.names().any(|sent| sent == name)
    }

    /// The value of the first parameter of that name; empty when it has none.
    pub(crate) fn get(&self, name: &str) -> Option<Cow<'a, str>> {
        let mut items = self.items().map(split);
        items.find(|(sent, _)| decode_text(sent) == name).map(|(_, value)| decode_text(value))
    }

    /// The first parameter whose name is wanted, with its value.
    pub(crate) fn find(&self, wanted: impl Fn(&str) -> bool) -> Option<(String, String)> {
        let (name, value) = self.pairs().find(|(name, _)| wanted(name))?;
        Some((name.into_owned(), value.into_owned()))
    }

    /// The raw `name=value` items for which `keep` holds of the decoded name and value, joined again. Of several of one
    /// name only the first counts, as S3 has it.
    pub(crate) fn retain(&self, keep: impl Fn(&str, &str) -> bool) -> String {
        let mut seen = Vec::new();
        let kept = self.items().filter(|item| {
            let (name, value) = decode(item);
            let first = !seen.contains(&name);
            let kept = first && keep(&name, &value);
            seen.push(name);
            kept
        });
        kept.collect::<Vec<_>>().join("&")
    }

    fn items(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        self.0.split('&').filter(|item| !item.is_empty())
    }

    fn pairs(&self) -> impl Iterator<Item = (Cow<'a, str>, Cow<'a, str>)> + use<'a> {
        self.items().map(decode)
    }
}

fn decode(item: &str) -> (Cow<'_, str>, Cow<'_, str>) {
    let (name, value) = split(item);
    (decode_text(name), decode_text(value))
}

fn split(item: &str) -> (&str, &str) {
    item.split_once('=').unwrap_or((item, ""))
}

fn decode_text(text: &str) -> Cow<'_, str> {
    match memchr::memchr2(b'%', b'+', text.as_bytes()) {
        None => Cow::Borrowed(text),
        Some(_) if text.contains('+') => {
            let spaced = text.replace('+', " ");
            Cow::Owned(percent_decode_str(&spaced).decode_utf8_lossy().into_owned())
        }
        Some(_) => percent_decode_str(text).decode_utf8_lossy(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(raw: &str, name: &str, expected: Option<&str>) {
        assert_eq!(Query::new(raw).get(name).as_deref(), expected, "{raw} {name}");
    }

    #[test]
    fn values_are_decoded_when_asked_for() {
        check("a=1&b", "a", Some("1"));
        check("a=1&b", "b", Some(""));
        check("a=1&b", "c", None);
        check("prefix=a%2Fb+c%2B", "prefix", Some("a/b c+"));
        check("%61=x&a=y", "a", Some("x"));
        check("&&a=b=c&", "a", Some("b=c"));
        check("", "", None);
    }

    #[test]
    fn retain_keeps_the_rest_as_it_was_sent() {
        let raw = "uploads&max-keys=&prefix=%2f&x=1";
        assert_eq!(Query::new("a=1&b&a=2").retain(|_, _| true), "a=1&b");
        assert_eq!(Query::new(raw).retain(|n, v| n != "x" && (n != "max-keys" || !v.is_empty())), "uploads&prefix=%2f");
    }
}
