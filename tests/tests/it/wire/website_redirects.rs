//! Where websites send visitors: everything, routing rules, objects; recorded unless something else is named.
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/how-to-page-redirect.html>

use sandpail_tests::Server;

use super::put;
use super::website::{ERROR, HOST, INDEX, browse, site};

/// Asserts where a GET and a HEAD are sent.
#[track_caller]
fn check(server: &Server, target: &str, status: u16, location: &str) {
    for method in ["GET", "HEAD"] {
        let reply = browse(server, method, target, &[]).ok(status);
        assert_eq!(reply.header("location"), Some(location), "{method} {target}");
        assert_eq!((reply.text().as_str(), reply.header("content-length")), ("", Some("0")), "{method} {target}");
        assert_eq!((reply.header("content-type"), reply.header("x-amz-error-code")), (None, None));
    }
}

fn here(key: &str) -> String {
    format!("http://{HOST}/{key}")
}

fn rules(rules: &[(&str, &str)]) -> String {
    let rule = |(condition, redirect): &(&str, &str)| {
        let condition =
            if condition.is_empty() { String::new() } else { format!("<Condition>{condition}</Condition>") };
        format!("<RoutingRule>{condition}<Redirect>{redirect}</Redirect></RoutingRule>")
    };
    format!("{INDEX}{ERROR}<RoutingRules>{}</RoutingRules>", rules.iter().map(rule).collect::<String>())
}

fn redirecting(server: &Server, key: &str, location: &str) {
    let header = [("x-amz-website-redirect-location", location)];
    let _ = server.raw().ask("PUT", &format!("/shelf/{key}"), &header, b"").ok(200);
}

#[test]
fn a_website_sends_everybody_elsewhere() {
    let to = |inner: &str| format!("<RedirectAllRequestsTo>{inner}</RedirectAllRequestsTo>");
    let server = site(&to("<HostName>www.example.com</HostName>"), &["index.html"]);
    check(&server, "/", 301, "http://www.example.com/");
    check(&server, "/a%20b/c?q=1&r", 301, "http://www.example.com/a%20b/c?q=1&r");
    super::website::configure(&server, &to("<HostName>www.example.com:8443</HostName><Protocol>https</Protocol>"));
    check(&server, "/index.html", 301, "https://www.example.com:8443/index.html");
    assert_eq!(browse(&server, "POST", "/", &[]).status, 405);
}

#[test]
fn rules_for_prefixes_go_before_objects() {
    let server = site(
        &rules(&[
            ("<KeyPrefixEquals>prefix</KeyPrefixEquals>", "<ReplaceKeyWith>redirected.html</ReplaceKeyWith>"),
            ("<KeyPrefixEquals>index</KeyPrefixEquals>", "<ReplaceKeyWith>redirected.html</ReplaceKeyWith>"),
        ]),
        &["index.html", "prefixed"],
    );
    redirecting(&server, "prefixed-too", "/elsewhere");
    check(&server, "/prefixed", 301, &here("redirected.html"));
    check(&server, "/prefixed-too", 301, &here("redirected.html"));
    check(&server, "/index.html", 301, &here("redirected.html"));
    assert_eq!(browse(&server, "GET", "/", &[]).ok(200).text(), "index.html", "the root's key is none");
}

