//! Health and readiness. A server that answers is ready: it does not accept before its buckets exist. So they are one.

use super::page::Page;

/// What says so.
pub(super) const READY: &str = concat!(r#"{"status":"ready","version":""#, env!("CARGO_PKG_VERSION"), r#""}"#);

/// What says that the server is there.
pub(super) fn page() -> Page {
    Page::json(READY)
}
