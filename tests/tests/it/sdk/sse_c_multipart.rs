//! Multipart uploads with a customer's key: every part needs it, the completion does not (recorded).

use super::sse_c::{ONE, REQUIRED, TWO, read_with};
use super::{MIB_5, pattern, shelf};
use aws_sdk_s3::Client;
use aws_sdk_s3::primitives::ByteStream;
use aws_sdk_s3::types::{ChecksumAlgorithm, CompletedMultipartUpload, CompletedPart};
use sandpail_tests::sdk::refused;

const PART: &str = "The multipart upload initiate requested encryption. Subsequent part requests must include the \
    appropriate encryption parameters.";
const PART_WRONG: &str = "The provided encryption parameters did not match the ones used originally.";

/// Starts an upload with a customer's key.
async fn start(s3: &Client, (key, md5): (&str, &str), algorithm: Option<ChecksumAlgorithm>) -> String {
    let create = s3.create_multipart_upload().bucket("shelf").key("k").set_checksum_algorithm(algorithm);
    let create = create.sse_customer_algorithm("AES256").sse_customer_key(key).sse_customer_key_md5(md5);
    let create = create.send().await.expect("an upload");
    assert_eq!((create.sse_customer_algorithm(), create.sse_customer_key_md5()), (Some("AES256"), Some(md5)));
    assert_eq!(create.server_side_encryption(), None);
    create.upload_id.expect("an upload id")
}

/// Uploads a part with a customer's key.
async fn part(s3: &Client, id: &str, number: i32, body: Vec<u8>, (key, md5): (&str, &str)) -> CompletedPart {
    let part = s3.upload_part().bucket("shelf").key("k").upload_id(id).part_number(number);
    let part = part.sse_customer_algorithm("AES256").sse_customer_key(key).sse_customer_key_md5(md5);
    let part = part.body(ByteStream::from(body)).send().await.expect("a part");
    assert_eq!((part.sse_customer_algorithm(), part.sse_customer_key_md5()), (Some("AES256"), Some(md5)));
    assert_eq!(part.server_side_encryption(), None);
    CompletedPart::builder().part_number(number).set_e_tag(part.e_tag).set_checksum_crc32(part.checksum_crc32).build()
}

fn parts(parts: impl IntoIterator<Item = CompletedPart>) -> CompletedMultipartUpload {
    CompletedMultipartUpload::builder().set_parts(Some(parts.into_iter().collect())).build()
}

#[tokio::test]
async fn create_multipart_upload_with_a_customers_key_makes_an_object_of_that_key() {
    let (_server, s3) = shelf();
    let id = start(&s3, ONE, None).await;
    let bodies = [pattern(MIB_5, 1), pattern(9, 2)];
    let mut done = [part(&s3, &id, 1, bodies[0].clone(), ONE).await, part(&s3, &id, 2, bodies[1].clone(), ONE).await];
    // The SDK sends a checksum with each part, but the upload was started without any.
    done.iter_mut().for_each(|part| part.checksum_crc32 = None);
    let complete = s3.complete_multipart_upload().bucket("shelf").key("k").upload_id(&id);
    let complete = complete.multipart_upload(parts(done)).send().await.expect("an object");
    assert_eq!(complete.server_side_encryption(), None);
    let etag = complete.e_tag().expect("an ETag");
    assert!(etag.ends_with("-2\""), "{etag}");
    // Recorded: no checksum that nobody asked for.
    assert_eq!((complete.checksum_crc64_nvme(), complete.checksum_type()), (None, None));
    refused(s3.get_object().bucket("shelf").key("k").send().await).is(400, "InvalidRequest", REQUIRED, &[]);
    assert!(read_with(&s3, "k", None, ONE).await == bodies.concat());
}

#[tokio::test]
async fn upload_part_needs_the_key_of_its_upload() {
    let (_server, s3) = shelf();
    let upload = |id: &str| {
        let part = s3.upload_part().bucket("shelf").key("k").upload_id(id).part_number(1);
        part.body(ByteStream::from_static(b"x"))
    };
    let id = start(&s3, ONE, None).await;
    refused(upload(&id).send().await).is(400, "InvalidRequest", PART, &[]);
    let wrong = upload(&id).sse_customer_algorithm("AES256").sse_customer_key(TWO.0).sse_customer_key_md5(TWO.1);
    refused(wrong.send().await).is(400, "InvalidRequest", PART_WRONG, &[]);
    let plain = super::start(&s3, "k").await;
    let with = upload(&plain).sse_customer_algorithm("AES256").sse_customer_key(ONE.0).sse_customer_key_md5(ONE.1);
    refused(with.send().await).is(400, "InvalidRequest", PART, &[]);
    let kept = s3.list_parts().bucket("shelf").key("k").upload_id(&id).send().await.expect("a list");
    assert!(kept.parts().is_empty(), "{kept:?}");
}

#[tokio::test]
async fn upload_part_copy_needs_the_key_of_its_upload() {
    let (_server, s3) = shelf();
    super::put(&s3, "source", "123456789").await;
    let id = start(&s3, ONE, None).await;
    let copy = s3.upload_part_copy().bucket("shelf").key("k").upload_id(&id).part_number(1);
    let copy = copy.copy_source("shelf/source");
    refused(copy.clone().send().await).is(400, "InvalidRequest", PART, &[]);
    let with =
        |(key, md5)| copy.clone().sse_customer_algorithm("AES256").sse_customer_key(key).sse_customer_key_md5(md5);
    refused(with(TWO).send().await).is(400, "InvalidRequest", PART_WRONG, &[]);
    let copied = with(ONE).send().await.expect("a part");
    assert_eq!((copied.sse_customer_algorithm(), copied.sse_customer_key_md5()), (Some("AES256"), Some(ONE.1)));
    let etag = copied.copy_part_result().and_then(|part| part.e_tag()).expect("an ETag");
    assert!(!etag.contains("25f9e794"), "{etag}");
    let done = CompletedPart::builder().part_number(1).e_tag(etag).build();
    let complete = s3.complete_multipart_upload().bucket("shelf").key("k").upload_id(&id);
    complete.multipart_upload(parts([done])).send().await.expect("an object");
    assert_eq!(read_with(&s3, "k", None, ONE).await, b"123456789");
}

/// Documented: the key is needed where the upload has a checksum algorithm, and may be sent otherwise.
/// <https://docs.aws.amazon.com/AmazonS3/latest/API/API_CompleteMultipartUpload.html>
#[tokio::test]
async fn complete_multipart_upload_holds_a_key_to_that_of_the_upload() {
    let (_server, s3) = shelf();
    for algorithm in [None, Some(ChecksumAlgorithm::Crc32)] {
        let id = start(&s3, ONE, algorithm.clone()).await;
        let mut done = part(&s3, &id, 1, b"123456789".to_vec(), ONE).await;
        done.checksum_crc32 = done.checksum_crc32.filter(|_| algorithm.is_some());
        let done = parts([done]);
        let complete = s3.complete_multipart_upload().bucket("shelf").key("k").upload_id(&id).multipart_upload(done);
        let with = |(key, md5)| {
            complete.clone().sse_customer_algorithm("AES256").sse_customer_key(key).sse_customer_key_md5(md5)
        };
        refused(with(TWO).send().await).is(400, "InvalidRequest", PART_WRONG, &[]);
        if algorithm.is_some() {
            refused(complete.clone().send().await).is(400, "InvalidRequest", PART, &[]);
        }
        with(ONE).send().await.expect("an object");
        assert_eq!(read_with(&s3, "k", None, ONE).await, b"123456789");
    }
}
