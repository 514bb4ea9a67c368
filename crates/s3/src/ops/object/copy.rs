//! CopyObject: <https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html>
//!
//! No byte is copied: the new version shares the source's. They are read only where a digest has to be computed that
//! the source does not have.

use http::HeaderName;
use s3s::Body;
use s3s::dto::{CopyObjectInput, CopyObjectOutput};
use sandpail_blob::{BlobInfo, NewVersion};

use super::copy_digest;
use crate::bucket::{Bucket, Versioning};
use crate::date;
use crate::documents::lifecycle;
use crate::error::{Error, Result};
use crate::headers::Family;
use crate::object::ObjectMeta;
use crate::operation::{Context, Direct, Operation};
use crate::reply::Reply;
use crate::rules::acl::{self, Asked};
use crate::rules::copy_source::{CopySource, Found};
use crate::rules::encryption::access::{self, Reader};
use crate::rules::listing_entry::Quoted;
use crate::rules::public_access_block::Publication;
use crate::rules::{
    annotation, checksum, conditions, encryption, lock, metadata, ownership, storage_class, tags, unserved_headers,
    version_id,
};
use crate::xml::Xml;

const COPY_SOURCE: HeaderName = HeaderName::from_static("x-amz-copy-source");

/// The largest source of a copy, in bytes.
const LIMIT: u64 = 5 << 30;

/// Makes a version of a key out of a version of a key.
pub(crate) struct CopyObject;

impl Operation for CopyObject {
    type Input = CopyObjectInput;
    type Output = CopyObjectOutput;
    const NAME: &'static str = "CopyObject";

    async fn run(cx: &Context, input: Self::Input) -> Result<Reply> {
        copy(cx, &input.bucket, &input.key).await
    }
}

impl Direct for CopyObject {
    async fn run_plain(cx: &Context, _: Body) -> Result<Reply> {
        copy(cx, cx.bucket_name(), cx.key()).await
    }
}

async fn copy(cx: &Context, bucket_name: &str, key: &str) -> Result<Reply> {
    let headers = &cx.exchange.headers;
    unserved_headers::check(headers)?;
    let acl = Asked::read(headers, &cx.world.accounts, acl::Of::Object)?;
    let lock = lock::Asked::read(headers, cx.exchange.now)?;
    let condition = conditions::Write::read(headers)?;
    let source = CopySource::read(cx.header(COPY_SOURCE).unwrap_or_default())?;
    let directives = Directives::read(cx)?;
    let algorithm = checksum::requested(headers.text(Family::Checksum, "x-amz-checksum-algorithm"))?;
    let reader = Reader::of_source(&cx.exchange)?;
    loop {
        let bucket = cx.bucket(bucket_name).await?;
        let encryption = encryption::Asked::read(headers, &bucket.record)?;
        let found = source.find(cx, &bucket).await?;
        let old = ObjectMeta::of(&found.blob)?;
        reader.open(&old.encryption)?;
        let mut meta = directives.meta(cx, &old)?;
        meta.encryption = encryption.settle(cx, &bucket.record)?;
        access::check_signature(&cx.exchange, &meta.encryption)?;
        let changed = meta.encryption != old.encryption;
        check_self_copy(cx, &bucket, key, &source, directives.replace_metadata || changed)?;
        if found.blob.size > LIMIT {
            return Err(Error::CopySourceTooLarge {});
        }
        ownership::settle(&mut meta, &bucket.record, &cx.exchange.caller, &acl)?;
        meta.lock = lock.settle(bucket.record.lock.as_ref(), cx.exchange.now)?;
        Publication::of_object(&cx.exchange.caller, bucket_name, key).check_acl(&bucket.record, &acl)?;
        let Some(digests) = copy_digest::of(cx, &found, algorithm, [&old, &meta]).await? else { continue };
        let new = NewVersion {
            mode: bucket.mode(),
            etag: digests.etag,
            checksum: Some(digests.checksum),
            meta: meta.json()?,
            modified: Some(cx.exchange.now),
            keep_parts: false,
            guard: Some(bucket.guard.clone()),
        };
        let check = |current: Option<&BlobInfo>| condition.check(current, key);
        let from = &found.blob;
        let bare = (!directives.annotations).then(|| from.clone().without_attachments());
        match bucket.objects.copy(bare.as_ref().unwrap_or(from), key, new, check).await {
            Ok(blob) => {
                let mut reply = reply(&bucket, &found, &blob);
                meta.encryption.write_new(encryption.customer(), &mut reply);
                lifecycle::write_expiration(&bucket, key, &blob, &meta.tags, &mut reply).await?;
                return Ok(reply);
            }
            Err(Error::Stale {}) => {}
            Err(other) => return Err(other),
        }
    }
}

