//! A page of the server's own: a status, a media type and a text.

use bytes::Bytes;
use http::header::{ALLOW, CACHE_CONTROL, CONTENT_LENGTH, CONTENT_TYPE, X_CONTENT_TYPE_OPTIONS};
use http::{HeaderValue, Method, Response, StatusCode};
use sandpail_s3::Body;

const JSON: &str = "application/json";
const TEXT: &str = "text/plain; charset=utf-8";

/// A page.
pub(super) struct Page {
    status: StatusCode,
    media: &'static str,
    text: Bytes,
}

impl Page {
    /// A page for programs.
    pub(super) fn json(text: impl Into<Bytes>) -> Self {
        Self { status: StatusCode::OK, media: JSON, text: text.into() }
    }

    /// A page for people.
    pub(super) fn text(text: impl Into<Bytes>) -> Self {
        Self { status: StatusCode::OK, media: TEXT, text: text.into() }
    }

    /// A certificate.
    pub(super) fn certificate(pem: impl Into<Bytes>) -> Self {
        Self { status: StatusCode::OK, media: "application/x-pem-file", text: pem.into() }
    }

    /// The same, of what is not there.
    pub(super) fn not_found(self) -> Self {
        Self { status: StatusCode::NOT_FOUND, ..self }
    }

    /// What is said where there is no page.
    pub(super) fn nothing() -> Self {
        Self::json(r#"{"error":"there is nothing here; see /_sandpail/health and /_sandpail/explain"}"#).not_found()
    }

    /// What is said to whoever would change a page.
    pub(super) fn method_not_allowed() -> Self {
        let page = Self::json(r#"{"error":"only GET and HEAD are allowed here"}"#);
        Self { status: StatusCode::METHOD_NOT_ALLOWED, ..page }
    }

    /// The answer to a request of this method.
    pub(super) fn answer(self, method: &Method) -> Response<Body> {
        let length = self.text.len();
        let sent = if method == Method::HEAD { Bytes::new() } else { self.text };
        let mut response = Response::new(Body::from(sent));
        *response.status_mut() = self.status;
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(self.media));
        headers.insert(CONTENT_LENGTH, HeaderValue::from(length));
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        // Pages quote requests, which anybody makes: no browser is to find a document in them.
        headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
        if self.status == StatusCode::METHOD_NOT_ALLOWED {
            headers.insert(ALLOW, HeaderValue::from_static("GET, HEAD"));
        }
        response
    }
}
