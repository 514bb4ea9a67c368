//! Who a request says it is from: the signature that it carries, taken apart but not verified.
//!
//! Every form that S3 knows is read: Signature Version 4, 4A and 2, in the Authorization header or in the query of a
//! presigned URL. What is malformed is refused in AWS's words. Forms of browser uploads are read
//! by `form`.
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-authenticating-requests.html>

mod credential;
mod error;
mod expiry;
pub(crate) mod form;
mod header;
mod hoisted;
mod mechanism;
mod presigned;
mod signing_keys;
mod strip;
mod verify;

use std::time::SystemTime;

use http::request::Parts;

pub(crate) use self::credential::Scope;
pub(crate) use self::error::IdentityError;
pub(crate) use self::expiry::{Expired, Expiry, basic, moment, parse_any};
pub(crate) use self::hoisted::lower;
pub(crate) use self::signing_keys::{SigningKey, SigningKeys};
pub(crate) use self::strip::strip;
pub(crate) use self::verify::{identify, verify_policy};

use self::mechanism::Mechanism;

/// Who a request claims to be from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Claim {
    /// Nobody: there is no signature.
    Anonymous,
    /// The holder of an access key.
    Signed(Box<Signed>),
}

/// The version of a signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Version {
    /// HMAC-SHA1 over the request, without a scope.
    V2,
    /// HMAC-SHA256 in a scope of day, region and service.
    V4,
    /// ECDSA over P-256, in a scope of day and service, for a set of regions.
    V4a,
}

/// A signature, its parts as sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Signed {
    /// The version of the signature.
    pub(crate) version: Version,
    /// The access key id.
    pub(crate) access_key: String,
    /// What the signing key is good for; none in version 2.
    pub(crate) scope: Option<Scope>,
    /// The headers that are signed, in small letters; none in version 2.
    pub(crate) signed_headers: Vec<String>,
    /// The signature: hexadecimal, in version 2 base64.
    pub(crate) signature: String,
    /// When it was signed; none for a presigned URL of version 2.
    pub(crate) date: Option<SystemTime>,
    /// When a presigned URL ends; none for a header.
    pub(crate) expiry: Option<Expiry>,
    /// The token of temporary credentials.
    pub(crate) session_token: Option<String>,
}

impl Signed {
    /// What the signing key is good for, as it is signed: without a region in version 4A.
    pub(crate) fn scope_text(&self) -> String {
        let Some(Scope { date, region, service }) = &self.scope else { return String::new() };
        match self.version {
            Version::V4a => format!("{date}/{service}/aws4_request"),
            Version::V2 | Version::V4 => format!("{date}/{region}/{service}/aws4_request"),
        }
    }
}

impl Claim {
    /// Reads the signature of a request.
    ///
    /// # Errors
    /// Whatever S3 says of a signature that is malformed, incomplete or given twice.
    pub(crate) fn parse(parts: &Parts) -> Result<Self, IdentityError> {
        let signed = match Mechanism::of(parts)? {
            Mechanism::None => return anonymous(parts),
            Mechanism::Header(value) => header::parse(&value, &parts.headers)?,
            Mechanism::PresignedV4(query) => presigned::parse_v4(query)?,
            Mechanism::PresignedV2(query) => presigned::parse_v2(query)?,
        };
        Ok(Self::Signed(Box::new(signed)))
    }

    /// The access key id; none for an anonymous request.
    pub(crate) fn access_key(&self) -> Option<&str> {
        self.signed().map(|signed| signed.access_key.as_str())
    }

    /// The region that was signed for: a set of regions in version 4A, none in version 2.
    pub(crate) fn region(&self) -> Option<&str> {
        self.signed()?.scope.as_ref().map(|scope| scope.region.as_str())
    }

    /// The service that was signed for; none in version 2.
    pub(crate) fn service(&self) -> Option<&str> {
        self.signed()?.scope.as_ref().map(|scope| scope.service.as_str())
    }

    /// How a presigned URL has ended by `now`; none when it has not, and for anything else.
    pub(crate) fn expired(&self, now: SystemTime) -> Option<Expired> {
        self.signed()?.expiry.as_ref()?.expired(now)
    }

    /// Refuses `aws-global`, with which SDKs sign that were told of no region and which S3 takes nowhere. Any other
    /// region is taken, for one endpoint stands for all of them, unless its host names one: the `regional`.
    ///
    /// # Errors
    /// [`IdentityError::Region`], which names the region to sign for; where any would do, the `endpoint`'s.
    pub(crate) fn check_region(&self, endpoint: &str, regional: Option<&str>) -> Result<(), IdentityError> {
        let Self::Signed(signed) = self else { return Ok(()) };
        let Some(region) = self.region().filter(|_| signed.version == Version::V4) else { return Ok(()) };
        if regional.map_or(region != "aws-global", |expected| region == expected) {
            return Ok(());
        }
        Err(IdentityError::Region {
            presigned: signed.expiry.is_some(),
            region: region.to_owned(),
            expected: regional.unwrap_or(endpoint).to_owned(),
        })
    }

    fn signed(&self) -> Option<&Signed> {
        match self {
            Self::Anonymous => None,
            Self::Signed(signed) => Some(signed),
        }
    }
}

/// A request without a signature, which cannot announce signed chunks.
fn anonymous(parts: &Parts) -> Result<Claim, IdentityError> {
    match parts.headers.get("x-amz-content-sha256") {
        Some(value) if value.as_bytes().starts_with(b"STREAMING-AWS4-") => Err(IdentityError::Request {
            message: "Anonymous requests don't support this x-amz-content-sha256 value. \
                      Please use UNSIGNED-PAYLOAD or STREAMING-UNSIGNED-PAYLOAD-TRAILER.",
        }),
        _ => Ok(Claim::Anonymous),
    }
}

#[cfg(test)]
mod tests;
