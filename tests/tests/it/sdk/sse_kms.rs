//! SSE-KMS and DSSE-KMS: what an object is written with, what answers say of it, what is refused. Recorded, but for the
//! texts of headers that do not go together, which users report.

use super::{put, shelf};
use aws_sdk_s3::Client;
use aws_sdk_s3::primitives::ByteStream;
use aws_sdk_s3::types::{CompletedMultipartUpload, CompletedPart, ServerSideEncryption};
use sandpail_tests::sdk;
use sandpail_tests::{Refusal, Server};

const SSE: &str = "x-amz-server-side-encryption";
const KEY_ID: &str = "x-amz-server-side-encryption-aws-kms-key-id";
const UUID: &str = "134f2428-cec1-4b25-a1ae-9048164dba47";

fn arn() -> String {
    format!("arn:aws:kms:us-east-1:000000000000:key/{UUID}")
}

/// Puts `123456789` with a KMS key, and answers the key as S3 names it.
async fn put_with(s3: &Client, bucket: &str, key: Option<&str>) -> String {
    let put = s3.put_object().bucket(bucket).key("k").body(ByteStream::from_static(b"123456789"));
    let put = put.server_side_encryption(ServerSideEncryption::AwsKms).set_ssekms_key_id(key.map(str::to_owned));
    let put = put.send().await.expect("a put");
    assert_eq!(put.server_side_encryption(), Some(&ServerSideEncryption::AwsKms));
    assert_eq!(put.bucket_key_enabled(), None);
    // The MD5 of the bytes is 25f9e794323b453885f5181f1b624d0b.
    let etag = put.e_tag().expect("an ETag");
    assert!(etag.len() == 34 && !etag.contains("25f9e794"), "{etag}");
    let get = s3.get_object().bucket(bucket).key("k").send().await.expect("a get");
    assert_eq!(get.server_side_encryption(), Some(&ServerSideEncryption::AwsKms));
    assert_eq!((get.e_tag(), get.ssekms_key_id()), (put.e_tag(), put.ssekms_key_id()));
    assert_eq!(get.body.collect().await.expect("a whole body").to_vec(), b"123456789");
    put.ssekms_key_id.expect("a key")
}

#[tokio::test]
async fn put_object_names_a_kms_key_by_its_arn() {
    let (_server, s3) = shelf();
    assert_eq!(put_with(&s3, "shelf", Some(UUID)).await, arn());
    assert_eq!(put_with(&s3, "shelf", Some(&arn())).await, arn());
    let foreign = format!("arn:aws:kms:us-east-1:999999999999:key/{UUID}");
    assert_eq!(put_with(&s3, "shelf", Some(&foreign)).await, foreign);
    let alias = put_with(&s3, "shelf", Some("alias/mine")).await;
    assert!(alias.starts_with("arn:aws:kms:us-east-1:000000000000:key/"), "{alias}");
    assert_eq!(put_with(&s3, "shelf", Some("alias/mine")).await, alias);
    // Not a name that AWS gives a key, but one that test suites do.
    assert_eq!(put_with(&s3, "shelf", Some("testkey-1")).await, "testkey-1");
}

#[tokio::test]
async fn put_object_without_a_kms_key_uses_that_of_s3() {
    let (server, s3) = shelf();
    let managed = put_with(&s3, "shelf", None).await;
    assert!(managed.starts_with("arn:aws:kms:us-east-1:000000000000:key/"), "{managed}");
    s3.create_bucket().bucket("other").send().await.expect("a bucket");
    assert_eq!(put_with(&s3, "other", None).await, managed);
    assert_eq!(put_with(&s3, "other", Some("alias/aws/s3")).await, managed);
    let alone = sdk::client_as(&server.url(), "111111111111");
    alone.create_bucket().bucket("alone").send().await.expect("a bucket");
    assert!(put_with(&alone, "alone", None).await.starts_with("arn:aws:kms:us-east-1:111111111111:key/"));
}

