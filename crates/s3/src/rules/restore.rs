//! Archived objects: when their bytes can be read, and what is said of a restore.
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/restoring-objects.html>
//!
//! A restore is three facts of a version's record; what has become of it is read off the clock whenever someone asks
//! (`docs/decisions/0009`).

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use http::HeaderMap;
use http::header::HeaderName;
use serde::{Deserialize, Serialize};

use super::storage_class::archived;
use crate::date;
use crate::error::restore::RestoreError;
use crate::error::{Error, Result};
use crate::object::ObjectMeta;
use crate::reply::Reply;
use crate::xml::Xml;

const RESTORE: HeaderName = HeaderName::from_static("x-amz-restore");

/// Seconds of a day.
const DAY: u64 = 24 * 60 * 60;

/// 9999-12-31T00:00:00Z, the last midnight that a date can name.
const LAST_MIDNIGHT: u64 = 253_402_214_400;

/// How fast a restore is asked to be, the slowest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) enum Tier {
    #[serde(rename = "B")]
    Bulk,
    #[serde(rename = "S")]
    Standard,
    #[serde(rename = "E")]
    Expedited,
}

impl Tier {
    /// The tier of that name.
    pub(crate) fn of_name(name: &str) -> Option<Self> {
        match name {
            "Bulk" => Some(Self::Bulk),
            "Standard" => Some(Self::Standard),
            "Expedited" => Some(Self::Expedited),
            _ => None,
        }
    }
}

/// A restore of an archived object, in seconds since 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Restore {
    /// When the bytes can be read.
    #[serde(rename = "f")]
    from: u64,
    /// When they no longer can.
    #[serde(rename = "u")]
    until: u64,
    /// How fast it was asked to be.
    #[serde(rename = "t")]
    tier: Tier,
}

/// What has become of a restore.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum State {
    /// Nothing, or it has expired.
    Archived,
    /// It is under way.
    Ongoing,
    /// The bytes can be read until then.
    Restored(SystemTime),
}

impl Restore {
    /// A restore that is asked for at `now`, takes that long, and then holds for `days`.
    pub(crate) fn new(now: SystemTime, takes: Duration, days: u64, tier: Tier) -> Self {
        let from = seconds(now).saturating_add(takes.as_secs());
        Self { from, until: expiry(from, days), tier }
    }

    /// Its days counted from `now`.
    pub(crate) fn extended(self, now: SystemTime, days: u64) -> Self {
        Self { until: expiry(seconds(now), days), ..self }
    }

    /// Whether that tier is a faster one than it was asked with.
    pub(crate) fn slower_than(&self, tier: Tier) -> bool {
        self.tier < tier
    }

    /// The same of a faster tier.
    pub(crate) fn hastened(self, tier: Tier) -> Self {
        Self { tier, ..self }
    }

    /// Whether it was asked to hold for that many days.
    pub(crate) fn holds_for(&self, days: u64) -> bool {
        self.until == expiry(self.from, days)
    }

    /// What has become of it by `now`.
    pub(crate) fn state(&self, now: SystemTime) -> State {
        let now = seconds(now);
        if now < self.from {
            State::Ongoing
        } else if now < self.until {
            State::Restored(UNIX_EPOCH + Duration::from_secs(self.until))
        } else {
            State::Archived
        }
    }
}

fn seconds(at: SystemTime) -> u64 {
    at.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs()
}

/// The midnight after `days` have passed.
fn expiry(from: u64, days: u64) -> u64 {
    let midnight = (from / DAY).saturating_add(days).saturating_add(1).saturating_mul(DAY);
    midnight.min(LAST_MIDNIGHT)
}

/// What has become of the restore of an object; none for one that was never archived.
pub(crate) fn state(class: &str, restore: Option<&Restore>, now: SystemTime) -> Option<State> {
    archived(class).then(|| restore.map_or(State::Archived, |restore| restore.state(now)))
}

