//! GetObjectRetention and PutObjectRetention:
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObjectRetention.html>

use s3s::dto::{GetObjectRetentionInput, GetObjectRetentionOutput, PutObjectRetentionInput, PutObjectRetentionOutput};

use super::{find, locked_bucket, replace};
use crate::error::lock::LockError;
use crate::error::{Error, Result};
use crate::operation::{Context, Operation};
use crate::reply::Reply;
use crate::rules::lock::{self, ObjectLock};

/// Answers the retention of a version, also after its end.
pub(crate) struct GetObjectRetention;

impl Operation for GetObjectRetention {
    type Input = GetObjectRetentionInput;
    type Output = GetObjectRetentionOutput;
    const NAME: &'static str = "GetObjectRetention";

    async fn run(cx: &Context, _: Self::Input) -> Result<Reply> {
        let bucket = locked_bucket(cx).await?;
        let retention = find(cx, &bucket).await?.retention.ok_or(LockError::NeverSet {})?;
        Ok(Reply::xml(lock::retention(&retention, cx.exchange.now)))
    }
}

/// Sets, extends or, where it may be undone, shortens or removes the retention of a version.
pub(crate) struct PutObjectRetention;

impl Operation for PutObjectRetention {
    type Input = PutObjectRetentionInput;
    type Output = PutObjectRetentionOutput;
    const NAME: &'static str = "PutObjectRetention";

    async fn run(cx: &Context, _: Self::Input) -> Result<Reply> {
        let now = cx.exchange.now;
        let bucket = locked_bucket(cx).await?;
        let wanted = lock::read_retention(cx.document()?, now)?;
        let bypass = lock::bypass(cx.header("x-amz-bypass-governance-retention"), bucket.record.lock.as_ref())?;
        let change = |old: &ObjectLock| {
            let over = |wanted: lock::Wanted| wanted.over(old.retention.as_ref(), now).ok_or(Error::MalformedXml {});
            let new = wanted.map(over).transpose()?;
            lock::check_change(old.retention.as_ref(), new.as_ref(), now, bypass)?;
            Ok(ObjectLock { retention: new, ..*old })
        };
        replace(cx, &bucket, change).await?;
        Ok(Reply::ok())
    }
}
