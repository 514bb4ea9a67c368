//! Where other servers have their health pages and their resets, so that whatever asks for those there goes on to.
//!
//! Most of these paths could be objects. So they are answered only to requests without a signature, and only while there is no
//! bucket of that name.

use http::header::AUTHORIZATION;
use http::{Method, Request};

use super::health;
use super::page::Page;

/// A path of another server.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Alias {
    path: &'static str,
    /// Whether everything begins anew, and is asked for with POST; else it shows that the server is there.
    pub(super) resets: bool,
    shown: Shown,
}

/// What is shown there.
#[derive(Debug, PartialEq, Eq)]
enum Shown {
    /// A document.
    Json(&'static str),
    /// Nothing but a good status.
    Empty,
}

impl Alias {
    const fn health(path: &'static str, json: &'static str) -> Self {
        Self { path, resets: false, shown: Shown::Json(json) }
    }

    const fn empty(path: &'static str) -> Self {
        Self { path, resets: false, shown: Shown::Empty }
    }

    const fn reset(path: &'static str, json: &'static str) -> Self {
        Self { path, resets: true, shown: Shown::Json(json) }
    }

    /// The bucket whose object this would be, where there can be one.
    pub(super) fn bucket(&self) -> Option<&'static str> {
        let first = self.path.split('/').nth(1)?;
        (!first.starts_with('_')).then_some(first)
    }

    pub(super) fn page(&self) -> Page {
        match self.shown {
            Shown::Json(json) => Page::json(json),
            Shown::Empty => Page::empty(),
        }
    }
}

/// LocalStack's, which other servers for all of AWS took over. There are blanks in it that people search for.
const SERVICES: &str = concat!(
    r#"{"services": {"s3": "running"}, "edition": "sandpail", "version": ""#,
    env!("CARGO_PKG_VERSION"),
    r#""}"#
);
const INIT: &str = r#"{"completed": {"BOOT": true, "START": true, "READY": true, "SHUTDOWN": false}, "scripts": []}"#;
const SCRIPTS: &str = r#"{"status": "completed", "total": 0, "completed": 0, "failed": 0}"#;
const UP: &str = r#"{"status":"UP"}"#;
const OK: &str = r#"{"status": "ok"}"#;

static ALIASES: [Alias; 26] = [
    Alias::health("/health", health::READY),
    Alias::health("/health/live", health::READY),
    Alias::health("/health/ready", health::READY),
    Alias::health("/healthz", health::READY),
    Alias::health("/readyz", health::READY),
    // SeaweedFS.
    Alias::empty("/status"),
    // S3Mock has little else to ask.
    Alias::empty("/favicon.ico"),
    Alias::health("/actuator/health", UP),
    Alias::empty("/minio/health/live"),
    Alias::empty("/minio/health/ready"),
    Alias::empty("/minio/health/cluster"),
    Alias::empty("/minio/health/cluster/read"),
    Alias::health("/_localstack/health", SERVICES),
    Alias::health("/_localstack/init", INIT),
    Alias::health("/_localstack/init/ready", r#"{"completed": true, "scripts": []}"#),
    Alias::health("/_floci/health", SERVICES),
    Alias::health("/_ministack/health", SERVICES),
    Alias::health("/_ministack/ready", SCRIPTS),
    Alias::health("/_fakecloud/health", r#"{"status":"ok","services":["s3"]}"#),
    Alias::health("/moto-api/", OK),
    Alias::reset("/moto-api/reset", OK),
    Alias::reset("/_localstack/state/reset", "{}"),
    Alias::reset("/_localstack/state/s3/reset", "{}"),
    Alias::reset("/_floci/state/reset", r#"{"status":"OK"}"#),
    Alias::reset("/_ministack/reset", r#"{"reset": "ok"}"#),
    Alias::reset("/_fakecloud/reset", r#"{"reset":"ok"}"#),
];

/// The alias that a request asks for.
pub(super) fn find<B>(request: &Request<B>) -> Option<&'static Alias> {
    let path = request.uri().path();
    let alias = ALIASES.iter().find(|alias| alias.path == path)?;
    let fits = match *request.method() {
        Method::GET | Method::HEAD => !alias.resets,
        Method::POST => alias.resets,
        _ => false,
    };
    let query = request.uri().query().unwrap_or_default();
    let signed = request.headers().contains_key(AUTHORIZATION) || query.contains("Signature=");
    (fits && !signed).then_some(alias)
}

/// All of them.
#[cfg(test)]
pub(super) fn paths() -> impl Iterator<Item = &'static str> {
    ALIASES.iter().map(|alias| alias.path)
}
