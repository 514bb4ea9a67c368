//! HTTPS: the certificate that the server shows, given or generated, and how a connection is opened.
//!
//! What `docs/decisions/0018` says: clear HTTP is still answered on the same port, and the secrets of TLS come from the
//! system, never from the injected entropy.

mod authority;
mod given;
mod key;
mod open;

use std::fmt;
use std::net::IpAddr;
use std::sync::Arc;

use sandpail_control::Clock;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::{CryptoProvider, ring};
use tokio_rustls::rustls::server::ResolvesServerCert;
use tokio_rustls::rustls::sign::{CertifiedKey, SingleCertAndKey};

use self::authority::{Authority, Validity};
pub use self::given::TlsError;
pub(crate) use self::open::{Opened, open};
use crate::StartError;

/// The certificate with which a server speaks TLS; see [`Builder::tls`](crate::Builder::tls).
#[derive(Clone)]
pub struct Tls(Source);

#[derive(Clone)]
enum Source {
    Generated,
    Given(Arc<CertifiedKey>),
}

impl Tls {
    /// A certificate authority of the server's own, made at its start, which certifies whatever name or address a client
    /// connects to. Clients need its certificate, [`Sandpail::ca_pem`](crate::Sandpail::ca_pem); its key never leaves
    /// the process.
    #[must_use]
    pub fn generated() -> Self {
        Self(Source::Generated)
    }

    /// A certificate, followed by those that lead to its issuer, and its private key (PKCS#8, PKCS#1 or SEC1), all in
    /// PEM.
    ///
    /// # Errors
    /// What cannot be used, or does not belong together.
    pub fn pem(certificates: impl AsRef<[u8]>, key: impl AsRef<[u8]>) -> Result<Self, TlsError> {
        let certified = given::read(certificates.as_ref(), key.as_ref(), &ring::default_provider())?;
        Ok(Self(Source::Given(Arc::new(certified))))
    }
}

impl fmt::Debug for Tls {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A key stays out of it.
        f.write_str(match self.0 {
            Source::Generated => "Tls::generated()",
            Source::Given(_) => "Tls::pem(..)",
        })
    }
}

/// What a running server needs to accept TLS.
pub(crate) struct Secure {
    config: Arc<ServerConfig>,
    authority: Option<Arc<Authority>>,
}

impl Secure {
    /// Settles the certificate. The `clock` is the one that was injected, if one was.
    ///
    /// # Errors
    /// The system has no random bytes for a key.
    pub(crate) fn new(tls: Tls, clock: Option<&dyn Clock>) -> Result<Self, StartError> {
        let provider = Arc::new(ring::default_provider());
        let (resolver, authority): (Arc<dyn ResolvesServerCert>, _) = match tls.0 {
            Source::Given(certified) => (Arc::new(SingleCertAndKey::from(certified)), None),
            Source::Generated => {
                let validity = Validity::of(clock);
                let authority = Authority::new(validity, &provider).map_err(StartError::System)?;
                let authority = Arc::new(authority);
                (authority.for_clients_at(None), Some(authority))
            }
        };
        Ok(Self { config: Arc::new(config(provider, resolver)), authority })
    }

    /// What a client must trust, as PEM; none where that is the business of whoever gave the certificate.
    pub(crate) fn ca_pem(&self) -> Option<&str> {
        self.authority.as_deref().map(Authority::pem)
    }

    /// What opens a connection that was made to this address of the machine.
    fn acceptor(&self, to: Option<IpAddr>) -> TlsAcceptor {
        let Some(authority) = &self.authority else { return TlsAcceptor::from(Arc::clone(&self.config)) };
        let mut config = ServerConfig::clone(&self.config);
        config.cert_resolver = authority.for_clients_at(to);
        TlsAcceptor::from(Arc::new(config))
    }
}

fn config(provider: Arc<CryptoProvider>, resolver: Arc<dyn ResolvesServerCert>) -> ServerConfig {
    let versions = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
    let versions = versions.expect("ring has ciphers of TLS 1.2 and 1.3");
    let mut config = versions.with_no_client_auth().with_cert_resolver(resolver);
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    config
}

#[cfg(test)]
mod tests;
