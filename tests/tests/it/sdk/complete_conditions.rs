//! CompleteMultipartUpload under conditions (AWS.md 23).

use super::{etag, part, parts, put, read, shelf, start};
use aws_sdk_s3::Client;
use aws_sdk_s3::operation::complete_multipart_upload::builders::CompleteMultipartUploadFluentBuilder;
use sandpail_tests::sdk::refused;

const FAILED: &str = "At least one of the pre-conditions you specified did not hold";
const CONFLICT: &str = "The conditional request cannot succeed due to a conflicting operation against this resource.";

/// An upload of `k` with one part, ready to complete.
async fn ready(s3: &Client) -> CompleteMultipartUploadFluentBuilder {
    let id = start(s3, "k").await;
    let first = part(s3, "k", &id, 1, "after").await;
    s3.complete_multipart_upload().bucket("shelf").key("k").upload_id(id).multipart_upload(parts([first]))
}

#[tokio::test]
async fn complete_multipart_upload_if_nothing_is_there() {
    let (_server, s3) = shelf();
    let (first, second) = (ready(&s3).await, ready(&s3).await);
    first.if_none_match("*").send().await.expect("it completes");
    let refusal = refused(second.if_none_match("*").send().await);
    refusal.is(412, "PreconditionFailed", FAILED, &[("Condition", "If-None-Match")]);
}

#[tokio::test]
async fn complete_multipart_upload_if_still_the_same_is_there() {
    let (_server, s3) = shelf();
    put(&s3, "k", "before").await;
    let etag = etag(&s3, "k").await;
    let stale = refused(ready(&s3).await.if_match("\"0\"").send().await);
    stale.is(412, "PreconditionFailed", FAILED, &[("Condition", "If-Match")]);
    ready(&s3).await.if_match(etag).send().await.expect("it completes");
    assert_eq!(read(&s3, "k").await, b"after");
}

#[tokio::test]
async fn complete_multipart_upload_conflicts_with_what_came_between() {
    let (_server, s3) = shelf();
    put(&s3, "k", "before").await;
    let upload = ready(&s3).await;
    put(&s3, "k", "between").await;
    let now = etag(&s3, "k").await;
    let fields = [("Condition", "If-Match"), ("Key", "k")];
    let refusal = refused(upload.if_match(&now).send().await);
    refusal.is(409, "ConditionalRequestConflict", CONFLICT, &fields);
    ready(&s3).await.if_match(now).send().await.expect("a new upload completes");
}

#[tokio::test]
async fn complete_multipart_upload_conflicts_with_a_delete_between() {
    let (_server, s3) = shelf();
    put(&s3, "k", "before").await;
    let upload = ready(&s3).await;
    s3.delete_object().bucket("shelf").key("k").send().await.expect("a delete");
    let fields = [("Condition", "If-None-Match"), ("Key", "k")];
    let refusal = refused(upload.if_none_match("*").send().await);
    refusal.is(409, "ConditionalRequestConflict", CONFLICT, &fields);
    ready(&s3).await.if_none_match("*").send().await.expect("a new upload completes");
}

#[tokio::test]
async fn complete_multipart_upload_has_one_winner_of_16() {
    let (_server, s3) = shelf();
    let mut uploads = Vec::new();
    for _ in 0..16 {
        uploads.push(ready(&s3).await);
    }
    let completes = uploads.into_iter().map(|upload| upload.if_none_match("*").send());
    let results = futures_util::future::join_all(completes).await;
    assert_eq!(results.iter().filter(|result| result.is_ok()).count(), 1);
    for result in results.into_iter().filter(Result::is_err) {
        let refusal = refused(result);
        assert!(matches!(refusal.status, 409 | 412), "{refusal:?}");
    }
}
