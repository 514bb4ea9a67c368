//! The keys that signatures of versions 4 and 4A are verified with. To derive one costs more than to verify with it, and
//! clients come back with the same.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Mutex, PoisonError};

use p256::ecdsa::VerifyingKey;

use super::{Signed, Version};
use crate::signature::{v4, v4a};

/// How many keys are remembered; then all are forgotten, and derived again.
const LIMIT: usize = 1024;

/// A key to verify with.
#[derive(Clone)]
pub(crate) enum SigningKey {
    Hmac(v4::Key),
    Ecdsa(Box<VerifyingKey>),
}

/// Keys that were derived before. Nothing but time is lost with them.
#[derive(Default)]
pub(crate) struct SigningKeys(Mutex<HashMap<String, SigningKey>>);

impl SigningKeys {
    /// The key for what `signed` claims, with the secret of its access key.
    pub(crate) fn of(&self, signed: &Signed, secret: &str) -> SigningKey {
        let name = match signed.version {
            Version::V4a => format!("4A {}", signed.access_key),
            Version::V2 | Version::V4 => format!("{} {}", signed.scope_text(), signed.access_key),
        };
        if let Some(key) = self.lock().get(&name) {
            return key.clone();
        }
        let key = derive(signed, secret);
        let mut keys = self.lock();
        if keys.len() >= LIMIT {
            keys.clear();
        }
        keys.insert(name, key.clone());
        key
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<String, SigningKey>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn derive(signed: &Signed, secret: &str) -> SigningKey {
    match (&signed.scope, signed.version) {
        (_, Version::V4a) => SigningKey::Ecdsa(Box::new(v4a::key(&signed.access_key, secret))),
        (Some(scope), _) => SigningKey::Hmac(v4::key(secret, &scope.date, &scope.region, &scope.service)),
        (None, _) => SigningKey::Hmac(v4::key(secret, "", "", "")),
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SigningKey")
    }
}

impl fmt::Debug for SigningKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SigningKeys")
    }
}

#[cfg(test)]
mod tests {
    use super::super::Scope;
    use super::*;

    fn signed(access_key: &str, day: u32) -> Signed {
        Signed {
            version: Version::V4,
            access_key: access_key.to_owned(),
            scope: Some(Scope { date: format!("{day:08}"), region: "us-east-1".into(), service: "s3".into() }),
            signed_headers: Vec::new(),
            signature: String::new(),
            date: None,
            expiry: None,
            session_token: None,
        }
    }

    fn hmac(key: &SigningKey) -> v4::Key {
        match key {
            SigningKey::Hmac(key) => *key,
            SigningKey::Ecdsa(_) => panic!("a key of version 4A"),
        }
    }

    #[test]
    fn each_scope_and_access_key_has_its_own() {
        let keys = SigningKeys::default();
        let of = |access_key: &str, day, secret: &str| hmac(&keys.of(&signed(access_key, day), secret));
        assert_eq!(of("a", 20_130_524, "s"), v4::key("s", "20130524", "us-east-1", "s3"));
        assert_eq!(of("a", 20_130_524, "s"), of("a", 20_130_524, "not asked again"));
        assert_ne!(of("a", 20_130_524, "s"), of("b", 20_130_524, "t"));
        assert_ne!(of("a", 20_130_524, "s"), of("a", 20_130_525, "s"));
        let asymmetric = Signed { version: Version::V4a, ..signed("a", 20_130_524) };
        assert!(matches!(keys.of(&asymmetric, "s"), SigningKey::Ecdsa(_)));
    }

    #[test]
    fn no_more_are_kept_than_are_useful() {
        let keys = SigningKeys::default();
        for day in 0..3000 {
            keys.of(&signed("a", day), "s");
        }
        assert!(keys.lock().len() <= LIMIT);
        assert_eq!(hmac(&keys.of(&signed("a", 0), "s")), v4::key("s", "00000000", "us-east-1", "s3"));
    }
}
