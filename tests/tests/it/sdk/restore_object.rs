//! RestoreObject, and what it changes for everything that reads an archived object.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use super::{enable_versions, put, shelf};
use aws_sdk_s3::Client;
use aws_sdk_s3::primitives::{ByteStream, DateTime};
use aws_sdk_s3::types::{
    GlacierJobParameters, OptionalObjectAttributes, RestoreRequest, RestoreRequestType, RestoreStatus, StorageClass,
    Tier,
};
use sandpail::{ManualClock, Sandpail};
use sandpail_tests::sdk::refused;
use sandpail_tests::{Raw, Refusal, sdk};

const NOT_VALID: &str = "The operation is not valid for the object's storage class";
const NOT_ALLOWED: &str = "Restore is not allowed for the object's current storage class";
const MALFORMED: &str = "The XML you provided was not well-formed or did not validate against our published schema";
const HOUR: Duration = Duration::from_secs(3600);

/// 2026-01-15T10:30:00Z.
const START: Duration = Duration::from_secs(1_768_473_000);

/// A server whose clock stands, on which a restore takes that long.
fn scene(seconds: u64) -> (Sandpail, Client, Arc<ManualClock>) {
    let clock = Arc::new(ManualClock::new(SystemTime::UNIX_EPOCH + START));
    let shared: Arc<ManualClock> = Arc::clone(&clock);
    let builder = Sandpail::builder().bucket("shelf").clock(shared).restore_seconds(seconds);
    let server = builder.start().expect("a server");
    let s3 = sdk::client(server.url());
    (server, s3, clock)
}

async fn archive(s3: &Client, key: &str, class: StorageClass) -> Option<String> {
    let put = s3.put_object().bucket("shelf").key(key).storage_class(class).body(ByteStream::from_static(b"cold"));
    put.send().await.expect("a put").version_id
}

fn asking(days: i32, tier: Option<Tier>) -> RestoreRequest {
    let parameters = tier.map(|tier| GlacierJobParameters::builder().tier(tier).build().expect("a tier"));
    RestoreRequest::builder().days(days).set_glacier_job_parameters(parameters).build()
}

/// The status that a restore answers, which the SDK does not tell.
fn restore(server: &Sandpail, key: &str, days: u32, tier: Option<&str>) -> u16 {
    let tier = tier.map(|tier| format!("<GlacierJobParameters><Tier>{tier}</Tier></GlacierJobParameters>"));
    let body = format!("<RestoreRequest><Days>{days}</Days>{}</RestoreRequest>", tier.unwrap_or_default());
    let reply = Raw::connect(server.addr()).ask("POST", &format!("/shelf/{key}?restore"), &[], body.as_bytes());
    assert!(reply.body.is_empty(), "{}", reply.text());
    reply.status
}

async fn refuse(s3: &Client, key: &str, request: RestoreRequest) -> Refusal {
    refused(s3.restore_object().bucket("shelf").key(key).restore_request(request).send().await)
}

/// What `x-amz-restore` says of the object.
async fn told(s3: &Client, key: &str) -> Option<String> {
    s3.head_object().bucket("shelf").key(key).send().await.expect("a head").restore
}

async fn read(s3: &Client, key: &str) -> Result<Vec<u8>, Refusal> {
    match s3.get_object().bucket("shelf").key(key).send().await {
        Ok(got) => Ok(got.body.collect().await.expect("a whole body").to_vec()),
        error => Err(refused(error)),
    }
}

fn until(day: u32) -> String {
    format!("ongoing-request=\"false\", expiry-date=\"{}, {day} Jan 2026 00:00:00 GMT\"", weekday(day))
}

fn weekday(day: u32) -> &'static str {
    ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"][(day as usize - 1) % 7]
}

#[tokio::test]
async fn restore_object_makes_the_bytes_readable_until_midnight() {
    let (server, s3, clock) = scene(0);
    for class in [StorageClass::Glacier, StorageClass::DeepArchive] {
        let key = class.as_str();
        clock.set(SystemTime::UNIX_EPOCH + START);
        archive(&s3, key, class.clone()).await;
        read(&s3, key).await.expect_err("archived").is(403, "InvalidObjectState", NOT_VALID, &[("StorageClass", key)]);
        assert_eq!(told(&s3, key).await, None);
        assert_eq!(restore(&server, key, 3, None), 202);
        assert_eq!(told(&s3, key).await, Some(until(19)));
        assert_eq!(read(&s3, key).await.as_deref(), Ok(&b"cold"[..]));
        let got = s3.get_object().bucket("shelf").key(key).send().await.expect("a get");
        assert_eq!((got.restore(), got.storage_class()), (Some(until(19).as_str()), Some(&class)));
        // The days are counted anew, and may become fewer.
        clock.advance(24 * HOUR);
        assert_eq!(restore(&server, key, 1, Some("Bulk")), 200);
        assert_eq!(told(&s3, key).await, Some(until(18)));
        clock.set(SystemTime::UNIX_EPOCH + START + Duration::from_secs(61 * 3600 + 1799));
        assert_eq!(read(&s3, key).await.as_deref(), Ok(&b"cold"[..]), "a second before midnight");
        clock.advance(Duration::from_secs(1));
        assert_eq!(told(&s3, key).await, None);
        read(&s3, key).await.expect_err("archived").is(403, "InvalidObjectState", NOT_VALID, &[("StorageClass", key)]);
        assert_eq!(restore(&server, key, 1, None), 202, "it begins anew");
    }
}

