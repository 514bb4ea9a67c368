//! What is left of a request when its answer is ready: a body that nobody read, a client that waits to send one.

use futures_util::StreamExt as _;
use http::header::{CONNECTION, CONTENT_LENGTH, EXPECT, HeaderValue, TRANSFER_ENCODING};
use http::request::Parts;
use http::{Response, Version};
use s3s::Body;

use super::body::Outcome;

/// How much of a refused body is read, in bytes, to keep its connection.
const DRAIN_LIMIT: usize = 1 << 20;

/// How the client sends its body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sending {
    /// At once.
    AtOnce,
    /// When it is told to go on: `Expect: 100-continue` on HTTP/1.
    WhenTold { empty: bool },
}

impl Sending {
    pub(crate) fn of(parts: &Parts) -> Self {
        let headers = &parts.headers;
        let has_body = || headers.contains_key(CONTENT_LENGTH) || headers.contains_key(TRANSFER_ENCODING);
        // Whoever has no body (RFC 9112 §6.3) waits for nothing.
        if parts.version == Version::HTTP_2 || !headers.contains_key(EXPECT) || !has_body() {
            return Self::AtOnce;
        }
        Self::WhenTold { empty: parts.headers.get(CONTENT_LENGTH).is_some_and(|length| length == "0") }
    }

    /// Leaves the connection in a state that both sides agree on.
    ///
    /// The rest of a refused body is read, up to a limit: otherwise the connection would be closed under a client that
    /// is still sending, which then sees a broken pipe in place of the answer. A client that still waits to be told
    /// gets the answer instead, and is told that the connection ends with it; hyper tells nobody to go on with an empty
    /// body.
    pub(crate) async fn settle(self, outcome: &Outcome, response: &mut Response<Body>) {
        match self {
            Self::AtOnce => drain(outcome).await,
            Self::WhenTold { empty } if empty || outcome.get().is_none() => {
                response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
            }
            Self::WhenTold { .. } => {}
        }
    }
}

async fn drain(outcome: &Outcome) {
    let Some(mut rest) = outcome.take_rest() else { return };
    let mut read = 0;
    while let Some(Ok(chunk)) = rest.next().await {
        read += chunk.len();
        if read > DRAIN_LIMIT {
            return;
        }
    }
}
