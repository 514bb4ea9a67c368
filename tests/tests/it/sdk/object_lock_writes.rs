//! Locks of objects as they are made: <https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html>. The refusals
//! are recorded, or as S3 was seen to answer in the reports named.

use std::time::{Duration, SystemTime};

use aws_sdk_s3::Client;
use aws_sdk_s3::operation::head_object::HeadObjectOutput;
use aws_sdk_s3::primitives::ByteStream;
use aws_sdk_s3::types::{
    DefaultRetention, ObjectLockConfiguration, ObjectLockEnabled, ObjectLockEventHold, ObjectLockLegalHoldStatus,
    ObjectLockMode, ObjectLockRule,
};
use sandpail_tests::digest::content_md5;
use sandpail_tests::{Refusal, Server};

use super::locked::{GOVERNANCE, locked_shelf, year};
use super::{part, parts, put, shelf};

const MODE: &str = "x-amz-object-lock-mode";
const UNTIL: &str = "x-amz-object-lock-retain-until-date";
const HOLD: &str = "x-amz-object-lock-legal-hold";

async fn head(s3: &Client, key: &str) -> HeadObjectOutput {
    s3.head_object().bucket("shelf").key(key).send().await.expect("a head")
}

/// Makes a day of governance the default.
async fn retain_by_default(s3: &Client) {
    let default = DefaultRetention::builder().mode(GOVERNANCE).days(1).build();
    let rule = ObjectLockRule::builder().default_retention(default).build();
    let configuration =
        ObjectLockConfiguration::builder().object_lock_enabled(ObjectLockEnabled::Enabled).rule(rule).build();
    let put = s3.put_object_lock_configuration().bucket("shelf").object_lock_configuration(configuration);
    put.send().await.expect("a configuration is put");
}

/// Asserts that the object is retained for a day from its making.
async fn check_default(s3: &Client, key: &str) {
    let head = head(s3, key).await;
    assert_eq!(head.object_lock_mode, Some(ObjectLockMode::Governance), "{key}");
    let until = SystemTime::try_from(head.object_lock_retain_until_date.expect("a date")).expect("a time");
    let made = SystemTime::try_from(head.last_modified.expect("a date")).expect("a time");
    // Last-Modified has lost its milliseconds.
    let late = until.duration_since(made + Duration::from_secs(86_400)).expect("a day later");
    assert!(late < Duration::from_secs(1), "{key}: {late:?}");
}

#[tokio::test]
async fn put_object_with_a_lock() {
    let (_server, s3) = locked_shelf().await;
    let put = s3.put_object().bucket("shelf").key("k").body(ByteStream::from_static(b"x"));
    let put = put.object_lock_mode(ObjectLockMode::Compliance).object_lock_retain_until_date(year(2100));
    put.object_lock_legal_hold_status(ObjectLockLegalHoldStatus::On).send().await.expect("a put");
    let head = head(&s3, "k").await;
    assert_eq!(head.object_lock_mode, Some(ObjectLockMode::Compliance));
    assert_eq!(head.object_lock_retain_until_date, Some(year(2100)));
    assert_eq!(head.object_lock_legal_hold_status, Some(ObjectLockLegalHoldStatus::On));
    let got = s3.get_object().bucket("shelf").key("k").send().await.expect("a get");
    assert_eq!(got.object_lock_mode, Some(ObjectLockMode::Compliance));
    assert_eq!(got.object_lock_retain_until_date, Some(year(2100)));
    assert_eq!(got.object_lock_legal_hold_status, Some(ObjectLockLegalHoldStatus::On));
}

#[tokio::test]
async fn put_object_with_an_event_hold() {
    let (_server, s3) = locked_shelf().await;
    let put = s3.put_object().bucket("shelf").key("k").body(ByteStream::from_static(b"x"));
    let put = put.object_lock_mode(ObjectLockMode::Governance).object_lock_event_hold(ObjectLockEventHold::On);
    put.object_lock_event_hold_duration_years(1).send().await.expect("a put");
    let head = head(&s3, "k").await;
    assert_eq!(head.object_lock_event_hold, Some(ObjectLockEventHold::On));
    assert_eq!(head.object_lock_event_hold_duration_years, Some(1));
    assert!(head.object_lock_retain_until_date.is_some());
}

