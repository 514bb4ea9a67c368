//! ListBuckets.
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListBuckets.html>

use http::StatusCode;
use http::header::LOCATION;
use s3s::dto::{ListBucketsInput, ListBucketsOutput};
use sandpail_blob::BlobStore;

use crate::bucket::BucketRecord;
use crate::error::{Error, Result};
use crate::front::accounts::Accounts;
use crate::operation::{Context, Operation};
use crate::reply::Reply;
use crate::rules::listing_token::{self, Listing};
use crate::rules::{account, region};
use crate::xml::Xml;

/// The most buckets of one page, and how many are read at once.
const PAGE: usize = 10_000;
const BATCH: usize = 1000;

/// Lists the buckets of the caller's account.
pub(crate) struct ListBuckets;

impl Operation for ListBuckets {
    type Input = ListBucketsInput;
    type Output = ListBucketsOutput;
    const NAME: &'static str = "ListBuckets";

    async fn run(cx: &Context, input: ListBucketsInput) -> Result<Reply> {
        let request = Request::of(&input, &cx.world.settings.region)?;
        if cx.by_nobody() {
            // Nobody has no buckets: S3 shows its product page instead (measured).
            let mut reply = Reply::empty(StatusCode::TEMPORARY_REDIRECT);
            reply.fixed(LOCATION, "https://aws.amazon.com/s3/");
            return Ok(reply);
        }
        let page = request.page(&cx.world.index(&cx.exchange.caller.account)).await?;
        Ok(Reply::xml(request.document(&cx.exchange.caller.canonical_id, &cx.world.accounts, &page)))
    }
}

/// What is asked for.
struct Request<'a> {
    prefix: Option<&'a str>,
    /// Asked for in whatever case.
    region: Option<String>,
    after: Option<String>,
    limit: usize,
    /// Whether any parameter was sent: only then does S3 tell where a bucket is.
    detailed: bool,
}

/// Buckets in the order of their names.
#[derive(Debug, Default)]
struct Page {
    buckets: Vec<(String, BucketRecord)>,
    more: bool,
}

impl<'a> Request<'a> {
    fn of(input: &'a ListBucketsInput, home: &str) -> Result<Self> {
        let token = input.continuation_token.as_deref().filter(|token| !token.is_empty());
        let region = input.bucket_region.as_ref().map(|region| region.to_ascii_lowercase());
        if region.as_ref().is_some_and(|name| name != home && !region::exists(name)) {
            return Err(Error::UnknownRegion { value: input.bucket_region.clone().unwrap_or_default() });
        }
        let read = |token| listing_token::read(Listing::Buckets, token).ok_or(Error::InvalidContinuationToken {});
        Ok(Self {
            prefix: input.prefix.as_deref(),
            after: token.map(read).transpose()?,
            limit: limit(input.max_buckets)?,
            detailed: input.continuation_token.is_some()
                || region.is_some()
                || input.prefix.is_some()
                || input.max_buckets.is_some(),
            region,
        })
    }

    /// Reads on until the page is full: buckets of other regions do not count.
    async fn page(&self, index: &BlobStore) -> Result<Page> {
        let mut page = Page::default();
        let mut after = self.after.clone();
        loop {
            // One more than fits tells whether there are more; of buckets elsewhere nobody knows how many there are.
            let batch = if self.region.is_some() { BATCH } else { BATCH.min(self.limit - page.buckets.len() + 1) };
            let prefix = self.prefix.unwrap_or_default();
            let found = index.list_bucket_configs(prefix, after.as_deref(), batch).await?;
            let last = found.len() < batch;
            after = found.last().map(|(name, _)| name.clone());
            for (name, json) in found {
                let record: BucketRecord = json.parse()?;
                if self.region.as_ref().is_some_and(|region| *region != record.region) {
                    continue;
                }
                if page.buckets.len() == self.limit {
                    page.more = true;
                    return Ok(page);
                }
                page.buckets.push((name, record));
            }
            if last {
                return Ok(page);
            }
        }
    }

    fn document(&self, owner: &str, accounts: &Accounts, page: &Page) -> Xml {
        let mut xml = Xml::document("ListAllMyBucketsResult");
        xml.reserve(page.buckets.len() * 256);
        // The owner goes first: some clients give it to the buckets that they read after it.
        account::write(&mut xml, "Owner", owner, accounts);
        xml.nest("Buckets", |xml| {
            for (name, record) in &page.buckets {
                xml.nest("Bucket", |xml| self.write_bucket(xml, name, record));
            }
        });
        xml.optional("Prefix", self.prefix);
        if let Some((name, _)) = page.buckets.last().filter(|_| page.more) {
            xml.value("ContinuationToken", listing_token::issue(Listing::Buckets, name));
        }
        xml
    }

    fn write_bucket(&self, xml: &mut Xml, name: &str, record: &BucketRecord) {
        xml.text("Name", name);
        xml.value("CreationDate", crate::date::iso(record.created));
        if self.detailed {
            xml.text("BucketRegion", &record.region);
        }
        xml.text("BucketArn", &format!("arn:aws:s3:::{name}"));
    }
}

/// How many buckets a page holds.
fn limit(asked: Option<i32>) -> Result<usize> {
    let Some(asked) = asked else { return Ok(PAGE) };
    match usize::try_from(asked) {
        Ok(limit @ 1..=PAGE) => Ok(limit),
        _ => Err(Error::NumberOutOfRange { name: "max-buckets", value: asked, range: 1..=10_000 }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(asked: Option<i32>, expected: Option<usize>) {
        assert_eq!(limit(asked).ok(), expected, "{asked:?}");
    }

    #[test]
    fn a_page_holds_between_one_and_ten_thousand() {
        check(None, Some(10_000));
        check(Some(1), Some(1));
        check(Some(10_000), Some(10_000));
        check(Some(0), None);
        check(Some(-1), None);
        check(Some(10_001), None);
    }

    fn refused(input: &ListBucketsInput) -> Option<String> {
        Request::of(input, "moon-1").err().map(|error| error.document().message.into_owned())
    }

    #[test]
    fn parameters_are_checked() {
        let region = |name: &str| ListBucketsInput { bucket_region: Some(name.to_owned()), ..Default::default() };
        assert_eq!(refused(&region("eu-west-1")), None);
        assert_eq!(refused(&region("moon-1")), None);
        assert_eq!(refused(&region("EU-West-1")), None);
        assert_eq!(refused(&region("")).as_deref(), Some("Argument value  is not a valid AWS Region"));
        assert_eq!(
            refused(&region("eu-east-1")).as_deref(),
            Some("Argument value eu-east-1 is not a valid AWS Region")
        );
        let token = |text: &str| ListBucketsInput { continuation_token: Some(text.to_owned()), ..Default::default() };
        assert_eq!(refused(&token("")), None);
        assert_eq!(refused(&token(&listing_token::issue(Listing::Buckets, "b"))), None);
        assert!(refused(&token("x")).is_some());
        assert!(refused(&token(&listing_token::issue(Listing::Objects, "b"))).is_some());
    }

    #[test]
    fn details_are_told_when_anything_is_asked() {
        let none = ListBucketsInput::default();
        let prefix = ListBucketsInput { prefix: Some(String::new()), ..Default::default() };
        let token = ListBucketsInput { continuation_token: Some(String::new()), ..Default::default() };
        assert!(!Request::of(&none, "moon-1").unwrap().detailed);
        assert!(Request::of(&prefix, "moon-1").unwrap().detailed);
        assert!(Request::of(&token, "moon-1").unwrap().detailed);
    }
}