#[test]
fn rules_for_errors_go_before_the_error_document() {
    let both = "<KeyPrefixEquals>both/</KeyPrefixEquals>\
        <HttpErrorCodeReturnedEquals>404</HttpErrorCodeReturnedEquals>";
    let missing = "<HttpErrorCodeReturnedEquals>404</HttpErrorCodeReturnedEquals>";
    let server = site(
        &rules(&[
            (both, "<ReplaceKeyWith>both.html</ReplaceKeyWith>"),
            ("<HttpErrorCodeReturnedEquals>403</HttpErrorCodeReturnedEquals>", "<ReplaceKeyWith>no</ReplaceKeyWith>"),
            (missing, "<ReplaceKeyWith>missing.html</ReplaceKeyWith>"),
        ]),
        &["both/there", "folder/index.html"],
    );
    check(&server, "/nowhere", 301, &here("missing.html"));
    let _ = put(&server, "/shelf/error.html", b"error").ok(200);
    check(&server, "/nowhere?q=1", 301, &here("missing.html"));
    check(&server, "/both/", 301, &here("both.html"));
    assert_eq!(browse(&server, "GET", "/both/there", &[]).ok(200).text(), "both/there");
    assert_eq!(browse(&server, "GET", "/folder", &[]).ok(302).header("location"), Some("/folder/"));
    assert_eq!(browse(&server, "GET", "/both/there", &[("If-Match", "\"x\"")]).ok(412).text(), "error");
}

#[test]
fn a_rule_says_what_changes() {
    let at = |prefix: &str| format!("<KeyPrefixEquals>{prefix}</KeyPrefixEquals>");
    let (host, prefix, protocol, code, empty, whole, query) =
        (at("host/"), at("docs/"), at("protocol/"), at("code/"), at("empty/"), at("whole"), at("?_escaped="));
    let server = site(
        &rules(&[
            (&host, "<HostName>random-hostname</HostName>"),
            (&prefix, "<ReplaceKeyPrefixWith>documents/</ReplaceKeyPrefixWith>"),
            (&protocol, "<Protocol>https</Protocol>"),
            (&code, "<HttpRedirectCode>307</HttpRedirectCode>"),
            (&empty, "<ReplaceKeyPrefixWith></ReplaceKeyPrefixWith>"),
            (&whole, "<HostName>h</HostName><ReplaceKeyWith>new key?a=b</ReplaceKeyWith>"),
            (&query, "<ReplaceKeyPrefixWith>snapshots/</ReplaceKeyPrefixWith>"),
        ]),
        &["error.html"],
    );
    check(&server, "/host/key", 301, "http://random-hostname/host/key");
    check(&server, "/docs/key", 301, &here("documents/key"));
    // As users of S3 report, what a rule does not replace is kept, and a prefix may begin in the query.
    check(&server, "/docs/a%2Fb?q=1", 301, &here("documents/a%2Fb?q=1"));
    check(&server, "/?_escaped=a/b", 301, &here("snapshots/a/b"));
    check(&server, "/protocol/key", 301, &here("protocol/key").replace("http:", "https:"));
    check(&server, "/code/key", 307, &here("code/key"));
    check(&server, "/empty/mydocs/test.html", 301, &here("mydocs/test.html"));
    check(&server, "/whole/x?q=1", 301, "http://h/new%20key?a=b");
    assert_eq!(browse(&server, "GET", "/docs2/key", &[]).ok(404).text(), "error.html");
}

#[test]
fn a_rule_without_a_condition_is_for_everything() {
    let server = site(&rules(&[("", "<ReplaceKeyPrefixWith>#!/</ReplaceKeyPrefixWith>")]), &["index.html"]);
    check(&server, "/", 301, &here("#!/"));
    check(&server, "/a/b", 301, &here("#!/a/b"));
}

#[test]
fn an_object_sends_visitors_elsewhere() {
    let server = site(&format!("{INDEX}{ERROR}"), &[]);
    redirecting(&server, "page", "/actual/key.html");
    redirecting(&server, "away", "https://example.com/a?b=c");
    redirecting(&server, "index.html", "/another/index.html");
    redirecting(&server, "error.html", "/another/error.html");
    check(&server, "/page?q=1", 301, "/actual/key.html");
    check(&server, "/away", 301, "https://example.com/a?b=c");
    check(&server, "/", 301, "/another/index.html");
    check(&server, "/another/index.html", 301, "/another/error.html");
    let etag = server.raw().ask("GET", "/shelf/page", &[], b"").ok(200).header("etag").expect("an etag").to_owned();
    for headers in [[("If-None-Match", etag.as_str())], [("If-Match", "\"x\"")], [("Range", "bytes=0-1")]] {
        let reply = browse(&server, "GET", "/page", &headers).ok(301);
        assert_eq!(reply.header("location"), Some("/actual/key.html"), "{headers:?}");
    }
}

