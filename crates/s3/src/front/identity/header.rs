//! The Authorization header.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-auth-using-authorization-header.html>,
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/RESTAuthentication.html>

use std::time::SystemTime;

use http::HeaderMap;
use http::header::DATE;

use super::credential::{self, Place};
use super::error::IdentityError;
use super::expiry;
use super::mechanism::TOKENS;
use super::{Signed, Version};

const ONE_SPACE: &str = "Authorization header is invalid -- one and only one ' ' (space) required";
const UNSUPPORTED: &str = "Unsupported Authorization Type";
const V2_FORM: &str = "AWS authorization header is invalid.  Expected AwsAccessKeyId:signature";
const COMPONENTS: &str =
    "the authorization header requires three components: Credential, SignedHeaders, and Signature.";

/// Takes the header's `value` apart.
///
/// # Errors
/// What S3 says of the first part that is wrong.
pub(super) fn parse(value: &str, headers: &HeaderMap) -> Result<Signed, IdentityError> {
    let argument = |message| IdentityError::Argument { message, value: value.to_owned() };
    let (scheme, rest) = value.split_once(' ').ok_or_else(|| argument(ONE_SPACE))?;
    match scheme {
        "AWS4-HMAC-SHA256" => parse_v4(rest, Version::V4, headers),
        "AWS4-ECDSA-P256-SHA256" => parse_v4(rest, Version::V4a, headers),
        "AWS" if rest.contains(' ') => Err(argument(ONE_SPACE)),
        "AWS" => match rest.split_once(':').filter(|(key, signature)| !key.is_empty() && !signature.is_empty()) {
            Some((access_key, signature)) => parse_v2(access_key, signature, headers),
            None => Err(argument(V2_FORM)),
        },
        _ => Err(argument(UNSUPPORTED)),
    }
}

fn parse_v4(components: &str, version: Version, headers: &HeaderMap) -> Result<Signed, IdentityError> {
    let fields = Components::of(components)?;
    let regions = text(headers, "x-amz-region-set").unwrap_or_default();
    let (access_key, scope) = credential::parse(fields.credential, version, regions, Place::Header)?;
    if !headers.contains_key("x-amz-content-sha256") {
        return Err(IdentityError::Request {
            message: "Missing required header for this request: x-amz-content-sha256",
        });
    }
    let date = date(headers)?;
    credential::check_day(&scope, &expiry::day(date), Place::Header)?;
    Ok(Signed {
        version,
        access_key,
        scope: Some(scope),
        signed_headers: fields.signed_headers.split(';').map(str::to_owned).collect(),
        signature: fields.signature.to_owned(),
        date: Some(date),
        expiry: None,
        session_token: session_token(headers),
    })
}

fn parse_v2(access_key: &str, signature: &str, headers: &HeaderMap) -> Result<Signed, IdentityError> {
    Ok(Signed {
        version: Version::V2,
        access_key: access_key.to_owned(),
        scope: None,
        signed_headers: Vec::new(),
        signature: signature.to_owned(),
        date: Some(date(headers)?),
        expiry: None,
        session_token: session_token(headers),
    })
}

/// The three components of a header of version 4, in any order.
#[derive(Default)]
struct Components<'a> {
    credential: &'a str,
    signed_headers: &'a str,
    signature: &'a str,
}

impl<'a> Components<'a> {
    fn of(text: &'a str) -> Result<Self, IdentityError> {
        let mut components = Self::default();
        for component in text.split(',').map(str::trim) {
            let Some((name, value)) = component.split_once('=') else {
                let fault = format!("the authorization component \"{component}\" is malformed.");
                return Err(Place::Header.malformed(&fault));
            };
            match name {
                "Credential" => components.credential = value,
                "SignedHeaders" => components.signed_headers = value,
                "Signature" => components.signature = value,
                _ => {}
            }
        }
        if [components.credential, components.signed_headers, components.signature].contains(&"") {
            return Err(Place::Header.malformed(COMPONENTS));
        }
        Ok(components)
    }
}

/// When the request was signed: x-amz-date, which goes before Date also when it is no date.
fn date(headers: &HeaderMap) -> Result<SystemTime, IdentityError> {
    let value = text(headers, "x-amz-date").or_else(|| text(headers, DATE.as_str()));
    value.and_then(expiry::parse_any).ok_or_else(|| IdentityError::Denied {
        message: "AWS authentication requires a valid Date or x-amz-date header".to_owned(),
    })
}

/// The token of a session with a directory bucket, or of any other temporary credentials.
fn session_token(headers: &HeaderMap) -> Option<String> {
    TOKENS.iter().find_map(|name| text(headers, name)).map(str::to_owned)
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name).map(|value| value.to_str().unwrap_or_default())
}
