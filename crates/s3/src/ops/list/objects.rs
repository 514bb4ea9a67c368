//! ListObjects, the first form: pages are chained by keys.
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjects.html>

use std::time::SystemTime;

use bytes::Bytes;
use s3s::dto::{EncodingType, ListObjectsInput, ListObjectsOutput};
use sandpail_blob::ListQuery;

use crate::bucket::Bucket;
use crate::error::{Error, Result};
use crate::front::query::Query;
use crate::operation::{Context, Operation};
use crate::reply::Reply;
use crate::rules::listing::{self, Size};
use crate::rules::listing_encoding::Encoding;
use crate::rules::listing_page::Page;

/// Lists the current objects of a bucket.
pub(crate) struct ListObjects;

impl Operation for ListObjects {
    type Input = ListObjectsInput;
    type Output = ListObjectsOutput;
    const NAME: &'static str = "ListObjects";

    async fn run(cx: &Context, input: ListObjectsInput) -> Result<Reply> {
        check_query(Query::new(cx.exchange.uri.query().unwrap_or_default()))?;
        let bucket = cx.bucket(&input.bucket).await?;
        let request = Request::of(cx, &input)?;
        let query = ListQuery {
            prefix: request.prefix,
            delimiter: request.delimiter,
            after: listing::after(request.marker, request.prefix, request.delimiter),
            limit: request.size.limit,
        };
        let page = Page::new(request.encoding, &cx.world.accounts)
            .with_owners(&bucket.record.owner)
            .with_restores(request.restores)
            .read(&bucket.objects, &query)
            .await?;
        let mut reply = Reply::text(request.document(&bucket, page));
        listing::name_region(&bucket, &mut reply);
        Ok(reply)
    }
}

/// Refuses the parameters of the second form.
fn check_query(query: Query<'_>) -> Result<()> {
    if query.has("continuation-token") {
        return Err(Error::ContinuationInVersionOne {});
    }
    if query.has("start-after") {
        return Err(Error::StartAfterInVersionOne {});
    }
    Ok(())
}

/// What is asked for.
struct Request<'a> {
    prefix: &'a str,
    marker: &'a str,
    delimiter: Option<&'a str>,
    encoding: Encoding<'a>,
    size: Size,
    restores: Option<SystemTime>,
}

impl<'a> Request<'a> {
    fn of(cx: &Context, input: &'a ListObjectsInput) -> Result<Self> {
        Ok(Self {
            prefix: input.prefix.as_deref().unwrap_or_default(),
            marker: input.marker.as_deref().unwrap_or_default(),
            delimiter: listing::delimiter(input.delimiter.as_deref()),
            encoding: Encoding::parse(input.encoding_type.as_ref().map(EncodingType::as_str))?,
            size: Size::of(input.max_keys, listing::negative_max_keys)?,
            restores: listing::restores(cx)?,
        })
    }

    fn document(&self, bucket: &Bucket, page: Page<'_>) -> Bytes {
        let Self { prefix, marker, delimiter, encoding, size, .. } = *self;
        let mut xml = Page::head();
        xml.text("Name", &bucket.name);
        encoding.write(&mut xml, "Prefix", prefix);
        encoding.write(&mut xml, "Marker", marker);
        // Without a delimiter the last key is the marker of the next page, and S3 leaves it to the client to see that.
        if let Some(next) = page.next().filter(|_| delimiter.is_some()) {
            encoding.write(&mut xml, "NextMarker", next);
        }
        xml.value("MaxKeys", size.asked);
        if let Some(delimiter) = delimiter {
            encoding.write(&mut xml, "Delimiter", delimiter);
        }
        encoding.echo(&mut xml);
        xml.value("IsTruncated", page.next().is_some());
        page.finish(xml)
    }
}
