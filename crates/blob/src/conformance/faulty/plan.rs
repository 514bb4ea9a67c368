//! The fault in waiting, the calls counted so far, and the passage that every call takes.

use std::future::Future;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::{Fault, Pauses, Span, Verb, When};
use crate::VfsError;
use crate::conformance::pause::Pause;

#[derive(Debug, Default)]
pub(super) struct Plan(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    fault: Option<Fault>,
    /// Calls that the fault's `verb` matched.
    matched: usize,
    struck: bool,
    pauses: Pauses,
    page: Option<usize>,
    calls: Vec<Verb>,
}

impl Plan {
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Replaces the fault; says whether the old one struck.
    pub(super) fn arm(&self, fault: Option<Fault>) -> bool {
        let mut state = self.state();
        let struck = state.struck;
        *state = State { fault, pauses: state.pauses, page: state.page, ..State::default() };
        struck
    }

    pub(super) fn pause(&self, pauses: Pauses) {
        self.state().pauses = pauses;
    }

    pub(super) fn page(&self, limit: Option<usize>) {
        self.state().page = limit;
    }

    /// How many records a scan gives that is asked for `limit`.
    pub(super) fn limited(&self, limit: usize) -> usize {
        self.state().page.map_or(limit, |page| page.min(limit))
    }

    pub(super) fn calls(&self) -> Vec<Verb> {
        self.state().calls.clone()
    }

    /// Whether a fault from which nothing recovers has struck.
    pub(super) fn dead(&self) -> bool {
        let state = self.state();
        state.struck && state.fault.is_some_and(|fault| fault.span == Span::Onwards)
    }

    /// Counts a call; says whether and on which side of its effect it fails.
    pub(super) fn strike(&self, verb: Verb) -> Option<(When, VfsError)> {
        let mut state = self.state();
        state.calls.push(verb);
        let fault = state.fault.filter(|fault| fault.verb.is_none_or(|only| only == verb) || state.struck)?;
        let call = state.matched;
        state.matched += 1;
        let when = match fault.span {
            _ if call < fault.call => return None,
            _ if call == fault.call => fault.when,
            Span::Once => return None,
            Span::Onwards => When::Before,
        };
        state.struck = true;
        Some((when, (fault.error)()))
    }

    /// Runs `effect` as the call `verb`, unless the fault strikes it.
    pub(super) async fn pass<T>(
        &self,
        verb: Verb,
        effect: impl Future<Output = Result<T, VfsError>>,
    ) -> Result<T, VfsError> {
        self.turn(&[Pauses::Before, Pauses::Around]).await;
        let outcome = match self.strike(verb) {
            None => effect.await,
            Some((When::Before, error)) => Err(error),
            Some((When::After, error)) => {
                drop(effect.await);
                Err(error)
            }
        };
        self.turn(&[Pauses::Around]).await;
        outcome
    }

    async fn turn(&self, pauses: &[Pauses]) {
        let pausing = pauses.contains(&self.state().pauses);
        if pausing {
            Pause::default().await;
        }
    }
}
