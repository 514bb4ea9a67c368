//! What is told of one request when it has been answered, to whoever counts or logs requests. Nothing that S3 answers
//! depends on it.

use std::borrow::Cow;
use std::sync::{Arc, OnceLock};

use crate::error::Document;
use crate::exchange::Exchange;

/// What a request turned out to be; empty where it did not get so far.
#[derive(Debug, Default)]
pub(crate) struct Told {
    exchange: OnceLock<Arc<Exchange>>,
    code: OnceLock<Cow<'static, str>>,
}

impl Told {
    /// The request came as far as its operation.
    pub(super) fn admitted(&self, exchange: &Arc<Exchange>) {
        // There is one exchange per request; that of a website is the page that it began with.
        let _ = self.exchange.set(Arc::clone(exchange));
    }

    /// It ended in this error.
    pub(super) fn failed(&self, error: &Document) {
        let _ = self.code.set(error.code.clone());
    }

    pub(crate) fn exchange(&self) -> Option<&Exchange> {
        self.exchange.get().map(Arc::as_ref)
    }

    pub(crate) fn code(&self) -> Option<&str> {
        self.code.get().map(Cow::as_ref)
    }
}
