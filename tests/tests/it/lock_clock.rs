//! Locks follow the clock that the endpoint was given, and nothing else.

use std::sync::Arc;
use std::time::Duration;

use sandpail_blob::{MemVfs, Vfs};
use sandpail_tests::Local;
use sandpail_tests::digest::content_md5;

const DAY: Duration = Duration::from_secs(86_400);

/// An endpoint with a bucket that has locks, and this default retention.
async fn shelf(default: &str) -> Local {
    let vfs: Arc<dyn Vfs> = Arc::new(MemVfs::new());
    let local = Local::over(&vfs, 0);
    let _ = local.ask("PUT", "/shelf", &[("x-amz-bucket-object-lock-enabled", "true")], b"").await.ok(200);
    let rule = format!("<Rule><DefaultRetention>{default}</DefaultRetention></Rule>");
    let body = format!(
        "<ObjectLockConfiguration><ObjectLockEnabled>Enabled</ObjectLockEnabled>{rule}</ObjectLockConfiguration>"
    );
    let digest = content_md5(body.as_bytes());
    let _ = local.ask("PUT", "/shelf?object-lock", &[("content-md5", &digest)], body.as_bytes()).await.ok(200);
    local
}

/// Puts `k` and names its version.
async fn put(local: &Local) -> String {
    let digest = content_md5(b"x");
    let put = local.ask("PUT", "/shelf/k", &[("content-md5", &digest)], b"x").await.ok(200);
    put.header("x-amz-version-id").expect("a version id").to_owned()
}

async fn until(local: &Local) -> String {
    let head = local.ask("HEAD", "/shelf/k", &[], b"").await.ok(200);
    head.header("x-amz-object-lock-retain-until-date").expect("a date").to_owned()
}

/// The status of the attempt to delete the version.
async fn delete(local: &Local, version: &str) -> u16 {
    local.ask("DELETE", &format!("/shelf/k?versionId={version}"), &[], b"").await.status
}

fn advance(local: &Local, by: Duration) {
    local.clock().advance(by).expect("a time");
}

#[tokio::test]
async fn retention_ends_when_the_clock_passes_it() {
    let local = shelf("<Mode>COMPLIANCE</Mode><Days>1</Days>").await;
    let version = put(&local).await;
    assert_eq!(until(&local).await, "2026-01-02T00:00:00.000Z");
    advance(&local, DAY - Duration::from_millis(1));
    assert_eq!(delete(&local, &version).await, 403);
    advance(&local, Duration::from_millis(1));
    assert_eq!(until(&local).await, "2026-01-02T00:00:00.000Z", "what has ended is told all the same");
    assert_eq!(delete(&local, &version).await, 204);
}

#[tokio::test]
async fn retention_lasts_when_the_clock_is_set_back() {
    let local = shelf("<Mode>GOVERNANCE</Mode><Years>1</Years>").await;
    let version = put(&local).await;
    assert_eq!(until(&local).await, "2027-01-01T00:00:00.000Z");
    local.clock().set(std::time::SystemTime::UNIX_EPOCH);
    assert_eq!(delete(&local, &version).await, 403);
}

#[tokio::test]
async fn a_retention_that_has_ended_can_be_changed_and_removed() {
    let local = shelf("<Mode>COMPLIANCE</Mode><Days>1</Days>").await;
    put(&local).await;
    let nothing = b"<Retention></Retention>";
    assert_eq!(local.ask("PUT", "/shelf/k?retention", &[], nothing).await.refusal().code, "AccessDenied");
    advance(&local, DAY);
    let shorter =
        b"<Retention><Mode>GOVERNANCE</Mode><RetainUntilDate>2026-01-02T00:00:01Z</RetainUntilDate></Retention>";
    let _ = local.ask("PUT", "/shelf/k?retention", &[], shorter).await.ok(200);
    advance(&local, Duration::from_secs(1));
    let _ = local.ask("PUT", "/shelf/k?retention", &[], nothing).await.ok(200);
    assert_eq!(local.ask("GET", "/shelf/k?retention", &[], b"").await.status, 404);
}

/// To S3 an object is as old as its upload: <https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingMetadata.html>
#[tokio::test]
async fn an_upload_is_retained_from_its_start() {
    let local = shelf("<Mode>COMPLIANCE</Mode><Days>1</Days>").await;
    let started = local.ask("POST", "/shelf/k?uploads", &[], b"").await.ok(200).xml();
    let id = started.texts("UploadId").join("");
    advance(&local, Duration::from_secs(3600));
    let digest = content_md5(b"x");
    let target = format!("/shelf/k?partNumber=1&uploadId={id}");
    let part = local.ask("PUT", &target, &[("content-md5", &digest)], b"x").await.ok(200);
    let etag = part.header("etag").expect("an ETag");
    let body = format!(
        "<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>{etag}</ETag></Part></CompleteMultipartUpload>"
    );
    let _ = local.ask("POST", &format!("/shelf/k?uploadId={id}"), &[], body.as_bytes()).await.ok(200);
    assert_eq!(until(&local).await, "2026-01-02T00:00:00.000Z");
}

/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock-managing.html>
#[tokio::test]
async fn an_event_hold_moves_on_with_the_clock() {
    let local = shelf("<Mode>COMPLIANCE</Mode><DefaultEventHold><Days>30</Days></DefaultEventHold>").await;
    let version = put(&local).await;
    assert_eq!(until(&local).await, "2026-01-31T00:00:00.000Z");
    advance(&local, 100 * DAY);
    assert_eq!(until(&local).await, "2026-05-11T00:00:00.000Z");
    assert_eq!(delete(&local, &version).await, 403);
    let off = b"<Retention><Mode>COMPLIANCE</Mode><EventHold>OFF</EventHold></Retention>";
    let _ = local.ask("PUT", "/shelf/k?retention", &[], off).await.ok(200);
    advance(&local, 29 * DAY);
    assert_eq!(until(&local).await, "2026-05-11T00:00:00.000Z");
    assert_eq!(delete(&local, &version).await, 403);
    advance(&local, DAY);
    assert_eq!(delete(&local, &version).await, 204);
}
