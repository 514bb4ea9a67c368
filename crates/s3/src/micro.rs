//! Steps of a signature's verification that `benches/signature.rs` measures by themselves. Not for users.

use std::borrow::Cow;

use http::request::Parts;

use crate::front::identity::Claim;
use crate::signature::{canonical, v4};

/// The signature of a request in version 4, that is about to be verified.
#[derive(Debug)]
pub struct Signature<'a> {
    /// The request that came.
    pub parts: &'a Parts,
    /// Its host.
    pub host: &'a str,
    /// The names of the headers that are signed, in small letters, with semicolons between them.
    pub signed: &'a str,
    /// What stands for the payload.
    pub payload: &'a str,
}

impl Signature<'_> {
    /// Whether the request says in good form who signed it.
    #[must_use]
    pub fn parse(&self) -> bool {
        Claim::parse(self.parts).is_ok()
    }

    /// The canonical request.
    #[must_use]
    pub fn canonical(&self) -> Vec<u8> {
        let Parts { method, uri, headers, .. } = self.parts;
        let payload = Cow::Borrowed(self.payload);
        let (method, path, query) = (method.as_str(), uri.path(), uri.query().unwrap_or_default());
        canonical::Request { method, path, query, headers, host: Some(self.host), signed: self.signed, payload }.text()
    }
}

/// The key to sign with, and the work on it that every signature shares.
#[derive(Debug)]
pub struct Key(v4::Mac);

impl Key {
    /// That of `secret` on a day, given as `yyyyMMdd`, in a region, for S3.
    #[must_use]
    pub fn new(secret: &str, day: &str, region: &str) -> Self {
        Self(v4::mac(&v4::key(secret, day, region, "s3")))
    }

    /// Whether `signature` is that of a canonical request, made at `moment` with the scope `scope`.
    #[must_use]
    pub fn has_signed(&self, canonical: &[u8], moment: &str, scope: &str, signature: &str) -> bool {
        let text = v4::string_to_sign(v4::ALGORITHM, moment, scope, canonical);
        v4::is_signed(&self.0, text.as_bytes(), signature)
    }
}
