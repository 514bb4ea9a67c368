//! Headers that ask for what is not served yet. Ignoring them would say yes to something that does not happen.

use crate::error::{Error, Result};
use crate::headers::{Family, Headers};

/// A header that asks for it by being there.
const REFUSED: &str = "x-amz-write-offset-bytes";

/// Checks the headers of a request that reads or makes an object or a bucket.
///
/// # Errors
/// `HeaderNotImplemented`.
pub(crate) fn check(headers: &Headers) -> Result<()> {
    if headers.has(Family::Unserved) && headers.contains_key(REFUSED) {
        return Err(Error::HeaderNotImplemented { header: REFUSED.to_owned() });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(name: &'static str, value: &'static str) -> bool {
        let header = (http::HeaderName::from_static(name), http::HeaderValue::from_static(value));
        check(&Headers::from_iter([header])).is_err()
    }

    #[test]
    fn nothing_is_promised_that_is_not_kept() {
        assert!(refused("x-amz-write-offset-bytes", "5"));
        assert!(!refused("x-amz-server-side-encryption", "aws:kms"));
        assert!(!refused("x-amz-object-lock-mode", "GOVERNANCE"));
        assert!(!refused("x-amz-object-ownership", "ObjectWriter"));
        assert!(!refused("x-amz-storage-class", "GLACIER"));
    }
}