#[tokio::test]
async fn restore_object_under_way_is_not_begun_twice() {
    let (server, s3, clock) = scene(5 * 3600);
    archive(&s3, "k", StorageClass::Glacier).await;
    assert_eq!(restore(&server, "k", 1, Some("Bulk")), 202);
    let busy = "Object restore is already in progress";
    for request in [asking(1, Some(Tier::Bulk)), asking(2, Some(Tier::Standard)), asking(2, None)] {
        refuse(&s3, "k", request).await.is(409, "RestoreAlreadyInProgress", busy, &[]);
    }
    assert_eq!(told(&s3, "k").await.as_deref(), Some("ongoing-request=\"true\""));
    read(&s3, "k").await.expect_err("not yet").is(403, "InvalidObjectState", NOT_VALID, &[("StorageClass", "GLACIER")]);
    assert_eq!(restore(&server, "k", 1, Some("Expedited")), 202, "a faster tier");
    refuse(&s3, "k", asking(1, None)).await.is(409, "RestoreAlreadyInProgress", busy, &[]);
    clock.advance(5 * HOUR);
    assert_eq!(told(&s3, "k").await, Some(until(17)));
    assert_eq!(read(&s3, "k").await.as_deref(), Ok(&b"cold"[..]));
    assert_eq!(restore(&server, "k", 9, None), 200);
    assert_eq!(told(&s3, "k").await, Some(until(25)));
}

#[tokio::test]
async fn restore_object_is_for_archives_only() {
    let (_server, s3) = shelf();
    for class in ["STANDARD", "STANDARD_IA", "ONEZONE_IA", "GLACIER_IR", "REDUCED_REDUNDANCY", "INTELLIGENT_TIERING"] {
        archive(&s3, class, class.into()).await;
        assert_eq!(read(&s3, class).await.as_deref(), Ok(&b"cold"[..]));
        if class == "INTELLIGENT_TIERING" {
            let message = "INTELLIGENT_TIERING objects are not subject to restore expiry. Do not specify Days when \
                restoring this object";
            refuse(&s3, class, asking(1, None)).await.is(400, "InvalidArgument", message, &[]);
            let without = RestoreRequest::builder().build();
            refuse(&s3, class, without).await.is(403, "InvalidObjectState", NOT_ALLOWED, &[]);
        } else {
            refuse(&s3, class, asking(1, None)).await.is(403, "InvalidObjectState", NOT_ALLOWED, &[]);
        }
    }
    refuse(&s3, "none", asking(1, None)).await.has(404, "NoSuchKey", "The specified key does not exist.", &[]);
    let none = s3.restore_object().bucket("none").key("k").restore_request(asking(1, None));
    refused(none.send().await).has(404, "NoSuchBucket", "The specified bucket does not exist", &[]);
}

#[tokio::test]
async fn restore_object_takes_days_and_a_tier() {
    let (server, s3) = shelf();
    archive(&s3, "k", StorageClass::Glacier).await;
    archive(&s3, "deep", StorageClass::DeepArchive).await;
    for request in [
        RestoreRequest::builder().build(),
        asking(0, None),
        asking(-1, None),
        asking(1, Some("Slow".into())),
        RestoreRequest::builder().days(1).tier(Tier::Bulk).build(),
    ] {
        refuse(&s3, "k", request).await.is(400, "MalformedXML", MALFORMED, &[]);
    }
    let message = "Retrieval option is not supported by this storage class";
    let refusal = refuse(&s3, "deep", asking(1, Some(Tier::Expedited))).await;
    refusal.is(400, "InvalidArgument", message, &[("ArgumentName", "Tier"), ("ArgumentValue", "Expedited")]);
    let select = RestoreRequest::builder().r#type(RestoreRequestType::Select).build();
    assert_eq!(refuse(&s3, "k", select).await.status, 405);
    let refusal = server.raw().ask("POST", "/shelf/k?restore", &[], b"").refusal();
    refusal.is(400, "MissingRequestBodyError", "Request Body is empty", &[]);
    let refusal = server.raw().ask("POST", "/shelf/k?restore", &[], b"<RestoreRequest><Days>x</Days>").refusal();
    refusal.is(400, "MalformedXML", MALFORMED, &[]);
    let refusal = server.raw().ask("POST", "/shelf?restore", &[], b"<RestoreRequest/>").refusal();
    refusal.is(400, "UserKeyMustBeSpecified", "User key must be specified.", &[]);
    assert_eq!((told(&s3, "k").await, told(&s3, "deep").await), (None, None));
}

