//! The credential of a signature of version 4: an access key and the scope of its signing key.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-auth-using-authorization-header.html>

use super::Version;
use super::error::{HEADER_SUBJECT, IdentityError, QUERY_SUBJECT};

/// The services whose requests come to an S3 endpoint.
const SERVICES: [&str; 3] = ["s3", "s3express", "s3-object-lambda"];

/// What a signing key is good for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Scope {
    /// The day, `yyyyMMdd` in UTC.
    pub(crate) date: String,
    /// The region; in version 4A the set of regions that is sent beside the credential.
    pub(crate) region: String,
    /// The service.
    pub(crate) service: String,
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

/// Takes `text` apart. `regions` is the set of regions of version 4A, whose credentials name none.
///
/// # Errors
/// What S3 says of the first part that is wrong, as of `place`.
pub(super) fn parse(
    text: &str,
    version: Version,
    regions: &str,
    place: Place,
) -> Result<(String, Scope), IdentityError> {
    take_apart(text, version, regions).map_err(|fault| place.malformed(&fault))
}

/// As [`parse`], with no more said of a fault than what it is.
///
/// # Errors
/// The fault.
pub(super) fn take_apart(text: &str, version: Version, regions: &str) -> Result<(String, Scope), String> {
    let expected = match version {
        Version::V4a => "<YOUR-AKID>/YYYYMMDD/SERVICE/aws4_request",
        Version::V2 | Version::V4 => "<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request",
    };
    let count = expected.split('/').count();
    // From the right: an access key may contain slashes.
    let mut fields = text.rsplitn(count, '/');
    let mut next = || fields.next().unwrap_or_default();
    let (terminal, service) = (next(), next());
    let region = if version == Version::V4a { regions } else { next() };
    let (date, access_key) = (next(), next());

    if access_key.is_empty() {
        return Err(format!("the Credential is mal-formed; expecting \"{expected}\"."));
    }
    if date.len() != 8 || !date.bytes().all(|b| b.is_ascii_digit()) {
        let rule = "This date in the credential must be in the format \"yyyyMMdd\".";
        return Err(format!("incorrect date format \"{date}\". {rule}"));
    }
    if !SERVICES.contains(&service) {
        return Err(format!("incorrect service \"{service}\". This endpoint belongs to \"s3\"."));
    }
    if terminal != "aws4_request" {
        let rule = "This endpoint uses \"aws4_request\".";
        return Err(format!("incorrect terminal \"{terminal}\". {rule}"));
    }
    let scope = Scope { date: date.to_owned(), region: region.to_owned(), service: service.to_owned() };
    Ok((access_key.to_owned(), scope))
}

/// Compares the scope's day with the day of the request, `yyyyMMdd`.
///
/// # Errors
/// What S3 says when they differ.
pub(super) fn check_day(scope: &Scope, day: &str, place: Place) -> Result<(), IdentityError> {
    if scope.date == day {
        return Ok(());
    }
    Err(place.other_day(&scope.date, day))
}
