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

use http::header::HeaderValue;
use http::request::Parts;

pub(crate) use self::credential::Credential;
pub(crate) use self::error::IdentityError;
pub(crate) use self::expiry::{Expired, Expiry, basic, moment, parse_any};
pub(crate) use self::hoisted::lower;
pub(crate) use self::signing_keys::{SigningKey, SigningKeys};
pub(crate) use self::strip::strip;
pub(crate) use self::verify::{identify, verify_policy};

use self::credential::TERMINAL;
use self::header::Telling;
use self::mechanism::Mechanism;

/// Who a request claims to be from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Claim {
    /// Nobody: there is no signature.
    Anonymous,
    /// Whoever runs the endpoint: the request comes from within the process.
    Operator,
    /// The holder of an access key.
    Signed(Signed),
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
    /// When it was signed; none for a presigned URL of version 2.
    pub(crate) date: Option<SystemTime>,
    /// When a presigned URL ends; none for a header.
    pub(crate) expiry: Option<Expiry>,
    /// The token of temporary credentials.
    pub(crate) session_token: Option<String>,
    /// All of its [`Texts`], one after the other, and where each but the last ends.
    text: String,
    ends: [usize; 4],
}

/// The parts of a signature that are text; empty where its version has none.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Texts<'a> {
    pub(crate) credential: Credential<'a>,
    /// The headers that are signed, in small letters, with semicolons between them.
    pub(crate) signed_headers: &'a str,
    /// The signature: hexadecimal, in version 2 base64.
    pub(crate) signature: &'a str,
    /// In version 4A the set of regions that is sent beside the credential.
    pub(crate) regions: &'a str,
}

impl Signed {
    /// A signature that was never made and does not end.
    pub(crate) fn new(version: Version, texts: Texts<'_>) -> Self {
        let Texts { credential: Credential { access_key, scope }, signed_headers, signature, regions } = texts;
        let all = [access_key, scope, signed_headers, signature, regions];
        let mut text = String::with_capacity(all.iter().map(|part| part.len()).sum());
        let ends = [access_key, scope, signed_headers, signature].map(|part| {
            text.push_str(part);
            text.len()
        });
        text.push_str(regions);
        Self { version, date: None, expiry: None, session_token: None, text, ends }
    }

    /// The access key id.
    pub(crate) fn access_key(&self) -> &str {
        &self.text[..self.ends[0]]
    }

    /// What the signing key is good for, as it is signed: without a region in version 4A, empty in version 2.
    pub(crate) fn scope(&self) -> &str {
        &self.text[self.ends[0]..self.ends[1]]
    }

    /// Access key and scope, one after the other.
    fn credential(&self) -> &str {
        &self.text[..self.ends[1]]
    }

    /// The headers that are signed, in small letters, with semicolons between them.
    pub(crate) fn signed_headers(&self) -> &str {
        &self.text[self.ends[1]..self.ends[2]]
    }

    /// Whether the header of that name is signed.
    pub(crate) fn signs(&self, name: &str) -> bool {
        self.signed_headers().split(';').any(|signed| signed == name)
    }

    /// The signature itself.
    pub(crate) fn signature(&self) -> &str {
        &self.text[self.ends[2]..self.ends[3]]
    }

    /// The day that the signing key is good for, `yyyyMMdd` in UTC.
    pub(crate) fn day(&self) -> &str {
        self.scope().get(..8).unwrap_or_default()
    }

    /// The region that was signed for: a set of regions in version 4A, none in version 2.
    pub(crate) fn region(&self) -> Option<&str> {
        match self.version {
            Version::V2 => None,
            Version::V4 => self.day_and_service()?.0.get("yyyyMMdd/".len()..),
            Version::V4a => Some(&self.text[self.ends[3]..]),
        }
    }

    /// The service that was signed for; none in version 2.
    pub(crate) fn service(&self) -> Option<&str> {
        self.day_and_service().map(|(_, service)| service)
    }

    /// The parts of the scope: the day, in version 4 with the region, and the service.
    fn day_and_service(&self) -> Option<(&str, &str)> {
        let parts = self.scope().strip_suffix(TERMINAL)?.strip_suffix('/')?;
        let at = memchr::memrchr(b'/', parts.as_bytes())?;
        Some((&parts[..at], &parts[at + 1..]))
    }
}

impl Claim {
    /// Reads the signature of a request.
    ///
    /// # Errors
    /// Whatever S3 says of a signature that is malformed, incomplete or given twice.
    pub(crate) fn parse(parts: &Parts) -> Result<Self, IdentityError> {
        let headers = Telling::of(&parts.headers);
        let query = parts.uri.query().unwrap_or_default();
        let signed = match Mechanism::of(headers.authorization, query)? {
            Mechanism::None => return anonymous(headers.content_sha256),
            Mechanism::Header(value) => header::parse(&value, &headers)?,
            Mechanism::PresignedV4 => presigned::parse_v4(query)?,
            Mechanism::PresignedV2 => presigned::parse_v2(query)?,
        };
        Ok(Self::Signed(signed))
    }

    /// The access key id; none for an anonymous request.
    pub(crate) fn access_key(&self) -> Option<&str> {
        self.signed().map(Signed::access_key)
    }

    /// The region that was signed for: a set of regions in version 4A, none in version 2.
    pub(crate) fn region(&self) -> Option<&str> {
        self.signed()?.region()
    }

    /// The service that was signed for; none in version 2.
    pub(crate) fn service(&self) -> Option<&str> {
        self.signed()?.service()
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
            Self::Anonymous | Self::Operator => None,
            Self::Signed(signed) => Some(signed),
        }
    }
}

/// A request without a signature, which cannot announce signed chunks.
fn anonymous(content_sha256: Option<&HeaderValue>) -> Result<Claim, IdentityError> {
    match content_sha256 {
        Some(value) if value.as_bytes().starts_with(b"STREAMING-AWS4-") => Err(IdentityError::Request {
            message: "Anonymous requests don't support this x-amz-content-sha256 value. \
                      Please use UNSIGNED-PAYLOAD or STREAMING-UNSIGNED-PAYLOAD-TRAILER.",
        }),
        _ => Ok(Claim::Anonymous),
    }
}

#[cfg(test)]
mod tests;
