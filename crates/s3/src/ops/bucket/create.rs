//! CreateBucket: <https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html>

use http::header::{HeaderName, LOCATION};
use s3s::dto::{CreateBucketInput, CreateBucketOutput};
use sandpail_blob::{ConfigChange, Error as BlobError, Json};

use super::create_directory;
use crate::bucket::{Bucket, BucketRecord, Versioning};
use crate::documents::Element;
use crate::error::request::RequestError;
use crate::error::{Error, Result};
use crate::front::accounts::Caller;
use crate::operation::{Context, Operation};
use crate::reply::Reply;
use crate::rules::acl::{self, Asked};
use crate::rules::lock::BucketLock;
use crate::rules::ownership::{self, Ownership};
use crate::rules::public_access_block::Publication;
use crate::rules::tags::{self, Tag};
use crate::rules::{bucket_name, bucket_namespace, directory_bucket, location, region, unserved_headers};
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
        if cx.by_nobody() {
            return Err(RequestError::AnonymousApi {}.into());
        }
        if directory_bucket::is(&input.bucket) {
            let tags = tags_of(cx)?;
            return create_directory::create(cx, &input.bucket, endpoint(cx), tags).await;
        }
        if !bucket_name::valid(&input.bucket) {
            return Err(Error::InvalidBucketName { bucket: input.bucket });
        }
        let ownership = Ownership::read(cx.header("x-amz-object-ownership"))?;
        let acl = Asked::read(&exchange.headers, &cx.world.accounts, acl::Of::Bucket)?;
        let grants = ownership::settle_bucket(ownership, &exchange.caller.canonical_id, &acl)?;
        let asked = Configuration::read(cx)?;
        let region = location::place(asked.location.as_deref(), endpoint(cx))?;
        let namespace = cx.header("x-amz-bucket-namespace");
        let regional = bucket_namespace::check(namespace, &input.bucket, &exchange.caller.account, region)?;
        let record = record(&cx.world, &exchange.caller, region, asked.tags.clone());
        let location = asked.location.as_deref().filter(|name| *name == location::EU).map(str::to_owned);
        let lock = locks(cx.header("x-amz-bucket-object-lock-enabled")).then(BucketLock::default);
        // Locks are of versions.
        let versioning = if lock.is_some() { Versioning::Enabled } else { record.versioning };
        let record = BucketRecord { ownership, acl: grants, location, lock, versioning, ..record };
        let publication =
            Publication { caller: &exchange.caller, action: "s3:CreateBucket", bucket: &input.bucket, key: None };
        let claimed = match publication.check_acl(&record, &acl) {
            Ok(()) => claim(&cx.world, &exchange.caller, &input.bucket, &record).await,
            Err(blocked) => Err(unclaimed(&cx.world, &exchange.caller, &input.bucket, blocked).await?),
        };
        match claimed {
            // The classic region answers its own bucket's owner as if it had made the bucket now, and resets its ACL;
            // tags are for new buckets only.
            Err(Error::BucketAlreadyOwnedByYou { .. })
                if record.tags.is_empty() && is_classic(cx, &input.bucket, region).await? =>
            {
                reset_acl(&cx.world, &publication, &acl).await?;
            }
            other => other?,
        }
        let mut reply = Reply::ok();
        let location = location::header(&input.bucket, region, regional, exchange.host.as_deref());
        reply.header(LOCATION, &location);
        reply.header(HeaderName::from_static("x-amz-bucket-arn"), &arn(&input.bucket));
        Ok(reply)
    }
}

/// What the document of the request asks for.
#[derive(Debug, Default)]
struct Configuration {
    location: Option<String>,
    tags: Vec<Tag>,
}

impl Configuration {
    fn read(cx: &Context) -> Result<Self> {
        let Ok(document) = cx.document() else { return Ok(Self::default()) };
        if document.child("Location").or_else(|| document.child("Bucket")).is_some() {
            // They are of directory buckets.
            return Err(Error::MalformedXml {});
        }
        let location = document.text_of("LocationConstraint").filter(|text| !text.is_empty());
        Ok(Self { location: location.map(str::to_owned), tags: tags_of(cx)? })
    }
}

/// The tags that the document of the request asks for.
fn tags_of(cx: &Context) -> Result<Vec<Tag>> {
    let Ok(document) = cx.document() else { return Ok(Vec::new()) };
    let text = |tag: &Element, name| tag.text_of(name).unwrap_or_default().to_owned();
    let tags = document.child("Tags").into_iter().flat_map(|tags| &tags.children);
    let tags: Vec<Tag> = tags.map(|tag| Tag { key: text(tag, "Key"), value: text(tag, "Value") }).collect();
    tags::check(&tags, tags::Of::NewBucket)?;
    Ok(tags)
}

/// The region that the request was sent to. A host that names none stands for all: there a request is at the one that
/// it was signed for.
fn endpoint(cx: &Context) -> &str {
    let named = cx.exchange.target.regional.as_ref().map(|at| at.region.as_str());
    let signed = cx.exchange.region.as_deref().filter(|name| region::exists(name));
    named.or(signed).unwrap_or(&cx.world.settings.region)
}

/// Whether objects of the bucket are to be locked.
fn locks(header: Option<&str>) -> bool {
    header.is_some_and(|value| value.eq_ignore_ascii_case("true"))
}

/// Whether the bucket and the request for it are both of the classic region.
async fn is_classic(cx: &Context, name: &str, wanted: &str) -> Result<bool> {
    let bucket = Bucket::load(&cx.world, name).await?;
    Ok(bucket.record.region == region::CLASSIC && wanted == region::CLASSIC)
}

/// Replaces the ACL of a bucket whose ACL means anything.
async fn reset_acl(world: &World, publication: &Publication<'_>, asked: &Asked) -> Result<()> {
    let bucket = Bucket::load(world, publication.bucket).await?;
    if bucket.record.ownership == Ownership::BucketOwnerEnforced {
        return Ok(());
    }
    let change = |record: &mut BucketRecord| {
        publication.check_acl(record, asked)?;
        record.acl = asked.grants(&record.owner, &record.owner)?;
        Ok(())
    };
    bucket.try_update(world, change).await
}

/// The ARN of a bucket.
pub(crate) fn arn(bucket: &str) -> String {
    format!("arn:aws:s3:::{bucket}")
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

pub(super) fn record(world: &World, caller: &Caller, region: &str, tags: Vec<Tag>) -> BucketRecord {
    BucketRecord { tags, ..BucketRecord::new(&caller.account, &caller.canonical_id, region, world.clock.now()) }
}

/// Claims the name and writes it into the owner's index, in one commit.
pub(super) async fn claim(world: &World, caller: &Caller, name: &str, record: &BucketRecord) -> Result<()> {
    let value = Json::of(record)?;
    let index = world.index_of(&caller.account, name);
    let claim = ConfigChange::Create { store: world.directory(), name, value: value.clone() };
    let listing = ConfigChange::Create { store: &index, name, value };
    match world.directory().change_bucket_configs(&[claim, listing]).await {
        Ok(_) => Ok(()),
        Err(BlobError::Conflict { .. }) => Err(taken(world, caller, name).await?),
        Err(other) => Err(other.into()),
    }
}

/// What hinders a bucket that could not be made as it is asked for: that it is there, or else `blocked`.
async fn unclaimed(world: &World, caller: &Caller, name: &str, blocked: Error) -> Result<Error> {
    match taken(world, caller, name).await? {
        Error::OperationAborted {} => Ok(blocked),
        there => Ok(there),
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
