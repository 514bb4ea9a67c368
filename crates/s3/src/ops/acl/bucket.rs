//! The ACL of a bucket: <https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketAcl.html>

use s3s::dto::{GetBucketAclInput, GetBucketAclOutput, PutBucketAclInput, PutBucketAclOutput};

use crate::bucket::BucketRecord;
use crate::error::Result;
use crate::operation::{Context, Operation};
use crate::reply::Reply;
use crate::rules::acl::{Acl, Asked, Of};
use crate::rules::ownership;
use crate::rules::public_access_block::Publication;

/// Answers the ACL of a bucket.
pub(crate) struct GetBucketAcl;

impl Operation for GetBucketAcl {
    type Input = GetBucketAclInput;
    type Output = GetBucketAclOutput;
    const NAME: &'static str = "GetBucketAcl";

    async fn run(cx: &Context, input: Self::Input) -> Result<Reply> {
        let bucket = cx.bucket(&input.bucket).await?;
        Ok(Reply::xml(Acl::of_bucket(&bucket.record).document(&cx.world.accounts)))
    }
}

/// Replaces the ACL of a bucket.
pub(crate) struct PutBucketAcl;

impl Operation for PutBucketAcl {
    type Input = PutBucketAclInput;
    type Output = PutBucketAclOutput;
    const NAME: &'static str = "PutBucketAcl";

    async fn run(cx: &Context, input: Self::Input) -> Result<Reply> {
        let policy = input.access_control_policy;
        let asked = Asked::replacement(&cx.exchange.headers, policy, &cx.world.accounts, Of::Bucket)?;
        let bucket = cx.bucket(&input.bucket).await?;
        let caller = &cx.exchange.caller;
        let publication = Publication { caller, action: "s3:PutBucketAcl", bucket: &input.bucket, key: None };
        let change = |record: &mut BucketRecord| {
            ownership::check(record, &asked)?;
            publication.check_acl(record, &asked)?;
            record.acl = asked.grants(&record.owner, &record.owner)?;
            Ok(())
        };
        bucket.try_update(&cx.world, change).await?;
        Ok(Reply::ok())
    }
}
