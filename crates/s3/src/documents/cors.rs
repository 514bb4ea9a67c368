//! Requests from other origins: <https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketCors.html>

use s3s::dto::{
    DeleteBucketCorsInput, DeleteBucketCorsOutput, GetBucketCorsInput, GetBucketCorsOutput, PutBucketCorsInput,
    PutBucketCorsOutput,
};

use super::schema::{Node, Shape, any, optional, required, some};
use super::{Document, Element, delete, document_operations, get, put, text};
use crate::bucket::Bucket;
use crate::error::website::WebsiteError;
use crate::error::{Error, Result};
use crate::operation::Context;
use crate::rules::cors::{METHODS, values};

/// The most rules that a document may have.
const RULES: usize = 100;

/// The most bytes of a document.
const SIZE: usize = 64 << 10;

/// The longest id of a rule, in characters.
const ID: usize = 255;

/// The `CORSConfiguration` document.
pub(crate) struct Cors;

impl Document for Cors {
    const NAME: &'static str = "cors";
    const ROOT: &'static Node = &required(
        "CORSConfiguration",
        Shape::Group(&[some(
            "CORSRule",
            Shape::Group(&[
                optional("ID", Shape::Text),
                any("AllowedHeader", Shape::Text),
                some("AllowedMethod", Shape::Text),
                some("AllowedOrigin", Shape::Text),
                any("ExposeHeader", Shape::Text),
                optional("MaxAgeSeconds", Shape::Integer),
            ]),
        )]),
    );

    async fn check(_: &Context, _: &Bucket, document: &mut Element) -> Result<()> {
        if text::<Self>(document).len() > SIZE {
            return Err(Error::BodyTooLong {});
        }
        if document.children.len() > RULES {
            return Err(WebsiteError::CorsRules {}.into());
        }
        document.children.iter().try_for_each(check)
    }

    fn absent(bucket: &Bucket) -> Result<Element> {
        Err(WebsiteError::CorsNotFound { bucket: bucket.name.clone() }.into())
    }
}

document_operations! {
    /// Answers the rules.
    GetBucketCors(GetBucketCorsInput) -> GetBucketCorsOutput = get::<Cors>;
    /// Replaces the rules.
    PutBucketCors(PutBucketCorsInput) -> PutBucketCorsOutput = put::<Cors>;
    /// Deletes the rules.
    DeleteBucketCors(DeleteBucketCorsInput) -> DeleteBucketCorsOutput = delete::<Cors>;
}

/// Holds a rule to what S3 takes.
///
/// # Errors
/// The first thing that it does not.
fn check(rule: &Element) -> Result<()> {
    if rule.text_of("ID").is_some_and(|id| id.chars().count() > ID) {
        return Err(WebsiteError::CorsId {}.into());
    }
    if rule.text_of("MaxAgeSeconds").is_some_and(|seconds| seconds.parse::<i32>().is_err()) {
        return Err(Error::MalformedXml {});
    }
    wildcards(rule, "AllowedOrigin")?;
    if let Some(method) = values(rule, "AllowedMethod").find(|method| !METHODS.contains(method)) {
        return Err(WebsiteError::CorsMethod { method: method.to_owned() }.into());
    }
    wildcards(rule, "AllowedHeader")?;
    if let Some(exposed) = values(rule, "ExposeHeader").find(|header| header.contains('*')) {
        return Err(WebsiteError::CorsExposedWildcard { value: exposed.to_owned() }.into());
    }
    let mut headers = values(rule, "AllowedHeader").chain(values(rule, "ExposeHeader"));
    match headers.find(|header| !header.bytes().all(is_of_a_name)) {
        Some(header) => Err(WebsiteError::CorsHeader { value: header.to_owned() }.into()),
        None => Ok(()),
    }
}

/// One wildcard in a value is enough.
fn wildcards(rule: &Element, element: &'static str) -> Result<()> {
    match values(rule, element).find(|value| value.matches('*').count() > 1) {
        Some(value) => Err(WebsiteError::CorsWildcards { element, value: value.to_owned() }.into()),
        None => Ok(()),
    }
}

/// Whether the name of a header may have this byte: RFC 9110, 5.6.2.
fn is_of_a_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_rule(inner: &str, expected: Option<&str>) {
        let rule = Element::parse(format!("<CORSRule>{inner}</CORSRule>").as_bytes()).unwrap();
        let found = check(&rule).err().map(|error| error.document().message.into_owned());
        assert_eq!(found.as_deref(), expected, "{inner}");
    }

    #[test]
    fn what_a_rule_may_say() {
        check_rule("<AllowedMethod>GET</AllowedMethod><AllowedOrigin>*</AllowedOrigin>", None);
        check_rule("<AllowedOrigin></AllowedOrigin><AllowedHeader>x-*</AllowedHeader>", None);
        check_rule("<AllowedOrigin>http://*.example.com</AllowedOrigin><MaxAgeSeconds>0</MaxAgeSeconds>", None);
        let method = "Found unsupported HTTP method in CORS config. Unsupported method is ";
        for bad in ["get", "PATCH", "OPTIONS", "*", ""] {
            check_rule(&format!("<AllowedMethod>{bad}</AllowedMethod>"), Some(&format!("{method}{bad}")));
        }
        let origin = "AllowedOrigin \"http://*.*.com\" can not have more than one wildcard.";
        check_rule("<AllowedOrigin>http://*.*.com</AllowedOrigin>", Some(origin));
        let header = "AllowedHeader \"*-*\" can not have more than one wildcard.";
        check_rule("<AllowedHeader>a</AllowedHeader><AllowedHeader>*-*</AllowedHeader>", Some(header));
        let exposed = "ExposeHeader \"x-*\" contains wildcard. We currently do not support wildcard for ExposeHeader.";
        check_rule("<ExposeHeader>x-*</ExposeHeader>", Some(exposed));
        check_rule("<AllowedHeader>a b</AllowedHeader>", Some("AllowedHeader \"a b\" contains invalid character."));
        check_rule("<ExposeHeader>a:b</ExposeHeader>", Some("AllowedHeader \"a:b\" contains invalid character."));
        check_rule(&format!("<ID>{}</ID>", "é".repeat(ID)), None);
        let long = "ID length should not exceed allowed limit of 255";
        check_rule(&format!("<ID>{}</ID>", "a".repeat(ID + 1)), Some(long));
        let malformed = "The XML you provided was not well-formed or did not validate against our published schema";
        check_rule("<MaxAgeSeconds>4294967296</MaxAgeSeconds>", Some(malformed));
    }
}
