//! UpdateObjectEncryption: <https://docs.aws.amazon.com/AmazonS3/latest/API/API_UpdateObjectEncryption.html>, which lists
//! the refusals.

use super::sse_c::{ONE, put_with};
use super::{enable_versions, put, read, shelf};
use aws_sdk_s3::Client;
use aws_sdk_s3::operation::update_object_encryption::builders::UpdateObjectEncryptionFluentBuilder;
use aws_sdk_s3::types::{
    ObjectEncryption, ObjectLockLegalHold, ObjectLockLegalHoldStatus, ServerSideEncryption, SsekmsEncryption,
};
use sandpail_tests::Server;
use sandpail_tests::sdk::{self, refused};

fn arn(account: &str) -> String {
    format!("arn:aws:kms:us-east-1:{account}:key/134f2428-cec1-4b25-a1ae-9048164dba47")
}

fn update(s3: &Client, arn: &str, bucket_key: Option<bool>) -> UpdateObjectEncryptionFluentBuilder {
    let kms = SsekmsEncryption::builder().kms_key_arn(arn).set_bucket_key_enabled(bucket_key).build().expect("a key");
    s3.update_object_encryption().bucket("shelf").key("k").object_encryption(ObjectEncryption::Ssekms(kms))
}

#[tokio::test]
async fn update_object_encryption_changes_nothing_but_the_encryption() {
    let (_server, s3) = shelf();
    put(&s3, "k", "123456789").await;
    let head = || s3.head_object().bucket("shelf").key("k").send();
    let before = head().await.expect("a head");
    let own = arn("000000000000");
    for bucket_key in [None, Some(true), Some(false)] {
        update(&s3, &own, bucket_key).send().await.expect("an update");
        let after = head().await.expect("a head");
        assert_eq!(after.server_side_encryption(), Some(&ServerSideEncryption::AwsKms));
        assert_eq!(
            (after.ssekms_key_id(), after.bucket_key_enabled()),
            (Some(own.as_str()), bucket_key.filter(|b| *b))
        );
        assert_eq!((after.e_tag(), after.last_modified()), (before.e_tag(), before.last_modified()));
    }
    assert_eq!(read(&s3, "k").await, b"123456789");
}

#[tokio::test]
async fn update_object_encryption_of_a_version_is_of_that_version() {
    let (_server, s3) = shelf();
    enable_versions(&s3).await;
    let first = put(&s3, "k", "1").await.expect("a version");
    put(&s3, "k", "2").await;
    update(&s3, &arn("000000000000"), None).version_id(&first).send().await.expect("an update");
    let method = async |version: Option<String>| {
        let head = s3.head_object().bucket("shelf").key("k").set_version_id(version).send().await.expect("a head");
        head.server_side_encryption
    };
    assert_eq!(method(Some(first)).await, Some(ServerSideEncryption::AwsKms));
    assert_eq!(method(None).await, Some(ServerSideEncryption::Aes256));
}

#[tokio::test]
async fn update_object_encryption_of_other_sources_is_refused() {
    let (_server, s3) = shelf();
    let own = arn("000000000000");
    let missing = refused(update(&s3, &own, None).send().await);
    missing.is(404, "NoSuchKey", "The specified key does not exist.", &[("Key", "k")]);
    let source = "The UpdateObjectEncryption operation doesn't support source objects with the encryption type DSSE-KMS or \
        SSE-C. Only source objects encrypted with SSE-S3 or SSE-KMS are supported.";
    put_with(&s3, "k", "x", ONE).await;
    refused(update(&s3, &own, None).send().await).is(400, "InvalidRequest", source, &[]);
    let twice = s3.put_object().bucket("shelf").key("k").server_side_encryption(ServerSideEncryption::AwsKmsDsse);
    twice.send().await.expect("a put");
    refused(update(&s3, &own, None).send().await).is(400, "InvalidRequest", source, &[]);
}

