//! The query of a presigned URL.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html>,
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/RESTAuthentication.html#RESTAuthenticationQueryStringAuth>

use std::borrow::Cow;
use std::time::{Duration, SystemTime};

use super::credential::{self, Credential, Place};
use super::error::IdentityError;
use super::expiry::{self, Expiry, LONGEST};
use super::mechanism::{TOKENS, v2_parameter, v4_parameter};
use super::{Signed, Texts, Version};

const REQUIRED: &str = "Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, \
    X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.";
const ALGORITHM: &str = "X-Amz-Algorithm only supports \"AWS4-HMAC-SHA256 and AWS4-ECDSA-P256-SHA256\"";
const DATE: &str = "X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\"";
const NO_NUMBER: &str = "X-Amz-Expires should be a number";
const NEGATIVE: &str = "X-Amz-Expires must be non-negative";
const TOO_LONG: &str = "X-Amz-Expires must be less than a week (in seconds); \
    that is, the given X-Amz-Expires must be less than 604800 seconds";

/// Takes the query of a presigned URL of version 4 or 4A apart.
///
/// # Errors
/// What S3 says of the first parameter that is missing or wrong.
pub(super) fn parse_v4(query: &str) -> Result<Signed, IdentityError> {
    let optional = |name: &str| v4_parameter(query, name).filter(|value| !value.is_empty());
    let required = |name: &str| optional(name).ok_or_else(|| refused(REQUIRED));
    let algorithm = required("X-Amz-Algorithm")?;
    let text = required("X-Amz-Credential")?;
    let signature = required("X-Amz-Signature")?;
    let amz_date = required("X-Amz-Date")?;
    // It may name none: then S3 misses the host among them.
    let signed_headers = v4_parameter(query, "X-Amz-SignedHeaders").ok_or_else(|| refused(REQUIRED))?;
    let seconds = required("X-Amz-Expires")?;

    let version = match &*algorithm {
        "AWS4-HMAC-SHA256" => Version::V4,
        "AWS4-ECDSA-P256-SHA256" => Version::V4a,
        _ => return Err(refused(ALGORITHM)),
    };
    let credential = credential::parse(&text, version, Place::Query)?;
    let date = expiry::parse_basic(&amz_date).ok_or_else(|| refused(DATE))?;
    credential.check_day(date, Place::Query)?;
    let regions = optional("X-Amz-Region-Set").filter(|_| version == Version::V4a).unwrap_or_default();
    let texts = Texts { credential, signed_headers: &signed_headers, signature: &signature, regions: &regions };
    Ok(Signed {
        date: Some(date),
        expiry: Some(Expiry { at: end(date, &seconds)?, seconds: Some(seconds.into_owned()) }),
        session_token: TOKENS.iter().find_map(|name| optional(name)).map(Cow::into_owned),
        ..Signed::new(version, texts)
    })
}

/// Takes the query of a presigned URL of version 2 apart.
///
/// # Errors
/// What S3 says of a parameter that is missing, or of an `Expires` that is no time.
pub(super) fn parse_v2(query: &str) -> Result<Signed, IdentityError> {
    let required = |name: &str| {
        let value = v2_parameter(query, name).filter(|value| !value.is_empty());
        value.ok_or(IdentityError::QueryV2)
    };
    let (access_key, signature) = (required("AWSAccessKeyId")?, required("Signature")?);
    let expires = required("Expires")?;
    let at = number(&expires).and_then(expiry::after_epoch);
    let at = at.ok_or_else(|| IdentityError::Denied {
        message: format!("Invalid date (should be seconds since epoch): {expires}"),
    })?;
    let texts = Texts {
        credential: Credential { access_key: &access_key, scope: "" },
        signature: &signature,
        ..Texts::default()
    };
    Ok(Signed {
        expiry: Some(Expiry { at, seconds: None }),
        session_token: v4_parameter(query, "x-amz-security-token").map(Cow::into_owned),
        ..Signed::new(Version::V2, texts)
    })
}

/// The end of a URL that was signed at `date` for `seconds`.
fn end(date: SystemTime, seconds: &str) -> Result<SystemTime, IdentityError> {
    if seconds.strip_prefix('-').and_then(number).is_some() {
        return Err(refused(NEGATIVE));
    }
    let seconds = number(seconds).ok_or_else(|| refused(NO_NUMBER))?;
    if seconds > LONGEST {
        return Err(refused(TOO_LONG));
    }
    Ok(date + Duration::from_secs(seconds))
}

fn number(digits: &str) -> Option<u64> {
    // Without this a plus sign would pass.
    digits.bytes().all(|b| b.is_ascii_digit()).then(|| digits.parse().ok()).flatten()
}

fn refused(message: &str) -> IdentityError {
    IdentityError::Query { message: message.to_owned() }
}
