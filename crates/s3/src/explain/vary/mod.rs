//! Variations of a request: what may have been signed, seen from what came. Each axis changes one part; the last joins
//! the two that go wrong together.

pub(super) mod header;
mod host;
mod path;
mod query;
mod scope;
pub(super) mod secret;

use http::HeaderMap;
use http::header::DATE;

use super::draft::Draft;
use super::finding::{Finding, Part};
use crate::front::identity::parse_any;
use crate::settings::Settings;
use crate::signature::canonical::{Canonical, UNSIGNED_PAYLOAD, header as canonical_header};
use crate::signature::{Evidence, v4};

/// How many hosts are joined with other changes.
const JOINED: usize = 6;

/// A request of version 4, and what the endpoint knows.
#[derive(Clone, Copy)]
pub(super) struct View<'a> {
    pub(super) evidence: &'a Evidence,
    pub(super) settings: &'a Settings,
    /// How S3 reads it, with the secret of its access key.
    pub(super) base: &'a Draft,
}

type Drafts = Vec<(Draft, Finding)>;

impl View<'_> {
    fn with(&self, canonical: Canonical) -> Draft {
        Draft { canonical, ..self.base.clone() }
    }

    fn canonical(&self) -> &Canonical {
        &self.base.canonical
    }
}

/// All axes, the likeliest first.
pub(super) const AXES: [fn(&View<'_>) -> Drafts; 10] =
    [hosts, secrets, methods, queries, paths, headers, payloads, forms, scopes, joined];

fn hosts(view: &View<'_>) -> Drafts {
    let place = |candidate: host::Candidate| {
        let mut canonical = view.canonical().with_header("host", candidate.host.as_bytes());
        canonical.path = candidate.path;
        (view.with(canonical), candidate.finding)
    };
    host::variants(&arrived(view)).into_iter().map(place).collect()
}

fn arrived<'a>(view: &View<'a>) -> host::Arrived<'a> {
    let (evidence, settings, base) = (view.evidence, view.settings, view.base);
    let bucket = match &evidence.bucket {
        Some(bucket) => Some((bucket.as_str(), true)),
        None => base.canonical.path[1..].split('/').next().filter(|name| !name.is_empty()).map(|name| (name, false)),
    };
    host::Arrived {
        host: evidence.host.as_deref().unwrap_or_default(),
        path: &base.canonical.path,
        bucket,
        region: &base.key.region,
        headers: &evidence.headers,
        domains: &settings.domains,
        aliases: &settings.host_aliases,
    }
}

fn secrets(view: &View<'_>) -> Drafts {
    let found = secret::variants(view.evidence, &view.settings.credentials);
    let place = |(secret, finding)| {
        let mut draft = view.base.clone();
        draft.key.secret = secret;
        (draft, finding)
    };
    found.into_iter().map(place).collect()
}

fn methods(view: &View<'_>) -> Drafts {
    let sent = view.canonical().method.as_str();
    let others = ["GET", "HEAD", "PUT", "POST", "DELETE"].into_iter().filter(|method| *method != sent);
    let place = |method: &str| {
        let words = format!(
            "The signature is good for the method {method}, but the request came with {sent}: a signature is for one \
                method alone."
        );
        let canonical = Canonical { method: method.to_owned(), ..view.canonical().clone() };
        let remedy = format!("Presign for {sent}, or use the URL with {method}.");
        (view.with(canonical), Finding::new(Part::Method, words, remedy))
    };
    others.map(place).collect()
}

fn queries(view: &View<'_>) -> Drafts {
    let found = query::variants(view.evidence.uri.query().unwrap_or_default());
    found
        .into_iter()
        .map(|(query, finding)| (view.with(Canonical { query, ..view.canonical().clone() }), finding))
        .collect()
}

fn paths(view: &View<'_>) -> Drafts {
    let found = path::variants(view.evidence.uri.path(), &view.evidence.headers);
    found
        .into_iter()
        .map(|(path, finding)| (view.with(Canonical { path, ..view.canonical().clone() }), finding))
        .collect()
}

