//! The certificate authority of one server: made when it starts, gone when it ends.
//!
//! It certifies each name that a client asks for, as it asks. A list of names would have to know them all (buckets as
//! subdomains, hosts of a region, the name that a container has in a network), and no wildcard stands for them: it
//! covers one label only, and OpenSSL takes none directly under `localhost`.

use std::fmt;
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DistinguishedName, DnType, ExtendedKeyUsagePurpose, IsCa,
    KeyIdMethod, KeyUsagePurpose, SanType,
};
use sandpail_control::{Clock, SystemClock};
use time::OffsetDateTime;
use tokio_rustls::rustls::crypto::CryptoProvider;
use tokio_rustls::rustls::pki_types::CertificateDer;
use tokio_rustls::rustls::server::{ClientHello, ResolvesServerCert};
use tokio_rustls::rustls::sign::{CertifiedKey, SigningKey};
use tracing::debug;

use super::key::Key;

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// How long a certificate may be good for: Apple's clients take none that is good for more than 825 days.
const DAYS: u32 = 820;

/// From when to when the certificates are good.
#[derive(Clone, Copy)]
pub(super) struct Validity {
    pub(super) from: OffsetDateTime,
    pub(super) to: OffsetDateTime,
}

impl Validity {
    /// Clients look at a certificate's dates by the system's clock, whatever clock the server was given. So with one of
    /// its own, the certificates are good at any time.
    pub(super) fn of(injected: Option<&dyn Clock>) -> Self {
        if injected.is_some() {
            return Self { from: rcgen::date_time_ymd(1975, 1, 1), to: rcgen::date_time_ymd(4096, 1, 1) };
        }
        let now = OffsetDateTime::from(SystemClock.now());
        // A client's clock may be behind.
        Self { from: now - DAY, to: now + DAY * (DAYS - 1) }
    }
}

/// An authority, and the one key of everything that it certifies.
pub(super) struct Authority {
    issuer: CertifiedIssuer<'static, Key>,
    pem: String,
    validity: Validity,
    pair: Key,
    key: Arc<dyn SigningKey>,
    /// How many certificates there are, its own included.
    issued: AtomicU64,
}

impl Authority {
    /// Makes the two keys and the certificate of the authority.
    ///
    /// # Errors
    /// The system has no random bytes.
    pub(super) fn new(validity: Validity, provider: &CryptoProvider) -> io::Result<Self> {
        let (own, _) = Key::generate()?;
        let id = own.id();
        // Two servers' authorities may lie in one bundle, where clients look for them by this name.
        let [a, b, c, d, ..] = id[..] else { return Err(io::Error::other("a key without an id")) };
        let mut params = params(validity, &format!("Sandpail {a:02x}{b:02x}{c:02x}{d:02x}"), id, 1);
        params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        let issuer = CertifiedIssuer::self_signed(params, own).map_err(io::Error::other)?;
        let (pair, der) = Key::generate()?;
        let key = provider.key_provider.load_private_key(der.into()).map_err(io::Error::other)?;
        let pem = pem(issuer.as_ref().der());
        Ok(Self { issuer, pem, validity, pair, key, issued: AtomicU64::new(1) })
    }

    /// Its own certificate.
    pub(super) fn pem(&self) -> &str {
        &self.pem
    }

    /// What shows a certificate to clients that connect to this address.
    pub(super) fn for_clients_at(self: &Arc<Self>, address: Option<IpAddr>) -> Arc<dyn ResolvesServerCert> {
        Arc::new(Desk { authority: Arc::clone(self), address })
    }

    /// A certificate for `localhost`, and for the name and the address that a client reached the server by.
    pub(super) fn certify(&self, name: Option<&str>, address: Option<IpAddr>) -> Result<CertifiedKey, rcgen::Error> {
        // No two certificates of one issuer may have the same number.
        let serial = self.issued.fetch_add(1, Ordering::Relaxed) + 1;
        let mut params = params(self.validity, "Sandpail", self.pair.id(), serial);
        for name in [Some("localhost"), name.filter(|name| *name != "localhost")].into_iter().flatten() {
            params.subject_alt_names.push(SanType::DnsName(name.try_into()?));
        }
        let loopback: [IpAddr; 2] = [Ipv4Addr::LOCALHOST.into(), Ipv6Addr::LOCALHOST.into()];
        let other = address.map(|address| address.to_canonical()).filter(|address| !loopback.contains(address));
        params.subject_alt_names.extend(loopback.into_iter().chain(other).map(SanType::IpAddress));
        params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        params.use_authority_key_identifier_extension = true;
        let certificate = params.signed_by(&self.pair, &self.issuer)?;
        Ok(CertifiedKey::new(vec![certificate.der().clone()], Arc::clone(&self.key)))
    }
}

impl fmt::Debug for Authority {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Authority").field("issued", &self.issued).finish_non_exhaustive()
    }
}

/// Where clients of one address get their certificates.
#[derive(Debug)]
struct Desk {
    authority: Arc<Authority>,
    address: Option<IpAddr>,
}

impl ResolvesServerCert for Desk {
    fn resolve(&self, hello: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        match self.authority.certify(hello.server_name(), self.address) {
            Ok(certified) => Some(Arc::new(certified)),
            Err(error) => {
                debug!(%error, name = hello.server_name(), "no certificate for this name");
                None
            }
        }
    }
}

fn params(validity: Validity, name: &str, key_id: Vec<u8>, serial: u64) -> CertificateParams {
    let mut params = CertificateParams::default();
    (params.not_before, params.not_after) = (validity.from, validity.to);
    params.distinguished_name = DistinguishedName::new();
    params.distinguished_name.push(DnType::CommonName, name);
    params.key_identifier_method = KeyIdMethod::PreSpecified(key_id);
    params.serial_number = Some(serial.into());
    params
}

/// A certificate in PEM: RFC 7468, 5.1.
fn pem(certificate: &CertificateDer<'_>) -> String {
    let text = BASE64.encode(certificate);
    let mut pem = String::from("-----BEGIN CERTIFICATE-----\n");
    let mut rest = text.as_str();
    while !rest.is_empty() {
        let (line, next) = rest.split_at(rest.len().min(64));
        pem.push_str(line);
        pem.push('\n');
        rest = next;
    }
    pem.push_str("-----END CERTIFICATE-----\n");
    pem
}
