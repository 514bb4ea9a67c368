//! GetObject: the whole object and all that is known of it.

use super::{put, shelf};
use aws_sdk_s3::primitives::{ByteStream, DateTime, DateTimeFormat};
use sandpail_tests::sdk::refused;

#[tokio::test]
async fn get_object_tells_all_about_it() {
    let (_server, s3) = shelf();
    put(&s3, "k", "123456789").await;
    let got = s3.get_object().bucket("shelf").key("k").send().await.expect("a get");
    assert_eq!(got.content_length(), Some(9));
    assert_eq!(got.e_tag(), Some("\"25f9e794323b453885f5181f1b624d0b\""));
    assert_eq!(got.accept_ranges(), Some("bytes"));
    assert_eq!(got.content_range(), None);
    assert_eq!(got.delete_marker(), None);
    assert_eq!(got.parts_count(), None);
    assert!(got.last_modified().is_some());
    // The SDK asks for the checksum, verifies the body with it, and shows it.
    assert_eq!(got.checksum_crc32(), Some("y/Q5Jg=="));
    assert_eq!(got.body.collect().await.expect("a verified body").to_vec(), b"123456789");
}

#[tokio::test]
async fn get_object_of_none_is_refused() {
    let (_server, s3) = shelf();
    let refusal = refused(s3.get_object().bucket("shelf").key("a/ü").send().await);
    refusal.is(404, "NoSuchKey", "The specified key does not exist.", &[("Key", "a/ü")]);
    let refusal = refused(s3.get_object().bucket("none").key("k").send().await);
    refusal.is(404, "NoSuchBucket", "The specified bucket does not exist", &[("BucketName", "none")]);
}

#[tokio::test]
async fn get_object_answers_with_the_headers_asked_for() {
    let (_server, s3) = shelf();
    let stored = s3.put_object().bucket("shelf").key("k").content_type("text/plain").cache_control("no-store");
    stored.body(ByteStream::from_static(b"x")).send().await.expect("a put");
    let expires = DateTime::from_str("Wed, 21 Oct 2026 07:28:00 GMT", DateTimeFormat::HttpDate).expect("a date");
    let get = s3.get_object().bucket("shelf").key("k");
    let get = get
        .response_content_type("application/json")
        .response_cache_control("max-age=1")
        .response_content_disposition("attachment; filename=\"a.txt\"")
        .response_content_encoding("br")
        .response_content_language("de")
        .response_expires(expires);
    let got = get.send().await.expect("a get");
    assert_eq!(got.content_type(), Some("application/json"));
    assert_eq!(got.cache_control(), Some("max-age=1"));
    assert_eq!(got.content_disposition(), Some("attachment; filename=\"a.txt\""));
    assert_eq!(got.content_encoding(), Some("br"));
    assert_eq!(got.content_language(), Some("de"));
    assert_eq!(got.expires_string(), Some("Wed, 21 Oct 2026 07:28:00 GMT"));
    let plain = s3.get_object().bucket("shelf").key("k").send().await.expect("a get");
    assert_eq!((plain.content_type(), plain.cache_control()), (Some("text/plain"), Some("no-store")));
}

#[tokio::test]
async fn get_object_of_a_version_that_is_none_is_refused() {
    let (_server, s3) = shelf();
    put(&s3, "k", "x").await;
    let refusal = refused(s3.get_object().bucket("shelf").key("k").version_id("nonsense").send().await);
    let fields = [("ArgumentName", "versionId"), ("ArgumentValue", "nonsense")];
    refusal.is(400, "InvalidArgument", "Invalid version id specified", &fields);
    let null = s3.get_object().bucket("shelf").key("k").version_id("null").send().await.expect("the null version");
    assert_eq!(null.content_length(), Some(1));
}
