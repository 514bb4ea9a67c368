//! CreateBucket: <https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html>

use http::header::{HeaderName, LOCATION};
use s3s::dto::{BucketLocationConstraint, CreateBucketInput, CreateBucketOutput};
use sandpail_blob::{ConfigChange, Error as BlobError, Json};

use crate::bucket::{Bucket, BucketRecord};
use crate::error::{Error, Result};
use crate::front::accounts::Caller;
use crate::operation::{Context, Operation};
use crate::reply::Reply;
use crate::rules::acl::{self, Asked, Grant};
use crate::rules::ownership::{self, Ownership};
use crate::rules::tags::Tag;
use crate::rules::{bucket_name, region, unserved_headers};
use crate::world::World;

/// Makes a bucket of the caller's account.
pub(crate) struct CreateBucket;

impl Operation for CreateBucket {
    type Input = CreateBucketInput;
    type Output = CreateBucketOutput;
    const NAME: &'static str = "CreateBucket";

    async fn run(cx: &Context, input: Self::Input) -> Result<Reply> {
        let exchange = &cx.exchange;
        unserved_headers::check(&exchange.headers)?;
        if !bucket_name::valid(&input.bucket) {
            return Err(Error::InvalidBucketName { bucket: input.bucket });
        }
        let ownership = Ownership::read(cx.header("x-amz-object-ownership"))?;
        let acl = Asked::read(&exchange.headers, &cx.world.accounts, acl::Of::Bucket)?;
        let acl = ownership::settle_bucket(ownership, &exchange.caller.canonical_id, &acl)?;
        // One endpoint stands for every region: a request is at the one that it was signed for.
        let signed = exchange.region.as_deref().filter(|name| region::exists(name));
        let endpoint = signed.unwrap_or(&cx.world.settings.region);
        let configuration = input.create_bucket_configuration.and_then(|c| c.location_constraint);
        let constraint = configuration.as_ref().map(BucketLocationConstraint::as_str).filter(|c| !c.is_empty());
        let region = place(constraint, endpoint)?;
        let record = record(&cx.world, &exchange.caller, region, Vec::new());
        let record = BucketRecord { ownership, acl, ..record };
        match claim(&cx.world, &exchange.caller, &input.bucket, &record).await {
            // The classic region answers its own bucket's owner as if it had made the bucket now, and resets its ACL.
            Err(Error::BucketAlreadyOwnedByYou { .. }) if is_classic(cx, &input.bucket, region).await? => {
                reset_acl(&cx.world, &input.bucket, record.acl).await?;
            }
            other => other?,
        }
        let mut reply = Reply::ok();
        reply.header(LOCATION, &location(&input.bucket, region, exchange.host.as_deref()));
        reply.header(HeaderName::from_static("x-amz-bucket-arn"), &arn(&input.bucket));
        Ok(reply)
    }
}

/// Whether the bucket and the request for it are both of the classic region.
async fn is_classic(cx: &Context, name: &str, wanted: &str) -> Result<bool> {
    let bucket = Bucket::load(&cx.world, name).await?;
    Ok(bucket.record.region == region::CLASSIC && wanted == region::CLASSIC)
}

/// Replaces the ACL of a bucket whose ACL means anything.
async fn reset_acl(world: &World, name: &str, acl: Option<Vec<Grant>>) -> Result<()> {
    let bucket = Bucket::load(world, name).await?;
    if bucket.record.ownership == Ownership::BucketOwnerEnforced || bucket.record.acl == acl {
        return Ok(());
    }
    bucket.update(world, |record| record.acl.clone_from(&acl)).await
}

/// The ARN of a bucket.
pub(crate) fn arn(bucket: &str) -> String {
    format!("arn:aws:s3:::{bucket}")
}

fn location(bucket: &str, region: &str, host: Option<&str>) -> String {
    match host {
        Some(host) if region != region::CLASSIC => format!("http://{bucket}.{host}/"),
        _ => format!("/{bucket}"),
    }
}

