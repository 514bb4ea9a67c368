//! Time stamps: a moment with the precision and the local offset that it was written with.
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-select-sql-reference-data-types.html>,
//! <https://www.w3.org/TR/NOTE-datetime>

mod arithmetic;
mod format;
mod parse;

use std::cmp::Ordering;
use std::fmt;
use std::time::SystemTime;

pub(crate) use arithmetic::DatePart;
use time::{Date, Month, OffsetDateTime};

/// How exactly a moment is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Precision {
    Year,
    Month,
    Day,
    Minute,
    Second,
}

/// A moment in local time. What is beyond its precision has its least value.
#[derive(Clone, Debug)]
pub(crate) struct Timestamp {
    precision: Precision,
    date: Date,
    hour: u8,
    minute: u8,
    second: u8,
    /// The digits behind the second, as many as were written.
    fraction: String,
    /// Minutes east of UTC; `None` when it is not known where the clock hung.
    offset: Option<i16>,
}

/// The length of a day.
const DAY: i64 = 86_400;

impl Timestamp {
    /// A point in time, to the millisecond, in UTC.
    pub(crate) fn utc(at: SystemTime) -> Self {
        let at = OffsetDateTime::from(at);
        Self {
            precision: Precision::Second,
            date: at.date(),
            hour: at.hour(),
            minute: at.minute(),
            second: at.second(),
            fraction: format!("{:03}", at.millisecond()),
            offset: Some(0),
        }
    }

    /// Midnight of a day, of which nothing else is known.
    fn day(precision: Precision, year: i32, month: u8, day: u8) -> Option<Self> {
        let date = Date::from_calendar_date(year, Month::try_from(month).ok()?, day).ok()?;
        let known = (1..=9999).contains(&year);
        known.then_some(Self { precision, date, hour: 0, minute: 0, second: 0, fraction: String::new(), offset: None })
    }

    /// Seconds of local time.
    fn local_seconds(&self) -> i64 {
        let clock = i64::from(self.hour) * 3600 + i64::from(self.minute) * 60 + i64::from(self.second);
        i64::from(self.date.to_julian_day()) * DAY + clock
    }

    /// Whole seconds in UTC.
    fn seconds(&self) -> i64 {
        self.local_seconds() - i64::from(self.offset.unwrap_or_default()) * 60
    }

    /// The order in time: precision and offset do not count.
    pub(crate) fn compare(&self, other: &Self) -> Ordering {
        let digits = |fraction: &str| fraction.trim_end_matches('0').to_owned();
        self.seconds().cmp(&other.seconds()).then_with(|| digits(&self.fraction).cmp(&digits(&other.fraction)))
    }
}

/// As Ion writes it: `2007T`, `2007-02T`, `2007-02-23`, `2007-02-23T12:14:33.079-08:00`.
impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = (self.date.year(), u8::from(self.date.month()), self.date.day());
        match self.precision {
            Precision::Year => return write!(f, "{year:04}T"),
            Precision::Month => return write!(f, "{year:04}-{month:02}T"),
            Precision::Day => return write!(f, "{year:04}-{month:02}-{day:02}"),
            Precision::Minute => write!(f, "{year:04}-{month:02}-{day:02}T{:02}:{:02}", self.hour, self.minute)?,
            Precision::Second => {
                let (hour, minute, second) = (self.hour, self.minute, self.second);
                write!(f, "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}")?;
                if !self.fraction.is_empty() {
                    write!(f, ".{}", self.fraction)?;
                }
            }
        }
        match self.offset {
            None => f.write_str("-00:00"),
            Some(0) => f.write_str("Z"),
            Some(offset) => f.write_str(&format::offset(offset, ":")),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, UNIX_EPOCH};

    use super::*;

    #[test]
    fn order_is_that_of_the_moments() {
        let check = |a: &str, b: &str, expected| {
            let (a, b) = (Timestamp::parse(a).unwrap(), Timestamp::parse(b).unwrap());
            assert_eq!(a.compare(&b), expected, "{a} {b}");
        };
        check("2007T", "2007-01-01T00:00Z", Ordering::Equal);
        check("2007-01-01T01:00+01:00", "2007-01-01T00:00Z", Ordering::Equal);
        check("2007-01-01T00:00:00.5Z", "2007-01-01T00:00:00.50Z", Ordering::Equal);
        check("2007-01-01T00:00:00.5Z", "2007-01-01T00:00:00.499Z", Ordering::Greater);
        check("2007-02T", "2007-03T", Ordering::Less);
    }

    #[test]
    fn now_is_to_the_millisecond() {
        let at = UNIX_EPOCH + Duration::from_millis(1_507_910_531_123);
        assert_eq!(Timestamp::utc(at).to_string(), "2017-10-13T16:02:11.123Z");
    }
}
