//! Website endpoints: a bucket's objects as the pages of a website, for whoever asks.
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/WebsiteEndpoints.html>
//!
//! The order is S3's: redirects of everything, routing rules, the object (of a folder its index document), and where that
//! ends in an error, the folder of that name, routing rules for the error, the error document, a page.

mod configuration;
mod host;
mod page;
mod redirect;
mod rule;
mod visit;

use http::header::{CONTENT_LENGTH, CONTENT_TYPE, HeaderValue, LOCATION};
use http::request::Parts;
use http::{HeaderMap, Method, Response, StatusCode};
use hyper::ext::ReasonPhrase;
use s3s::Body;

use self::configuration::{Pages, Website};
use self::host::Site;
use self::visit::Visit;
use super::cors::{self, Shared};
use super::target::{self, Target};
use super::way::Ways;
use super::{Ids, METHODS, finish, located, syntax};
use crate::bucket::Bucket;
use crate::documents::request_payment::RequestPayment;
use crate::documents::{self, Document as _};
use crate::error::request::RequestError;
use crate::error::website::WebsiteError;
use crate::error::{Error, Result};
use crate::reply::Reply;
use crate::world::World;

/// Where S3 sends those who name no bucket.
const ABOUT_S3: &str = "https://aws.amazon.com/s3/";

/// The website that a request is for, if it is for one.
pub(super) fn site(world: &World, parts: &Parts) -> Option<Site> {
    let settings = &world.settings;
    located::host(parts).and_then(|host| Site::of(host, &settings.domains, &settings.website_domains))
}

/// Answers a request to `site`. Requests of other origins are those of its bucket's rules.
pub(super) async fn serve(world: &World, ways: &Ways, ids: &Ids, site: &Site, parts: &Parts) -> Response<Body> {
    let bucket = bucket(world, site).await;
    let target = target(bucket.as_ref().ok(), parts);
    if let Some(refusal) = syntax::escape(&target, parts.version) {
        return refusal;
    }
    let shared = Shared::of(world, &target, parts).await;
    let answer = if parts.method == Method::OPTIONS {
        cors::announced(world, &target, parts).await.map(allowed).map_err(Failure::from)
    } else {
        answer(world, ways, bucket, parts).await
    };
    let reply = answer.unwrap_or_else(|Failure { error, own }| {
        finish::log(&error, ids, None);
        failed(&error, own.as_ref(), &parts.method, ids)
    });
    let found = reply.status == StatusCode::FOUND;
    let mut response = shared.dress(finish::complete(reply, &parts.method, ids));
    if found {
        response.extensions_mut().insert(ReasonPhrase::from_static(page::reason(StatusCode::FOUND).as_bytes()));
    }
    response
}

/// What is asked for, whatever it is: an object of the bucket. A path that is none is refused later.
fn target(bucket: Option<&Bucket>, parts: &Parts) -> Target {
    let path = parts.uri.path();
    let key = target::decode(path.strip_prefix('/').unwrap_or(path));
    Target {
        bucket: bucket.map(|bucket| bucket.name.clone()),
        key: Some(key.unwrap_or_default().into_owned()),
        path: None,
        virtual_host: true,
        regional: None,
    }
}

/// The answer to a preflight that is told `headers`.
fn allowed(headers: HeaderMap) -> Reply {
    let mut reply = Reply { headers, ..Reply::ok() };
    reply.headers.insert(CONTENT_LENGTH, HeaderValue::from(0));
    reply
}

/// An error that the website has no document for.
struct Failure {
    error: Error,
    /// Why the document that it names cannot be sent.
    own: Option<Error>,
}

impl<E: Into<Error>> From<E> for Failure {
    fn from(error: E) -> Self {
        Self { error: error.into(), own: None }
    }
}

