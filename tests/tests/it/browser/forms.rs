//! Uploads by form, in both ways that pages send them:
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTForms.html>

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use sandpail_tests::{Reply, Signer};
use serde_json::{Value, json};

use super::{Scene, rule, skipped};

const FILE: &str = "Grüße\r\n--not a boundary\r\n";
const ETAG: &str = "\"76f9e085c0075acc237418f7459d7352\"";

/// The plan of a form with these fields, which a signed policy allows.
fn form(scene: &Scene, fields: &[(&str, &str)]) -> Value {
    let signer = Signer::default();
    let headers = signer.headers("POST", &scene.server.url(), &[]);
    let (_, moment) = headers.iter().find(|(name, _)| name == "x-amz-date").expect("the moment of the signature");
    let credential = format!("{}/{}/us-east-1/s3/aws4_request", signer.access_key, &moment[..8]);
    let signature = [
        ("x-amz-algorithm", "AWS4-HMAC-SHA256"),
        ("x-amz-credential", credential.as_str()),
        ("x-amz-date", moment.as_str()),
    ];
    let fields = [&signature, fields].concat();
    // Of the key only its beginning: S3 puts the name of the file into it.
    let named = fields.iter().filter(|(name, _)| *name != "key").chain(&[("bucket", "shelf")]);
    let conditions: Vec<_> = named.map(|(name, value)| json!({ *name: value })).collect();
    let conditions = [&conditions[..], &[json!(["starts-with", "$key", ""])]].concat();
    let policy = BASE64.encode(json!({ "expiration": "2100-01-01T00:00:00Z", "conditions": conditions }).to_string());
    let signature = signer.text(&policy);
    let signed = [("policy", policy.as_str()), ("x-amz-signature", &signature)];
    let fields: Vec<_> = fields.iter().chain(&signed).collect();
    json!({
        "script": "forms",
        "action": format!("{}/shelf", scene.server.url()),
        "fields": fields,
        "file": { "name": "Grüße.txt", "text": FILE, "type": "text/plain" },
    })
}

fn stored(scene: &Scene, target: &str) -> Reply {
    scene.server.raw().ask("GET", target, &[], b"")
}

#[tokio::test]
async fn a_page_posts_a_form_and_reads_what_became_of_it() {
    if skipped() {
        return;
    }
    let scene = Scene::new();
    let origin = scene.site.origin();
    scene.rule(rule(&origin, &["POST"]).expose_headers("ETag").expose_headers("Location")).await;
    let fields = [("key", "in/${filename}"), ("Content-Type", "text/plain"), ("success_action_status", "201")];
    let report = scene.visit(&origin, &form(&scene, &fields));
    let location = format!("{}/shelf/in%2FGr%C3%BC%C3%9Fe.txt", scene.server.url());
    assert_eq!(
        (&report["status"], &report["etag"], &report["location"]),
        (&json!(201), &json!(ETAG), &json!(location))
    );
    assert!(report["text"].as_str().is_some_and(|text| text.contains("<Key>in/Grüße.txt</Key>")), "{report}");
    let object = stored(&scene, "/shelf/in/Gr%C3%BC%C3%9Fe.txt").ok(200);
    assert_eq!((object.text().as_str(), object.header("content-type")), (FILE, Some("text/plain")));
}

/// CORS decides what a page may read, not what it may send: S3 takes such a form from anywhere.
#[tokio::test]
async fn a_form_of_another_origin_is_taken_and_its_answer_kept_from_the_page() {
    if skipped() {
        return;
    }
    let scene = Scene::new();
    scene.rule(rule(&scene.site.origin(), &["POST"])).await;
    let report = scene.visit(&scene.site.other_origin(), &form(&scene, &[("key", "k")]));
    assert_eq!(report, json!({ "refused": "TypeError: Failed to fetch" }));
    assert_eq!(stored(&scene, "/shelf/k").ok(200).text(), FILE);
}

/// A form that the browser submits is no request of the page: it needs no rule.
#[tokio::test]
async fn a_submitted_form_is_sent_on_to_where_it_says() {
    if skipped() {
        return;
    }
    let scene = Scene::new();
    let arrived = format!("{}/arrived.html?from=s3", scene.site.origin());
    let mut plan = form(&scene, &[("key", "in/${filename}"), ("success_action_redirect", &arrived)]);
    plan["submit"] = json!(true);
    let report = scene.visit(&scene.site.origin(), &plan);
    assert_eq!(report, json!({ "from": "s3", "bucket": "shelf", "key": "in/Grüße.txt", "etag": ETAG }));
    assert_eq!(stored(&scene, "/shelf/in/Gr%C3%BC%C3%9Fe.txt").ok(200).text(), FILE);
}
