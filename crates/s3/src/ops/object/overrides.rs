//! Response headers that the caller of a GET or HEAD sets: the `response-*` parameters.
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html>

use http::header::{
    CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_ENCODING, CONTENT_LANGUAGE, CONTENT_TYPE, EXPIRES, HeaderName,
};

use crate::error::{Error, Result};
use crate::exchange::Exchange;
use crate::front::query::Query;
use crate::reply::Reply;

const OVERRIDES: [(&str, HeaderName); 6] = [
    ("response-cache-control", CACHE_CONTROL),
    ("response-content-disposition", CONTENT_DISPOSITION),
    ("response-content-encoding", CONTENT_ENCODING),
    ("response-content-language", CONTENT_LANGUAGE),
    ("response-content-type", CONTENT_TYPE),
    ("response-expires", EXPIRES),
];

/// Replaces the headers that the request's query overrides.
///
/// # Errors
/// `AnonymousOverride`: only signed requests may.
pub(crate) fn apply(exchange: &Exchange, reply: &mut Reply) -> Result<()> {
    let Some(query) = exchange.uri.query().filter(|query| query.contains("response-")) else { return Ok(()) };
    let query = Query::new(query);
    for (parameter, header) in OVERRIDES {
        if let Some(value) = query.get(parameter) {
            if exchange.caller.anonymous {
                return Err(Error::AnonymousOverride {});
            }
            reply.header(header, &value);
        }
    }
    Ok(())
}
