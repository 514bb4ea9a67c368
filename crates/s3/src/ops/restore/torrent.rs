//! GetObjectTorrent, which S3 stopped serving in 2021, and WriteGetObjectResponse, which only the endpoints of S3 Object
//! Lambda serve. Both are refused as S3 refuses them.
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectTorrent.html>

use s3s::dto::{
    GetObjectTorrentInput, GetObjectTorrentOutput, WriteGetObjectResponseInput, WriteGetObjectResponseOutput,
};

use crate::error::{Error, Result};
use crate::operation::{Context, Operation};
use crate::reply::Reply;

/// Refuses to make a torrent of an object, whether it is there or not.
pub(crate) struct GetObjectTorrent;

impl Operation for GetObjectTorrent {
    type Input = GetObjectTorrentInput;
    type Output = GetObjectTorrentOutput;
    const NAME: &'static str = "GetObjectTorrent";

    async fn run(cx: &Context, input: Self::Input) -> Result<Reply> {
        cx.bucket(&input.bucket).await?;
        Err(Error::MethodNotAllowed { method: cx.exchange.method.to_string(), resource: "TORRENT" })
    }
}

/// Refuses to answer a request of someone else's.
pub(crate) struct WriteGetObjectResponse;

impl Operation for WriteGetObjectResponse {
    type Input = WriteGetObjectResponseInput;
    type Output = WriteGetObjectResponseOutput;
    const NAME: &'static str = "WriteGetObjectResponse";

    async fn run(cx: &Context, _: Self::Input) -> Result<Reply> {
        let exchange = &cx.exchange;
        Err(Error::MethodNotAllowed { method: exchange.method.to_string(), resource: exchange.target.resource() })
    }
}
