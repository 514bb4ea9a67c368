//! Ranges: never a byte that is not there, and the range that was found is found again.

use crate::error::Error;
use crate::rules::range::resolve;

/// The first byte says how many of the next eight are the object's size; the rest is the header.
pub(super) fn range(data: &[u8]) {
    let [width, s @ ..] = data else { return };
    let Some((bytes, header)) = s.split_at_checked(8) else { return };
    let size = bytes.iter().take(usize::from(width % 9)).fold(0, |size, byte| size << 8 | u64::from(*byte));
    let Some(header) = super::text(header) else { return };
    match resolve(Some(header), size) {
        Ok(None) => {}
        Ok(Some(range)) => {
            assert!(range.start < range.end && range.end <= size, "{range:?} of {size}");
            let again = format!("bytes={}-{}", range.start, range.end - 1);
            assert_eq!(resolve(Some(&again), size).ok(), Some(Some(range)), "{again} of {size}");
        }
        Err(Error::InvalidRange { requested, size: said }) => {
            assert_eq!((requested.as_str(), said), (header, size));
            // A larger object would have it, unless nothing does.
            let larger = resolve(Some(header), u64::MAX);
            let last = header.trim().strip_prefix("bytes=").is_some_and(|range| range.trim_start().starts_with('-'));
            assert!(larger.is_ok() || last || size == u64::MAX || beyond(header), "{header} of {size}");
        }
        Err(other) => panic!("{other:?}"),
    }
}

/// Whether the range begins where no object has a byte.
fn beyond(header: &str) -> bool {
    let first = header.trim().strip_prefix("bytes=").and_then(|range| range.split('-').next());
    first.is_some_and(|first| first.trim().parse::<u64>().map_or(true, |first| first == u64::MAX))
}
