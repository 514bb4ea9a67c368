//! A bucket's website document as what it says: <https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketWebsite.html>.
//! What could be stored has passed `documents/website.rs`.

use http::StatusCode;

use super::redirect::{NewKey, Redirect};
use super::rule::Rule;
use crate::documents::Element;

/// What a website does.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Website {
    /// It sends everybody elsewhere.
    Elsewhere(Redirect),
    /// It has pages.
    Pages(Pages),
}

/// A website with pages.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Pages {
    suffix: String,
    /// The key of the document that goes with errors.
    pub(super) error: Option<String>,
    /// Its routing rules, in their order.
    pub(super) rules: Vec<Rule>,
}

impl Website {
    /// Reads the document.
    pub(super) fn of(document: &Element) -> Self {
        if let Some(all) = document.child("RedirectAllRequestsTo") {
            return Self::Elsewhere(redirect(all));
        }
        let rules = document.child("RoutingRules").map_or(&[][..], |rules| &rules.children);
        Self::Pages(Pages {
            suffix: document.text_at(&["IndexDocument", "Suffix"]).unwrap_or_default().to_owned(),
            error: document.text_at(&["ErrorDocument", "Key"]).map(str::to_owned),
            rules: rules.iter().map(rule).collect(),
        })
    }
}

impl Pages {
    /// The key of the object that a request for `key` is about: that of the index document, where it is a folder.
    pub(super) fn object(&self, key: &str) -> String {
        let folder = key.is_empty() || key.ends_with('/');
        if folder { format!("{key}{}", self.suffix) } else { key.to_owned() }
    }

    /// The key that there is if `key`, which is not, is a folder; none where it was asked for as one.
    pub(super) fn index_below(&self, key: &str) -> Option<String> {
        (!key.is_empty() && !key.ends_with('/')).then(|| format!("{key}/{}", self.suffix))
    }

    /// The first rule for `target`, which ended in the error `status` or was not looked up yet.
    pub(super) fn rule(&self, target: &str, status: Option<StatusCode>) -> Option<&Rule> {
        self.rules.iter().find(|rule| rule.is_for(target, status))
    }
}

fn rule(rule: &Element) -> Rule {
    let condition = |name: &str| rule.text_at(&["Condition", name]);
    Rule {
        prefix: condition("KeyPrefixEquals").map(str::to_owned),
        status: condition("HttpErrorCodeReturnedEquals").and_then(status),
        redirect: rule.child("Redirect").map(redirect).unwrap_or_default(),
    }
}

fn redirect(to: &Element) -> Redirect {
    let text = |name: &str| to.text_of(name).map(str::to_owned);
    Redirect {
        status: to.text_of("HttpRedirectCode").and_then(status).unwrap_or(StatusCode::MOVED_PERMANENTLY),
        protocol: text("Protocol"),
        host: text("HostName"),
        key: match (text("ReplaceKeyWith"), text("ReplaceKeyPrefixWith")) {
            (Some(key), _) => NewKey::Whole(key),
            (None, Some(prefix)) => NewKey::Prefix(prefix),
            (None, None) => NewKey::Same,
        },
    }
}

fn status(text: &str) -> Option<StatusCode> {
    text.parse().ok().and_then(|code| StatusCode::from_u16(code).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    const INDEX: &str = "<IndexDocument><Suffix>index.html</Suffix></IndexDocument>";

    fn website(inner: &str) -> Website {
        let text = format!("<WebsiteConfiguration>{inner}</WebsiteConfiguration>");
        Website::of(&Element::parse(text.as_bytes()).unwrap())
    }

    fn pages(inner: &str) -> Pages {
        match website(inner) {
            Website::Pages(pages) => pages,
            other @ Website::Elsewhere(_) => panic!("{other:?}"),
        }
    }

    #[test]
    fn folders_have_an_index() {
        let pages = pages(INDEX);
        let check = |key: &str, object: &str, below: Option<&str>| {
            assert_eq!((pages.object(key).as_str(), pages.index_below(key).as_deref()), (object, below), "{key}");
        };
        check("", "index.html", None);
        check("a/", "a/index.html", None);
        check("/", "/index.html", None);
        check("a//", "a//index.html", None);
        check("a", "a", Some("a/index.html"));
        check("a/b.html", "a/b.html", Some("a/b.html/index.html"));
        check("index.html", "index.html", Some("index.html/index.html"));
    }

    #[test]
    fn documents_are_read() {
        let elsewhere =
            "<RedirectAllRequestsTo><HostName>h</HostName><Protocol>https</Protocol></RedirectAllRequestsTo>";
        let expected = Redirect { protocol: Some("https".into()), host: Some("h".into()), ..Redirect::default() };
        assert_eq!(website(elsewhere), Website::Elsewhere(expected));
        assert_eq!(pages(&format!("{INDEX}<ErrorDocument><Key>e</Key></ErrorDocument>")).error.as_deref(), Some("e"));
        let rules = "<RoutingRules><RoutingRule>\
            <Condition><HttpErrorCodeReturnedEquals>404</HttpErrorCodeReturnedEquals>\
            <KeyPrefixEquals>a</KeyPrefixEquals></Condition>\
            <Redirect><HttpRedirectCode>307</HttpRedirectCode><ReplaceKeyWith>b</ReplaceKeyWith></Redirect>\
            </RoutingRule><RoutingRule><Redirect><ReplaceKeyPrefixWith></ReplaceKeyPrefixWith></Redirect>\
            </RoutingRule></RoutingRules>";
        let first =
            Redirect { status: StatusCode::TEMPORARY_REDIRECT, key: NewKey::Whole("b".into()), ..Redirect::default() };
        let second = Redirect { key: NewKey::Prefix(String::new()), ..Redirect::default() };
        let expected = [
            Rule { prefix: Some("a".into()), status: Some(StatusCode::NOT_FOUND), redirect: first },
            Rule { prefix: None, status: None, redirect: second },
        ];
        assert_eq!(pages(&format!("{INDEX}{rules}")).rules, expected);
    }
}