#[tokio::test]
async fn put_object_repeats_bucket_key_and_context() {
    let (_server, s3) = shelf();
    let put = s3.put_object().bucket("shelf").key("k").server_side_encryption(ServerSideEncryption::AwsKms);
    let put = put.bucket_key_enabled(true).ssekms_encryption_context("eyJhIjoiYiJ9").send().await.expect("a put");
    assert_eq!((put.bucket_key_enabled(), put.ssekms_encryption_context()), (Some(true), Some("eyJhIjoiYiJ9")));
    let head = s3.head_object().bucket("shelf").key("k").send().await.expect("a head");
    assert_eq!(head.bucket_key_enabled(), Some(true));
}

#[tokio::test]
async fn put_object_can_be_encrypted_twice() {
    let (_server, s3) = shelf();
    let put = s3.put_object().bucket("shelf").key("k").server_side_encryption(ServerSideEncryption::AwsKmsDsse);
    let put = put.ssekms_key_id(UUID).send().await.expect("a put");
    assert_eq!(put.server_side_encryption(), Some(&ServerSideEncryption::AwsKmsDsse));
    let head = s3.head_object().bucket("shelf").key("k").send().await.expect("a head");
    assert_eq!(head.server_side_encryption(), Some(&ServerSideEncryption::AwsKmsDsse));
    assert_eq!(head.ssekms_key_id(), Some(arn().as_str()));
}

/// What S3 says to a PUT with these headers; nothing may be stored by it.
fn put_raw(server: &Server, headers: &[(&str, &str)]) -> Refusal {
    let refusal = server.raw().ask("PUT", "/shelf/k", headers, b"x").refusal();
    assert_eq!(server.raw().ask("HEAD", "/shelf/k", &[], b"").status, 404, "{headers:?}");
    refusal
}

#[tokio::test]
async fn put_object_with_headers_that_do_not_go_together_is_refused() {
    let (server, _s3) = shelf();
    let alone =
        "Server Side Encryption with AWS KMS managed key requires HTTP header x-amz-server-side-encryption : aws:kms";
    let refused = put_raw(&server, &[(KEY_ID, UUID)]);
    refused.is(400, "InvalidArgument", alone, &[("ArgumentName", SSE)]);
    let refused = put_raw(&server, &[(SSE, "AES256"), (KEY_ID, UUID)]);
    refused.is(400, "InvalidArgument", alone, &[("ArgumentName", SSE), ("ArgumentValue", "AES256")]);
    let refused = put_raw(&server, &[(SSE, "aes:kms")]);
    let fields = [("ArgumentName", SSE), ("ArgumentValue", "aes:kms")];
    refused.is(400, "InvalidArgument", "The encryption method specified is not supported", &fields);
    let context = "x-amz-server-side-encryption-context";
    let refused = put_raw(&server, &[(SSE, "aws:kms"), (context, "e30")]);
    let message = "The header 'x-amz-server-side-encryption-context' shall be Base64-encoded UTF-8 string holding JSON \
        which represents a string-string map";
    refused.is(400, "InvalidArgument", message, &[("ArgumentName", context), ("ArgumentValue", "e30")]);
}

/// Recorded for a key of another region; a name with a blank can be no key's.
#[tokio::test]
async fn put_object_with_what_can_be_no_kms_key_is_refused() {
    let (server, _s3) = shelf();
    let elsewhere = format!("arn:aws:kms:us-west-2:000000000000:key/{UUID}");
    let refused = put_raw(&server, &[(SSE, "aws:kms"), (KEY_ID, &elsewhere)]);
    refused.is(400, "KMS.NotFoundException", "Invalid arn us-west-2", &[]);
    let refused = put_raw(&server, &[(SSE, "aws:kms"), (KEY_ID, "no key")]);
    refused.is(400, "KMS.NotFoundException", "Invalid keyId 'no key'", &[]);
}

#[tokio::test]
async fn put_object_with_a_kms_key_needs_signature_version_4() {
    let (server, _s3) = shelf();
    let message =
        "Requests specifying Server Side Encryption with AWS KMS managed keys require AWS Signature Version 4.";
    let refused = put_raw(&server, &[(SSE, "aws:kms"), ("authorization", "-")]);
    refused.is(400, "InvalidArgument", message, &[("ArgumentName", "Authorization"), ("ArgumentValue", "null")]);
}

