//! What the tests of Object Lock share: a bucket that has it, and how versions of it stand.

use aws_sdk_s3::Client;
use aws_sdk_s3::primitives::{ByteStream, DateTime};
use aws_sdk_s3::types::{ObjectLockLegalHold, ObjectLockLegalHoldStatus, ObjectLockRetention, ObjectLockRetentionMode};
use sandpail_tests::{Server, sdk};

pub(super) const GOVERNANCE: ObjectLockRetentionMode = ObjectLockRetentionMode::Governance;
pub(super) const COMPLIANCE: ObjectLockRetentionMode = ObjectLockRetentionMode::Compliance;

/// What S3 says of a protected version (recorded).
pub(super) const PROTECTED: &str = "Access Denied because object protected by object lock.";

/// A server with the bucket `shelf`, made with Object Lock, and a client of it.
pub(super) async fn locked_shelf() -> (Server, Client) {
    let server = Server::for_sdk(&[]);
    let s3 = sdk::client(&server.url());
    let create = s3.create_bucket().bucket("shelf").object_lock_enabled_for_bucket(true);
    create.send().await.expect("a bucket");
    (server, s3)
}

/// The first second of a year to come.
pub(super) fn year(year: i64) -> DateTime {
    // Leap days up to then; none of the years that are asked for is one that this would miscount.
    let leap_days = (year - 1969) / 4 - i64::from(year > 2100);
    DateTime::from_secs(((year - 1970) * 365 + leap_days) * 86_400)
}

/// A retention.
pub(super) fn retention(mode: ObjectLockRetentionMode, until: DateTime) -> ObjectLockRetention {
    ObjectLockRetention::builder().mode(mode).retain_until_date(until).build()
}

/// A legal hold.
pub(super) fn hold(status: ObjectLockLegalHoldStatus) -> ObjectLockLegalHold {
    ObjectLockLegalHold::builder().status(status).build()
}

/// Puts an object and retains it, and returns its version id.
pub(super) async fn put_retained(s3: &Client, key: &str, mode: ObjectLockRetentionMode, until: DateTime) -> String {
    let put = s3.put_object().bucket("shelf").key(key).body(ByteStream::from_static(b"kept"));
    let put = put.send().await.expect("a put");
    let retain = s3.put_object_retention().bucket("shelf").key(key).retention(retention(mode, until));
    retain.send().await.expect("a retention");
    put.version_id.expect("a version id")
}
