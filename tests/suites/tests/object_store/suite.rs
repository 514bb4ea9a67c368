//! Every public function of the suite, against a store with default settings.

use object_store::integration;
use sandpail_suites::{built, locked_bucket, settings, store, store_with};

#[tokio::test]
async fn put_get_delete_list() {
    integration::put_get_delete_list(&store().await).await;
}

#[tokio::test]
async fn put_get_attributes() {
    integration::put_get_attributes(&store().await).await;
}

#[tokio::test]
async fn get_opts() {
    integration::get_opts(&store().await).await;
}

/// With versions, it reads an old one as well.
#[tokio::test]
async fn get_opts_versioned() {
    integration::get_opts(&built(settings(&locked_bucket().await))).await;
}

#[tokio::test]
async fn put_opts() {
    integration::put_opts(&store().await, true).await;
}

#[tokio::test]
async fn stream_get() {
    integration::stream_get(&store().await).await;
}

#[tokio::test]
async fn list_uses_directories_correctly() {
    integration::list_uses_directories_correctly(&store().await).await;
}

#[tokio::test]
async fn list_with_delimiter() {
    integration::list_with_delimiter(&store().await).await;
}

#[tokio::test]
async fn list_with_offset_exclusivity() {
    integration::list_with_offset_exclusivity(&store().await).await;
}

#[tokio::test]
async fn list_paginated() {
    let store = store().await;
    integration::list_paginated(&store, &store).await;
}

#[tokio::test]
async fn get_nonexistent_object() {
    let missing = integration::get_nonexistent_object(&store().await, None).await;
    assert!(matches!(missing, Err(object_store::Error::NotFound { .. })), "{missing:?}");
}

#[tokio::test]
async fn rename_and_copy() {
    integration::rename_and_copy(&store().await).await;
}

#[tokio::test]
async fn multipart() {
    let store = store().await;
    integration::multipart(&store, &store).await;
}

#[tokio::test]
async fn multipart_with_opts() {
    let store = store().await;
    integration::multipart_with_opts(&store, &store).await;
}

#[tokio::test]
async fn multipart_put_part_out_of_order() {
    let store = store().await;
    integration::multipart_put_part_out_of_order(&store, &store).await;
}

#[tokio::test]
async fn multipart_race_condition() {
    integration::multipart_race_condition(&store().await, true).await;
}

#[tokio::test]
async fn multipart_out_of_order() {
    integration::multipart_out_of_order(&store().await).await;
}

#[tokio::test]
async fn response_extensions() {
    let store = store_with(|settings| settings.with_http_connector(integration::MarkerHttpConnector::default()));
    integration::response_extensions(&store.await, true).await;
}
