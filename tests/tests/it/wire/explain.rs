//! Why a signature was refused: one line in the log, and a page of the server's own under the request's id.

use std::time::Duration;

use aws_sdk_s3::presigning::PresigningConfig;
use sandpail_tests::{Reply, Server, sdk};

/// What the SDK signs with.
const KEYS: [&str; 4] = ["--access-key", sdk::ACCESS_KEY, "--secret-key", sdk::SECRET];

/// A request without any header of a signature.
const BARE: [(&str, &str); 3] = [("Authorization", "-"), ("x-amz-date", "-"), ("x-amz-content-sha256", "-")];

fn server(args: &[&str]) -> Server {
    Server::spawn(&[&["--listen", "127.0.0.1:0", "--bucket", "shelf"], args].concat(), &[])
}

/// The path and query of a GET of `/shelf/k` that is presigned for `endpoint`.
async fn presigned(endpoint: &str) -> String {
    let hour = PresigningConfig::expires_in(Duration::from_secs(3600)).expect("an hour is allowed");
    let url = sdk::client(endpoint).get_object().bucket("shelf").key("k").presigned(hour).await.expect("a URL");
    url.uri().strip_prefix(endpoint).expect("a URL of that endpoint").to_owned()
}

/// The answer to a request of one of the server's own pages, which is none of S3.
fn page(server: &Server, method: &str, path: &str, headers: &[(&str, &str)]) -> Reply {
    let mut raw = server.raw();
    raw.send(&raw.head(method, path, &[&BARE, headers].concat(), 0));
    raw.reply(method)
}

/// The id of a refused request, with its page.
fn explained(server: &Server, refused: &Reply) -> (String, String) {
    let id = refused.header("x-amz-request-id").expect("a request id").to_owned();
    let page = page(server, "GET", &format!("/_sandpail/explain/{id}"), &[]).ok(200);
    assert_eq!(page.header("content-type"), Some("text/plain; charset=utf-8"));
    (id, page.text())
}

#[tokio::test]
async fn a_url_for_another_host_is_explained() {
    let server = server(&KEYS);
    let target = presigned("http://s3mock:9000").await;
    let refused = server.raw().ask("GET", &target, &BARE, b"");
    assert_eq!(refused.refusal().code, "SignatureDoesNotMatch");
    let (id, text) = explained(&server, &refused);
    let words = format!(
        "The signature is good for host `s3mock:9000`, but the request came to `{}`: the URL was presigned with \
            another endpoint.",
        server.addr()
    );
    assert!(text.contains(&words), "{text}");
    assert!(text.contains("→ Give --host-alias s3mock:9000, or presign with the host that clients use."), "{text}");
    assert!(text.contains("Access key  AKIDEXAMPLE\n") && text.contains("403 SignatureDoesNotMatch"), "{text}");
    assert!(text.contains("    host:s3mock:9000\n") && text.contains("What S3 signs"), "{text}");
    let line = server.logged(&id);
    assert!(line.contains("WARN") && line.contains(&words) && line.contains("/_sandpail/explain/"), "{line}");
    // The answer itself is AWS's and names no page.
    assert!(!refused.text().contains("sandpail"), "{}", refused.text());
    assert!(refused.headers.iter().all(|(name, _)| !name.contains("sandpail")), "{:?}", refused.headers);

    let json = page(&server, "GET", &format!("/_sandpail/explain/{id}"), &[("Accept", "application/json")]).ok(200);
    assert_eq!(json.header("content-type"), Some("application/json"));
    let json: serde_json::Value = serde_json::from_slice(&json.body).expect("JSON");
    assert_eq!((&json["findings"][0]["part"], &json["status"]), (&"host".into(), &403.into()));
    let list = page(&server, "GET", "/_sandpail/explain", &[]).ok(200).text();
    assert!(list.contains(&id) && list.contains(&words), "{list}");
    let list = page(&server, "GET", "/_sandpail/explain.json", &[]).ok(200);
    assert_eq!(serde_json::from_slice::<serde_json::Value>(&list.body).expect("JSON")[0]["requestId"], id);
}

#[tokio::test]
async fn a_refused_head_has_no_document_but_a_page() {
    let server = server(&KEYS);
    let target = presigned(&server.url()).await;
    let refused = server.raw().ask("HEAD", &target, &BARE, b"");
    assert_eq!((refused.status, refused.body.len()), (403, 0));
    let (_, text) = explained(&server, &refused);
    assert!(text.contains("good for the method GET, but the request came with HEAD"), "{text}");
    assert_eq!(server.raw().ask("GET", &target, &BARE, b"").status, 404, "the URL itself is good");
}

