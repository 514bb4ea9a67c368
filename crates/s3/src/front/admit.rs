//! Everything before s3s, for a request that an operation of S3 will answer: identity, subresource, body.

use std::sync::Arc;

use http::header::{CONTENT_LENGTH, HeaderValue};
use http::request::Parts;
use http::{Method, Request};
use s3s::Body;
use s3s::stream::DynByteStream;

use super::body::{Outcome, Plan, VerifiedBody};
use super::document::Content;
use super::located::Located;
use super::{forward, guards, identity, order, served};
use crate::error::Result;
use crate::exchange::{Arrival, Exchange};
use crate::rules::encryption;
use crate::world::World;

/// Makes of a request what s3s is to see, and the exchange that goes with it.
///
/// # Errors
/// What S3 says of a request that does not come as far as its operation.
pub(super) async fn admit(
    world: &World,
    located: Located,
    mut parts: Parts,
    outcome: &Arc<Outcome>,
) -> Result<(Arc<Exchange>, Request<Body>)> {
    let (claim, chunks) = identity::identify(world, &located, &parts)?;
    let Located { now, host, secure, mut target } = located;
    let caller = world.accounts.account_of(&claim);
    identity::lower(&claim, &mut parts);
    guards::make_legible(&mut parts.headers);
    let (uri, mut headers) = (parts.uri.clone(), parts.headers.clone());
    encryption::hide_keys(&mut headers);
    identity::strip(&mut parts);
    let subresource = match served::check(&mut parts, &mut target) {
        Ok(subresource) => subresource,
        Err(refusal) => return Err(refusal.settle(world, target.bucket.as_deref()).await),
    };

    let content = Content::of(&parts.method, target.key.is_some(), subresource);
    let creates = parts.method == Method::PUT && target.key.is_none() && subresource.is_none();
    let bucket = target.bucket.clone().filter(|_| !creates);
    let plan = match Plan::of(&parts, content.streams() && !parts.headers.contains_key("x-amz-copy-source")) {
        Ok(plan) => plan,
        Err(error) => return Err(order::bucket_first(world, bucket.as_deref(), error.into()).await),
    };
    let body = outcome.take_rest().unwrap_or_default();
    let verified = VerifiedBody::new(body, plan, Arc::clone(outcome)).signed(chunks);
    let exchange = Arc::new(Exchange::new(Arrival {
        now,
        caller,
        region: claim.region().map(str::to_owned),
        method: parts.method.clone(),
        uri,
        host,
        secure,
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
