//! The front: what happens to a request before s3s sees it, and to its answer after.
//!
//! target → identity → body → forward → s3s → finish; each stage is a module, this file is their order.

pub(crate) mod accounts;
pub(crate) mod body;
mod document;
mod finish;
mod forward;
mod guards;
pub(crate) mod identity;
mod leftover;
mod order;
mod preflight;
pub(crate) mod query;
mod refusal;
pub(crate) mod regional;
mod request;
mod subresource;
pub(crate) mod target;
pub(crate) mod xml;

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use http::header::{CONTENT_LENGTH, CONTENT_TYPE, HOST, HeaderValue};
use http::request::Parts;
use http::{Method, Request, Response};
use s3s::Body;
use s3s::service::S3Service;
use s3s::stream::DynByteStream;

use self::body::{Outcome, Plan, VerifiedBody};
use self::document::Content;
use self::identity::Claim;
use self::leftover::Sending;
use self::query::Query;
use self::subresource::{Routed, Subresource};
use self::target::Target;
use crate::error::annotation::AnnotationError;
use crate::error::restore::RestoreError;
use crate::error::{Error, Result};
use crate::exchange::{Arrival, Exchange};
use crate::route::NewerOperation;
use crate::rules::encryption;
use crate::world::World;

/// The most that a request's header section may have, in bytes.
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingMetadata.html>
const HEADER_LIMIT: usize = 8192;

/// The methods that S3 has operations for, and the one of CORS.
const METHODS: [Method; 6] = [Method::GET, Method::HEAD, Method::PUT, Method::POST, Method::DELETE, Method::OPTIONS];

/// The ids of one answer.
pub(crate) struct Ids {
    pub(crate) request_id: String,
    pub(crate) host_id: String,
}

impl Ids {
    /// Draws both ids: sixteen letters and digits, and an opaque text as long as AWS's.
    pub(crate) fn draw(world: &World) -> Self {
        const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
        let mut random = [0; 66];
        world.entropy.fill(&mut random);
        let (short, long) = random.split_at(16);
        let request_id = short.iter().map(|b| char::from(LETTERS[usize::from(b % 32)])).collect();
        Self { request_id, host_id: BASE64.encode(long) }
    }
}

/// Answers `request`. What fails before s3s is an error document like any other.
pub(crate) async fn serve(world: &World, s3s: &S3Service, ids: &Ids, request: Request<Body>) -> Response<Body> {
    let (parts, body) = request.into_parts();
    let method = parts.method.clone();
    let fail = |error: &Error| finish::failed(error, &method, ids, None);
    let sending = Sending::of(&parts);
    let outcome = Arc::new(Outcome::new(body));
    let mut response = match admit(world, parts, &outcome).await {
        Ok((exchange, request)) => match s3s.call(request).await {
            Ok(sent) => finish::answered(&exchange, ids, &sent),
            Err(error) => fail(&Error::internal(Unserialised(format!("{error:?}")))),
        },
        Err(error) => fail(&error),
    };
    sending.settle(&outcome, &mut response).await;
    response
}

/// The answer to a request whose operation panicked.
pub(crate) fn panicked(ids: &Ids, method: &Method) -> Response<Body> {
    let error = Error::internal(Unserialised("the operation panicked".to_owned()));
    finish::failed(&error, method, ids, None)
}

/// s3s could not make a response, or an operation panicked.
#[derive(Debug, thiserror::Error)]
#[error("no answer: {0}")]
struct Unserialised(String);

/// Everything before s3s.
async fn admit(world: &World, mut parts: Parts, outcome: &Arc<Outcome>) -> Result<(Arc<Exchange>, Request<Body>)> {
    if header_bytes(&parts) > HEADER_LIMIT {
        return Err(Error::HeadersTooLarge {});
    }
    let now = world.clock.now();
    let host = host(&parts);
    let target = Target::parse(host.as_deref(), parts.uri.path(), &world.settings.domains)?;
    if !METHODS.contains(&parts.method) {
        return Err(Error::MethodNotAllowed { method: parts.method.to_string(), resource: target.resource() });
    }
    if parts.method == Method::OPTIONS {
        return Err(preflight::refusal(&parts.headers, target.resource()));
    }
    let claim = Claim::parse(&parts)?;
    let regional = target.regional.as_ref().map(|at| at.region.as_str());
    claim.check_region(&world.settings.region, regional)?;
    if let Some(expired) = claim.expired(now) {
        return Err(expired.into());
    }
    let caller = world.accounts.account_of(&claim);
    guards::make_legible(&mut parts.headers);
    let (uri, mut headers) = (parts.uri.clone(), parts.headers.clone());
    encryption::hide_keys(&mut headers);
    identity::strip(&mut parts);
    let subresource = check_served(&mut parts, &target)?;

    let content = Content::of(&parts.method, target.key.is_some(), subresource);
    let creates = parts.method == Method::PUT && target.key.is_none() && subresource.is_none();
    let bucket = target.bucket.clone().filter(|_| !creates);
    let plan = match Plan::of(&parts, content.streams() && !parts.headers.contains_key("x-amz-copy-source")) {
        Ok(plan) => plan,
        Err(error) => return Err(order::bucket_first(world, bucket.as_deref(), error.into()).await),
    };
    let body = outcome.take_rest().unwrap_or_default();
    let verified = VerifiedBody::new(body, plan, Arc::clone(outcome));
    let exchange = Arc::new(Exchange::new(Arrival {
        now,
        caller,
        region: claim.region().map(str::to_owned),
        method: parts.method.clone(),
        uri,
        host,
        target,
        headers,
        body: Arc::clone(outcome),
    }));
    forward::forward(&mut parts, &exchange.target.path, claim.service() == Some("s3express"))?;
    let body = if content.streams() {
        stream(&mut parts, verified)
    } else {
        match content.read(&exchange, &mut parts, verified).await {
            Ok(body) => body,
            Err(error) => return Err(order::bucket_first(world, bucket.as_deref(), error).await),
        }
    };
    parts.extensions.insert(Arc::clone(&exchange));
    Ok((exchange, Request::from_parts(parts, body)))
}

