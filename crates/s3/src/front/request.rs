//! The documents of requests, read by their schemas: `documents/requests.rs`.

use bytes::Bytes;

use super::xml;
use crate::documents::requests::{Empty, Reader, Request};
use crate::documents::{Element, keys};
use crate::error::{Error, Result};
use crate::exchange::{Document, Exchange};
use crate::rules::{body_digest, directory_bucket};
use crate::xml::Xml;

/// Reads `bytes`, leaves the document where its operation finds it, and makes what s3s gets.
///
/// # Errors
/// `MissingDigest`, `MissingRequestBody`, and `MalformedXml` or its like.
pub(super) fn read(exchange: &Exchange, request: &'static Request, bytes: &Bytes) -> Result<Bytes> {
    let bucket = exchange.target.bucket.as_deref().filter(|name| directory_bucket::is(name));
    let request = if bucket.is_some() { request.in_directory_buckets() } else { request };
    if request.digest {
        body_digest::check(&exchange.headers)?;
    }
    if bytes.is_empty() {
        return match request.empty {
            Empty::Refused => Err(Error::MissingRequestBody {}),
            Empty::Default => Ok(Bytes::new()),
            Empty::Root => Ok(written(request, &Element::new(request.root.name))),
        };
    }
    if request.names_keys()
        && let Some(keys) = keys::read(bytes)
    {
        exchange.leave(Document::Keys(keys));
        return Ok(written(request, &request.root.smallest()));
    }
    let plain = xml::normalise(bytes).map_err(|_| request.malformed())?;
    let mut element = Element::parse(&plain).ok_or_else(|| request.malformed())?;
    request.root.check(&mut element).map_err(|_| request.malformed())?;
    request.settle(&mut element);
    if bucket.is_some() {
        // What is refused there is refused by the name of its document.
        exchange.leave(Document::Xml(element.clone()));
    }
    Ok(match request.reader {
        Reader::S3s => written(request, &element),
        Reader::Operation => {
            exchange.leave(Document::Xml(element));
            written(request, &request.root.smallest())
        }
    })
}

fn written(request: &Request, document: &Element) -> Bytes {
    let mut xml = Xml::plain(request.root.name);
    document.write_into(&mut xml);
    xml.finish()
}