#[tokio::test]
async fn get_object_with_a_kms_key_needs_signature_version_4() {
    let (server, s3) = shelf();
    put_with(&s3, "shelf", None).await;
    let message =
        "Requests specifying Server Side Encryption with AWS KMS managed keys require AWS Signature Version 4.";
    let refused = server.raw().ask("GET", "/shelf/k", &[("authorization", "-")], b"").refusal();
    refused.is(400, "InvalidArgument", message, &[("ArgumentName", "Authorization"), ("ArgumentValue", "null")]);
    assert_eq!(server.raw().ask("HEAD", "/shelf/k", &[("authorization", "-")], b"").status, 400);
}

#[tokio::test]
async fn get_object_takes_no_method() {
    let (server, s3) = shelf();
    put(&s3, "k", "x").await;
    for value in ["AES256", "aws:kms"] {
        let refused = server.raw().ask("GET", "/shelf/k", &[(SSE, value)], b"").refusal();
        let message = "x-amz-server-side-encryption header is not supported for this operation.";
        refused.is(400, "InvalidArgument", message, &[("ArgumentName", SSE), ("ArgumentValue", value)]);
        assert_eq!(server.raw().ask("HEAD", "/shelf/k", &[(SSE, value)], b"").status, 400);
    }
}

#[tokio::test]
async fn create_multipart_upload_with_a_kms_key_is_of_all_its_answers() {
    let (_server, s3) = shelf();
    let create = s3.create_multipart_upload().bucket("shelf").key("k").bucket_key_enabled(true);
    let create = create.server_side_encryption(ServerSideEncryption::AwsKms).ssekms_key_id(UUID).send().await;
    let create = create.expect("an upload");
    assert_eq!(create.server_side_encryption(), Some(&ServerSideEncryption::AwsKms));
    assert_eq!((create.ssekms_key_id(), create.bucket_key_enabled()), (Some(arn().as_str()), Some(true)));
    let id = create.upload_id().expect("an upload id");
    let part = s3.upload_part().bucket("shelf").key("k").upload_id(id).part_number(1);
    let part = part.body(ByteStream::from_static(b"123456789")).send().await.expect("a part");
    assert_eq!(part.server_side_encryption(), Some(&ServerSideEncryption::AwsKms));
    assert_eq!((part.ssekms_key_id(), part.bucket_key_enabled()), (Some(arn().as_str()), Some(true)));
    let etag = part.e_tag().expect("an ETag");
    assert!(!etag.contains("25f9e794"), "{etag}");
    let done = CompletedMultipartUpload::builder();
    let done = done.parts(CompletedPart::builder().part_number(1).e_tag(etag).build()).build();
    let complete = s3.complete_multipart_upload().bucket("shelf").key("k").upload_id(id).multipart_upload(done);
    let complete = complete.send().await.expect("an object");
    assert_eq!(complete.server_side_encryption(), Some(&ServerSideEncryption::AwsKms));
    assert_eq!((complete.ssekms_key_id(), complete.bucket_key_enabled()), (Some(arn().as_str()), Some(true)));
    let get = s3.get_object().bucket("shelf").key("k").send().await.expect("a get");
    assert_eq!((get.ssekms_key_id(), get.bucket_key_enabled()), (Some(arn().as_str()), Some(true)));
    assert_eq!(get.e_tag(), complete.e_tag());
}

/// The headers of the method are the upload's; a part's say nothing.
#[tokio::test]
async fn upload_part_ignores_the_method_it_is_sent_with() {
    let (server, s3) = shelf();
    let create = s3.create_multipart_upload().bucket("shelf").key("k");
    let create = create.server_side_encryption(ServerSideEncryption::AwsKms).ssekms_key_id(UUID).send().await;
    let id = create.expect("an upload").upload_id.expect("an upload id");
    let target = format!("/shelf/k?partNumber=1&uploadId={id}");
    let part = server.raw().ask("PUT", &target, &[(SSE, "aws:kms"), (KEY_ID, "other")], b"x").ok(200);
    assert_eq!(part.header(KEY_ID), Some(arn().as_str()));
}
