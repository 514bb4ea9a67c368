//! Time and entropy that repeat: the same calls give the same answers in every run.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::Source;

/// Where every [`TestSource`] starts: 2025-06-15T15:06:40Z, in nanoseconds since 1970.
const START_NANOS: u64 = 1_750_000_000_000_000_000;

/// A clock that moves only when told to, in either direction, and entropy that is a scrambled counter.
///
/// The clock stands still by default: a store that needs time to pass between two writes does not get it.
#[derive(Debug)]
pub struct TestSource {
    nanos: AtomicU64,
    draws: AtomicU64,
}

impl Default for TestSource {
    fn default() -> Self {
        Self { nanos: AtomicU64::new(START_NANOS), draws: AtomicU64::new(0) }
    }
}

impl TestSource {
    /// Moves the clock on by `by`.
    pub fn advance(&self, by: Duration) {
        self.nanos.fetch_add(nanos(by), Ordering::Relaxed);
    }

    /// Moves the clock back by `by`, as a machine does whose time was corrected.
    pub fn step_back(&self, by: Duration) {
        self.nanos.fetch_sub(nanos(by), Ordering::Relaxed);
    }

    /// How often entropy was drawn.
    pub fn draws(&self) -> u64 {
        self.draws.load(Ordering::Relaxed)
    }
}

impl Source for TestSource {
    fn now(&self) -> SystemTime {
        UNIX_EPOCH + Duration::from_nanos(self.nanos.load(Ordering::Relaxed))
    }

    fn random(&self) -> u128 {
        let draw = self.draws.fetch_add(1, Ordering::Relaxed);
        (u128::from(scramble(draw << 1)) << 64) | u128::from(scramble(draw << 1 | 1))
    }
}

fn nanos(duration: Duration) -> u64 {
    u64::try_from(duration.as_nanos()).expect("a test moves the clock by less than 584 years")
}

/// SplitMix64's finaliser: a bijection, so that no value repeats, whose order tells nothing about the order of the draws.
fn scramble(counter: u64) -> u64 {
    let mut z = counter.wrapping_mul(0x9E37_79B9_7F4A_7C15).wrapping_add(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_sources_agree_and_one_never_repeats() {
        let (left, right) = (TestSource::default(), TestSource::default());
        let mut seen = std::collections::BTreeSet::new();
        for _ in 0..1000 {
            let drawn = left.random();
            assert_eq!(drawn, right.random());
            assert!(seen.insert(drawn));
        }
    }

    #[test]
    fn the_clock_moves_only_when_told() {
        let source = TestSource::default();
        let start = source.now();
        assert_eq!(source.now(), start);
        source.advance(Duration::from_secs(5));
        source.step_back(Duration::from_secs(8));
        assert_eq!(source.now(), start - Duration::from_secs(3));
    }
}
