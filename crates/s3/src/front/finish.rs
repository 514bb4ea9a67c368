//! The answer on its way out: the operation's own, or an error document, with what every S3 answer carries.

use http::header::{CONTENT_LENGTH, CONTENT_TYPE, HeaderValue, SERVER, TRANSFER_ENCODING};
use http::{Method, Response, StatusCode};
use s3s::{Body, HttpResponse};

use super::{Ids, refusal};
use crate::error::{self, Error, Result};
use crate::exchange::Exchange;
use crate::reply::Reply;

/// The answer of an operation that ended in `result`. An error is shown to `note` before it is sent.
pub(crate) fn answered(
    exchange: &Exchange,
    ids: &Ids,
    result: Result<Reply>,
    note: impl FnOnce(&Error),
) -> Response<Body> {
    match result {
        Ok(reply) => complete(reply, &exchange.method, ids),
        Err(error) => {
            note(&error);
            failed(&error, &exchange.method, ids, exchange.operation())
        }
    }
}

/// What came of an operation that passed s3s. `sent` is what s3s would say; it counts only when s3s itself refused.
///
/// # Errors
/// The operation's own, or why s3s refused to find an operation.
pub(super) fn result(exchange: &Exchange, sent: &HttpResponse) -> Result<Reply> {
    exchange.take_answer().unwrap_or_else(|| Err(refusal::of(exchange, sent)))
}

/// The answer to a request that ended in `error`, in `operation` if it came so far.
pub(crate) fn failed(error: &Error, method: &Method, ids: &Ids, operation: Option<&str>) -> Response<Body> {
    log(error, ids, operation);
    let document = error.document();
    ids.told.failed(&document);
    let mut reply = Reply::empty(document.status);
    if bodiless(method, document.status) {
        // A HEAD error of S3 names the type of the document that it does not send.
        if document.status != StatusCode::NOT_MODIFIED {
            reply.headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/xml"));
        }
    } else {
        let body = error::render(&document, ids.request_id(), ids.host_id());
        reply.headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/xml"));
        reply.headers.insert(CONTENT_LENGTH, HeaderValue::from(body.len()));
        reply.body = Body::from(body);
    }
    reply.headers.extend(document.headers);
    complete(reply, method, ids)
}

/// Tells of an error that the client is told nothing of.
pub(super) fn log(error: &Error, ids: &Ids, operation: Option<&str>) {
    if let Error::Internal { source } = error {
        let request_id = ids.request_id();
        tracing::error!(request_id, operation, error = %chain(source.as_ref()), "internal error");
    }
}

/// Adds what every answer has, and takes the body from those that must have none.
pub(super) fn complete(reply: Reply, method: &Method, ids: &Ids) -> Response<Body> {
    let Reply { status, mut headers, body } = reply;
    ids.write(&mut headers);
    headers.insert(SERVER, HeaderValue::from_static("AmazonS3"));
    let bodiless = bodiless(method, status);
    if bodiless && method != Method::HEAD {
        headers.remove(CONTENT_LENGTH);
        headers.remove(TRANSFER_ENCODING);
    }
    let mut response = Response::new(if bodiless { Body::empty() } else { body });
    *response.status_mut() = status;
    *response.headers_mut() = headers;
    response
}

/// Whether HTTP forbids a body (RFC 9110 §9.3.2, §15.3.5, §15.4.5).
fn bodiless(method: &Method, status: StatusCode) -> bool {
    method == Method::HEAD || matches!(status, StatusCode::NO_CONTENT | StatusCode::NOT_MODIFIED)
}

/// An error and everything that caused it, on one line.
fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text.push_str(": ");
        text.push_str(&cause.to_string());
        source = cause.source();
    }
    text
}
