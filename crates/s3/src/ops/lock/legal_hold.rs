//! GetObjectLegalHold and PutObjectLegalHold:
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObjectLegalHold.html>

use s3s::dto::{GetObjectLegalHoldInput, GetObjectLegalHoldOutput, PutObjectLegalHoldInput, PutObjectLegalHoldOutput};

use super::{find, locked_bucket, replace};
use crate::error::Result;
use crate::error::lock::LockError;
use crate::operation::{Context, Operation};
use crate::reply::Reply;
use crate::rules::lock::{self, ObjectLock};

/// Answers whether a version is held.
pub(crate) struct GetObjectLegalHold;

impl Operation for GetObjectLegalHold {
    type Input = GetObjectLegalHoldInput;
    type Output = GetObjectLegalHoldOutput;
    const NAME: &'static str = "GetObjectLegalHold";

    async fn run(cx: &Context, _: Self::Input) -> Result<Reply> {
        let bucket = locked_bucket(cx).await?;
        let hold = find(cx, &bucket).await?.legal_hold.ok_or(LockError::NeverSet {})?;
        Ok(Reply::xml(lock::legal_hold(hold)))
    }
}

/// Holds a version, or lets it go. Neither asks about retention.
pub(crate) struct PutObjectLegalHold;

impl Operation for PutObjectLegalHold {
    type Input = PutObjectLegalHoldInput;
    type Output = PutObjectLegalHoldOutput;
    const NAME: &'static str = "PutObjectLegalHold";

    async fn run(cx: &Context, _: Self::Input) -> Result<Reply> {
        let bucket = locked_bucket(cx).await?;
        let hold = lock::read_legal_hold(cx.document()?)?;
        replace(cx, &bucket, |old| Ok(ObjectLock { legal_hold: Some(hold), ..*old })).await?;
        Ok(Reply::ok())
    }
}
