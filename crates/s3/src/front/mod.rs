//! The front: what happens to a request before s3s sees it, and to its answer after.
//!
//! website | located → (preflight | form | identity → body) → way → finish; each stage is a module, this file
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
mod ids;
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
mod told;
mod way;
mod website;
pub(crate) mod xml;

use std::sync::Arc;

use http::request::Parts;
use http::{Method, Response};
use s3s::Body;

pub(crate) use self::ids::Ids;
pub(crate) use self::way::Ways;

use self::body::Outcome;
use self::cors::Shared;
use self::leftover::Sending;
use self::located::Located;
use self::way::Admitted;
use crate::error::Error;
use crate::error::request::RequestError;
use crate::explain::{self, Asked};
use crate::world::World;

/// The methods that S3 knows, besides OPTIONS. There is nothing to PATCH, but it is refused by what is not there.
const METHODS: [Method; 6] = [Method::GET, Method::HEAD, Method::PUT, Method::POST, Method::DELETE, Method::PATCH];

/// Answers the request of `parts`, whose body lies in `outcome`. What fails before its operation is an error document like
/// any other.
pub(crate) async fn serve(
    world: &World,
    ways: &Ways,
    ids: &Ids,
    parts: Box<Parts>,
    outcome: &Arc<Outcome>,
) -> Response<Body> {
    let sending = Sending::of(&parts);
    let mut response = match syntax::refusal(&parts) {
        Some(refusal) => refusal,
        None => answer(world, ways, ids, parts, outcome).await,
    };
    sending.settle(outcome, &mut response).await;
    response
}

/// The answer to a request that is proper HTTP.
async fn answer(world: &World, ways: &Ways, ids: &Ids, parts: Box<Parts>, outcome: &Arc<Outcome>) -> Response<Body> {
    if let Some(site) = website::site(world, &parts) {
        return Box::pin(website::serve(world, ways, ids, &site, &parts)).await;
    }
    let method = parts.method.clone();
    let located = match Located::of(world, &parts) {
        Ok(located) => Box::new(located),
        Err(error) => return finish::failed(&error, &method, ids, None),
    };
    if let Some(refusal) = syntax::escape(&located.target, parts.version) {
        return refusal;
    }
    match method {
        Method::OPTIONS => Box::pin(cors::preflight(world, ids, &located, &parts)).await,
        method if METHODS.contains(&method) => {
            let shared = Shared::of(world, &located.target, &parts).await;
            shared.dress(operate(world, ways, ids, located, parts, outcome).await)
        }
        method => finish::failed(&RequestError::Unparseable {}.into(), &method, ids, None),
    }
}

/// The answer of an operation of S3.
async fn operate(
    world: &World,
    ways: &Ways,
    ids: &Ids,
    located: Box<Located>,
    parts: Box<Parts>,
    outcome: &Arc<Outcome>,
) -> Response<Body> {
    let method = parts.method.clone();
    let asked = Asked::of(&located, &parts);
    let note = |error: &Error| explain::note(world, ids, &asked, error);
    let admitted = if form::is_posted(&parts, &located.target) {
        Box::pin(form::admit(world, located, parts, outcome)).await
    } else {
        admit::admit(world, located, parts, outcome).await
    };
    match admitted {
        Ok(Admitted { exchange, body, way }) => {
            ids.told.admitted(&exchange);
            let result = ways.run(&exchange, body, way).await;
            finish::answered(&exchange, ids, result, note)
        }
        Err(error) => {
            note(&error);
            finish::failed(&error, &method, ids, None)
        }
    }
}

/// The answer to a request whose operation panicked.
pub(crate) fn panicked(ids: &Ids, method: &Method) -> Response<Body> {
    let error = Error::internal(Panicked);
    finish::failed(&error, method, ids, None)
}

/// An operation panicked.
#[derive(Debug, thiserror::Error)]
#[error("the operation panicked")]
struct Panicked;
