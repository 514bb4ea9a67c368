//! What s3s itself refuses, in AWS's words.
//!
//! s3s says in text which parameter it could not read; the value is taken from the request.

use http::StatusCode;
use s3s::HttpResponse;

use super::query::Query;
use crate::error::Error;
use crate::exchange::Exchange;

/// The S3 error for an answer that no operation made.
pub(crate) fn of(exchange: &Exchange, sent: &HttpResponse) -> Error {
    let body = sent.body().bytes().unwrap_or_default();
    let text = String::from_utf8_lossy(&body);
    let code = element(&text, "Code").unwrap_or_default();
    let message = element(&text, "Message").unwrap_or_default();
    match code {
        "InvalidArgument" | "InvalidRequest" => match message.strip_prefix("invalid query: ") {
            Some(rest) => parameter(exchange, rest.split(':').next().unwrap_or(rest).trim()),
            None => Error::InvalidRequest { message: message.to_owned() },
        },
        "MalformedXML" => malformed(exchange),
        "MissingRequestBodyError" => Error::MissingRequestBody {},
        "MaxMessageLengthExceeded" => Error::BodyTooLong {},
        "KeyTooLongError" => Error::KeyTooLong { size: exchange.uri.path().len() },
        "InvalidURI" => Error::InvalidUri { uri: exchange.uri.path().to_owned() },
        "NotImplemented" => {
            Error::MethodNotAllowed { method: exchange.method.to_string(), resource: exchange.target.resource() }
        }
        _ => Error::internal(Unexpected { status: sent.status(), code: code.to_owned(), message: message.to_owned() }),
    }
}

/// What S3 says of a document that is none, or not the one it should be. ACLs have an error of their own.
pub(crate) fn malformed(exchange: &Exchange) -> Error {
    let query = Query::new(exchange.uri.query().unwrap_or_default());
    if query.has("acl") { Error::MalformedAcl {} } else { Error::MalformedXml {} }
}

/// A query parameter that is not the number it has to be.
fn parameter(exchange: &Exchange, name: &str) -> Error {
    let query = Query::new(exchange.uri.query().unwrap_or_default());
    let value = query.get(name).unwrap_or_default().into_owned();
    match name {
        "partNumber" => Error::PartNumberOutOfRange { value },
        _ => Error::InvalidArgument {
            message: format!("Provided {name} not an integer or within integer range"),
            name: name.to_owned(),
            value,
        },
    }
}

fn element<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = text.split_once(&format!("<{name}>"))?;
    rest.split_once(&format!("</{name}>")).map(|(value, _)| value)
}

/// An answer of s3s that none of the above expects.
#[derive(Debug, thiserror::Error)]
#[error("s3s answered {status} {code}: {message}")]
struct Unexpected {
    status: StatusCode,
    code: String,
    message: String,
}
