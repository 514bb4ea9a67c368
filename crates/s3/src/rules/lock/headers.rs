//! Object Lock in headers: what a request that makes an object asks, and what an answer about one tells.

use std::time::SystemTime;

use http::header::HeaderName;

use super::wanted::{Nonsense, Said};
use super::{BucketLock, EventHold, LegalHold, Mode, ObjectLock, Period, Wanted, moment};
use crate::date;
use crate::error::Result;
use crate::error::lock::LockError;
use crate::headers::{Family, Headers};
use crate::reply::Reply;

const MODE: &str = "x-amz-object-lock-mode";
const UNTIL: &str = "x-amz-object-lock-retain-until-date";
const LEGAL_HOLD: &str = "x-amz-object-lock-legal-hold";
const EVENT_HOLD: &str = "x-amz-object-lock-event-hold";
const DAYS: &str = "x-amz-object-lock-event-hold-duration-days";
const YEARS: &str = "x-amz-object-lock-event-hold-duration-years";

/// The lock that a request gives to the object that it makes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Asked {
    retention: Option<Wanted>,
    legal_hold: Option<LegalHold>,
}

impl Asked {
    /// Reads the headers of PutObject, CopyObject and CreateMultipartUpload. S3 looks at them before it looks at the
    /// bucket.
    ///
    /// # Errors
    /// `HeaderMissing`, `UnknownMode`, `UntilFormat`, `UntilPast`, `LegalHoldStatus`, `EventHold`.
    pub(crate) fn read(headers: &Headers, now: SystemTime) -> Result<Self> {
        if !headers.has(Family::Lock) {
            return Ok(Self::default());
        }
        let header = |name: &str| headers.get(name).map(|value| String::from_utf8_lossy(value.as_bytes()));
        let (mode, until, hold) = (header(MODE), header(UNTIL), header(EVENT_HOLD));
        match (&mode, &until) {
            (Some(_), None) if hold.is_none() => return Err(LockError::HeaderMissing { header: UNTIL }.into()),
            (None, Some(_)) => return Err(LockError::HeaderMissing { header: MODE }.into()),
            _ => {}
        }
        let said = Said {
            mode: mode.as_deref().map(read_mode).transpose()?,
            until: until.as_deref().map(|text| read_until(text, now)).transpose()?,
            hold: hold.as_deref().map(read_hold).transpose()?,
            days: header(DAYS).as_deref().map(|text| read_number(DAYS, text)).transpose()?,
            years: header(YEARS).as_deref().map(|text| read_number(YEARS, text)).transpose()?,
        };
        let retention = said.wanted().map_err(refusal)?;
        // An object that is made has no hold that could be released.
        if matches!(retention, Some(Wanted::Release { until: None, .. })) {
            return Err(LockError::HeaderMissing { header: UNTIL }.into());
        }
        let legal_hold = header(LEGAL_HOLD).as_deref().map(read_legal_hold).transpose()?;
        Ok(Self { retention, legal_hold })
    }

    /// The lock of an object made at `now` in a bucket with this lock. What the request does not say of retention, the
    /// bucket's default does.
    ///
    /// # Errors
    /// `NotEnabledForWrite` when the request asks for a lock where there is none.
    pub(crate) fn settle(&self, bucket: Option<&BucketLock>, now: SystemTime) -> Result<ObjectLock> {
        let Some(bucket) = bucket else {
            let unlocked = *self == Self::default();
            return if unlocked { Ok(ObjectLock::default()) } else { Err(LockError::NotEnabledForWrite {}.into()) };
        };
        let asked = self.retention.and_then(|wanted| wanted.over(None, now));
        let retention = asked.or_else(|| bucket.default.as_ref().map(|default| default.retention(now)));
        Ok(ObjectLock { retention, legal_hold: self.legal_hold })
    }
}

fn read_mode(text: &str) -> Result<Mode, LockError> {
    Mode::read(text).ok_or_else(|| LockError::UnknownMode { value: text.to_owned() })
}

