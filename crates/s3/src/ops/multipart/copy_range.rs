//! The range of a source that UploadPartCopy copies: the header `x-amz-copy-source-range`.
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_UploadPartCopy.html#API_UploadPartCopy_RequestSyntax>

use std::ops::Range;

use crate::error::{Error, Result};

/// The bytes that `header` asks for of a source of `size` bytes; without it, all of them. Unlike a Range header it is
/// taken literally or not at all.
///
/// # Errors
/// `CopyRangeMalformed` unless it is `bytes=first-last`, `CopyRangeStartsBeyondEnd`, `CopyRangeBeyondEnd`.
pub(super) fn resolve(header: Option<&str>, size: u64) -> Result<Range<u64>> {
    let Some(header) = header else { return Ok(0..size) };
    let value = || header.to_owned();
    let (first, last) = parse(header).ok_or_else(|| Error::CopyRangeMalformed { value: value() })?;
    if first >= size {
        return Err(Error::CopyRangeStartsBeyondEnd {});
    }
    if last >= size {
        return Err(Error::CopyRangeBeyondEnd { value: value(), size });
    }
    Ok(first..last + 1)
}

fn parse(header: &str) -> Option<(u64, u64)> {
    let (first, last) = header.strip_prefix("bytes=")?.split_once('-')?;
    let (first, last) = (number(first)?, number(last)?);
    (first <= last).then_some((first, last))
}

/// Digits only; a number too large for any object counts as the largest.
fn number(text: &str) -> Option<u64> {
    let digits = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    digits.then(|| text.parse().unwrap_or(u64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(header: &str, size: u64, expected: Result<Range<u64>, &str>) {
        let found = resolve(Some(header), size).map_err(|error| error.document().message.into_owned());
        assert_eq!(found, expected.map_err(str::to_owned), "{header} of {size}");
    }

    #[test]
    fn a_range_within_the_source_is_copied() {
        check("bytes=0-8", 10, Ok(0..9));
        check("bytes=1-1", 10, Ok(1..2));
        check("bytes=0-0", 10, Ok(0..1));
        check("bytes=0-9", 10, Ok(0..10));
        assert_eq!(resolve(None, 10).unwrap(), 0..10);
        assert_eq!(resolve(None, 0).unwrap(), 0..0);
    }

    #[test]
    fn every_other_form_is_refused() {
        let malformed = "The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are \
            the zero-based offsets of the first and last bytes to copy";
        for range in ["1-0", "-1-", "0--1", "0-1,3-4,7-9", "-", "-0", "1-", "-2", "-15", "a-b", "0-+1", "", " 0-1"] {
            check(&format!("bytes={range}"), 10, Err(malformed));
        }
        for header in ["0-8", "", "Bytes=0-8", "bytes 0-8"] {
            check(header, 10, Err(malformed));
        }
    }

    #[test]
    fn a_range_beyond_the_source_is_refused() {
        check("bytes=0-100", 10, Err("Range specified is not valid for source object of size: 10"));
        check("bytes=9-10", 10, Err("Range specified is not valid for source object of size: 10"));
        check("bytes=0-99999999999999999999", 10, Err("Range specified is not valid for source object of size: 10"));
        check("bytes=100-200", 10, Err("The specified copy range is invalid for the source object size"));
        check("bytes=10-10", 10, Err("The specified copy range is invalid for the source object size"));
        check("bytes=0-0", 0, Err("The specified copy range is invalid for the source object size"));
    }
}
