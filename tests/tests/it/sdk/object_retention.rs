//! Retention of versions: <https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObjectRetention.html>. The refusals
//! are recorded where nothing else is said.

use aws_sdk_s3::Client;
use aws_sdk_s3::types::{EventHoldDuration, ObjectLockEventHold, ObjectLockRetention, ObjectLockRetentionMode};
use sandpail_tests::sdk::refused;

use super::locked::{COMPLIANCE, GOVERNANCE, PROTECTED, locked_shelf, put_retained, retention, year};
use super::{put, shelf};

const MALFORMED: &str = "The XML you provided was not well-formed or did not validate against our published schema";

async fn get(s3: &Client, key: &str) -> ObjectLockRetention {
    let got = s3.get_object_retention().bucket("shelf").key(key).send().await.expect("a retention");
    got.retention.expect("a document")
}

/// A retention by an event hold.
fn held(mode: ObjectLockRetentionMode, days: i32) -> ObjectLockRetention {
    let duration = EventHoldDuration::builder().days(days).build();
    let held = ObjectLockRetention::builder().mode(mode).event_hold(ObjectLockEventHold::On);
    held.event_hold_duration(duration).build()
}

#[tokio::test]
async fn get_object_retention_of_nothing() {
    let (_server, s3) = locked_shelf().await;
    let get = |key: &'static str| s3.get_object_retention().bucket("shelf").key(key).send();
    refused(get("k").await).is(404, "NoSuchKey", "The specified key does not exist.", &[("Key", "k")]);
    put(&s3, "k", "x").await;
    let never = "The specified object does not have a ObjectLock configuration";
    refused(get("k").await).is(404, "NoSuchObjectLockConfiguration", never, &[]);
}

#[tokio::test]
async fn get_object_retention_of_a_bucket_without_locks() {
    let (_server, s3) = shelf();
    put(&s3, "k", "x").await;
    let missing = "Bucket is missing Object Lock Configuration";
    let get = s3.get_object_retention().bucket("shelf").key("k").send().await;
    refused(get).is(400, "InvalidRequest", missing, &[]);
    let put = s3.put_object_retention().bucket("shelf").key("k").retention(retention(GOVERNANCE, year(2100)));
    refused(put.send().await).is(400, "InvalidRequest", missing, &[]);
}

#[tokio::test]
async fn put_object_retention_is_of_one_version() {
    let (_server, s3) = locked_shelf().await;
    let old = put(&s3, "k", "old").await.expect("a version id");
    put(&s3, "k", "new").await;
    let retain = s3.put_object_retention().bucket("shelf").key("k").version_id(&old);
    retain.retention(retention(COMPLIANCE, year(2100))).send().await.expect("a retention");
    let got = s3.get_object_retention().bucket("shelf").key("k").version_id(&old).send().await.expect("a retention");
    assert_eq!(got.retention, Some(retention(COMPLIANCE, year(2100))));
    let current = s3.get_object_retention().bucket("shelf").key("k").send().await;
    assert_eq!(refused(current).code, "NoSuchObjectLockConfiguration");
    let head = s3.head_object().bucket("shelf").key("k").version_id(&old).send().await.expect("a head");
    assert_eq!(head.object_lock_mode.map(|mode| mode.as_str().to_owned()).as_deref(), Some("COMPLIANCE"));
    assert_eq!(head.object_lock_retain_until_date, Some(year(2100)));
}

/// The rules: extend it always, shorten, change or remove it only by bypassing governance.
#[tokio::test]
async fn put_object_retention_of_an_active_one() {
    let (_server, s3) = locked_shelf().await;
    let nothing = ObjectLockRetention::builder().build();
    for (at, (old, new, bypass, allowed)) in [
        (GOVERNANCE, retention(GOVERNANCE, year(2101)), false, true),
        (GOVERNANCE, retention(GOVERNANCE, year(2099)), false, false),
        (GOVERNANCE, retention(GOVERNANCE, year(2099)), true, true),
        (GOVERNANCE, retention(COMPLIANCE, year(2101)), false, false),
        (GOVERNANCE, retention(COMPLIANCE, year(2101)), true, true),
        (GOVERNANCE, nothing.clone(), false, false),
        (GOVERNANCE, nothing.clone(), true, true),
        (COMPLIANCE, retention(COMPLIANCE, year(2101)), false, true),
        (COMPLIANCE, retention(COMPLIANCE, year(2099)), true, false),
        (COMPLIANCE, retention(GOVERNANCE, year(2101)), true, false),
        (COMPLIANCE, nothing, true, false),
    ]
    .into_iter()
    .enumerate()
    {
        let key = format!("k{at}");
        put_retained(&s3, &key, old.clone(), year(2100)).await;
        let put = s3.put_object_retention().bucket("shelf").key(&key).retention(new.clone());
        let answer = put.set_bypass_governance_retention(bypass.then_some(true)).send().await;
        let left = s3.get_object_retention().bucket("shelf").key(&key).send().await;
        if !allowed {
            refused(answer).is(403, "AccessDenied", PROTECTED, &[]);
            assert_eq!(left.expect("a retention").retention, Some(retention(old, year(2100))), "{at}");
        } else if new.mode.is_some() {
            answer.expect("a retention");
            assert_eq!(left.expect("a retention").retention, Some(new), "{at}");
        } else {
            answer.expect("no retention");
            assert_eq!(refused(left).code, "NoSuchObjectLockConfiguration", "{at}");
        }
    }
}

