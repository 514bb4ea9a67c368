//! What an operation answers: status, headers, body. Written by the operation exactly as AWS sends it.

use bytes::Bytes;
use http::header::{CONTENT_LENGTH, CONTENT_TYPE, ETAG, HeaderName, HeaderValue, LAST_MODIFIED};
use http::{HeaderMap, StatusCode};
use s3s::Body;

use crate::xml::Xml;

/// How many headers there is room for at first: those of an object, and those that every answer gets.
const HEADERS: usize = 12;

/// A complete answer.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Body,
}

impl Reply {
    /// An answer without a body.
    pub(crate) fn empty(status: StatusCode) -> Self {
        Self { status, headers: HeaderMap::with_capacity(HEADERS), body: Body::empty() }
    }

    /// 200 with nothing in it.
    pub(crate) fn ok() -> Self {
        Self::empty(StatusCode::OK)
    }

    /// 204.
    pub(crate) fn no_content() -> Self {
        Self::empty(StatusCode::NO_CONTENT)
    }

    /// 200 with a document that S3 does not give a type to: most of what is configured (recorded).
    pub(crate) fn untyped(document: Xml) -> Self {
        let mut reply = Self::xml(document);
        reply.headers.remove(CONTENT_TYPE);
        reply
    }

    /// 200 with a document.
    pub(crate) fn xml(document: Xml) -> Self {
        Self::text(document.finish())
    }

    /// 200 with a document that is written already.
    pub(crate) fn text(body: Bytes) -> Self {
        let mut reply = Self::ok();
        reply.headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/xml"));
        reply.headers.insert(CONTENT_LENGTH, HeaderValue::from(body.len()));
        reply.body = Body::from(body);
        reply
    }

    /// Adds a header. A value that HTTP cannot carry is left out: it came from a client that sent it in some other
    /// form, and an answer without it is better than none.
    pub(crate) fn header(&mut self, name: HeaderName, value: &str) -> &mut Self {
        if let Ok(value) = HeaderValue::from_bytes(value.as_bytes()) {
            self.headers.insert(name, value);
        }
        self
    }

    /// As [`header`](Self::header), of text that was made for it.
    pub(crate) fn owned(&mut self, name: HeaderName, value: impl Into<Bytes>) -> &mut Self {
        if let Ok(value) = HeaderValue::from_maybe_shared(value.into()) {
            self.headers.insert(name, value);
        }
        self
    }

    /// Adds a header with a constant value.
    pub(crate) fn fixed(&mut self, name: HeaderName, value: &'static str) -> &mut Self {
        self.headers.insert(name, HeaderValue::from_static(value));
        self
    }

    /// Adds the entity tag, in quotes.
    pub(crate) fn etag(&mut self, etag: &str) -> &mut Self {
        let mut quoted = Vec::with_capacity(etag.len() + 2);
        quoted.push(b'"');
        quoted.extend_from_slice(etag.as_bytes());
        quoted.push(b'"');
        self.owned(ETAG, quoted)
    }

    /// Adds `Last-Modified`.
    pub(crate) fn last_modified(&mut self, at: std::time::SystemTime) -> &mut Self {
        self.header(LAST_MODIFIED, &crate::date::http(at))
    }
}
