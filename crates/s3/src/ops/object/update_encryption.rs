//! UpdateObjectEncryption: <https://docs.aws.amazon.com/AmazonS3/latest/API/API_UpdateObjectEncryption.html>
//!
//! The method is exchanged, and with it nothing else: neither bytes nor ETag nor date.

use s3s::Body;
use sandpail_blob::BlobInfo;

use crate::documents::Element;
use crate::documents::schema::{Node, Shape, optional, required};
use crate::error::Result;
use crate::error::encryption::EncryptionError;
use crate::object::ObjectMeta;
use crate::operation::{Context, Operation};
use crate::reply::Reply;
use crate::rules::encryption::kms::{Arn, Place};
use crate::rules::encryption::{Encryption, Kms};
use crate::rules::version_id;

const TO_KMS: &str = "SSE-KMS";

/// What a method with a KMS key brings. Its values are judged by the operation, which has texts of its own for them.
const OF_KMS: Shape = Shape::Group(&[optional("KMSKeyArn", Shape::Text), optional("BucketKeyEnabled", Shape::Text)]);

/// The `ObjectEncryption` document.
pub(crate) const ROOT: &Node = &required(
    "ObjectEncryption",
    Shape::Group(&[
        optional(TO_KMS, OF_KMS),
        optional("SSE-S3", Shape::Group(&[])),
        optional("DSSE-KMS", OF_KMS),
        optional("SSE-C", Shape::Group(&[])),
    ]),
);

/// Gives an object, or one version of it, another KMS key.
pub(crate) struct UpdateObjectEncryption;

impl Operation for UpdateObjectEncryption {
    type Input = Body;
    type Output = Body;
    const NAME: &'static str = "UpdateObjectEncryption";

    async fn run(cx: &Context, _: Self::Input) -> Result<Reply> {
        let bucket = cx.this_bucket().await?;
        let version = cx.query("versionId");
        let selector = version_id::select(version.as_deref())?;
        if cx.exchange.region.is_none() {
            return Err(EncryptionError::UpdateSignature {}.into());
        }
        let (arn, bucket_key) = read(cx.document()?)?;
        if arn.account != bucket.record.account {
            return Err(EncryptionError::UpdateAccount {}.into());
        }
        let place = Place { account: arn.account, region: &bucket.record.region };
        let key = place.key(cx.document()?.text_at(&[TO_KMS, "KMSKeyArn"]))?;
        let new = Encryption::Kms(Kms { key, dual: false, bucket_key, context: None });
        let change = |found: Option<&BlobInfo>| {
            let blob = version_id::object(found.cloned(), cx.key(), &selector, &cx.exchange.method)?;
            let meta = ObjectMeta::of(&blob)?;
            check_source(&meta.encryption)?;
            // No header bypasses governance here.
            if meta.lock.check_removal(cx.exchange.now, false).is_err() {
                return Err(EncryptionError::UpdateLocked {}.into());
            }
            ObjectMeta { encryption: new.clone(), ..meta }.json()
        };
        bucket.objects.update_meta(cx.key(), &selector, change).await?;
        Ok(Reply::ok())
    }
}

/// The key that an object shall have, and whether with a bucket key.
///
/// # Errors
/// What S3 says of each part that is missing or wrong.
fn read(document: &Element) -> Result<(Arn<'_>, bool)> {
    if document.child("DSSE-KMS").is_some() || document.child("SSE-C").is_some() {
        return Err(EncryptionError::UpdateTarget {}.into());
    }
    let kms = document.child(TO_KMS).ok_or(EncryptionError::UpdateMethod {})?;
    let arn = kms.text_of("KMSKeyArn").map(str::trim).filter(|arn| !arn.is_empty());
    let arn = Arn::read(arn.ok_or(EncryptionError::UpdateKeyMissing {})?);
    let arn = arn.filter(|arn| arn.resource.starts_with("key/")).ok_or(EncryptionError::UpdateKeyInvalid {})?;
    let bucket_key = match kms.text_of("BucketKeyEnabled").map(str::trim) {
        None | Some("false") => false,
        Some("true") => true,
        Some(_) => return Err(EncryptionError::UpdateBucketKey {}.into()),
    };
    Ok((arn, bucket_key))
}

/// Objects whose bytes the key alone does not tell cannot be changed so.
fn check_source(encryption: &Encryption) -> Result<()> {
    match encryption {
        Encryption::S3 | Encryption::Kms(Kms { dual: false, .. }) => Ok(()),
        Encryption::Kms(_) | Encryption::Customer(_) => Err(EncryptionError::UpdateSource {}.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(inner: &str, expected: Result<(&str, bool), &str>) {
        let text = format!("<ObjectEncryption>{inner}</ObjectEncryption>");
        let mut document = Element::parse(text.as_bytes()).unwrap();
        let found = ROOT.check(&mut document).and_then(|()| read(&document)).map(|(arn, with)| (arn.resource, with));
        let found = found.map_err(|error| error.document().message.into_owned());
        assert_eq!(found.as_ref().map_err(String::as_str), expected.as_ref().map_err(|m| *m), "{inner}");
    }

    #[test]
    fn a_key_is_named_by_its_arn() {
        let arn = "<KMSKeyArn>arn:aws:kms:us-east-1:111111111111:key/k</KMSKeyArn>";
        check(&format!("<SSE-KMS>{arn}</SSE-KMS>"), Ok(("key/k", false)));
        let with = |value| format!("<SSE-KMS><BucketKeyEnabled>{value}</BucketKeyEnabled>{arn}</SSE-KMS>");
        check(&with("true"), Ok(("key/k", true)));
        check(&with("false"), Ok(("key/k", false)));
        check(
            &with("yes"),
            Err(
                "The BucketKeyEnabled value isn't valid. Valid values are true or false. Modify the request to specify \
                 a valid value, and then try again.",
            ),
        );
    }

    #[test]
    fn anything_else_is_refused_in_its_own_words() {
        let method = "Requests that modify an object encryption configuration require a valid new encryption type. Valid \
            values are SSEKMS. Modify the request to specify SSE-KMS for the updated encryption type, and then try again.";
        check("", Err(method));
        check("<SSE-S3></SSE-S3>", Err(method));
        let target = "The UpdateObjectEncryption operation doesn't support updating the encryption type to DSSE-KMS or \
            SSE-C. Modify the request to specify SSE-KMS for the updated encryption type, and then try again.";
        check("<DSSE-KMS><KMSKeyArn>x</KMSKeyArn></DSSE-KMS>", Err(target));
        check("<SSE-C></SSE-C>", Err(target));
        let missing = "Requests that modify an object's encryption type to SSE-KMS require an AWS KMS key Amazon Resource \
            Name (ARN). Modify the request to specify a KMS key ARN, and then try again.";
        check("<SSE-KMS></SSE-KMS>", Err(missing));
        check("<SSE-KMS><KMSKeyArn> </KMSKeyArn></SSE-KMS>", Err(missing));
        let invalid = "Requests that modify an object's encryption type to SSE-KMS require a valid AWS KMS key Amazon \
            Resource Name (ARN). Confirm that you have a correctly formatted KMS key ARN in your request, and then try again.";
        for arn in ["k", "alias/k", "arn:aws:kms:us-east-1:111111111111:alias/k", "arn:aws:s3:::b"] {
            check(&format!("<SSE-KMS><KMSKeyArn>{arn}</KMSKeyArn></SSE-KMS>"), Err(invalid));
        }
    }
}