#[tokio::test]
async fn put_object_retention_refuses_what_makes_none() {
    let (_server, s3) = locked_shelf().await;
    put_retained(&s3, "k", GOVERNANCE, year(2100)).await;
    let ask = |retention: Option<ObjectLockRetention>| {
        let put = s3.put_object_retention().bucket("shelf").key("k").bypass_governance_retention(true);
        put.set_retention(retention).send()
    };
    let mode = ObjectLockRetention::builder().mode(GOVERNANCE);
    for wrong in [
        None,
        Some(mode.clone().build()),
        Some(ObjectLockRetention::builder().retain_until_date(year(2100)).build()),
        Some(retention(ObjectLockRetentionMode::from("BAD-VALUE"), year(2100))),
        Some(mode.clone().event_hold(ObjectLockEventHold::On).build()),
        Some(mode.event_hold(ObjectLockEventHold::Off).build()),
        Some(held(GOVERNANCE, 36_501)),
    ] {
        refused(ask(wrong).await).is(400, "MalformedXML", MALFORMED, &[]);
    }
    let past = [("ArgumentName", "RetainUntilDate"), ("ArgumentValue", "Tue Dec 31 16:00:00 PST 2019")];
    let message = "The retain until date must be in the future!";
    refused(ask(Some(retention(GOVERNANCE, year(2020)))).await).is(400, "InvalidArgument", message, &past);
    assert_eq!(get(&s3, "k").await, retention(GOVERNANCE, year(2100)), "nothing has changed");
}

#[tokio::test]
async fn put_object_retention_of_what_is_not_there() {
    let (_server, s3) = locked_shelf().await;
    let ask = |bucket: &'static str, key: &'static str| {
        let put = s3.put_object_retention().bucket(bucket).key(key);
        put.retention(retention(GOVERNANCE, year(2100))).send()
    };
    let missing = "The specified bucket does not exist";
    refused(ask("none", "k").await).is(404, "NoSuchBucket", missing, &[("BucketName", "none")]);
    refused(ask("shelf", "k").await).is(404, "NoSuchKey", "The specified key does not exist.", &[("Key", "k")]);
    put(&s3, "k", "x").await;
    let marker = s3.delete_object().bucket("shelf").key("k").send().await.expect("a marker");
    let marker = marker.version_id.expect("a version id");
    let not_allowed = "The specified method is not allowed against this resource.";
    let put = s3.put_object_retention().bucket("shelf").key("k").version_id(&marker);
    let put = refused(put.retention(retention(GOVERNANCE, year(2100))).send().await);
    put.is(405, "MethodNotAllowed", not_allowed, &[("Method", "PUT"), ("ResourceType", "DeleteMarker")]);
    let get = refused(s3.get_object_retention().bucket("shelf").key("k").version_id(&marker).send().await);
    get.is(405, "MethodNotAllowed", not_allowed, &[("Method", "GET"), ("ResourceType", "DeleteMarker")]);
}

/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock-managing.html>: a hold is released by OFF, and
/// never moves the date back.
#[tokio::test]
async fn put_object_retention_holds_until_an_event() {
    let (_server, s3) = locked_shelf().await;
    put(&s3, "k", "x").await;
    let ask = |retention: ObjectLockRetention| s3.put_object_retention().bucket("shelf").key("k").retention(retention);
    ask(held(COMPLIANCE, 10)).send().await.expect("a hold");
    let head = s3.head_object().bucket("shelf").key("k").send().await.expect("a head");
    assert_eq!(head.object_lock_event_hold, Some(ObjectLockEventHold::On));
    assert_eq!(
        (head.object_lock_event_hold_duration_days, head.object_lock_event_hold_duration_years),
        (Some(10), None)
    );
    let first = get(&s3, "k").await;
    assert_eq!(
        (first.event_hold, first.event_hold_duration),
        (Some(ObjectLockEventHold::On), held(COMPLIANCE, 10).event_hold_duration)
    );
    ask(held(COMPLIANCE, 1)).send().await.expect("a shorter duration");
    assert!(get(&s3, "k").await.retain_until_date >= first.retain_until_date, "the date does not go back");
    refused(ask(held(GOVERNANCE, 99)).send().await).is(403, "AccessDenied", PROTECTED, &[]);
    let off = ObjectLockRetention::builder().mode(COMPLIANCE).event_hold(ObjectLockEventHold::Off).build();
    ask(off).send().await.expect("the hold is released");
    let released = get(&s3, "k").await;
    assert_eq!((released.event_hold, released.event_hold_duration), (Some(ObjectLockEventHold::Off), None));
    assert!(released.retain_until_date >= first.retain_until_date, "it is retained from here on");
}
