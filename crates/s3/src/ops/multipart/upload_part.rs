//! UploadPart: <https://docs.aws.amazon.com/AmazonS3/latest/API/API_UploadPart.html>

use http::HeaderName;
use s3s::dto::{StreamingBlob, UploadPartInput, UploadPartOutput};
use sandpail_blob::{Algorithm, Checksum, Error as BlobError, NewPart, PartInfo};

use super::hashed_body::{Digest, hashed};
use crate::error::{Error, Result};
use crate::front::body::Digests;
use crate::front::body::digest::{self, Hasher};
use crate::headers::{Family, Headers};
use crate::operation::{Context, Operation};
use crate::reply::Reply;
use crate::rules::encryption::access;
use crate::rules::upload::{self, UploadMeta};
use crate::rules::{checksum, encryption, lock, unserved_headers, upload_body};

const TRAILER: HeaderName = HeaderName::from_static("x-amz-trailer");

/// Stores a part of an upload, in place of an earlier one of its number.
pub(crate) struct UploadPart;

impl Operation for UploadPart {
    type Input = UploadPartInput;
    type Output = UploadPartOutput;
    const NAME: &'static str = "UploadPart";

    async fn run(cx: &Context, input: Self::Input) -> Result<Reply> {
        let exchange = &cx.exchange;
        unserved_headers::check(&exchange.headers)?;
        let number = upload::part_number(input.part_number)?;
        let bucket = cx.bucket(&input.bucket).await?;
        let key = encryption::customer_key(&exchange.headers, &bucket.record)?;
        let found = upload::find(&bucket, &input.key, &input.upload_id).await?;
        lock::require(&exchange.headers, &found.meta.object.lock, lock::Upload::Part)?;
        let sent = sent_algorithm(&exchange.headers);
        found.meta.check_part(sent)?;
        let encryption = &found.meta.object.encryption;
        access::check_part(encryption, key.as_ref())?;
        access::check_signature(exchange, encryption)?;

        let algorithm = found.meta.sums().algorithm;
        let (body, extra) = hash_too(input.body, algorithm, sent);
        let (sealed, digests) = upload_body::stage(exchange, &bucket.objects, body).await?;
        let md5 = digests.md5.ok_or_else(|| Error::internal(Unhashed))?;
        let etag = encryption.etag(&md5, cx.world.entropy.as_ref());
        let new = NewPart { etag, checksum: Some(part_sum(&digests, algorithm, &extra)?) };
        match bucket.objects.put_part(&input.key, &found.upload.id, number, sealed, new).await {
            Ok(part) => {
                let mut reply = reply(&part, &found.meta, &digests);
                encryption.write(key.as_ref(), &mut reply);
                Ok(reply)
            }
            Err(BlobError::NoSuchUpload) => Err(upload::none(&input.upload_id)),
            Err(other) => Err(other.into()),
        }
    }
}

/// The algorithm of the checksum that comes with the body, in a header or after it.
fn sent_algorithm(headers: &Headers) -> Option<Algorithm> {
    let any = headers.has(Family::Checksum);
    let in_header = || digest::algorithms().filter(|_| any).find(|a| headers.contains_key(digest::header_name(*a)));
    // Without aws-chunked there is no trailer, whatever this header says.
    let chunked = || headers.contains_key("x-amz-decoded-content-length");
    let trailer = headers.get(TRAILER).filter(|_| chunked()).and_then(|name| name.to_str().ok());
    trailer.and_then(|name| digest::of_header(name.trim())).or_else(in_header)
}

/// The body, hashed with `algorithm` too unless the front does that anyway.
fn hash_too(
    body: Option<StreamingBlob>,
    algorithm: Algorithm,
    sent: Option<Algorithm>,
) -> (Option<StreamingBlob>, Digest) {
    let computed = sent.unwrap_or(checksum::DEFAULT);
    match body {
        Some(body) if computed != algorithm => {
            let (body, digest) = hashed(body, Hasher::new(algorithm));
            (Some(body), digest)
        }
        body => (body, Digest::default()),
    }
}

/// The checksum that its object's will be made of.
fn part_sum(digests: &Digests, algorithm: Algorithm, extra: &Digest) -> Result<Checksum> {
    // Missing only where the headers announce a checksum in a trailer to a body that has no trailers.
    let value = digests.checksum(algorithm).or(extra.get()).ok_or_else(|| Error::ChecksumTypeMismatch {
        expected: upload::spelled(algorithm),
        actual: digests.sent.map_or("null", upload::spelled),
    })?;
    Ok(checksum::full_object(algorithm, value.to_vec()))
}

/// The answer names the checksum that was sent, or the one that the upload asked for.
fn reply(part: &PartInfo, meta: &UploadMeta, digests: &Digests) -> Reply {
    let mut reply = Reply::ok();
    reply.etag(&part.etag);
    let sent = digests.sent.and_then(|a| Some(checksum::full_object(a, digests.checksum(a)?.to_vec())));
    if let Some(sum) = sent.as_ref().or_else(|| meta.shown(part)) {
        checksum::write_header(sum, &mut reply);
    }
    reply
}

/// The front computes the MD5 of every part's body.
#[derive(Debug, thiserror::Error)]
#[error("the body was not hashed")]
struct Unhashed;

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    fn check(pairs: &[(&'static str, &'static str)], expected: Option<Algorithm>) {
        let pairs =
            pairs.iter().map(|(name, value)| (http::HeaderName::from_static(name), HeaderValue::from_static(value)));
        assert_eq!(sent_algorithm(&pairs.collect()), expected);
    }

    #[test]
    fn a_checksum_comes_in_a_header_or_in_a_trailer() {
        check(&[], None);
        check(&[("x-amz-checksum-sha256", "x")], Some(Algorithm::Sha256));
        check(&[("x-amz-sdk-checksum-algorithm", "CRC32")], None);
        check(&[("x-amz-checksum-algorithm", "CRC32")], None);
        check(
            &[("x-amz-trailer", "x-amz-checksum-crc32"), ("x-amz-decoded-content-length", "1")],
            Some(Algorithm::Crc32),
        );
        check(&[("x-amz-trailer", "x-amz-checksum-crc32")], None);
    }
}