#[tokio::test]
async fn each_refusal_of_a_signature_is_explained() {
    let server = server(&KEYS);
    let host = server.addr().to_string();
    let target = presigned(&server.url()).await;
    let encoded = sdk::SECRET.replace('/', "%2F").replace('+', "%2B");
    let check = |target: &str, headers: &[(&str, &str)], code: &str, words: &str| {
        let refused = server.raw().ask("GET", target, headers, b"");
        assert_eq!(refused.refusal().code, code, "{target} {headers:?}");
        let (_, text) = explained(&server, &refused);
        assert!(text.contains(words), "{words}: {text}");
    };
    let at = |from: &str, to: &str| target.replace(from, to);
    check(
        &at("AKIDEXAMPLE", "nobody"),
        &BARE,
        "InvalidAccessKeyId",
        "does not know access key `nobody`; it knows `AKIDEXAMPLE`",
    );
    check(&at("AKIDEXAMPLE", &encoded), &BARE, "InvalidAccessKeyId", "the two were swapped");
    check(&at("AKIDEXAMPLE", "akidexample"), &BARE, "InvalidAccessKeyId", "capital letters differ");
    check(
        &format!("{target}&utm_source=mail"),
        &BARE,
        "SignatureDoesNotMatch",
        "`utm_source=mail`, which was added after signing",
    );
    let unsigned = [&BARE[..], &[("x-amz-acl", "private")]].concat();
    check(&target, &unsigned, "AccessDenied", "not among its signed headers: x-amz-acl");
    check(&target, &[], "InvalidArgument", "The request is signed twice");
    check(
        &at("X-Amz-Expires=3600", "X-Amz-Expires=0"),
        &BARE,
        "AccessDenied",
        "The URL was good for 0 seconds and ended",
    );
    check(
        &at("X-Amz-Expires=3600", "X-Amz-Expires=999999"),
        &BARE,
        "AuthorizationQueryParametersError",
        "1 to 604800 seconds",
    );
    check("/shelf/k", &[("Authorization", "Bearer x")], "InvalidArgument", "of no kind that S3 knows");
    check(
        "/shelf/k",
        &[("Authorization", "AWS4-HMAC-SHA256 Credential=x")],
        "AuthorizationHeaderMalformed",
        "cannot be read",
    );
    // The signature that raw requests carry is of the first of January 2026.
    check("/shelf/k", &[("Host", &host)], "RequestTimeTooSkewed", "behind this server");
}

#[test]
fn what_is_refused_where_any_signature_will_do_is_explained_too() {
    let server = server(&[]);
    let url = "/shelf/k?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=anyone%2F20200101%2Fus-east-1%2Fs3%2Faws4_request\
        &X-Amz-Date=20200101T000000Z&X-Amz-Expires=60&X-Amz-SignedHeaders=host&X-Amz-Signature=00";
    let (_, text) = explained(&server, &server.raw().ask("GET", url, &BARE, b""));
    assert!(text.contains("The URL was good for 1 minute and ended"), "{text}");
    assert!(text.contains("Access key  anyone\n") && text.contains("X-Amz-Signature=…"), "{text}");
    let authorization =
        "AWS4-HMAC-SHA256 Credential=anyone/20260101/aws-global/s3/aws4_request, SignedHeaders=host, Signature=00";
    let refused = server.raw().ask("GET", "/shelf/k", &[("Authorization", authorization)], b"");
    let (_, text) = explained(&server, &refused);
    assert!(text.contains("→ Set the client's region to us-east-1"), "{text}");
    let refused = server.raw().ask("PUT", "/shelf/k", &[("x-amz-content-sha256", &"0".repeat(64))], b"body");
    assert_eq!(refused.refusal().code, "XAmzContentSHA256Mismatch");
    assert!(explained(&server, &refused).1.contains("the body was changed after it was hashed"));
}

