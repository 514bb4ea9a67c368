//! DATE_ADD, DATE_DIFF and EXTRACT.
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-select-sql-reference-date.html>

use time::Date;
use time::util::days_in_month;

use super::{DAY, Precision, Timestamp};

/// A part of a time stamp.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DatePart {
    Year,
    Month,
    Day,
    Hour,
    Minute,
    Second,
    TimezoneHour,
    TimezoneMinute,
}

impl DatePart {
    /// The part of that name, in lower case.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Some(match name {
            "year" => Self::Year,
            "month" => Self::Month,
            "day" => Self::Day,
            "hour" => Self::Hour,
            "minute" => Self::Minute,
            "second" => Self::Second,
            "timezone_hour" => Self::TimezoneHour,
            "timezone_minute" => Self::TimezoneMinute,
            _ => return None,
        })
    }

    /// Whether it may be added and subtracted.
    pub(crate) fn is_duration(self) -> bool {
        !matches!(self, Self::TimezoneHour | Self::TimezoneMinute)
    }

    /// How exactly a moment must be known for the part to mean something.
    fn precision(self) -> Precision {
        match self {
            Self::Year => Precision::Year,
            Self::Month => Precision::Month,
            Self::Day => Precision::Day,
            Self::Hour | Self::Minute | Self::TimezoneHour | Self::TimezoneMinute => Precision::Minute,
            Self::Second => Precision::Second,
        }
    }

    /// How long it is, if it is always as long.
    fn seconds(self) -> Option<i64> {
        match self {
            Self::Day => Some(DAY),
            Self::Hour => Some(3600),
            Self::Minute => Some(60),
            Self::Second => Some(1),
            _ => None,
        }
    }
}

impl Timestamp {
    /// The moment `quantity` parts later; as exact as the part at least. `None` outside of the years 1 to 9999.
    pub(crate) fn add(&self, part: DatePart, quantity: i64) -> Option<Self> {
        let precision = self.precision.max(part.precision());
        let moved = match part.seconds() {
            Some(length) => self.at_local_seconds(self.local_seconds().checked_add(quantity.checked_mul(length)?)?)?,
            None => {
                let months = if part == DatePart::Year { quantity.checked_mul(12)? } else { quantity };
                Self { date: add_months(self.date, months)?, ..self.clone() }
            }
        };
        Some(Self { precision, ..moved })
    }

    /// How many whole parts `other` is later.
    pub(crate) fn difference(&self, part: DatePart, other: &Self) -> i64 {
        match part.seconds() {
            // What lies behind the second does not count: neither has it in the guide's examples.
            Some(length) => (other.seconds() - self.seconds()) / length,
            None => months_between(self, other) / if part == DatePart::Year { 12 } else { 1 },
        }
    }

    /// The value of the part, in local time.
    pub(crate) fn extract(&self, part: DatePart) -> i64 {
        let offset = i64::from(self.offset.unwrap_or_default());
        match part {
            DatePart::Year => i64::from(self.date.year()),
            DatePart::Month => i64::from(u8::from(self.date.month())),
            DatePart::Day => i64::from(self.date.day()),
            DatePart::Hour => i64::from(self.hour),
            DatePart::Minute => i64::from(self.minute),
            DatePart::Second => i64::from(self.second),
            DatePart::TimezoneHour => offset / 60,
            DatePart::TimezoneMinute => offset % 60,
        }
    }

    /// The same with another local time.
    fn at_local_seconds(&self, seconds: i64) -> Option<Self> {
        let date = Date::from_julian_day(i32::try_from(seconds.div_euclid(DAY)).ok()?).ok()?;
        let clock = seconds.rem_euclid(DAY);
        let small = |number: i64| u8::try_from(number).ok();
        let (hour, minute, second) = (small(clock / 3600)?, small(clock / 60 % 60)?, small(clock % 60)?);
        let known = (1..=9999).contains(&date.year());
        known.then(|| Self { date, hour, minute, second, ..self.clone() })
    }
}

/// The day so many months later, or the last of that month.
fn add_months(date: Date, months: i64) -> Option<Date> {
    let count = i64::from(date.year()) * 12 + i64::from(u8::from(date.month())) - 1;
    let count = count.checked_add(months)?;
    let year = i32::try_from(count.div_euclid(12)).ok().filter(|year| (1..=9999).contains(year))?;
    let month = time::Month::try_from(u8::try_from(count.rem_euclid(12) + 1).ok()?).ok()?;
    Date::from_calendar_date(year, month, date.day().min(days_in_month(month, year))).ok()
}

