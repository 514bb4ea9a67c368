//! PutObjectAnnotation and DeleteObjectAnnotation:
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObjectAnnotation.html>

use bytes::BytesMut;
use futures_util::StreamExt as _;
use s3s::Body;
use s3s::dto::StreamingBlob;
use s3s::stream::ByteStream as _;
use sandpail_blob::{Attachment, BlobInfo, NewPart};

use crate::error::annotation::AnnotationError;
use crate::error::{Error, Result};
use crate::front::body::hex;
use crate::operation::{Context, Operation};
use crate::reply::Reply;
use crate::rules::annotation::{self, Change, LIMIT, SIZE_LIMIT};
use crate::rules::{checksum, upload_body, version_id};
use crate::xml::Xml;

/// Writes one annotation of a version, in place of the one of that name.
pub(crate) struct PutObjectAnnotation;

impl Operation for PutObjectAnnotation {
    type Input = Body;
    type Output = Body;
    const NAME: &'static str = "PutObjectAnnotation";

    async fn run(cx: &Context, input: Self::Input) -> Result<Reply> {
        let bucket = cx.this_bucket().await?;
        let name = annotation::name(cx.query("annotationName"))?;
        let selector = version_id::select(cx.query("versionId").as_deref())?;
        let change = Change::read(cx, &bucket, &selector)?;
        // Refused before the body is read where it can be; the commit decides again.
        change.check(bucket.objects.lookup(cx.key(), &selector).await?.as_ref(), false)?;
        let text = payload(cx, StreamingBlob::from(input)).await?;
        annotation::check_payload(&text)?;
        let digests = cx.exchange.body.digests().cloned().ok_or_else(|| Error::internal(Unhashed))?;
        let md5 = digests.md5.ok_or_else(|| Error::internal(Unhashed))?;
        let mut draft = bucket.objects.draft(Some(text.len() as u64)).await?;
        draft.write(text.freeze()).await?;
        let new = NewPart { etag: hex(&md5), checksum: checksum::of_body(&digests) };
        let check = |found: Option<&BlobInfo>, list: &[Attachment]| {
            let replaces = list.iter().any(|one| one.name == name);
            change.check(found, replaces)?;
            if replaces || list.len() < LIMIT { Ok(()) } else { Err(AnnotationError::TooMany {}.into()) }
        };
        let sealed = draft.seal().await?;
        let (blob, attachment) = bucket.objects.attach::<Error>(cx.key(), &selector, &name, sealed, new, check).await?;

        let mut xml = Xml::document("PutObjectAnnotationOutput");
        xml.text("Key", cx.key());
        xml.text("AnnotationName", &name);
        let mut reply = Reply::untyped(xml);
        reply.etag(&attachment.etag);
        annotation::write_encryption(&blob, &mut reply)?;
        if let Some(sum) = &attachment.checksum {
            checksum::write_headers(sum, &mut reply);
        }
        annotation::write_version(&bucket, &blob, &mut reply);
        Ok(reply)
    }
}

/// The whole body. It is small, and all of it has to be text before any is kept.
async fn payload(cx: &Context, mut body: StreamingBlob) -> Result<BytesMut> {
    let too_large = |size| Err(Error::EntityTooLarge { size, limit: SIZE_LIMIT });
    let length = body.remaining_length().exact().and_then(|length| u64::try_from(length).ok());
    match length {
        Some(size) if size > SIZE_LIMIT => return too_large(size),
        _ => {}
    }
    let mut whole = BytesMut::new();
    while let Some(chunk) = body.next().await {
        whole.extend_from_slice(&chunk.map_err(|error| upload_body::failed(&cx.exchange, error))?);
        if whole.len() as u64 > SIZE_LIMIT {
            return too_large(whole.len() as u64);
        }
    }
    Ok(whole)
}

/// Removes one annotation of a version; one that is not there is removed already.
pub(crate) struct DeleteObjectAnnotation;

impl Operation for DeleteObjectAnnotation {
    type Input = Body;
    type Output = Body;
    const NAME: &'static str = "DeleteObjectAnnotation";

    async fn run(cx: &Context, _: Self::Input) -> Result<Reply> {
        let bucket = cx.this_bucket().await?;
        let name = annotation::name(cx.query("annotationName"))?;
        let selector = version_id::select(cx.query("versionId").as_deref())?;
        let change = Change::read(cx, &bucket, &selector)?;
        let check = |found: Option<&BlobInfo>, list: &[Attachment]| {
            change.check(found, list.iter().any(|one| one.name == name))
        };
        let blob = bucket.objects.detach::<Error>(cx.key(), &selector, &name, check).await?;
        let mut reply = Reply::no_content();
        annotation::write_version(&bucket, &blob, &mut reply);
        Ok(reply)
    }
}

/// The front computes the MD5 of every streamed body.
#[derive(Debug, thiserror::Error)]
#[error("the body was not hashed")]
struct Unhashed;
