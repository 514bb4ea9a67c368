//! Why signatures were refused: the last refusals as a list, and each with its whole explanation.
//!
//! Text for people, JSON for whoever accepts it or asks for `.json`. The explanations are made in the S3 crate's
//! `explain`; they hold no secrets.

use std::fmt::Write as _;

use http::HeaderMap;
use http::header::ACCEPT;
use sandpail_s3::{Explanation, Service};

use super::page::Page;

/// The page at `path` below `/explain`, if there can be one.
pub(super) fn page(path: &str, headers: &HeaderMap, service: &Service) -> Option<Page> {
    let (path, json) = match path.strip_suffix(".json") {
        Some(path) => (path, true),
        None => (path, accepts_json(headers)),
    };
    let id = match path {
        "" | "/" => return Some(list(service, json)),
        path => path.strip_prefix('/').filter(|id| !id.contains('/'))?,
    };
    Some(match service.explanation(id) {
        Some(explanation) if json => Page::json(explanation.json()),
        Some(explanation) => Page::text(explanation.text()),
        None => unknown(json).not_found(),
    })
}

/// Not every id has an explanation, and none keeps it for ever.
fn unknown(json: bool) -> Page {
    let why = "no refused signature has this request id: only the last 100 refusals of this process are kept, and only \
        those of signatures; see /_sandpail/explain";
    if json { Page::json(format!(r#"{{"error":"{why}"}}"#)) } else { Page::text(format!("{why}\n")) }
}

fn list(service: &Service, json: bool) -> Page {
    let last = service.explanations();
    if json {
        let entries: Vec<String> = last.iter().map(|explanation| explanation.json()).collect();
        return Page::json(format!("[{}]\n", entries.join(",")));
    }
    let mut text = String::new();
    if last.is_empty() {
        text.push_str("No signature has been refused.\n");
    }
    for explanation in &last {
        // Writing to a string cannot fail.
        let _ = write!(text, "{}", entry(explanation));
    }
    Page::text(text)
}

fn entry(explanation: &Explanation) -> String {
    let Explanation { request_id, time, method, target, status, code, .. } = explanation;
    let finding = explanation.finding();
    format!("{time} {method} {target}\n    {status} {code}: {finding}\n    /_sandpail/explain/{request_id}\n")
}

fn accepts_json(headers: &HeaderMap) -> bool {
    let accepted = headers.get_all(ACCEPT).iter().filter_map(|value| value.to_str().ok()).flat_map(|v| v.split(','));
    let mut media = accepted.map(|range| range.split(';').next().unwrap_or_default().trim());
    media.any(|media| media.eq_ignore_ascii_case("application/json"))
}
