//! What GetObject and HeadObject have in common: everything but the bytes.

use std::ops::Range;

use http::StatusCode;
use http::header::{ACCEPT_RANGES, CONTENT_LENGTH, CONTENT_RANGE, HeaderName, HeaderValue, RANGE};
use sandpail_blob::BlobInfo;

use super::{overrides, part};
use crate::bucket::Bucket;
use crate::documents::lifecycle;
use crate::error::{Error, Result};
use crate::headers::Family;
use crate::object::ObjectMeta;
use crate::operation::Context;
use crate::reply::Reply;
use crate::rules::conditions::{self, Verdict};
use crate::rules::encryption::CustomerKey;
use crate::rules::encryption::access::Reader;
use crate::rules::{checksum, lock, metadata, range, restore, unserved_headers, version_id};

const BYTES: HeaderValue = HeaderValue::from_static("bytes");
const PARTS_COUNT: HeaderName = HeaderName::from_static("x-amz-mp-parts-count");

/// What a read asks for.
pub(crate) struct Asked<'a> {
    pub(crate) key: &'a str,
    pub(crate) version: Option<&'a str>,
    pub(crate) part: Option<i32>,
}

/// An object that may be read, and which bytes of it.
pub(crate) struct Found {
    pub(crate) bucket: Bucket,
    pub(crate) blob: BlobInfo,
    meta: ObjectMeta,
    key: Option<CustomerKey>,
    slice: Slice,
    /// Whether the checksum is asked for.
    checksummed: bool,
}

/// Which bytes.
enum Slice {
    Whole,
    Range(Range<u64>),
    Part(part::Part),
}

impl Found {
    /// Looks the object up and holds it to the request's conditions, range and part number.
    ///
    /// # Errors
    /// Not there, a delete marker, archived, encrypted with another key; 304 and 412; 416 for a range or a part.
    pub(crate) async fn look(cx: &Context, bucket: Bucket, asked: &Asked<'_>) -> Result<Self> {
        let exchange = &cx.exchange;
        unserved_headers::check(&exchange.headers)?;
        let reader = Reader::of(exchange)?;
        let checksummed = checksum_mode(cx)?;
        let header = exchange.headers.text(Family::Range, RANGE);
        let number = asked.part.map(part::number).transpose()?;
        if header.is_some() && number.is_some() {
            return Err(Error::RangeAndPartNumber {});
        }
        let selector = version_id::select(asked.version)?;
        let blob = bucket.objects.lookup(asked.key, &selector).await?;
        let blob = version_id::object(blob, asked.key, &selector, &exchange.method)?;
        let meta = ObjectMeta::of(&blob)?;
        reader.open(&meta.encryption)?;
        check_conditions(cx, &bucket, &blob, &meta)?;
        if exchange.method == http::Method::GET {
            restore::check_readable(&meta, exchange.now)?;
        }
        let slice = match number {
            Some(number) => Slice::Part(part::find(&bucket, &blob, number).await?),
            None => range::resolve(header, blob.size)?.map_or(Slice::Whole, Slice::Range),
        };
        Ok(Self { key: reader.key, bucket, blob, meta, slice, checksummed })
    }

    /// The bytes that the answer holds.
    pub(crate) fn range(&self) -> Range<u64> {
        match &self.slice {
            Slice::Whole => 0..self.blob.size,
            Slice::Range(range) => range.clone(),
            Slice::Part(part) => part.range.clone(),
        }
    }

    /// The answer, but for its body.
    ///
    /// # Errors
    /// What [`overrides::apply`] refuses.
    pub(crate) fn reply(&self, cx: &Context) -> Result<Reply> {
        let mut reply = Reply::ok();
        metadata::write(&self.meta, &mut reply);
        restore::write(&self.meta, cx.exchange.now, &mut reply);
        overrides::apply(&cx.exchange, &mut reply)?;
        reply.etag(&self.blob.etag);
        reply.last_modified(self.blob.modified);
        reply.headers.insert(ACCEPT_RANGES, BYTES);
        self.meta.encryption.write(self.key.as_ref(), &mut reply);
        lock::write(&self.meta.lock, cx.exchange.now, &mut reply);
        version_id::write(&self.bucket, &self.blob.version, &mut reply);
        self.write_slice(&mut reply);
        let range = self.range();
        reply.headers.insert(CONTENT_LENGTH, HeaderValue::from(range.end - range.start));
        if let (true, Some(sum)) = (self.checksummed, self.checksum()) {
            checksum::write_headers(sum, &mut reply);
        }
        Ok(reply)
    }

    /// Tells when the object expires, to those who asked for the key and not for a version of it.
    ///
    /// # Errors
    /// Those of the store.
    pub(crate) async fn write_expiration(&self, asked: &Asked<'_>, reply: &mut Reply) -> Result<()> {
        if asked.version.is_some() {
            return Ok(());
        }
        lifecycle::write_expiration(&self.bucket, asked.key, &self.blob, &self.meta.tags, reply).await
    }

    /// The checksum of the bytes that the answer holds: none of a range, unless it is of the whole object (recorded).
    fn checksum(&self) -> Option<&sandpail_blob::Checksum> {
        match &self.slice {
            Slice::Whole => self.blob.checksum.as_ref(),
            Slice::Range(range) if *range == (0..self.blob.size) => self.blob.checksum.as_ref(),
            Slice::Range(_) => None,
            Slice::Part(part) => part.checksum.as_ref(),
        }
    }

    fn write_slice(&self, reply: &mut Reply) {
        if let Slice::Part(part::Part { count: Some(count), .. }) = &self.slice {
            reply.headers.insert(PARTS_COUNT, HeaderValue::from(*count));
        }
        let range = self.range();
        if !matches!(self.slice, Slice::Whole) && !range.is_empty() {
            reply.status = StatusCode::PARTIAL_CONTENT;
            reply.owned(CONTENT_RANGE, range::content(&range, self.blob.size));
        }
    }
}

/// Whether the request asks for the checksum.
fn checksum_mode(cx: &Context) -> Result<bool> {
    match cx.exchange.headers.text(Family::Checksum, "x-amz-checksum-mode") {
        None => Ok(false),
        Some(mode) if mode.eq_ignore_ascii_case("ENABLED") => Ok(true),
        Some(_) => Err(Error::InvalidChecksumMode {}),
    }
}

/// Holds the object to the conditions of the request; a 304 carries what a client updates its copy with.
fn check_conditions(cx: &Context, bucket: &Bucket, blob: &BlobInfo, meta: &ObjectMeta) -> Result<()> {
    match conditions::Read::of_request(&cx.exchange.headers, cx.exchange.now).evaluate(blob) {
        Verdict::Holds => Ok(()),
        Verdict::Failed(condition) => Err(Error::PreconditionFailed { condition }),
        Verdict::NotModified(_) => {
            let mut reply = Reply::ok();
            metadata::write_freshness(meta, &mut reply);
            reply.etag(&blob.etag);
            reply.last_modified(blob.modified);
            version_id::write(bucket, &blob.version, &mut reply);
            Err(Error::NotModified { headers: Box::new(reply.headers) })
        }
    }
}
