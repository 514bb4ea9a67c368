//! The sweeps: all calls, all faults, all awaits of a scenario.

use std::io;

use sandpail_blob::VfsError;
use sandpail_blob::conformance::{Fault, Outcome, Pauses, Span, When};

use super::scene::{Scene, Step};
use crate::choices::{cancel, now};

/// What a scenario lays out before its steps.
pub(crate) type Prepare<'a> = &'a dyn PrepareFn;

/// An async closure that can be named.
pub(crate) trait PrepareFn {
    /// Lays the scenario out.
    fn prepared(&self) -> Scene;
}

impl<F: AsyncFn(&mut Scene) -> Outcome> PrepareFn for F {
    fn prepared(&self) -> Scene {
        let mut scene = Scene::new();
        now(self(&mut scene)).expect("a scenario is laid out without faults");
        scene
    }
}

/// What is to be seen, and what is stored, after each number of acknowledged steps.
struct Reference(Vec<(String, Vec<u64>)>);

impl Reference {
    fn of(prepare: Prepare<'_>, steps: &[Step]) -> Self {
        let mut states = Vec::new();
        for done in 0..=steps.len() {
            let scene = prepare.prepared();
            for step in &steps[..done] {
                now(step(&scene)).expect("a scenario succeeds without faults");
            }
            let state = now(scene.state()).expect("a state without faults");
            states.push((state, now(scene.swept()).expect("a sweep without faults")));
            now(scene.raze()).expect("an end without faults");
        }
        Self(states)
    }

    /// The scene shows exactly what so many steps, of those that are `possible`, would have left; a sweep leaves nothing else stored.
    fn check(&self, scene: &Scene, possible: std::ops::RangeInclusive<usize>, context: &str) -> usize {
        let state = now(scene.state()).unwrap_or_else(|failure| panic!("{context}: {failure:?}"));
        let Some(reached) =
            possible.clone().rev().find(|&done| self.0.get(done).is_some_and(|(expected, _)| *expected == state))
        else {
            panic!(
                "{context}: {possible:?} steps were possible, which leave\n{:#?}\nbut there is\n{state}",
                &self.0[*possible.start()..]
            );
        };
        let left = now(scene.swept()).unwrap_or_else(|failure| panic!("{context}: {failure:?}"));
        assert_eq!(left, self.0[reached].1, "{context}: payloads after a sweep");
        assert_eq!(now(scene.state()).ok(), Some(state), "{context}: a sweep changes nothing to be seen");
        reached
    }
}

/// Every sweep of one scenario.
pub(crate) fn all(prepare: Prepare<'_>, steps: &[Step]) {
    let reference = Reference::of(prepare, steps);
    let io = || VfsError::Io(io::Error::other("injected"));
    let unavailable = || VfsError::Unavailable("injected".into());
    let unknown = || VfsError::Unknown("injected".into());
    for (name, when, span, error) in [
        ("io error before", When::Before, Span::Once, io as fn() -> VfsError),
        ("unavailable before", When::Before, Span::Once, unavailable),
        ("unknown after", When::After, Span::Once, unknown),
        ("unavailable after", When::After, Span::Once, unavailable),
        ("unknown before", When::Before, Span::Once, unknown),
        ("death before", When::Before, Span::Onwards, io),
        ("death after", When::After, Span::Onwards, unknown),
    ] {
        for call in 0.. {
            let fault = Fault { call, verb: None, when, span, error };
            if !faulted(&reference, prepare, steps, fault, &format!("{name} call {call}")) {
                assert!(call > 0, "the scenario makes no call");
                break;
            }
        }
    }
    cancelled(&reference, prepare, steps);
}

/// One run with one fault; whether the fault was reached.
fn faulted(reference: &Reference, prepare: Prepare<'_>, steps: &[Step], fault: Fault, name: &str) -> bool {
    let scene = prepare.prepared();
    scene.faults.arm(fault);
    let mut outcomes = steps.iter().map(|step| now(step(&scene)));
    let acknowledged = outcomes.by_ref().take_while(Result::is_ok).count();
    let calls = scene.faults.calls();
    let struck = scene.faults.disarm();
    let context = format!("{name} of {calls:?}, {acknowledged} of {} acknowledged", steps.len());
    assert!(struck || acknowledged == steps.len(), "{context}: a refusal without a fault");
    // A call that failed before its effect leaves no doubt: an error means that nothing happened.
    let certain = fault.when == When::Before && fault.span == Span::Once;
    let possible = acknowledged..=if certain { acknowledged } else { acknowledged + 1 };
    let reached = reference.check(&scene, possible, &context);
    again(reference, &scene, steps, reached, &context);
    struck
}

/// After the fault the steps that did not happen can be done.
fn again(reference: &Reference, scene: &Scene, steps: &[Step], reached: usize, context: &str) {
    for (at, step) in steps.iter().enumerate().skip(reached) {
        now(step(scene)).unwrap_or_else(|error| panic!("{context}: step {at} again: {error:?}"));
    }
    reference.check(scene, steps.len()..=steps.len(), &format!("{context}, then again"));
    now(scene.raze()).unwrap_or_else(|failure| panic!("{context}: {failure:?}"));
}

/// Drops the scenario at every await, before and after every effect.
fn cancelled(reference: &Reference, prepare: Prepare<'_>, steps: &[Step]) {
    for polls in 1.. {
        let scene = prepare.prepared();
        scene.faults.pause(Pauses::Around);
        let acknowledged = std::cell::Cell::new(0);
        let run = async {
            for step in steps {
                step(&scene).await.expect("no fault, no error");
                acknowledged.set(acknowledged.get() + 1);
            }
        };
        let ended = cancel(Box::pin(run), polls).is_some();
        scene.faults.pause(Pauses::Never);
        let context = format!("dropped after {polls} polls, {} of {} acknowledged", acknowledged.get(), steps.len());
        let reached = reference.check(&scene, acknowledged.get()..=acknowledged.get() + 1, &context);
        again(reference, &scene, steps, reached, &context);
        if ended {
            return;
        }
    }
}
