//! ListObjectsV2: pages are chained by tokens.
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html>

use std::time::SystemTime;

use bytes::Bytes;
use s3s::dto::{EncodingType, ListObjectsV2Input, ListObjectsV2Output};
use sandpail_blob::ListQuery;

use crate::bucket::Bucket;
use crate::error::{Error, Result};
use crate::front::query::Query;
use crate::operation::{Context, Operation};
use crate::reply::Reply;
use crate::rules::listing::{self, Size};
use crate::rules::listing_encoding::Encoding;
use crate::rules::listing_page::Page;
use crate::rules::listing_token::{self, Listing};

/// Lists the current objects of a bucket.
pub(crate) struct ListObjectsV2;

impl Operation for ListObjectsV2 {
    type Input = ListObjectsV2Input;
    type Output = ListObjectsV2Output;
    const NAME: &'static str = "ListObjectsV2";

    async fn run(cx: &Context, input: ListObjectsV2Input) -> Result<Reply> {
        if Query::new(cx.exchange.uri.query().unwrap_or_default()).has("marker") {
            return Err(Error::MarkerInVersionTwo {});
        }
        let bucket = cx.bucket(&input.bucket).await?;
        let request = Request::of(cx, &input)?;
        let query = ListQuery {
            prefix: request.prefix,
            delimiter: request.delimiter,
            after: request.after.as_deref(),
            limit: request.size.limit,
        };
        let page = Page::new(request.encoding, &cx.world.accounts).with_restores(request.restores);
        let page = if request.owners { page.with_owners(&bucket.record.owner) } else { page };
        let page = page.read(&bucket.objects, &query).await?;
        let mut reply = Reply::text(request.document(&bucket, page));
        listing::name_region(&bucket, &mut reply);
        Ok(reply)
    }
}

/// What is asked for.
struct Request<'a> {
    prefix: &'a str,
    delimiter: Option<&'a str>,
    start_after: Option<&'a str>,
    token: Option<&'a str>,
    after: Option<String>,
    owners: bool,
    encoding: Encoding<'a>,
    size: Size,
    restores: Option<SystemTime>,
}

impl<'a> Request<'a> {
    fn of(cx: &Context, input: &'a ListObjectsV2Input) -> Result<Self> {
        let (token, start_after) = (input.continuation_token.as_deref(), input.start_after.as_deref());
        let encoding = Encoding::parse(input.encoding_type.as_ref().map(EncodingType::as_str))?;
        Ok(Self {
            prefix: input.prefix.as_deref().unwrap_or_default(),
            delimiter: listing::delimiter(input.delimiter.as_deref()),
            start_after,
            token,
            after: after(token, start_after)?,
            owners: input.fetch_owner.unwrap_or_default(),
            encoding,
            size: Size::of(input.max_keys, listing::negative_max_keys)?,
            restores: listing::restores(cx)?,
        })
    }

    fn document(&self, bucket: &Bucket, page: Page<'_>) -> Bytes {
        let Self { encoding, .. } = *self;
        let mut xml = Page::head();
        xml.text("Name", &bucket.name);
        encoding.write(&mut xml, "Prefix", self.prefix);
        if let Some(start_after) = self.start_after {
            encoding.write(&mut xml, "StartAfter", start_after);
        }
        xml.optional("ContinuationToken", self.token);
        if let Some(next) = page.next() {
            xml.value("NextContinuationToken", listing_token::issue(Listing::Objects, next));
        }
        xml.value("KeyCount", page.count());
        xml.value("MaxKeys", self.size.asked);
        if let Some(delimiter) = self.delimiter {
            encoding.write(&mut xml, "Delimiter", delimiter);
        }
        encoding.echo(&mut xml);
        xml.value("IsTruncated", page.next().is_some());
        page.finish(xml)
    }
}

/// After what the page begins: what the token names, whatever `start-after` says. An empty token is none.
fn after(token: Option<&str>, start_after: Option<&str>) -> Result<Option<String>> {
    match token.filter(|token| !token.is_empty()) {
        Some(token) => listing_token::read(Listing::Objects, token).map(Some).ok_or(Error::InvalidContinuationToken {}),
        None => Ok(start_after.filter(|key| !key.is_empty()).map(str::to_owned)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(token: Option<&str>, start_after: Option<&str>, expected: Option<Option<&str>>) {
        let found = after(token, start_after);
        assert_eq!(found.as_ref().ok().map(Option::as_deref), expected, "{token:?} {start_after:?}");
    }

    #[test]
    fn a_token_goes_before_start_after() {
        let token = listing_token::issue(Listing::Objects, "m");
        let foreign = listing_token::issue(Listing::Buckets, "m");
        check(None, None, Some(None));
        check(None, Some(""), Some(None));
        check(None, Some("k"), Some(Some("k")));
        check(Some(&token), None, Some(Some("m")));
        check(Some(&token), Some("z"), Some(Some("m")));
        check(Some(""), None, Some(None));
        check(Some(""), Some("k"), Some(Some("k")));
        check(Some("garbage"), Some("k"), None);
        check(Some(&foreign), None, None);
    }

    #[test]
    fn a_wrong_token_is_refused_in_the_words_of_s3() {
        let error = after(Some("x"), None).unwrap_err().document();
        assert_eq!(error.message, "The continuation token provided is incorrect");
        assert_eq!(error.fields, [("ArgumentName", "continuation-token".to_owned())]);
    }
}
