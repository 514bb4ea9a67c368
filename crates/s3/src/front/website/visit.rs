//! One visitor's request: reading objects for it, as anybody would by GetObject and HeadObject.
//!
//! Each read is an exchange of its own, and passes where every operation passes: what is decided there of a request
//! without a signature is decided of visitors too.

use std::sync::Arc;
use std::time::SystemTime;

use http::header::{
    ACCEPT_RANGES, CONTENT_LENGTH, HeaderName, HeaderValue, IF_MATCH, IF_MODIFIED_SINCE, IF_NONE_MATCH,
    IF_UNMODIFIED_SINCE, LOCATION, RANGE,
};
use http::request::Parts;
use http::{HeaderMap, Method, StatusCode, Uri};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use s3s::Body;

use super::super::body::Outcome;
use super::super::identity::Claim;
use super::super::located;
use super::super::target::{self, Target};
use super::super::way::{Plain, Way, Ways};
use super::page;
use super::redirect::Redirect;
use crate::error::{Error, Result};
use crate::exchange::{Arrival, Exchange};
use crate::reply::Reply;
use crate::service::SecureTransport;
use crate::world::World;

/// The headers of a visitor that mean something.
const CONDITIONS: [HeaderName; 5] = [IF_MATCH, IF_NONE_MATCH, IF_MODIFIED_SINCE, IF_UNMODIFIED_SINCE, RANGE];

/// Where an object sends visitors.
const REDIRECT: HeaderName = HeaderName::from_static("x-amz-website-redirect-location");

/// The longest key that there is, in bytes.
const LONGEST_KEY: usize = 1024;

/// A visitor's request.
pub(super) struct Visit<'a> {
    world: &'a World,
    ways: &'a Ways,
    bucket: &'a str,
    now: SystemTime,
    method: Method,
    conditions: HeaderMap,
    secure: bool,
    host: Arc<str>,
    /// What is asked for, as it was sent: path and query without the first slash.
    pub(super) target: &'a str,
    /// The path of it, decoded.
    pub(super) key: String,
}

impl<'a> Visit<'a> {
    /// The request of `parts` for something in `bucket`.
    ///
    /// # Errors
    /// `InvalidUri`.
    pub(super) fn new(world: &'a World, ways: &'a Ways, bucket: &'a str, parts: &'a Parts) -> Result<Self> {
        let whole = parts.uri.path_and_query().map_or("/", http::uri::PathAndQuery::as_str);
        let path = parts.uri.path();
        let conditions = CONDITIONS.into_iter().flat_map(|name| {
            let values = parts.headers.get_all(&name).iter().cloned();
            values.map(|value| (name.clone(), value)).collect::<Vec<_>>()
        });
        Ok(Self {
            world,
            ways,
            bucket,
            now: world.clock.now(),
            method: parts.method.clone(),
            conditions: conditions.collect(),
            secure: parts.extensions.get::<SecureTransport>().is_some(),
            host: located::host(parts).unwrap_or_default().into(),
            target: whole.strip_prefix('/').unwrap_or(whole),
            key: target::decode(path.strip_prefix('/').unwrap_or(path))?.into_owned(),
        })
    }

    /// Sends the visitor where `redirect` leads, by a rule for `prefix`.
    pub(super) fn redirected(&self, redirect: &Redirect, prefix: &str) -> Reply {
        let protocol = if self.secure { "https" } else { "http" };
        let location = redirect.location(protocol, &self.host, self.target, prefix);
        moved(redirect.status, HeaderValue::from_str(&location).ok())
    }

    /// Where the folder of the name is that was asked for. The query is lost, as S3 has it.
    pub(super) fn folder(&self) -> Option<HeaderValue> {
        let path = self.target.split('?').next().unwrap_or_default();
        HeaderValue::from_str(&format!("/{path}/")).ok()
    }

