//! A bucket as a website: <https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketWebsite.html>

use s3s::dto::{
    DeleteBucketWebsiteInput, DeleteBucketWebsiteOutput, GetBucketWebsiteInput, GetBucketWebsiteOutput,
    PutBucketWebsiteInput, PutBucketWebsiteOutput,
};

use super::schema::{Node, Shape, optional, required, some};
use super::{Document, Element, delete, document_operations, get, put};
use crate::bucket::Bucket;
use crate::error::website::WebsiteError;
use crate::error::{Error, Result};
use crate::operation::Context;

/// The most routing rules that a website may have.
const RULES: usize = 50;

/// The codes that a rule may redirect with.
const REDIRECTS: &[u16] = &[301, 302, 303, 304, 305, 307, 308];

/// The `WebsiteConfiguration` document.
pub(crate) struct Website;

impl Document for Website {
    const NAME: &'static str = "website";
    const ROOT: &'static Node = &required(
        "WebsiteConfiguration",
        Shape::Group(&[
            optional(
                "RedirectAllRequestsTo",
                Shape::Group(&[required("HostName", Shape::Text), optional("Protocol", Shape::Text)]),
            ),
            optional("IndexDocument", Shape::Group(&[required("Suffix", Shape::Text)])),
            optional("ErrorDocument", Shape::Group(&[required("Key", Shape::Text)])),
            optional("RoutingRules", Shape::Group(&[some("RoutingRule", Shape::Group(RULE))])),
        ]),
    );

    async fn check(_: &Context, _: &Bucket, document: &mut Element) -> Result<()> {
        check(document)
    }

    fn absent(bucket: &Bucket) -> Result<Element> {
        Err(WebsiteError::WebsiteNotFound { bucket: bucket.name.clone() }.into())
    }
}

const RULE: &[Node] = &[
    optional(
        "Condition",
        Shape::Group(&[
            optional("HttpErrorCodeReturnedEquals", Shape::Integer),
            optional("KeyPrefixEquals", Shape::Text),
        ]),
    ),
    required(
        "Redirect",
        Shape::Group(&[
            optional("HostName", Shape::Text),
            optional("HttpRedirectCode", Shape::Integer),
            optional("Protocol", Shape::Text),
            optional("ReplaceKeyPrefixWith", Shape::Text),
            optional("ReplaceKeyWith", Shape::Text),
        ]),
    ),
];

document_operations! {
    /// Answers the website.
    GetBucketWebsite(GetBucketWebsiteInput) -> GetBucketWebsiteOutput = get::<Website>;
    /// Replaces the website.
    PutBucketWebsite(PutBucketWebsiteInput) -> PutBucketWebsiteOutput = put::<Website>;
    /// Deletes the website.
    DeleteBucketWebsite(DeleteBucketWebsiteInput) -> DeleteBucketWebsiteOutput = delete::<Website>;
}

/// Holds a website to what S3 takes: it redirects everything and nothing else, or it has an index.
///
/// # Errors
/// The first thing that it does not.
fn check(website: &Element) -> Result<()> {
    if let Some(all) = website.child("RedirectAllRequestsTo") {
        if website.children.len() > 1 {
            return Err(WebsiteError::RedirectAndMore {}.into());
        }
        if all.text_of("HostName") == Some("") {
            return Err(WebsiteError::RedirectHost {}.into());
        }
        return check_protocol(all);
    }
    let suffix = website.text_at(&["IndexDocument", "Suffix"]).ok_or(WebsiteError::IndexMissing {})?;
    if suffix.is_empty() || suffix.contains('/') {
        return Err(WebsiteError::IndexSuffix { suffix: suffix.to_owned() }.into());
    }
    if let Some(key @ "") = website.text_at(&["ErrorDocument", "Key"]) {
        return Err(WebsiteError::ErrorKey { key: key.to_owned() }.into());
    }
    let rules = website.child("RoutingRules").map_or(&[][..], |rules| &rules.children);
    if rules.len() > RULES {
        return Err(WebsiteError::RoutingRules { count: rules.len() }.into());
    }
    rules.iter().try_for_each(check_rule)
}

fn check_rule(rule: &Element) -> Result<()> {
    if let Some(condition) = rule.child("Condition") {
        if condition.children.is_empty() {
            return Err(WebsiteError::ConditionEmpty {}.into());
        }
        if let Some(code) = condition.text_of("HttpErrorCodeReturnedEquals")
            && !is_code(code, |code| matches!(code, 400..=417 | 500..=505))
        {
            return Err(WebsiteError::ErrorCode { code: code.to_owned() }.into());
        }
    }
    let redirect = rule.child("Redirect").filter(|redirect| !redirect.children.is_empty());
    let redirect = redirect.ok_or(Error::MalformedXml {})?;
    check_protocol(redirect)?;
    if redirect.text_of("HostName") == Some("") {
        return Err(WebsiteError::RuleHost {}.into());
    }
    if redirect.child("ReplaceKeyPrefixWith").is_some() && redirect.child("ReplaceKeyWith").is_some() {
        return Err(WebsiteError::BothReplacements {}.into());
    }
    match redirect.text_of("HttpRedirectCode") {
        Some(code) if !is_code(code, |code| REDIRECTS.contains(&code)) => {
            Err(WebsiteError::RedirectCode { code: code.to_owned() }.into())
        }
        _ => Ok(()),
    }
}

fn check_protocol(redirect: &Element) -> Result<()> {
    match redirect.text_of("Protocol") {
        None | Some("http" | "https") => Ok(()),
        Some(_) => Err(WebsiteError::RedirectProtocol {}.into()),
    }
}

