//! UploadPart: numbers, replacement, and uploads that are not there (AWS.md 29, 34).

use super::{part, put, shelf, start};
use aws_sdk_s3::primitives::ByteStream;
use aws_sdk_s3::types::{ChecksumAlgorithm, Part};
use sandpail_tests::sdk::refused;

#[tokio::test]
async fn upload_part_answers_its_etag() {
    let (_server, s3) = shelf();
    let id = start(&s3, "k").await;
    let upload = s3.upload_part().bucket("shelf").key("k").upload_id(&id).part_number(1);
    let part = upload.body(ByteStream::from_static(b"123456789")).send().await.expect("a part");
    assert_eq!(part.e_tag(), Some("\"25f9e794323b453885f5181f1b624d0b\""));
}

#[tokio::test]
async fn upload_part_takes_numbers_from_1_to_10000() {
    let (_server, s3) = shelf();
    let id = start(&s3, "k").await;
    for number in [1, 10_000] {
        part(&s3, "k", &id, number, "x").await;
    }
    for number in [0, -1, 10_001] {
        let upload = s3.upload_part().bucket("shelf").key("k").upload_id(&id).part_number(number);
        let refusal = refused(upload.body(ByteStream::from_static(b"x")).send().await);
        let number = number.to_string();
        let fields = [("ArgumentName", "partNumber"), ("ArgumentValue", number.as_str())];
        let message = "Part number must be an integer between 1 and 10000, inclusive";
        refusal.is(400, "InvalidArgument", message, &fields);
    }
}

#[tokio::test]
async fn upload_part_replaces_the_part_of_its_number() {
    let (_server, s3) = shelf();
    let id = start(&s3, "k").await;
    part(&s3, "k", &id, 1, "first, and longer").await;
    part(&s3, "k", &id, 1, "second").await;
    let list = s3.list_parts().bucket("shelf").key("k").upload_id(&id).send().await.expect("parts");
    let sizes: Vec<_> = list.parts().iter().filter_map(Part::size).collect();
    assert_eq!(sizes, [6]);
}

#[tokio::test]
async fn upload_part_of_no_upload_is_refused() {
    let (_server, s3) = shelf();
    put(&s3, "k", "x").await;
    let id = start(&s3, "k").await;
    let message = "The specified upload does not exist. The upload ID may be invalid, or the upload may have been \
        aborted or completed.";
    for (key, id) in [("k", "nonsense"), ("other", id.as_str())] {
        let upload = s3.upload_part().bucket("shelf").key(key).upload_id(id).part_number(1);
        let refusal = refused(upload.body(ByteStream::from_static(b"x")).send().await);
        refusal.is(404, "NoSuchUpload", message, &[("UploadId", id)]);
    }
}

#[tokio::test]
async fn upload_part_of_another_algorithm_is_refused() {
    let (_server, s3) = shelf();
    let create = s3.create_multipart_upload().bucket("shelf").key("k").checksum_algorithm(ChecksumAlgorithm::Sha256);
    let id = create.send().await.expect("an upload").upload_id.expect("an upload id");
    let upload = s3.upload_part().bucket("shelf").key("k").upload_id(&id).part_number(1);
    let upload = upload.checksum_crc32("y/Q5Jg==").body(ByteStream::from_static(b"123456789"));
    let message = "Checksum Type mismatch occurred, expected checksum Type: sha256, actual checksum Type: crc32";
    refused(upload.send().await).is(400, "InvalidRequest", message, &[]);
}
