//! Errors as object_store reads them from the server's answers.

use object_store::aws::{AmazonS3, AmazonS3Builder};
use object_store::path::Path;
use object_store::{Error, ObjectStore as _, ObjectStoreExt as _};
use sandpail_suites::{bucket, built, names, settings, store};

fn in_no_bucket() -> AmazonS3 {
    built(settings("suite-nobody-made-this-bucket"))
}

#[track_caller]
fn assert_not_found<T: std::fmt::Debug>(result: Result<T, Error>) {
    assert!(matches!(result, Err(Error::NotFound { .. })), "{result:?}");
}

#[tokio::test]
async fn no_bucket() {
    let (store, path) = (in_no_bucket(), Path::from("key"));
    assert_not_found(store.get(&path).await);
    assert_not_found(store.head(&path).await);
    assert_not_found(store.put(&path, "body".into()).await);
    assert_not_found(store.put_multipart(&path).await);
    assert_not_found(store.delete(&path).await);
    // As object_store has it, a list has no path that could be not found.
    let listed = store.list_with_delimiter(None).await;
    assert!(matches!(&listed, Err(error) if error.to_string().contains("NoSuchBucket")), "{listed:?}");
}

#[tokio::test]
async fn deletes_of_no_object() {
    store().await.delete(&Path::from("key")).await.expect("nothing to do");
}

#[tokio::test]
async fn upload_of_no_parts() {
    let store = store().await;
    let path = Path::from("key");
    let mut upload = store.put_multipart(&path).await.expect("an upload");
    upload.complete().await.expect("an object");
    assert_eq!(store.head(&path).await.expect("an object").size, 0);
}

async fn refused_with(settings: AmazonS3Builder, denied: bool) {
    let result = built(settings).put(&Path::from("key"), "body".into()).await;
    let expected = match &result {
        Err(Error::PermissionDenied { .. }) => denied,
        Err(_) => !denied,
        Ok(_) => false,
    };
    assert!(expected, "{result:?}");
}

#[tokio::test]
async fn wrong_secret() {
    refused_with(settings(&bucket().await).with_secret_access_key("wrong"), true).await;
}

#[tokio::test]
async fn unknown_access_key() {
    refused_with(settings(&bucket().await).with_access_key_id("nobody"), true).await;
}

/// At a host of another region. It is a status of 400, and so no denial.
#[tokio::test]
async fn wrong_region() {
    let settings = settings(&bucket().await).with_region("eu-west-1");
    refused_with(names::endpoint(settings, "s3.us-east-1.localhost"), false).await;
}
