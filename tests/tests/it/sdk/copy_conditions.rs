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
    let (_server, s3) = shelf();
    put(&s3, "k", "x").await;
    let missing = refused(copy(&s3).if_match("\"0\"").send().await);
    missing.is(404, "NoSuchKey", "The specified key does not exist.", &[("Key", "copy")]);
    copy(&s3).if_none_match("*").send().await.expect("a copy");
    check(copy(&s3).if_none_match("*"), "If-None-Match").await;
    check(copy(&s3).if_match("\"0\""), "If-Match").await;
    copy(&s3).if_match(etag(&s3, "copy").await).send().await.expect("a copy");
    assert_eq!(read(&s3, "copy").await, b"x");
}

/// Recorded: a delete marker is no object.
#[tokio::test]
async fn copy_object_if_the_target_is_deleted() {
    let (_server, s3) = shelf();
    super::enable_versions(&s3).await;
    put(&s3, "k", "x").await;
    put(&s3, "copy", "y").await;
    let old = etag(&s3, "copy").await;
    s3.delete_object().bucket("shelf").key("copy").send().await.expect("a marker");
    let gone = refused(copy(&s3).if_match(old).send().await);
    gone.is(404, "NoSuchKey", "The specified key does not exist.", &[("Key", "copy")]);
    copy(&s3).if_none_match("*").send().await.expect("a copy");
}

#[tokio::test]
async fn copy_object_onto_itself_under_a_condition() {
    let (_server, s3) = shelf();
    put(&s3, "k", "x").await;
    let itself = || copy(&s3).key("k").storage_class(aws_sdk_s3::types::StorageClass::Standard);
    check(itself().if_none_match("*"), "If-None-Match").await;
    itself().if_match(etag(&s3, "k").await).send().await.expect("a copy");
}

#[tokio::test]
async fn copy_object_takes_conditions_of_one_form() {
    let (_server, s3) = shelf();
    put(&s3, "k", "x").await;
    let message = "A header you provided implies functionality that is not implemented";
    let value = |header: &str| format!("We don't accept the provided value of {header} header for this API");
    let none = refused(copy(&s3).if_none_match("\"0\"").send().await);
    let fields = [("Header", "If-None-Match"), ("additionalMessage", &value("If-None-Match"))];
    none.is(501, "NotImplemented", message, &fields);
    let star = refused(copy(&s3).if_match("*").send().await);
    star.is(501, "NotImplemented", message, &[("Header", "If-Match"), ("additionalMessage", &value("If-Match"))]);
    let both = refused(copy(&s3).if_match("\"0\"").if_none_match("*").send().await);
    let fields = [
        ("Header", "If-Match,If-None-Match"),
        ("additionalMessage", "Multiple conditional request headers present in the request"),
    ];
    both.is(501, "NotImplemented", message, &fields);
}

/// Recorded: a date to come is no condition, the source's own date is one.
#[tokio::test]
async fn copy_object_ignores_dates_to_come() {
    let (_server, s3) = shelf();
    put(&s3, "k", "x").await;
    let modified = s3.head_object().bucket("shelf").key("k").send().await.expect("a head").last_modified;
    let modified = modified.expect("a date");
    check(copy(&s3).copy_source_if_modified_since(modified), "x-amz-copy-source-If-Modified-Since").await;
    copy(&s3).copy_source_if_unmodified_since(modified).send().await.expect("a copy");
    let future = DateTime::from_secs(4_102_444_800);
    copy(&s3).copy_source_if_modified_since(future).send().await.expect("a copy");
}

/// Recorded of parts as of objects.
#[tokio::test]
async fn upload_part_copy_if_the_source_is_what_was_meant() {
    let (_server, s3) = shelf();
    put(&s3, "k", "x").await;
    let etag = etag(&s3, "k").await;
    let id = super::start(&s3, "copy").await;
    let copy = || {
        let copy = s3.upload_part_copy().bucket("shelf").key("copy").upload_id(&id).part_number(1);
        copy.copy_source("shelf/k")
    };
    let (past, future) = (DateTime::from_secs(1_577_836_800), DateTime::from_secs(4_102_444_800));
    for (copy, condition) in [
        (copy().copy_source_if_match("\"0\""), "If-Match"),
        (copy().copy_source_if_none_match(&etag), "If-None-Match"),
        (copy().copy_source_if_unmodified_since(past), "If-Unmodified-Since"),
        (copy().copy_source_if_none_match("\"0\"").copy_source_if_unmodified_since(past), "If-Unmodified-Since"),
    ] {
        let condition = format!("x-amz-copy-source-{condition}");
        refused(copy.send().await).is(412, "PreconditionFailed", FAILED, &[("Condition", &condition)]);
    }
    copy().copy_source_if_match(&etag).copy_source_if_unmodified_since(past).send().await.expect("the ETag goes first");
    copy().copy_source_if_none_match("\"0\"").send().await.expect("a part");
    copy().copy_source_if_modified_since(future).send().await.expect("a part");
}
