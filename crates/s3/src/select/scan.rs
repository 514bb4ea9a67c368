//! ScanRange: which records of an object are looked at.
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_ScanRange.html>

use super::error::{Error, Result};

/// The records that begin from `first` to `last`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Scan {
    pub(crate) first: u64,
    pub(crate) last: u64,
}

impl Scan {
    /// The range of an object of `size` bytes. Without a start, `end` is how many of its last bytes are meant.
    ///
    /// # Errors
    /// `InvalidScanRange` for one that is empty, ends before it begins, or begins behind the object.
    pub(crate) fn resolve(start: Option<u64>, end: Option<u64>, size: u64) -> Result<Self> {
        let last = size.saturating_sub(1);
        let scan = match (start, end) {
            (Some(first), end) => Self { first, last: end.unwrap_or(last) },
            (None, Some(count)) => Self { first: size.saturating_sub(count), last },
            (None, None) => return Err(Error::ScanRange {}),
        };
        let empty = scan.first > scan.last || scan.first >= size && size > 0;
        if empty { Err(Error::ScanRange {}) } else { Ok(scan) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_within_the_object() {
        let check = |start, end, size, expected: Option<(u64, u64)>| {
            let found = Scan::resolve(start, end, size).ok().map(|scan| (scan.first, scan.last));
            assert_eq!(found, expected, "{start:?} {end:?} of {size}");
        };
        check(Some(50), Some(100), 1000, Some((50, 100)));
        check(Some(50), None, 1000, Some((50, 999)));
        check(None, Some(50), 1000, Some((950, 999)));
        check(None, Some(5000), 1000, Some((0, 999)));
        check(Some(0), Some(0), 1000, Some((0, 0)));
        check(Some(0), None, 0, Some((0, 0)));
        check(None, None, 1000, None);
        check(Some(5), Some(4), 1000, None);
        check(Some(1000), None, 1000, None);
        check(None, Some(0), 1000, None);
    }
}
