//! Whether a signature is good: the time, the headers that have to be signed, the key and its token, and then the
//! signature itself.
//!
//! The order is S3's as far as it was seen: what the request says by itself goes before what only a secret can tell.
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-authenticating-requests.html>

use std::borrow::Cow;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use http::request::Parts;

use super::signing_keys::SigningKey;
use super::{Claim, Signed, Version, expiry, mechanism};
use crate::error::Result;
use crate::error::signature::SignatureError;
use crate::front::body::Chunks;
use crate::front::credentials::{Secret, TokenFault};
use crate::front::located::Located;
use crate::service::ByOperator;
use crate::signature::canonical::{self, UNSIGNED_PAYLOAD};
use crate::signature::{Evidence, Part, evidence, v2, v4, v4a};
use crate::world::World;

/// How far the clock of a client may be from the endpoint's.
const SKEW: Duration = Duration::from_secs(15 * 60);

/// Finds out who a request is from, and makes sure of it where signatures are verified. Answers also what the chunks of
/// its body have to be verified with, if they are signed.
///
/// # Errors
/// What S3 says of a signature that is malformed, for another region, expired or not good; the last with all the evidence.
pub(crate) fn identify(world: &World, located: &Located, parts: &Parts) -> Result<(Claim, Option<Box<Chunks>>)> {
    if parts.extensions.get::<ByOperator>().is_some() {
        return Ok((Claim::Operator, None));
    }
    let claim = Claim::parse(parts)?;
    let regional = located.target.regional.as_ref().map(|at| at.region.as_str());
    claim.check_region(&world.settings.region, regional)?;
    if let Some(expired) = claim.expired(located.now) {
        return Err(expired.into());
    }
    let chunks = match &claim {
        Claim::Signed(signed) if world.settings.verifies() => Check { world, located, parts, signed }.run()?,
        Claim::Signed(_) | Claim::Anonymous | Claim::Operator => None,
    };
    Ok((claim, chunks))
}

/// Makes sure of the signature of a form, where signatures are verified: it is of the policy, as the form has it. There is
/// no skew, for a form is good until its policy ends.
/// <https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-authentication-HTTPPOST.html>
///
/// # Errors
/// `UnknownKey`, `InvalidToken`, `ExpiredToken`, `MismatchOfText`.
pub(crate) fn verify_policy(
    world: &World,
    located: &Located,
    parts: &Parts,
    claim: &Claim,
    policy: &str,
) -> Result<(), SignatureError> {
    match claim {
        Claim::Signed(signed) if world.settings.verifies() => {
            Check { world, located, parts, signed }.verify_policy(policy.as_bytes())
        }
        Claim::Signed(_) | Claim::Anonymous | Claim::Operator => Ok(()),
    }
}

/// One signature that is being verified.
struct Check<'a> {
    world: &'a World,
    located: &'a Located,
    parts: &'a Parts,
    signed: &'a Signed,
}

