//! Times as S3 writes them: HTTP dates in headers, ISO 8601 with milliseconds in documents.

use std::fmt;
use std::ops::Deref;
use std::time::SystemTime;

use time::format_description::well_known::{Rfc2822, Rfc3339};
use time::macros::format_description;
use time::{Date, OffsetDateTime, PrimitiveDateTime, UtcOffset};

/// A time as text of `N` letters, on the stack: every answer has one, and lists have thousands.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Text<const N: usize>([u8; N]);

impl<const N: usize> Text<N> {
    /// Writes `number` into the places `from` to `to`, with zeros before it.
    fn put(&mut self, from: usize, to: usize, mut number: u32) {
        for place in self.0[from..to].iter_mut().rev() {
            *place = b"0123456789"[number as usize % 10];
            number /= 10;
        }
    }

    fn put_time(&mut self, from: usize, at: OffsetDateTime) {
        let (hour, minute, second) = at.to_hms();
        self.put(from, from + 2, hour.into());
        self.put(from + 3, from + 5, minute.into());
        self.put(from + 6, from + 8, second.into());
    }
}

impl<const N: usize> Deref for Text<N> {
    type Target = str;

    fn deref(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl<const N: usize> fmt::Display for Text<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self)
    }
}

impl<const N: usize> fmt::Debug for Text<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self)
    }
}

/// `Wed, 12 Oct 2009 17:50:00 GMT` (RFC 9110 §5.6.7).
pub(crate) fn http(at: SystemTime) -> Text<29> {
    const DAYS: &[u8; 21] = b"MonTueWedThuFriSatSun";
    const MONTHS: &[u8; 36] = b"JanFebMarAprMayJunJulAugSepOctNovDec";
    let at = OffsetDateTime::from(at);
    let (year, month, day) = at.to_calendar_date();
    let mut text = Text(*b"Thu, 01 Jan 1970 00:00:00 GMT");
    let name = 3 * usize::from(at.weekday().number_days_from_monday());
    text.0[..3].copy_from_slice(&DAYS[name..name + 3]);
    text.put(5, 7, day.into());
    let name = 3 * (usize::from(u8::from(month)) - 1);
    text.0[8..11].copy_from_slice(&MONTHS[name..name + 3]);
    text.put(12, 16, year.unsigned_abs());
    text.put_time(17, at);
    text
}

/// `2009-10-12T17:50:30.000Z`: S3 keeps whole seconds and writes the milliseconds as zeros.
pub(crate) fn iso(at: SystemTime) -> Text<24> {
    let at = OffsetDateTime::from(at);
    let (year, month, day) = at.to_calendar_date();
    let mut text = Text(*b"1970-01-01T00:00:00.000Z");
    text.put(0, 4, year.unsigned_abs());
    text.put(5, 7, u8::from(month).into());
    text.put(8, 10, day.into());
    text.put_time(11, at);
    text
}

/// `2009-10-12T17:50:30.123Z`: where S3 keeps milliseconds.
pub(crate) fn iso_millis(at: SystemTime) -> String {
    let format = format_description!("[year]-[month]-[day]T[hour]:[minute]:[second].[subsecond digits:3]Z");
    let since = at.duration_since(SystemTime::UNIX_EPOCH).ok().and_then(|since| time::Duration::try_from(since).ok());
    let at = since.and_then(|since| OffsetDateTime::UNIX_EPOCH.checked_add(since));
    at.and_then(|at| at.format(&format).ok()).unwrap_or_default()
}

/// Reads the date of a conditional header in any form that S3 takes: the three of RFC 9110, and ISO 8601.
/// `None` for anything else, which S3 ignores. The time is in UTC.
pub(crate) fn parse(text: &str) -> Option<OffsetDateTime> {
    let text = text.trim();
    let asctime = format_description!(
        "[weekday repr:short] [month repr:short] [day padding:space] [hour]:[minute]:[second] [year]"
    );
    // Clients in Go write UTC for GMT.
    let zoneless = text.strip_suffix("GMT").or_else(|| text.strip_suffix("UTC"));
    let with_zone = zoneless.map(|t| format!("{t}+0000"));
    OffsetDateTime::parse(with_zone.as_deref().unwrap_or(text), &Rfc2822)
        .ok()
        .or_else(|| OffsetDateTime::parse(text, &Rfc3339).ok())
        .or_else(|| rfc850(text))
        .or_else(|| PrimitiveDateTime::parse(text, &asctime).ok().map(PrimitiveDateTime::assume_utc))
        .and_then(utc)
}

/// Reads a date of a document: ISO 8601, whose time and zone may be missing. The time is in UTC.
pub(crate) fn parse_iso(text: &str) -> Option<OffsetDateTime> {
    let zoneless = format_description!("[year]-[month]-[day]T[hour]:[minute]:[second][optional [.[subsecond]]]");
    OffsetDateTime::parse(text, &Rfc3339)
        .ok()
        .or_else(|| PrimitiveDateTime::parse(text, &zoneless).ok().map(PrimitiveDateTime::assume_utc))
        .or_else(|| {
            Date::parse(text, &format_description!("[year]-[month]-[day]")).ok().map(|d| d.midnight().assume_utc())
        })
        .and_then(utc)
}

