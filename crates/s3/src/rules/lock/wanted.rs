//! What a request wants of a version's retention: a fixed date, an event hold, or the release of one.
//!
//! While an event hold is on, the retain-until date is its duration from now, whenever now is; released, it stands still.
//! No request moves the date of a retention back that it does not end.
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock-managing.html>

use std::time::SystemTime;

use super::{EventHold, Mode, Period, Retention};

/// A retention that makes sense by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wanted {
    /// Until that date.
    Fixed { mode: Mode, until: SystemTime },
    /// For that long after the hold will have been released, and at least until that date.
    Hold { mode: Mode, period: Period, until: Option<SystemTime> },
    /// From now on for as long as the hold has it, and at least until that date.
    Release { mode: Mode, until: Option<SystemTime> },
}

/// The parts of which requests make a retention.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Said {
    pub(super) mode: Option<Mode>,
    pub(super) until: Option<SystemTime>,
    /// Whether an event hold is to be on.
    pub(super) hold: Option<bool>,
    pub(super) days: Option<i64>,
    pub(super) years: Option<i64>,
}

/// Why the parts make none. S3 documents these cases, and answers 400 to all of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Nonsense {
    /// No mode, or no date where there is no event hold.
    Incomplete,
    /// Neither days nor years, both, or too few or too many.
    Duration,
    /// A duration without an event hold that is on.
    Superfluous,
}

impl Said {
    /// What is wanted; nothing if nothing was said.
    pub(super) fn wanted(&self) -> Result<Option<Wanted>, Nonsense> {
        if *self == Self::default() {
            return Ok(None);
        }
        let mode = self.mode.ok_or(Nonsense::Incomplete)?;
        if self.hold == Some(true) {
            let period = Period::read(self.days, self.years).ok_or(Nonsense::Duration)?;
            return Ok(Some(Wanted::Hold { mode, period, until: self.until }));
        }
        if self.days.is_some() || self.years.is_some() {
            return Err(Nonsense::Superfluous);
        }
        match (self.hold, self.until) {
            (Some(_), until) => Ok(Some(Wanted::Release { mode, until })),
            (None, Some(until)) => Ok(Some(Wanted::Fixed { mode, until })),
            (None, None) => Err(Nonsense::Incomplete),
        }
    }
}

impl Wanted {
    /// The retention that it makes of `old` at `now`; none where there is no hold to release.
    pub(crate) fn over(&self, old: Option<&Retention>, now: SystemTime) -> Option<Retention> {
        let old = old.filter(|old| old.active(now));
        let kept = old.map(|old| old.until(now));
        match *self {
            Self::Fixed { mode, until } => Some(Retention::fixed(mode, until)),
            Self::Hold { mode, period, until } => {
                let until = kept.max(until).max(Some(period.after(now)))?;
                Some(Retention { mode, until, event_hold: Some(EventHold::On(period)) })
            }
            Self::Release { mode, until } => {
                let held = old.is_some_and(|old| matches!(old.event_hold, Some(EventHold::On(_))));
                let until = if held { kept.max(until) } else { until };
                Some(Retention { mode, until: until?, event_hold: Some(EventHold::Off) })
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    const DAY: u64 = 86_400;
    const MODE: Mode = Mode::Compliance;

    fn at(seconds: u64) -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)
    }

    fn check(said: Said, expected: Result<Option<Wanted>, Nonsense>) {
        assert_eq!(said.wanted(), expected, "{said:?}");
    }

    /// The troubleshooting section of the page above lists what is refused.
    #[test]
    fn what_makes_no_sense_is_refused() {
        let (mode, nothing) = (Some(MODE), Said::default());
        let until = Some(at(5));
        check(nothing, Ok(None));
        check(Said { mode, until, ..nothing }, Ok(Some(Wanted::Fixed { mode: MODE, until: at(5) })));
        check(Said { mode, ..nothing }, Err(Nonsense::Incomplete));
        check(Said { until, ..nothing }, Err(Nonsense::Incomplete));
        let hold = Said { mode, hold: Some(true), days: Some(1), ..nothing };
        check(hold, Ok(Some(Wanted::Hold { mode: MODE, period: Period::Days(1), until: None })));
        check(Said { mode: None, ..hold }, Err(Nonsense::Incomplete));
        check(Said { days: None, ..hold }, Err(Nonsense::Duration));
        check(Said { years: Some(1), ..hold }, Err(Nonsense::Duration));
        check(Said { days: Some(0), ..hold }, Err(Nonsense::Duration));
        check(Said { days: Some(36_501), ..hold }, Err(Nonsense::Duration));
        check(Said { hold: Some(false), ..hold }, Err(Nonsense::Superfluous));
        check(Said { hold: None, until, ..hold }, Err(Nonsense::Superfluous));
        check(Said { mode, hold: Some(false), ..nothing }, Ok(Some(Wanted::Release { mode: MODE, until: None })));
    }

    fn hold(days: u32, until: Option<SystemTime>) -> Wanted {
        Wanted::Hold { mode: MODE, period: Period::Days(days), until }
    }

    #[test]
    fn a_hold_moves_the_date_on_until_it_is_released() {
        let held = hold(1, None).over(None, at(0)).unwrap();
        assert_eq!((held.until(at(0)), held.until(at(7 * DAY))), (at(DAY), at(8 * DAY)));
        let released = Wanted::Release { mode: MODE, until: None }.over(Some(&held), at(7 * DAY)).unwrap();
        assert_eq!(released.event_hold, Some(EventHold::Off));
        assert_eq!((released.until(at(7 * DAY)), released.until(at(9 * DAY))), (at(8 * DAY), at(8 * DAY)));
        let later = Wanted::Release { mode: MODE, until: Some(at(20 * DAY)) };
        assert_eq!(later.over(Some(&held), at(7 * DAY)).unwrap().until(at(7 * DAY)), at(20 * DAY));
    }

    #[test]
    fn a_shorter_duration_does_not_move_the_date_back() {
        let long = hold(10, None).over(None, at(0)).unwrap();
        let short = hold(1, None).over(Some(&long), at(0)).unwrap();
        assert_eq!(
            (short.until(at(0)), short.until(at(9 * DAY)), short.until(at(10 * DAY))),
            (at(10 * DAY), at(10 * DAY), at(11 * DAY))
        );
    }

    #[test]
    fn a_date_is_the_least_that_a_hold_keeps() {
        let held = hold(1, Some(at(5 * DAY))).over(None, at(0)).unwrap();
        assert_eq!((held.until(at(0)), held.until(at(5 * DAY))), (at(5 * DAY), at(6 * DAY)));
    }

    #[test]
    fn only_a_hold_can_be_released() {
        let release = Wanted::Release { mode: MODE, until: None };
        assert_eq!(release.over(None, at(0)), None);
        assert_eq!(release.over(Some(&Retention::fixed(MODE, at(5))), at(0)), None);
        let dated = Wanted::Release { mode: MODE, until: Some(at(5)) };
        assert_eq!(dated.over(None, at(0)).unwrap().until(at(9)), at(5));
    }
}
