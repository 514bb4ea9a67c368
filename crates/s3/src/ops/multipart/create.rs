//! CreateMultipartUpload: <https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateMultipartUpload.html>

use http::header::HeaderName;
use s3s::dto::{CreateMultipartUploadInput, CreateMultipartUploadOutput};
use sandpail_blob::{BlobInfo, Error as BlobError, Selector, Upload};

use crate::documents::lifecycle;
use crate::error::Result;
use crate::error::request::RequestError;
use crate::front::body::digest;
use crate::operation::{Context, Operation};
use crate::reply::Reply;
use crate::rules::acl::{self, Asked};
use crate::rules::encryption::access;
use crate::rules::public_access_block::Publication;
use crate::rules::upload::{Initiator, Sums, UploadMeta};
use crate::rules::{checksum, encryption, lock, metadata, ownership, unserved_headers};
use crate::xml::Xml;

/// Starts an upload and keeps what its object will have.
pub(crate) struct CreateMultipartUpload;

impl Operation for CreateMultipartUpload {
    type Input = CreateMultipartUploadInput;
    type Output = CreateMultipartUploadOutput;
    const NAME: &'static str = "CreateMultipartUpload";

    async fn run(cx: &Context, input: Self::Input) -> Result<Reply> {
        let headers = &cx.exchange.headers;
        unserved_headers::check(headers)?;
        let acl = Asked::read(headers, &cx.world.accounts, acl::Of::Object)?;
        let asked = Sums::requested(cx.header("x-amz-checksum-algorithm"), cx.header("x-amz-checksum-type"))?;
        let lock = lock::Asked::read(headers, cx.exchange.now)?;
        let object = metadata::read(headers)?;
        let mut meta = UploadMeta { object, asked, initiator: Initiator::of(&cx.exchange.caller), replaces: false };
        loop {
            let bucket = cx.bucket(&input.bucket).await?;
            if cx.by_nobody() {
                return Err(RequestError::AnonymousUpload {}.into());
            }
            let encryption = encryption::Asked::read(headers, &bucket.record)?;
            meta.object.encryption = encryption.settle(cx, &bucket.record)?;
            access::check_signature(&cx.exchange, &meta.object.encryption)?;
            ownership::settle(&mut meta.object, &bucket.record, &cx.exchange.caller, &acl)?;
            // To S3 an object is as old as its upload, and so is its retention.
            meta.object.lock = lock.settle(bucket.record.lock.as_ref(), cx.exchange.now)?;
            Publication::of_object(&cx.exchange.caller, &input.bucket, &input.key).check_acl(&bucket.record, &acl)?;
            let current = bucket.objects.lookup(&input.key, &Selector::Current).await?;
            meta.replaces = current.is_some_and(|blob: BlobInfo| !blob.is_delete_marker());
            match bucket.objects.create_upload(&input.key, meta.json()?, Some(&bucket.guard)).await {
                Ok(upload) => {
                    let mut reply = reply(&input.bucket, &upload, asked);
                    meta.object.encryption.write_new(encryption.customer(), &mut reply);
                    lifecycle::write_abort(&bucket, &upload, &mut reply).await?;
                    return Ok(reply);
                }
                // The bucket was changed meanwhile, or is gone: look again.
                Err(BlobError::GuardFailed) => {}
                Err(other) => return Err(other.into()),
            }
        }
    }
}

fn reply(bucket: &str, upload: &Upload, asked: Option<Sums>) -> Reply {
    let mut xml = Xml::document("InitiateMultipartUploadResult");
    xml.text("Bucket", bucket);
    xml.text("Key", &upload.key);
    xml.text("UploadId", upload.id.as_str());
    let mut reply = Reply::xml(xml);
    if let Some(sums) = asked {
        reply.fixed(HeaderName::from_static("x-amz-checksum-algorithm"), digest::name(sums.algorithm));
        reply.fixed(HeaderName::from_static("x-amz-checksum-type"), checksum::kind(sums.kind));
    }
    reply
}