#[test]
fn what_is_no_refusal_of_a_signature_has_no_page() {
    let server = server(&[]);
    let missing = server.raw().ask("GET", "/shelf/missing", &[], b"");
    let id = missing.header("x-amz-request-id").expect("a request id").to_owned();
    for id in [id.as_str(), "0123456789ABCDEF", "%2e%2e", "x"] {
        let reply = page(&server, "GET", &format!("/_sandpail/explain/{id}"), &[]).ok(404);
        assert!(reply.text().starts_with("no refused signature has this request id"), "{}", reply.text());
        let reply = page(&server, "GET", &format!("/_sandpail/explain/{id}.json"), &[]).ok(404);
        assert!(reply.text().starts_with(r#"{"error":"no refused signature"#), "{}", reply.text());
    }
    assert_eq!(page(&server, "GET", "/_sandpail/explain", &[]).ok(200).text(), "No signature has been refused.\n");
    assert_eq!(page(&server, "GET", "/_sandpail/explain/A/B", &[]).status, 404);
    assert!(!server.log().contains("WARN"), "{}", server.log());
}

#[test]
fn pages_are_read_and_not_changed() {
    let server = server(&[]);
    for path in ["/_sandpail/explain", "/_sandpail/explain/0123456789ABCDEF"] {
        for method in ["PUT", "POST", "DELETE", "OPTIONS", "PATCH"] {
            let reply = page(&server, method, path, &[]).ok(405);
            assert_eq!(reply.header("allow"), Some("GET, HEAD"), "{method} {path}");
        }
        let (get, head) = (page(&server, "GET", path, &[]), page(&server, "HEAD", path, &[]));
        assert_eq!((head.status, head.header("content-length")), (get.status, get.header("content-length")));
        assert!(head.body.is_empty() && !get.body.is_empty());
    }
}

#[test]
fn below_a_domain_the_path_is_a_key() {
    let server = server(&["--domain", "localhost"]);
    let host = [("Host", "shelf.localhost")];
    let _ = server.raw().ask("PUT", "/_sandpail/explain", &host, b"an object").ok(200);
    assert_eq!(server.raw().ask("GET", "/_sandpail/explain", &host, b"").ok(200).text(), "an object");
    assert_eq!(page(&server, "GET", "/_sandpail/explain", &[]).ok(200).text(), "No signature has been refused.\n");
}

#[tokio::test]
async fn a_hundred_refusals_are_kept() {
    let server = server(&KEYS);
    let target = presigned("http://s3mock:9000").await;
    let mut raw = server.raw();
    let ids: Vec<String> = (0..120)
        .map(|_| raw.ask("GET", &target, &BARE, b"").header("x-amz-request-id").expect("an id").to_owned())
        .collect();
    let list = page(&server, "GET", "/_sandpail/explain.json", &[]).ok(200);
    let list: Vec<serde_json::Value> = serde_json::from_slice(&list.body).expect("JSON");
    let kept: Vec<_> = list.iter().map(|entry| entry["requestId"].as_str().unwrap_or_default()).collect();
    assert_eq!(kept, ids.iter().rev().take(100).collect::<Vec<_>>());
}

#[tokio::test]
async fn no_page_and_no_log_holds_a_secret() {
    let secret = sdk::SECRET;
    let server = server(&[&KEYS[..], &["--log-level", "trace"]].concat());
    let target = presigned(&server.url()).await;
    let encoded = secret.replace('/', "%2F").replace('+', "%2B");
    let token = [&BARE[..], &[("x-amz-security-token", "a token that nobody may read")]].concat();
    let key = "YSBrZXkgb2YgZXhhY3RseSB0aGlydHktdHdvIGJ5dGU=";
    let customers = [&BARE[..], &[("x-amz-server-side-encryption-customer-key", key)]].concat();
    let basic = [("Authorization", format!("Basic {secret}"))];
    let basic: Vec<_> = basic.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let signature = target.split("X-Amz-Signature=").nth(1).expect("a signature").split('&').next().unwrap_or_default();
    let requests: [(String, &[(&str, &str)]); 7] = [
        (format!("{target}&more"), &BARE),
        (target.replace("AKIDEXAMPLE", &encoded), &BARE),
        (format!("{target}&X-Amz-Security-Token=a%20token%20that%20nobody%20may%20read"), &BARE),
        (format!("{target}&note={encoded}"), &BARE),
        (target.clone(), &token),
        (target.clone(), &customers),
        ("/shelf/k".to_owned(), &basic),
    ];
    for (target, headers) in &requests {
        let refused = server.raw().ask("GET", target, headers, b"");
        assert!(matches!(refused.status, 400 | 403), "{target} {headers:?}: {}", refused.status);
    }
    let list = page(&server, "GET", "/_sandpail/explain.json", &[]).ok(200).text();
    let entries: Vec<serde_json::Value> = serde_json::from_str(&list).expect("JSON");
    assert_eq!(entries.len(), requests.len(), "{list}");
    let pages =
        entries.iter().map(|entry| format!("/_sandpail/explain/{}", entry["requestId"].as_str().unwrap_or_default()));
    let pages: Vec<String> = pages.map(|path| page(&server, "GET", &path, &[]).ok(200).text()).collect();
    for text in pages.iter().chain([&list, &server.log(), &page(&server, "GET", "/_sandpail/explain", &[]).text()]) {
        for hidden in [secret, encoded.as_str(), "a token that", "a%20token", "token%20that", key, signature] {
            assert!(!text.contains(hidden), "{hidden}: {text}");
        }
    }
}
