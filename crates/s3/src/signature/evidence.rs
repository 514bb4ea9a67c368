//! What is known of a signature that was refused: enough to say why.

use std::fmt;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use http::{HeaderMap, Uri};

use super::{canonical, v2};
use crate::front::identity::{Signed, moment};

/// What of a request a signature was of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// The request itself.
    Request,
    /// A chunk of its body, by number from one.
    Chunk(u64),
    /// The trailers.
    Trailer,
    /// The policy of a form.
    Policy,
}

/// What was signed, as far as it was worked out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Canonical {
    /// Nothing: the request was refused before.
    None,
    /// The canonical request of version 4 or 4A.
    V4(canonical::Canonical),
    /// What version 2 signs.
    V2(v2::Canonical),
}

/// The evidence of one refusal. Made only when a signature is refused.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Evidence {
    /// When the request arrived, by the injected clock.
    pub(crate) now: SystemTime,
    /// The signature, taken apart.
    pub(crate) claim: Signed,
    /// The secret of the access key; none when there is no such key.
    pub(crate) secret: Option<String>,
    /// The request as it was received.
    pub(crate) method: String,
    pub(crate) uri: Uri,
    pub(crate) host: Option<Arc<str>>,
    pub(crate) headers: HeaderMap,
    /// The bucket, where the host names it.
    pub(crate) bucket: Option<String>,
    /// What the signature was of.
    pub(crate) part: Part,
    pub(crate) canonical: Canonical,
    /// The text that should have been signed; empty when the request was refused before.
    pub(crate) string_to_sign: Vec<u8>,
    /// The signature that was sent for it.
    pub(crate) provided: String,
}

impl Evidence {
    /// The access key id.
    pub(crate) fn access_key(&self) -> &str {
        self.claim.access_key()
    }

    /// The string to sign, as text.
    pub(crate) fn string(&self) -> String {
        String::from_utf8_lossy(&self.string_to_sign).into_owned()
    }

    /// The bytes of the string to sign, as S3 writes them.
    pub(crate) fn string_bytes(&self) -> String {
        spelled(&self.string_to_sign)
    }

    /// The canonical request of version 4, as text.
    pub(crate) fn request(&self) -> String {
        String::from_utf8_lossy(&self.request_text()).into_owned()
    }

    /// The bytes of the canonical request, as S3 writes them.
    pub(crate) fn request_bytes(&self) -> String {
        spelled(&self.request_text())
    }

    /// The token that came with the access key.
    pub(crate) fn token(&self) -> &str {
        self.claim.session_token.as_deref().unwrap_or_default()
    }

    /// When the request was signed, as the client wrote it.
    pub(crate) fn request_time(&self) -> String {
        let sent = ["x-amz-date", "date"].into_iter().find_map(|name| self.headers.get(name));
        sent.map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned()).unwrap_or_default()
    }

    /// When the request was signed, in milliseconds of the epoch.
    pub(crate) fn signed_millis(&self) -> u128 {
        let since = self.claim.date.and_then(|date| date.duration_since(UNIX_EPOCH).ok());
        since.unwrap_or_default().as_millis()
    }

    /// When a presigned URL ends.
    pub(crate) fn expires(&self) -> String {
        self.claim.expiry.as_ref().map(|expiry| moment(expiry.at)).unwrap_or_default()
    }

    /// When the request arrived.
    pub(crate) fn server_time(&self) -> String {
        moment(self.now)
    }

    fn request_text(&self) -> Vec<u8> {
        match &self.canonical {
            Canonical::V4(canonical) => canonical.text(),
            Canonical::V2(_) | Canonical::None => Vec::new(),
        }
    }
}

/// Bytes in hexadecimal, each by itself.
fn spelled(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().join(" ")
}

impl fmt::Debug for Evidence {
    /// Without the secret and what signs.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Evidence")
            .field("access_key", &self.access_key())
            .field("part", &self.part)
            .finish_non_exhaustive()
    }
}
