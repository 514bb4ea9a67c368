//! The keys that signatures of versions 4 and 4A are verified with. To derive one costs more than to verify with it, and
//! clients come back with the same.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use p256::ecdsa::VerifyingKey;

use super::{Signed, Version};
use crate::signature::{v4, v4a};

/// How many keys are remembered; then all are forgotten, and derived again.
const LIMIT: usize = 1024;

/// A key to verify with.
#[derive(Clone)]
pub(crate) enum SigningKey {
    Hmac(Arc<v4::Mac>),
    Ecdsa(Arc<VerifyingKey>),
}

/// Keys that were derived before. Nothing but time is lost with them.
#[derive(Default)]
pub(crate) struct SigningKeys(Mutex<Known>);

#[derive(Default)]
struct Known {
    /// By access key and scope, one after the other: where the scope begins, which has a certain number of slashes, is
    /// never in doubt.
    symmetric: HashMap<String, SigningKey>,
    /// By access key.
    asymmetric: HashMap<String, SigningKey>,
}

impl SigningKeys {
    /// The key for what `signed` claims, with the secret of its access key.
    pub(crate) fn of(&self, signed: &Signed, secret: &str) -> SigningKey {
        let name = match signed.version {
            Version::V4a => signed.access_key(),
            Version::V2 | Version::V4 => signed.credential(),
        };
        if let Some(key) = self.lock().of(signed.version).get(name) {
            return key.clone();
        }
        let key = derive(signed, secret);
        let mut known = self.lock();
        let keys = known.of(signed.version);
        if keys.len() >= LIMIT {
            keys.clear();
        }
        keys.insert(name.to_owned(), key.clone());
        key
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Known> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Known {
    fn of(&mut self, version: Version) -> &mut HashMap<String, SigningKey> {
        if version == Version::V4a { &mut self.asymmetric } else { &mut self.symmetric }
    }
}

fn derive(signed: &Signed, secret: &str) -> SigningKey {
    if signed.version == Version::V4a {
        return SigningKey::Ecdsa(Arc::new(v4a::key(signed.access_key(), secret)));
    }
    let (region, service) = (signed.region().unwrap_or_default(), signed.service().unwrap_or_default());
    SigningKey::Hmac(Arc::new(v4::mac(&v4::key(secret, signed.day(), region, service))))
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
    use super::super::{Credential, Texts};
    use super::*;

    fn signed(access_key: &str, day: u32, version: Version) -> Signed {
        let scope = format!("{day:08}/us-east-1/s3/aws4_request");
        Signed::new(version, Texts { credential: Credential { access_key, scope: &scope }, ..Texts::default() })
    }

    /// Whether the key that `keys` have is the one of `secret` for that day.
    fn is_key_of(keys: &SigningKeys, access_key: &str, day: u32, said: &str, secret: &str) -> bool {
        let key = keys.of(&signed(access_key, day, Version::V4), said);
        let signature = v4::sign(&v4::key(secret, &format!("{day:08}"), "us-east-1", "s3"), b"text");
        key.is_signed(b"text", &signature)
    }

    #[test]
    fn each_scope_and_access_key_has_its_own() {
        let keys = SigningKeys::default();
        assert!(is_key_of(&keys, "a", 20_130_524, "s", "s"));
        assert!(is_key_of(&keys, "a", 20_130_524, "not asked again", "s"));
        assert!(is_key_of(&keys, "b", 20_130_524, "t", "t"));
        assert!(is_key_of(&keys, "a2", 130_524, "u", "u"));
        assert!(is_key_of(&keys, "a", 20_130_525, "v", "v"));
        for access_key in ["a", "a20130524/us-east-1/s3/aws4_request"] {
            let asymmetric = signed(access_key, 20_130_524, Version::V4a);
            assert!(matches!(keys.of(&asymmetric, "s"), SigningKey::Ecdsa(_)));
        }
        assert!(is_key_of(&keys, "a", 20_130_524, "not asked again", "s"));
    }

    #[test]
    fn no_more_are_kept_than_are_useful() {
        let keys = SigningKeys::default();
        for day in 0..3000 {
            keys.of(&signed("a", day, Version::V4), "s");
        }
        assert!(keys.lock().symmetric.len() <= LIMIT);
        assert!(is_key_of(&keys, "a", 0, "s", "s"));
    }
}
