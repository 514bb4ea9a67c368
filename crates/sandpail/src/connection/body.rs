//! A request's body that tells its stream when it has been read to its end.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use bytes::Bytes;
use hyper::body::{Body, Frame, Incoming, SizeHint};

use super::heads::Exchange;

/// The body, as it comes. Dropped before its end it tells nothing: what follows on the stream may still belong to it.
#[derive(Debug)]
pub(super) struct Told {
    body: Incoming,
    exchange: Arc<Exchange>,
}

impl Told {
    pub(super) const fn new(body: Incoming, exchange: Arc<Exchange>) -> Self {
        Self { body, exchange }
    }
}

impl Body for Told {
    type Data = Bytes;
    type Error = hyper::Error;

    fn poll_frame(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Self::Data>, Self::Error>>> {
        let this = self.get_mut();
        let polled = Pin::new(&mut this.body).poll_frame(cx);
        // Whoever knows the length may not ask for what comes behind it.
        if matches!(polled, Poll::Ready(None)) || this.body.is_end_stream() {
            this.exchange.body_was_read();
        }
        polled
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
