//! What a lock keeps from being deleted: <https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html>. The
//! answers are recorded.

use aws_sdk_s3::Client;
use aws_sdk_s3::operation::delete_objects::DeleteObjectsOutput;
use aws_sdk_s3::primitives::DateTime;
use aws_sdk_s3::types::{Delete, ObjectIdentifier, ObjectLockLegalHoldStatus};
use sandpail_tests::sdk::refused;

use super::locked::{COMPLIANCE, GOVERNANCE, PROTECTED, hold, locked_shelf, put_retained, year};
use super::{put, read_version, shelf};

async fn place(s3: &Client, key: &str, status: ObjectLockLegalHoldStatus) {
    let put = s3.put_object_legal_hold().bucket("shelf").key(key).legal_hold(hold(status));
    put.send().await.expect("a hold");
}

/// Deletes versions with one request.
async fn delete_all(s3: &Client, versions: &[(&str, &str)], bypass: bool) -> DeleteObjectsOutput {
    let object = |(key, version): &(&str, &str)| {
        ObjectIdentifier::builder().key(*key).version_id(*version).build().expect("a key")
    };
    let delete = Delete::builder().set_objects(Some(versions.iter().map(object).collect())).build().expect("objects");
    let request = s3.delete_objects().bucket("shelf").delete(delete);
    request.set_bypass_governance_retention(bypass.then_some(true)).send().await.expect("an answer")
}

#[tokio::test]
async fn delete_object_of_a_protected_version() {
    let (_server, s3) = locked_shelf().await;
    let governed = put_retained(&s3, "governed", GOVERNANCE, year(2100)).await;
    let compliant = put_retained(&s3, "compliant", COMPLIANCE, year(2100)).await;
    let held = put_retained(&s3, "held", GOVERNANCE, year(2100)).await;
    place(&s3, "held", ObjectLockLegalHoldStatus::On).await;
    for (key, version, bypass, allowed) in [
        ("governed", &governed, false, false),
        ("compliant", &compliant, false, false),
        ("compliant", &compliant, true, false),
        ("held", &held, true, false),
        ("governed", &governed, true, true),
    ] {
        let delete = s3.delete_object().bucket("shelf").key(key).version_id(version);
        let answer = delete.set_bypass_governance_retention(bypass.then_some(true)).send().await;
        if allowed {
            let deleted = answer.expect("a delete");
            assert_eq!((deleted.delete_marker, deleted.version_id.as_ref()), (None, Some(version)));
        } else {
            refused(answer).is(403, "AccessDenied", PROTECTED, &[]);
            assert_eq!(read_version(&s3, key, version).await, b"kept");
        }
    }
}

#[tokio::test]
async fn delete_object_of_a_version_whose_hold_is_gone() {
    let (_server, s3) = locked_shelf().await;
    let version = put(&s3, "k", "x").await.expect("a version id");
    let delete = || s3.delete_object().bucket("shelf").key("k").version_id(&version).send();
    place(&s3, "k", ObjectLockLegalHoldStatus::On).await;
    refused(delete().await).is(403, "AccessDenied", PROTECTED, &[]);
    place(&s3, "k", ObjectLockLegalHoldStatus::Off).await;
    delete().await.expect("a delete");
}

#[tokio::test]
async fn delete_object_without_a_version_marks_what_is_protected() {
    let (_server, s3) = locked_shelf().await;
    let version = put_retained(&s3, "k", COMPLIANCE, year(2100)).await;
    let marker = s3.delete_object().bucket("shelf").key("k").send().await.expect("a marker");
    assert_eq!(marker.delete_marker, Some(true));
    let again = s3.delete_object().bucket("shelf").key("k").version_id(&version).send().await;
    refused(again).is(403, "AccessDenied", PROTECTED, &[]);
    let marker = marker.version_id.expect("a version id");
    s3.delete_object().bucket("shelf").key("k").version_id(&marker).send().await.expect("markers are not protected");
    assert_eq!(read_version(&s3, "k", &version).await, b"kept");
}

#[tokio::test]
async fn delete_objects_refuses_each_protected_version_for_itself() {
    let (_server, s3) = locked_shelf().await;
    let locked = put_retained(&s3, "locked", GOVERNANCE, year(2100)).await;
    let free = put(&s3, "free", "x").await.expect("a version id");
    let answer = delete_all(&s3, &[("locked", &locked), ("free", &free)], false).await;
    let [error] = answer.errors() else { panic!("{answer:?}") };
    assert_eq!((error.key(), error.version_id()), (Some("locked"), Some(locked.as_str())));
    assert_eq!((error.code(), error.message()), (Some("AccessDenied"), Some(PROTECTED)));
    let [deleted] = answer.deleted() else { panic!("{answer:?}") };
    assert_eq!((deleted.key(), deleted.version_id()), (Some("free"), Some(free.as_str())));
    let answer = delete_all(&s3, &[("locked", &locked)], true).await;
    assert_eq!((answer.errors().len(), answer.deleted().len()), (0, 1));
}

#[tokio::test]
async fn delete_objects_and_delete_object_bypass_only_where_there_are_locks() {
    let (_server, s3) = shelf();
    put(&s3, "k", "x").await;
    let message = "x-amz-bypass-governance-retention is only applicable to Object Lock enabled buckets.";
    let field = [("ArgumentName", "x-amz-bypass-governance-retention")];
    for bypass in [true, false] {
        let delete = s3.delete_object().bucket("shelf").key("k").bypass_governance_retention(bypass);
        refused(delete.send().await).is(400, "InvalidArgument", message, &field);
        let object = ObjectIdentifier::builder().key("k").build().expect("a key");
        let delete = Delete::builder().objects(object).build().expect("objects");
        let delete = s3.delete_objects().bucket("shelf").delete(delete).bypass_governance_retention(bypass);
        refused(delete.send().await).is(400, "InvalidArgument", message, &field);
    }
    s3.head_object().bucket("shelf").key("k").send().await.expect("nothing was deleted");
}

/// Conditions that only directory buckets have.
#[tokio::test]
async fn delete_object_refuses_conditions_of_directory_buckets() {
    let (_server, s3) = shelf();
    put(&s3, "k", "x").await;
    let delete = || s3.delete_object().bucket("shelf").key("k");
    let message = "A header you provided implies functionality that is not implemented";
    let [size, time] = ["x-amz-if-match-size", "x-amz-if-match-last-modified-time"];
    let at = DateTime::from_secs(0);
    for (delete, header) in [
        (delete().if_match_size(10), size),
        (delete().if_match_last_modified_time(at), time),
        (delete().if_match("badvalue").if_match_size(10).if_match_last_modified_time(at), time),
    ] {
        refused(delete.send().await).is(501, "NotImplemented", message, &[("Header", header)]);
    }
    s3.head_object().bucket("shelf").key("k").send().await.expect("nothing was deleted");
}
