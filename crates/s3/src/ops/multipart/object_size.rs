//! The size that a CompleteMultipartUpload expects of its object: the header `x-amz-mp-object-size`.
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_CompleteMultipartUpload.html#API_CompleteMultipartUpload_RequestSyntax>

use sandpail_blob::PartInfo;

use crate::error::{Error, Result};

/// Reads the header.
///
/// # Errors
/// `UploadSizeInvalid` unless it is digits.
pub(super) fn read(header: Option<&str>) -> Result<Option<u64>> {
    let number = |text: &str| {
        let digits = text.bytes().all(|b| b.is_ascii_digit());
        let number = digits.then(|| text.parse().ok()).flatten();
        number.ok_or_else(|| Error::UploadSizeInvalid { value: text.to_owned() })
    };
    header.map(number).transpose()
}

/// Holds the parts to it.
///
/// # Errors
/// `UploadSizeMismatch`.
pub(super) fn check(sent: Option<u64>, parts: &[&PartInfo]) -> Result<()> {
    let computed = parts.iter().map(|part| part.size).sum();
    match sent {
        Some(sent) if sent != computed => Err(Error::UploadSizeMismatch { sent, computed }),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use std::time::UNIX_EPOCH;

    use super::*;

    #[test]
    fn it_is_a_number_of_bytes() {
        assert_eq!(read(None).unwrap(), None);
        assert_eq!(read(Some("0")).unwrap(), Some(0));
        assert_eq!(read(Some("18446744073709551615")).unwrap(), Some(u64::MAX));
        for value in ["", "size", "-1", "+1", "1.0", "18446744073709551616"] {
            let message = read(Some(value)).unwrap_err().document().message.into_owned();
            assert_eq!(message, format!("Value for x-amz-mp-object-size header is invalid: '{value}'"));
        }
    }

    #[test]
    fn it_has_to_be_the_sum_of_the_parts() {
        let part = PartInfo { number: 1, size: 2, etag: String::new(), checksum: None, modified: UNIX_EPOCH };
        assert!(check(None, &[&part]).is_ok());
        assert!(check(Some(4), &[&part, &part]).is_ok());
        let error = check(Some(5), &[&part, &part]).unwrap_err();
        let message = "The provided 'x-amz-mp-object-size' header value 5 does not match what was computed: 4";
        assert_eq!(error.document().message, message);
    }
}
