//! The default encryption of a bucket: <https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketEncryption.html>

use s3s::dto::{
    DeleteBucketEncryptionInput, DeleteBucketEncryptionOutput, GetBucketEncryptionInput, GetBucketEncryptionOutput,
    PutBucketEncryptionInput, PutBucketEncryptionOutput,
};

use super::schema::{Node, Shape, any, optional, required};
use super::{Document, Element, delete, document_operations, find, get, put};
use crate::bucket::{Bucket, BucketRecord};
use crate::error::encryption::EncryptionError;
use crate::error::{Error, Result};
use crate::operation::Context;
use crate::rules::encryption::default::BucketEncryption;

const RULE: &str = "Rule";
const BY_DEFAULT: &str = "ApplyServerSideEncryptionByDefault";
const METHOD: &str = "SSEAlgorithm";
const KEY: &str = "KMSMasterKeyID";
const BUCKET_KEY: &str = "BucketKeyEnabled";
const BLOCKED: &str = "BlockedEncryptionTypes";

/// The method of a bucket for which none is given.
const S3: &str = "AES256";

/// What stands in a rule.
const OF_RULE: &[Node] = &[
    optional(
        BY_DEFAULT,
        Shape::Group(&[required(METHOD, Shape::OneOf(&[S3, "aws:kms", "aws:kms:dsse"])), optional(KEY, Shape::Text)]),
    ),
    optional(BUCKET_KEY, Shape::Boolean),
    optional(BLOCKED, Shape::Group(&[any("EncryptionType", Shape::OneOf(&["NONE", "SSE-C"]))])),
];

/// The `ServerSideEncryptionConfiguration` document.
pub(crate) struct DefaultEncryption;

impl Document for DefaultEncryption {
    const NAME: &'static str = "encryption";
    const ROOT: &'static Node =
        &required("ServerSideEncryptionConfiguration", Shape::Group(&[required(RULE, Shape::Group(OF_RULE))]));

    async fn check(_: &Context, bucket: &Bucket, document: &mut Element) -> Result<()> {
        let stored = find::<Self>(bucket).await?;
        let rule = document.child_mut(RULE).ok_or(Error::MalformedXml {})?;
        let blocked = stored.as_ref().and_then(|stored| stored.child(RULE)?.child(BLOCKED));
        complete(rule, blocked)
    }

    /// Every bucket encrypts, since January 2023:
    /// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/default-encryption-faq.html>
    fn absent(_: &Bucket) -> Result<Element> {
        let mut rule = Element::new(RULE);
        complete(&mut rule, None)?;
        Ok(Element { children: vec![rule], ..Element::new(Self::ROOT.name) })
    }

    fn record(document: Option<&Element>, record: &mut BucketRecord) {
        record.encryption = document.and_then(|document| document.child(RULE)).map(of_rule);
    }
}

/// Adds to a rule what was left out of it. Which methods are blocked stays as it was until somebody says otherwise.
///
/// # Errors
/// `DefaultKey`.
fn complete(rule: &mut Element, blocked: Option<&Element>) -> Result<()> {
    if rule.child(BY_DEFAULT).is_none() {
        rule.children.insert(0, Element { children: vec![Element::with_text(METHOD, S3)], ..Element::new(BY_DEFAULT) });
    }
    if let Some(by_default) = rule.child_mut(BY_DEFAULT) {
        by_default.children.retain(|child| child.name != KEY || !child.text.is_empty());
        if by_default.text_of(METHOD) == Some(S3) && by_default.child(KEY).is_some() {
            return Err(EncryptionError::DefaultKey {}.into());
        }
    }
    if rule.child(BUCKET_KEY).is_none() {
        rule.children.insert(1, Element::with_text(BUCKET_KEY, "false"));
    }
    if rule.child(BLOCKED).is_none() {
        rule.children.extend(blocked.cloned());
    }
    Ok(())
}

/// What writes have to know of a rule.
fn of_rule(rule: &Element) -> BucketEncryption {
    let of_default = |name| rule.text_at(&[BY_DEFAULT, name]).map(str::to_owned);
    let blocked = rule.child(BLOCKED).is_some_and(|types| types.children.iter().any(|kind| kind.text == "SSE-C"));
    BucketEncryption {
        method: of_default(METHOD).unwrap_or_else(|| S3.to_owned()),
        key: of_default(KEY),
        bucket_key: rule.text_of(BUCKET_KEY) == Some("true"),
        blocks_customer_keys: blocked,
    }
}