    /// The object, or where it sends the visitor.
    ///
    /// # Errors
    /// Those of GetObject and HeadObject.
    pub(super) async fn read(&self, key: &str) -> Result<Reply> {
        let found = self.ask(key, &self.method, &self.conditions).await;
        let conditional = match &found {
            Ok(reply) if reply.headers.contains_key(REDIRECT) => return Ok(elsewhere(reply)),
            Ok(_) => false,
            Err(error) => matches!(error.document().status.as_u16(), 304 | 412 | 416),
        };
        // An object that sends visitors elsewhere does so whatever they know or want of itself.
        if conditional
            && let Ok(reply) = self.ask(key, &Method::HEAD, &HeaderMap::new()).await
            && reply.headers.contains_key(REDIRECT)
        {
            return Ok(elsewhere(&reply));
        }
        found.map(page_of)
    }

    /// The document that the website has for `error`, whole, with the error's status and headers.
    ///
    /// # Errors
    /// As [`read`](Self::read).
    pub(super) async fn read_for(&self, key: &str, error: &Error) -> Result<Reply> {
        let reply = self.ask(key, &self.method, &HeaderMap::new()).await?;
        if reply.headers.contains_key(REDIRECT) {
            return Ok(elsewhere(&reply));
        }
        let (mut reply, error) = (page_of(reply), error.document());
        reply.status = error.status;
        page::headers(&error, &mut reply.headers);
        Ok(reply)
    }

    /// Whether there is an object that visitors may read.
    pub(super) async fn exists(&self, key: &str) -> bool {
        self.ask(key, &Method::HEAD, &HeaderMap::new()).await.is_ok()
    }

    /// GetObject or HeadObject, by nobody in particular.
    async fn ask(&self, key: &str, method: &Method, headers: &HeaderMap) -> Result<Reply> {
        if key.len() > LONGEST_KEY {
            return Err(Error::KeyTooLong { size: key.len() });
        }
        let path = format!("/{}/{}", self.bucket, utf8_percent_encode(key, NON_ALPHANUMERIC));
        let uri: Uri = path.parse().map_err(Error::internal)?;
        let arrival = Arrival {
            now: self.now,
            method: method.clone(),
            uri,
            host: Some(Arc::clone(&self.host)),
            secure: self.secure,
            target: Target {
                bucket: Some(self.bucket.to_owned()),
                key: Some(key.to_owned()),
                path: None,
                virtual_host: true,
                regional: None,
            },
            headers: headers.clone(),
            body: Arc::new(Outcome::new(Body::empty())),
        };
        let caller = self.world.accounts.account_of(&Claim::Anonymous);
        let exchange = Arc::new(Exchange::new(arrival, caller, None));
        let plain = if *method == Method::HEAD { Plain::Head } else { Plain::Get };
        self.ways.run(&exchange, Body::empty(), Way::Plain(plain)).await
    }
}

/// A redirect without a page.
fn moved(status: StatusCode, location: Option<HeaderValue>) -> Reply {
    let mut reply = Reply::empty(status);
    reply.headers.insert(CONTENT_LENGTH, HeaderValue::from(0));
    reply.headers.extend(location.map(|location| (LOCATION, location)));
    reply
}

/// Where the object of `reply` sends visitors, in the words in which that was said.
fn elsewhere(reply: &Reply) -> Reply {
    moved(StatusCode::MOVED_PERMANENTLY, reply.headers.get(REDIRECT).cloned())
}

/// An object as a page: S3 says neither that there are ranges nor how it is encrypted (recorded).
fn page_of(mut reply: Reply) -> Reply {
    reply.headers.remove(ACCEPT_RANGES);
    let hidden: Vec<HeaderName> = reply.headers.keys().filter(|name| is_hidden(name)).cloned().collect();
    for name in hidden {
        reply.headers.remove(name);
    }
    reply
}

fn is_hidden(name: &HeaderName) -> bool {
    name.as_str().starts_with("x-amz-server-side-encryption")
}
