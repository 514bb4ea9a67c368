//! Ids of multipart uploads.

use std::{fmt, str::FromStr};

use crate::{Error, base32};

/// The id of a multipart upload: an opaque text. The ids of one key sort in the order in which its uploads were
/// started.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct UploadId(Box<str>);

impl UploadId {
    /// An id that a client sent; `None` unless it has the form of those issued here.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        base32::decode::<20>(text).map(|_| Self(text.into()))
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub(crate) fn issue(seq: u64, random: u128) -> Self {
        let mut bytes = [0; 20];
        bytes[..8].copy_from_slice(&seq.to_be_bytes());
        bytes[8..].copy_from_slice(&random.to_be_bytes()[4..]);
        Self(base32::encode(&bytes).into())
    }
}

impl FromStr for UploadId {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        Self::parse(text).ok_or(Error::NoSuchUpload)
    }
}

impl fmt::Display for UploadId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_sort_by_start_and_come_back() {
        let (first, second) = (UploadId::issue(1, u128::MAX), UploadId::issue(2, 0));
        assert!(first < second && first.as_str() < second.as_str());
        assert_eq!(first.as_str().parse::<UploadId>().unwrap(), first);
        for foreign in
            ["", "null", "VXBsb2FkIElEIGZvciA2aWWpbmcncyBteS1tb3ZpZS5tMnRzIHVwbG9hZA", &first.as_str().to_uppercase()]
        {
            assert_eq!(UploadId::parse(foreign), None, "{foreign:?}");
            assert!(matches!(foreign.parse::<UploadId>(), Err(Error::NoSuchUpload)), "{foreign:?}");
        }
    }
}
