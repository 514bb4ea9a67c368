//! All the ways through a small tree of choices, one after the other, and a scheduler that lets such a way decide who runs next.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, Waker};

use futures_util::FutureExt as _;

/// The way taken so far, and how many branches each fork had.
#[derive(Debug, Default)]
pub(crate) struct Choices {
    forks: Vec<(usize, usize)>,
    at: usize,
}

impl Choices {
    /// Runs `case` once for every way; answers how many there were.
    pub(crate) fn all(mut case: impl FnMut(&mut Self)) -> usize {
        let mut choices = Self::default();
        for ways in 1.. {
            choices.at = 0;
            case(&mut choices);
            while choices.forks.pop_if(|(taken, of)| *taken + 1 == *of).is_some() {}
            match choices.forks.last_mut() {
                Some((taken, _)) => *taken += 1,
                None => return ways,
            }
        }
        unreachable!("the loop returns")
    }

    /// A number below `of`: another one in another run.
    pub(crate) fn pick(&mut self, of: usize) -> usize {
        if self.at == self.forks.len() {
            self.forks.push((0, of));
        }
        let (taken, known) = self.forks[self.at];
        assert_eq!(known, of, "a case must fork the same way when it is run again");
        self.at += 1;
        taken
    }

    /// The branches taken, to be printed with a failure.
    pub(crate) fn way(&self) -> Vec<usize> {
        self.forks.iter().map(|(taken, _)| *taken).collect()
    }
}

/// What a future answers that never waits, as every future over `MemVfs` does.
pub(crate) fn now<T>(future: impl Future<Output = T>) -> T {
    future.now_or_never().expect("nothing here waits")
}

/// A task of [`interleave`].
pub(crate) type Task<'a, T> = Pin<Box<dyn Future<Output = T> + 'a>>;

/// Runs tasks to their ends, one poll at a time; who is polled next is chosen. A task that is not at its end is left for another at most
/// `switches` times, which bounds the ways through many tasks and still finds what needs few switches.
pub(crate) fn interleave<T>(tasks: Vec<Task<'_, T>>, switches: usize, choices: &mut Choices) -> Vec<T> {
    let mut results: Vec<Option<T>> = tasks.iter().map(|_| None).collect();
    let mut running: Vec<(usize, Task<'_, T>)> = tasks.into_iter().enumerate().collect();
    let mut cx = Context::from_waker(Waker::noop());
    let (mut left, mut last) = (switches, None);
    while !running.is_empty() {
        // The one that ran last comes first, so that to stay with it is the first choice.
        running.sort_by_key(|(place, _)| (Some(*place) != last, *place));
        let staying = running[0].0 == last.unwrap_or(usize::MAX);
        let next = if running.len() == 1 || (staying && left == 0) { 0 } else { choices.pick(running.len()) };
        left -= usize::from(staying && next != 0);
        let (place, task) = &mut running[next];
        last = Some(*place);
        if let Poll::Ready(result) = task.as_mut().poll(&mut cx) {
            results[*place] = Some(result);
            drop(running.remove(next));
        }
    }
    results.into_iter().map(|result| result.expect("every task has ended")).collect()
}

/// Polls a task `polls` times, then drops it; its answer if it came so far.
pub(crate) fn cancel<T>(mut task: Task<'_, T>, polls: usize) -> Option<T> {
    let mut cx = Context::from_waker(Waker::noop());
    (0..polls).find_map(|_| match task.as_mut().poll(&mut cx) {
        Poll::Ready(result) => Some(result),
        Poll::Pending => None,
    })
}

#[test]
fn every_way_is_taken_once() {
    let mut ways = Vec::new();
    let count = Choices::all(|choices| {
        let first = choices.pick(2);
        let rest = if first == 0 { choices.pick(3) } else { 9 };
        ways.push((first, rest));
    });
    assert_eq!((count, ways), (4, vec![(0, 0), (0, 1), (0, 2), (1, 9)]));
}
