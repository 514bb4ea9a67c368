//! What the rules do not allow, the browser keeps from the page: each beside what it does allow, so that it is nothing else
//! that fails.

use super::{Scene, hour, rule, skipped};
use serde_json::json;

#[tokio::test]
async fn another_origin_is_refused() {
    if skipped() {
        return;
    }
    let scene = Scene::new();
    let origin = scene.site.origin();
    scene.rule(rule(&origin, &["GET", "PUT"])).await;
    scene.s3.put_object().bucket("shelf").key("k").body(b"mine".to_vec().into()).send().await.expect("a put");
    let get = json!({ "url": format!("{}/shelf/k", scene.server.url()) });
    let put = json!({ "url": format!("{}/shelf/new", scene.server.url()), "init": { "method": "PUT", "body": "x" } });
    let missing = json!({ "url": format!("{}/shelf/none", scene.server.url()) });

    let other = scene.ask(&scene.site.other_origin(), &[get.clone(), put.clone(), missing.clone()]);
    other.iter().for_each(super::Seen::is_refused);
    let new = scene.server.raw().ask("GET", "/shelf/new", &[], b"");
    assert_eq!(new.status, 404, "the preflight did not keep the browser from sending");

    let in_host = json!({ "url": format!("http://shelf.localhost:{}/k", scene.server.addr().port()) });
    let answers = scene.ask(&origin, &[get, in_host, put, missing]);
    let [got, in_host, stored, none] = &answers[..] else { panic!("four answers") };
    assert_eq!((got.status(), got.text()), (Some(200), "mine"));
    assert_eq!((in_host.status(), in_host.text()), (Some(200), "mine"));
    assert_eq!(stored.status(), Some(200));
    assert_eq!(none.status(), Some(404));
    assert!(none.text().contains("<Code>NoSuchKey</Code>"), "{none:?}");
}

#[tokio::test]
async fn methods_headers_and_what_is_not_exposed_are_refused() {
    if skipped() {
        return;
    }
    let scene = Scene::new();
    let origin = scene.site.origin();
    let own = rule(&origin, &["PUT", "GET"]).allowed_headers("x-amz-meta-a*").allowed_headers("Content-Type");
    scene.rule(own.expose_headers("x-amz-meta-a1")).await;
    let put = async |key: &str, of: &str| {
        let put = scene.s3.put_object().bucket("shelf").key(key).content_type("text/plain").metadata(of, "v");
        let url = put.presigned(hour()).await.expect("a URL");
        let headers: serde_json::Map<_, _> =
            url.headers().map(|(name, value)| (name.to_owned(), json!(value))).collect();
        json!({ "url": url.uri(), "init": { "method": "PUT", "body": "x", "headers": headers } })
    };
    let delete = json!({ "url": format!("{}/shelf/k", scene.server.url()), "init": { "method": "DELETE" } });
    let get = json!({ "url": format!("{}/shelf/k", scene.server.url()) });
    let requests = [put("k", "a1").await, put("other", "b1").await, delete, get];
    let [stored, header, method, got] = &scene.ask(&origin, &requests)[..] else { panic!("four answers") };
    assert_eq!((stored.status(), stored.header("etag")), (Some(200), None), "{stored:?}");
    header.is_refused();
    method.is_refused();
    assert_eq!((got.status(), got.text()), (Some(200), "x"));
    assert_eq!((got.header("x-amz-meta-a1"), got.header("etag")), (Some("v"), None), "{got:?}");
    assert_eq!(scene.server.raw().ask("GET", "/shelf/other", &[], b"").status, 404);
}

#[tokio::test]
async fn any_origin_is_refused_its_credentials() {
    if skipped() {
        return;
    }
    let scene = Scene::new();
    let origin = scene.site.origin();
    let get = |credentials: &str| json!({ "url": format!("{}/shelf/k", scene.server.url()), "init": { "credentials": credentials } });
    scene.s3.put_object().bucket("shelf").key("k").body(b"mine".to_vec().into()).send().await.expect("a put");
    scene.rule(rule("*", &["GET"])).await;
    let [with, without] = &scene.ask(&origin, &[get("include"), get("omit")])[..] else { panic!("two answers") };
    with.is_refused();
    assert_eq!((without.status(), without.text()), (Some(200), "mine"));
    scene.rule(rule(&origin, &["GET"])).await;
    let [with] = &scene.ask(&origin, &[get("include")])[..] else { panic!("one answer") };
    assert_eq!((with.status(), with.text()), (Some(200), "mine"));
}

/// The rules count for refusals too, so that a page can tell why it was refused.
#[tokio::test]
async fn a_page_reads_why_its_signature_is_refused() {
    if skipped() {
        return;
    }
    let scene = Scene::new();
    let origin = scene.site.origin();
    scene.rule(rule(&origin, &["PUT"])).await;
    let put = scene.s3.put_object().bucket("shelf").key("k").presigned(hour()).await.expect("a URL");
    let request = |url: &str| json!({ "url": url, "init": { "method": "PUT", "body": "x" } });
    let other = put.uri().replace("/shelf/k?", "/shelf/other?");
    let [wrong, right] = &scene.ask(&origin, &[request(&other), request(put.uri())])[..] else { panic!("two answers") };
    assert_eq!(wrong.status(), Some(403));
    assert!(wrong.text().contains("<Code>SignatureDoesNotMatch</Code>"), "{wrong:?}");
    assert_eq!(right.status(), Some(200));
}
