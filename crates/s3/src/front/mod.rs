//! The front: what happens to a request before s3s sees it, and to its answer after.
//!
//! website | located → (preflight | form | identity → body → forward) → s3s → finish; each stage is a module, this file
//! is their order.

pub(crate) mod accounts;
mod admit;
pub(crate) mod body;
mod cors;
pub(crate) mod credentials;
mod document;
mod finish;
pub(crate) mod form;
mod forward;
mod guards;
pub(crate) mod identity;
mod leftover;
pub(crate) mod located;
mod order;
pub(crate) mod query;
mod refusal;
pub(crate) mod regional;
mod request;
mod served;
mod subresource;
mod syntax;
pub(crate) mod target;
mod website;
pub(crate) mod xml;

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use http::request::Parts;
use http::{Method, Request, Response};
use s3s::Body;
use s3s::service::S3Service;

use self::body::Outcome;
use self::cors::Shared;
use self::leftover::Sending;
use self::located::Located;
use crate::error::Error;
use crate::error::request::RequestError;
use crate::explain::{self, Asked};
use crate::world::World;

/// The methods that S3 knows, besides OPTIONS. There is nothing to PATCH, but it is refused by what is not there.
const METHODS: [Method; 6] = [Method::GET, Method::HEAD, Method::PUT, Method::POST, Method::DELETE, Method::PATCH];

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
    let sending = Sending::of(&parts);
    let outcome = Arc::new(Outcome::new(body));
    let mut response = match syntax::refusal(&parts) {
        Some(refusal) => refusal,
        None => answer(world, s3s, ids, parts, &outcome).await,
    };
    sending.settle(&outcome, &mut response).await;
    response
}

/// The answer to a request that is proper HTTP.
async fn answer(world: &World, s3s: &S3Service, ids: &Ids, parts: Parts, outcome: &Arc<Outcome>) -> Response<Body> {
    if let Some(site) = website::site(world, &parts) {
        return website::serve(world, s3s, ids, &site, &parts).await;
    }
    let method = parts.method.clone();
    let located = match Located::of(world, &parts) {
        Ok(located) => located,
        Err(error) => return finish::failed(&error, &method, ids, None),
    };
    if let Some(refusal) = syntax::escape(&located.target, parts.version) {
        return refusal;
    }
    match method {
        Method::OPTIONS => cors::preflight(world, ids, &located, &parts).await,
        method if METHODS.contains(&method) => {
            let shared = Shared::of(world, &located.target, &parts).await;
            shared.dress(operate(world, s3s, ids, located, parts, outcome).await)
        }
        method => finish::failed(&RequestError::Unparseable {}.into(), &method, ids, None),
    }
}

/// The answer of an operation of S3.
async fn operate(
    world: &World,
    s3s: &S3Service,
    ids: &Ids,
    located: Located,
    parts: Parts,
    outcome: &Arc<Outcome>,
) -> Response<Body> {
    let method = parts.method.clone();
    let asked = Asked::of(&located, &parts);
    let note = |error: &Error| explain::note(world, ids, &asked, error);
    let fail = |error: &Error| finish::failed(error, &method, ids, None);
    let admitted = if form::is_posted(&parts, &located.target) {
        form::admit(world, located, parts, outcome).await
    } else {
        admit::admit(world, located, parts, outcome).await
    };
    match admitted {
        Ok((exchange, request)) => match s3s.call(request).await {
            Ok(sent) => finish::answered(&exchange, ids, &sent, note),
            Err(error) => fail(&Error::internal(Unserialised(format!("{error:?}")))),
        },
        Err(error) => {
            note(&error);
            fail(&error)
        }
    }
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
