//! The times of a signature: when it was made, and when a presigned URL ends.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use time::format_description::BorrowedFormatItem;
use time::macros::format_description;
use time::{OffsetDateTime, PrimitiveDateTime};

/// The longest that a presigned URL of version 4 may last, in seconds: seven days.
pub(super) const LONGEST: u64 = 604_800;

const BASIC: &[BorrowedFormatItem<'_>] = format_description!("[year][month][day]T[hour][minute][second]Z");
const DAY: &[BorrowedFormatItem<'_>] = format_description!("[year][month][day]");
const EXTENDED: &[BorrowedFormatItem<'_>] = format_description!("[year]-[month]-[day]T[hour]:[minute]:[second]Z");

/// When a presigned URL ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Expiry {
    /// The first moment at which it is no longer good.
    pub(crate) at: SystemTime,
    /// `X-Amz-Expires` as sent; none in version 2.
    pub(crate) seconds: Option<String>,
}

/// The data of S3's answer to an expired URL: 403 `AccessDenied` "Request has expired".
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Expired {
    /// The element `X-Amz-Expires`; none in version 2.
    pub(crate) seconds: Option<String>,
    /// The element `Expires`.
    pub(crate) expires: String,
    /// The element `ServerTime`.
    pub(crate) server_time: String,
}

impl Expiry {
    pub(super) fn expired(&self, now: SystemTime) -> Option<Expired> {
        (now >= self.at).then(|| Expired {
            seconds: self.seconds.clone(),
            expires: write(self.at, EXTENDED),
            server_time: write(now, EXTENDED),
        })
    }
}

/// Reads `yyyyMMdd'T'HHmmss'Z'`. Nothing was signed before 1970.
pub(super) fn parse_basic(text: &str) -> Option<SystemTime> {
    let at = PrimitiveDateTime::parse(text, BASIC).ok()?;
    since_epoch(at.assume_utc())
}

/// Reads the date of a signed request: the basic form of ISO 8601, or any that a Date header has.
pub(crate) fn parse_any(text: &str) -> Option<SystemTime> {
    parse_basic(text).or_else(|| crate::date::parse(text).and_then(since_epoch))
}

fn since_epoch(at: OffsetDateTime) -> Option<SystemTime> {
    (at.unix_timestamp() >= 0).then(|| at.into())
}

/// `seconds` after the epoch, if the clock can say so.
pub(super) fn after_epoch(seconds: u64) -> Option<SystemTime> {
    // Later than the year 9999 there is no way to write it.
    (seconds < 253_402_300_800).then(|| UNIX_EPOCH + Duration::from_secs(seconds))
}

/// The day of `at` in UTC, `yyyyMMdd`.
pub(super) fn day(at: SystemTime) -> String {
    write(at, DAY)
}

/// `at` as `yyyyMMdd'T'HHmmss'Z'`.
pub(crate) fn basic(at: SystemTime) -> String {
    write(at, BASIC)
}

/// `at` as error documents write it.
pub(crate) fn moment(at: SystemTime) -> String {
    write(at, EXTENDED)
}

fn write(at: SystemTime, format: &[BorrowedFormatItem<'_>]) -> String {
    OffsetDateTime::from(at).format(format).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_requests() {
        let check = |text: &str, expected: Option<u64>| {
            let expected = expected.map(|seconds| UNIX_EPOCH + Duration::from_secs(seconds));
            assert_eq!(parse_any(text), expected, "{text}");
        };
        check("20130524T000000Z", Some(1_369_353_600));
        check("Fri, 24 May 2013 00:00:00 GMT", Some(1_369_353_600));
        check("19700101T000000Z", Some(0));
        check("19691231T235959Z", None);
        check("Tue, 07 Jul 1950 21:53:04 GMT", None);
        check("20130524", None);
        check("20131324T000000Z", None);
        check("Bad Date", None);
        check("", None);
    }

    #[test]
    fn the_end_of_a_url() {
        let at = UNIX_EPOCH + Duration::from_secs(1_369_440_000);
        let expiry = Expiry { at, seconds: Some("86400".into()) };
        assert_eq!(expiry.expired(at - Duration::from_nanos(1)), None);
        let expired = expiry.expired(at + Duration::from_millis(1500)).unwrap();
        assert_eq!(expired.seconds.as_deref(), Some("86400"));
        assert_eq!(expired.expires, "2013-05-25T00:00:00Z");
        assert_eq!(expired.server_time, "2013-05-25T00:00:01Z");
        assert!(expiry.expired(at).is_some());
    }

    #[test]
    fn seconds_that_no_date_can_say() {
        assert!(after_epoch(253_402_300_799).is_some());
        assert_eq!(after_epoch(253_402_300_800), None);
        assert_eq!(after_epoch(u64::MAX), None);
    }
}
