//! The AWS SDK for Rust at its default settings: every operation that is served, and what each refuses. A test's name
//! begins with the operation it is about; `coverage` holds the list to that.

mod abort_multipart_upload;
mod bucket_abac;
mod bucket_accelerate;
mod bucket_acl;
mod bucket_analytics;
mod bucket_cors;
mod bucket_encryption;
mod bucket_intelligent_tiering;
mod bucket_inventory;
mod bucket_lifecycle;
mod bucket_lifecycle_ends;
mod bucket_location;
mod bucket_logging;
mod bucket_metadata;
mod bucket_metrics;
mod bucket_notification;
mod bucket_ownership_controls;
mod bucket_policy;
mod bucket_replication;
mod bucket_request_payment;
mod bucket_tagging;
mod bucket_versioning;
mod bucket_website;
mod complete_conditions;
mod complete_multipart_upload;
mod conditional_reads;
mod conditional_writes;
mod copy_conditions;
mod copy_object;
mod coverage;
mod create_bucket;
mod create_multipart_upload;
mod delete_bucket;
mod delete_object;
mod delete_objects;
mod directory_buckets;
mod directory_deletes;
mod get_object;
mod get_object_torrent;
mod head_bucket;
mod head_object;
mod host_aliases;
mod list_buckets;
mod list_multipart_uploads;
mod list_object_versions;
mod list_objects;
mod list_objects_v2;
mod list_parts;
mod locked;
mod metadata;
mod mfa_delete;
mod multipart_checksums;
mod newer_checksums;
mod object_acl;
mod object_annotations;
mod object_attributes;
mod object_legal_hold;
mod object_lock_configuration;
mod object_lock_deletes;
mod object_lock_writes;
mod object_retention;
mod object_tagging;
mod part_numbers;
mod presigned;
mod public_access_block;
mod put_object;
mod ranges;
mod rename_object;
mod restore_object;
mod select_object_content;
mod sse_c;
mod sse_c_multipart;
mod sse_copies;
mod sse_kms;
mod storage_class;
mod update_object_encryption;
mod upload_part;
mod upload_part_copy;
mod verified;
mod versions;
mod write_get_object_response;

use aws_sdk_s3::Client;
use aws_sdk_s3::primitives::ByteStream;
use aws_sdk_s3::types::{BucketVersioningStatus, CompletedMultipartUpload, CompletedPart, VersioningConfiguration};
use sandpail_tests::{Server, sdk};

/// The least that a part before the last may have.
const MIB_5: usize = 5 << 20;

/// A server with the bucket `shelf`, and a client of it.
fn shelf() -> (Server, Client) {
    let server = Server::for_sdk(&["--bucket", "shelf"]);
    let s3 = sdk::client(&server.url());
    (server, s3)
}

/// Puts an object and returns its version id, `None` in a bucket that never had versions.
async fn put(s3: &Client, key: &str, body: impl Into<Vec<u8>>) -> Option<String> {
    let body = ByteStream::from(body.into());
    let put = s3.put_object().bucket("shelf").key(key).body(body).send().await.expect("a put");
    put.version_id
}

/// The object's bytes.
async fn read(s3: &Client, key: &str) -> Vec<u8> {
    let got = s3.get_object().bucket("shelf").key(key).send().await.expect("a get");
    got.body.collect().await.expect("a whole body").to_vec()
}

/// The bytes of one version.
async fn read_version(s3: &Client, key: &str, version: &str) -> Vec<u8> {
    let got = s3.get_object().bucket("shelf").key(key).version_id(version).send().await.expect("a get");
    got.body.collect().await.expect("a whole body").to_vec()
}

/// The object's ETag, with its quotes.
async fn etag(s3: &Client, key: &str) -> String {
    let head = s3.head_object().bucket("shelf").key(key).send().await.expect("a head");
    head.e_tag.expect("an ETag")
}

/// Switches the versioning of `shelf`.
async fn set_versioning(s3: &Client, status: BucketVersioningStatus) {
    let configuration = VersioningConfiguration::builder().status(status).build();
    let put = s3.put_bucket_versioning().bucket("shelf").versioning_configuration(configuration);
    put.send().await.expect("versioning is set");
}

async fn enable_versions(s3: &Client) {
    set_versioning(s3, BucketVersioningStatus::Enabled).await;
}

/// Starts a multipart upload and returns its id.
async fn start(s3: &Client, key: &str) -> String {
    let upload = s3.create_multipart_upload().bucket("shelf").key(key).send().await.expect("an upload");
    upload.upload_id.expect("an upload id")
}

/// Uploads one part and returns what completing needs of it.
async fn part(s3: &Client, key: &str, id: &str, number: i32, body: impl Into<Vec<u8>>) -> CompletedPart {
    let body = ByteStream::from(body.into());
    let upload = s3.upload_part().bucket("shelf").key(key).upload_id(id).part_number(number).body(body);
    let part = upload.send().await.expect("a part");
    CompletedPart::builder().part_number(number).set_e_tag(part.e_tag).build()
}

/// The list of parts that completes an upload.
fn parts(parts: impl IntoIterator<Item = CompletedPart>) -> CompletedMultipartUpload {
    CompletedMultipartUpload::builder().set_parts(Some(parts.into_iter().collect())).build()
}

/// Stores a multipart object of these parts, numbered from 1.
async fn assemble(s3: &Client, key: &str, bodies: &[Vec<u8>]) {
    let id = start(s3, key).await;
    let mut done = Vec::new();
    for (number, body) in (1..).zip(bodies) {
        done.push(part(s3, key, &id, number, body.clone()).await);
    }
    let complete = s3.complete_multipart_upload().bucket("shelf").key(key).upload_id(id);
    complete.multipart_upload(parts(done)).send().await.expect("the upload completes");
}

/// `size` bytes that differ from place to place and from seed to seed.
fn pattern(size: usize, seed: u32) -> Vec<u8> {
    let mut state = seed.wrapping_mul(2_654_435_761).wrapping_add(1);
    let mut next = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        state.to_be_bytes()[0]
    };
    (0..size).map(|_| next()).collect()
}
