//! Requests whose document S3 takes only with a digest of it: Content-MD5 or a checksum, in a header or as a trailer.
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html>

use http::HeaderMap;

use crate::error::{Error, Result};
use crate::front::body::digest;

/// Holds the headers to have a digest. What only tells of one, such as `x-amz-checksum-algorithm`, is none (recorded).
///
/// # Errors
/// `MissingDigest`.
pub(crate) fn check(headers: &HeaderMap) -> Result<()> {
    let trailer = headers.get("x-amz-trailer").is_some_and(|trailer| !trailer.is_empty());
    let digest = |name: &str| name == "content-md5" || digest::of_header(name).is_some();
    if trailer || headers.keys().any(|name| digest(name.as_str())) { Ok(()) } else { Err(Error::MissingDigest {}) }
}

#[cfg(test)]
mod tests {
    use http::{HeaderName, HeaderValue};

    use super::*;

    #[test]
    fn only_a_digest_is_one() {
        let check = |name: &'static str, value: &'static str, expected: bool| {
            let headers = HeaderMap::from_iter([(HeaderName::from_static(name), HeaderValue::from_static(value))]);
            assert_eq!(super::check(&headers).is_ok(), expected, "{name}");
        };
        check("content-md5", "x", true);
        check("x-amz-checksum-crc32", "x", true);
        check("x-amz-checksum-xxhash128", "x", true);
        check("x-amz-trailer", "x-amz-checksum-crc32", true);
        check("x-amz-trailer", "", false);
        check("x-amz-checksum-type", "FULL_OBJECT", false);
        check("x-amz-checksum-algorithm", "CRC32", false);
        check("x-amz-sdk-checksum-algorithm", "CRC32", false);
        assert!(super::check(&HeaderMap::new()).is_err());
    }
}
