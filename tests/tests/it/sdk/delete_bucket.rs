//! DeleteBucket: only of an empty one, where versions and delete markers count (AWS.md 15).

use super::{enable_versions, put, shelf, start};
use aws_sdk_s3::Client;
use sandpail_tests::sdk::refused;

#[track_caller]
fn check(refusal: &sandpail_tests::Refusal, message: &str) {
    refusal.is(409, "BucketNotEmpty", message, &[("BucketName", "shelf")]);
}

async fn delete(s3: &Client) -> sandpail_tests::Refusal {
    refused(s3.delete_bucket().bucket("shelf").send().await)
}

#[tokio::test]
async fn delete_bucket_takes_an_empty_one_away() {
    let (_server, s3) = shelf();
    s3.delete_bucket().bucket("shelf").send().await.expect("it goes");
    let fields = [("BucketName", "shelf")];
    delete(&s3).await.is(404, "NoSuchBucket", "The specified bucket does not exist", &fields);
    s3.create_bucket().bucket("shelf").send().await.expect("its name is free");
}

#[tokio::test]
async fn delete_bucket_spares_one_with_objects() {
    let (_server, s3) = shelf();
    put(&s3, "k", "x").await;
    check(&delete(&s3).await, "The bucket you tried to delete is not empty");
    s3.delete_object().bucket("shelf").key("k").send().await.expect("a delete");
    s3.delete_bucket().bucket("shelf").send().await.expect("it goes");
}

#[tokio::test]
async fn delete_bucket_counts_versions_and_markers() {
    let message = "The bucket you tried to delete is not empty. You must delete all versions in the bucket.";
    let (_server, s3) = shelf();
    enable_versions(&s3).await;
    let version = put(&s3, "k", "x").await.expect("a version id");
    let marker = s3.delete_object().bucket("shelf").key("k").send().await.expect("a delete");
    let marker = marker.version_id.expect("a marker's id");
    check(&delete(&s3).await, message);
    s3.delete_object().bucket("shelf").key("k").version_id(version).send().await.expect("a delete");
    check(&delete(&s3).await, message);
    s3.delete_object().bucket("shelf").key("k").version_id(marker).send().await.expect("a delete");
    s3.delete_bucket().bucket("shelf").send().await.expect("it goes");
}

#[tokio::test]
async fn delete_bucket_ends_its_uploads() {
    let (_server, s3) = shelf();
    let id = start(&s3, "k").await;
    s3.delete_bucket().bucket("shelf").send().await.expect("uploads do not hold it");
    s3.create_bucket().bucket("shelf").send().await.expect("a bucket");
    let refusal = refused(s3.list_parts().bucket("shelf").key("k").upload_id(id).send().await);
    assert_eq!(refusal.code, "NoSuchUpload");
}
