//! MFA delete: whether it takes a device to delete a version for good or to change the versioning of a bucket. Any device
//! and any code is taken, as any signature is.
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/MultiFactorAuthenticationDelete.html>

use serde::{Deserialize, Serialize};

use crate::bucket::BucketRecord;
use crate::error::access::AccessError;
use crate::error::{Error, Result};

/// The serial number of a device, a space, and the code that it shows.
pub(crate) const HEADER: &str = "x-amz-mfa";

/// What a bucket was told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum MfaDelete {
    Enabled,
    Disabled,
}

impl MfaDelete {
    /// Reads the element.
    ///
    /// # Errors
    /// `MalformedXml`.
    pub(crate) fn named(name: &str) -> Result<Self> {
        let found = [Self::Enabled, Self::Disabled].into_iter().find(|state| state.name() == name);
        found.ok_or(Error::MalformedXml {})
    }

    /// The text of the element.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Enabled => "Enabled",
            Self::Disabled => "Disabled",
        }
    }
}

/// Whether the header names a device.
///
/// # Errors
/// `MfaMalformed`.
pub(crate) fn read(header: Option<&str>) -> Result<bool> {
    let Some(value) = header else { return Ok(false) };
    match value.split_once(' ') {
        Some((serial, code)) if !serial.is_empty() && !code.is_empty() && !code.contains(' ') => Ok(true),
        _ => Err(AccessError::MfaMalformed { value: value.to_owned() }.into()),
    }
}

/// Whether a request with this header may do what takes a device where MFA delete is enabled.
///
/// # Errors
/// `MfaMalformed`, only where it is.
pub(crate) fn authenticated<'a>(record: &BucketRecord, header: impl Fn() -> Option<&'a str>) -> Result<bool> {
    if record.mfa_delete == Some(MfaDelete::Enabled) { read(header()) } else { Ok(true) }
}

/// Changes the setting; none leaves it as it is. A device is asked for by the one that holds and by the one that is to.
///
/// # Errors
/// `MfaMissing`.
pub(crate) fn change(record: &mut BucketRecord, to: Option<MfaDelete>, device: bool) -> Result<()> {
    if !device && [record.mfa_delete, to].contains(&Some(MfaDelete::Enabled)) {
        return Err(AccessError::MfaMissing {}.into());
    }
    record.mfa_delete = to.or(record.mfa_delete);
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::time::UNIX_EPOCH;

    use super::*;
    use MfaDelete::{Disabled, Enabled};

    fn record(mfa_delete: Option<MfaDelete>) -> BucketRecord {
        BucketRecord { mfa_delete, ..BucketRecord::new("", "", "", UNIX_EPOCH) }
    }

    #[test]
    fn the_header_has_two_parts() {
        assert!(!read(None).unwrap());
        assert!(read(Some("arn:aws:iam::123456789012:mfa/me 123456")).unwrap());
        for value in ["", "123456", "serial ", " 123456", "serial  123456", "serial 123 456"] {
            let document = read(Some(value)).unwrap_err().document();
            let fields = [("ArgumentName", "x-amz-mfa".to_owned()), ("ArgumentValue", value.to_owned())];
            assert_eq!((document.code.as_ref(), document.fields.as_slice()), ("InvalidArgument", &fields[..]));
        }
    }

    #[test]
    fn a_device_is_asked_for_where_it_is_enabled() {
        for state in [None, Some(Disabled)] {
            assert!(authenticated(&record(state), || None).unwrap());
            assert!(authenticated(&record(state), || Some("nonsense")).unwrap());
        }
        assert!(!authenticated(&record(Some(Enabled)), || None).unwrap());
        assert!(authenticated(&record(Some(Enabled)), || Some("a 1")).unwrap());
        assert!(authenticated(&record(Some(Enabled)), || Some("nonsense")).is_err());
    }

    fn check(from: Option<MfaDelete>, to: Option<MfaDelete>, device: bool, expected: Option<Option<MfaDelete>>) {
        let mut record = record(from);
        let changed = change(&mut record, to, device).is_ok();
        assert_eq!(changed.then_some(record.mfa_delete), expected, "{from:?} {to:?} {device}");
    }

    #[test]
    fn changes() {
        check(None, None, false, Some(None));
        check(None, Some(Disabled), false, Some(Some(Disabled)));
        check(None, Some(Enabled), false, None);
        check(None, Some(Enabled), true, Some(Some(Enabled)));
        check(Some(Enabled), None, false, None);
        check(Some(Enabled), None, true, Some(Some(Enabled)));
        check(Some(Enabled), Some(Disabled), false, None);
        check(Some(Enabled), Some(Disabled), true, Some(Some(Disabled)));
        check(Some(Disabled), None, false, Some(Some(Disabled)));
    }
}