/// Whole months from one moment to another, both in UTC.
fn months_between(from: &Timestamp, to: &Timestamp) -> i64 {
    let fields = |at: &Timestamp| {
        let date = i32::try_from(at.seconds().div_euclid(DAY)).ok().and_then(|day| Date::from_julian_day(day).ok());
        let date = date.unwrap_or(at.date);
        let month = i64::from(date.year()) * 12 + i64::from(u8::from(date.month()));
        (month, i64::from(date.day()) * DAY + at.seconds().rem_euclid(DAY))
    };
    let ((from, rest), (to, end)) = (fields(from), fields(to));
    match to - from {
        months if months > 0 && end < rest => months - 1,
        months if months < 0 && end > rest => months + 1,
        months => months,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        Timestamp::parse_literal(text).unwrap()
    }

    /// The guide's examples, then others.
    #[test]
    fn parts_are_added() {
        let check = |part, quantity, text: &str, expected: Option<&str>| {
            let found = at(text).add(part, quantity).map(|at| at.to_string());
            assert_eq!(found.as_deref(), expected, "{text} and {quantity} {part:?}");
        };
        check(DatePart::Year, 5, "2010-01-01T", Some("2015-01-01"));
        check(DatePart::Month, 1, "2010T", Some("2010-02T"));
        check(DatePart::Month, 13, "2010T", Some("2011-02T"));
        check(DatePart::Day, -1, "2017-01-10T", Some("2017-01-09"));
        check(DatePart::Hour, 1, "2017T", Some("2017-01-01T01:00-00:00"));
        check(DatePart::Hour, 1, "2017-01-02T03:04Z", Some("2017-01-02T04:04Z"));
        check(DatePart::Minute, 1, "2017-01-02T03:04:05.006Z", Some("2017-01-02T03:05:05.006Z"));
        check(DatePart::Second, 1, "2017-01-02T03:04:05.006Z", Some("2017-01-02T03:04:06.006Z"));
        check(DatePart::Second, -1, "2017-01-01T00:00:00+02:00", Some("2016-12-31T23:59:59+02:00"));
        check(DatePart::Month, 1, "2016-01-31T", Some("2016-02-29"));
        check(DatePart::Year, -1, "2016-02-29T", Some("2015-02-28"));
        check(DatePart::Year, 8000, "2016T", None);
        check(DatePart::Day, i64::MAX, "2016T", None);
        check(DatePart::Second, i64::MAX, "2016T", None);
        check(DatePart::Month, i64::MIN, "2016T", None);
    }

    #[test]
    fn differences_are_whole_parts() {
        let check = |part, from: &str, to: &str, expected| {
            assert_eq!(at(from).difference(part, &at(to)), expected, "{part:?} from {from} to {to}");
        };
        check(DatePart::Year, "2010-01-01T", "2011-01-01T", 1);
        check(DatePart::Month, "2010T", "2010-05T", 4);
        check(DatePart::Month, "2010T", "2011T", 12);
        check(DatePart::Month, "2011T", "2010T", -12);
        check(DatePart::Day, "2010-01-01T23:00", "2010-01-02T01:00", 0);
        check(DatePart::Year, "2010-06-01T", "2011-05-31T", 0);
        check(DatePart::Month, "2010-01-15T12:00Z", "2010-02-15T11:59Z", 0);
        check(DatePart::Month, "2010-02-15T11:59Z", "2010-01-15T12:00Z", 0);
        check(DatePart::Hour, "2010-01-01T00:00Z", "2010-01-01T00:00-05:00", 5);
        check(DatePart::Second, "2010-01-01T00:01Z", "2010-01-01T00:00Z", -60);
    }

    #[test]
    fn parts_are_extracted_in_local_time() {
        let check = |part, text: &str, expected| assert_eq!(at(text).extract(part), expected, "{part:?} of {text}");
        check(DatePart::Year, "2010-01-01T", 2010);
        check(DatePart::Month, "2010T", 1);
        check(DatePart::Month, "2010-10T", 10);
        check(DatePart::Hour, "2017-01-02T03:04:05+07:08", 3);
        check(DatePart::Minute, "2017-01-02T03:04:05+07:08", 4);
        check(DatePart::Second, "2017-01-02T03:04:05+07:08", 5);
        check(DatePart::TimezoneHour, "2017-01-02T03:04:05+07:08", 7);
        check(DatePart::TimezoneMinute, "2017-01-02T03:04:05+07:08", 8);
        check(DatePart::TimezoneHour, "2017-01-02T03:04:05-07:30", -7);
    }
}
