//! DeleteObjects: <https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html>

use s3s::dto::{Delete, DeleteObjectsInput, DeleteObjectsOutput, ObjectIdentifier};
use sandpail_blob::BlobInfo;

use super::delete::{May, Outcome, delete};
use crate::bucket::{Bucket, Versioning};
use crate::error::{Error, Result};
use crate::exchange::Document;
use crate::operation::{Context, Operation};
use crate::reply::Reply;
use crate::rules::delete_conditions;
use crate::rules::{body_digest, version_id};
use crate::xml::Xml;

/// The most keys that one request may name.
const LIMIT: usize = 1000;

/// How many keys are deleted at once where that can be: other requests wait for so many.
const AT_ONCE: usize = 100;

/// About what a key takes in the answer.
const DELETED: usize = 64;

/// Deletes up to a thousand keys or versions, each for itself.
pub(crate) struct DeleteObjects;

impl Operation for DeleteObjects {
    type Input = DeleteObjectsInput;
    type Output = DeleteObjectsOutput;
    const NAME: &'static str = "DeleteObjects";

    async fn run(cx: &Context, input: Self::Input) -> Result<Reply> {
        body_digest::check(&cx.exchange.headers)?;
        let Delete { objects, quiet } = match cx.exchange.document() {
            Some(Document::Keys(delete)) => delete,
            _ => &input.delete,
        };
        if objects.is_empty() || objects.len() > LIMIT {
            return Err(Error::MalformedXml {});
        }
        if objects.iter().any(|object| object.key.is_empty()) {
            return Err(Error::KeyMissing {});
        }
        let mut bucket = cx.bucket(&input.bucket).await?;
        let mut may = May::read(cx, &bucket)?;
        let quiet = quiet.unwrap_or_default();
        let mut xml = Xml::document("DeleteResult");
        xml.reserve(if quiet { 0 } else { objects.len() * DELETED });
        for objects in objects.chunks(AT_ONCE) {
            let erased = erase(&bucket, objects).await;
            for (object, erased) in objects.iter().zip(erased) {
                let mut outcome = if erased { Ok(Outcome::default()) } else { delete_one(&bucket, object, may).await };
                while let Err(Error::Stale {}) = outcome {
                    bucket = cx.bucket(&input.bucket).await?;
                    may = May::read(cx, &bucket)?;
                    outcome = delete_one(&bucket, object, may).await;
                }
                match outcome {
                    Ok(outcome) if quiet => drop(outcome),
                    Ok(outcome) => write_deleted(object, &outcome, &mut xml),
                    Err(error) => write_error(object, &error, &mut xml),
                }
            }
        }
        Ok(Reply::xml(xml))
    }
}

/// Deletes at once what can be: where no versions are kept, and none is named or has to match. Answers of each object
/// whether it is deleted. Whatever else becomes of the others, they will tell by themselves.
async fn erase(bucket: &Bucket, objects: &[ObjectIdentifier]) -> Vec<bool> {
    let plain = |object: &ObjectIdentifier| {
        let ObjectIdentifier { key: _, version_id, e_tag, last_modified_time, size } = object;
        version_id.is_none() && e_tag.is_none() && last_modified_time.is_none() && size.is_none()
    };
    let none = || vec![false; objects.len()];
    if bucket.record.versioning != Versioning::Off || !objects.iter().all(plain) {
        return none();
    }
    let keys: Vec<&str> = objects.iter().map(|object| &*object.key).collect();
    bucket.objects.erase_at_once(&keys, Some(&bucket.guard)).await.unwrap_or_else(|_| none())
}

async fn delete_one(bucket: &Bucket, object: &ObjectIdentifier, may: May) -> Result<Outcome> {
    let unknown =
        |_| Error::NoSuchVersion { key: object.key.clone(), version: object.version_id.clone().unwrap_or_default() };
    let version = object.version_id.as_deref().map(version_id::parse).transpose().map_err(unknown)?;
    let conditions = delete_conditions::Delete::of_object(object, &bucket.name);
    let check = |current: Option<&BlobInfo>| conditions.check(current, &object.key);
    delete(bucket, &object.key, version.as_ref(), may, check).await
}

fn write_deleted(object: &ObjectIdentifier, outcome: &Outcome, xml: &mut Xml) {
    xml.nest("Deleted", |xml| {
        if outcome.marker {
            xml.value("DeleteMarker", true);
            xml.optional("DeleteMarkerVersionId", outcome.version.as_deref());
        }
        xml.text("Key", &object.key);
        xml.optional("VersionId", object.version_id.as_deref());
    });
}

fn write_error(object: &ObjectIdentifier, error: &Error, xml: &mut Xml) {
    let document = error.document();
    xml.nest("Error", |xml| {
        xml.text("Key", &object.key);
        xml.optional("VersionId", object.version_id.as_deref());
        xml.text("Code", &document.code);
        xml.text("Message", &document.message);
    });
}
