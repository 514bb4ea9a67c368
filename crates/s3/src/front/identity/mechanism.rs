//! Which of the ways to sign a request is used. There may be only one.

use std::borrow::Cow;

use http::header::HeaderValue;
use percent_encoding::percent_decode_str;

use super::error::IdentityError;

/// The query parameters of Signature Version 4 and 4A. Their names are headers' names, so case does not count.
pub(super) const V4_PARAMETERS: [&str; 9] = [
    "X-Amz-Algorithm",
    "X-Amz-Credential",
    "X-Amz-Date",
    "X-Amz-Expires",
    "X-Amz-SignedHeaders",
    "X-Amz-Signature",
    "X-Amz-Security-Token",
    "X-Amz-S3session-Token",
    "X-Amz-Region-Set",
];

/// The headers, and parameters, that the token of temporary credentials comes in; a session's own goes first.
pub(super) const TOKENS: [&str; 2] = ["x-amz-s3session-token", "x-amz-security-token"];

/// The query parameters of Signature Version 2.
pub(super) const V2_PARAMETERS: [&str; 3] = ["AWSAccessKeyId", "Signature", "Expires"];

const TWO_MECHANISMS: &str = "Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, \
    Signature query string parameter or the Authorization header should be specified";

/// Where the signature is.
pub(super) enum Mechanism<'a> {
    None,
    /// In the Authorization header, whose value this is.
    Header(Cow<'a, str>),
    /// In the query.
    PresignedV4,
    PresignedV2,
}

impl<'a> Mechanism<'a> {
    /// Finds the signature of a request. An empty header counts as none.
    ///
    /// # Errors
    /// [`IdentityError::Argument`] when there are two.
    pub(super) fn of(authorization: Option<&'a HeaderValue>, query: &str) -> Result<Self, IdentityError> {
        let header = authorization.map(|value| match str::from_utf8(value.as_bytes()) {
            Ok(text) => Cow::Borrowed(text),
            Err(_) => String::from_utf8_lossy(value.as_bytes()),
        });
        let header = header.filter(|value| !value.trim().is_empty());
        let (v4, v2) = versions(query);
        match (header, v4, v2) {
            (None, false, false) => Ok(Self::None),
            (Some(value), false, false) => Ok(Self::Header(value)),
            (None, true, false) => Ok(Self::PresignedV4),
            (None, false, true) => Ok(Self::PresignedV2),
            (header, _, _) => {
                Err(IdentityError::Argument { message: TWO_MECHANISMS, value: header.unwrap_or_default().into_owned() })
            }
        }
    }
}

/// Whether `query` is of a presigned URL of version 4 or 4A, and whether of one of version 2, complete or not.
fn versions(query: &str) -> (bool, bool) {
    const TELLING: [&str; 3] = ["X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Signature"];
    let mut found = (false, false);
    for name in names(query) {
        found.0 |= TELLING.iter().any(|telling| telling.eq_ignore_ascii_case(&name));
        found.1 |= is_of_v2(&name);
    }
    found
}

/// Whether `query` is of a presigned URL of version 2, complete or not.
pub(super) fn is_v2(query: &str) -> bool {
    names(query).any(|name| is_of_v2(&name))
}

/// Whether a parameter of that name tells of version 2. `Expires` alone says nothing.
fn is_of_v2(name: &str) -> bool {
    matches!(name, "AWSAccessKeyId" | "Signature")
}

fn names(query: &str) -> impl Iterator<Item = Cow<'_, str>> {
    query.split('&').filter(|item| !item.is_empty()).map(name)
}

/// The decoded value of a parameter of version 4.
pub(super) fn v4_parameter<'a>(query: &'a str, parameter: &str) -> Option<Cow<'a, str>> {
    query.split('&').find(|item| name(item).eq_ignore_ascii_case(parameter)).map(value)
}

/// The decoded value of a parameter of version 2.
pub(super) fn v2_parameter<'a>(query: &'a str, parameter: &str) -> Option<Cow<'a, str>> {
    query.split('&').find(|item| name(item) == parameter).map(value)
}

/// The decoded value of a `name=value` item. A plus is a plus, as in the base64 of signatures.
pub(super) fn value(item: &str) -> Cow<'_, str> {
    percent_decode_str(item.split_once('=').map_or("", |(_, value)| value)).decode_utf8_lossy()
}

/// The decoded name of a `name=value` item of a query.
pub(super) fn name(item: &str) -> Cow<'_, str> {
    let name = item.split_once('=').map_or(item, |(name, _)| name);
    if name.contains('%') { percent_decode_str(name).decode_utf8_lossy() } else { Cow::Borrowed(name) }
}
