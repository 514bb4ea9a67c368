//! A website as a browser shows it, by a name below `localhost` that nobody had to set up:
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/WebsiteHosting.html>

use sandpail_tests::{Server, Site};
use serde_json::{Value, json};

use super::{open, skipped};

const WEBSITE: &str = "<WebsiteConfiguration><IndexDocument><Suffix>index.html</Suffix></IndexDocument>\
    <ErrorDocument><Key>error.html</Key></ErrorDocument><RoutingRules><RoutingRule>\
    <Condition><KeyPrefixEquals>old/</KeyPrefixEquals></Condition>\
    <Redirect><ReplaceKeyPrefixWith>docs/</ReplaceKeyPrefixWith></Redirect></RoutingRule></RoutingRules>\
    </WebsiteConfiguration>";

/// Follows links as the browser does, and tells `HOME` where they led.
const SCRIPT: &str = "(async () => {
    const seen = [[location.pathname, document.title]];
    for (const link of ['page.txt', '../old/page.txt', '/moved', 'missing']) {
        const answer = await fetch(link);
        seen.push([new URL(answer.url).pathname, answer.status, answer.redirected, await answer.text()]);
    }
    await fetch('HOME/report', { method: 'POST', mode: 'no-cors', body: JSON.stringify(seen) });
})();";

fn put(server: &Server, target: &str, headers: &[(&str, &str)], body: &str) {
    let _ = server.raw().ask("PUT", target, headers, body.as_bytes()).ok(200);
}

#[test]
fn a_browser_finds_its_way_through_a_website() {
    if skipped() {
        return;
    }
    let (server, home) = (Server::with(&["--bucket", "shelf"]), Site::start());
    put(&server, "/shelf?website", &[], WEBSITE);
    let html = [("Content-Type", "text/html")];
    put(&server, "/shelf/docs/index.html", &html, "<title>Docs</title><script src=\"docs.js\"></script>");
    put(
        &server,
        "/shelf/docs/docs.js",
        &[("Content-Type", "text/javascript")],
        &SCRIPT.replace("HOME", &home.origin()),
    );
    put(&server, "/shelf/docs/page.txt", &[("Content-Type", "text/plain")], "page");
    put(&server, "/shelf/moved", &[("x-amz-website-redirect-location", "/docs/page.txt")], "");
    put(&server, "/shelf/error.html", &html, "sorry");
    let url = format!("http://shelf.s3-website.localhost:{}/docs", server.addr().port());
    let page = |redirected: bool| json!(["/docs/page.txt", 200, redirected, "page"]);
    let expected =
        [json!(["/docs/", "Docs"]), page(false), page(true), page(true), json!(["/docs/missing", 404, false, "sorry"])];
    assert_eq!(open(&home, &url), Value::from(expected.to_vec()));
}
