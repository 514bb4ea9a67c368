//! DeleteObject: gone, marked, or that one version gone.

use super::{enable_versions, put, read, shelf};
use sandpail_tests::sdk::refused;

#[tokio::test]
async fn delete_object_of_an_unversioned_bucket_is_for_good() {
    let (_server, s3) = shelf();
    put(&s3, "k", "x").await;
    let deleted = s3.delete_object().bucket("shelf").key("k").send().await.expect("a delete");
    assert_eq!((deleted.delete_marker(), deleted.version_id()), (None, None));
    assert_eq!(refused(s3.get_object().bucket("shelf").key("k").send().await).code, "NoSuchKey");
    let list = s3.list_object_versions().bucket("shelf").send().await.expect("a list");
    assert_eq!((list.versions().len(), list.delete_markers().len()), (0, 0));
}

#[tokio::test]
async fn delete_object_of_none_is_no_error() {
    let (_server, s3) = shelf();
    s3.delete_object().bucket("shelf").key("none").send().await.expect("a delete");
    let refusal = refused(s3.delete_object().bucket("none").key("k").send().await);
    refusal.is(404, "NoSuchBucket", "The specified bucket does not exist", &[("BucketName", "none")]);
}

#[tokio::test]
async fn delete_object_of_a_versioned_bucket_leaves_a_marker() {
    let (_server, s3) = shelf();
    enable_versions(&s3).await;
    let version = put(&s3, "k", "x").await.expect("a version id");
    let deleted = s3.delete_object().bucket("shelf").key("k").send().await.expect("a delete");
    assert_eq!(deleted.delete_marker(), Some(true));
    assert!(deleted.version_id().is_some_and(|id| id != version));
    assert_eq!(refused(s3.get_object().bucket("shelf").key("k").send().await).code, "NoSuchKey");
    let again = s3.delete_object().bucket("shelf").key("k").send().await.expect("a delete");
    assert_ne!(again.version_id(), deleted.version_id(), "each delete leaves a marker of its own");
}

#[tokio::test]
async fn delete_object_of_a_version_tells_what_it_was() {
    let (_server, s3) = shelf();
    enable_versions(&s3).await;
    let version = put(&s3, "k", "x").await.expect("a version id");
    let marker = s3.delete_object().bucket("shelf").key("k").send().await.expect("a delete");
    let marker = marker.version_id.expect("a marker's id");
    let undone = s3.delete_object().bucket("shelf").key("k").version_id(&marker).send().await.expect("a delete");
    assert_eq!((undone.delete_marker(), undone.version_id()), (Some(true), Some(marker.as_str())));
    assert_eq!(read(&s3, "k").await, b"x", "the object is back");
    let gone = s3.delete_object().bucket("shelf").key("k").version_id(&version).send().await.expect("a delete");
    assert_eq!((gone.delete_marker(), gone.version_id()), (None, Some(version.as_str())));
    let list = s3.list_object_versions().bucket("shelf").send().await.expect("a list");
    assert_eq!((list.versions().len(), list.delete_markers().len()), (0, 0));
}

#[tokio::test]
async fn delete_object_of_a_version_that_is_none() {
    let (_server, s3) = shelf();
    put(&s3, "k", "x").await;
    let odd = refused(s3.delete_object().bucket("shelf").key("k").version_id("nonsense").send().await);
    let fields = [("ArgumentName", "versionId"), ("ArgumentValue", "nonsense")];
    odd.is(400, "InvalidArgument", "Invalid version id specified", &fields);
    s3.delete_object().bucket("shelf").key("none").version_id("null").send().await.expect("nothing to delete");
    s3.delete_object().bucket("shelf").key("k").version_id("null").send().await.expect("the null version goes");
    assert_eq!(refused(s3.get_object().bucket("shelf").key("k").send().await).code, "NoSuchKey");
}
