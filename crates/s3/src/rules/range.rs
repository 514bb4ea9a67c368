//! The Range header, as S3 reads it: one range, or none at all.
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html>, RFC 9110 §14.

use std::ops::Range;

use crate::error::{Error, Result};

/// The part of `size` bytes that `header` asks for. `None` means all of it: there is no header, it is malformed or
/// names several ranges, which S3 ignores, or it asks for the end of an empty object.
///
/// # Errors
/// `InvalidRange` when no byte of the object is in it.
pub(crate) fn resolve(header: Option<&str>, size: u64) -> Result<Option<Range<u64>>> {
    let Some((header, wanted)) = header.and_then(|h| Some((h, parse(h)?))) else { return Ok(None) };
    let range = match wanted {
        Wanted::From { first, last } => first..last.map_or(size, |last| size.min(last.saturating_add(1))),
        Wanted::Last(0) => size..size,
        Wanted::Last(_) if size == 0 => return Ok(None),
        Wanted::Last(count) => size.saturating_sub(count)..size,
    };
    if range.start >= size {
        return Err(Error::InvalidRange { requested: header.to_owned(), size });
    }
    Ok(Some(range))
}

/// The Content-Range of `range`, which has at least one byte, of `size`.
pub(crate) fn content(range: &Range<u64>, size: u64) -> Vec<u8> {
    let mut text = Vec::with_capacity(b"bytes -/".len() + 3 * LONGEST);
    let mut digits = itoa::Buffer::new();
    for (before, number) in [("bytes ", range.start), ("-", range.end - 1), ("/", size)] {
        text.extend_from_slice(before.as_bytes());
        text.extend_from_slice(digits.format(number).as_bytes());
    }
    text
}

/// How many digits a number can have.
const LONGEST: usize = 20;

#[derive(Debug, PartialEq, Eq)]
enum Wanted {
    From { first: u64, last: Option<u64> },
    Last(u64),
}

fn parse(header: &str) -> Option<Wanted> {
    let (first, last) = header.trim().strip_prefix("bytes=")?.split_once('-')?;
    match (first.trim(), last.trim()) {
        ("", count) => Some(Wanted::Last(number(count)?)),
        (first, "") => Some(Wanted::From { first: number(first)?, last: None }),
        (first, last) => {
            let (first, last) = (number(first)?, number(last)?);
            (first <= last).then_some(Wanted::From { first, last: Some(last) })
        }
    }
}

/// Digits only; a number too large for any object counts as the largest.
fn number(text: &str) -> Option<u64> {
    let digits = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    digits.then(|| text.parse().unwrap_or(u64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(header: &str, size: u64, expected: impl Into<Option<Range<u64>>>) {
        assert_eq!(resolve(Some(header), size).unwrap(), expected.into(), "{header} of {size}");
    }

    fn check_unsatisfiable(header: &str, size: u64) {
        let error = resolve(Some(header), size).unwrap_err();
        assert!(matches!(error, Error::InvalidRange { requested, size: s } if requested == header && s == size));
    }

    #[test]
    fn one_range_is_taken() {
        check("bytes=0-4", 10, Some(0..5));
        check("bytes=0-0", 10, Some(0..1));
        check("bytes=5-", 10, Some(5..10));
        check("bytes=5-99", 10, Some(5..10));
        check("bytes=9-18446744073709551615", 10, Some(9..10));
        check("bytes=0-99999999999999999999999", 10, Some(0..10));
        check("bytes=-3", 10, Some(7..10));
        check("bytes=-30", 10, Some(0..10));
    }

    #[test]
    fn what_is_no_single_range_is_ignored() {
        for header in
            ["bytes=1-0", "bytes=-1-", "bytes=", "bytes=-", "bytes=a-b", "items=0-1", "bytes=0-1,3-4", "0-1", ""]
        {
            check(header, 10, None);
        }
        assert_eq!(resolve(None, 10).unwrap(), None);
    }

    #[test]
    fn a_range_is_told_by_its_first_and_last_byte() {
        assert_eq!(content(&(0..1), 1), b"bytes 0-0/1");
        assert_eq!(content(&(5..10), 1_234_567), b"bytes 5-9/1234567");
        let most = u64::MAX;
        assert_eq!(content(&(most - 1..most), most), format!("bytes {0}-{0}/{most}", most - 1).as_bytes());
    }

    #[test]
    fn nothing_in_range_is_an_error_but_the_end_of_nothing_is_nothing() {
        check_unsatisfiable("bytes=10-", 10);
        check_unsatisfiable("bytes=10-20", 10);
        check_unsatisfiable("bytes=99999999999999999999999-", 10);
        check_unsatisfiable("bytes=-0", 10);
        check_unsatisfiable("bytes=0-", 0);
        check_unsatisfiable("bytes=40-50", 0);
        check("bytes=-5", 0, None);
    }
}
