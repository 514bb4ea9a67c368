//! Uploads by HTML form (PostObject): what a form says becomes what PutObject is told, once its policy allows it.
//!
//! Why there is a parser of our own: `docs/decisions/0014`.
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/RESTObjectPOST.html>

mod enclosure;
mod fields;
mod file;
mod headers;
mod parameter;
pub(crate) mod parser;
mod policy;
mod tagging;

use std::sync::Arc;

use http::Method;
use http::request::Parts;

use self::fields::{Fields, Opened};
use self::file::{File, Sizes};
use self::policy::Policy;
use super::body::{Chunks, Outcome, Plan, VerifiedBody};
use super::identity::{self, Claim, Version};
use super::located::Located;
use super::query::Query;
use super::target::Target;
use super::way::{Admitted, Way};
use super::{guards, order, served, subresource};
use crate::error::form::FormError;
use crate::error::{Error, Result};
use crate::exchange::{Arrival, Exchange};
use crate::rules::encryption;
use crate::world::World;

/// The longest key, in bytes.
const KEY_LIMIT: usize = 1024;

/// Whether a form is posted, or what should be one: whatever is posted to a bucket itself.
pub(super) fn is_posted(parts: &Parts, target: &Target) -> bool {
    let itself = target.bucket.is_some() && target.key.is_none();
    parts.method == Method::POST && itself && !has_subresource(parts)
}

fn has_subresource(parts: &Parts) -> bool {
    let query = Query::new(parts.uri.query().unwrap_or_default());
    !matches!(subresource::named(false, &query), Ok(None))
}

/// Makes the exchange of a posted form.
///
/// # Errors
/// What S3 says of a form that it does not take.
pub(super) async fn admit(
    world: &World,
    mut located: Box<Located>,
    mut parts: Box<Parts>,
    outcome: &Arc<Outcome>,
) -> Result<Admitted> {
    let (of_request, chunks) = identity::identify(world, &located, &parts)?;
    let bucket = located.target.bucket.clone().unwrap_or_default();
    guards::make_legible(&mut parts.headers);
    let (uri, sent) = (parts.uri.clone(), parts.headers.clone());
    if let Some(stripped) = identity::strip(&parts.uri) {
        parts.uri = stripped;
    }
    if let Err(refusal) = served::check(&mut parts, &mut located.target) {
        return Err(refusal.settle(world, Some(&bucket)).await);
    }
    let opened = match open(&parts, chunks, outcome).await {
        Ok(opened) => opened,
        Err(error) => return Err(order::bucket_first(world, Some(&bucket), error).await),
    };
    let fields = &opened.fields;
    let key = key(fields)?;
    let of_form = identity::form::parse(|name| fields.get(name))?;
    check_region(&of_form, fields, &world.settings.region, &located.target)?;
    identity::verify_policy(world, &located, &parts, &of_form, fields.get("policy").unwrap_or_default())?;
    let sizes = check_policy(fields, &of_form, &of_request, located.now, &bucket)?;
    let claim = if of_form == Claim::Anonymous { of_request } else { of_form };
    let mut headers = headers::of(fields, &sent)?;
    encryption::hide_keys(&mut headers);
    let plan = Plan::of_file(&headers)?;

    located.target.key = Some(key);
    let object = Arc::new(Outcome::default());
    let arrival = Arrival::of(*located, parts.method, uri, headers, Arc::clone(&object));
    let (caller, region) = (world.accounts.account_of(&claim), claim.region().map(str::to_owned));
    let exchange = Arc::new(Exchange::new(arrival, caller, region));
    let file = VerifiedBody::new(File::new(opened, sizes).into(), plan, object, None);
    Ok(Admitted { exchange, body: file.into(), way: Way::Newer("PostObject") })
}

/// Reads the form as far as its file. The request is verified as any other is, the file later as an object is.
async fn open(parts: &Parts, chunks: Option<Box<Chunks>>, outcome: &Arc<Outcome>) -> Result<Opened> {
    let boundary = enclosure::boundary(&parts.headers)?;
    let plan = Plan::of_form(parts)?;
    let body = VerifiedBody::new(outcome.take_rest().unwrap_or_default(), plan, Arc::clone(outcome), chunks);
    fields::open(body, &boundary).await
}

fn key(fields: &Fields) -> Result<String> {
    let key = fields.get("key").ok_or(FormError::FieldMissing { name: "key" })?;
    match key.len() {
        0 => Err(FormError::KeyEmpty {}.into()),
        size if size > KEY_LIMIT => Err(Error::KeyTooLong { size }),
        _ => Ok(key.to_owned()),
    }
}

/// As [`Claim::check_region`], in the words that S3 has for forms.
fn check_region(claim: &Claim, fields: &Fields, endpoint: &str, target: &Target) -> Result<()> {
    let regional = target.regional.as_ref().map(|at| at.region.as_str());
    if claim.check_region(endpoint, regional).is_ok() {
        return Ok(());
    }
    Err(FormError::Region {
        signed: claim.region().unwrap_or_default().to_owned(),
        expected: regional.unwrap_or(endpoint).to_owned(),
        value: fields.get("x-amz-credential").unwrap_or_default().to_owned(),
    }
    .into())
}

/// Holds a form to its policy. A form without one is asked for nothing; one whose policy nobody signed is refused, for S3
/// takes it for nobody's (recorded).
fn check_policy(
    fields: &Fields,
    of_form: &Claim,
    of_request: &Claim,
    now: std::time::SystemTime,
    bucket: &str,
) -> Result<Sizes> {
    let Some(text) = fields.get("policy") else { return Ok(Sizes::default()) };
    let free: &[&str] = match of_form {
        Claim::Anonymous if *of_request == Claim::Anonymous => return Err(Error::AccessDenied {}),
        Claim::Signed(signed) if signed.version == Version::V2 => &["awsaccesskeyid", "signature", "policy"],
        _ => &["x-amz-signature", "policy"],
    };
    Ok(Policy::read(text)?.check(now, bucket, fields, free)?)
}

#[cfg(test)]
mod tests;
