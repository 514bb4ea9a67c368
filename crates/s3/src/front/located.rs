//! A request before anything is known of it but where it goes: what every kind of request needs first.

use std::sync::Arc;
use std::time::SystemTime;

use http::header::HOST;
use http::request::Parts;

use super::target::Target;
use crate::error::{Error, Result};
use crate::service::SecureTransport;
use crate::world::World;

/// The most that a request's header section may have, in bytes.
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingMetadata.html>
const HEADER_LIMIT: usize = 8192;

/// A request that has arrived somewhere.
#[derive(Debug)]
pub(crate) struct Located {
    /// When it arrived: the one time of everything that it does.
    pub(crate) now: SystemTime,
    /// The Host header or authority as received.
    pub(crate) host: Option<Arc<str>>,
    /// Whether it came over TLS.
    pub(crate) secure: bool,
    /// What is addressed.
    pub(crate) target: Target,
}

impl Located {
    /// Finds out when and where `parts` has arrived.
    ///
    /// # Errors
    /// A header section that is too large, or a path that cannot be decoded.
    pub(crate) fn of(world: &World, parts: &Parts) -> Result<Self> {
        check_headers(parts)?;
        let now = world.clock.now();
        let host = host(parts);
        let target = Target::parse(host, parts.uri.path(), &world.settings.domains)?;
        let secure = parts.extensions.get::<SecureTransport>().is_some();
        Ok(Self { now, host: host.map(Arc::from), secure, target })
    }
}

/// Refuses a header section that is too large.
///
/// # Errors
/// `HeadersTooLarge`.
pub(super) fn check_headers(parts: &Parts) -> Result<()> {
    if header_bytes(parts) > HEADER_LIMIT { Err(Error::HeadersTooLarge {}) } else { Ok(()) }
}

/// The header section as HTTP/1.1 writes it, without the request line.
fn header_bytes(parts: &Parts) -> usize {
    const PUNCTUATION: usize = ": \r\n".len();
    parts.headers.iter().map(|(name, value)| name.as_str().len() + value.len() + PUNCTUATION).sum()
}

/// The authority that HTTP/2 and absolute-form targets carry, which counts before the Host header (RFC 9112 §3.2.2).
pub(super) fn host(parts: &Parts) -> Option<&str> {
    let header = || parts.headers.get(HOST).and_then(|host| host.to_str().ok());
    parts.uri.authority().map(http::uri::Authority::as_str).or_else(header)
}
