//! A page that needs nobody to set anything up: `--cors permissive`.

use super::{ask, skipped};
use sandpail_tests::{Server, Site};
use serde_json::json;

#[test]
fn a_page_makes_a_bucket_and_reads_every_header() {
    if skipped() {
        return;
    }
    let server = Server::with(&["--cors", "permissive"]);
    let site = Site::start();
    let request = |method: &str, target: &str, headers: serde_json::Value| {
        let init = json!({ "method": method, "headers": headers, "credentials": "include" });
        json!({ "url": format!("{}{target}", server.url()), "init": init })
    };
    let requests = [
        request("PUT", "/photos", json!({})),
        request("PUT", "/photos/k", json!({ "x-amz-meta-a": "b", "Content-Type": "text/plain" })),
        request("GET", "/photos/k", json!({ "If-None-Match": "\"other\"" })),
        request("GET", "/", json!({})),
        request("DELETE", "/photos/k", json!({})),
        request("GET", "/photos/k", json!({})),
    ];
    let seen = ask(&site, &site.other_origin(), &requests);
    let statuses: Vec<_> = seen.iter().map(super::Seen::status).collect();
    assert_eq!(statuses, [200, 200, 200, 200, 204, 404].map(Some), "{seen:?}");
    assert_eq!(seen[0].header("location"), Some("/photos"));
    assert!(seen[1].header("etag").is_some(), "{seen:?}");
    assert_eq!(seen[2].header("x-amz-meta-a"), Some("b"));
    assert!(seen[3].text().contains("<Name>photos</Name>"), "{seen:?}");
    assert!(seen.iter().all(|seen| seen.header("x-amz-request-id").is_some() && seen.header("date").is_some()));
}
