//! CopyObject: from where, onto what, and what the copy is (AWS.md 24 to 26).

use super::{MIB_5, assemble, enable_versions, pattern, put, read, set_versioning, shelf};
use aws_sdk_s3::types::{BucketVersioningStatus, MetadataDirective, StorageClass};
use sandpail_tests::sdk::refused;

#[tokio::test]
async fn copy_object_copies_the_bytes() {
    let (server, s3) = shelf();
    put(&s3, "a/ü +%", "123456789").await;
    s3.create_bucket().bucket("other").send().await.expect("a bucket");
    for source in ["shelf/a%2F%C3%BC%20%2B%25", "/shelf/a/%C3%BC%20%2B%25"] {
        let copy = s3.copy_object().bucket("other").key("copy").copy_source(source).send().await.expect("a copy");
        let result = copy.copy_object_result().expect("a result");
        assert_eq!(result.e_tag(), Some("\"25f9e794323b453885f5181f1b624d0b\""));
        assert!(result.last_modified().is_some());
        let got = server.raw().ask("GET", "/other/copy", &[], b"").ok(200);
        assert_eq!(got.text(), "123456789");
    }
}

#[tokio::test]
async fn copy_object_of_a_version() {
    let (_server, s3) = shelf();
    enable_versions(&s3).await;
    let first = put(&s3, "k", "first").await.expect("a version id");
    put(&s3, "k", "second").await;
    let copy = s3.copy_object().bucket("shelf").key("copy").copy_source(format!("shelf/k?versionId={first}"));
    let copy = copy.send().await.expect("a copy");
    assert_eq!(copy.copy_source_version_id(), Some(first.as_str()));
    assert!(copy.version_id().is_some());
    assert_eq!(read(&s3, "copy").await, b"first");
    // An old version copied onto its own key becomes the newest.
    let back = s3.copy_object().bucket("shelf").key("k").copy_source(format!("shelf/k?versionId={first}"));
    back.send().await.expect("a copy");
    assert_eq!(read(&s3, "k").await, b"first");
}

#[tokio::test]
async fn copy_object_from_a_url() {
    let (server, s3) = shelf();
    put(&s3, "k", "x").await;
    // recorded
    for source in ["https://s3.amazonaws.com/shelf/k", &format!("{}/shelf/k", server.url())] {
        s3.copy_object().bucket("shelf").key("copy").copy_source(source).send().await.expect("a copy");
        assert_eq!(read(&s3, "copy").await, b"x");
    }
}

#[tokio::test]
async fn copy_object_does_not_name_a_null_version_as_its_source() {
    let (_server, s3) = shelf();
    put(&s3, "k", "null").await;
    let copy = || s3.copy_object().bucket("shelf").key("copy").copy_source("shelf/k").send();
    for status in [BucketVersioningStatus::Enabled, BucketVersioningStatus::Suspended] {
        set_versioning(&s3, status).await;
        // recorded
        assert_eq!(copy().await.expect("a copy").copy_source_version_id(), None);
    }
    enable_versions(&s3).await;
    let version = put(&s3, "k", "second").await;
    assert_eq!(copy().await.expect("a copy").copy_source_version_id, version);
}

#[tokio::test]
async fn copy_object_from_nothing_is_refused() {
    let (_server, s3) = shelf();
    put(&s3, "k", "x").await;
    let copy = |source: &str| s3.copy_object().bucket("shelf").key("copy").copy_source(source).send();
    let refusal = refused(copy("shelf/none").await);
    refusal.is(404, "NoSuchKey", "The specified key does not exist.", &[("Key", "none")]);
    let refusal = refused(copy("none/k").await);
    refusal.is(404, "NoSuchBucket", "The specified bucket does not exist", &[("BucketName", "none")]);
    let refusal = refused(copy("shelf").await);
    let message = "Invalid copy source object key";
    refusal.has(400, "InvalidArgument", message, &[("ArgumentName", "x-amz-copy-source")]);
    let refusal = refused(copy("shelf/k?versionId=nonsense").await);
    refusal.has(400, "InvalidArgument", "Invalid version id specified", &[]);
}

