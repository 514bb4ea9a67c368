//! Legal holds: <https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObjectLegalHold.html>. The refusals are recorded.

use aws_sdk_s3::types::ObjectLockLegalHoldStatus::{self, Off, On};
use sandpail_tests::sdk::refused;

use super::locked::{hold, locked_shelf};
use super::{put, shelf};

#[tokio::test]
async fn get_object_legal_hold_of_none() {
    let (_server, s3) = locked_shelf().await;
    let get = |key: &'static str| s3.get_object_legal_hold().bucket("shelf").key(key).send();
    refused(get("k").await).is(404, "NoSuchKey", "The specified key does not exist.", &[("Key", "k")]);
    put(&s3, "k", "x").await;
    let never = "The specified object does not have a ObjectLock configuration";
    refused(get("k").await).is(404, "NoSuchObjectLockConfiguration", never, &[]);
    let head = s3.head_object().bucket("shelf").key("k").send().await.expect("a head");
    assert_eq!(head.object_lock_legal_hold_status, None);
}

#[tokio::test]
async fn put_object_legal_hold_is_placed_and_removed() {
    let (_server, s3) = locked_shelf().await;
    let old = put(&s3, "k", "old").await.expect("a version id");
    put(&s3, "k", "new").await;
    for status in [On, Off, On] {
        let put = s3.put_object_legal_hold().bucket("shelf").key("k").version_id(&old);
        put.legal_hold(hold(status.clone())).send().await.expect("a hold");
        let got = s3.get_object_legal_hold().bucket("shelf").key("k").version_id(&old).send().await.expect("a hold");
        assert_eq!(got.legal_hold, Some(hold(status.clone())));
        let head = s3.head_object().bucket("shelf").key("k").version_id(&old).send().await.expect("a head");
        assert_eq!(head.object_lock_legal_hold_status, Some(status));
    }
    let other = s3.head_object().bucket("shelf").key("k").send().await.expect("a head");
    assert_eq!(other.object_lock_legal_hold_status, None, "the other version is another matter");
}

#[tokio::test]
async fn put_object_legal_hold_refusals() {
    let (_server, s3) = locked_shelf().await;
    let ask = |bucket: &'static str, key: &'static str, status: Option<ObjectLockLegalHoldStatus>| {
        s3.put_object_legal_hold().bucket(bucket).key(key).set_legal_hold(status.map(hold)).send()
    };
    let missing = "The specified bucket does not exist";
    refused(ask("none", "k", Some(On)).await).is(404, "NoSuchBucket", missing, &[("BucketName", "none")]);
    refused(ask("shelf", "k", Some(On)).await).is(
        404,
        "NoSuchKey",
        "The specified key does not exist.",
        &[("Key", "k")],
    );
    put(&s3, "k", "x").await;
    let malformed = "The XML you provided was not well-formed or did not validate against our published schema";
    let odd = ObjectLockLegalHoldStatus::from("abc");
    refused(ask("shelf", "k", Some(odd)).await).is(400, "MalformedXML", malformed, &[]);
    refused(ask("shelf", "k", None).await).is(400, "MalformedXML", malformed, &[]);
}

#[tokio::test]
async fn put_object_legal_hold_of_a_bucket_without_locks() {
    let (_server, s3) = shelf();
    put(&s3, "k", "x").await;
    let missing = "Bucket is missing Object Lock Configuration";
    let put = s3.put_object_legal_hold().bucket("shelf").key("k").legal_hold(hold(On)).send().await;
    refused(put).is(400, "InvalidRequest", missing, &[]);
    let get = s3.get_object_legal_hold().bucket("shelf").key("k").send().await;
    refused(get).is(400, "InvalidRequest", missing, &[]);
}
