//! Where the store gets time and entropy from: never from the machine, always from what it was given.

use std::time::{SystemTime, UNIX_EPOCH};

/// Clock and entropy, injected. With the same source and the same calls a store issues the same ids.
pub trait Source: Send + Sync + 'static {
    /// The time now. May step back; what the store issues does not.
    fn now(&self) -> SystemTime;

    /// 128 bits that no one can foresee (or, in a seeded test, that repeat).
    fn random(&self) -> u128;
}

/// Nanoseconds since 1970; 0 before that, the last nanosecond of 2554 after that.
pub(crate) fn nanos(time: SystemTime) -> u64 {
    time.duration_since(UNIX_EPOCH).map_or(0, |since| u64::try_from(since.as_nanos()).unwrap_or(u64::MAX - 1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn times_out_of_range_are_the_nearest() {
        let check = |time, expected| assert_eq!(nanos(time), expected);
        check(UNIX_EPOCH, 0);
        check(UNIX_EPOCH - Duration::from_secs(1), 0);
        check(UNIX_EPOCH + Duration::new(1, 5), 1_000_000_005);
        check(UNIX_EPOCH + Duration::from_secs(u64::MAX / 1_000_000_000 + 1), u64::MAX - 1);
    }
}