document_operations! {
    /// Answers how a bucket encrypts.
    GetBucketEncryption(GetBucketEncryptionInput) -> GetBucketEncryptionOutput = get::<DefaultEncryption>;
    /// Says how a bucket encrypts.
    PutBucketEncryption(PutBucketEncryptionInput) -> PutBucketEncryptionOutput = put::<DefaultEncryption>;
    /// Goes back to keys that S3 manages.
    DeleteBucketEncryption(DeleteBucketEncryptionInput) -> DeleteBucketEncryptionOutput = delete::<DefaultEncryption>;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::xml::Xml;

    /// The rule as it is stored, or the error; and what the record has of it.
    fn read(rule: &str, before: Option<&str>) -> (String, Option<BucketEncryption>) {
        let parse = |text: &str| Element::parse(format!("<Rule>{text}</Rule>").as_bytes()).unwrap();
        let mut rule = parse(rule);
        let before = before.map(parse);
        match complete(&mut rule, before.as_ref().and_then(|before| before.child(BLOCKED))) {
            Ok(()) => {
                let mut xml = Xml::plain("R");
                rule.write_into(&mut xml);
                let text = xml.into_text();
                let inner = text.split_once("<R>").and_then(|(_, text)| text.strip_suffix("</R>")).unwrap().to_owned();
                (inner, Some(of_rule(&rule)))
            }
            Err(error) => (error.document().message.into_owned(), None),
        }
    }

    #[track_caller]
    fn check(rule: &str, before: Option<&str>, expected: &str, record: Option<(&str, Option<&str>, bool, bool)>) {
        let record = record.map(|(method, key, bucket_key, blocks_customer_keys)| BucketEncryption {
            method: method.to_owned(),
            key: key.map(str::to_owned),
            bucket_key,
            blocks_customer_keys,
        });
        assert_eq!(read(rule, before), (expected.to_owned(), record), "{rule}");
    }

    const AES: &str = "<ApplyServerSideEncryptionByDefault><SSEAlgorithm>AES256</SSEAlgorithm>\
        </ApplyServerSideEncryptionByDefault>";
    const KMS: &str = "<ApplyServerSideEncryptionByDefault><SSEAlgorithm>aws:kms</SSEAlgorithm>\
        <KMSMasterKeyID>k</KMSMasterKeyID></ApplyServerSideEncryptionByDefault>";
    const BLOCK: &str = "<BlockedEncryptionTypes><EncryptionType>SSE-C</EncryptionType></BlockedEncryptionTypes>";
    const ALLOW: &str = "<BlockedEncryptionTypes><EncryptionType>NONE</EncryptionType></BlockedEncryptionTypes>";
    const WITH: &str = "<BucketKeyEnabled>true</BucketKeyEnabled>";
    const WITHOUT: &str = "<BucketKeyEnabled>false</BucketKeyEnabled>";

    #[test]
    fn what_is_left_out_is_added() {
        let s3 = Some(("AES256", None, false, false));
        check("", None, &format!("{AES}{WITHOUT}"), s3);
        check(AES, None, &format!("{AES}{WITHOUT}"), s3);
        check(&format!("{AES}{WITH}"), None, &format!("{AES}{WITH}"), Some(("AES256", None, true, false)));
        check(&format!("{KMS}{WITH}"), None, &format!("{KMS}{WITH}"), Some(("aws:kms", Some("k"), true, false)));
        let empty = AES.replace("</Apply", "<KMSMasterKeyID></KMSMasterKeyID></Apply");
        check(&empty, None, &format!("{AES}{WITHOUT}"), s3);
    }

    #[test]
    fn a_block_stays_until_it_is_lifted() {
        let blocked = Some(("AES256", None, false, true));
        check(BLOCK, None, &format!("{AES}{WITHOUT}{BLOCK}"), blocked);
        check(AES, Some(BLOCK), &format!("{AES}{WITHOUT}{BLOCK}"), blocked);
        check(
            &format!("{AES}{ALLOW}"),
            Some(BLOCK),
            &format!("{AES}{WITHOUT}{ALLOW}"),
            Some(("AES256", None, false, false)),
        );
    }

    #[test]
    fn a_key_needs_a_method_that_has_keys() {
        let refused = "a KMSMasterKeyID is not applicable if the default sse algorithm is not aws:kms or aws:kms:dsse";
        check(&KMS.replace("aws:kms", "AES256"), None, refused, None);
    }
}
