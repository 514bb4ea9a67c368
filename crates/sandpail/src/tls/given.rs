//! A certificate and a key out of files.

use tokio_rustls::rustls::crypto::CryptoProvider;
use tokio_rustls::rustls::pki_types::pem::{Error as PemError, PemObject as _};
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::rustls::sign::CertifiedKey;
use tokio_rustls::rustls::{Error, InconsistentKeys};

/// Why a given certificate cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TlsError {
    /// The certificates are no certificates.
    #[error("no usable certificate: {0}")]
    Certificate(String),
    /// The key is none, or of a kind that cannot be used.
    #[error("no usable private key: {0}")]
    Key(String),
    /// Each is good, but they do not belong together.
    #[error("the private key is not that of the certificate, which must be the first one in its file")]
    Mismatch,
}

/// Reads PEM and sees whether key and certificate belong together.
pub(super) fn read(certificates: &[u8], key: &[u8], provider: &CryptoProvider) -> Result<CertifiedKey, TlsError> {
    let chain = CertificateDer::pem_slice_iter(certificates).collect::<Result<Vec<_>, _>>();
    let chain = chain.map_err(|error| TlsError::Certificate(error.to_string()))?;
    if chain.is_empty() {
        return Err(TlsError::Certificate("it is not PEM with a CERTIFICATE in it".to_owned()));
    }
    let key = PrivateKeyDer::from_pem_slice(key).map_err(|error| match error {
        PemError::NoItemsFound => {
            let none = "it is not PEM with a key in PKCS#8, PKCS#1 or SEC1, and not encrypted";
            TlsError::Key(none.to_owned())
        }
        other => TlsError::Key(other.to_string()),
    })?;
    let key = provider.key_provider.load_private_key(key).map_err(|error| TlsError::Key(error.to_string()))?;
    let certified = CertifiedKey::new(chain, key);
    match certified.keys_match() {
        Ok(()) | Err(Error::InconsistentKeys(InconsistentKeys::Unknown)) => Ok(certified),
        Err(Error::InconsistentKeys(_)) => Err(TlsError::Mismatch),
        Err(error) => Err(TlsError::Certificate(error.to_string())),
    }
}