/// Whether the bytes of that object can be read.
///
/// # Errors
/// `InvalidObjectState`.
pub(crate) fn check_readable(meta: &ObjectMeta, now: SystemTime) -> Result<()> {
    if readable(meta, now) { Ok(()) } else { Err(Error::InvalidObjectState { class: meta.class().to_owned() }) }
}

/// Whether that object can be the source of a copy.
///
/// # Errors
/// `SourceArchived`.
pub(crate) fn check_source(meta: &ObjectMeta, now: SystemTime) -> Result<()> {
    if readable(meta, now) {
        Ok(())
    } else {
        Err(RestoreError::SourceArchived { class: meta.class().to_owned() }.into())
    }
}

fn readable(meta: &ObjectMeta, now: SystemTime) -> bool {
    matches!(state(meta.class(), meta.restore.as_ref(), now), None | Some(State::Restored(_)))
}

/// Says on the answer of a GET or HEAD what has become of the restore, if there is one.
pub(crate) fn write(meta: &ObjectMeta, now: SystemTime, reply: &mut Reply) {
    let value = match state(meta.class(), meta.restore.as_ref(), now) {
        None | Some(State::Archived) => return,
        Some(State::Ongoing) => "ongoing-request=\"true\"".to_owned(),
        Some(State::Restored(until)) => format!("ongoing-request=\"false\", expiry-date=\"{}\"", date::http(until)),
    };
    reply.header(RESTORE, &value);
}

/// Says it in the entry of a listing.
pub(crate) fn write_status(class: &str, restore: Option<&Restore>, now: SystemTime, xml: &mut Xml) {
    let (ongoing, until) = match state(class, restore, now) {
        None | Some(State::Archived) => return,
        Some(State::Ongoing) => (true, None),
        Some(State::Restored(until)) => (false, Some(until)),
    };
    xml.nest("RestoreStatus", |xml| {
        xml.value("IsRestoreInProgress", ongoing);
        if let Some(until) = until {
            xml.value("RestoreExpiryDate", date::iso(until));
        }
    });
}

