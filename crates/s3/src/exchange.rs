//! One request and its answer, as both sides of s3s see it.
//!
//! The front makes an [`Exchange`] per request and sends it through s3s in the request's extensions. Operations read
//! from it what s3s does not hand on (headers as they were received, the caller, the digests of the body), and leave
//! their answer in it, which the front sends instead of what s3s would serialise: `docs/decisions/0002`.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::SystemTime;

use bytes::Bytes;
use http::header::AsHeaderName;
use http::{HeaderMap, Method, Uri};
use s3s::dto::Delete;

use crate::documents::Element;
use crate::error::{Error, Result};
use crate::front::accounts::Caller;
use crate::front::body::Outcome;
use crate::front::located::Located;
use crate::front::query::Query;
use crate::front::target::Target;
use crate::headers::Headers;
use crate::reply::Reply;

/// One request under way.
#[derive(Debug)]
pub(crate) struct Exchange {
    /// When the request arrived, by the injected clock: the one time of everything that it does.
    pub(crate) now: SystemTime,
    /// Who asks.
    pub(crate) caller: Arc<Caller>,
    /// The region that the caller signed for.
    pub(crate) region: Option<String>,
    /// The method as received.
    pub(crate) method: Method,
    /// The URI as received.
    pub(crate) uri: Uri,
    /// The Host header or authority as received.
    pub(crate) host: Option<Arc<str>>,
    /// Whether it came over TLS.
    pub(crate) secure: bool,
    /// What is addressed.
    pub(crate) target: Target,
    /// The headers as received.
    pub(crate) headers: Headers,
    /// What came of the body, known once it has been read to its end.
    pub(crate) body: Arc<Outcome>,
    document: OnceLock<Document>,
    operation: OnceLock<&'static str>,
    answer: Mutex<Option<Result<Reply>>>,
}

/// A body that the front has read for the operation.
#[derive(Clone, Debug)]
pub(crate) enum Document {
    /// XML that fits its schema, its elements in the schema's order.
    Xml(Element),
    /// The keys of a DeleteObjects.
    Keys(Delete),
    /// XML that does not fit its schema.
    Malformed,
    /// Any other text, as it was sent.
    Text(Bytes),
}

/// What an [`Exchange`] is made of: the request as the front has received and located it.
pub(crate) struct Arrival {
    pub(crate) now: SystemTime,
    pub(crate) method: Method,
    pub(crate) uri: Uri,
    pub(crate) host: Option<Arc<str>>,
    pub(crate) secure: bool,
    pub(crate) target: Target,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Arc<Outcome>,
}

impl Arrival {
    /// A request that was `located`.
    pub(crate) fn of(located: Located, method: Method, uri: Uri, headers: HeaderMap, body: Arc<Outcome>) -> Self {
        let Located { now, host, secure, target } = located;
        Self { now, method, uri, host, secure, target, headers, body }
    }
}

impl Exchange {
    /// The exchange of a request from `caller`, who signed for `region`.
    pub(crate) fn new(arrival: Arrival, caller: Arc<Caller>, region: Option<String>) -> Self {
        let Arrival { now, method, uri, host, secure, target, headers, body } = arrival;
        Self {
            now,
            caller,
            region,
            method,
            uri,
            host,
            secure,
            target,
            headers: headers.into(),
            body,
            document: OnceLock::new(),
            operation: OnceLock::new(),
            answer: Mutex::new(None),
        }
    }

    /// The header `name` as text. A value that is not visible ASCII counts as UTF-8 if it is, else as absent.
    pub(crate) fn header(&self, name: impl AsHeaderName) -> Option<&str> {
        self.headers.get(name).and_then(|value| std::str::from_utf8(value.as_bytes()).ok()).map(str::trim)
    }

    /// The query parameter `name`, decoded; empty when it has no value.
    pub(crate) fn query(&self, name: &str) -> Option<String> {
        Query::new(self.uri.query().unwrap_or_default()).get(name).map(Into::into)
    }

    /// Leaves the document for the operation.
    pub(crate) fn leave(&self, document: Document) {
        // There is one body, and it is read once.
        let _ = self.document.set(document);
    }

    /// The body, where it is a document that the front has read.
    pub(crate) fn document(&self) -> Option<&Document> {
        self.document.get()
    }

    /// Notes which operation the request turned out to be.
    pub(crate) fn resolve(&self, operation: &'static str) {
        // The first resolution stands; there is only one operation per request.
        let _ = self.operation.set(operation);
    }

    /// The operation, if s3s got as far as finding it.
    pub(crate) fn operation(&self) -> Option<&'static str> {
        self.operation.get().copied()
    }

    /// Leaves the answer for the front.
    pub(crate) fn answer(&self, answer: Result<Reply>) {
        *self.answer.lock().unwrap_or_else(PoisonError::into_inner) = Some(answer);
    }

    /// Takes the answer, if the operation ran to its end.
    pub(crate) fn take_answer(&self) -> Option<Result<Reply>> {
        self.answer.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    /// The error that the body ended in, if it did: it says more than whatever failed on account of it.
    pub(crate) fn body_error(&self) -> Option<Error> {
        self.body.error().map(Error::from)
    }
}
