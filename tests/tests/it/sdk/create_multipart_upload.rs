//! CreateMultipartUpload: an id, and what the parts must keep to (AWS.md 33).

use super::{enable_versions, put, read, shelf, start};
use aws_sdk_s3::types::{ChecksumAlgorithm, ChecksumType};
use sandpail_tests::Refusal;
use sandpail_tests::sdk::refused;

#[tokio::test]
async fn create_multipart_upload_starts_one_more_each_time() {
    let (_server, s3) = shelf();
    let (first, second) = (start(&s3, "k").await, start(&s3, "k").await);
    assert_ne!(first, second);
    let upload = s3.create_multipart_upload().bucket("shelf").key("a/ü").send().await.expect("an upload");
    assert_eq!((upload.bucket(), upload.key()), (Some("shelf"), Some("a/ü")));
}

#[tokio::test]
async fn create_multipart_upload_shows_no_object() {
    let (_server, s3) = shelf();
    start(&s3, "k").await;
    let list = s3.list_objects_v2().bucket("shelf").send().await.expect("a list");
    assert_eq!(list.contents().len(), 0);
    enable_versions(&s3).await;
    put(&s3, "k", "x").await;
    start(&s3, "k").await;
    assert_eq!(read(&s3, "k").await, b"x");
}

#[tokio::test]
async fn create_multipart_upload_without_its_bucket_is_refused() {
    let (_server, s3) = shelf();
    let refusal = refused(s3.create_multipart_upload().bucket("none").key("k").send().await);
    refusal.is(404, "NoSuchBucket", "The specified bucket does not exist", &[("BucketName", "none")]);
}

#[tokio::test]
async fn create_multipart_upload_knows_which_checksums_go_together() {
    let (server, s3) = shelf();
    let refuse =
        |headers: &[(&str, &str)]| -> Refusal { server.raw().ask("POST", "/shelf/k?uploads", headers, b"").refusal() };
    for (algorithm, kind) in [("SHA1", "FULL_OBJECT"), ("SHA256", "FULL_OBJECT"), ("CRC64NVME", "COMPOSITE")] {
        let refusal = refuse(&[("x-amz-checksum-algorithm", algorithm), ("x-amz-checksum-type", kind)]);
        let name = algorithm.to_lowercase();
        let message = format!("The {kind} checksum type cannot be used with the {name} checksum algorithm.");
        refusal.is(400, "InvalidRequest", &message, &[]);
    }
    let message = "The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header.";
    refuse(&[("x-amz-checksum-type", "COMPOSITE")]).is(400, "InvalidRequest", message, &[]);
    for (algorithm, kind, expected) in [
        (ChecksumAlgorithm::Crc32, None, ChecksumType::Composite),
        (ChecksumAlgorithm::Sha256, None, ChecksumType::Composite),
        (ChecksumAlgorithm::Crc64Nvme, None, ChecksumType::FullObject),
        (ChecksumAlgorithm::Crc32C, Some(ChecksumType::FullObject), ChecksumType::FullObject),
    ] {
        let create = s3.create_multipart_upload().bucket("shelf").key("k");
        let create = create.checksum_algorithm(algorithm.clone()).set_checksum_type(kind);
        let upload = create.send().await.expect("an upload");
        assert_eq!((upload.checksum_algorithm(), upload.checksum_type()), (Some(&algorithm), Some(&expected)));
    }
}
