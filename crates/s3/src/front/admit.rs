//! Everything before an operation of S3: identity, subresource, body.

use std::sync::Arc;

use http::Method;
use http::request::Parts;
use s3s::Body;

use super::body::{Outcome, Plan, VerifiedBody};
use super::document::Content;
use super::located::Located;
use super::way::{self, Admitted, Plain, Way};
use super::{guards, identity, order, served};
use crate::error::Result;
use crate::exchange::{Arrival, Exchange};
use crate::rules::encryption;
use crate::world::World;

/// Makes the exchange of a request, and finds by which way it comes to its operation.
///
/// # Errors
/// What S3 says of a request that does not come as far as its operation.
pub(super) async fn admit(
    world: &World,
    mut located: Box<Located>,
    mut parts: Box<Parts>,
    outcome: &Arc<Outcome>,
) -> Result<Admitted> {
    let (claim, chunks) = identity::identify(world, &located, &parts)?;
    let caller = world.accounts.account_of(&claim);
    identity::lower(&claim, &mut parts);
    guards::make_legible(&mut parts.headers);
    encryption::hide_keys(&mut parts.headers);
    let received = parts.uri.clone();
    if let Some(uri) = identity::strip(&parts.uri) {
        parts.uri = uri;
    }
    let target = &mut located.target;
    let subresource = match served::check(&mut parts, target) {
        Ok(subresource) => subresource,
        Err(refusal) => return Err(Box::pin(refusal.settle(world, target.bucket.as_deref())).await),
    };

    let content = Content::of(&parts.method, target.key.is_some(), subresource);
    let creates = parts.method == Method::PUT && target.key.is_none() && subresource.is_none();
    let plan = match Plan::of(&parts, content.streams() && !parts.headers.contains_key("x-amz-copy-source")) {
        Ok(plan) => plan,
        Err(error) => {
            let bucket = target.bucket.as_deref().filter(|_| !creates);
            return Err(Box::pin(order::bucket_first(world, bucket, error.into())).await);
        }
    };
    let query = parts.uri.query().unwrap_or_default();
    let plain = match (subresource, &target.key) {
        (None, Some(_)) => Plain::of(&parts.method, query, &parts.headers),
        _ => None,
    };
    let way = match (way::newer(&parts.extensions), plain) {
        (Some(name), _) => Way::Newer(name),
        (None, Some(plain)) => Way::Plain(plain),
        (None, None) => Way::ByS3s { express: claim.service() == Some("s3express") },
    };
    let region = claim.region().map(str::to_owned);
    let arrival = Arrival::of(*located, parts.method, received, parts.headers, Arc::clone(outcome));
    let exchange = Arc::new(Exchange::new(arrival, caller, region));
    // S3 does not look at the body of what only reads, and a copy has none by its page in the API reference: whatever is
    // there stays where it is.
    if matches!(way, Way::Plain(plain) if plain == Plain::Copy || !content.streams()) {
        return Ok(Admitted { exchange, body: Body::empty(), way });
    }
    let body = outcome.take_rest().unwrap_or_default();
    let verified = VerifiedBody::new(body, plan, Arc::clone(outcome), chunks);
    let body = match content {
        _ if content.streams() => verified.into(),
        _ => match Box::pin(content.read(&exchange, verified)).await {
            Ok(body) => body,
            Err(error) => {
                let bucket = exchange.target.bucket.as_deref().filter(|_| !creates);
                return Err(Box::pin(order::bucket_first(world, bucket, error)).await);
            }
        },
    };
    Ok(Admitted { exchange, body, way })
}
