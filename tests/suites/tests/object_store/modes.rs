//! The everyday part of the suite, once for each way in which a store can send its requests.

use object_store::aws::{AmazonS3, Checksum};
use object_store::integration;
use sandpail_suites::{built, locked_bucket, settings, store_with};

/// Writes, reads, lists, copies and deletes, in every manner.
pub(crate) async fn everyday(store: AmazonS3) {
    integration::put_get_delete_list(&store).await;
    integration::list_with_delimiter(&store).await;
    integration::rename_and_copy(&store).await;
    integration::multipart_with_opts(&store, &store).await;
    integration::put_get_attributes(&store).await;
    integration::get_opts(&store).await;
    integration::put_opts(&store, true).await;
    integration::list_paginated(&store, &store).await;
}

#[tokio::test]
async fn unsigned_payload() {
    everyday(store_with(|settings| settings.with_unsigned_payload(true)).await).await;
}

#[tokio::test]
async fn sha256() {
    everyday(store_with(|settings| settings.with_checksum_algorithm(Checksum::SHA256)).await).await;
}

#[tokio::test]
async fn crc64nvme() {
    everyday(store_with(|settings| settings.with_checksum_algorithm(Checksum::CRC64NVME)).await).await;
}

#[tokio::test]
async fn unsigned_payload_with_checksum() {
    let unsigned =
        store_with(|settings| settings.with_unsigned_payload(true).with_checksum_algorithm(Checksum::CRC64NVME));
    everyday(unsigned.await).await;
}

#[tokio::test]
async fn deletes_one_by_one() {
    everyday(store_with(|settings| settings.with_disable_bulk_delete(true)).await).await;
}

#[tokio::test]
async fn requester_pays() {
    everyday(store_with(|settings| settings.with_request_payer(true)).await).await;
}

#[tokio::test]
async fn versioned_and_locked() {
    everyday(built(settings(&locked_bucket().await))).await;
}

#[tokio::test]
async fn versioned_and_locked_with_checksum() {
    let settings = settings(&locked_bucket().await);
    everyday(built(settings.with_checksum_algorithm(Checksum::SHA256))).await;
}

/// The server takes requests without a signature, but for those that S3 never takes so: CreateMultipartUpload is one.
#[tokio::test]
async fn unsigned() {
    let store = store_with(|settings| settings.with_skip_signature(true)).await;
    integration::put_get_delete_list(&store).await;
    integration::rename_and_copy(&store).await;
    integration::put_opts(&store, true).await;
}
