//! The Object Lock configuration of a bucket.
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_ObjectLockConfiguration.html>

use std::time::SystemTime;

use serde::{Deserialize, Serialize};

use super::document::{DURATION, number};
use super::{EventHold, Mode, Period, Retention};
use crate::documents::Element;
use crate::documents::schema::{Node, Shape, optional, required};
use crate::error::lock::LockError;
use crate::error::{Error, Result};

/// The root of the document.
pub(crate) const CONFIGURATION: &Node = &required(
    "ObjectLockConfiguration",
    Shape::Group(&[
        required("ObjectLockEnabled", Shape::OneOf(&["Enabled"])),
        optional("Rule", Shape::Group(&[required("DefaultRetention", Shape::Group(DEFAULT_RETENTION))])),
    ]),
);

const DEFAULT_RETENTION: &[Node] = &[
    required("Mode", Shape::OneOf(&["GOVERNANCE", "COMPLIANCE"])),
    optional("Days", Shape::Integer),
    optional("Years", Shape::Integer),
    optional("DefaultEventHold", DURATION),
];

/// That objects of a bucket can be locked, and how they are if nobody says otherwise.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct BucketLock {
    #[serde(default, rename = "d", skip_serializing_if = "Option::is_none")]
    pub(crate) default: Option<DefaultRetention>,
}

/// The retention of objects that are made without one. It has a period, an event hold, or both.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct DefaultRetention {
    #[serde(rename = "m")]
    pub(crate) mode: Mode,
    #[serde(default, rename = "p", skip_serializing_if = "Option::is_none")]
    pub(crate) period: Option<Period>,
    #[serde(default, rename = "e", skip_serializing_if = "Option::is_none")]
    pub(crate) event_hold: Option<Period>,
}

impl DefaultRetention {
    /// The retention of an object made at `now`.
    pub(super) fn retention(&self, now: SystemTime) -> Retention {
        let ends = [self.period, self.event_hold].into_iter().flatten().map(|period| period.after(now));
        Retention { mode: self.mode, until: ends.max().unwrap_or(now), event_hold: self.event_hold.map(EventHold::On) }
    }
}

impl BucketLock {
    /// What the document makes of a bucket.
    ///
    /// # Errors
    /// `MalformedXml` for a default without period and event hold, or with both units at once; `DefaultPeriod` for a
    /// period outside S3's limits.
    pub(crate) fn read(document: &Element) -> Result<Self> {
        let Some(default) = document.child("Rule").and_then(|rule| rule.child("DefaultRetention")) else {
            return Ok(Self::default());
        };
        let mode = default.text_of("Mode").and_then(Mode::read).ok_or(Error::MalformedXml {})?;
        let period = read_period(default)?;
        let event_hold = default.child("DefaultEventHold").map(read_event_hold).transpose()?;
        if period.is_none() && event_hold.is_none() {
            return Err(Error::MalformedXml {});
        }
        Ok(Self { default: Some(DefaultRetention { mode, period, event_hold }) })
    }
}

fn read_period(default: &Element) -> Result<Option<Period>> {
    let (days, years) = (number(default, "Days"), number(default, "Years"));
    let (unit, count, most) = match (days, years) {
        (None, None) => return Ok(None),
        (Some(_), Some(_)) => return Err(Error::MalformedXml {}),
        (Some(days), None) => ("Days", days, Period::MOST_DAYS),
        (None, Some(years)) => ("Years", years, Period::MOST_YEARS),
    };
    let refuse = |message| Err(LockError::DefaultPeriod { message, unit }.into());
    if count <= 0 {
        return refuse("Default retention period must be a positive integer value.");
    }
    if count > most {
        return refuse("Default retention period too large.");
    }
    Ok(Period::read(days, years))
}

fn read_event_hold(duration: &Element) -> Result<Period> {
    Period::read(number(duration, "Days"), number(duration, "Years")).ok_or(Error::MalformedXml {})
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(inner: &str) -> Result<BucketLock> {
        let text = format!("<ObjectLockConfiguration>{inner}</ObjectLockConfiguration>");
        let mut document = Element::parse(text.as_bytes()).unwrap();
        CONFIGURATION.check(&mut document)?;
        BucketLock::read(&document)
    }

    fn rule(inner: &str) -> Result<BucketLock> {
        read(&format!(
            "<ObjectLockEnabled>Enabled</ObjectLockEnabled><Rule><DefaultRetention>{inner}</DefaultRetention></Rule>"
        ))
    }

    #[test]
    fn a_default_has_a_mode_and_a_period() {
        assert_eq!(read("<ObjectLockEnabled>Enabled</ObjectLockEnabled>").unwrap(), BucketLock::default());
        let default = rule("<Years>100</Years><Mode>GOVERNANCE</Mode>").unwrap().default.unwrap();
        assert_eq!((default.mode, default.period), (Mode::Governance, Some(Period::Years(100))));
        let held = "<Mode>COMPLIANCE</Mode><DefaultEventHold><Days>30</Days></DefaultEventHold>";
        let held = rule(held).unwrap().default.unwrap();
        assert_eq!((held.period, held.event_hold), (None, Some(Period::Days(30))));
    }

    /// Recorded, but for the event holds.
    #[test]
    fn what_is_incomplete_is_malformed() {
        for inner in [
            "",
            "<ObjectLockEnabled>Disabled</ObjectLockEnabled>",
            "<Rule><DefaultRetention><Mode>GOVERNANCE</Mode><Days>1</Days></DefaultRetention></Rule>",
            "<ObjectLockEnabled>Enabled</ObjectLockEnabled><Rule></Rule>",
        ] {
            assert_eq!(read(inner).unwrap_err().document().code, "MalformedXML", "{inner}");
        }
        for inner in [
            "",
            "<Mode>GOVERNANCE</Mode>",
            "<Days>1</Days>",
            "<Mode>BAD-VALUE</Mode><Days>1</Days>",
            "<Mode>GOVERNANCE</Mode><Days>1</Days><Years>1</Years>",
            "<Mode>GOVERNANCE</Mode><DefaultEventHold></DefaultEventHold>",
            "<Mode>GOVERNANCE</Mode><DefaultEventHold><Days>0</Days></DefaultEventHold>",
        ] {
            assert_eq!(rule(inner).unwrap_err().document().code, "MalformedXML", "{inner}");
        }
    }

    /// As S3 was seen to answer: versity/versitygw#1738, storj/edge#528.
    #[test]
    fn a_period_has_limits() {
        let (positive, large) =
            ("Default retention period must be a positive integer value.", "Default retention period too large.");
        for (unit, count, message) in [
            ("Days", "0", positive),
            ("Days", "-1", positive),
            ("Days", "36501", large),
            ("Days", "999999999", large),
            ("Years", "0", positive),
            ("Years", "101", large),
        ] {
            let document = rule(&format!("<Mode>GOVERNANCE</Mode><{unit}>{count}</{unit}>")).unwrap_err().document();
            let field = document.fields.first().map(|(name, value)| (*name, value.as_str()));
            assert_eq!((document.message.as_ref(), field), (message, Some(("ArgumentName", unit))), "{count} {unit}");
            assert_eq!((document.code.as_ref(), document.fields.len()), ("InvalidArgument", 1));
        }
    }
}
