//! CompleteMultipartUpload: <https://docs.aws.amazon.com/AmazonS3/latest/API/API_CompleteMultipartUpload.html>

use s3s::dto::{CompleteMultipartUploadInput, CompleteMultipartUploadOutput};
use sandpail_blob::{BlobInfo, Error as BlobError, NewVersion, PartInfo, Selector, Upload};

use super::object_sum::Expected;
use super::{conflict, object_size};
use crate::bucket::Bucket;
use crate::documents::lifecycle;
use crate::error::{Error, Result};
use crate::object::ObjectMeta;
use crate::operation::{Context, Operation};
use crate::reply::Reply;
use crate::rules::conditions::Write;
use crate::rules::encryption::{CustomerKey, Encryption, access};
use crate::rules::part_list::{self, Named};
use crate::rules::upload::{self, UploadMeta};
use crate::rules::{checksum, composite, encryption, object_location, unserved_headers, version_id};
use crate::xml::Xml;

/// Makes a version of a key out of parts of an upload, all of it or none. No byte is copied.
pub(crate) struct CompleteMultipartUpload;

impl Operation for CompleteMultipartUpload {
    type Input = CompleteMultipartUploadInput;
    type Output = CompleteMultipartUploadOutput;
    const NAME: &'static str = "CompleteMultipartUpload";

    async fn run(cx: &Context, input: Self::Input) -> Result<Reply> {
        let request = Request::read(cx, input)?;
        loop {
            let bucket = cx.bucket(&request.bucket).await?;
            let key = encryption::customer_key(&cx.exchange.headers, &bucket.record)?;
            let blob = match request.complete(&bucket, key.as_ref()).await {
                Ok(blob) => blob,
                Err(Failure::Refused(error)) => return Err(error),
                Err(Failure::Store(BlobError::NoSuchUpload)) => request.completed_before(&bucket).await?,
                // The bucket was changed meanwhile, or is gone: look again.
                Err(Failure::Store(BlobError::GuardFailed)) => continue,
                Err(Failure::Store(other)) => return Err(other.into()),
            };
            let mut reply = request.reply(cx, &bucket, &blob);
            let meta = ObjectMeta::of(&blob)?;
            meta.encryption.write(key.as_ref(), &mut reply);
            lifecycle::write_expiration(&bucket, &request.key, &blob, &meta.tags, &mut reply).await?;
            return Ok(reply);
        }
    }
}

/// Why an upload was not completed.
enum Failure {
    Refused(Error),
    Store(BlobError),
}

impl From<BlobError> for Failure {
    fn from(error: BlobError) -> Self {
        Self::Store(error)
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Refused(error)
    }
}

/// Holds a customer's key to that of the upload. S3 needs it only to make checksums that were asked for.
///
/// # Errors
/// `PartKey`, `PartKeyWrong`.
fn check_key(upload: &Upload, key: Option<&CustomerKey>) -> Result<()> {
    let meta = UploadMeta::of(upload)?;
    if key.is_none() && meta.asked.is_none() { Ok(()) } else { access::check_part(&meta.object.encryption, key) }
}

/// What the request says.
struct Request {
    bucket: String,
    key: String,
    upload: String,
    parts: Vec<Named>,
    condition: Write,
    size: Option<u64>,
    expected: Expected,
}

impl Request {
    fn read(cx: &Context, input: CompleteMultipartUploadInput) -> Result<Self> {
        let headers = &cx.exchange.headers;
        unserved_headers::check(headers)?;
        Ok(Self {
            condition: Write::read(headers)?,
            size: object_size::read(cx.header("x-amz-mp-object-size"))?,
            expected: Expected::read(headers)?,
            parts: part_list::read(cx.document().ok())?,
            bucket: input.bucket,
            key: input.key,
            upload: input.upload_id,
        })
    }

    /// Publishes the object.
    async fn complete(&self, bucket: &Bucket, key: Option<&CustomerKey>) -> Result<BlobInfo, Failure> {
        let id = upload::parse_id(&self.upload)?;
        let chosen: Vec<u32> = self.parts.iter().map(|part| part.number).collect();
        let plan = |upload: &Upload, stored: &[PartInfo], current: Option<&BlobInfo>| {
            check_key(upload, key)?;
            self.plan(bucket, upload, stored, current).map_err(Failure::from)
        };
        bucket.objects.complete_upload(&self.key, &id, &chosen, plan).await
    }

    /// What the object will be, if the parts and the key are as the request has them.
    fn plan(
        &self,
        bucket: &Bucket,
        upload: &Upload,
        stored: &[PartInfo],
        current: Option<&BlobInfo>,
    ) -> Result<NewVersion> {
        let meta = UploadMeta::of(upload)?;
        self.expected.check_kind(meta.asked)?;
        let parts = part_list::select(&self.upload, meta.asked, &self.parts, stored)?;
        object_size::check(self.size, &parts)?;
        let checksum = composite::checksum(meta.sums(), &parts)?;
        self.expected.check(meta.asked, &checksum)?;
        // Of bytes under a customer's key S3 makes only checksums that were asked for (recorded).
        let kept = meta.asked.is_some() || !matches!(meta.object.encryption, Encryption::Customer(_));
        conflict::check(&self.condition, current, upload, meta.replaces)?;
        Ok(NewVersion {
            mode: bucket.mode(),
            etag: composite::etag(&parts)?,
            checksum: kept.then_some(checksum),
            meta: meta.object.json()?,
            // S3 dates the object from the start of its upload:
            // https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingMetadata.html#SysMetadata
            modified: Some(upload.initiated),
            keep_parts: true,
            guard: Some(bucket.guard.clone()),
        })
    }

    /// The object that an earlier request of the same parts made: a client that did not get its answer asks again.
    ///
    /// # Errors
    /// `NoSuchUpload`.
    async fn completed_before(&self, bucket: &Bucket) -> Result<BlobInfo> {
        let id = upload::parse_id(&self.upload)?;
        let current = bucket.objects.lookup(&self.key, &Selector::Current).await?;
        let made = current.filter(|blob| blob.upload.as_ref() == Some(&id));
        let blob = made.ok_or_else(|| upload::none(&self.upload))?;
        let parts = bucket.objects.parts(&blob).await?;
        let same = parts.len() == self.parts.len()
            && parts
                .iter()
                .zip(&self.parts)
                .all(|(part, named)| part.number == named.number && part.etag == named.etag);
        if same { Ok(blob) } else { Err(upload::none(&self.upload)) }
    }

    fn reply(&self, cx: &Context, bucket: &Bucket, blob: &BlobInfo) -> Reply {
        let mut xml = Xml::document("CompleteMultipartUploadResult");
        xml.text("Location", &object_location::of(&cx.exchange, &self.bucket, &self.key));
        xml.text("Bucket", &self.bucket);
        xml.text("Key", &self.key);
        xml.text("ETag", &format!("\"{}\"", blob.etag));
        if let Some(sum) = &blob.checksum {
            checksum::write_elements(sum, &mut xml);
        }
        let mut reply = Reply::xml(xml);
        version_id::write_new(bucket, &blob.version, &mut reply);
        reply
    }
}