fn is_code(text: &str, is_valid: impl Fn(u16) -> bool) -> bool {
    text.parse().is_ok_and(is_valid)
}

#[cfg(test)]
mod tests {
    use super::*;

    const INDEX: &str = "<IndexDocument><Suffix>index.html</Suffix></IndexDocument>";

    /// The code of what is wrong, `fits` for nothing.
    fn found(inner: &str) -> String {
        let plain = format!("<WebsiteConfiguration>{inner}</WebsiteConfiguration>");
        let mut website = Element::parse(plain.as_bytes()).unwrap();
        let result = Website::ROOT.check(&mut website).and_then(|()| check(&website));
        result.err().map_or("fits".to_owned(), |error| error.document().message.into_owned())
    }

    fn check_all(rows: &[(&str, &str)]) {
        for (inner, expected) in rows {
            assert!(found(inner).starts_with(expected), "{inner}: {}", found(inner));
        }
    }

    #[test]
    fn a_website_redirects_everything_or_has_an_index() {
        let malformed = "The XML you provided";
        let more = "RedirectAllRequestsTo cannot be provided in conjunction with other Routing Rules.";
        let all = |inner: &str| format!("<RedirectAllRequestsTo>{inner}</RedirectAllRequestsTo>");
        let host = all("<HostName>example.com</HostName>");
        let odd = all("<HostName>example.com</HostName><Protocol>ftp</Protocol>");
        check_all(&[
            (INDEX, "fits"),
            (&host, "fits"),
            (&format!("{INDEX}<ErrorDocument><Key>e/404.html</Key></ErrorDocument>"), "fits"),
            ("", "A value for IndexDocument Suffix must be provided if RedirectAllRequestsTo is empty"),
            ("<ErrorDocument><Key>e</Key></ErrorDocument>", "A value for IndexDocument Suffix must be provided"),
            (&format!("{INDEX}{host}"), more),
            (&format!("<ErrorDocument><Key>e</Key></ErrorDocument>{host}"), more),
            (&all(""), malformed),
            (&all("<HostName></HostName>"), "A host name must be provided to redirect all requests"),
            (&odd, "Invalid protocol, protocol can be http or https."),
            ("<IndexDocument></IndexDocument>", malformed),
            ("<IndexDocument><Suffix></Suffix></IndexDocument>", "The IndexDocument Suffix is not well formed"),
            ("<IndexDocument><Suffix>a/b</Suffix></IndexDocument>", "The IndexDocument Suffix is not well formed"),
            (&format!("{INDEX}<ErrorDocument><Key></Key></ErrorDocument>"), "The ErrorDocument Key is not well formed"),
            (&format!("{INDEX}<RoutingRules></RoutingRules>"), malformed),
            (&format!("{INDEX}<Other></Other>"), malformed),
        ]);
    }

    #[test]
    fn routing_rules() {
        let rule = |condition: &str, redirect: &str| {
            let rule = format!("<RoutingRule>{condition}<Redirect>{redirect}</Redirect></RoutingRule>");
            found(&format!("{INDEX}<RoutingRules>{rule}</RoutingRules>"))
        };
        let host = "<HostName>example.com</HostName>";
        assert_eq!(rule("", host), "fits");
        for (redirect, expected) in [
            ("<ReplaceKeyWith></ReplaceKeyWith>", "fits"),
            ("<HttpRedirectCode>308</HttpRedirectCode>", "fits"),
            ("", "The XML you provided"),
            ("<HttpRedirectCode>abc</HttpRedirectCode>", "The XML you provided"),
            ("<HttpRedirectCode>300</HttpRedirectCode>", "The provided HTTP redirect code (300) is not valid."),
            ("<HttpRedirectCode>404</HttpRedirectCode>", "The provided HTTP redirect code (404) is not valid."),
            ("<HostName></HostName>", "The HostName cannot be blank."),
            ("<Protocol>HTTP</Protocol>", "Invalid protocol"),
            (
                "<ReplaceKeyPrefixWith>a</ReplaceKeyPrefixWith><ReplaceKeyWith>b</ReplaceKeyWith>",
                "You can only define ReplaceKeyPrefix or ReplaceKey but not both.",
            ),
        ] {
            assert!(rule("", redirect).starts_with(expected), "{redirect}: {}", rule("", redirect));
        }
        let code = |code: u16| {
            format!("<Condition><HttpErrorCodeReturnedEquals>{code}</HttpErrorCodeReturnedEquals></Condition>")
        };
        let prefix = "<Condition><KeyPrefixEquals></KeyPrefixEquals></Condition>";
        assert_eq!(rule(prefix, host), "fits");
        assert_eq!((rule(&code(404), host), rule(&code(505), host)), ("fits".into(), "fits".into()));
        let invalid = "The provided HTTP error code (302) is not valid. Valid codes are 4XX or 5XX.";
        assert_eq!(rule(&code(302), host), invalid);
        assert!(rule("<Condition></Condition>", host).starts_with("Condition cannot be empty."));
    }

    #[test]
    fn a_website_has_no_more_than_fifty_rules() {
        let rule = "<RoutingRule><Redirect><ReplaceKeyWith>a</ReplaceKeyWith></Redirect></RoutingRule>";
        let of = |count: usize| found(&format!("{INDEX}<RoutingRules>{}</RoutingRules>", rule.repeat(count)));
        assert_eq!(of(50), "fits");
        let message =
            "51 routing rules provided, the number of routing rules in a website configuration is limited to 50.";
        assert_eq!(of(51), message);
    }
}
