//! ListDirectoryBuckets: <https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListDirectoryBuckets.html>

use s3s::dto::{ListDirectoryBucketsInput, ListDirectoryBucketsOutput};

use crate::bucket::BucketRecord;
use crate::date;
use crate::error::{Error, Result};
use crate::operation::{Context, Operation};
use crate::reply::Reply;
use crate::rules::directory_bucket;
use crate::rules::listing_token::{self, Listing};
use crate::xml::Xml;

/// The most buckets of one page.
const PAGE: usize = 1000;

/// Lists the directory buckets of the caller's account, in the order of their names.
pub(crate) struct ListDirectoryBuckets;

impl Operation for ListDirectoryBuckets {
    type Input = ListDirectoryBucketsInput;
    type Output = ListDirectoryBucketsOutput;
    const NAME: &'static str = "ListDirectoryBuckets";

    async fn run(cx: &Context, input: Self::Input) -> Result<Reply> {
        let limit = limit(input.max_directory_buckets)?;
        let token = input.continuation_token.filter(|token| !token.is_empty());
        let read = |token: &str| listing_token::read(Listing::Directories, token);
        let after = token.map(|token| read(&token).ok_or(Error::InvalidContinuationToken {})).transpose()?;
        let index = cx.world.directory_index(&cx.exchange.caller.account);
        let mut found = index.list_bucket_configs("", after.as_deref(), limit + 1).await?;
        let more = found.len() > limit;
        found.truncate(limit);
        let mut xml = Xml::document("ListAllMyDirectoryBucketsResult");
        let records = found.iter().map(|(name, json)| Ok((name, json.parse()?)));
        let records: Vec<(&String, BucketRecord)> = records.collect::<Result<_>>()?;
        xml.nest("Buckets", |xml| {
            for (name, record) in &records {
                xml.nest("Bucket", |xml| {
                    xml.text("Name", name);
                    xml.value("CreationDate", date::iso(record.created));
                    xml.text("BucketArn", &directory_bucket::arn(name, &record.region, &record.account));
                });
            }
        });
        if let Some((last, _)) = found.last().filter(|_| more) {
            xml.value("ContinuationToken", listing_token::issue(Listing::Directories, last));
        }
        Ok(Reply::xml(xml))
    }
}

/// How many buckets a page holds.
fn limit(asked: Option<i32>) -> Result<usize> {
    let Some(asked) = asked else { return Ok(PAGE) };
    let limit = usize::try_from(asked).ok().filter(|limit| *limit <= PAGE);
    limit.ok_or(Error::NumberOutOfRange { name: "max-directory-buckets", value: asked, range: 0..=1000 })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(asked: Option<i32>, expected: Option<usize>) {
        assert_eq!(limit(asked).ok(), expected, "{asked:?}");
    }

    #[test]
    fn a_page_holds_up_to_a_thousand() {
        check(None, Some(1000));
        check(Some(0), Some(0));
        check(Some(1000), Some(1000));
        check(Some(1001), None);
        check(Some(-1), None);
    }
}
