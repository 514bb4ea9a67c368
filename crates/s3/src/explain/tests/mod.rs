//! Mistakes, each made for real: a request is signed, changed, and has to be told what was changed.

mod refusals;
mod v2;
mod v4;

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use http::{HeaderMap, HeaderName, HeaderValue};

use crate::front::identity::{self, Signed, Texts, Version, basic};
use crate::settings::{Credential, Settings};
use crate::signature::canonical::{self, Canonical};
use crate::signature::evidence::{self, Evidence};
use crate::signature::v4 as sign;

/// The secret that the server knows for `alice`.
pub(super) const SECRET: &str = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

/// The first moment of 2026.
pub(super) fn now() -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(1_767_225_600)
}

/// A request, as it is signed or as it arrives.
#[derive(Clone, Debug)]
pub(super) struct Sent {
    pub(super) method: String,
    pub(super) host: String,
    pub(super) path: String,
    pub(super) query: String,
    pub(super) headers: Vec<(String, String)>,
    pub(super) signed: Vec<String>,
    pub(super) payload: String,
    pub(super) access_key: String,
    pub(super) secret: String,
    pub(super) region: String,
}

impl Default for Sent {
    /// A presigned GET of `/shelf/a b`.
    fn default() -> Self {
        let own = |text: &str| text.to_owned();
        Self {
            method: own("GET"),
            host: own("localhost:9000"),
            path: own("/shelf/a%20b"),
            query: own("X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Date=20260101T000000Z&X-Amz-Expires=60&x-id=GetObject"),
            headers: Vec::new(),
            signed: vec![own("host")],
            payload: own(canonical::UNSIGNED_PAYLOAD),
            access_key: own("alice"),
            secret: own(SECRET),
            region: own("us-east-1"),
        }
    }
}

impl Sent {
    pub(super) fn with(change: impl FnOnce(&mut Self)) -> Self {
        let mut sent = Self::default();
        change(&mut sent);
        sent
    }

    /// A header that is signed.
    pub(super) fn header(&mut self, name: &str, value: &str) {
        self.headers.push((name.to_owned(), value.to_owned()));
        if !self.signed.iter().any(|signed| signed == name) {
            self.signed.push(name.to_owned());
        }
    }

    pub(super) fn map(&self) -> HeaderMap {
        let header = |(name, value): &(String, String)| {
            (name.parse::<HeaderName>().unwrap(), value.parse::<HeaderValue>().unwrap())
        };
        self.headers.iter().map(header).collect()
    }

    /// The request as S3 reads it, for what `signed` lists.
    pub(super) fn canonical(&self, signed: &[String]) -> Canonical {
        let value = |name: &String| canonical::header(name, &self.map(), Some(&self.host), &self.query).into_owned();
        Canonical {
            method: self.method.clone(),
            path: canonical::path(&self.path).into_owned(),
            query: canonical::query(&self.query).into_owned(),
            headers: signed.iter().map(|name| (name.clone(), value(name))).collect(),
            payload: self.payload.clone(),
        }
    }

    fn scope(&self) -> String {
        format!("20260101/{}/s3/aws4_request", self.region)
    }

    pub(super) fn signature(&self, canonical: &Canonical) -> String {
        let text = sign::string_to_sign(sign::ALGORITHM, &basic(now()), &self.scope(), &canonical.text());
        sign::sign(&sign::key(&self.secret, "20260101", &self.region, "s3"), text.as_bytes())
    }
}

/// What the endpoint knows.
pub(super) fn settings() -> Settings {
    let credential = |access_key: &str, secret_key: &str| Credential {
        access_key: access_key.into(),
        secret_key: secret_key.into(),
        ..Credential::default()
    };
    let credentials = vec![credential("alice", SECRET), credential("bob", "the secret of bob is another one")];
    Settings { credentials, domains: vec!["localhost".into()], ..Settings::default() }
}

/// A signature of version 4, made now.
pub(super) fn claim(access_key: &str, scope: &str, signed_headers: &str, signature: &str) -> Signed {
    let credential = identity::Credential { access_key, scope };
    let texts = Texts { credential, signed_headers, signature, regions: "" };
    let mut signed = Signed::new(Version::V4, texts);
    signed.date = Some(now());
    signed
}

/// The evidence of `arrived`, which carries `signature`.
pub(super) fn evidence(arrived: &Sent, signature: &str) -> Evidence {
    let canonical = arrived.canonical(&arrived.signed);
    let text = sign::string_to_sign(sign::ALGORITHM, &basic(now()), &arrived.scope(), &canonical.text());
    let uri = format!("{}?{}&X-Amz-Signature={signature}", arrived.path, arrived.query);
    let known = settings().credentials.into_iter().find(|credential| credential.access_key == arrived.access_key);
    let bucket = arrived.host.strip_suffix(".localhost:9000").map(str::to_owned);
    Evidence {
        now: now(),
        claim: claim(&arrived.access_key, &arrived.scope(), &arrived.signed.join(";"), signature),
        secret: known.map(|credential| credential.secret_key),
        method: arrived.method.clone(),
        uri: uri.parse().unwrap(),
        host: Some(arrived.host.as_str().into()),
        headers: arrived.map(),
        bucket,
        part: evidence::Part::Request,
        canonical: evidence::Canonical::V4(canonical),
        string_to_sign: text.into_bytes(),
        provided: signature.to_owned(),
    }
}