/// What is said of an error. A HEAD is told no type (recorded).
fn failed(error: &Error, own: Option<&Error>, method: &Method, ids: &Ids) -> Reply {
    let document = error.document();
    if document.status == StatusCode::NOT_MODIFIED {
        return Reply { headers: document.headers, ..Reply::empty(document.status) };
    }
    let mut reply = page::of(&document, own, ids);
    if method == Method::HEAD {
        reply.headers.remove(CONTENT_TYPE);
        reply.headers.remove(CONTENT_LENGTH);
    }
    reply
}

async fn answer(world: &World, ways: &Ways, bucket: Result<Bucket>, parts: &Parts) -> Result<Reply, Failure> {
    located::check_headers(parts)?;
    if !METHODS.contains(&parts.method) {
        return Err(RequestError::Unparseable {}.into());
    }
    if !matches!(parts.method, Method::GET | Method::HEAD) {
        // Whatever is addressed is an object here (recorded).
        return Err(Error::MethodNotAllowed { method: parts.method.to_string(), resource: "OBJECT" }.into());
    }
    let bucket = bucket?;
    let document = documents::find::<documents::website::Website>(&bucket).await?;
    let document = document.map_or_else(|| documents::website::Website::absent(&bucket), Ok)?;
    let payer = documents::find::<RequestPayment>(&bucket).await?;
    if payer.is_some_and(|document| document.text_of("Payer") == Some("Requester")) {
        // Nobody can be asked to pay here.
        return Err(Error::AccessDenied {}.into());
    }
    let visit = Visit::new(world, ways, &bucket.name, parts)?;
    match Website::of(&document) {
        Website::Elsewhere(redirect) => Ok(visit.redirected(&redirect, "")),
        Website::Pages(pages) => open(&visit, &pages).await,
    }
}

/// The bucket of a website.
///
/// # Errors
/// `BucketNotNamed`, `NoSuchBucket`, `IncorrectEndpoint`.
async fn bucket(world: &World, site: &Site) -> Result<Bucket> {
    let Some((last, others)) = site.buckets.split_last() else {
        let headers = HeaderMap::from_iter([(LOCATION, HeaderValue::from_static(ABOUT_S3))]);
        return Err(Error::from(WebsiteError::BucketNotNamed {}).with_headers(headers));
    };
    for name in others {
        match Bucket::load(world, name).await {
            Err(Error::NoSuchBucket { .. }) => {}
            other => return other,
        }
    }
    let bucket = Bucket::load(world, last).await?;
    match &site.regional {
        Some((region, rest)) if *region != bucket.record.region => {
            let endpoint = Site::endpoint(&bucket.name, &bucket.record.region, rest);
            Err(WebsiteError::IncorrectEndpoint { endpoint }.into())
        }
        _ => Ok(bucket),
    }
}

/// The page that a visitor asks for.
async fn open(visit: &Visit<'_>, pages: &Pages) -> Result<Reply, Failure> {
    if let Some(rule) = pages.rule(visit.target, None) {
        return Ok(visit.redirected(&rule.redirect, rule.prefix()));
    }
    let error = match visit.read(&pages.object(&visit.key)).await {
        Ok(reply) => return Ok(reply),
        Err(error) => error,
    };
    let status = error.document().status;
    if let Some(index) = pages.index_below(&visit.key)
        && matches!(status, StatusCode::NOT_FOUND | StatusCode::FORBIDDEN)
        && visit.exists(&index).await
    {
        let headers = HeaderMap::from_iter(visit.folder().map(|location| (LOCATION, location)));
        return Err(Error::from(WebsiteError::Folder {}).with_headers(headers).into());
    }
    if let Some(rule) = pages.rule(visit.target, Some(status)) {
        return Ok(visit.redirected(&rule.redirect, rule.prefix()));
    }
    match pages.error.as_deref().filter(|_| status.is_client_error()) {
        Some(key) => match visit.read_for(key, &error).await {
            Ok(reply) => Ok(reply),
            Err(own) => Err(Failure { error, own: Some(own) }),
        },
        None => Err(error.into()),
    }
}

#[cfg(test)]
mod tests;
