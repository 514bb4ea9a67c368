//! Headers that ask for what is not served yet. Ignoring them would say yes to something that does not happen.

use http::HeaderMap;

use crate::error::{Error, Result};

/// Headers that ask for it by being there.
const REFUSED: [&str; 1] = ["x-amz-write-offset-bytes"];

/// Checks the headers of a request that reads or makes an object or a bucket.
///
/// # Errors
/// `HeaderNotImplemented` for the first such header.
pub(crate) fn check(headers: &HeaderMap) -> Result<()> {
    match REFUSED.iter().find(|name| headers.contains_key(**name)) {
        Some(header) => Err(Error::HeaderNotImplemented { header: (*header).to_owned() }),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(name: &'static str, value: &'static str) -> bool {
        let headers =
            HeaderMap::from_iter([(http::HeaderName::from_static(name), http::HeaderValue::from_static(value))]);
        check(&headers).is_err()
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