impl Check<'_> {
    fn run(&self) -> Result<Option<Box<Chunks>>, SignatureError> {
        self.check_time()?;
        self.check_signed_headers()?;
        let secret = self.secret()?;
        match self.signed.version {
            Version::V2 => self.verify_v2(&secret).map(|()| None),
            Version::V4 | Version::V4a => self.verify_v4(&secret),
        }
    }

    /// A header is good for some minutes around its date, a URL not before it.
    fn check_time(&self) -> Result<(), SignatureError> {
        let Some(date) = self.signed.date else { return Ok(()) };
        let now = self.located.now;
        let early = date.duration_since(now).is_ok_and(|ahead| ahead > SKEW);
        let late = now.duration_since(date).is_ok_and(|behind| behind > SKEW);
        match self.signed.expiry {
            Some(_) if early => Err(SignatureError::NotYetValid { evidence: self.evidence() }),
            None if early || late => Err(SignatureError::Skewed { evidence: self.evidence() }),
            Some(_) | None => Ok(()),
        }
    }

    /// The host, the headers of AWS and Content-MD5 are to be signed. The hash of the payload need not be, for it is signed
    /// in its own place.
    fn check_signed_headers(&self) -> Result<(), SignatureError> {
        if self.signed.version == Version::V2 {
            return Ok(());
        }
        let must = |name: &&str| {
            let amz = name.starts_with("x-amz-") && *name != "x-amz-content-sha256";
            amz || matches!(*name, "host" | "content-md5")
        };
        let host = self.located.host.is_some().then_some("host");
        let names = self.parts.headers.keys().map(http::HeaderName::as_str).filter(|name| *name != "host").chain(host);
        let unsigned = names.filter(must).filter(|name| !self.signed.signs(name));
        let mut unsigned: Vec<_> = unsigned.collect();
        unsigned.sort_unstable();
        if unsigned.is_empty() {
            return Ok(());
        }
        Err(SignatureError::HeadersNotSigned { evidence: self.evidence(), headers: unsigned.join(", ") })
    }

    /// The secret of the access key, with whose token the request came.
    fn secret(&self) -> Result<Secret<'_>, SignatureError> {
        let (credentials, key) = (&self.world.credentials, self.signed.access_key());
        let Some(secret) = credentials.find(key) else {
            return Err(SignatureError::UnknownKey { evidence: self.evidence() });
        };
        let token = self.signed.session_token.as_deref();
        match credentials.check_token(key, &secret, token, self.located.now) {
            Ok(()) => Ok(secret),
            Err(TokenFault::Missing) => Err(SignatureError::UnknownKey { evidence: self.evidence() }),
            Err(TokenFault::Invalid) => Err(SignatureError::InvalidToken { evidence: self.evidence() }),
            Err(TokenFault::Expired) => Err(SignatureError::ExpiredToken { evidence: self.evidence() }),
        }
    }

    fn verify_v2(&self, secret: &Secret<'_>) -> Result<(), SignatureError> {
        let (path, target) = (self.parts.uri.path(), &self.located.target);
        // The SDKs of AWS sign the path of a bucket with the slash that they do not send.
        let itself = target.bucket.is_some() && target.key.is_none() && !path.ends_with('/');
        let canonical = self.canonical_v2(&if itself { format!("{path}/") } else { path.to_owned() });
        let is_good = |canonical: &v2::Canonical| v2::sign(&secret.key, &canonical.text()) == self.signed.signature();
        if is_good(&canonical) || itself && is_good(&self.canonical_v2(path)) {
            return Ok(());
        }
        let evidence = Evidence {
            secret: Some(secret.key.clone().into_owned()),
            string_to_sign: canonical.text(),
            canonical: evidence::Canonical::V2(canonical),
            ..self.seed()
        };
        Err(SignatureError::MismatchOfText { evidence: Arc::new(evidence) })
    }

    fn verify_policy(&self, policy: &[u8]) -> Result<(), SignatureError> {
        let secret = self.secret()?;
        let good = match self.signed.version {
            Version::V2 => v2::sign(&secret.key, policy) == self.signed.signature(),
            Version::V4 | Version::V4a => {
                self.world.signing_keys.of(self.signed, &secret.key).is_signed(policy, self.signed.signature())
            }
        };
        if good {
            return Ok(());
        }
        let evidence = Evidence {
            secret: Some(secret.key.into_owned()),
            part: Part::Policy,
            string_to_sign: policy.to_vec(),
            ..self.seed()
        };
        Err(SignatureError::MismatchOfText { evidence: Arc::new(evidence) })
    }

    fn canonical_v2(&self, path: &str) -> v2::Canonical {
        let (query, target) = (self.query(), &self.located.target);
        let expires = self.signed.expiry.is_some().then(|| mechanism::v2_parameter(query, "Expires")).flatten();
        v2::Canonical::of(&v2::Request {
            method: self.parts.method.as_str(),
            bucket: target.bucket.as_deref().filter(|_| target.virtual_host),
            path,
            query,
            headers: &self.parts.headers,
            expires: expires.as_deref(),
        })
    }

    fn verify_v4(&self, secret: &Secret<'_>) -> Result<Option<Box<Chunks>>, SignatureError> {
        let request = self.request();
        let key = self.world.signing_keys.of(self.signed, &secret.key);
        let (moment, scope) = (self.moment(), self.signed.scope());
        let to_sign = |canonical: &[u8]| v4::string_to_sign(key.algorithm(), &moment, scope, canonical);
        let is_good = |canonical: &[u8]| key.is_signed(to_sign(canonical).as_bytes(), self.signed.signature());
        let renamed =
            || self.aliases().any(|host| is_good(&canonical::Request { host: Some(&host), ..request.clone() }.text()));
        let good = is_good(&request.text()) || renamed();
        let chunked = good && request.payload.starts_with("STREAMING-AWS4-");
        if good && !chunked {
            return Ok(None);
        }
        let canonical = request.canonical();
        let evidence = Evidence {
            secret: Some(secret.key.clone().into_owned()),
            string_to_sign: to_sign(&canonical.text()).into_bytes(),
            canonical: evidence::Canonical::V4(canonical),
            ..self.seed()
        };
        if good {
            let trailer = request.payload.ends_with("-TRAILER");
            let scope = scope.to_owned();
            return Ok(Some(Box::new(Chunks::new(key, moment, scope, trailer, evidence))));
        }
        Err(SignatureError::Mismatch { evidence: Arc::new(evidence) })
    }

    fn request(&self) -> canonical::Request<'_> {
        canonical::Request {
            method: self.parts.method.as_str(),
            path: self.parts.uri.path(),
            query: self.query(),
            headers: &self.parts.headers,
            host: self.located.host.as_deref(),
            signed: self.signed.signed_headers(),
            payload: self.payload(),
        }
    }

    /// What stands for the payload: the header of its hash. A presigned URL signs no payload, unless it signs that header
    /// or has it as a parameter.
    fn payload(&self) -> Cow<'_, str> {
        const NAME: &str = "x-amz-content-sha256";
        if self.signed.expiry.is_some() && !self.signed.signs(NAME) {
            return mechanism::v4_parameter(self.query(), NAME).unwrap_or(Cow::Borrowed(UNSIGNED_PAYLOAD));
        }
        match canonical::header(NAME, &self.parts.headers, None, self.query()) {
            Cow::Borrowed(value) => String::from_utf8_lossy(value),
            Cow::Owned(value) => Cow::Owned(String::from_utf8_lossy(&value).into_owned()),
        }
    }

    /// The other names of this endpoint that a client may have signed for.
    fn aliases(&self) -> impl Iterator<Item = String> {
        let target = &self.located.target;
        let bucket = target.bucket.as_deref().filter(|_| target.virtual_host).map(|bucket| format!("{bucket}."));
        let port = self.located.host.as_deref().and_then(port_of).map(str::to_owned);
        self.world.settings.host_aliases.iter().flat_map(move |alias| {
            let bare = port_of(alias).map_or(&**alias, |port| &alias[..alias.len() - port.len() - 1]);
            let here = port.as_ref().map(|port| format!("{bare}:{port}"));
            let names = [Some(alias.clone()), Some(bare.to_owned()), here].into_iter().flatten();
            names.map(|name| format!("{}{name}", bucket.as_deref().unwrap_or_default())).collect::<Vec<_>>()
        })
    }

    fn query(&self) -> &str {
        self.parts.uri.query().unwrap_or_default()
    }

    fn moment(&self) -> String {
        expiry::basic(self.signed.date.unwrap_or(SystemTime::UNIX_EPOCH))
    }

    fn evidence(&self) -> Arc<Evidence> {
        let secret = self.world.credentials.find(self.signed.access_key());
        Arc::new(Evidence { secret: secret.map(|secret| secret.key.into_owned()), ..self.seed() })
    }

    /// The evidence before anything was calculated.
    fn seed(&self) -> Evidence {
        let Located { now, host, target, .. } = self.located;
        Evidence {
            now: *now,
            claim: self.signed.clone(),
            secret: None,
            method: self.parts.method.to_string(),
            uri: self.parts.uri.clone(),
            host: host.clone(),
            headers: self.parts.headers.clone(),
            bucket: target.bucket.clone().filter(|_| target.virtual_host),
            part: Part::Request,
            canonical: evidence::Canonical::None,
            string_to_sign: Vec::new(),
            provided: self.signed.signature().to_owned(),
        }
    }
}

/// The port of a host, if it names one.
fn port_of(host: &str) -> Option<&str> {
    let (_, port) = host.rsplit_once(':')?;
    (!port.is_empty() && port.bytes().all(|b| b.is_ascii_digit())).then_some(port)
}

impl SigningKey {
    /// The algorithm, as it begins a string to sign.
    pub(crate) fn algorithm(&self) -> &'static str {
        match self {
            Self::Hmac(_) => v4::ALGORITHM,
            Self::Ecdsa(_) => v4a::ALGORITHM,
        }
    }

    /// Whether `signature` is one of `text`.
    pub(crate) fn is_signed(&self, text: &[u8], signature: &str) -> bool {
        match self {
            Self::Hmac(mac) => v4::is_signed(mac, text, signature),
            Self::Ecdsa(key) => v4a::is_signed(key, text, signature),
        }
    }
}
