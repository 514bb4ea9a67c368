//! The Authorization header.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-auth-using-authorization-header.html>,
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/RESTAuthentication.html>

use std::time::SystemTime;

use http::HeaderMap;
use http::header::HeaderValue;

use super::credential::{self, Credential, Place};
use super::error::IdentityError;
use super::expiry;
use super::{Signed, Texts, Version};

const ONE_SPACE: &str = "Authorization header is invalid -- one and only one ' ' (space) required";
const UNSUPPORTED: &str = "Unsupported Authorization Type";
const V2_FORM: &str = "AWS authorization header is invalid.  Expected AwsAccessKeyId:signature";
const COMPONENTS: &str =
    "the authorization header requires three components: Credential, SignedHeaders, and Signature.";

/// The headers that say who signed a request and when, each the first of its name. One look at all headers costs less than
/// to look each of these up.
#[derive(Default)]
pub(super) struct Telling<'a> {
    pub(super) authorization: Option<&'a HeaderValue>,
    pub(super) content_sha256: Option<&'a HeaderValue>,
    amz_date: Option<&'a HeaderValue>,
    date: Option<&'a HeaderValue>,
    region_set: Option<&'a HeaderValue>,
    session_token: Option<&'a HeaderValue>,
    security_token: Option<&'a HeaderValue>,
}

impl<'a> Telling<'a> {
    pub(super) fn of(headers: &'a HeaderMap) -> Self {
        let mut telling = Self::default();
        for (name, value) in headers {
            let place = match name.as_str() {
                "authorization" => &mut telling.authorization,
                "x-amz-content-sha256" => &mut telling.content_sha256,
                "x-amz-date" => &mut telling.amz_date,
                "date" => &mut telling.date,
                "x-amz-region-set" => &mut telling.region_set,
                "x-amz-s3session-token" => &mut telling.session_token,
                "x-amz-security-token" => &mut telling.security_token,
                _ => continue,
            };
            place.get_or_insert(value);
        }
        telling
    }

    /// When the request was signed: x-amz-date, which goes before Date also when it is no date.
    fn date(&self) -> Result<SystemTime, IdentityError> {
        let value = self.amz_date.or(self.date).map(text);
        value.and_then(expiry::parse_any).ok_or_else(|| IdentityError::Denied {
            message: "AWS authentication requires a valid Date or x-amz-date header".to_owned(),
        })
    }

    /// The token of a session with a directory bucket, or of any other temporary credentials.
    fn token(&self) -> Option<String> {
        self.session_token.or(self.security_token).map(text).map(str::to_owned)
    }
}

/// Takes the `value` of the Authorization header apart.
///
/// # Errors
/// What S3 says of the first part that is wrong.
pub(super) fn parse(value: &str, headers: &Telling<'_>) -> Result<Signed, IdentityError> {
    let argument = |message| IdentityError::Argument { message, value: value.to_owned() };
    let (scheme, rest) = cut(value, b' ').ok_or_else(|| argument(ONE_SPACE))?;
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

fn parse_v4(components: &str, version: Version, headers: &Telling<'_>) -> Result<Signed, IdentityError> {
    let fields = Components::of(components)?;
    let credential = credential::parse(fields.credential, version, Place::Header)?;
    if headers.content_sha256.is_none() {
        return Err(IdentityError::Request {
            message: "Missing required header for this request: x-amz-content-sha256",
        });
    }
    let date = headers.date()?;
    credential.check_day(date, Place::Header)?;
    let regions = headers.region_set.filter(|_| version == Version::V4a).map(text).unwrap_or_default();
    let texts = Texts { credential, signed_headers: fields.signed_headers, signature: fields.signature, regions };
    Ok(Signed { date: Some(date), session_token: headers.token(), ..Signed::new(version, texts) })
}

fn parse_v2(access_key: &str, signature: &str, headers: &Telling<'_>) -> Result<Signed, IdentityError> {
    let texts = Texts { credential: Credential { access_key, scope: "" }, signature, ..Texts::default() };
    Ok(Signed { date: Some(headers.date()?), session_token: headers.token(), ..Signed::new(Version::V2, texts) })
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
        let (mut components, mut rest) = (Self::default(), Some(text));
        while let Some(text) = rest {
            let (component, others) = cut(text, b',').map_or((text, None), |(first, others)| (first, Some(others)));
            rest = others;
            let component = component.trim();
            let Some((name, value)) = cut(component, b'=') else {
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
        if components.credential.is_empty() || components.signed_headers.is_empty() || components.signature.is_empty() {
            return Err(Place::Header.malformed(COMPONENTS));
        }
        Ok(components)
    }
}

/// What stands before the first `mark`, which is ASCII, and after it: `split_once`, several bytes at a time.
fn cut(text: &str, mark: u8) -> Option<(&str, &str)> {
    let at = memchr::memchr(mark, text.as_bytes())?;
    Some((&text[..at], &text[at + 1..]))
}

fn text(value: &HeaderValue) -> &str {
    value.to_str().unwrap_or_default()
}
