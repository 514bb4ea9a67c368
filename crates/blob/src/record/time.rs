//! Times in records.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

/// A time to the nanosecond: seconds since 1970, which may be negative, and nanoseconds after that second.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Stamp(pub(super) i64, pub(super) u32);

impl From<SystemTime> for Stamp {
    fn from(time: SystemTime) -> Self {
        let seconds = |since: Duration| i64::try_from(since.as_secs()).unwrap_or(i64::MAX);
        match time.duration_since(UNIX_EPOCH) {
            Ok(since) => Self(seconds(since), since.subsec_nanos()),
            Err(before) => match before.duration() {
                until if until.subsec_nanos() == 0 => Self(-seconds(until), 0),
                until => Self(-seconds(until) - 1, 1_000_000_000 - until.subsec_nanos()),
            },
        }
    }
}

impl From<Stamp> for SystemTime {
    fn from(Stamp(seconds, nanos): Stamp) -> Self {
        let whole = Duration::from_secs(seconds.unsigned_abs());
        let second = if seconds < 0 { UNIX_EPOCH.checked_sub(whole) } else { UNIX_EPOCH.checked_add(whole) };
        second.and_then(|time| time.checked_add(Duration::from_nanos(nanos.into()))).unwrap_or(UNIX_EPOCH)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_survive() {
        for time in [
            UNIX_EPOCH,
            UNIX_EPOCH + Duration::new(1_700_000_000, 999_999_999),
            UNIX_EPOCH - Duration::new(5, 0),
            UNIX_EPOCH - Duration::new(5, 1),
        ] {
            assert_eq!(SystemTime::from(Stamp::from(time)), time);
        }
    }
}
