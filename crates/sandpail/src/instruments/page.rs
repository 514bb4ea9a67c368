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
    /// The methods that are allowed, where the one that was used is not.
    allow: Option<&'static str>,
}

impl Page {
    /// A page for programs.
    pub(super) fn json(text: impl Into<Bytes>) -> Self {
        Self { status: StatusCode::OK, media: JSON, text: text.into(), allow: None }
    }

    /// A page for people.
    pub(super) fn text(text: impl Into<Bytes>) -> Self {
        Self { media: TEXT, ..Self::json(text) }
    }

    /// A certificate.
    pub(super) fn certificate(pem: impl Into<Bytes>) -> Self {
        Self { media: "application/x-pem-file", ..Self::json(pem) }
    }

    /// The same, of what is not there.
    pub(super) fn not_found(self) -> Self {
        Self { status: StatusCode::NOT_FOUND, ..self }
    }

    /// What is said where there is no page.
    pub(super) fn nothing() -> Self {
        Self::json(r#"{"error":"there is nothing here; see /_sandpail/health and /_sandpail/explain"}"#).not_found()
    }

    /// Nothing but a good status.
    pub(super) fn empty() -> Self {
        Self { media: TEXT, ..Self::json("") }
    }

    /// What is said to whoever uses another method than those `allowed`.
    pub(super) fn method_not_allowed(allowed: &'static str) -> Self {
        let page = Self::json(format!(r#"{{"error":"only {} is allowed here"}}"#, allowed.replace(", ", " or ")));
        Self { status: StatusCode::METHOD_NOT_ALLOWED, allow: Some(allowed), ..page }
    }

    /// What is said of what could not be done.
    pub(super) fn failed(why: &str) -> Self {
        let page = Self::json(serde_json::json!({ "error": why }).to_string());
        Self { status: StatusCode::INTERNAL_SERVER_ERROR, ..page }
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
        if let Some(allowed) = self.allow {
            headers.insert(ALLOW, HeaderValue::from_static(allowed));
        }
        response
    }
}