#[tokio::test]
async fn put_object_takes_the_default_of_its_bucket() {
    let (_server, s3) = locked_shelf().await;
    put(&s3, "before", "x").await;
    retain_by_default(&s3).await;
    put(&s3, "k", "x").await;
    check_default(&s3, "k").await;
    assert_eq!(head(&s3, "before").await.object_lock_mode, None, "a default is for what comes after it");
    let own = s3.put_object().bucket("shelf").key("own").body(ByteStream::from_static(b"x"));
    let own = own.object_lock_mode(ObjectLockMode::Compliance).object_lock_retain_until_date(year(2100));
    own.send().await.expect("a put");
    assert_eq!(head(&s3, "own").await.object_lock_retain_until_date, Some(year(2100)));
}

#[tokio::test]
async fn copy_object_has_the_lock_of_its_own_making() {
    let (_server, s3) = locked_shelf().await;
    let put = s3.put_object().bucket("shelf").key("k").body(ByteStream::from_static(b"x"));
    let put = put.object_lock_mode(ObjectLockMode::Governance).object_lock_retain_until_date(year(2100));
    put.object_lock_legal_hold_status(ObjectLockLegalHoldStatus::On).send().await.expect("a put");
    let copy = |key: &'static str| s3.copy_object().bucket("shelf").key(key).copy_source("shelf/k");
    copy("plain").send().await.expect("a copy");
    let plain = head(&s3, "plain").await;
    assert_eq!((plain.object_lock_mode, plain.object_lock_legal_hold_status), (None, None));
    let locked = copy("locked").object_lock_legal_hold_status(ObjectLockLegalHoldStatus::Off);
    locked.send().await.expect("a copy");
    assert_eq!(head(&s3, "locked").await.object_lock_legal_hold_status, Some(ObjectLockLegalHoldStatus::Off));
    retain_by_default(&s3).await;
    copy("default").send().await.expect("a copy");
    check_default(&s3, "default").await;
}

#[tokio::test]
async fn create_multipart_upload_says_how_its_object_is_locked() {
    let (_server, s3) = locked_shelf().await;
    retain_by_default(&s3).await;
    for locks in [false, true] {
        let key = if locks { "own" } else { "default" };
        let mut create = s3.create_multipart_upload().bucket("shelf").key(key);
        if locks {
            create = create.object_lock_mode(ObjectLockMode::Compliance).object_lock_retain_until_date(year(2100));
            create = create.object_lock_legal_hold_status(ObjectLockLegalHoldStatus::On);
        }
        let id = create.send().await.expect("an upload").upload_id.expect("an upload id");
        let done = part(&s3, key, &id, 1, "x").await;
        let complete = s3.complete_multipart_upload().bucket("shelf").key(key).upload_id(id);
        complete.multipart_upload(parts([done])).send().await.expect("the upload completes");
    }
    check_default(&s3, "default").await;
    let own = head(&s3, "own").await;
    assert_eq!(
        (own.object_lock_mode, own.object_lock_retain_until_date),
        (Some(ObjectLockMode::Compliance), Some(year(2100)))
    );
    assert_eq!(own.object_lock_legal_hold_status, Some(ObjectLockLegalHoldStatus::On));
}

/// Asks each of the three operations that make objects with these headers.
fn refusals(server: &Server, headers: &[(&str, &str)]) -> Vec<Refusal> {
    let digest = content_md5(b"");
    let headers = [headers, &[("content-md5", digest.as_str())]].concat();
    let copying = [headers.as_slice(), &[("x-amz-copy-source", "shelf/k")]].concat();
    let requests =
        [("PUT", "/shelf/new", &headers), ("PUT", "/shelf/new", &copying), ("POST", "/shelf/new?uploads", &headers)];
    let ask =
        |(method, target, headers): (&str, &str, &Vec<_>)| server.raw().ask(method, target, headers, b"").refusal();
    requests.into_iter().map(ask).collect()
}