/// The header section as HTTP/1.1 writes it, without the request line.
fn header_bytes(parts: &Parts) -> usize {
    const PUNCTUATION: usize = ": \r\n".len();
    parts.headers.iter().map(|(name, value)| name.as_str().len() + value.len() + PUNCTUATION).sum()
}

/// The authority that HTTP/2 and absolute-form targets carry, which counts before the Host header (RFC 9112 §3.2.2).
fn host(parts: &Parts) -> Option<String> {
    let header = || parts.headers.get(HOST).and_then(|host| host.to_str().ok());
    parts.uri.authority().map(http::uri::Authority::as_str).or_else(header).map(str::to_owned)
}

/// Refuses what is not served, and what s3s would mistake for something else. Answers the subresource, and notes an
/// operation that s3s does not know.
fn check_served(parts: &mut Parts, target: &Target) -> Result<Option<&'static Subresource>> {
    let query = Query::new(parts.uri.query().unwrap_or_default());
    let subresource = match target.bucket {
        Some(_) => subresource::named(target.key.is_some(), &query)?,
        None => None,
    };
    if target.bucket.is_some() {
        check_version(&parts.method, target.key.is_some(), subresource, &query)?;
    }
    if let Some(subresource) = subresource {
        match subresource.routed(&parts.method, &query) {
            None => return Err(subresource.refusal(&parts.method, &query)),
            Some(Routed::Here(name)) => drop(parts.extensions.insert(NewerOperation(name))),
            Some(Routed::ByS3s) => {}
        }
    }
    if target.key.is_some() && query.has("annotationName") && !query.has("annotation") {
        return Err(AnnotationError::NameAlone {}.into());
    }
    if target.bucket.is_some() && target.key.is_none() && parts.method == Method::POST && query.has("restore") {
        return Err(RestoreError::KeyMissing {}.into());
    }
    check_part(&parts.method, target.key.is_some(), &query)?;
    let form = parts.headers.get(CONTENT_TYPE).is_some_and(|t| t.as_bytes().starts_with(b"multipart/form-data"));
    // Forms are posted to buckets themselves; to anything else the type of the body means nothing.
    let itself = target.key.is_none() && subresource.is_none();
    if form && itself && parts.method == Method::POST {
        return Err(Error::OperationNotImplemented { operation: "PostObject".to_owned() });
    }
    match target.key.as_deref().map(str::len) {
        Some(size) if size > 1024 => Err(Error::KeyTooLong { size }),
        _ => Ok(subresource),
    }
}

/// Versions are of objects, and some of what is asked about objects has none either. S3 says so before it looks at the
/// bucket (recorded).
fn check_version(method: &Method, key: bool, subresource: Option<&Subresource>, query: &Query<'_>) -> Result<()> {
    let Some(version) = query.get("versionId") else { return Ok(()) };
    let taken = match subresource.map(|subresource| subresource.name) {
        Some("torrent" | "uploads") => false,
        // Unlike all other operations on buckets, that on its list takes one.
        Some("acl") => true,
        _ => key && !query.has("uploadId"),
    };
    if !taken {
        return Err(Error::VersionNotTaken { version: version.into() });
    }
    let read = matches!(*method, Method::GET | Method::HEAD);
    if read && version.is_empty() { Err(Error::EmptyVersionId {}) } else { Ok(()) }
}

/// A PUT with half of what names a part would be a PutObject to s3s, and overwrite the object.
fn check_part(method: &Method, key: bool, query: &Query<'_>) -> Result<()> {
    let (number, upload) = ("partNumber", "uploadId");
    match (query.has(number), query.has(upload)) {
        (true, false) if key && method == Method::PUT => {
            Err(Error::Unaccompanied { parameter: number, missing: upload })
        }
        (false, true) if key && method == Method::PUT => {
            Err(Error::Unaccompanied { parameter: upload, missing: number })
        }
        _ => Ok(()),
    }
}

/// Hands the verified stream on, with the length that it will have.
fn stream(parts: &mut Parts, body: VerifiedBody) -> Body {
    use s3s::stream::ByteStream as _;
    match body.remaining_length().exact() {
        Some(length) => parts.headers.insert(CONTENT_LENGTH, HeaderValue::from(length)),
        None => parts.headers.remove(CONTENT_LENGTH),
    };
    let stream: DynByteStream = Box::pin(body);
    Body::from(stream)
}
