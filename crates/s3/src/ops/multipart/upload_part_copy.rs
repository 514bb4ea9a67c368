//! UploadPartCopy: <https://docs.aws.amazon.com/AmazonS3/latest/API/API_UploadPartCopy.html>
//!
//! No byte is copied: the part shares the source's. They are read to compute the part's digests.

use std::ops::Range;

use futures_util::TryStreamExt as _;
use s3s::dto::{UploadPartCopyInput, UploadPartCopyOutput};
use sandpail_blob::{Algorithm, Checksum, Error as BlobError, NewPart, PartInfo};

use super::copy_range;
use crate::date;
use crate::error::{Error, Result};
use crate::front::body::digest::{DigestValue, Hasher};
use crate::object::ObjectMeta;
use crate::operation::{Context, Operation};
use crate::reply::Reply;
use crate::rules::copy_source::{CopySource, Found as Source};
use crate::rules::encryption::access::{self, Reader};
use crate::rules::upload::{self, UploadMeta};
use crate::rules::{checksum, encryption, unserved_headers};
use crate::xml::Xml;

/// The most bytes of one part: 5 GiB.
const LIMIT: u64 = 5 << 30;

/// Makes a part of an upload out of a version of a key, or of a range of it.
pub(crate) struct UploadPartCopy;

impl Operation for UploadPartCopy {
    type Input = UploadPartCopyInput;
    type Output = UploadPartCopyOutput;
    const NAME: &'static str = "UploadPartCopy";

    async fn run(cx: &Context, input: Self::Input) -> Result<Reply> {
        unserved_headers::check(&cx.exchange.headers)?;
        let number = upload::part_number(input.part_number)?;
        let source = CopySource::read(cx.header("x-amz-copy-source").unwrap_or_default())?;
        let bucket = cx.bucket(&input.bucket).await?;
        let key = encryption::customer_key(&cx.exchange.headers, &bucket.record)?;
        let reader = Reader::of_source(&cx.exchange)?;
        let found = upload::find(&bucket, &input.key, &input.upload_id).await?;
        let encryption = &found.meta.object.encryption;
        access::check_part(encryption, key.as_ref())?;
        access::check_signature(&cx.exchange, encryption)?;
        loop {
            let from = source.find(cx, &bucket).await?;
            let range = wanted(cx, &from, &reader)?;
            let copied = async {
                let (md5, checksum) = digests(&from, range.clone(), found.meta.sums().algorithm).await?;
                let etag = encryption.etag(&md5, cx.world.entropy.as_ref());
                let new = NewPart { etag, checksum: Some(checksum) };
                let (key, id) = (&input.key, &found.upload.id);
                Ok(bucket.objects.copy_part(key, id, number, &from.blob, range, new).await?)
            };
            match copied.await {
                Ok(part) => {
                    let mut reply = reply(&part, &found.meta, &from);
                    encryption.write(key.as_ref(), &mut reply);
                    return Ok(reply);
                }
                // The source was replaced while it was read: look again.
                Err(Failure::Store(BlobError::Superseded)) => {}
                Err(Failure::Store(BlobError::NoSuchUpload)) => return Err(upload::none(&input.upload_id)),
                Err(Failure::Store(other)) => return Err(other.into()),
                Err(Failure::Read(error)) => return Err(error),
            }
        }
    }
}

/// Why a part was not made.
enum Failure {
    Store(BlobError),
    Read(Error),
}

impl From<BlobError> for Failure {
    fn from(error: BlobError) -> Self {
        Self::Store(error)
    }
}

/// The bytes that are to be copied.
fn wanted(cx: &Context, from: &Source, reader: &Reader<'_>) -> Result<Range<u64>> {
    let meta = ObjectMeta::of(&from.blob)?;
    reader.open(&meta.encryption)?;
    let range = copy_range::resolve(cx.header("x-amz-copy-source-range"), from.blob.size)?;
    if range.end - range.start > LIMIT { Err(Error::CopySourceTooLarge {}) } else { Ok(range) }
}

/// The MD5 of a range of the source, and the checksum that the object's will be made of.
async fn digests(from: &Source, range: Range<u64>, algorithm: Algorithm) -> Result<(DigestValue, Checksum), Failure> {
    let (mut md5, mut sum) = (Hasher::new(Algorithm::Md5), Hasher::new(algorithm));
    let mut stream = from.bucket.objects.open(&from.blob, range).await?.into_stream();
    while let Some(chunk) = stream.try_next().await.map_err(|error| Failure::Read(Error::internal(error)))? {
        md5.update(&chunk);
        sum.update(&chunk);
    }
    Ok((md5.finish(), checksum::full_object(algorithm, sum.finish().to_vec())))
}

fn reply(part: &PartInfo, meta: &UploadMeta, from: &Source) -> Reply {
    let mut xml = Xml::document("CopyPartResult");
    xml.value("LastModified", date::iso(part.modified));
    xml.text("ETag", &format!("\"{}\"", part.etag));
    if let Some(sum) = meta.shown(part) {
        checksum::write_element(sum, &mut xml);
    }
    let mut reply = Reply::xml(xml);
    from.write_version(&mut reply);
    reply
}