fn read_until(text: &str, now: SystemTime) -> Result<SystemTime, LockError> {
    let until = moment(text).ok_or_else(|| LockError::UntilFormat { value: text.to_owned() })?;
    if until > now { Ok(until) } else { Err(LockError::UntilPast { name: UNTIL, value: text.to_owned() }) }
}

fn read_legal_hold(text: &str) -> Result<LegalHold, LockError> {
    LegalHold::read(text).ok_or_else(|| LockError::LegalHoldStatus { value: text.to_owned() })
}

fn read_hold(text: &str) -> Result<bool, LockError> {
    match text {
        "ON" => Ok(true),
        "OFF" => Ok(false),
        _ => Err(LockError::EventHold { header: EVENT_HOLD, message: "Event Hold must be either of 'ON' or 'OFF'" }),
    }
}

fn read_number(header: &'static str, text: &str) -> Result<i64, LockError> {
    text.parse().map_err(|_| LockError::EventHold { header, message: DURATION })
}

const DURATION: &str = "An event hold that is ON needs a duration of 1 to 36500 days or of 1 to 100 years";

fn refusal(nonsense: Nonsense) -> LockError {
    match nonsense {
        Nonsense::Incomplete => LockError::HeaderMissing { header: MODE },
        Nonsense::Duration => LockError::EventHold { header: DAYS, message: DURATION },
        Nonsense::Superfluous => {
            LockError::EventHold { header: DAYS, message: "Only an event hold that is ON has a duration" }
        }
    }
}

/// Whether the request bypasses governance. The header means something only where there are locks, whatever it says.
///
/// # Errors
/// `BypassWithoutLock`.
pub(crate) fn bypass(header: Option<&str>, bucket: Option<&BucketLock>) -> Result<bool> {
    match (header, bucket) {
        (Some(_), None) => Err(LockError::BypassWithoutLock {}.into()),
        (header, _) => Ok(header.is_some_and(|value| value.eq_ignore_ascii_case("true"))),
    }
}