/// Whether `x-amz-optional-object-attributes` asks a listing for the status of restores.
///
/// # Errors
/// `OptionalAttribute` for anything else.
pub(crate) fn asked(headers: &HeaderMap) -> Result<bool> {
    let lines = headers.get_all("x-amz-optional-object-attributes").iter();
    let lines: Vec<_> = lines.map(|line| String::from_utf8_lossy(line.as_bytes())).collect();
    let mut names = lines.iter().flat_map(|line| line.split(',')).map(str::trim).filter(|name| !name.is_empty());
    match names.clone().find(|name| *name != "RestoreStatus") {
        Some(other) => Err(RestoreError::OptionalAttribute { value: other.to_owned() }.into()),
        None => Ok(names.next().is_some()),
    }
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    fn at(text: &str) -> SystemTime {
        date::parse_iso(text).unwrap().into()
    }

    fn check_expiry(from: &str, days: u64, expected: &str) {
        let restore = Restore::new(at(from), Duration::ZERO, days, Tier::Standard);
        assert_eq!(&*date::iso(UNIX_EPOCH + Duration::from_secs(restore.until)), expected, "{from} and {days} days");
    }

    #[test]
    fn days_end_at_midnight() {
        check_expiry("2012-10-15T10:30:00Z", 3, "2012-10-19T00:00:00.000Z");
        check_expiry("2012-10-15T23:59:59Z", 1, "2012-10-17T00:00:00.000Z");
        check_expiry("2012-10-15T00:00:00Z", 1, "2012-10-17T00:00:00.000Z");
        check_expiry("2012-12-31T12:00:00Z", 1, "2013-01-02T00:00:00.000Z");
        check_expiry("2012-10-15T10:30:00Z", i32::MAX as u64, "9999-12-31T00:00:00.000Z");
        check_expiry("2012-10-15T10:30:00Z", u64::MAX, "9999-12-31T00:00:00.000Z");
    }

    #[test]
    fn the_clock_alone_drives_a_restore() {
        let hour = Duration::from_secs(3600);
        let start = at("2012-10-15T10:30:00Z");
        let restore = Restore::new(start, hour, 1, Tier::Bulk);
        let until = at("2012-10-17T00:00:00Z");
        let second = Duration::from_secs(1);
        for (now, expected) in [
            (start, State::Ongoing),
            (start + hour - second, State::Ongoing),
            (start + hour, State::Restored(until)),
            (until - second, State::Restored(until)),
            (until, State::Archived),
            (UNIX_EPOCH - second, State::Ongoing),
        ] {
            assert_eq!(restore.state(now), expected, "{now:?}");
            assert_eq!(state("GLACIER", Some(&restore), now), Some(expected));
            assert_eq!(state("GLACIER_IR", Some(&restore), now), None);
        }
        assert_eq!(state("DEEP_ARCHIVE", None, start), Some(State::Archived));
        assert!(restore.holds_for(1) && !restore.holds_for(2));
        let longer = restore.extended(start + 2 * hour, 5);
        assert_eq!(longer.state(start + 2 * hour), State::Restored(at("2012-10-21T00:00:00Z")));
        assert!(Tier::Bulk < Tier::Standard && Tier::Standard < Tier::Expedited);
    }

    #[test]
    fn a_restore_is_told_once_it_was_asked_for() {
        let now = at("2012-10-15T10:30:00Z");
        let told = |meta: &ObjectMeta, now| {
            let mut reply = Reply::ok();
            write(meta, now, &mut reply);
            reply.headers.get("x-amz-restore").map(|value| value.to_str().unwrap().to_owned())
        };
        let archived = ObjectMeta { storage_class: Some("GLACIER".into()), ..ObjectMeta::default() };
        assert_eq!(told(&archived, now), None);
        assert!(check_readable(&archived, now).is_err() && check_source(&archived, now).is_err());
        let restore = Restore::new(now, Duration::from_secs(60), 1, Tier::Standard);
        let restoring = ObjectMeta { restore: Some(restore), ..archived };
        assert_eq!(told(&restoring, now).as_deref(), Some("ongoing-request=\"true\""));
        assert!(check_readable(&restoring, now).is_err());
        let later = now + Duration::from_secs(60);
        let expected = "ongoing-request=\"false\", expiry-date=\"Wed, 17 Oct 2012 00:00:00 GMT\"";
        assert_eq!(told(&restoring, later).as_deref(), Some(expected));
        assert!(check_readable(&restoring, later).is_ok() && check_source(&restoring, later).is_ok());
        let mut xml = Xml::plain("E");
        write_status("GLACIER", Some(&restore), now, &mut xml);
        write_status("GLACIER", Some(&restore), later, &mut xml);
        write_status("GLACIER", None, later, &mut xml);
        write_status("STANDARD", Some(&restore), later, &mut xml);
        let expected = "<E><RestoreStatus><IsRestoreInProgress>true</IsRestoreInProgress></RestoreStatus>\
            <RestoreStatus><IsRestoreInProgress>false</IsRestoreInProgress>\
            <RestoreExpiryDate>2012-10-17T00:00:00.000Z</RestoreExpiryDate></RestoreStatus></E>";
        assert!(xml.into_text().ends_with(expected));
    }

    #[test]
    fn listings_are_asked_for_the_status_by_its_name() {
        let asked = |lines: &[&'static str]| {
            let mut headers = HeaderMap::new();
            for line in lines {
                headers.append("x-amz-optional-object-attributes", HeaderValue::from_static(line));
            }
            super::asked(&headers).ok()
        };
        assert_eq!(asked(&[]), Some(false));
        assert_eq!(asked(&[""]), Some(false));
        assert_eq!(asked(&["RestoreStatus"]), Some(true));
        assert_eq!(asked(&["RestoreStatus, RestoreStatus", ""]), Some(true));
        assert_eq!(asked(&["restorestatus"]), None);
        assert_eq!(asked(&["RestoreStatus,Other"]), None);
    }
}
