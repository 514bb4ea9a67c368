//! GetObjectAnnotation: <https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectAnnotation.html>

use http::header::{CONTENT_LENGTH, HeaderValue};
use s3s::Body;
use sandpail_blob::{BlobReader, Error as BlobError};

use crate::error::Result;
use crate::error::annotation::AnnotationError;
use crate::object_body::ObjectBody;
use crate::operation::{Context, Operation};
use crate::reply::Reply;
use crate::rules::{annotation, checksum, version_id};

/// Answers one annotation.
pub(crate) struct GetObjectAnnotation;

impl Operation for GetObjectAnnotation {
    type Input = Body;
    type Output = Body;
    const NAME: &'static str = "GetObjectAnnotation";

    async fn run(cx: &Context, _: Self::Input) -> Result<Reply> {
        loop {
            let bucket = cx.this_bucket().await?;
            let name = annotation::name(cx.query("annotationName"))?;
            let selector = version_id::select(cx.query("versionId").as_deref())?;
            let blob = bucket.objects.lookup(cx.key(), &selector).await?;
            let blob = annotation::object(cx, blob, &selector)?;
            let list = match bucket.objects.attachments(&blob).await {
                Err(BlobError::Superseded) => continue,
                list => list?,
            };
            let Some(found) = list.into_iter().find(|one| one.name == name) else {
                return Err(AnnotationError::NotFound { name }.into());
            };
            let reader = match bucket.objects.open_attachment(&blob, &found).await {
                Err(BlobError::Superseded) => continue,
                reader => reader?,
            };
            let mut reply = Reply::ok();
            reply.etag(&found.etag);
            reply.last_modified(found.modified);
            reply.headers.insert(CONTENT_LENGTH, HeaderValue::from(found.size));
            annotation::write_encryption(&blob, &mut reply)?;
            annotation::write_version(&bucket, &blob, &mut reply);
            let wanted = cx.header("x-amz-checksum-mode").is_some_and(|mode| mode.eq_ignore_ascii_case("ENABLED"));
            if let (true, Some(sum)) = (wanted, &found.checksum) {
                checksum::write_headers(sum, &mut reply);
            }
            reply.body = body(reader);
            return Ok(reply);
        }
    }
}

fn body(reader: BlobReader) -> Body {
    match reader.into_bytes() {
        Ok(bytes) => Body::from(bytes),
        Err(reader) => Body::from(ObjectBody::dynamic(reader)),
    }
}
