//! A date as S3 names it in a refusal: as Java prints it, in the time of the west coast (recorded).

use time::macros::format_description;
use time::{Date, Month, OffsetDateTime, UtcOffset, Weekday};

/// `Sat Dec 31 18:02:00 PST 2022`.
pub(super) fn text(at: OffsetDateTime) -> String {
    let at = at.to_offset(UtcOffset::UTC);
    let (hours, zone) = if summer(at) { (-7, "PDT") } else { (-8, "PST") };
    let local = UtcOffset::from_hms(hours, 0, 0).map_or(at, |offset| at.to_offset(offset));
    let format = format_description!("[weekday repr:short] [month repr:short] [day] [hour]:[minute]:[second]");
    format!("{} {zone} {}", local.format(&format).unwrap_or_default(), local.year())
}

/// Whether summer time holds: from the second Sunday of March to the first of November, changing at two o'clock.
fn summer(at: OffsetDateTime) -> bool {
    let change = |month, sunday, hour| {
        let first = Date::from_calendar_date(at.year(), month, 1).ok()?;
        let before = first.previous_day()?;
        let day = before.nth_next_occurrence(Weekday::Sunday, sunday);
        Some(day.with_hms(hour, 0, 0).ok()?.assume_utc())
    };
    let begins = change(Month::March, 2, 10);
    let ends = change(Month::November, 1, 9);
    begins.is_some_and(|begins| at >= begins) && ends.is_some_and(|ends| at < ends)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::date;

    fn check(iso: &str, expected: &str) {
        assert_eq!(text(date::parse_iso(iso).unwrap()), expected);
    }

    #[test]
    fn dates_are_of_the_west_coast() {
        check("2023-01-01T02:02:00Z", "Sat Dec 31 18:02:00 PST 2022");
        check("2024-07-04T00:00:00Z", "Wed Jul 03 17:00:00 PDT 2024");
        check("2024-07-04T00:00:00+02:00", "Wed Jul 03 15:00:00 PDT 2024");
    }

    #[test]
    fn clocks_change_on_sundays() {
        check("2026-03-08T09:59:59Z", "Sun Mar 08 01:59:59 PST 2026");
        check("2026-03-08T10:00:00Z", "Sun Mar 08 03:00:00 PDT 2026");
        check("2026-11-01T08:59:59Z", "Sun Nov 01 01:59:59 PDT 2026");
        check("2026-11-01T09:00:00Z", "Sun Nov 01 01:00:00 PST 2026");
        check("2020-03-08T10:00:00Z", "Sun Mar 08 03:00:00 PDT 2020");
        check("2020-11-01T09:00:00Z", "Sun Nov 01 01:00:00 PST 2020");
    }
}
