//! The dates of a page's entries: a thousand of them, of few different days.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::date;

const DAY: u64 = 86_400;

/// Writes dates as [`date::iso`] does, and formats a day only when it is another than that of the last entry.
#[derive(Debug, Default)]
pub(crate) struct Dates {
    day: Option<u64>,
    text: String,
}

impl Dates {
    /// The same of seconds since 1970.
    pub(crate) fn of_second(&mut self, second: i64) -> &str {
        let since = Duration::from_secs(second.unsigned_abs());
        let at = if second < 0 { UNIX_EPOCH.checked_sub(since) } else { UNIX_EPOCH.checked_add(since) };
        self.iso(at.unwrap_or(UNIX_EPOCH))
    }

    /// `2009-10-12T17:50:30.000Z`
    pub(crate) fn iso(&mut self, at: SystemTime) -> &str {
        let Ok(since) = at.duration_since(UNIX_EPOCH) else {
            self.day = None;
            self.text = date::iso(at).to_string();
            return &self.text;
        };
        let (day, second) = (since.as_secs() / DAY, since.as_secs() % DAY);
        if self.day == Some(day) {
            let clock = self.text.len().saturating_sub("00:00:00.000Z".len());
            self.text.truncate(clock);
            for (number, after) in [(second / 3600, ':'), (second / 60 % 60, ':'), (second % 60, '.')] {
                self.text.extend([digit(number / 10), digit(number % 10), after]);
            }
            self.text.push_str("000Z");
        } else {
            self.day = Some(day);
            self.text = date::iso(at).to_string();
        }
        &self.text
    }
}

fn digit(number: u64) -> char {
    u8::try_from(number).map_or('0', |number| char::from(b'0' + number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_those_of_the_one_formatter() {
        let mut dates = Dates::default();
        let seconds =
            [0, 1, 59, 60, 3599, 3600, 86_399, 86_400, 86_401, 951_782_400, 951_868_799, 1_255_369_800, 4_102_444_799];
        for second in seconds.into_iter().chain((0..200).map(|n| 1_700_000_000 + n * 977)) {
            let at = UNIX_EPOCH + Duration::new(second, 999_999_999);
            assert_eq!(dates.iso(at), &*date::iso(at), "{second}");
            assert_eq!(dates.of_second(i64::try_from(second).unwrap()), &*date::iso(at), "{second}");
        }
        let before = UNIX_EPOCH - Duration::from_secs(1);
        assert_eq!(dates.iso(before), &*date::iso(before));
        assert_eq!(dates.of_second(-1), &*date::iso(before));
        assert_eq!(dates.iso(UNIX_EPOCH), &*date::iso(UNIX_EPOCH));
    }
}
