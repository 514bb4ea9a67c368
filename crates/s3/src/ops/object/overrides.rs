//! Response headers that the caller of a GET or HEAD sets: the `response-*` parameters.
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html>

use http::header::{
    CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_ENCODING, CONTENT_LANGUAGE, CONTENT_TYPE, EXPIRES, HeaderName,
    HeaderValue,
};

use crate::error::request::RequestError;
use crate::error::{Error, Result};
use crate::exchange::Exchange;
use crate::front::query::Query;
use crate::reply::Reply;

const PREFIX: &str = "response-";

const OVERRIDES: [(&str, HeaderName); 6] = [
    ("response-cache-control", CACHE_CONTROL),
    ("response-content-disposition", CONTENT_DISPOSITION),
    ("response-content-encoding", CONTENT_ENCODING),
    ("response-content-language", CONTENT_LANGUAGE),
    ("response-content-type", CONTENT_TYPE),
    ("response-expires", EXPIRES),
];

/// Replaces the headers that the request's query overrides. A value that is empty, or that no header
/// can have, replaces nothing.
///
/// # Errors
/// `NotOverridable`, `NotLatin1`; `AnonymousOverride`: only signed requests may.
pub(crate) fn apply(exchange: &Exchange, reply: &mut Reply) -> Result<()> {
    let Some(query) = exchange.uri.query().filter(|query| query.contains(PREFIX)) else { return Ok(()) };
    let query = Query::new(query);
    if let Some((name, value)) = query.find(|name| name.starts_with(PREFIX) && !OVERRIDES.iter().any(|o| o.0 == name)) {
        return Err(RequestError::NotOverridable { name, value }.into());
    }
    for (parameter, header) in OVERRIDES {
        let Some(value) = query.get(parameter).filter(|value| !value.is_empty()) else { continue };
        if exchange.caller.anonymous {
            return Err(Error::AnonymousOverride {});
        }
        let bytes: Option<Vec<u8>> = value.chars().map(|c| u8::try_from(u32::from(c)).ok()).collect();
        let not_latin = || RequestError::NotLatin1 { name: parameter, value: value.to_string() };
        if let Ok(value) = HeaderValue::from_bytes(&bytes.ok_or_else(not_latin)?) {
            reply.headers.insert(header, value);
        }
    }
    Ok(())
}
