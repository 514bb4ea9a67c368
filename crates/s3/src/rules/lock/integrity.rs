//! The digest that S3 demands of every body that becomes a locked object.
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock-managing.html#object-lock-put-object>

use http::HeaderMap;

use super::ObjectLock;
use crate::error::Result;
use crate::error::lock::LockError;

/// What the body is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Upload {
    Object,
    Part,
}

/// Demands a Content-MD5 or a checksum of the body, in a header or a trailer. The SHA-256 of the signature does not do,
/// nor does naming an algorithm.
///
/// # Errors
/// `WithoutDigest`.
pub(crate) fn require(headers: &HeaderMap, lock: &ObjectLock, upload: Upload) -> Result<()> {
    const NAMES: [&str; 2] = ["x-amz-checksum-algorithm", "x-amz-checksum-type"];
    let digest = |name: &str| {
        name == "content-md5"
            || name.starts_with("x-amz-checksum-") && !NAMES.contains(&name)
            || name == "x-amz-trailer"
    };
    if lock.is_empty() || headers.keys().any(|name| digest(name.as_str())) {
        return Ok(());
    }
    let what = match upload {
        Upload::Object => "Put Object",
        Upload::Part => "Put Part",
    };
    Err(LockError::WithoutDigest { what }.into())
}

#[cfg(test)]
mod tests {
    use http::{HeaderName, HeaderValue};

    use super::*;
    use crate::rules::lock::LegalHold;

    fn check(name: &'static str, locked: bool, allowed: bool) {
        let headers = HeaderMap::from_iter([(HeaderName::from_static(name), HeaderValue::from_static("v"))]);
        let lock = ObjectLock { legal_hold: locked.then_some(LegalHold::Off), ..ObjectLock::default() };
        assert_eq!(require(&headers, &lock, Upload::Object).is_ok(), allowed, "{name} {locked}");
    }

    #[test]
    fn a_locked_object_needs_a_digest() {
        check("content-md5", true, true);
        check("x-amz-checksum-crc32", true, true);
        check("x-amz-trailer", true, true);
        check("x-amz-sdk-checksum-algorithm", true, false);
        check("x-amz-checksum-algorithm", true, false);
        check("x-amz-content-sha256", true, false);
        check("x-amz-content-sha256", false, true);
    }
}
