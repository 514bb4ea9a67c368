//! Sequence numbers: the order of the versions of a key is the order of their commits, whatever the clock does.

use std::sync::atomic::{AtomicU64, Ordering};

/// Issues strictly increasing numbers that follow the clock while it moves forward.
#[derive(Debug, Default)]
pub(crate) struct Issuer(AtomicU64);

impl Issuer {
    /// A number above every one issued before and above `newest`; `now` itself when that is the case.
    pub(crate) fn issue(&self, now: u64, newest: u64) -> u64 {
        let next = |last: u64| now.max(last.saturating_add(1)).max(newest.saturating_add(1));
        let mut last = self.0.load(Ordering::Relaxed);
        loop {
            match self.0.compare_exchange_weak(last, next(last), Ordering::Relaxed, Ordering::Relaxed) {
                Ok(_) => return next(last),
                Err(seen) => last = seen,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn follows_the_clock_and_never_steps_back() {
        let issuer = Issuer::default();
        let issued: Vec<_> = [(100, 0), (100, 0), (50, 0), (200, 0), (150, 300), (10, 0)]
            .into_iter()
            .map(|(now, newest)| issuer.issue(now, newest))
            .collect();
        assert_eq!(issued, [100, 101, 102, 200, 301, 302]);
    }
}
