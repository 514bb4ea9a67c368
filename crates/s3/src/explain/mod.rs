//! Why a signature was refused, in words: what differs between the request and what its client signed.
//!
//! Pure diagnosis: the signature is computed again for variations of the request until one fits. It runs once, when a
//! signature is refused, and is bounded (`draft.rs`); what is kept of it holds no secret: `docs/decisions/0013`.

mod asked;
mod clock;
mod draft;
mod explanation;
mod facts;
mod finding;
mod form;
mod redact;
mod ring;
mod suspicion;
mod v2;
mod v4;
mod vary;

pub(crate) use self::asked::Asked;
pub use self::explanation::Explanation;
pub use self::finding::{Finding, Part};
pub(crate) use self::ring::Refusals;

use self::v4::Found;
use crate::date;
use crate::error::Error;
use crate::error::signature::SignatureError;
use crate::front::Ids;
use crate::settings::Settings;
use crate::signature::evidence::Canonical;
use crate::signature::{self, Evidence};
use crate::world::World;

/// Explains `error` in the log and for the page of the request, where it is the refusal of a signature.
pub(crate) fn note(world: &World, ids: &Ids, asked: &Asked, error: &Error) {
    let Some(explanation) = explain(&world.settings, asked, error) else { return };
    let explanation = Explanation { request_id: ids.request_id().to_owned(), ..explanation };
    let (request_id, code, finding) = (&explanation.request_id, &explanation.code, explanation.finding());
    tracing::warn!(request_id, code, "signature refused: {finding} See /_sandpail/explain/{request_id}");
    world.refusals.keep(explanation);
}

fn explain(settings: &Settings, asked: &Asked, error: &Error) -> Option<Explanation> {
    let evidence = error.evidence().map(AsRef::as_ref);
    let found = match (facts::of(error, asked), evidence, refusal(error)) {
        (Some(finding), _, _) => Found { findings: vec![finding], signed: None },
        (None, Some(evidence), Some(refusal)) => match facts::of_signature(refusal, settings) {
            Some(finding) => Found { findings: vec![finding], signed: None },
            None => search(evidence, settings),
        },
        _ => return None,
    };
    let document = error.document();
    let version = evidence.map(|evidence| evidence.claim.version);
    let access_key = evidence.map(|evidence| evidence.access_key().to_owned());
    let access_key = access_key.or_else(|| asked.presigned().map(|signed| signed.access_key().to_owned()));
    let explanation = Explanation {
        request_id: String::new(),
        time: date::iso(asked.now).to_string(),
        method: asked.method.to_string(),
        host: asked.host.as_deref().unwrap_or_default().to_owned(),
        target: asked.target(),
        status: document.status.as_u16(),
        code: document.code.into_owned(),
        message: document.message.into_owned(),
        signature: asked.signature(version),
        access_key: access_key.map(|key| redact::access_key(&key, &settings.credentials)),
        findings: found.findings,
        canonical_request: evidence.and_then(canonical),
        signed_request: found.signed,
    };
    let own = evidence.and_then(|evidence| evidence.secret.as_deref());
    Some(explanation.without(|text| redact::secrets(text, &settings.credentials, own)).bound())
}

/// What the signature is good for.
fn search(evidence: &Evidence, settings: &Settings) -> Found {
    let only = |finding| Found { findings: vec![finding], signed: None };
    match (&evidence.part, &evidence.canonical) {
        (signature::Part::Chunk(number), _) => only(v4::chunk(evidence, &format!("chunk {number}"))),
        (signature::Part::Trailer, _) => only(v4::chunk(evidence, "the trailers")),
        (signature::Part::Policy, _) => only(v4::policy(evidence, settings)),
        (signature::Part::Request, Canonical::V4(canonical)) => v4::explain(evidence, settings, canonical),
        (signature::Part::Request, Canonical::V2(canonical)) => v2::explain(evidence, settings, canonical),
        (signature::Part::Request, Canonical::None) => only(suspicion::secret(evidence, settings, 0)),
    }
}

/// What S3 signs for the request, as it may be shown.
fn canonical(evidence: &Evidence) -> Option<String> {
    let text = match (&evidence.part, &evidence.canonical) {
        (signature::Part::Request, Canonical::V4(canonical)) => canonical.text(),
        (signature::Part::Request, Canonical::V2(canonical)) => canonical.text(),
        (_, Canonical::None) | (signature::Part::Chunk(_) | signature::Part::Trailer | signature::Part::Policy, _) => {
            return None;
        }
    };
    Some(redact::lines(&String::from_utf8_lossy(&text)))
}

fn refusal(error: &Error) -> Option<&SignatureError> {
    match error {
        Error::Signature(refusal) => Some(refusal),
        Error::With { error, .. } => refusal(error),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
