//! PutObject's headers and metadata, through PUT, copy and multipart upload.

use super::{part, parts, put, read, shelf};
use aws_sdk_s3::Client;
use aws_sdk_s3::primitives::ByteStream;
use aws_sdk_s3::types::{MetadataDirective, Tag, TaggingDirective};

/// Asserts that `key` has what the first object of these tests was given.
async fn check(s3: &Client, key: &str) {
    let head = s3.head_object().bucket("shelf").key(key).send().await.expect("a head");
    assert_eq!(head.content_type(), Some("text/plain"), "{key}");
    assert_eq!(head.cache_control(), Some("max-age=60"), "{key}");
    assert_eq!(head.content_disposition(), Some("inline"), "{key}");
    assert_eq!(head.content_encoding(), Some("gzip"), "{key}");
    assert_eq!(head.content_language(), Some("en"), "{key}");
    assert_eq!(head.expires_string(), Some("Wed, 21 Oct 2026 07:28:00 GMT"), "{key}");
    let metadata = head.metadata().expect("metadata");
    assert_eq!(metadata.len(), 2, "{metadata:?}");
    assert_eq!(metadata.get("colour").map(String::as_str), Some("blue"), "{key}");
    assert_eq!(metadata.get("mixed-case").map(String::as_str), Some("Kept As It Is"), "{key}");
    let tags = s3.get_object_tagging().bucket("shelf").key(key).send().await.expect("tags");
    assert_eq!(tags.tag_set().len(), 1, "{key}");
}

macro_rules! dressed {
    ($request:expr) => {
        $request
            .content_type("text/plain")
            .cache_control("max-age=60")
            .content_disposition("inline")
            .content_encoding("gzip")
            .content_language("en")
            .expires(aws_sdk_s3::primitives::DateTime::from_secs(1_792_567_680))
            .metadata("colour", "blue")
            .metadata("Mixed-Case", "Kept As It Is")
            .tagging("tag=1")
    };
}

#[tokio::test]
async fn s13_put_object_keeps_every_header() {
    let (_server, s3) = shelf();
    let put = dressed!(s3.put_object().bucket("shelf").key("k"));
    put.body(ByteStream::from_static(b"x")).send().await.expect("a put");
    check(&s3, "k").await;
    assert_eq!(read(&s3, "k").await, b"x");
}

#[tokio::test]
async fn copy_object_takes_everything_along() {
    let (_server, s3) = shelf();
    let put = dressed!(s3.put_object().bucket("shelf").key("k"));
    put.body(ByteStream::from_static(b"x")).send().await.expect("a put");
    s3.copy_object().bucket("shelf").key("copy").copy_source("shelf/k").send().await.expect("a copy");
    check(&s3, "copy").await;
}

#[tokio::test]
async fn copy_object_puts_other_headers_in_their_place() {
    let (_server, s3) = shelf();
    let plain =
        s3.put_object().bucket("shelf").key("k").metadata("old", "1").content_type("image/png").tagging("old=1");
    plain.body(ByteStream::from_static(b"x")).send().await.expect("a put");
    let copy = dressed!(s3.copy_object().bucket("shelf").key("copy").copy_source("shelf/k"));
    let copy = copy.metadata_directive(MetadataDirective::Replace).tagging_directive(TaggingDirective::Replace);
    copy.send().await.expect("a copy");
    check(&s3, "copy").await;
    // Tags sent without the directive do not count.
    let copy = s3.copy_object().bucket("shelf").key("tags").copy_source("shelf/k").tagging("new=2");
    copy.send().await.expect("a copy");
    let tags = s3.get_object_tagging().bucket("shelf").key("tags").send().await.expect("tags");
    assert_eq!(tags.tag_set().iter().map(Tag::key).collect::<Vec<_>>(), ["old"]);
}

#[tokio::test]
async fn create_multipart_upload_gives_its_headers_to_the_object() {
    let (_server, s3) = shelf();
    let upload = dressed!(s3.create_multipart_upload().bucket("shelf").key("k")).send().await.expect("an upload");
    let id = upload.upload_id().expect("an upload id");
    let first = part(&s3, "k", id, 1, "x").await;
    let complete = s3.complete_multipart_upload().bucket("shelf").key("k").upload_id(id);
    complete.multipart_upload(parts([first])).send().await.expect("it completes");
    check(&s3, "k").await;
}

#[tokio::test]
async fn put_object_without_headers_forgets_the_old_ones() {
    let (_server, s3) = shelf();
    let first = dressed!(s3.put_object().bucket("shelf").key("k"));
    first.body(ByteStream::from_static(b"x")).send().await.expect("a put");
    put(&s3, "k", "y").await;
    let head = s3.head_object().bucket("shelf").key("k").send().await.expect("a head");
    assert_eq!(head.content_encoding(), None);
    assert!(head.metadata().is_none_or(std::collections::HashMap::is_empty));
    let tags = s3.get_object_tagging().bucket("shelf").key("k").send().await.expect("tags");
    assert_eq!(tags.tag_set().len(), 0);
}
