//! Request bodies that are not an object's bytes: small, read whole, and made what s3s and the operation take.
//!
//! A document whose schema is known here is read here, and the operation gets it as an [`Element`]; s3s, whose own
//! reader knows fewer elements than S3 has, gets the smallest document of that schema and only finds the operation
//! (`docs/decisions/0005`). Any other document is made plain XML for s3s to read.

use bytes::Bytes;
use http::Method;
use http_body_util::BodyExt as _;
use s3s::Body;
use s3s::stream::DynByteStream;

use super::body::VerifiedBody;
use super::subresource::Subresource;
use super::{refusal, request, xml};
use crate::documents::requests::Request;
use crate::documents::schema::Node;
use crate::documents::{self, Element};
use crate::error::{Error, Result};
use crate::exchange::{Document, Exchange};
use crate::rules::body_digest;
use crate::xml::Xml;

/// The longest XML body that is read: a DeleteObjects of 1,000 keys of 1,024 bytes, each byte a character reference.
const XML_LIMIT: usize = 8 << 20;

/// What a request's body is.
#[derive(Clone, Copy, Debug)]
pub(super) enum Content {
    /// An object's, a part's or an annotation's bytes, which stream.
    Bytes,
    /// A document of this root.
    Document(&'static Node),
    /// The document of a request that is no configuration.
    Request(&'static Request),
    /// Text that is not XML.
    Text,
    /// A document that s3s reads.
    Xml,
}

impl Content {
    /// What the body of a request for this subresource is.
    pub(super) fn of(method: &Method, key: bool, subresource: Option<&Subresource>) -> Self {
        let name = subresource.map(|subresource| subresource.name);
        if let Some(request) = Request::of(method, key, name) {
            return Self::Request(request);
        }
        match name {
            None | Some("annotation") if key && method == Method::PUT => Self::Bytes,
            // No operation of a bucket without a subresource takes a document.
            None if !key && method == Method::POST => Self::Text,
            Some("policy") if method == Method::PUT => Self::Text,
            Some(name) if method == Method::PUT || method == Method::POST => {
                documents::root(name, key).map_or(Self::Xml, Self::Document)
            }
            _ => Self::Xml,
        }
    }

    pub(super) fn streams(self) -> bool {
        matches!(self, Self::Bytes)
    }

    /// Reads the body to its end, leaves it where the operation finds it, and makes what s3s gets.
    ///
    /// # Errors
    /// What the body is refused for; `MalformedXml` and its like.
    pub(super) async fn read(self, exchange: &Exchange, body: VerifiedBody) -> Result<Body> {
        let bytes = whole(exchange, body).await?;
        let bytes = match self {
            Self::Document(root) => document(exchange, root, &bytes)?,
            Self::Request(request) => request::read(exchange, request, &bytes)?,
            Self::Text => text(exchange, bytes),
            // S3 does not look at the body of what only reads, and no deletion that has one is a DELETE.
            Self::Xml if matches!(exchange.method, Method::GET | Method::HEAD | Method::DELETE) => Bytes::new(),
            Self::Bytes | Self::Xml => plain(exchange, bytes)?,
        };
        Ok(Body::from(bytes))
    }
}

async fn whole(exchange: &Exchange, body: VerifiedBody) -> Result<Bytes> {
    let stream: DynByteStream = Box::pin(body);
    let limited = http_body_util::Limited::new(Body::from(stream), XML_LIMIT);
    match limited.collect().await {
        Ok(collected) => Ok(collected.to_bytes()),
        Err(_) => Err(exchange.body_error().unwrap_or(Error::BodyTooLong {})),
    }
}

/// The configurations that S3 is known to take only with a digest:
/// <https://github.com/versity/versitygw/issues/1301>, <https://github.com/minio/minio/pull/9852>.
const WITH_DIGEST: [&str; 2] = ["LifecycleConfiguration", "ObjectLockConfiguration"];

fn document(exchange: &Exchange, root: &Node, bytes: &Bytes) -> Result<Bytes> {
    if WITH_DIGEST.contains(&root.name) {
        body_digest::check(&exchange.headers)?;
    }
    if bytes.is_empty() {
        return Err(missing(root));
    }
    let plain = xml::normalise(bytes).map_err(|_| Error::MalformedXml {})?;
    let mut element = Element::parse(&plain).ok_or(Error::MalformedXml {})?;
    // What does not fit is for the operation to say: a bucket that is not there comes first.
    exchange.leave(if root.check(&mut element).is_ok() { Document::Xml(element) } else { Document::Malformed });
    let mut smallest = Xml::plain(root.name);
    root.smallest().write_into(&mut smallest);
    Ok(smallest.finish())
}

/// What S3 says of a body that is not there: of locks the same as of one that is wrong (recorded).
fn missing(root: &Node) -> Error {
    match root.name {
        "LegalHold" | "Retention" => Error::MalformedXml {},
        _ => Error::MissingRequestBody {},
    }
}

fn text(exchange: &Exchange, bytes: Bytes) -> Bytes {
    exchange.leave(Document::Text(bytes));
    Bytes::from_static(b"-")
}

fn plain(exchange: &Exchange, bytes: Bytes) -> Result<Bytes> {
    if bytes.is_empty() {
        return Ok(bytes);
    }
    // S3 says the same whatever is wrong with a document.
    xml::normalise(&bytes).map(Bytes::from).map_err(|_| refusal::malformed(exchange))
}
