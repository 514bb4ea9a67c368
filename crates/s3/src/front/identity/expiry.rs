//! The times of a signature: when it was made, and when a presigned URL ends.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use time::format_description::BorrowedFormatItem;
use time::macros::{date, format_description};
use time::{Date, Month, OffsetDateTime, PrimitiveDateTime};

/// The longest that a presigned URL of version 4 may last, in seconds: seven days.
pub(super) const LONGEST: u64 = 604_800;

const DAY_SECONDS: u64 = 86_400;

/// The day of the epoch.
const EPOCH: Date = date!(1970 - 01 - 01);

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
    digits(text).or_else(|| since_epoch(PrimitiveDateTime::parse(text, BASIC).ok()?.assume_utc()))
}

/// What nearly every date is, digits alone, read without a description of the format.
fn digits(text: &str) -> Option<SystemTime> {
    let bytes: &[u8; 16] = text.as_bytes().try_into().ok()?;
    let [hour, minute, second] = [9, 11, 13].map(|at| two(bytes, at));
    let (hour, minute, second) = (u64::from(hour?), u64::from(minute?), u64::from(second?));
    if bytes[8] != b'T' || bytes[15] != b'Z' || hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    let seconds = days(date(bytes)?)? * DAY_SECONDS + hour * 3600 + minute * 60 + second;
    Some(UNIX_EPOCH + Duration::from_secs(seconds))
}

/// How many days after the epoch a date is.
fn days(date: Date) -> Option<u64> {
    u64::try_from(date.to_julian_day() - EPOCH.to_julian_day()).ok()
}

/// The date that `text` begins with.
fn date(text: &[u8]) -> Option<Date> {
    let year = i32::from(two(text, 0)?) * 100 + i32::from(two(text, 2)?);
    Date::from_calendar_date(year, Month::try_from(two(text, 4)?).ok()?, two(text, 6)?).ok()
}

/// The number that the two digits at `at` say.
fn two(text: &[u8], at: usize) -> Option<u8> {
    let digit = |at: usize| text.get(at).map(|byte| byte.wrapping_sub(b'0')).filter(|digit| *digit < 10);
    Some(digit(at)? * 10 + digit(at + 1)?)
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

/// Whether `at` is of the day that `yyyyMMdd` says, in UTC.
pub(super) fn is_of_day(at: SystemTime, day: &str) -> bool {
    let since = at.duration_since(UNIX_EPOCH).ok();
    let said = Some(day.as_bytes()).filter(|day| day.len() == 8).and_then(date).and_then(days);
    said.is_some() && said == since.map(|since| since.as_secs() / DAY_SECONDS)
}

/// The day of `at` in UTC, `yyyyMMdd`.
pub(super) fn day(at: SystemTime) -> String {
    write(at, DAY)
}

/// `at` as `yyyyMMdd'T'HHmmss'Z'`.
pub(crate) fn basic(at: SystemTime) -> String {
    let at = OffsetDateTime::from(at);
    let Some(century) = u8::try_from(at.year() / 100).ok().filter(|century| *century < 100) else {
        return at.format(BASIC).unwrap_or_default();
    };
    let year = u8::try_from(at.year() % 100).unwrap_or_default();
    let date = [century, year, at.month().into(), at.day()];
    let mut text = String::with_capacity("yyyyMMddTHHmmssZ".len());
    let digits = |number: u8| [number / 10, number % 10].map(|digit| char::from(b'0' + digit));
    text.extend(date.into_iter().flat_map(digits));
    text.push('T');
    text.extend([at.hour(), at.minute(), at.second()].into_iter().flat_map(digits));
    text.push('Z');
    text
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
    fn digits_say_what_the_format_says() {
        for text in [
            "20130524T000000Z",
            "20240229T235959Z",
            "99991231T235959Z",
            "00000101T000000Z",
            "19691231T235959Z",
            "19700101T000000Z",
            "20230229T000000Z",
            "20130524T240000Z",
            "20130524T006000Z",
            "20130524T000060Z",
            "20130024T000000Z",
            "20130500T000000Z",
            "2013 524T000000Z",
            "+2013524T000000Z",
            "20130524t000000Z",
            "20130524T000000z",
            "20130524T00000Z",
            "2013052\u{664}T00000Z",
        ] {
            let slowly = PrimitiveDateTime::parse(text, BASIC).ok().and_then(|at| since_epoch(at.assume_utc()));
            assert_eq!(digits(text), slowly, "{text}");
        }
    }

    #[test]
    fn moments_are_written_as_the_format_says() {
        for seconds in [0, 1, 59, 3600, 1_369_353_599, 1_709_251_199, 253_402_300_799] {
            let at = UNIX_EPOCH + Duration::from_secs(seconds);
            assert_eq!(basic(at), write(at, BASIC), "{seconds}");
            assert_eq!(parse_basic(&basic(at)), Some(at), "{seconds}");
        }
        let before = UNIX_EPOCH - Duration::from_secs(1);
        assert_eq!(basic(before), "19691231T235959Z");
    }

    #[test]
    fn days_are_compared_as_they_are_written() {
        let at = UNIX_EPOCH + Duration::from_secs(1_369_353_600);
        for at in [at, at - Duration::from_nanos(1), at + Duration::from_secs(86_399)] {
            for text in ["20130524", "20130523", "20130525", "2013052", "20131399", "", "00000000"] {
                assert_eq!(is_of_day(at, text), day(at) == text, "{at:?} {text}");
            }
        }
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
