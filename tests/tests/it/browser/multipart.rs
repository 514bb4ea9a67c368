//! An upload in parts, as pages do it: whoever has the credentials presigns a URL per part, the page sends the parts, reads
//! each ETag off its answer, and completes.
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html>

use sandpail_tests::Signer;
use serde_json::{Value, json};

use super::{Scene, hour, rule, skipped};

/// The least that a part may have which is not the last.
const PART: usize = 5 << 20;

#[tokio::test]
async fn a_page_uploads_in_parts_by_presigned_urls_and_reads_a_range() {
    if skipped() {
        return;
    }
    let scene = Scene::new();
    let own = rule(&scene.site.origin(), &["GET", "PUT", "POST"]).allowed_headers("*");
    scene.rule(own.expose_headers("ETag").expose_headers("Content-Range").max_age_seconds(60)).await;

    let s3 = &scene.s3;
    let upload = s3.create_multipart_upload().bucket("shelf").key("a b/ü").send().await.expect("an upload");
    let id = upload.upload_id().expect("an id");
    let mut parts = Vec::new();
    for (number, (letter, size)) in (1..).zip([("a", PART), ("b", PART), ("c", 7)]) {
        let part = s3.upload_part().bucket("shelf").key("a b/ü").upload_id(id).part_number(number);
        let url = part.presigned(hour()).await.expect("a URL");
        parts.push(json!({ "url": url.uri(), "letter": letter, "size": size }));
    }
    // The SDK presigns none of these.
    let complete = format!("{}/shelf/a%20b/%C3%BC?uploadId={id}", scene.server.url());
    let complete = Signer::default().url("POST", &complete, &[], 3600);
    let get = s3.get_object().bucket("shelf").key("a b/ü").presigned(hour()).await.expect("a URL");
    let range = format!("bytes={}-{}", PART - 2, PART + 1);
    let report = scene.visit(
        &scene.site.origin(),
        &json!({ "script": "multipart", "parts": parts, "complete": complete, "get": get.uri(), "range": range }),
    );

    let head = s3.head_object().bucket("shelf").key("a b/ü").send().await.expect("the object");
    assert_eq!(head.content_length(), Some(2 * PART as i64 + 7));
    let etag = head.e_tag().expect("an ETag");
    assert!(etag.ends_with("-3\""), "{etag}");
    let uploaded = report["uploaded"].as_array().expect("parts");
    let whole = |part: &Value| part["status"] == 200 && part["etag"].as_str().is_some_and(|etag| etag.len() == 34);
    assert!(uploaded.len() == 3 && uploaded.iter().all(whole), "{report}");
    assert_eq!(report["completed"], json!({ "status": 200, "etag": etag }));
    let of = format!("bytes {}-{}/{}", PART - 2, PART + 1, 2 * PART + 7);
    assert_eq!(report["download"], json!({ "status": 206, "range": of, "etag": etag, "text": "aabb" }));
}
