//! What s3s gets of a request.
//!
//! s3s routes it and reads its path, query and XML body. Headers belong to the front and to the operations, which read
//! them from the exchange: s3s refuses or loses forms of them that S3 takes (`docs/decisions/0002`). Only the headers
//! that decide the route are handed on, with a value that always parses.

use http::header::{CONTENT_LENGTH, HOST, HeaderName, HeaderValue};
use http::{Method, Request, Uri};
use s3s::Body;
use s3s::stream::ByteStream as _;

use super::identity;
use super::query::Query;
use crate::error::{Error, Result};
use crate::exchange::Exchange;

pub(super) const COPY_SOURCE: HeaderName = HeaderName::from_static("x-amz-copy-source");
const OBJECT_ATTRIBUTES: HeaderName = HeaderName::from_static("x-amz-object-attributes");

/// Parameters that s3s reads as numbers: an empty one means the default, as S3 has it.
const NUMBERS: [&str; 7] = [
    "max-keys",
    "max-uploads",
    "max-parts",
    "max-buckets",
    "max-directory-buckets",
    "part-number-marker",
    "partNumber",
];

/// Configurations of which a bucket has many: what puts or deletes one without saying which has a bad id.
const KEYED: [&str; 4] = ["analytics", "intelligent-tiering", "inventory", "metrics"];

/// What s3s gets of `exchange`: the path-style path, the query without its signature and without what trips s3s, hardly a
/// header. A request to the service for directory buckets, `express`, is one to list them.
///
/// # Errors
/// `InvalidUri` when the path does not make a URI.
pub(super) fn request(exchange: &Exchange, body: Body, express: bool) -> Result<Request<Body>> {
    let path = exchange.target.path(&exchange.uri);
    let stripped = identity::strip(&exchange.uri);
    let query = query(&exchange.method, path, stripped.as_ref().unwrap_or(&exchange.uri).query(), express);
    let target = if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") };
    let uri = target.parse::<Uri>().map_err(|_| Error::InvalidUri { uri: path.to_owned() })?;

    let copies = exchange.method == Method::PUT && exchange.headers.contains_key(COPY_SOURCE);
    let length = body.remaining_length().exact();
    let mut request = Request::new(body);
    request.method_mut().clone_from(&exchange.method);
    *request.uri_mut() = uri;
    let headers = request.headers_mut();
    headers.insert(HOST, HeaderValue::from_static("127.0.0.1"));
    if let Some(length) = length {
        headers.insert(CONTENT_LENGTH, HeaderValue::from(length));
    }
    if copies {
        headers.insert(COPY_SOURCE, HeaderValue::from_static("bucket/key"));
    }
    headers.insert(OBJECT_ATTRIBUTES, HeaderValue::from_static("ETag"));
    Ok(request)
}

/// The query that s3s gets.
fn query(method: &Method, path: &str, asked: Option<&str>, express: bool) -> String {
    let asked = Query::new(asked.unwrap_or_default());
    let directories = path == "/" && method == Method::GET && (express || asked.has("max-directory-buckets"));
    let mut query = asked.retain(|name, value| match name {
        "x-id" => !directories,
        // Its checks of them are not S3's; the operations read them from the exchange.
        _ if name.starts_with("response-") => false,
        "fetch-owner" => matches!(value, "true" | "false"),
        _ => !(value.is_empty() && NUMBERS.contains(&name)),
    });
    if directories {
        // What tells it from ListBuckets for s3s; not every client says so.
        query = format!("x-id=ListDirectoryBuckets&{query}");
    }
    let one = [Method::PUT, Method::DELETE].contains(method) && KEYED.iter().any(|name| asked.has(name));
    if one && !asked.has("id") {
        query.push_str("&id=");
    }
    query
}
