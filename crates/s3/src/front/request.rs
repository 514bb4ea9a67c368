//! The documents of requests, read by their schemas: `documents/requests.rs`.

use bytes::Bytes;

use super::xml;
use crate::documents::Element;
use crate::documents::requests::{Empty, Reader, Request};
use crate::error::{Error, Result};
use crate::exchange::{Document, Exchange};
use crate::rules::body_digest;
use crate::xml::Xml;

/// Reads `bytes`, leaves the document where its operation finds it, and makes what s3s gets.
///
/// # Errors
/// `MissingDigest`, `MissingRequestBody`, and `MalformedXml` or its like.
pub(super) fn read(exchange: &Exchange, request: &Request, bytes: &Bytes) -> Result<Bytes> {
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
    let plain = xml::normalise(bytes).map_err(|_| request.malformed())?;
    let mut element = Element::parse(&plain).ok_or_else(|| request.malformed())?;
    request.root.check(&mut element).map_err(|_| request.malformed())?;
    request.settle(&mut element);
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