#[tokio::test]
async fn update_object_encryption_of_a_locked_object_is_refused() {
    let server = Server::for_sdk(&[]);
    let s3 = sdk::client(&server.url());
    let create = s3.create_bucket().bucket("shelf").object_lock_enabled_for_bucket(true);
    create.send().await.expect("a bucket with locks");
    let hold = s3.put_object().bucket("shelf").key("k").object_lock_legal_hold_status(ObjectLockLegalHoldStatus::On);
    hold.send().await.expect("a put");
    let message = "The encryption type for the specified object can't be updated because that object is protected by S3 \
        Object Lock. If the object has a governance-mode retention period or a legal hold, you must first remove the Object \
        Lock status on the object before you issue your UpdateObjectEncryption request. You can't use the \
        UpdateObjectEncryption operation with objects that have an Object Lock compliance mode retention period applied to \
        them.";
    refused(update(&s3, &arn("000000000000"), None).send().await).is(403, "AccessDenied", message, &[]);
    let off = ObjectLockLegalHold::builder().status(ObjectLockLegalHoldStatus::Off).build();
    s3.put_object_legal_hold().bucket("shelf").key("k").legal_hold(off).send().await.expect("no hold");
    update(&s3, &arn("000000000000"), None).send().await.expect("an update");
}

#[tokio::test]
async fn update_object_encryption_to_another_accounts_key_is_refused() {
    let (_server, s3) = shelf();
    put(&s3, "k", "x").await;
    let message = "The AWS KMS key in the request must be owned by the same account as the bucket. Modify the request to \
        specify a KMS key from the same account, and then try again.";
    refused(update(&s3, &arn("999999999999"), None).send().await).is(403, "AccessDenied", message, &[]);
    let elsewhere = arn("000000000000").replace("us-east-1", "us-west-2");
    let refused = refused(update(&s3, &elsewhere, None).send().await);
    refused.is(400, "KMS.NotFoundException", "Invalid arn us-west-2", &[]);
}

#[tokio::test]
async fn update_object_encryption_without_a_usable_method_is_refused() {
    let (server, s3) = shelf();
    put(&s3, "k", "x").await;
    let ask = |inner: &str, headers: &[(&str, &str)]| {
        let body =
            format!("<ObjectEncryption xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">{inner}</ObjectEncryption>");
        let md5 = sandpail_tests::digest::content_md5(body.as_bytes());
        let headers = [headers, &[("content-md5", md5.as_str())]].concat();
        server.raw().ask("PUT", "/shelf/k?encryption", &headers, body.as_bytes()).refusal()
    };
    let method = "Requests that modify an object encryption configuration require a valid new encryption type. Valid values \
        are SSEKMS. Modify the request to specify SSE-KMS for the updated encryption type, and then try again.";
    ask("", &[]).is(400, "InvalidRequest", method, &[]);
    let target = "The UpdateObjectEncryption operation doesn't support updating the encryption type to DSSE-KMS or SSE-C. \
        Modify the request to specify SSE-KMS for the updated encryption type, and then try again.";
    ask("<SSE-C></SSE-C>", &[]).is(400, "InvalidRequest", target, &[]);
    let missing = "Requests that modify an object's encryption type to SSE-KMS require an AWS KMS key Amazon Resource Name \
        (ARN). Modify the request to specify a KMS key ARN, and then try again.";
    ask("<SSE-KMS></SSE-KMS>", &[]).is(400, "InvalidRequest", missing, &[]);
    let signature = "Requests that modify an object encryption configuration require AWS Signature Version 4. Modify the \
        request to use AWS Signature Version 4, and then try again.";
    ask("", &[("authorization", "-")]).is(400, "InvalidRequest", signature, &[]);
    let head = s3.head_object().bucket("shelf").key("k").send().await.expect("a head");
    assert_eq!(head.server_side_encryption(), Some(&ServerSideEncryption::Aes256));
}
