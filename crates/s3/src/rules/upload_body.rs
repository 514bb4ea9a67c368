//! The bytes of an object or a part, from the request into the store.

use futures_util::StreamExt as _;
use s3s::dto::StreamingBlob;
use s3s::stream::ByteStream as _;
use sandpail_blob::{BlobStore, Sealed};

use crate::error::{Error, Result};
use crate::exchange::Exchange;
use crate::front::body::Digests;

/// Writes the verified body into a draft and seals it. Whatever fails, or a caller who goes away, leaves nothing.
///
/// # Errors
/// What the body is refused for: too short, a digest that does not match, broken framing.
pub(crate) async fn stage(
    exchange: &Exchange,
    store: &BlobStore,
    body: Option<StreamingBlob>,
) -> Result<(Sealed, Digests)> {
    let length = body.as_ref().and_then(|body| body.remaining_length().exact());
    let mut draft = store.draft(length.and_then(|n| u64::try_from(n).ok())).await?;
    if let Some(mut body) = body {
        while let Some(chunk) = body.next().await {
            let chunk = chunk.map_err(|error| failed(exchange, error))?;
            if exchange.body.is_gathered() {
                draft.keep(chunk).await?;
            } else {
                draft.write(chunk).await?;
            }
        }
    }
    let digests = exchange.body.digests().cloned().ok_or_else(|| Error::internal(Unread))?;
    Ok((draft.seal().await?, digests))
}

/// What a body is refused for that did not come to its end.
pub(crate) fn failed(exchange: &Exchange, error: s3s::StdError) -> Error {
    exchange.body_error().unwrap_or_else(|| Error::internal(Broken(error)))
}

/// A body that failed without saying how.
#[derive(Debug, thiserror::Error)]
#[error("the request body broke off")]
struct Broken(#[source] s3s::StdError);

/// A body that ended without being verified.
#[derive(Debug, thiserror::Error)]
#[error("the request body was not verified")]
struct Unread;
