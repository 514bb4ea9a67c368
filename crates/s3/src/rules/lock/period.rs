//! How long, in days or in years.

use std::time::{Duration, SystemTime};

use serde::{Deserialize, Serialize};

/// The seconds of a day.
const DAY: u64 = 86_400;

/// A time that is given in days or in years, and answered as it was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Period {
    Days(u32),
    Years(u32),
}

impl Period {
    /// The period that one of the two numbers names, if it is in S3's limits: 36,500 days or 100 years.
    pub(super) fn read(days: Option<i64>, years: Option<i64>) -> Option<Self> {
        let (named, limit): (fn(u32) -> Self, i64) = match (days, years) {
            (Some(_), None) => (Self::Days, Self::MOST_DAYS),
            (None, Some(_)) => (Self::Years, Self::MOST_YEARS),
            _ => return None,
        };
        let count = days.or(years).filter(|count| (1..=limit).contains(count))?;
        u32::try_from(count).ok().map(named)
    }

    pub(super) const MOST_DAYS: i64 = 36_500;
    pub(super) const MOST_YEARS: i64 = 100;

    /// The name of the unit, as elements and errors spell it.
    pub(crate) fn unit(self) -> &'static str {
        match self {
            Self::Days(_) => "Days",
            Self::Years(_) => "Years",
        }
    }

    /// How many.
    pub(crate) fn count(self) -> u32 {
        match self {
            Self::Days(count) | Self::Years(count) => count,
        }
    }

    /// That much after `at`. S3 counts a year as 365 days.
    /// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock-managing.html>
    pub(crate) fn after(self, at: SystemTime) -> SystemTime {
        let days = match self {
            Self::Days(days) => u64::from(days),
            Self::Years(years) => u64::from(years) * 365,
        };
        // A century later is a time that can be told, unless a clock was set to the end of all times.
        at.checked_add(Duration::from_secs(days * DAY)).unwrap_or(at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_has_365_days() {
        let at = SystemTime::UNIX_EPOCH;
        assert_eq!(Period::Years(2).after(at), Period::Days(730).after(at));
        assert_eq!(Period::Days(1).after(at), at + Duration::from_secs(86_400));
    }

    #[test]
    fn a_period_is_in_days_or_in_years() {
        assert_eq!(Period::read(Some(36_500), None), Some(Period::Days(36_500)));
        assert_eq!(Period::read(None, Some(100)), Some(Period::Years(100)));
        for (days, years) in [
            (None, None),
            (Some(1), Some(1)),
            (Some(0), None),
            (Some(36_501), None),
            (None, Some(101)),
            (None, Some(-1)),
        ] {
            assert_eq!(Period::read(days, years), None, "{days:?} {years:?}");
        }
    }
}
