//! The credential of a signature of version 4: an access key and the scope of its signing key.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-auth-using-authorization-header.html>

use std::time::SystemTime;

use super::Version;
use super::error::{HEADER_SUBJECT, IdentityError, QUERY_SUBJECT};
use super::expiry;

/// The services whose requests come to an S3 endpoint.
const SERVICES: [&str; 3] = ["s3", "s3express", "s3-object-lambda"];

/// How a scope ends.
pub(super) const TERMINAL: &str = "aws4_request";

/// A credential, taken apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Credential<'a> {
    /// The access key id.
    pub(crate) access_key: &'a str,
    /// What the signing key is good for, as it is signed: the day, in version 4 the region, the service.
    pub(crate) scope: &'a str,
}

/// Which part of a request a fault is reported of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Header,
    Query,
}

impl Place {
    /// The error that says `fault` of the credential.
    pub(super) fn malformed(self, fault: &str) -> IdentityError {
        match self {
            Self::Header => IdentityError::Header { message: format!("{HEADER_SUBJECT}; {fault}") },
            Self::Query => IdentityError::Query { message: format!("{QUERY_SUBJECT}; {fault}") },
        }
    }

    /// The error for a credential of another day than `day`, the request's.
    fn other_day(self, date: &str, day: &str) -> IdentityError {
        let fault = format!("Invalid credential date \"{date}\". This date is not the same as X-Amz-Date: \"{day}\".");
        match self {
            Self::Header => self.malformed(&fault),
            Self::Query => IdentityError::Query { message: fault },
        }
    }
}

/// Takes `text` apart.
///
/// # Errors
/// What S3 says of the first part that is wrong, as of `place`.
pub(super) fn parse(text: &str, version: Version, place: Place) -> Result<Credential<'_>, IdentityError> {
    take_apart(text, version).map_err(|fault| place.malformed(&fault))
}

/// As [`parse`], with no more said of a fault than what it is.
///
/// # Errors
/// The fault.
pub(super) fn take_apart(text: &str, version: Version) -> Result<Credential<'_>, String> {
    // From the right: an access key may contain slashes. Credentials of version 4A name no region.
    let mut rest = text;
    let mut next = || {
        let field = match memchr::memrchr(b'/', rest.as_bytes()) {
            Some(at) => &rest[at + 1..],
            None => rest,
        };
        rest = rest[..rest.len() - field.len()].strip_suffix('/').unwrap_or_default();
        field
    };
    let (terminal, service) = (next(), next());
    if version != Version::V4a {
        next();
    }
    let (date, access_key) = (next(), rest);

    if access_key.is_empty() {
        let expected = match version {
            Version::V4a => "<YOUR-AKID>/YYYYMMDD/SERVICE/aws4_request",
            Version::V2 | Version::V4 => "<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request",
        };
        return Err(format!("the Credential is mal-formed; expecting \"{expected}\"."));
    }
    if date.len() != 8 || !date.bytes().all(|b| b.is_ascii_digit()) {
        let rule = "This date in the credential must be in the format \"yyyyMMdd\".";
        return Err(format!("incorrect date format \"{date}\". {rule}"));
    }
    if !SERVICES.contains(&service) {
        return Err(format!("incorrect service \"{service}\". This endpoint belongs to \"s3\"."));
    }
    if terminal != TERMINAL {
        return Err(format!("incorrect terminal \"{terminal}\". This endpoint uses \"{TERMINAL}\"."));
    }
    Ok(Credential { access_key, scope: &text[access_key.len() + 1..] })
}

impl Credential<'_> {
    /// The day, `yyyyMMdd` in UTC.
    pub(super) fn date(&self) -> &str {
        self.scope.get(..8).unwrap_or_default()
    }

    /// Compares the scope's day with the one of the request.
    ///
    /// # Errors
    /// What S3 says when they differ.
    pub(super) fn check_day(&self, at: SystemTime, place: Place) -> Result<(), IdentityError> {
        let date = self.date();
        if expiry::is_of_day(at, date) {
            return Ok(());
        }
        Err(place.other_day(date, &expiry::day(at)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credentials_are_taken_apart_from_the_right() {
        let check = |text: &str, version, expected: Option<(&str, &str)>| {
            let found = take_apart(text, version).ok().map(|found| (found.access_key, found.scope));
            assert_eq!(found, expected, "{text}");
        };
        let (v4, v4a) = (Version::V4, Version::V4a);
        check("A/20130524/r/s3/aws4_request", v4, Some(("A", "20130524/r/s3/aws4_request")));
        check("a/b//20130524//s3/aws4_request", v4, Some(("a/b/", "20130524//s3/aws4_request")));
        check("A/20130524/s3/aws4_request", v4a, Some(("A", "20130524/s3/aws4_request")));
        check("A/B/20130524/s3express/aws4_request", v4a, Some(("A/B", "20130524/s3express/aws4_request")));
        for text in
            ["", "/", "20130524/r/s3/aws4_request", "/20130524/r/s3/aws4_request", "A/2013052/r/s3/aws4_request"]
        {
            check(text, v4, None);
        }
        check("A/20130524/s3/aws4_request", v4, None);
    }
}