/// The same moment in UTC. With an offset a text can name one that lies outside the years 0 to 9999, which no answer
/// could name again.
fn utc(at: OffsetDateTime) -> Option<OffsetDateTime> {
    at.checked_to_offset(UtcOffset::UTC).filter(|at| (0..=9999).contains(&at.year()))
}

/// RFC 850 has two digits of the year: 70 and above are of the last century.
fn rfc850(text: &str) -> Option<OffsetDateTime> {
    let (_weekday, rest) = text.split_once(", ")?;
    let (date, time) = rest.split_once(' ')?;
    let (day_month, year) = date.rsplit_once('-')?;
    let year: u32 = year.parse().ok().filter(|_| year.len() == 2)?;
    let century = if year >= 70 { 19 } else { 20 };
    let (day, month) = day_month.split_once('-')?;
    let whole = format!("{day} {month} {century}{year:02} {}+0000", time.strip_suffix("GMT")?);
    OffsetDateTime::parse(&whole, &Rfc2822).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::{Duration, UNIX_EPOCH};

    #[test]
    fn dates_are_written_as_s3_does() {
        let at = UNIX_EPOCH + Duration::from_millis(1_255_369_800_500);
        assert_eq!(&*http(at), "Mon, 12 Oct 2009 17:50:00 GMT");
        assert_eq!(&*iso(at), "2009-10-12T17:50:00.000Z");
        assert_eq!(iso_millis(at), "2009-10-12T17:50:00.500Z");
    }

    /// Every day of four centuries has the name that the library gives it, and so has every second of a day.
    #[test]
    fn dates_are_those_of_the_calendar() {
        let name =
            format_description!("[weekday repr:short], [day] [month repr:short] [year] [hour]:[minute]:[second] GMT");
        let number = format_description!("[year]-[month]-[day]T[hour]:[minute]:[second].000Z");
        let days = (0..146_097).map(|day| day * 86_400 + 43_210);
        let seconds = (0..86_400).map(|second| 951_782_400 + second);
        let edges = [0, 86_399, 253_402_214_400, 253_402_300_799];
        for second in days.chain(seconds).chain(edges) {
            let at = UNIX_EPOCH + Duration::from_secs(second);
            let expected = OffsetDateTime::from(at);
            assert_eq!(&*http(at), expected.format(&name).unwrap());
            assert_eq!(&*iso(at), expected.format(&number).unwrap());
        }
    }

    fn check(text: &str, expected: Option<i64>) {
        assert_eq!(parse(text).map(OffsetDateTime::unix_timestamp), expected, "{text}");
    }

    #[test]
    fn every_form_of_a_date_is_read() {
        check("Mon, 12 Oct 2009 17:50:00 GMT", Some(1_255_369_800));
        check("Mon, 12 Oct 2009 17:50:00 UTC", Some(1_255_369_800));
        check("Mon, 12 Oct 2009 19:50:00 +0200", Some(1_255_369_800));
        check("Monday, 12-Oct-09 17:50:00 GMT", Some(1_255_369_800));
        check("Sunday, 06-Nov-94 08:49:37 GMT", Some(784_111_777));
        check("Sun Nov  6 08:49:37 1994", Some(784_111_777));
        check("2009-10-12T17:50:00Z", Some(1_255_369_800));
        check("2009-10-12T17:50:00.123+00:00", Some(1_255_369_800));
        check("9999-12-31T23:59:59-00:01", None);
        check("0000-01-01T00:00:00+00:01", None);
        check("yesterday", None);
        check("", None);
        check("0", None);
    }

    fn check_iso(text: &str, expected: Option<i64>) {
        assert_eq!(parse_iso(text).map(OffsetDateTime::unix_timestamp), expected, "{text}");
    }

    #[test]
    fn dates_of_documents_are_iso_8601() {
        check_iso("2009-10-12T17:50:00Z", Some(1_255_369_800));
        check_iso("2009-10-12T17:50:00.000Z", Some(1_255_369_800));
        check_iso("2009-10-12T19:50:00+02:00", Some(1_255_369_800));
        check_iso("2009-10-12T17:50:00", Some(1_255_369_800));
        check_iso("2009-10-12T17:50:00.5", Some(1_255_369_800));
        check_iso("2009-10-12", Some(1_255_305_600));
        check_iso("9999-12-31T23:59:59Z", Some(253_402_300_799));
        check_iso("9999-12-31T01:00:00-23:00", None);
        check_iso("9999-12-31T23:59:59-23:59", None);
        check_iso("0000-01-01T00:00:00+23:59", None);
        check_iso("Mon, 12 Oct 2009 17:50:00 GMT", None);
        check_iso("2009-13-12", None);
        check_iso("", None);
    }
}
