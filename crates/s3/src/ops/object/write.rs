//! How an object is written, whatever the request that brings its bytes: what PutObject and PostObject share. Headers tell
//! of the object; the fields of a form are headers by now.

use s3s::dto::StreamingBlob;
use sandpail_blob::{BlobInfo, NewVersion};

use crate::bucket::Bucket;
use crate::documents::lifecycle;
use crate::error::{Error, Result};
use crate::front::body::Digests;
use crate::object::ObjectMeta;
use crate::operation::Context;
use crate::reply::Reply;
use crate::rules::acl::{self, Asked};
use crate::rules::encryption::access;
use crate::rules::public_access_block::Publication;
use crate::rules::{
    checksum, conditions, encryption, lock, metadata, ownership, unserved_headers, upload_body, version_id,
};

/// Makes a version of `key` in the bucket `bucket_name`, all of it or none.
///
/// # Errors
/// What S3 says of headers, of the bucket, and of a body that is not what was announced.
pub(super) async fn write(cx: &Context, bucket_name: &str, key: &str, body: Option<StreamingBlob>) -> Result<Reply> {
    let headers = &cx.exchange.headers;
    unserved_headers::check(headers)?;
    let acl = Asked::read(headers, &cx.world.accounts, acl::Of::Object)?;
    let lock = lock::Asked::read(headers, cx.exchange.now)?;
    let condition = conditions::Write::read(headers)?;
    let mut meta = metadata::read(headers)?;
    let mut bucket = cx.bucket(bucket_name).await?;
    let encryption = encryption::Asked::read(headers, &bucket.record)?;
    meta.encryption = encryption.settle(cx, &bucket.record)?;
    access::check_signature(&cx.exchange, &meta.encryption)?;
    ownership::settle(&mut meta, &bucket.record, &cx.exchange.caller, &acl)?;
    lock_it(cx, &lock, &bucket, &mut meta)?;
    Publication::of_object(&cx.exchange.caller, bucket_name, key).check_acl(&bucket.record, &acl)?;
    // Refused before the body is read where it can be; the commit decides again.
    let check = |current: Option<&BlobInfo>| condition.check(current, key);
    if condition != conditions::Write::Always {
        check(bucket.objects.lookup(key, &sandpail_blob::Selector::Current).await?.as_ref())?;
    }
    let (mut sealed, digests) = upload_body::stage(&cx.exchange, &bucket.objects, body).await?;
    let blob = loop {
        let new = version(cx, &bucket, &meta, &digests)?;
        match bucket.objects.try_publish(key, &mut sealed, &new, check).await {
            // The bucket was changed while the body came: the version is made by what holds now.
            Err(Error::Stale {}) => {
                bucket = cx.bucket(bucket_name).await?;
                meta.encryption = encryption.settle(cx, &bucket.record)?;
                lock_it(cx, &lock, &bucket, &mut meta)?;
                ownership::settle(&mut meta, &bucket.record, &cx.exchange.caller, &acl)?;
                Publication::of_object(&cx.exchange.caller, bucket_name, key).check_acl(&bucket.record, &acl)?;
            }
            other => break other?,
        }
    };
    let mut reply = Reply::ok();
    reply.etag(&blob.etag);
    meta.encryption.write_new(encryption.customer(), &mut reply);
    if let Some(sum) = &blob.checksum {
        checksum::write_headers(sum, &mut reply);
    }
    version_id::write_new(&bucket, &blob.version, &mut reply);
    lifecycle::write_expiration(&bucket, key, &blob, &meta.tags, &mut reply).await?;
    Ok(reply)
}

/// The version that the body makes in the bucket as it stands.
fn version(cx: &Context, bucket: &Bucket, meta: &ObjectMeta, digests: &Digests) -> Result<NewVersion> {
    let md5 = digests.md5.ok_or_else(|| Error::internal(WithoutMd5))?;
    Ok(NewVersion {
        mode: bucket.mode(),
        etag: meta.encryption.etag(&md5, cx.world.entropy.as_ref()),
        checksum: checksum::of_body(digests),
        meta: meta.json()?,
        modified: Some(cx.exchange.now),
        keep_parts: false,
        guard: Some(bucket.guard.clone()),
    })
}

/// Gives the object the lock that the request or the bucket wants, which S3 does only where the body has a digest.
fn lock_it(cx: &Context, asked: &lock::Asked, bucket: &Bucket, meta: &mut ObjectMeta) -> Result<()> {
    meta.lock = asked.settle(bucket.record.lock.as_ref(), cx.exchange.now)?;
    lock::require(&cx.exchange.headers, &meta.lock, lock::Upload::Object)
}

/// The front computes the MD5 of every object's body.
#[derive(Debug, thiserror::Error)]
#[error("the body was not hashed")]
struct WithoutMd5;
