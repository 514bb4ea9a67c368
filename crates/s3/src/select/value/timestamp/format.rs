//! TO_STRING: <https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-select-sql-reference-date.html>

use std::fmt::Write as _;

use super::Timestamp;
use crate::select::error::{Error, Result};

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// What may stand between the letters without quotes.
const LITERAL: &str = " /-,:.";

impl Timestamp {
    /// The time stamp in the form of the pattern.
    ///
    /// # Errors
    /// A letter or a run of letters that means nothing; a quote that does not end.
    pub(crate) fn format(&self, pattern: &str) -> Result<String> {
        let mut out = String::new();
        let mut rest = pattern;
        while let Some(letter) = rest.chars().next() {
            if letter == '\'' {
                let (text, behind) = quoted(&rest[1..])?;
                out.push_str(&text);
                rest = behind;
                continue;
            }
            let count = rest.chars().take_while(|c| *c == letter).count();
            if LITERAL.contains(letter) {
                out.push_str(&rest[..count]);
            } else if letter.is_ascii_alphabetic() {
                self.symbol(letter, count, &mut out)?;
            } else {
                return Err(Error::TimestampSymbol {});
            }
            rest = &rest[count * letter.len_utf8()..];
        }
        Ok(out)
    }

    fn symbol(&self, letter: char, count: usize, out: &mut String) -> Result<()> {
        let month = usize::from(u8::from(self.date.month()));
        let name = MONTHS[month - 1];
        let half = |hour: u8| if hour.is_multiple_of(12) { 12 } else { hour % 12 };
        match (letter, count) {
            ('y', 1) => number(out, self.date.year(), 1),
            ('y', 2) => number(out, self.date.year() % 100, 2),
            ('y', 4) => number(out, self.date.year(), 4),
            ('M', 1 | 2) => number(out, month, count),
            ('M', 3) => out.push_str(&name[..3]),
            ('M', 4) => out.push_str(name),
            ('M', 5) => out.push_str(&name[..1]),
            ('d', 1 | 2) => number(out, self.date.day(), count),
            ('a', 1) => out.push_str(if self.hour < 12 { "AM" } else { "PM" }),
            ('h', 1 | 2) => number(out, half(self.hour), count),
            ('H', 1 | 2) => number(out, self.hour, count),
            ('m', 1 | 2) => number(out, self.minute, count),
            ('s', 1 | 2) => number(out, self.second, count),
            ('S', _) => {
                let digits = self.fraction.get(..count).unwrap_or(&self.fraction);
                out.push_str(digits);
                // A width of the formatter's has 16 bits.
                out.extend(std::iter::repeat_n('0', count - digits.len()));
            }
            ('n', 1) => {
                let nanoseconds = format!("{:0<9}", self.fraction.get(..9).unwrap_or(&self.fraction));
                let text = nanoseconds.trim_start_matches('0');
                out.push_str(if text.is_empty() { "0" } else { text });
            }
            ('X', 1..=5) if self.offset.unwrap_or_default() == 0 => out.push('Z'),
            ('X' | 'x', 1..=5) => self.zone(count, out),
            ('y' | 'M' | 'd' | 'a' | 'h' | 'H' | 'm' | 's' | 'n' | 'X' | 'x', _) => {
                return Err(Error::TimestampToken {});
            }
            _ => return Err(Error::TimestampSymbol {}),
        }
        Ok(())
    }

    fn zone(&self, count: usize, out: &mut String) {
        let minutes = self.offset.unwrap_or_default();
        let colon = offset(minutes, ":");
        match count {
            1 if minutes % 60 == 0 => out.push_str(&colon[..3]),
            3 | 5 => out.push_str(&colon),
            _ => out.push_str(&offset(minutes, "")),
        }
    }
}

/// An offset as `+hh:mm`, with another separator if it is told one.
pub(super) fn offset(minutes: i16, separator: &str) -> String {
    let sign = if minutes < 0 { '-' } else { '+' };
    let minutes = minutes.unsigned_abs();
    format!("{sign}{:02}{separator}{:02}", minutes / 60, minutes % 60)
}

fn number(out: &mut String, number: impl std::fmt::Display, width: usize) {
    // Writing to a String cannot fail.
    let _ = write!(out, "{number:0>width$}");
}

/// The text up to the closing quote, and what stands behind it. A doubled quote is one of the text.
fn quoted(rest: &str) -> Result<(String, &str)> {
    let mut text = String::new();
    let mut from = 0;
    while let Some(at) = rest[from..].find('\'').map(|at| from + at) {
        text.push_str(&rest[from..at]);
        if !rest[at + 1..].starts_with('\'') {
            // Two quotes and nothing between them are a quote.
            return Ok((if at == 0 { "'".to_owned() } else { text }, &rest[at + 1..]));
        }
        text.push('\'');
        from = at + 2;
    }
    Err(Error::UnterminatedPattern {})
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, pattern: &str, expected: &str) {
        assert_eq!(Timestamp::parse(text).unwrap().format(pattern).as_deref(), Ok(expected), "{text} {pattern}");
    }

    #[test]
    fn examples_of_the_guide() {
        check("1969-07-20T20:18Z", "MMMM d, y", "July 20, 1969");
        check("1969-07-20T20:18Z", "MMM d, yyyy", "Jul 20, 1969");
        check("1969-07-20T20:18Z", "M-d-yy", "7-20-69");
        check("1969-07-20T20:18Z", "MM-d-y", "07-20-1969");
        check("1969-07-20T20:18Z", "MMMM d, y h:m a", "July 20, 1969 8:18 PM");
        check("1969-07-20T20:18Z", "y-MM-dd'T'H:m:ssX", "1969-07-20T20:18:00Z");
        check("1969-07-20T20:18+08:00", "y-MM-dd'T'H:m:ssXXXX", "1969-07-20T20:18:00+0800");
        check("1969-07-20T20:18+08:00", "y-MM-dd'T'H:m:ssXXXXX", "1969-07-20T20:18:00+08:00");
    }

    #[test]
    fn every_symbol_is_known() {
        let at = "2007-02-03T00:04:05.0607-08:30";
        check(at, "MMMMM dd HH hh mm s S SS SSSSSS n", "F 03 00 12 04 5 0 06 060700 60700000");
        check(at, "X XX XXX x xx xxx xxxxx", "-0830 -0830 -08:30 -0830 -0830 -08:30 -08:30");
        check("2007T", "yyyy x xx xxx X n", "2007 +00 +0000 +00:00 Z 0");
        check("2007T", "'o''clock' ''y", "o'clock '2007");
        check("2007T", "", "");
    }

    #[test]
    fn other_patterns_are_refused() {
        let check = |pattern: &str, code: &str| {
            let error = Timestamp::parse("2007T").unwrap().format(pattern).unwrap_err();
            assert_eq!(error.code(), code, "{pattern}");
        };
        check("yyy", "EvaluatorInvalidTimestampFormatPatternToken");
        check("MMMMMM", "EvaluatorInvalidTimestampFormatPatternToken");
        check("Q", "EvaluatorInvalidTimestampFormatPatternSymbol");
        check("y_M", "EvaluatorInvalidTimestampFormatPatternSymbol");
        check("y'T", "EvaluatorUnterminatedTimestampFormatPatternToken");
    }
}
