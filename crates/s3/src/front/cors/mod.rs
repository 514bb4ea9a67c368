//! Requests of other origins: the answer to a preflight, and what every other answer says to the browser.
//!
//! The rules are the bucket's as it stands when the request comes; a request that names no origin costs no look at them.
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/cors.html>

use http::header::{CONTENT_LENGTH, HeaderValue};
use http::request::Parts;
use http::{HeaderMap, Response};
use s3s::Body;

use super::located::Located;
use super::target::Target;
use super::{Ids, finish};
use crate::bucket::Bucket;
use crate::documents::{self, Element};
use crate::error::cors::CorsError;
use crate::error::{Error, Result};
use crate::reply::Reply;
use crate::rules::cors::{self, Asked};
use crate::settings::Cors;
use crate::world::World;

/// The answer to an OPTIONS request: whether the request that it announces may be sent.
pub(super) async fn preflight(world: &World, ids: &Ids, located: &Located, parts: &Parts) -> Response<Body> {
    match announced(world, &located.target, parts).await {
        Ok(headers) => {
            let mut reply = Reply::ok();
            reply.headers = headers;
            reply.headers.insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
            finish::complete(reply, &parts.method, ids)
        }
        Err(error) => finish::failed(&error, &parts.method, ids, None),
    }
}

/// What a preflight is told.
///
/// # Errors
/// Why the request that it announces may not be sent.
pub(super) async fn announced(world: &World, target: &Target, parts: &Parts) -> Result<HeaderMap> {
    let asked = Asked::of(&parts.method, &parts.headers).ok_or(CorsError::OriginMissing {})?;
    let method = || asked.method().to_owned();
    let rules = Rules::of(world, target).await?;
    match rules {
        Rules::NoBucket => return Err(CorsError::BucketNotFound { method: method() }.into()),
        Rules::NoDocument => return Err(CorsError::NotEnabled { method: method() }.into()),
        Rules::Document(_) | Rules::Anything => {}
    }
    if let Some(method) = asked.unknown_method() {
        return Err(CorsError::RequestMethod { method: method.to_owned() }.into());
    }
    let refused = || CorsError::NotAllowed { method: method(), resource: target.resource() };
    rules.allow(&asked).ok_or_else(|| refused().into())
}

/// What the answer to a request says to the browser, known before the request changes anything.
#[derive(Debug)]
pub(super) struct Shared {
    headers: Option<HeaderMap>,
    /// Whether the page may read all that the answer says.
    exposed: bool,
}

impl Shared {
    /// Asks the rules, where the request names an origin.
    pub(super) async fn of(world: &World, target: &Target, parts: &Parts) -> Self {
        let Some(asked) = Asked::of(&parts.method, &parts.headers) else {
            return Self { headers: None, exposed: false };
        };
        // Boxed: hardly a request comes here. Rules that cannot be read allow nothing; the operation will say what is wrong.
        let rules = Box::pin(Rules::of(world, target)).await.unwrap_or(Rules::NoDocument);
        Self { headers: rules.allow(&asked), exposed: matches!(rules, Rules::Anything) }
    }

    /// Adds it to the answer.
    pub(super) fn dress(self, mut response: Response<Body>) -> Response<Body> {
        let Some(headers) = self.headers else { return response };
        let exposed = self.exposed.then(|| cors::expose(response.headers())).flatten();
        response.headers_mut().extend(headers);
        response.headers_mut().extend(exposed);
        response
    }
}

/// Who decides on a request, and how.
#[derive(Debug)]
enum Rules {
    NoBucket,
    NoDocument,
    Document(Element),
    Anything,
}

impl Rules {
    /// A bucket's document decides wherever there is one: `docs/decisions/0015`.
    async fn of(world: &World, target: &Target) -> Result<Self> {
        let found = match &target.bucket {
            Some(bucket) => Self::of_bucket(world, bucket).await?,
            None => Self::NoBucket,
        };
        Ok(match (found, world.settings.cors) {
            (Self::NoBucket | Self::NoDocument, Cors::Permissive) => Self::Anything,
            (found, _) => found,
        })
    }

    async fn of_bucket(world: &World, bucket: &str) -> Result<Self> {
        let bucket = match Bucket::load(world, bucket).await {
            Err(Error::NoSuchBucket { .. }) => return Ok(Self::NoBucket),
            loaded => loaded?,
        };
        let document = documents::find::<documents::cors::Cors>(&bucket).await?;
        Ok(document.map_or(Self::NoDocument, Self::Document))
    }

    fn allow(&self, asked: &Asked) -> Option<HeaderMap> {
        match self {
            Self::NoBucket | Self::NoDocument => None,
            Self::Document(document) => cors::allowed(document, asked),
            Self::Anything => Some(cors::anything(asked)),
        }
    }
}
