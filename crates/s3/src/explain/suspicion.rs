//! What may be wrong when no variation of a request fits its signature: facts that are seen without computing anything.

use super::finding::{Finding, Part};
use super::redact;
use crate::settings::Settings;
use crate::signature::Evidence;
use crate::signature::canonical::Canonical;

/// Signed headers that have no place in a signature, because those between client and server change them.
const FRAGILE: [&str; 10] = [
    "accept",
    "accept-encoding",
    "connection",
    "content-length",
    "cookie",
    "expect",
    "te",
    "transfer-encoding",
    "user-agent",
    "x-forwarded-for",
];

/// Suspicions, the likeliest first.
pub(super) fn of(evidence: &Evidence, settings: &Settings, canonical: &Canonical, tried: usize) -> Vec<Finding> {
    let mut found = Vec::new();
    let missing = canonical
        .headers
        .iter()
        .filter(|(name, value)| name != "host" && value.is_empty() && !evidence.headers.contains_key(name));
    let missing: Vec<String> = missing.map(|(name, _)| format!("`{name}`")).collect();
    if !missing.is_empty() {
        let words = format!(
            "Headers are signed that did not come: {}. Whoever uses the URL has to send them, and proxies have to pass \
                them on.",
            missing.join(", ")
        );
        found.push(Finding::new(
            Part::Header,
            words,
            "Send every header that was signed, with the value that was signed.",
        ));
    }
    let fragile =
        canonical.headers.iter().filter(|(name, value)| !value.is_empty() && FRAGILE.contains(&name.as_str()));
    let fragile: Vec<String> = fragile.map(|(name, _)| format!("`{name}`")).collect();
    if !fragile.is_empty() {
        let words = format!("Headers are signed that proxies and HTTP libraries change: {}.", fragile.join(", "));
        found.push(Finding::new(
            Part::Header,
            words,
            "Have the client sign no more than host, content-type and the x-amz- headers.",
        ));
    }
    // A header that is missing is a fact; that another may have changed is none.
    let at = usize::from(!missing.is_empty());
    found.insert(at, secret(evidence, settings, tried));
    found
}

/// That it is the secret, for nothing else was found.
pub(super) fn secret(evidence: &Evidence, settings: &Settings, tried: usize) -> Finding {
    let key = redact::access_key(evidence.access_key(), &settings.credentials);
    let none = if tried == 0 { "No variation".to_owned() } else { format!("None of {tried} variations") };
    let words = format!(
        "{none} of the request fits the signature: the client's secret is most likely not the one that this server has \
            for access key `{key}`."
    );
    let remedy = "Compare the client's secret with --secret-key or the credentials file; then compare what the client \
        signed (debug log of the SDK) with what S3 signs.";
    Finding::new(Part::Secret, words, remedy)
}
