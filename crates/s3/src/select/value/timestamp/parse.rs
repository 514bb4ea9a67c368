//! Reading time stamps.

use super::{Precision, Timestamp};

impl Timestamp {
    /// Reads a time stamp. A time of day needs its offset; a year or a month alone ends in `T`, a day may.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        Self::read(text, false)
    }

    /// Reads the text of an Ion literal, in which the guide's own examples leave the offset out.
    pub(crate) fn parse_literal(text: &str) -> Option<Self> {
        Self::read(text, true)
    }

    fn read(text: &str, local: bool) -> Option<Self> {
        let (date, time) = match text.split_once('T') {
            Some((date, time)) => (date, Some(time)),
            None => (text, None),
        };
        let mut parts = date.split('-');
        let year = digits(parts.next()?, 4)?;
        let month = parts.next().map(|text| digits(text, 2)).map_or(Some(None), |month| month.map(Some))?;
        let day = parts.next().map(|text| digits(text, 2)).map_or(Some(None), |day| day.map(Some))?;
        if parts.next().is_some() {
            return None;
        }
        let precision = match (month, day) {
            (None, _) => Precision::Year,
            (_, None) => Precision::Month,
            _ => Precision::Day,
        };
        let small = |number: Option<u32>| u8::try_from(number.unwrap_or(1)).ok();
        let whole = Self::day(precision, i32::try_from(year).ok()?, small(month)?, small(day)?)?;
        match (precision, time) {
            (Precision::Day, None) | (_, Some("")) => Some(whole),
            (Precision::Day, Some(time)) => whole.at(time, local),
            _ => None,
        }
    }

    /// The time of day, with its offset.
    fn at(self, text: &str, local: bool) -> Option<Self> {
        let (clock, offset) = split_offset(text, local)?;
        let (clock, fraction) = clock.split_once('.').unwrap_or((clock, ""));
        let mut parts = clock.split(':');
        let mut next = |limit: u32| {
            let number = digits(parts.next()?, 2)?;
            u8::try_from(number).ok().filter(|_| number <= limit)
        };
        let (hour, minute) = (next(23)?, next(59)?);
        let second = clock.matches(':').count() == 2;
        let fits = clock.matches(':').count() <= 2 && fraction.bytes().all(|b| b.is_ascii_digit());
        if !fits || text.contains('.') && (!second || fraction.is_empty()) {
            return None;
        }
        let (precision, second) = if second { (Precision::Second, next(59)?) } else { (Precision::Minute, 0) };
        Some(Self { precision, hour, minute, second, fraction: fraction.to_owned(), offset, ..self })
    }
}

/// The time of day and the offset behind it: `Z`, `+hh:mm`, `-hh:mm`; `-00:00` is one that is not known.
fn split_offset(text: &str, local: bool) -> Option<(&str, Option<i16>)> {
    if let Some(clock) = text.strip_suffix('Z') {
        return Some((clock, Some(0)));
    }
    let Some(at) = text.find(['+', '-']) else { return local.then_some((text, None)) };
    let (hours, minutes) = text[at + 1..].split_once(':')?;
    let (hours, minutes) = (digits(hours, 2)?, digits(minutes, 2)?);
    let offset = i16::try_from(hours * 60 + minutes).ok().filter(|_| hours <= 23 && minutes <= 59)?;
    match (text.as_bytes()[at], offset) {
        (b'-', 0) => Some((&text[..at], None)),
        (b'-', offset) => Some((&text[..at], Some(-offset))),
        _ => Some((&text[..at], Some(offset))),
    }
}

/// A number of exactly so many digits.
fn digits(text: &str, count: usize) -> Option<u32> {
    let fits = text.len() == count && text.bytes().all(|b| b.is_ascii_digit());
    fits.then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_read_and_written() {
        for text in [
            "2007T",
            "2007-02T",
            "2007-02-23",
            "2007-02-23T12:14Z",
            "2007-02-23T12:14:33Z",
            "2007-02-23T12:14:33.079-08:00",
            "2007-02-23T12:14:33.0790000000001+05:30",
            "2007-02-23T12:14-00:00",
            "2000-02-29",
        ] {
            assert_eq!(Timestamp::parse(text).unwrap().to_string(), text);
        }
        assert_eq!(Timestamp::parse("2007-02-23T").unwrap().to_string(), "2007-02-23");
        assert_eq!(Timestamp::parse_literal("2010-01-01T23:00").unwrap().to_string(), "2010-01-01T23:00-00:00");
    }

    #[test]
    fn what_is_no_time_stamp_is_refused() {
        for text in [
            "",
            "T",
            "2007",
            "2007-02",
            "2007-2T",
            "207T",
            "2007-13T",
            "2007-02-30",
            "2007-02-23T12Z",
            "2007-02-23T12:14",
            "2007-02-23T24:00Z",
            "2007-02-23T12:60Z",
            "2007-02-23T12:14:33.Z",
            "2007-02-23T12:14.5Z",
            "2007-02-23T12:14:33+8:00",
            "2007-02-23T12:14:33+08",
            "2007-02-23T12:14:33:01Z",
            "2007-02T12:14Z",
            "2007-02-23-01",
            "2007-02-23 12:14:33",
            "0000T",
            "2007-02-23T12:14:33.é+08:00",
        ] {
            assert!(Timestamp::parse(text).is_none(), "{text:?}");
        }
    }
}