#[tokio::test]
async fn copy_object_of_a_delete_marker_is_refused() {
    let (_server, s3) = shelf();
    enable_versions(&s3).await;
    put(&s3, "k", "x").await;
    let marker = s3.delete_object().bucket("shelf").key("k").send().await.expect("a delete");
    let marker = marker.version_id.expect("a marker's id");
    let copy = |source: &str| s3.copy_object().bucket("shelf").key("copy").copy_source(source).send();
    assert_eq!(refused(copy("shelf/k").await).code, "NoSuchKey");
    let message = "The source of a copy request may not specifically refer to a delete marker by version id.";
    refused(copy(&format!("shelf/k?versionId={marker}")).await).is(400, "InvalidRequest", message, &[]);
}

#[tokio::test]
async fn copy_object_onto_itself_must_change_something() {
    let (_server, s3) = shelf();
    put(&s3, "k", "x").await;
    let onto_itself = || s3.copy_object().bucket("shelf").key("k").copy_source("shelf/k");
    let message = "This copy request is illegal because it is trying to copy an object to itself without changing the \
        object's metadata, storage class, website redirect location or encryption attributes.";
    refused(onto_itself().send().await).is(400, "InvalidRequest", message, &[]);
    let replace = onto_itself().metadata_directive(MetadataDirective::Replace).metadata("a", "b");
    replace.send().await.expect("other metadata is a change");
    let class = onto_itself().storage_class(StorageClass::StandardIa);
    class.send().await.expect("another storage class is a change");
    let redirect = onto_itself().website_redirect_location("/elsewhere");
    redirect.send().await.expect("a redirect is a change");
    assert_eq!(read(&s3, "k").await, b"x");
    set_versioning(&s3, BucketVersioningStatus::Enabled).await;
    set_versioning(&s3, BucketVersioningStatus::Suspended).await;
    let copy = onto_itself().send().await.expect("allowed while versioning is suspended");
    // Recorded, unlike of PutObject.
    assert_eq!(copy.version_id(), Some("null"));
}

/// Recorded: a plus sign in the source is a space, and the name of the header stands for a source that is none.
#[tokio::test]
async fn copy_object_reads_its_source_as_a_form() {
    let (server, s3) = shelf();
    put(&s3, "a key.txt", "x").await;
    let source = [("x-amz-copy-source", "shelf%2Fa+key.txt")];
    let _ = server.raw().ask("PUT", "/shelf/copy", &source, b"").ok(200);
    assert_eq!(read(&s3, "copy").await, b"x");
    let refusal = server.raw().ask("PUT", "/shelf/copy", &[("x-amz-copy-source", "wrongformat")], b"").refusal();
    let fields = [("ArgumentName", "x-amz-copy-source"), ("ArgumentValue", "x-amz-copy-source")];
    refusal.is(400, "InvalidArgument", "Invalid copy source object key", &fields);
}

#[tokio::test]
async fn copy_object_of_a_multipart_object_is_plain() {
    let (_server, s3) = shelf();
    let bodies = [pattern(MIB_5, 1), pattern(9, 2)];
    assemble(&s3, "k", &bodies).await;
    let copy = s3.copy_object().bucket("shelf").key("copy").copy_source("shelf/k").send().await.expect("a copy");
    let etag = copy.copy_object_result().and_then(|result| result.e_tag()).expect("an ETag").to_owned();
    assert!(!etag.contains('-'), "{etag} is no plain MD5");
    put(&s3, "plain", bodies.concat()).await;
    assert_eq!(etag, super::etag(&s3, "plain").await);
    assert!(read(&s3, "copy").await == bodies.concat());
    let head = s3.head_object().bucket("shelf").key("copy").part_number(1).send().await.expect("a head");
    assert_eq!(head.parts_count(), None);
}

#[tokio::test]
async fn copy_object_outlives_its_source() {
    let (_server, s3) = shelf();
    let body = pattern(3 << 20, 5);
    put(&s3, "k", body.clone()).await;
    s3.copy_object().bucket("shelf").key("copy").copy_source("shelf/k").send().await.expect("a copy");
    put(&s3, "k", "something else").await;
    s3.delete_object().bucket("shelf").key("k").send().await.expect("a delete");
    assert!(read(&s3, "copy").await == body);
    s3.copy_object().bucket("shelf").key("again").copy_source("shelf/copy").send().await.expect("a copy");
    s3.delete_object().bucket("shelf").key("copy").send().await.expect("a delete");
    assert!(read(&s3, "again").await == body);
}