/// Tells the lock of an object as of `now`.
pub(crate) fn write(lock: &ObjectLock, now: SystemTime, reply: &mut Reply) {
    if let Some(retention) = &lock.retention {
        reply.fixed(HeaderName::from_static(MODE), retention.mode.name());
        reply.header(HeaderName::from_static(UNTIL), &date::iso_millis(retention.until(now)));
        if let Some(hold) = retention.event_hold {
            reply.fixed(HeaderName::from_static(EVENT_HOLD), hold.name());
        }
        if let Some(EventHold::On(period)) = retention.event_hold {
            let name = if matches!(period, Period::Days(_)) { DAYS } else { YEARS };
            reply.header(HeaderName::from_static(name), &period.count().to_string());
        }
    }
    if let Some(hold) = lock.legal_hold {
        reply.fixed(HeaderName::from_static(LEGAL_HOLD), hold.name());
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use http::HeaderValue;

    use super::*;
    use crate::error::Error;
    use crate::rules::lock::Retention;
    use crate::rules::lock::configuration::DefaultRetention;

    /// 2026-01-01.
    fn now() -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(1_767_225_600)
    }

    fn read(headers: &[(&'static str, &'static str)]) -> Result<Asked> {
        let headers =
            headers.iter().map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)));
        Asked::read(&headers.collect(), now())
    }

    fn check_refused(headers: &[(&'static str, &'static str)], message: &str, fields: &[(&str, &str)]) {
        let document = read(headers).unwrap_err().document();
        let found: Vec<_> = document.fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        assert_eq!((document.message.as_ref(), found.as_slice()), (message, fields), "{headers:?}");
    }

    #[test]
    fn headers_that_are_wrong_are_refused_as_recorded() {
        let pair = "x-amz-object-lock-retain-until-date and x-amz-object-lock-mode must both be supplied";
        let (mode, until, future) = ((MODE, "GOVERNANCE"), (UNTIL, "2027-01-01T00:00:00Z"), "2027-01-01T00:00:00Z");
        check_refused(&[mode], pair, &[("ArgumentName", UNTIL)]);
        check_refused(&[(MODE, "BAD-VALUE")], pair, &[("ArgumentName", UNTIL)]);
        check_refused(&[until], pair, &[("ArgumentName", MODE)]);
        check_refused(
            &[(MODE, "BAD-VALUE"), until],
            "Unknown wormMode directive.",
            &[("ArgumentName", MODE), ("ArgumentValue", "BAD-VALUE")],
        );
        check_refused(
            &[mode, (UNTIL, "abc")],
            "The retain until date must be provided in ISO 8601 format",
            &[("ArgumentName", UNTIL), ("ArgumentValue", "abc")],
        );
        check_refused(
            &[mode, (UNTIL, "2025-12-25T12:00:00Z")],
            "The retain until date must be in the future!",
            &[("ArgumentName", UNTIL), ("ArgumentValue", "2025-12-25T12:00:00Z")],
        );
        check_refused(
            &[(LEGAL_HOLD, "on")],
            "Legal Hold must be either of 'ON' or 'OFF'",
            &[("ArgumentName", LEGAL_HOLD), ("ArgumentValue", "on")],
        );
        assert_eq!(read(&[mode, (UNTIL, future), (LEGAL_HOLD, "OFF")]).unwrap().legal_hold, Some(LegalHold::Off));
    }

    #[test]
    fn event_holds_need_a_mode_and_a_duration() {
        let (mode, on) = ((MODE, "COMPLIANCE"), (EVENT_HOLD, "ON"));
        assert!(read(&[mode, on, (DAYS, "7")]).is_ok());
        assert!(read(&[mode, on, (YEARS, "7")]).is_ok());
        for wrong in [
            vec![on, (DAYS, "7")],
            vec![mode, on],
            vec![mode, on, (DAYS, "7"), (YEARS, "1")],
            vec![mode, on, (DAYS, "36501")],
            vec![mode, on, (DAYS, "seven")],
            vec![mode, (EVENT_HOLD, "on"), (DAYS, "7")],
            vec![mode, (EVENT_HOLD, "OFF")],
            vec![mode, (EVENT_HOLD, "OFF"), (DAYS, "7"), (UNTIL, "2027-01-01T00:00:00Z")],
        ] {
            assert_eq!(read(&wrong).unwrap_err().document().status, 400, "{wrong:?}");
        }
    }

    #[test]
    fn the_bucket_says_what_the_request_does_not() {
        let default = DefaultRetention { mode: Mode::Governance, period: Some(Period::Days(1)), event_hold: None };
        let bucket = BucketLock { default: Some(default) };
        let own = read(&[(MODE, "COMPLIANCE"), (UNTIL, "2026-01-01T00:00:01Z"), (LEGAL_HOLD, "ON")]).unwrap();
        let lock = own.settle(Some(&bucket), now()).unwrap();
        let second = Duration::from_secs(1);
        assert_eq!(lock.retention, Some(Retention::fixed(Mode::Compliance, now() + second)));
        assert_eq!(lock.legal_hold, Some(LegalHold::On));
        let day = Retention::fixed(Mode::Governance, now() + 86_400 * second);
        assert_eq!(Asked::default().settle(Some(&bucket), now()).unwrap().retention, Some(day));
        let held = read(&[(LEGAL_HOLD, "ON")]).unwrap().settle(Some(&bucket), now()).unwrap();
        assert_eq!(held, ObjectLock { retention: Some(day), legal_hold: Some(LegalHold::On) });
        assert!(Asked::default().settle(Some(&BucketLock::default()), now()).unwrap().is_empty());
        assert!(Asked::default().settle(None, now()).unwrap().is_empty());
        assert!(matches!(own.settle(None, now()), Err(Error::Lock(LockError::NotEnabledForWrite {}))));
    }

    #[test]
    fn the_bypass_header_needs_a_lock() {
        let locked = BucketLock::default();
        assert!(bypass(Some("true"), Some(&locked)).unwrap());
        assert!(!bypass(Some("false"), Some(&locked)).unwrap());
        assert!(!bypass(None, None).unwrap());
        assert!(matches!(bypass(Some("false"), None), Err(Error::Lock(LockError::BypassWithoutLock {}))));
    }
}