#[test]
fn for_the_api_a_redirect_is_a_header() {
    let server = site(INDEX, &[]);
    redirecting(&server, "page", "/actual/key.html");
    for method in ["GET", "HEAD"] {
        let reply = server.raw().ask(method, "/shelf/page", &[], b"").ok(200);
        assert_eq!(reply.header("x-amz-website-redirect-location"), Some("/actual/key.html"), "{method}");
        assert_eq!(reply.header("location"), None);
    }
}

#[test]
fn a_redirect_has_to_lead_somewhere_however_it_is_given() {
    // <https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html>
    let server = super::shelf();
    let location = ("x-amz-website-redirect-location", "elsewhere");
    let message = "The website redirect location must have a prefix of 'http://' or 'https://' or '/'.";
    let form = "--f\r\nContent-Disposition: form-data; name=\"key\"\r\n\r\nk\r\n--f\r\nContent-Disposition: form-data; \
        name=\"x-amz-website-redirect-location\"\r\n\r\nelsewhere\r\n--f\r\nContent-Disposition: form-data; \
        name=\"file\"\r\n\r\nx\r\n--f--\r\n";
    let posted = [("Content-Type", "multipart/form-data; boundary=f"), ("Authorization", "-"), ("x-amz-date", "-")];
    for (method, target, headers, body) in [
        ("PUT", "/shelf/k", &[location][..], "x"),
        ("PUT", "/shelf/k", &[location, ("x-amz-copy-source", "/shelf/k")], ""),
        ("POST", "/shelf/k?uploads", &[location], ""),
        ("POST", "/shelf", &posted, form),
    ] {
        let refusal = server.raw().ask(method, target, headers, body.as_bytes()).refusal();
        refusal.is(400, "InvalidRedirectLocation", message, &[("RedirectLocation", "elsewhere")]);
    }
    super::untouched(&server);
}

#[test]
fn a_redirect_is_of_one_object() {
    // <https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html>: it is not copied, whatever the directive.
    let server = super::shelf();
    let location = ("x-amz-website-redirect-location", "/a");
    let of = |key: &str| {
        let reply = server.raw().ask("HEAD", &format!("/shelf/{key}"), &[], b"").ok(200);
        reply.header(location.0).map(str::to_owned)
    };
    redirecting(&server, "first", "/first");
    let source = ("x-amz-copy-source", "/shelf/first");
    for (key, headers, expected) in [
        ("bare", &[source][..], None),
        ("replaced", &[source, ("x-amz-metadata-directive", "REPLACE")], None),
        ("own", &[source, location], Some("/a")),
        ("both", &[source, location, ("x-amz-metadata-directive", "REPLACE")], Some("/a")),
    ] {
        let _ = server.raw().ask("PUT", &format!("/shelf/{key}"), headers, b"").ok(200);
        assert_eq!(of(key).as_deref(), expected, "{key}");
    }
    let upload = super::upload(&server, "parts", &[location]);
    let part = put(&server, &format!("/shelf/parts?partNumber=1&uploadId={upload}"), b"part").ok(200);
    let etag = part.header("etag").expect("an etag");
    let parts = format!("<Part><PartNumber>1</PartNumber><ETag>{etag}</ETag></Part>");
    let parts = format!("<CompleteMultipartUpload>{parts}</CompleteMultipartUpload>");
    let _ = server.raw().ask("POST", &format!("/shelf/parts?uploadId={upload}"), &[], parts.as_bytes()).ok(200);
    assert_eq!(of("parts").as_deref(), Some("/a"));
}
