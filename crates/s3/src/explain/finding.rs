//! What was found of a refused signature: the part of the request that differs, the fact in words, and what to do.

use serde::Serialize;

/// The part of a request that a finding is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Part {
    /// Which key pair was used.
    AccessKey,
    /// The Authorization header or the parameters of a presigned URL, as they are written.
    Authorization,
    /// The day, the region or the service that the signing key is for.
    Scope,
    /// The times of client and server.
    Clock,
    /// The lifetime of a presigned URL or of a form.
    Expiry,
    /// A header.
    Header,
    /// The host.
    Host,
    /// The method.
    Method,
    /// The path, or how it is encoded.
    Path,
    /// The body, or what is said of its digest.
    Payload,
    /// The policy or the fields of a form.
    Policy,
    /// The port of the host.
    Port,
    /// The query string.
    Query,
    /// The region.
    Region,
    /// The secret.
    Secret,
    /// The token of temporary credentials.
    SessionToken,
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// The part that differs.
    pub part: Part,
    /// The fact, and what the client most likely did.
    pub words: String,
    /// What to do about it.
    pub remedy: String,
}

impl Finding {
    pub(super) fn new(part: Part, words: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { part, words: words.into(), remedy: remedy.into() }
    }

    /// Both of two differences.
    pub(super) fn and(&self, other: &Self) -> Self {
        let words = format!("{} Besides: {}", self.words, other.words);
        Self { part: self.part, words, remedy: format!("{} {}", self.remedy, other.remedy) }
    }
}
