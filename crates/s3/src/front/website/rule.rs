//! Routing rules: which requests they are for.
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/how-to-page-redirect.html#advanced-conditional-redirects>

use http::StatusCode;

use super::redirect::{Redirect, after};

/// A routing rule.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Rule {
    /// What the key begins with.
    pub(super) prefix: Option<String>,
    /// The error that the request ended in. A rule with one is for no other request.
    pub(super) status: Option<StatusCode>,
    /// Where the rule sends them.
    pub(super) redirect: Redirect,
}

impl Rule {
    /// Whether the rule is for `target`, which ended in the error `status` or was not looked up yet.
    pub(super) fn is_for(&self, target: &str, status: Option<StatusCode>) -> bool {
        self.status == status && after(target, self.prefix()).is_some()
    }

    /// What the key begins with; nothing where the rule does not say.
    pub(super) fn prefix(&self) -> &str {
        self.prefix.as_deref().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(prefix: Option<&str>, code: Option<u16>, target: &str, ended: Option<u16>, expected: bool) {
        let status = |code: u16| StatusCode::from_u16(code).unwrap();
        let (prefix, redirect) = (prefix.map(str::to_owned), Redirect::default());
        let rule = Rule { prefix, status: code.map(status), redirect };
        assert_eq!(rule.is_for(target, ended.map(status)), expected, "{rule:?} {target} {ended:?}");
    }

    #[test]
    fn a_rule_is_for_keys_before_they_are_looked_up() {
        check(None, None, "", None, true);
        check(None, None, "a/b?q", None, true);
        check(Some("docs/"), None, "docs/a", None, true);
        check(Some("docs/"), None, "docs/", None, true);
        check(Some("docs/"), None, "docs", None, false);
        check(Some("docs/"), None, "docs2/a", None, false);
        check(Some("index"), None, "", None, false);
        check(Some("/docs"), None, "docs/a", None, false);
        check(Some("docs/"), None, "docs/a", Some(404), false);
    }

    #[test]
    fn a_rule_with_an_error_is_for_what_ended_in_it() {
        check(None, Some(404), "a", Some(404), true);
        check(None, Some(404), "a", Some(403), false);
        check(None, Some(404), "a", None, false);
        check(Some("a/"), Some(404), "a/b", Some(404), true);
        check(Some("a/"), Some(404), "b", Some(404), false);
        check(None, Some(500), "", Some(500), true);
    }
}