fn reply(bucket: &Bucket, found: &Found, blob: &BlobInfo) -> Reply {
    let mut xml = Xml::document("CopyObjectResult");
    xml.value("ETag", Quoted(&blob.etag));
    xml.value("LastModified", date::iso(blob.modified));
    if let Some(sum) = &blob.checksum {
        checksum::write_elements(sum, &mut xml);
    }
    let mut reply = Reply::xml(xml);
    // Unlike PutObject, a copy names the null version of a suspended bucket (recorded).
    version_id::write(bucket, &blob.version, &mut reply);
    found.write_version(&mut reply);
    reply
}

/// What is copied of the source besides its bytes, and what the request gives instead.
struct Directives {
    replace_metadata: bool,
    replace_tags: bool,
    storage_class: Option<String>,
    annotations: bool,
}

impl Directives {
    fn read(cx: &Context) -> Result<Self> {
        Ok(Self {
            replace_metadata: replace(cx, Family::Directive, "x-amz-metadata-directive", "metadata")?,
            replace_tags: replace(cx, Family::Tagging, "x-amz-tagging-directive", "tagging")?,
            storage_class: storage_class::read(cx.exchange.headers.text(Family::StorageClass, "x-amz-storage-class"))?,
            annotations: annotation::copied(cx)?,
        })
    }

    /// The metadata of the copy. Storage class, restore, redirect and lock are never the source's.
    fn meta(&self, cx: &Context, old: &ObjectMeta) -> Result<ObjectMeta> {
        const REDIRECT: &str = "x-amz-website-redirect-location";
        let sent = metadata::read(&cx.exchange.headers)?;
        let mut meta = if self.replace_metadata { sent.clone() } else { old.clone() };
        meta.system.retain(|(name, _)| name != REDIRECT);
        meta.system.extend(sent.system.into_iter().filter(|(name, _)| name == REDIRECT));
        meta.restore = None;
        meta.storage_class.clone_from(&self.storage_class);
        meta.tags = if self.replace_tags { tags::read_header(cx.header("x-amz-tagging"))? } else { old.tags.clone() };
        Ok(meta)
    }
}

fn replace(cx: &Context, family: Family, header: &'static str, noun: &'static str) -> Result<bool> {
    match cx.exchange.headers.text(family, header) {
        None | Some("COPY") => Ok(false),
        Some("REPLACE") => Ok(true),
        Some(other) => Err(Error::UnknownDirective { header, value: other.to_owned(), noun }),
    }
}

/// A copy onto itself has to change something.
fn check_self_copy(cx: &Context, bucket: &Bucket, key: &str, source: &CopySource, changed: bool) -> Result<()> {
    let itself = source.bucket == bucket.name && source.key == key && source.version.is_none();
    if !itself {
        return Ok(());
    }
    let changes = changed
        || cx.header("x-amz-storage-class").is_some()
        || cx.header("x-amz-website-redirect-location").is_some()
        || cx.header("x-amz-server-side-encryption").is_some()
        || bucket.record.encryption.is_some()
        || bucket.record.versioning == Versioning::Suspended;
    if changes { Ok(()) } else { Err(Error::CopyOntoItself {}) }
}
