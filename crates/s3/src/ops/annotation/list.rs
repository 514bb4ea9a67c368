//! ListObjectAnnotations: <https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectAnnotations.html>

use s3s::Body;
use sandpail_blob::{Attachment, Error as BlobError};

use crate::date;
use crate::error::{Error, Result};
use crate::front::body::digest;
use crate::operation::{Context, Operation};
use crate::reply::Reply;
use crate::rules::listing_entry::Quoted;
use crate::rules::listing_token::{self, Listing};
use crate::rules::{annotation, version_id};
use crate::xml::Xml;

/// Lists the annotations of a version by name.
pub(crate) struct ListObjectAnnotations;

impl Operation for ListObjectAnnotations {
    type Input = Body;
    type Output = Body;
    const NAME: &'static str = "ListObjectAnnotations";

    async fn run(cx: &Context, _: Self::Input) -> Result<Reply> {
        let sent_max = cx.query("max-annotation-results");
        let max = annotation::max(sent_max.as_deref())?;
        loop {
            let bucket = cx.this_bucket().await?;
            let prefix = annotation::prefix(cx.query("annotation-prefix"))?;
            let selector = version_id::select(cx.query("versionId").as_deref())?;
            let blob = bucket.objects.lookup(cx.key(), &selector).await?;
            let blob = annotation::object(cx, blob, &selector)?;
            let token = cx.query("continuation-token");
            let after = token.as_deref().map(after).transpose()?;
            let list = match bucket.objects.attachments(&blob).await {
                Err(BlobError::Superseded) => continue,
                list => list?,
            };
            let page = Page::of(&list, prefix.as_deref().unwrap_or_default(), after.as_deref(), max);

            let mut xml = Xml::document("ListObjectAnnotationsOutput");
            xml.nest("Annotations", |xml| page.entries.iter().for_each(|entry| write(entry, xml)));
            xml.text("Bucket", &bucket.name);
            xml.text("Key", cx.key());
            xml.optional("AnnotationPrefix", prefix.as_deref());
            if sent_max.is_some() {
                xml.value("MaxAnnotationResults", max);
            }
            xml.value("AnnotationCount", page.entries.len());
            xml.optional("ContinuationToken", token.as_deref());
            if let Some(last) = page.entries.last().filter(|_| page.truncated) {
                xml.value("NextContinuationToken", listing_token::issue(Listing::Annotations, &last.name));
            }
            let mut reply = Reply::untyped(xml);
            annotation::write_version(&bucket, &blob, &mut reply);
            return Ok(reply);
        }
    }
}

fn after(token: &str) -> Result<String> {
    listing_token::read(Listing::Annotations, token).ok_or(Error::InvalidContinuationToken {})
}

fn write(entry: &Attachment, xml: &mut Xml) {
    xml.nest("AnnotationEntry", |xml| {
        xml.text("AnnotationName", &entry.name);
        xml.value("LastModified", date::iso(entry.modified));
        xml.value("ETag", Quoted(&entry.etag));
        if let Some(sum) = &entry.checksum {
            xml.value("ChecksumAlgorithm", digest::name(sum.algorithm));
        }
        xml.value("Size", entry.size);
    });
}

/// Some of the annotations.
struct Page<'a> {
    entries: Vec<&'a Attachment>,
    truncated: bool,
}

impl<'a> Page<'a> {
    fn of(list: &'a [Attachment], prefix: &str, after: Option<&str>, max: usize) -> Self {
        let follows = |entry: &&Attachment| after.is_none_or(|after| entry.name.as_str() > after);
        let mut entries: Vec<_> =
            list.iter().filter(|entry| entry.name.starts_with(prefix)).filter(follows).take(max + 1).collect();
        let truncated = entries.len() > max;
        entries.truncate(max);
        Self { entries, truncated }
    }
}
