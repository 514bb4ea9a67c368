//! Encryption on the server's side, in each kind that a store can ask for.

use object_store::aws::{AmazonS3, AmazonS3Builder, AmazonS3ConfigKey, S3CopyIfNotExists};
use object_store::path::Path;
use object_store::signer::{Method, SignedUrlOptions};
use object_store::{ObjectStoreExt as _, PutPayload, integration};
use reqwest::Response;
use sandpail_suites::https::https;
use sandpail_suites::signed::send;
use sandpail_suites::{bucket, built, store_with};

use crate::modes::everyday;

/// The id of a key; S3 answers its ARN.
const KEY: &str = "1234abcd-12ab-34cd-56ef-1234567890ab";

/// A customer's key of 32 bytes, in base 64.
const CUSTOMER_KEY: &str = "MTIzNDU2Nzg5MGFiY2RlZjEyMzQ1Njc4OTBhYmNkZWY=";

/// Objects that are put, copied and uploaded in parts.
const OBJECTS: [&str; 3] = ["put", "copied", "uploaded"];

async fn write(store: &AmazonS3) {
    let [put, copied, uploaded] = OBJECTS.map(Path::from);
    let bytes = PutPayload::from(vec![3; 1024]);
    store.put(&put, bytes.clone()).await.expect("an object");
    store.copy(&put, &copied).await.expect("a copy");
    let mut upload = store.put_multipart(&uploaded).await.expect("an upload");
    upload.put_part(bytes).await.expect("a part");
    upload.complete().await.expect("an object");
}

fn header<'a>(answer: &'a Response, name: &str) -> &'a str {
    answer.headers().get(name).map_or("", |value| value.to_str().expect("text"))
}

/// Heads of what is written with these options.
async fn heads(options: impl FnOnce(AmazonS3Builder) -> AmazonS3Builder) -> Vec<Response> {
    let store = store_with(options).await;
    write(&store).await;
    let mut heads = Vec::new();
    for object in OBJECTS {
        heads.push(send(&store, Method::HEAD, object, &SignedUrlOptions::new(), "").await);
    }
    heads
}

#[tokio::test]
async fn s3_keys() {
    let option: AmazonS3ConfigKey = "aws_server_side_encryption".parse().expect("an option");
    for head in heads(|settings| settings.with_config(option, "AES256")).await {
        assert_eq!(header(&head, "x-amz-server-side-encryption"), "AES256");
    }
}

#[tokio::test]
async fn kms() {
    for head in heads(|settings| settings.with_sse_kms_encryption(KEY).with_bucket_key(true)).await {
        assert_eq!(header(&head, "x-amz-server-side-encryption"), "aws:kms");
        let key = header(&head, "x-amz-server-side-encryption-aws-kms-key-id");
        assert!(key.starts_with("arn:aws:kms:us-east-1:") && key.ends_with(KEY), "{key}");
        assert_eq!(header(&head, "x-amz-server-side-encryption-bucket-key-enabled"), "true");
    }
}

#[tokio::test]
async fn kms_in_two_layers() {
    for head in heads(|settings| settings.with_dsse_kms_encryption(KEY)).await {
        assert_eq!(header(&head, "x-amz-server-side-encryption"), "aws:kms:dsse");
    }
}

#[tokio::test]
async fn everyday_with_kms() {
    everyday(store_with(|settings| settings.with_sse_kms_encryption(KEY)).await).await;
}

/// S3 takes a customer's key by HTTPS only.
async fn with_customer_key(bucket: &str) -> AmazonS3 {
    let settings = https(bucket).await.with_ssec_encryption(CUSTOMER_KEY);
    built(settings.with_copy_if_not_exists(S3CopyIfNotExists::Multipart))
}

#[tokio::test]
async fn customer_keys() {
    let bucket = bucket().await;
    write(&with_customer_key(&bucket).await).await;
    let keyless = built(https(&bucket).await);
    for object in OBJECTS {
        keyless.get(&Path::from(object)).await.expect_err("the key is needed");
        with_customer_key(&bucket).await.get(&Path::from(object)).await.expect("an object");
    }
}

#[tokio::test]
async fn everyday_with_customer_keys() {
    everyday(with_customer_key(&bucket().await).await).await;
}

#[tokio::test]
async fn large_objects_with_customer_keys() {
    integration::stream_get(&with_customer_key(&bucket().await).await).await;
}