#[tokio::test]
async fn restore_object_of_a_version_is_of_that_version() {
    let (_server, s3) = shelf();
    enable_versions(&s3).await;
    let first = archive(&s3, "k", StorageClass::Glacier).await.expect("a version");
    archive(&s3, "k", StorageClass::Glacier).await;
    let restore = s3.restore_object().bucket("shelf").key("k").version_id(&first).restore_request(asking(1, None));
    restore.send().await.expect("a restore");
    let head = s3.head_object().bucket("shelf").key("k").version_id(&first).send().await.expect("a head");
    assert!(head.restore().is_some());
    assert_eq!(told(&s3, "k").await, None);
    s3.delete_object().bucket("shelf").key("k").send().await.expect("a delete");
    refuse(&s3, "k", asking(1, None)).await.has(404, "NoSuchKey", "The specified key does not exist.", &[]);
}

#[tokio::test]
async fn an_archived_object_is_no_source_until_it_is_restored() {
    let (server, s3, _clock) = scene(0);
    archive(&s3, "k", StorageClass::Glacier).await;
    let copy = || s3.copy_object().bucket("shelf").key("copy").copy_source("shelf/k");
    let upload = s3.create_multipart_upload().bucket("shelf").key("parts").send().await.expect("an upload");
    let id = upload.upload_id.expect("an id");
    let part = || {
        let part = s3.upload_part_copy().bucket("shelf").key("parts").copy_source("shelf/k");
        part.upload_id(&id).part_number(1)
    };
    let message = "Operation is not valid for the source object's storage class";
    for refusal in [refused(copy().send().await), refused(part().send().await)] {
        refusal.is(403, "InvalidObjectState", message, &[("StorageClass", "GLACIER")]);
    }
    assert_eq!(restore(&server, "k", 1, None), 202);
    copy().send().await.expect("a copy");
    part().send().await.expect("a part");
    assert_eq!(read(&s3, "copy").await.as_deref(), Ok(&b"cold"[..]));
    copy().key("cold").storage_class(StorageClass::Glacier).send().await.expect("a copy");
    assert_eq!(told(&s3, "cold").await, None, "the restore is not copied");
    read(&s3, "cold").await.expect_err("archived");
}

#[tokio::test]
async fn listings_tell_of_restores_when_asked() {
    let (server, s3, clock) = scene(3600);
    archive(&s3, "a", StorageClass::Glacier).await;
    archive(&s3, "b", StorageClass::Glacier).await;
    put(&s3, "c", "warm").await;
    assert_eq!(restore(&server, "b", 1, None), 202);
    for (ongoing, expiry) in [(true, None), (false, Some(1_768_608_000))] {
        let expiry = expiry.map(DateTime::from_secs);
        let status = RestoreStatus::builder().is_restore_in_progress(ongoing).set_restore_expiry_date(expiry).build();
        let expected = [None, Some(status), None];
        let asked = OptionalObjectAttributes::RestoreStatus;
        let list = s3.list_objects_v2().bucket("shelf").optional_object_attributes(asked.clone()).send().await.unwrap();
        let found: Vec<_> = list.contents().iter().map(|object| object.restore_status().cloned()).collect();
        assert_eq!(found, expected);
        let list = s3.list_objects().bucket("shelf").optional_object_attributes(asked.clone()).send().await.unwrap();
        let found: Vec<_> = list.contents().iter().map(|object| object.restore_status().cloned()).collect();
        assert_eq!(found, expected);
        let list = s3.list_object_versions().bucket("shelf").optional_object_attributes(asked).send().await.unwrap();
        let found: Vec<_> = list.versions().iter().map(|object| object.restore_status().cloned()).collect();
        assert_eq!(found, expected);
        let list = s3.list_objects_v2().bucket("shelf").send().await.expect("a list");
        assert!(list.contents().iter().all(|object| object.restore_status().is_none()));
        clock.advance(HOUR);
    }
    let headers = [("x-amz-optional-object-attributes", "Other")];
    for target in ["/shelf", "/shelf?list-type=2", "/shelf?versions"] {
        let refusal = Raw::connect(server.addr()).ask("GET", target, &headers, b"").refusal();
        let fields = [("ArgumentName", "x-amz-optional-object-attributes"), ("ArgumentValue", "Other")];
        refusal.is(400, "InvalidArgument", "Invalid attribute name specified.", &fields);
    }
}
