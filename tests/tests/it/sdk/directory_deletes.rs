//! Conditional deletes in directory buckets:
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-deletes.html>

use aws_sdk_s3::Client;
use aws_sdk_s3::primitives::{ByteStream, DateTime};
use aws_sdk_s3::types::{Delete, ObjectIdentifier};
use sandpail_tests::sdk::refused;

use super::directory_buckets::{SHELF, directory_shelf};

const FAILED: &str = "At least one of the pre-conditions you specified did not hold";

/// Puts five bytes, and answers the time that S3 tells of them.
async fn put(s3: &Client, key: &str) -> DateTime {
    let put = s3.put_object().bucket(SHELF).key(key).body(ByteStream::from_static(b"bytes"));
    put.send().await.expect("an object");
    let head = s3.head_object().bucket(SHELF).key(key).send().await.expect("the object");
    head.last_modified.expect("a time")
}

#[tokio::test]
async fn delete_object_of_a_directory_holds_it_to_conditions() {
    let (_server, s3) = directory_shelf().await;
    let modified = put(&s3, "k").await;
    let delete = || s3.delete_object().bucket(SHELF).key("k");
    let past = DateTime::from_secs(1_000_000_000);
    for (delete, condition) in [
        (delete().if_match("\"other\""), "If-Match"),
        (delete().if_match_last_modified_time(past), "x-amz-if-match-last-modified-time"),
        (delete().if_match_size(4), "x-amz-if-match-size"),
        (delete().if_match_last_modified_time(modified).if_match_size(6), "x-amz-if-match-size"),
    ] {
        refused(delete.send().await).has(412, "PreconditionFailed", FAILED, &[("Condition", condition)]);
    }
    let all = delete().if_match("*").if_match_last_modified_time(modified).if_match_size(5);
    all.clone().send().await.expect("all hold");
    refused(s3.get_object().bucket(SHELF).key("k").send().await).has(
        404,
        "NoSuchKey",
        "The specified key does not exist.",
        &[],
    );
    // It is gone, as was asked for.
    all.send().await.expect("nothing to delete");
}

#[tokio::test]
async fn delete_objects_of_a_directory_hold_each_to_conditions() {
    let (_server, s3) = directory_shelf().await;
    let modified = put(&s3, "a").await;
    put(&s3, "b").await;
    put(&s3, "c").await;
    let object = |key: &str| ObjectIdentifier::builder().key(key);
    let past = DateTime::from_secs(1_000_000_000);
    let objects = [
        object("a").size(5).last_modified_time(modified),
        object("b").size(4),
        object("c").last_modified_time(past),
        object("d").size(4),
    ];
    let objects = objects.map(|object| object.build().expect("a key")).to_vec();
    let delete = Delete::builder().set_objects(Some(objects)).build().expect("objects");
    let answer = s3.delete_objects().bucket(SHELF).delete(delete).send().await.expect("an answer");
    let deleted: Vec<_> = answer.deleted().iter().filter_map(|one| one.key()).collect();
    assert_eq!(deleted, ["a", "d"]);
    let errors: Vec<_> = answer.errors().iter().map(|one| (one.key(), one.code())).collect();
    let failed = Some("PreconditionFailed");
    assert_eq!(errors, [(Some("b"), failed), (Some("c"), failed)]);
}
