//! A new private key of ECDSA over P-256, which every client knows and which takes microseconds to make.

use std::io;

use rcgen::{Error, PKCS_ECDSA_P256_SHA256, PublicKeyData, SignatureAlgorithm, SigningKey};
use ring::digest::{SHA256, digest};
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair as _};
use tokio_rustls::rustls::pki_types::PrivatePkcs8KeyDer;

/// A key that signs certificates, or that is certified.
pub(super) struct Key(EcdsaKeyPair);

impl Key {
    /// Makes one, and answers it and its PKCS#8 form.
    ///
    /// # Errors
    /// The system has no random bytes. They are not from the injected entropy, which is none for secrets.
    pub(super) fn generate() -> io::Result<(Self, PrivatePkcs8KeyDer<'static>)> {
        let failed = |_| io::Error::other("no random bytes for a key");
        let (algorithm, random) = (&ECDSA_P256_SHA256_ASN1_SIGNING, SystemRandom::new());
        let document = EcdsaKeyPair::generate_pkcs8(algorithm, &random).map_err(failed)?;
        let pair = EcdsaKeyPair::from_pkcs8(algorithm, document.as_ref(), &random)
            .map_err(|error| io::Error::other(error.to_string()))?;
        Ok((Self(pair), document.as_ref().to_vec().into()))
    }

    /// By what certificates name it: RFC 7093, section 2, method 1.
    pub(super) fn id(&self) -> Vec<u8> {
        digest(&SHA256, self.0.public_key().as_ref()).as_ref()[..20].to_vec()
    }
}

impl PublicKeyData for Key {
    fn der_bytes(&self) -> &[u8] {
        self.0.public_key().as_ref()
    }

    fn algorithm(&self) -> &'static SignatureAlgorithm {
        &PKCS_ECDSA_P256_SHA256
    }
}

impl SigningKey for Key {
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, Error> {
        let signature = self.0.sign(&SystemRandom::new(), message).map_err(|_| Error::RemoteKeyError)?;
        Ok(signature.as_ref().to_vec())
    }
}
