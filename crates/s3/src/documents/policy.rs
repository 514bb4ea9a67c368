//! The policy of a bucket, which is stored and answered as it was sent, and whether it is public:
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketPolicy.html>,
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketPolicyStatus.html>

use http::header::{CONTENT_LENGTH, CONTENT_TYPE, HeaderValue};
use s3s::Body;
use s3s::dto::{
    DeleteBucketPolicyInput, DeleteBucketPolicyOutput, GetBucketPolicyInput, GetBucketPolicyOutput,
    GetBucketPolicyStatusInput, GetBucketPolicyStatusOutput, PutBucketPolicyInput, PutBucketPolicyOutput,
};

use super::{document_operations, load, remove, save};
use crate::bucket::Bucket;
use crate::error::access::AccessError;
use crate::error::{Error, Result};
use crate::operation::Context;
use crate::reply::Reply;
use crate::rules::policy::{Flaw, Policy, Scope};
use crate::rules::public_access_block::Publication;
use crate::xml::Xml;

/// The name of its record.
const NAME: &str = "policy";

document_operations! {
    /// Answers the policy.
    GetBucketPolicy(GetBucketPolicyInput) -> GetBucketPolicyOutput = get;
    /// Replaces the policy.
    PutBucketPolicy(PutBucketPolicyInput) -> PutBucketPolicyOutput = put;
    /// Deletes the policy.
    DeleteBucketPolicy(DeleteBucketPolicyInput) -> DeleteBucketPolicyOutput = delete;
    /// Answers whether the policy is public.
    GetBucketPolicyStatus(GetBucketPolicyStatusInput) -> GetBucketPolicyStatusOutput = status;
}

async fn get(cx: &Context) -> Result<Reply> {
    let text = stored(&cx.this_bucket().await?).await?;
    let mut reply = Reply::ok();
    reply.headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    reply.headers.insert(CONTENT_LENGTH, HeaderValue::from(text.len()));
    reply.body = Body::from(text);
    Ok(reply)
}

async fn put(cx: &Context) -> Result<Reply> {
    let body = cx.text();
    loop {
        let bucket = cx.this_bucket().await?;
        let scope = Scope { bucket: &bucket.name, region: &bucket.record.region, accounts: &cx.world.accounts };
        let policy = Policy::read(&body, scope)?;
        let caller = &cx.exchange.caller;
        let publication = Publication { caller, action: "s3:PutBucketPolicy", bucket: &bucket.name, key: None };
        publication.check_policy(&bucket.record, policy.is_public())?;
        let text = std::str::from_utf8(&body).map_err(|_| Flaw::NotJson)?;
        match save(cx, &bucket, NAME, text, None).await {
            Ok(()) => return Ok(Reply::no_content()),
            Err(Error::Stale {}) => {}
            Err(other) => return Err(other),
        }
    }
}

async fn delete(cx: &Context) -> Result<Reply> {
    loop {
        let bucket = cx.this_bucket().await?;
        match remove(cx, &bucket, NAME, None).await {
            Ok(_) => return Ok(Reply::no_content()),
            Err(Error::Stale {}) => {}
            Err(other) => return Err(other),
        }
    }
}

async fn status(cx: &Context) -> Result<Reply> {
    let text = stored(&cx.this_bucket().await?).await?;
    let policy = Policy::parse(text.as_bytes()).map_err(Error::internal)?;
    let mut xml = Xml::document("PolicyStatus");
    xml.text("IsPublic", if policy.is_public() { "true" } else { "false" });
    Ok(Reply::xml(xml))
}

/// The policy of the bucket.
async fn stored(bucket: &Bucket) -> Result<String> {
    let text = load(bucket, NAME).await?;
    text.ok_or_else(|| AccessError::PolicyNotFound { bucket: bucket.name.clone() }.into())
}
