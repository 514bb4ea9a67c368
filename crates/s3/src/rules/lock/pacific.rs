//! A time as S3's errors of Object Lock write it: as Java prints a date, in the time of the American west coast.

use std::time::SystemTime;

use time::macros::format_description;
use time::{Duration, Month, OffsetDateTime, Weekday};

/// `Tue Dec 31 16:00:00 PST 2019` for the first moment of 2020 (recorded).
pub(super) fn java(at: SystemTime) -> String {
    let at = OffsetDateTime::from(at);
    let (zone, hours) = if is_summer(at) { ("PDT", -7) } else { ("PST", -8) };
    let format = format_description!("[weekday repr:short] [month repr:short] [day] [hour]:[minute]:[second]");
    let Some(local) = at.checked_add(Duration::hours(hours)) else { return String::new() };
    local.format(&format).map(|text| format!("{text} {zone} {}", local.year())).unwrap_or_default()
}

/// Daylight saving time, by the rules since 2007 and those before; the clock changes at two in the morning.
fn is_summer(at: OffsetDateTime) -> bool {
    let year = at.year();
    let (begin, end) = if year >= 2007 {
        (sunday(year, Month::March, 8), sunday(year, Month::November, 1))
    } else {
        (sunday(year, Month::April, 1), sunday(year, Month::October, 25))
    };
    let begin = begin.map(|day| day + Duration::hours(2 + 8));
    let end = end.map(|day| day + Duration::hours(2 + 7));
    begin.zip(end).is_some_and(|(begin, end)| (begin..end).contains(&at))
}

/// The first Sunday of the month that is not before `day`.
fn sunday(year: i32, month: Month, day: u8) -> Option<OffsetDateTime> {
    let first = time::Date::from_calendar_date(year, month, day).ok()?;
    let ahead = (7 - first.weekday().number_days_from_sunday()) % 7;
    let date = first + Duration::days(i64::from(ahead));
    debug_assert_eq!(date.weekday(), Weekday::Sunday);
    Some(date.midnight().assume_utc())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let at = crate::date::parse(text).unwrap();
        assert_eq!(java(at.into()), expected, "{text}");
    }

    #[test]
    fn dates_are_of_the_west_coast() {
        check("2020-01-01T00:00:00Z", "Tue Dec 31 16:00:00 PST 2019");
        check("2020-03-08T09:59:59Z", "Sun Mar 08 01:59:59 PST 2020");
        check("2020-03-08T10:00:00Z", "Sun Mar 08 03:00:00 PDT 2020");
        check("2020-11-01T08:59:59Z", "Sun Nov 01 01:59:59 PDT 2020");
        check("2020-11-01T09:00:00Z", "Sun Nov 01 01:00:00 PST 2020");
        check("2026-07-04T12:00:00Z", "Sat Jul 04 05:00:00 PDT 2026");
        check("2000-10-29T08:59:59Z", "Sun Oct 29 01:59:59 PDT 2000");
        check("2000-04-02T09:59:59Z", "Sun Apr 02 01:59:59 PST 2000");
    }
}
