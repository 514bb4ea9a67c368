//! What a signature of version 2 that is refused was made for.

use super::draft::Search;
use super::finding::{Finding, Part};
use super::v4::Found;
use super::vary::header::TYPES;
use super::vary::secret;
use super::{redact, suspicion};
use crate::settings::Settings;
use crate::signature::Evidence;
use crate::signature::v2::{self, Canonical};

/// What the signature is good for; when nothing fits, what it may be.
pub(super) fn explain(evidence: &Evidence, settings: &Settings, canonical: &Canonical) -> Found {
    let Some(secret) = &evidence.secret else { return Found { findings: Vec::new(), signed: None } };
    let mut search = Search::new(&evidence.provided);
    let mut fits = |secret: &str, text: &[u8]| search.makes(text.len(), || v2::sign(secret, text));
    for (draft, finding) in requests(evidence, canonical) {
        let text = draft.text();
        if fits(secret, &text) {
            let signed = redact::lines(&String::from_utf8_lossy(&text));
            return Found { findings: vec![finding], signed: Some(signed) };
        }
    }
    let text = canonical.text();
    let secrets = secret::variants(evidence, &settings.credentials);
    let found = secrets.into_iter().find(|(secret, _)| fits(secret, &text)).map(|(_, finding)| finding);
    let finding = found.unwrap_or_else(|| suspicion::secret(evidence, settings, 0));
    Found { findings: vec![finding], signed: None }
}

/// What else may have been signed.
fn requests(evidence: &Evidence, canonical: &Canonical) -> Vec<(Canonical, Finding)> {
    let mut found = Vec::new();
    types(canonical, &mut found);
    for method in ["GET", "HEAD", "PUT", "POST", "DELETE"].into_iter().filter(|method| *method != canonical.method) {
        let words = format!(
            "The signature is good for the method {method}, but the request came with {}: a signature is for one \
                method alone.",
            canonical.method
        );
        let remedy = format!("Presign for {}, or use the URL with {method}.", canonical.method);
        found.push((
            Canonical { method: method.to_owned(), ..canonical.clone() },
            Finding::new(Part::Method, words, remedy),
        ));
    }
    if !canonical.content_md5.is_empty() {
        let words = "The signature is good without Content-MD5, which came with the request: version 2 signs it.";
        found.push((
            Canonical { content_md5: Vec::new(), ..canonical.clone() },
            Finding::new(Part::Header, words, "Presign with Content-MD5, or do not send it."),
        ));
    }
    resources(evidence, canonical, &mut found);
    amz_headers(canonical, &mut found);
    found
}

/// Version 2 signs Content-Type whether a client means to or not.
fn types(canonical: &Canonical, found: &mut Vec<(Canonical, Finding)>) {
    let sent = String::from_utf8_lossy(&canonical.content_type).into_owned();
    let bare = sent.split(';').next().unwrap_or_default().trim().to_owned();
    for media in [""].into_iter().chain(TYPES).map(str::to_owned).chain([bare]).filter(|media| *media != sent) {
        let good =
            if media.is_empty() { "without a Content-Type".to_owned() } else { format!("for Content-Type `{media}`") };
        let came = if sent.is_empty() { "without one".to_owned() } else { format!("with `{sent}`") };
        let words = format!(
            "The signature is good {good}, but the request came {came}: version 2 always signs the Content-Type, and \
                browsers and HTTP libraries add one by themselves."
        );
        let remedy = "Presign with the Content-Type that is sent, send none, or use Signature Version 4 (`s3v4`), \
            which signs it only where told.";
        found.push((
            Canonical { content_type: media.into_bytes(), ..canonical.clone() },
            Finding::new(Part::Header, words, remedy),
        ));
    }
}

fn resources(evidence: &Evidence, canonical: &Canonical, found: &mut Vec<(Canonical, Finding)>) {
    let right = &canonical.resource;
    let (path, query) = (evidence.uri.path(), evidence.uri.query().unwrap_or_default());
    let mut add = |resource: String, part: Part, why: &str, remedy: &str| {
        if resource != *right {
            let words = format!(
                "The signature is good for the resource `{}`, but S3 reads `{}`: {why}.",
                redact::lines(&resource),
                redact::lines(right)
            );
            found.push((Canonical { resource, ..canonical.clone() }, Finding::new(part, words, remedy)));
        }
    };
    let style = "Presign and send in the same style; version 2 signs the bucket before the key in both.";
    match &evidence.bucket {
        Some(_) => add(v2::resource(None, path, query), Part::Host, "the bucket was not signed", style),
        None => {
            if let Some((_, key)) = path[1..].split_once('/') {
                add(v2::resource(None, &format!("/{key}"), query), Part::Host, "the bucket was not signed", style);
            }
        }
    }
    let bucket = evidence.bucket.as_deref();
    let decoded = percent_encoding::percent_decode_str(path).decode_utf8_lossy().into_owned();
    let once = "Sign the path as it is sent, encoded once.";
    add(v2::resource(bucket, &decoded, query), Part::Path, "the client signed the path without encoding it", once);
    add(
        v2::resource(bucket, &crate::signature::canonical::path(path), query),
        Part::Path,
        "the client encoded more of the path for the signature than in the URL",
        once,
    );
    add(
        v2::resource(bucket, path, ""),
        Part::Query,
        "subresources of the query were not signed",
        "Sign the subresources (versionId, uploadId, response-…).",
    );
}

/// Headers of AWS that were added after signing.
fn amz_headers(canonical: &Canonical, found: &mut Vec<(Canonical, Finding)>) {
    let lines: Vec<&[u8]> = canonical.headers.split_inclusive(|b| *b == b'\n').collect();
    for at in 0..lines.len().min(24) {
        let name = String::from_utf8_lossy(lines[at].split(|b| *b == b':').next().unwrap_or_default()).into_owned();
        let rest = [&lines[..at], &lines[at + 1..]].concat().concat();
        let words = format!(
            "The signature is good without the header `{name}`, which was added after signing: version 2 signs every \
                x-amz- header."
        );
        found.push((
            Canonical { headers: rest, ..canonical.clone() },
            Finding::new(Part::Header, words, "Presign with the header, or do not send it."),
        ));
    }
}
