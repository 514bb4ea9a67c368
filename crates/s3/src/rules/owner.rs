//! The account that a caller expects a bucket to belong to.
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-owner-condition.html>

use crate::error::{Error, Result};
use crate::settings::is_account;

/// Holds `expected`, the value of `x-amz-expected-bucket-owner` or its copy-source twin, against the owner.
///
/// # Errors
/// `ExpectedBucketOwner` when it is no account id, `AccessDenied` when it is another's.
pub(crate) fn expect(expected: Option<&str>, account: &str) -> Result<()> {
    match expected {
        None => Ok(()),
        Some(value) if !is_account(value) => Err(Error::ExpectedBucketOwner { value: value.to_owned() }),
        Some(value) if value != account => Err(Error::AccessDenied {}),
        Some(_) => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(expected: Option<&str>, code: Option<&str>) {
        let found = expect(expected, "123456789012").err().map(|e| e.document().code.into_owned());
        assert_eq!(found.as_deref(), code, "{expected:?}");
    }

    #[test]
    fn only_the_owner_passes() {
        check(None, None);
        check(Some("123456789012"), None);
        check(Some("210987654321"), Some("AccessDenied"));
        check(Some("12345678901"), Some("InvalidBucketOwnerAWSAccountID"));
        check(Some(""), Some("InvalidBucketOwnerAWSAccountID"));
    }
}
