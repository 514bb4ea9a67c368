//! GetObject and HeadObject:
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html>

use s3s::Body;
use s3s::dto::{GetObjectInput, GetObjectOutput, HeadObjectInput, HeadObjectOutput};
use sandpail_blob::{BlobReader, Error as BlobError};

use super::read::{Asked, Found};
use crate::error::Result;
use crate::object_body::ObjectBody;
use crate::operation::{Context, Direct, Operation};
use crate::reply::Reply;

/// Answers an object's bytes, or a range or part of them.
pub(crate) struct GetObject;

impl Operation for GetObject {
    type Input = GetObjectInput;
    type Output = GetObjectOutput;
    const NAME: &'static str = "GetObject";

    async fn run(cx: &Context, input: Self::Input) -> Result<Reply> {
        let asked = Asked { key: &input.key, version: input.version_id.as_deref(), part: input.part_number };
        get(cx, &asked).await
    }
}

impl Direct for GetObject {
    async fn run_plain(cx: &Context, _: Body) -> Result<Reply> {
        let version = cx.query("versionId");
        get(cx, &Asked { key: cx.key(), version: version.as_deref(), part: None }).await
    }
}

async fn get(cx: &Context, asked: &Asked<'_>) -> Result<Reply> {
    loop {
        let bucket = cx.this_bucket().await?;
        let found = Found::look(cx, bucket, asked).await?;
        let mut reply = found.reply(cx)?;
        found.write_expiration(asked, &mut reply).await?;
        // What was found may be replaced, and its bytes be gone, before they are opened: then look again.
        match found.bucket.objects.open(&found.blob, found.range()).await {
            Ok(reader) => {
                reply.body = body(reader);
                return Ok(reply);
            }
            Err(BlobError::Superseded) => {}
            Err(other) => return Err(other.into()),
        }
    }
}

fn body(reader: BlobReader) -> Body {
    match reader.into_bytes() {
        Ok(bytes) => Body::from(bytes),
        Err(reader) => Body::from(ObjectBody::dynamic(reader)),
    }
}

/// Answers what GetObject would, without the bytes.
pub(crate) struct HeadObject;

impl Operation for HeadObject {
    type Input = HeadObjectInput;
    type Output = HeadObjectOutput;
    const NAME: &'static str = "HeadObject";

    async fn run(cx: &Context, input: Self::Input) -> Result<Reply> {
        let asked = Asked { key: &input.key, version: input.version_id.as_deref(), part: input.part_number };
        head(cx, &asked).await
    }
}

impl Direct for HeadObject {
    async fn run_plain(cx: &Context, _: Body) -> Result<Reply> {
        let version = cx.query("versionId");
        head(cx, &Asked { key: cx.key(), version: version.as_deref(), part: None }).await
    }
}

async fn head(cx: &Context, asked: &Asked<'_>) -> Result<Reply> {
    let bucket = cx.this_bucket().await?;
    let found = Found::look(cx, bucket, asked).await?;
    let mut reply = found.reply(cx)?;
    found.write_expiration(asked, &mut reply).await?;
    Ok(reply)
}
