//! Numbers and dates of a configuration, as values.

use time::OffsetDateTime;

use crate::date;
use crate::documents::Element;
use crate::error::{Error, Result};

/// The number in the child of that name, if it is there.
///
/// # Errors
/// `MalformedXml` for one of more than the 32 bits that the schema has for it.
pub(super) fn number(element: &Element, name: &str) -> Result<Option<i32>> {
    element.text_of(name).map(|text| text.parse().map_err(|_| Error::MalformedXml {})).transpose()
}

/// The number of bytes in the child of that name, if it is there.
///
/// # Errors
/// `MalformedXml`.
pub(super) fn bytes(element: &Element, name: &str) -> Result<Option<i64>> {
    element.text_of(name).map(|text| text.parse().map_err(|_| Error::MalformedXml {})).transpose()
}

/// When a rule acts: some days after the object was made, or on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum When {
    Days(i32),
    Date(OffsetDateTime),
}

impl When {
    /// Reads `Days` or `Date` of an action: exactly one of them.
    ///
    /// # Errors
    /// `MalformedXml`.
    pub(super) fn of(action: &Element) -> Result<Self> {
        let date =
            action.text_of("Date").map(|text| date::parse_iso(text).ok_or(Error::MalformedXml {})).transpose()?;
        match (number(action, "Days")?, date) {
            (Some(days), None) => Ok(Self::Days(days)),
            (None, Some(date)) => Ok(Self::Date(date)),
            _ => Err(Error::MalformedXml {}),
        }
    }
}
