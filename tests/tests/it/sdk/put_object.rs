//! PutObject: what is stored, what is answered, what is refused.

use super::{enable_versions, pattern, put, read, shelf};
use aws_sdk_s3::primitives::ByteStream;
use aws_sdk_s3::types::{ChecksumAlgorithm, ChecksumMode, ChecksumType, ServerSideEncryption, StorageClass};
use sandpail_tests::sdk::refused;

#[tokio::test]
async fn put_object_stores_any_bytes() {
    let (_server, s3) = shelf();
    for size in [0, 1, 9, 16 * 1024, 64 * 1024 + 1, 1 << 20, (6 << 20) + 7] {
        let body = pattern(size, 1);
        put(&s3, "k", body.clone()).await;
        assert!(read(&s3, "k").await == body, "{size} bytes came back otherwise");
    }
}

#[tokio::test]
async fn put_object_answers_its_etag_and_checksum() {
    let (_server, s3) = shelf();
    let put = s3.put_object().bucket("shelf").key("k").body(ByteStream::from_static(b"123456789"));
    let put = put.send().await.expect("a put");
    assert_eq!(put.e_tag(), Some("\"25f9e794323b453885f5181f1b624d0b\""));
    assert_eq!(put.server_side_encryption(), Some(&ServerSideEncryption::Aes256));
    // The SDK computes a CRC32 unless told otherwise, and sends it as a trailer.
    assert_eq!(put.checksum_crc32(), Some("y/Q5Jg=="));
    assert_eq!(put.checksum_type(), Some(&ChecksumType::FullObject));
    assert_eq!(put.version_id(), None);
}

#[tokio::test]
async fn put_object_keeps_the_checksum_asked_for() {
    let (_server, s3) = shelf();
    for algorithm in [
        ChecksumAlgorithm::Crc32,
        ChecksumAlgorithm::Crc32C,
        ChecksumAlgorithm::Crc64Nvme,
        ChecksumAlgorithm::Sha1,
        ChecksumAlgorithm::Sha256,
    ] {
        let put = s3.put_object().bucket("shelf").key("k").checksum_algorithm(algorithm.clone());
        put.body(ByteStream::from_static(b"123456789")).send().await.expect("a put");
        let head = s3.head_object().bucket("shelf").key("k").checksum_mode(ChecksumMode::Enabled);
        let head = head.send().await.expect("a head");
        let stored = match algorithm {
            ChecksumAlgorithm::Crc32 => (head.checksum_crc32(), "y/Q5Jg=="),
            ChecksumAlgorithm::Crc32C => (head.checksum_crc32_c(), "4waSgw=="),
            ChecksumAlgorithm::Crc64Nvme => (head.checksum_crc64_nvme(), "rosUhgp5mIg="),
            ChecksumAlgorithm::Sha1 => (head.checksum_sha1(), "98O8HYCOBHMq32eZZczDTKeuNEE="),
            _ => (head.checksum_sha256(), "FeKw08M4keuw8e9gnsQZQgwg4yDOlMZfvIwzEkSOsiU="),
        };
        assert_eq!(stored.0, Some(stored.1), "{algorithm:?}");
    }
}

#[tokio::test]
async fn put_object_replaces_what_was_there() {
    let (_server, s3) = shelf();
    put(&s3, "k", "first, and longer").await;
    put(&s3, "k", "second").await;
    assert_eq!(read(&s3, "k").await, b"second");
    let list = s3.list_object_versions().bucket("shelf").send().await.expect("a list");
    assert_eq!(list.versions().len(), 1);
}

#[tokio::test]
async fn put_object_answers_a_version_where_there_are_versions() {
    let (_server, s3) = shelf();
    enable_versions(&s3).await;
    let (first, second) = (put(&s3, "k", "1").await, put(&s3, "k", "2").await);
    assert!(first.is_some() && second.is_some() && first != second);
}

#[tokio::test]
async fn put_object_without_its_bucket_is_refused() {
    let (_server, s3) = shelf();
    let put = s3.put_object().bucket("none").key("k").body(ByteStream::from_static(b"x"));
    let fields = [("BucketName", "none")];
    refused(put.send().await).is(404, "NoSuchBucket", "The specified bucket does not exist", &fields);
}

#[tokio::test]
async fn put_object_keeps_its_storage_class() {
    let (_server, s3) = shelf();
    for class in [StorageClass::StandardIa, StorageClass::OnezoneIa, StorageClass::Glacier, StorageClass::DeepArchive] {
        let put = s3.put_object().bucket("shelf").key("k").storage_class(class.clone());
        put.body(ByteStream::from_static(b"x")).send().await.expect("a put");
        let head = s3.head_object().bucket("shelf").key("k").send().await.expect("a head");
        assert_eq!(head.storage_class(), Some(&class));
    }
    put(&s3, "k", "x").await;
    let head = s3.head_object().bucket("shelf").key("k").send().await.expect("a head");
    assert_eq!(head.storage_class(), None, "STANDARD goes without saying");
}

#[tokio::test]
async fn put_object_in_a_class_that_is_none_is_refused() {
    let (_server, s3) = shelf();
    for class in ["OUTPOSTS", "COLD"] {
        let put = s3.put_object().bucket("shelf").key("k").storage_class(StorageClass::from(class));
        let refusal = refused(put.body(ByteStream::from_static(b"x")).send().await);
        let fields = [("StorageClassRequested", class)];
        refusal.is(400, "InvalidStorageClass", "The storage class you specified is not valid", &fields);
    }
}

#[tokio::test]
async fn put_object_takes_tags_along() {
    let (_server, s3) = shelf();
    let put = s3.put_object().bucket("shelf").key("k").tagging("a=1&b%20c=d%2Fe&f");
    put.body(ByteStream::from_static(b"x")).send().await.expect("a put");
    let got = s3.get_object_tagging().bucket("shelf").key("k").send().await.expect("tags");
    let mut tags: Vec<_> = got.tag_set().iter().map(|tag| (tag.key(), tag.value())).collect();
    tags.sort_unstable();
    assert_eq!(tags, [("a", "1"), ("b c", "d/e"), ("f", "")]);
    let head = s3.get_object().bucket("shelf").key("k").send().await.expect("a get");
    assert_eq!(head.tag_count(), Some(3));
}

#[tokio::test]
async fn s14_put_object_under_any_key() {
    let (_server, s3) = shelf();
    let long = "l".repeat(1024);
    let nested = "n/".repeat(512);
    for key in [
        "a",
        "ü",
        "日本語/キー",
        "😀",
        "a b",
        "a+b",
        "a%20b",
        "a//b",
        "/a",
        "a/",
        "a/./b",
        "a/../b",
        ".mpu",
        "\u{1}",
        "\"quotes\" & <angles>",
        "back\\slash",
        "x\n\r\ty",
        "composite",
        "null",
        &long,
        &nested,
    ] {
        put(&s3, key, key).await;
        assert_eq!(read(&s3, key).await, key.as_bytes(), "{key:?}");
    }
}
