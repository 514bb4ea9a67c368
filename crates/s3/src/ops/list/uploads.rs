//! ListMultipartUploads.
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListMultipartUploads.html>

use s3s::dto::{EncodingType, ListMultipartUploadsInput, ListMultipartUploadsOutput};
use sandpail_blob::{BlobStore, ListedUpload, Upload, UploadId, UploadPage, UploadQuery};

use crate::bucket::Bucket;
use crate::error::{Error, Result};
use crate::front::accounts::Accounts;
use crate::operation::{Context, Operation};
use crate::reply::Reply;
use crate::rules::listing::{self, PAGE, Size};
use crate::rules::listing_date::Dates;
use crate::rules::listing_encoding::Encoding;
use crate::rules::listing_upload;
use crate::rules::upload::UploadMeta;
use crate::xml::Xml;

/// About what an upload takes in the answer, beside its key.
const UPLOAD: usize = 440;

/// Lists the uploads under way in a bucket.
pub(crate) struct ListMultipartUploads;

impl Operation for ListMultipartUploads {
    type Input = ListMultipartUploadsInput;
    type Output = ListMultipartUploadsOutput;
    const NAME: &'static str = "ListMultipartUploads";

    async fn run(cx: &Context, input: ListMultipartUploadsInput) -> Result<Reply> {
        let bucket = cx.bucket(&input.bucket).await?;
        let request = Request::of(&input)?;
        let id = request.marker(&bucket.objects).await?;
        let page = request.page(&bucket.objects, id.as_ref()).await?;
        Ok(Reply::xml(request.document(&bucket, &cx.world.accounts, id.as_ref(), &page)?))
    }
}

/// What is asked for.
struct Request<'a> {
    prefix: &'a str,
    delimiter: Option<&'a str>,
    key_marker: &'a str,
    id_marker: &'a str,
    encoding: Encoding<'a>,
    size: Size,
}

impl<'a> Request<'a> {
    fn of(input: &'a ListMultipartUploadsInput) -> Result<Self> {
        let encoding = Encoding::parse(input.encoding_type.as_ref().map(EncodingType::as_str))?;
        Ok(Self {
            prefix: input.prefix.as_deref().unwrap_or_default(),
            delimiter: listing::delimiter(input.delimiter.as_deref()),
            key_marker: input.key_marker.as_deref().unwrap_or_default(),
            id_marker: input.upload_id_marker.as_deref().unwrap_or_default(),
            encoding,
            size: Size::of(input.max_uploads, |value| listing::negative("max-uploads", value))?,
        })
    }

    /// The upload after which the page begins; without a key marker, its id is ignored.
    ///
    /// # Errors
    /// `UploadMarkerInvalid` for what is no id, and for the id of another key's upload. One that has ended since is
    /// good: who aborts uploads page by page comes back with it.
    async fn marker(&self, store: &BlobStore) -> Result<Option<UploadId>> {
        if self.key_marker.is_empty() || self.id_marker.is_empty() {
            return Ok(None);
        }
        let invalid = || Error::UploadMarkerInvalid { value: self.id_marker.to_owned() };
        let id = UploadId::parse(self.id_marker).ok_or_else(invalid)?;
        if store.upload(self.key_marker, &id).await?.is_none() && under_way(store, &id).await? {
            return Err(invalid());
        }
        Ok(Some(id))
    }

    async fn page(&self, store: &BlobStore, id: Option<&UploadId>) -> Result<UploadPage> {
        let Self { prefix, delimiter, .. } = *self;
        let after = listing::after(self.key_marker, prefix, delimiter);
        let after = after.map(|key| (key, id.filter(|_| key == self.key_marker)));
        match self.size.limit {
            0 => Ok(UploadPage { entries: Vec::new(), next: None }),
            limit => Ok(store.list_uploads_page(&UploadQuery { prefix, delimiter, after, limit }).await?),
        }
    }

    fn document(&self, bucket: &Bucket, accounts: &Accounts, id: Option<&UploadId>, page: &UploadPage) -> Result<Xml> {
        let Self { prefix, delimiter, encoding, .. } = *self;
        let (next_key, next_id) = next(page);
        let mut xml = Xml::document("ListMultipartUploadsResult");
        xml.text("Bucket", &bucket.name);
        encoding.write(&mut xml, "KeyMarker", self.key_marker);
        xml.text("UploadIdMarker", id.map(UploadId::as_str).unwrap_or_default());
        encoding.write(&mut xml, "NextKeyMarker", next_key);
        xml.text("NextUploadIdMarker", next_id);
        if let Some(delimiter) = delimiter {
            encoding.write(&mut xml, "Delimiter", delimiter);
        }
        if !prefix.is_empty() {
            encoding.write(&mut xml, "Prefix", prefix);
        }
        xml.value("MaxUploads", self.size.limit);
        encoding.echo(&mut xml);
        xml.value("IsTruncated", page.next.is_some());
        self.write_entries(&mut xml, bucket, accounts, page)?;
        Ok(xml)
    }

    fn write_entries(&self, xml: &mut Xml, bucket: &Bucket, accounts: &Accounts, page: &UploadPage) -> Result<()> {
        let mut dates = Dates::default();
        xml.reserve(uploads(page).map(|upload| UPLOAD + upload.key.len()).sum());
        for upload in uploads(page) {
            let meta = UploadMeta::of(upload)?;
            xml.nest("Upload", |xml| {
                self.encoding.write(xml, "Key", &upload.key);
                xml.text("UploadId", upload.id.as_str());
                listing_upload::write_accounts(xml, &meta, &bucket.record.owner, accounts);
                xml.text("StorageClass", meta.object.class());
                xml.value("Initiated", dates.iso(upload.initiated));
                listing_upload::write_sums(xml, &meta);
            });
        }
        for entry in &page.entries {
            if let ListedUpload::Prefix(prefix) = entry {
                self.encoding.write_prefix(xml, prefix);
            }
        }
        Ok(())
    }
}

fn uploads(page: &UploadPage) -> impl Iterator<Item = &Upload> {
    page.entries.iter().filter_map(|entry| match entry {
        ListedUpload::Upload(upload) => Some(upload),
        ListedUpload::Prefix(_) => None,
    })
}

/// The markers of the next page. S3 gives those of the last upload even when no page follows, and none with a page of
/// nothing but common prefixes, even when one follows: a client goes on from the last prefix.
fn next(page: &UploadPage) -> (&str, &str) {
    let Some(last) = uploads(page).last() else { return ("", "") };
    match &page.next {
        Some((key, id)) => (key, id.as_ref().map(UploadId::as_str).unwrap_or_default()),
        None => (&last.key, last.id.as_str()),
    }
}

/// Whether the upload is one of the bucket's, under whatever key.
async fn under_way(store: &BlobStore, id: &UploadId) -> Result<bool> {
    let mut after: Option<(String, Option<UploadId>)> = None;
    loop {
        let resume = after.as_ref().map(|(key, id)| (key.as_str(), id.as_ref()));
        let query = UploadQuery { prefix: "", delimiter: None, after: resume, limit: PAGE };
        let page = store.list_uploads_page(&query).await?;
        if uploads(&page).any(|upload| upload.id == *id) {
            return Ok(true);
        }
        if page.next.is_none() {
            return Ok(false);
        }
        after = page.next;
    }
}
