//! Entity tags: stored bare, sent in quotes, accepted in either form.

/// The tag without quotes and without a weak mark.
pub(crate) fn bare(text: &str) -> &str {
    let text = text.trim();
    let text = text.strip_prefix("W/").unwrap_or(text);
    text.strip_prefix('"').and_then(|t| t.strip_suffix('"')).unwrap_or(text)
}

/// Whether a condition header's value, a list of tags or `*`, names `etag`.
pub(crate) fn names(list: &str, etag: &str) -> bool {
    list.split(',').any(|one| one.trim() == "*" || bare(one) == etag)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(list: &str, expected: bool) {
        assert_eq!(names(list, "abc"), expected, "{list}");
    }

    #[test]
    fn tags_match_in_every_form() {
        check("abc", true);
        check("\"abc\"", true);
        check("W/\"abc\"", true);
        check("*", true);
        check("\"x\", \"abc\"", true);
        check("\"x\",abc", true);
        check("\"x\"", false);
        check("\"abc", false);
        check("", false);
    }
}
