//! The ACL of an object or of one version of it: <https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObjectAcl.html>

use s3s::dto::{GetObjectAclInput, GetObjectAclOutput, PutObjectAclInput, PutObjectAclOutput};
use sandpail_blob::BlobInfo;

use crate::error::Result;
use crate::object::ObjectMeta;
use crate::operation::{Context, Operation};
use crate::reply::Reply;
use crate::rules::acl::{self, Acl, Asked, Of};
use crate::rules::public_access_block::Publication;
use crate::rules::{ownership, version_id};

/// Answers the ACL of an object.
pub(crate) struct GetObjectAcl;

impl Operation for GetObjectAcl {
    type Input = GetObjectAclInput;
    type Output = GetObjectAclOutput;
    const NAME: &'static str = "GetObjectAcl";

    async fn run(cx: &Context, input: Self::Input) -> Result<Reply> {
        let bucket = cx.bucket(&input.bucket).await?;
        let selector = version_id::select(input.version_id.as_deref())?;
        let found = bucket.objects.lookup(&input.key, &selector).await?;
        let blob = version_id::object(found, &input.key, &selector, &cx.exchange.method)?;
        let meta = ObjectMeta::of(&blob)?;
        let mut reply = Reply::xml(Acl::of_object(&bucket.record, &meta).document(&cx.world.accounts));
        version_id::write(&bucket, &blob.version, &mut reply);
        Ok(reply)
    }
}

/// Replaces the ACL of an object.
pub(crate) struct PutObjectAcl;

impl Operation for PutObjectAcl {
    type Input = PutObjectAclInput;
    type Output = PutObjectAclOutput;
    const NAME: &'static str = "PutObjectAcl";

    async fn run(cx: &Context, input: Self::Input) -> Result<Reply> {
        let policy = input.access_control_policy;
        let asked = Asked::replacement(&cx.exchange.headers, policy, &cx.world.accounts, Of::Object)?;
        let bucket = cx.bucket(&input.bucket).await?;
        let selector = version_id::select(input.version_id.as_deref())?;
        let (caller, key) = (&cx.exchange.caller, Some(input.key.as_str()));
        let publication = Publication { caller, action: "s3:PutObjectAcl", bucket: &input.bucket, key };
        let change = |found: Option<&BlobInfo>| {
            let blob = version_id::unmarked(found.cloned(), &input.key, &selector, &cx.exchange.method)?;
            let mut meta = ObjectMeta::of(&blob)?;
            ownership::check(&bucket.record, &asked)?;
            publication.check_acl(&bucket.record, &asked)?;
            meta.acl = asked.grants(acl::owner_of(&bucket.record, &meta), &bucket.record.owner)?;
            meta.json()
        };
        let blob = bucket.objects.update_meta(&input.key, &selector, change).await?;
        let mut reply = Reply::ok();
        version_id::write(&bucket, &blob.version, &mut reply);
        Ok(reply)
    }
}
