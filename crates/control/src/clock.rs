//! What time it is: read from the system, or held by hand.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

/// A source of the current time.
///
/// Successive readings may go backwards (a system clock is adjusted, a manual one is set); whoever needs an
/// order keeps one of their own.
pub trait Clock: Send + Sync + 'static {
    /// The time now.
    fn now(&self) -> SystemTime;
}

/// The system's wall clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the wall clock")]
    fn now(&self) -> SystemTime {
        SystemTime::now()
    }
}

/// A clock that stands still until it is set or advanced.
///
/// ```
/// use sandpail_control::{Clock, ManualClock};
/// use std::time::{Duration, SystemTime};
///
/// let clock = ManualClock::new(SystemTime::UNIX_EPOCH);
/// clock.advance(Duration::from_secs(60));
/// assert_eq!(clock.now(), SystemTime::UNIX_EPOCH + Duration::from_secs(60));
/// ```
#[derive(Debug)]
pub struct ManualClock {
    now: Mutex<SystemTime>,
}

impl ManualClock {
    /// A clock that shows `at`.
    #[must_use]
    pub fn new(at: SystemTime) -> Self {
        Self { now: Mutex::new(at) }
    }

    /// Makes it `at`, which may lie in the past.
    pub fn set(&self, at: SystemTime) {
        *self.lock() = at;
    }

    /// Moves the clock forward and returns the new time; `None`, and the clock unmoved, when that time is
    /// beyond what [`SystemTime`] can hold.
    pub fn advance(&self, by: Duration) -> Option<SystemTime> {
        let mut now = self.lock();
        let then = now.checked_add(by)?;
        *now = then;
        Some(then)
    }

    // A time is whole at every moment, so a panic elsewhere while the lock was held spoils nothing.
    fn lock(&self) -> MutexGuard<'_, SystemTime> {
        self.now.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Clock for ManualClock {
    fn now(&self) -> SystemTime {
        *self.lock()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: u64) -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)
    }

    #[test]
    fn a_manual_clock_stands_still_until_moved() {
        let clock = ManualClock::new(at(100));
        assert_eq!((clock.now(), clock.now()), (at(100), at(100)));
        assert_eq!(clock.advance(Duration::from_secs(5)), Some(at(105)));
        assert_eq!(clock.now(), at(105));
        clock.set(at(7));
        assert_eq!(clock.now(), at(7));
    }

    #[test]
    fn an_impossible_step_leaves_the_clock_where_it_is() {
        let clock = ManualClock::new(at(100));
        assert_eq!(clock.advance(Duration::MAX), None);
        assert_eq!(clock.now(), at(100));
    }

    #[test]
    fn the_system_clock_is_past_the_year_2020() {
        assert!(SystemClock.now() > at(1_577_836_800));
    }
}