fn headers(view: &View<'_>) -> Drafts {
    let place = |candidate: header::Candidate| {
        (view.with(view.canonical().with_header(&candidate.name, candidate.value.as_bytes())), candidate.finding)
    };
    candidates(view).into_iter().map(place).collect()
}

fn candidates(view: &View<'_>) -> Vec<header::Candidate> {
    let signed: Vec<String> = view.canonical().headers.iter().map(|(name, _)| name.clone()).collect();
    let evidence = view.evidence;
    let query = evidence.uri.query().unwrap_or_default();
    let received = |name: &str| {
        let value = canonical_header(name, &evidence.headers, evidence.host.as_deref(), query);
        String::from_utf8_lossy(&value).into_owned()
    };
    header::variants(&signed, &evidence.headers, &received)
}

fn payloads(view: &View<'_>) -> Drafts {
    let sent = view.canonical().payload.as_str();
    let streaming = ["STREAMING-AWS4-HMAC-SHA256-PAYLOAD", "STREAMING-UNSIGNED-PAYLOAD-TRAILER"];
    let texts = [UNSIGNED_PAYLOAD, v4::EMPTY].into_iter().chain(streaming).chain([""]);
    let place = |payload: &str| {
        let name = match payload {
            v4::EMPTY => "the hash of an empty body",
            "" => "no payload",
            text => text,
        };
        let words = format!(
            "The signature is good for {name} as the payload, but the request says `{sent}` (x-amz-content-sha256): \
                the client signed another digest than it sent."
        );
        let canonical = Canonical { payload: payload.to_owned(), ..view.canonical().clone() };
        (
            view.with(canonical),
            Finding::new(
                Part::Payload,
                words,
                "Send in x-amz-content-sha256 what was signed; of presigned URLs that is UNSIGNED-PAYLOAD.",
            ),
        )
    };
    texts.filter(|payload| *payload != sent).map(place).collect()
}

/// Another form of the same: the order of the headers.
fn forms(view: &View<'_>) -> Drafts {
    let mut canonical = view.canonical().clone();
    canonical.headers.sort();
    if canonical == *view.canonical() {
        return Vec::new();
    }
    let words =
        "The signature is good for the signed headers in alphabetical order, but SignedHeaders lists them in another.";
    vec![(
        view.with(canonical),
        Finding::new(
            Part::Header,
            words,
            "List SignedHeaders in the order in which they are signed: small letters, sorted.",
        ),
    )]
}

fn scopes(view: &View<'_>) -> Drafts {
    let evidence = view.evidence;
    let Some(signed) = evidence.claim.date else { return Vec::new() };
    let date = evidence.headers.get(DATE).and_then(|value| parse_any(value.to_str().ok()?));
    scope::variants(view.base, &view.settings.region, signed, date)
}

/// A wrong host and one thing more.
fn joined(view: &View<'_>) -> Drafts {
    let mut places = hosts(view);
    // What is an alias already is the likeliest, for such a request was good but for the other thing.
    places.sort_by_key(|(draft, _)| !is_alias(draft, &view.settings.host_aliases));
    let more: Vec<fn(&View<'_>) -> Drafts> = vec![methods, queries, headers, paths];
    let mut found = Vec::new();
    for (draft, finding) in places.into_iter().take(JOINED) {
        for axis in &more {
            let moved = View { base: &draft, ..*view };
            let changes = axis(&moved).into_iter().filter(|(other, _)| {
                other.canonical.path == view.canonical().path || draft.canonical.path == view.canonical().path
            });
            found.extend(changes.take(4).map(|(draft, other)| (draft, finding.and(&other))));
        }
    }
    found
}

fn is_alias(draft: &Draft, aliases: &[String]) -> bool {
    let host = draft.canonical.headers.iter().find(|(name, _)| name == "host");
    host.is_some_and(|(_, value)| aliases.iter().any(|alias| alias.as_bytes() == value))
}

/// A header as text.
fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok().map(str::trim).filter(|value| !value.is_empty())
}

/// A text of the request in a sentence.
fn quoted(text: &str) -> String {
    const LONGEST: usize = 120;
    match text.get(..text.floor_char_boundary(LONGEST)) {
        Some(head) if text.len() > LONGEST => format!("`{head}…`"),
        _ => format!("`{text}`"),
    }
}
