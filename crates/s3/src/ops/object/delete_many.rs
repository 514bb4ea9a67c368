//! DeleteObjects: <https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html>

use s3s::dto::{Delete, DeleteObjectsInput, DeleteObjectsOutput, ObjectIdentifier};
use sandpail_blob::BlobInfo;

use super::delete::{May, Outcome, delete};
use crate::bucket::Bucket;
use crate::error::{Error, Result};
use crate::exchange::Document;
use crate::operation::{Context, Operation};
use crate::reply::Reply;
use crate::rules::delete_conditions;
use crate::rules::{body_digest, version_id};
use crate::xml::Xml;

/// The most keys that one request may name.
const LIMIT: usize = 1000;

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
        for object in objects {
            let mut outcome = delete_one(&bucket, object, may).await;
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
        Ok(Reply::xml(xml))
    }
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