/// Recorded; and versity/versitygw#1733, #1734, #1775. The bucket is not looked at.
#[tokio::test]
async fn put_object_copy_object_and_create_multipart_upload_refuse_the_same_headers() {
    let (server, s3) = shelf();
    put(&s3, "k", "x").await;
    let both = "x-amz-object-lock-retain-until-date and x-amz-object-lock-mode must both be supplied";
    let (mode, until) = ((MODE, "GOVERNANCE"), (UNTIL, "2100-01-01T00:00:00Z"));
    let bad = (MODE, "BAD-VALUE");
    for (headers, message, fields) in [
        (vec![mode], both, vec![("ArgumentName", UNTIL)]),
        (vec![bad], both, vec![("ArgumentName", UNTIL)]),
        (vec![until], both, vec![("ArgumentName", MODE)]),
        (vec![bad, until], "Unknown wormMode directive.", vec![("ArgumentName", MODE), ("ArgumentValue", "BAD-VALUE")]),
        (
            vec![mode, (UNTIL, "abc")],
            "The retain until date must be provided in ISO 8601 format",
            vec![("ArgumentName", UNTIL), ("ArgumentValue", "abc")],
        ),
        (
            vec![mode, (UNTIL, "2025-12-25T12:00:00Z")],
            "The retain until date must be in the future!",
            vec![("ArgumentName", UNTIL), ("ArgumentValue", "2025-12-25T12:00:00Z")],
        ),
        (
            vec![(HOLD, "wrong")],
            "Legal Hold must be either of 'ON' or 'OFF'",
            vec![("ArgumentName", HOLD), ("ArgumentValue", "wrong")],
        ),
    ] {
        for refusal in refusals(&server, &headers) {
            refusal.is(400, "InvalidArgument", message, &fields);
        }
    }
}

/// versity/versitygw#1751
#[tokio::test]
async fn put_object_copy_object_and_create_multipart_upload_need_a_bucket_with_locks() {
    let (server, s3) = shelf();
    put(&s3, "k", "x").await;
    let missing = "Bucket is missing ObjectLockConfiguration";
    for headers in [vec![(MODE, "GOVERNANCE"), (UNTIL, "2100-01-01T00:00:00Z")], vec![(HOLD, "OFF")]] {
        for refusal in refusals(&server, &headers) {
            refusal.is(400, "InvalidRequest", missing, &[]);
        }
    }
}

/// versity/versitygw#1776, s3tools/s3cmd#1436: neither the SHA-256 of the signature does, nor the name of an algorithm.
#[tokio::test]
async fn put_object_and_upload_part_under_a_lock_need_a_digest() {
    let (server, s3) = locked_shelf().await;
    let object =
        "Content-MD5 OR x-amz-checksum- HTTP header is required for Put Object requests with Object Lock parameters";
    let part =
        "Content-MD5 OR x-amz-checksum- HTTP header is required for Put Part requests with Object Lock parameters";
    let ask = |target: &str, headers: &[(&str, &str)]| server.raw().ask("PUT", target, headers, b"x");
    let algorithm = ("x-amz-sdk-checksum-algorithm", "CRC32");
    ask("/shelf/k", &[(HOLD, "ON"), algorithm]).refusal().is(400, "InvalidRequest", object, &[]);
    let _ = ask("/shelf/plain", &[]).ok(200);
    retain_by_default(&s3).await;
    ask("/shelf/k", &[]).refusal().is(400, "InvalidRequest", object, &[]);
    let md5 = content_md5(b"x");
    let _ = ask("/shelf/k", &[("content-md5", &md5)]).ok(200);
    let _ = ask("/shelf/k", &[("x-amz-checksum-crc32", "jNxLug==")]).refusal();
    let started = s3.create_multipart_upload().bucket("shelf").key("parts").send().await.expect("an upload");
    let target = format!("/shelf/parts?partNumber=1&uploadId={}", started.upload_id.expect("an upload id"));
    ask(&target, &[]).refusal().is(400, "InvalidRequest", part, &[]);
    let _ = ask(&target, &[("content-md5", &md5)]).ok(200);
}
