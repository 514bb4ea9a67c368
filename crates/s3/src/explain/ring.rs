//! The last refusals, kept for whoever asks why. It is an instrument and no state: bounded, and gone with the process.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use super::explanation::Explanation;

/// How many are kept.
const KEPT: usize = 100;

/// The explanations of the last refused signatures, the newest first.
#[derive(Debug, Default)]
pub(crate) struct Refusals(Mutex<VecDeque<Arc<Explanation>>>);

impl Refusals {
    /// Keeps one more, and forgets the oldest of too many.
    pub(super) fn keep(&self, explanation: Explanation) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.truncate(KEPT - 1);
        kept.push_front(Arc::new(explanation));
    }

    /// The explanation of one request.
    pub(crate) fn of(&self, request_id: &str) -> Option<Arc<Explanation>> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.iter().find(|explanation| explanation.request_id == request_id).cloned()
    }

    /// All of them.
    pub(crate) fn all(&self) -> Vec<Arc<Explanation>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_hundred_are_kept() {
        let refusals = Refusals::default();
        for n in 0..KEPT + 5 {
            refusals.keep(Explanation { request_id: n.to_string(), ..Explanation::default() });
        }
        let kept = refusals.all();
        assert_eq!((kept.len(), kept[0].request_id.as_str(), kept[99].request_id.as_str()), (KEPT, "104", "5"));
        assert!(refusals.of("4").is_none());
        assert_eq!(refusals.of("50").unwrap().request_id, "50");
    }
}
