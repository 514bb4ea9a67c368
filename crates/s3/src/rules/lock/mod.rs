//! Object Lock: what protects a version of an object, and which changes of that are allowed.
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html>

mod configuration;
mod document;
mod headers;
mod integrity;
mod pacific;
mod period;
mod wanted;

use std::time::SystemTime;

use serde::{Deserialize, Serialize};

use crate::date;
use crate::error::Result;
use crate::error::lock::LockError;

pub(crate) use self::configuration::{BucketLock, CONFIGURATION};
pub(crate) use self::document::{LEGAL_HOLD, RETENTION, legal_hold, read_legal_hold, read_retention, retention};
pub(crate) use self::headers::{Asked, bypass, write};
pub(crate) use self::integrity::{Upload, require};
pub(crate) use self::period::Period;
pub(crate) use self::wanted::Wanted;

/// How binding a retention is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Mode {
    /// Whoever may bypass it can undo it.
    Governance,
    /// Nobody can undo it.
    Compliance,
}

impl Mode {
    /// The mode that a text names.
    pub(crate) fn read(text: &str) -> Option<Self> {
        [Self::Governance, Self::Compliance].into_iter().find(|mode| mode.name() == text)
    }

    /// As AWS spells it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Governance => "GOVERNANCE",
            Self::Compliance => "COMPLIANCE",
        }
    }
}

/// Until when a version is retained.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Retention {
    #[serde(rename = "m")]
    pub(crate) mode: Mode,
    /// At least until then; while an event hold is on, the date moves on from here.
    #[serde(rename = "u")]
    until: SystemTime,
    #[serde(default, rename = "e", skip_serializing_if = "Option::is_none")]
    pub(crate) event_hold: Option<EventHold>,
}

impl Retention {
    /// Until a fixed date.
    pub(crate) fn fixed(mode: Mode, until: SystemTime) -> Self {
        Self { mode, until, event_hold: None }
    }

    /// The retain-until date as of `now`.
    pub(crate) fn until(&self, now: SystemTime) -> SystemTime {
        match self.event_hold {
            Some(EventHold::On(period)) => self.until.max(period.after(now)),
            Some(EventHold::Off) | None => self.until,
        }
    }

    fn active(&self, now: SystemTime) -> bool {
        self.until(now) > now
    }
}

/// The event hold of a version that has, or had, one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum EventHold {
    /// On, and for how long the version is retained once it is off.
    On(Period),
    Off,
}

impl EventHold {
    /// As AWS spells it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::On(_) => "ON",
            Self::Off => "OFF",
        }
    }
}

/// Whether a version is held whatever its retention says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum LegalHold {
    On,
    Off,
}

impl LegalHold {
    /// The status that a text names.
    pub(crate) fn read(text: &str) -> Option<Self> {
        [Self::On, Self::Off].into_iter().find(|hold| hold.name() == text)
    }

    /// As AWS spells it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::On => "ON",
            Self::Off => "OFF",
        }
    }
}

/// What is stored of Object Lock with a version.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ObjectLock {
    #[serde(default, rename = "r", skip_serializing_if = "Option::is_none")]
    pub(crate) retention: Option<Retention>,
    /// None when there never was one.
    #[serde(default, rename = "h", skip_serializing_if = "Option::is_none")]
    pub(crate) legal_hold: Option<LegalHold>,
}

impl ObjectLock {
    /// Whether there is nothing to store.
    pub(crate) fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Refuses to give up a version that is protected at `now`. `bypass` undoes governance, never a legal hold.
    ///
    /// # Errors
    /// `Protected`.
    pub(crate) fn check_removal(&self, now: SystemTime, bypass: bool) -> Result<()> {
        let held = self.legal_hold == Some(LegalHold::On);
        let bypassed = |retention: &Retention| bypass && retention.mode == Mode::Governance;
        let retained = self.retention.as_ref().is_some_and(|r| r.active(now) && !bypassed(r));
        if held || retained { Err(LockError::Protected {}.into()) } else { Ok(()) }
    }
}

/// The moment that a text of ISO 8601 names; S3 keeps milliseconds.
fn moment(text: &str) -> Option<SystemTime> {
    let at = date::parse_iso(text)?;
    Some(at.replace_millisecond(at.millisecond()).ok()?.into())
}

/// Refuses to put `new` in the place of `old` where that would weaken a retention that is active at `now`.
///
/// # Errors
/// `Protected`.
pub(crate) fn check_change(
    old: Option<&Retention>,
    new: Option<&Retention>,
    now: SystemTime,
    bypass: bool,
) -> Result<()> {
    let Some(old) = old.filter(|old| old.active(now)) else { return Ok(()) };
    let kept = new.is_some_and(|new| new.mode == old.mode && new.until(now) >= old.until(now));
    let bypassed = bypass && old.mode == Mode::Governance;
    if kept || bypassed { Ok(()) } else { Err(LockError::Protected {}.into()) }
}

#[cfg(test)]
mod tests;
