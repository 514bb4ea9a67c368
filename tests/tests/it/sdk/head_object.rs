//! HeadObject: what GetObject would tell, without the object.

use super::{enable_versions, put, shelf};
use aws_sdk_s3::types::ChecksumMode;
use sandpail_tests::sdk::refused;

#[tokio::test]
async fn head_object_tells_what_get_object_tells() {
    let (_server, s3) = shelf();
    enable_versions(&s3).await;
    let version = put(&s3, "k", "123456789").await;
    let head = s3.head_object().bucket("shelf").key("k").checksum_mode(ChecksumMode::Enabled);
    let head = head.send().await.expect("a head");
    let get = s3.get_object().bucket("shelf").key("k").send().await.expect("a get");
    assert_eq!(head.content_length(), get.content_length());
    assert_eq!(head.e_tag(), get.e_tag());
    assert_eq!(head.last_modified(), get.last_modified());
    assert_eq!(head.content_type(), get.content_type());
    assert_eq!(head.checksum_crc32(), get.checksum_crc32());
    assert_eq!(head.server_side_encryption(), get.server_side_encryption());
    assert_eq!(head.version_id(), version.as_deref());
    assert_eq!(get.version_id(), version.as_deref());
}

#[tokio::test]
async fn head_object_of_none_is_a_bare_404() {
    let (_server, s3) = shelf();
    for (bucket, key) in [("shelf", "none"), ("none", "k")] {
        let refusal = refused(s3.head_object().bucket(bucket).key(key).send().await);
        assert_eq!((refusal.status, refusal.code.as_str()), (404, ""), "{bucket} {key}");
    }
}

#[tokio::test]
async fn head_object_of_an_odd_version_is_a_bare_400() {
    let (_server, s3) = shelf();
    put(&s3, "k", "x").await;
    let refusal = refused(s3.head_object().bucket("shelf").key("k").version_id("nonsense").send().await);
    assert_eq!((refusal.status, refusal.code.as_str()), (400, ""));
}
