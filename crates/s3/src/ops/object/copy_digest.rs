//! The digests of a copy: the source's own where they are what the copy needs, computed from its bytes where not.

use futures_util::TryStreamExt as _;
use sandpail_blob::{Algorithm, Checksum, ChecksumKind, Error as BlobError, Kind};

use crate::error::{Error, Result};
use crate::front::body::digest::{self, Hasher};
use crate::object::ObjectMeta;
use crate::operation::Context;
use crate::rules::checksum;
use crate::rules::copy_source::Found;
use crate::rules::encryption::Encryption;

/// The ETag and the checksum of a copy.
pub(super) struct CopyDigests {
    pub(super) etag: String,
    pub(super) checksum: Checksum,
}

/// What a copy of `found` has: the ETag that its encryption gives it, and a full-object checksum of the algorithm that is
/// asked for, else of the source's. `None` when the source was replaced while it was read.
pub(super) async fn of(
    cx: &Context,
    found: &Found,
    asked: Option<Algorithm>,
    [old, new]: [&ObjectMeta; 2],
) -> Result<Option<CopyDigests>> {
    let source = &found.blob;
    let stored = source.checksum.as_ref();
    let algorithm = asked.or(stored.map(|sum| sum.algorithm)).unwrap_or(checksum::DEFAULT);
    let is_md5 = old.encryption.is_s3() && source.kind != Kind::Composite && !source.etag.contains('-');
    let etag = match &new.encryption {
        Encryption::S3 => is_md5.then(|| source.etag.clone()),
        // The bytes have no part in it.
        other => Some(other.etag(&[], cx.world.entropy.as_ref())),
    };
    let sum = stored.filter(|sum| sum.algorithm == algorithm && sum.kind == ChecksumKind::FullObject).cloned();
    if let (Some(etag), Some(checksum)) = (&etag, &sum) {
        return Ok(Some(CopyDigests { etag: etag.clone(), checksum: checksum.clone() }));
    }
    let (mut md5, mut sum_of_bytes) = (Hasher::new(Algorithm::Md5), Hasher::new(algorithm));
    let reader = match found.bucket.objects.open(source, 0..source.size).await {
        Ok(reader) => reader,
        Err(BlobError::Superseded) => return Ok(None),
        Err(other) => return Err(other.into()),
    };
    let mut stream = reader.into_stream();
    while let Some(chunk) = stream.try_next().await.map_err(Error::internal)? {
        md5.update(&chunk);
        sum_of_bytes.update(&chunk);
    }
    let computed = checksum::full_object(algorithm, sum_of_bytes.finish().to_vec());
    let etag = etag.unwrap_or_else(|| digest::hex(&md5.finish()));
    Ok(Some(CopyDigests { etag, checksum: sum.unwrap_or(computed) }))
}
