//! CopyObject under conditions on its source and on its target (AWS.md 20).

use super::{etag, put, read, shelf};
use aws_sdk_s3::Client;
use aws_sdk_s3::operation::copy_object::builders::CopyObjectFluentBuilder;
use aws_sdk_s3::primitives::DateTime;
use sandpail_tests::sdk::refused;

const FAILED: &str = "At least one of the pre-conditions you specified did not hold";

fn copy(s3: &Client) -> CopyObjectFluentBuilder {
    s3.copy_object().bucket("shelf").key("copy").copy_source("shelf/k")
}

/// Asserts that the copy is refused for this condition.
async fn check(copy: CopyObjectFluentBuilder, condition: &str) {
    refused(copy.send().await).is(412, "PreconditionFailed", FAILED, &[("Condition", condition)]);
}

#[tokio::test]
async fn copy_object_if_the_source_is_what_was_meant() {
    let (_server, s3) = shelf();
    put(&s3, "k", "x").await;
    let etag = etag(&s3, "k").await;
    let (past, future) = (DateTime::from_secs(1_577_836_800), DateTime::from_secs(4_102_444_800));
    check(copy(&s3).copy_source_if_match("\"0\""), "x-amz-copy-source-If-Match").await;
    check(copy(&s3).copy_source_if_none_match(&etag), "x-amz-copy-source-If-None-Match").await;
    check(copy(&s3).copy_source_if_unmodified_since(past), "x-amz-copy-source-If-Unmodified-Since").await;
    assert_eq!(refused(s3.get_object().bucket("shelf").key("copy").send().await).code, "NoSuchKey");
    copy(&s3).copy_source_if_match(&etag).send().await.expect("a copy");
    copy(&s3).copy_source_if_none_match("\"0\"").send().await.expect("a copy");
    copy(&s3).copy_source_if_modified_since(past).send().await.expect("a copy");
    copy(&s3).copy_source_if_unmodified_since(future).send().await.expect("a copy");
}

#[tokio::test]
async fn copy_object_asks_for_the_etag_before_the_date() {
    let (_server, s3) = shelf();
    put(&s3, "k", "x").await;
    let etag = etag(&s3, "k").await;
    let past = DateTime::from_secs(1_577_836_800);
    let copied = copy(&s3).copy_source_if_match(&etag).copy_source_if_unmodified_since(past);
    copied.send().await.expect("the ETag goes first");
    let kept = copy(&s3).copy_source_if_none_match(&etag).copy_source_if_modified_since(past);
    check(kept, "x-amz-copy-source-If-None-Match").await;
}

#[tokio::test]
async fn copy_object_if_the_target_is_free() {
    let (server, s3) = shelf();
    put(&s3, "k", "x").await;
    let source = ("x-amz-copy-source", "shelf/k");
    let star = [source, ("If-None-Match", "*")];
    let _ = server.raw().ask("PUT", "/shelf/copy", &star, b"").ok(200);
    let refusal = server.raw().ask("PUT", "/shelf/copy", &star, b"").refusal();
    refusal.is(412, "PreconditionFailed", FAILED, &[("Condition", "If-None-Match")]);
    let stale = [source, ("If-Match", "\"0\"")];
    let refusal = server.raw().ask("PUT", "/shelf/copy", &stale, b"").refusal();
    refusal.is(412, "PreconditionFailed", FAILED, &[("Condition", "If-Match")]);
    assert_eq!(read(&s3, "copy").await, b"x");
}