/// The region that a bucket is made in: the classic endpoint makes them anywhere, every other only at home.
fn place<'a>(constraint: Option<&'a str>, endpoint: &'a str) -> Result<&'a str> {
    let illegal = |location: &str| Err(Error::IllegalLocationConstraint { location: location.to_owned() });
    match constraint {
        None if endpoint == region::CLASSIC => Ok(endpoint),
        None => illegal("unspecified"),
        Some("EU") if matches!(endpoint, region::CLASSIC | "eu-west-1") => Ok("eu-west-1"),
        Some(location) if location == endpoint && location != region::CLASSIC => Ok(location),
        Some(location) if location == region::CLASSIC || !region::exists(location) => {
            Err(Error::InvalidLocationConstraint { location: location.to_owned() })
        }
        Some(location) if endpoint == region::CLASSIC => Ok(location),
        Some(location) => illegal(location),
    }
}

/// Makes a bucket that is all default.
///
/// # Errors
/// `InvalidBucketName`, `BucketAlreadyExists` for another account's, `BucketAlreadyOwnedByYou` for the caller's own.
pub(crate) async fn create(world: &World, caller: &Caller, name: &str, region: &str, tags: Vec<Tag>) -> Result<()> {
    if !bucket_name::valid(name) {
        return Err(Error::InvalidBucketName { bucket: name.to_owned() });
    }
    claim(world, caller, name, &record(world, caller, region, tags)).await
}

fn record(world: &World, caller: &Caller, region: &str, tags: Vec<Tag>) -> BucketRecord {
    BucketRecord { tags, ..BucketRecord::new(&caller.account, &caller.canonical_id, region, world.clock.now()) }
}

/// Claims the name and writes it into the owner's index, in one commit.
async fn claim(world: &World, caller: &Caller, name: &str, record: &BucketRecord) -> Result<()> {
    let value = Json::of(record)?;
    let index = world.index(&caller.account);
    let claim = ConfigChange::Create { store: world.directory(), name, value: value.clone() };
    let listing = ConfigChange::Create { store: &index, name, value };
    match world.directory().change_bucket_configs(&[claim, listing]).await {
        Ok(_) => Ok(()),
        Err(BlobError::Conflict { .. }) => Err(taken(world, caller, name).await?),
        Err(other) => Err(other.into()),
    }
}

/// Why the name is not to be had.
async fn taken(world: &World, caller: &Caller, name: &str) -> Result<Error> {
    let bucket = name.to_owned();
    match Bucket::load(world, name).await {
        Ok(found) if found.record.account == caller.account => Ok(Error::BucketAlreadyOwnedByYou { bucket }),
        Ok(_) => Ok(Error::BucketAlreadyExists { bucket }),
        // It was deleted between the claim and the look.
        Err(Error::NoSuchBucket { .. }) => Ok(Error::OperationAborted {}),
        Err(other) => Err(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(constraint: Option<&str>, endpoint: &str, expected: Result<&str, &str>) {
        let found = place(constraint, endpoint).map_err(|e| e.document().message.into_owned());
        assert_eq!(found.as_ref().map(|r| *r).map_err(String::as_str), expected, "{constraint:?} at {endpoint}");
    }

    #[test]
    fn a_bucket_is_made_where_s3_makes_it() {
        let illegal = "The eu-west-1 location constraint is incompatible for the region specific endpoint this request was sent to.";
        let unspecified = "The unspecified location constraint is incompatible for the region specific endpoint this request was sent to.";
        check(None, "us-east-1", Ok("us-east-1"));
        check(Some("eu-west-1"), "us-east-1", Ok("eu-west-1"));
        check(Some("EU"), "us-east-1", Ok("eu-west-1"));
        check(Some("us-east-1"), "us-east-1", Err("The specified location-constraint is not valid"));
        check(Some("mars-1"), "us-east-1", Err("The specified location-constraint is not valid"));
        check(Some("eu-west-1"), "eu-west-1", Ok("eu-west-1"));
        check(Some("eu-west-1"), "us-west-2", Err(illegal));
        check(None, "eu-west-1", Err(unspecified));
    }

    #[test]
    fn the_location_is_a_path_only_in_the_classic_region() {
        assert_eq!(location("b", "us-east-1", Some("h:1")), "/b");
        assert_eq!(location("b", "eu-west-1", Some("h:1")), "http://b.h:1/");
        assert_eq!(location("b", "eu-west-1", None), "/b");
    }
}
