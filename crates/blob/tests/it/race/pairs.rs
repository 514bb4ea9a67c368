//! Any two operations that run at once come out as if one had run after the other: for every pair, every order of their calls.

use std::collections::BTreeSet;

use super::operations::{Ground, OPERATIONS, Operation};
use crate::choices::{Choices, interleave, now};

/// What each operation answered, and what was there in the end.
type Ending = (Vec<String>, String);

/// The operations one after the other, in the order of `order`; answers are told in the order of `operations`.
fn serial(operations: &[Operation], order: &[usize]) -> Ending {
    let ground = Ground::new();
    let mut tasks: Vec<_> = operations.iter().map(|operation| Some(operation(&ground))).collect();
    let mut answers = vec![String::new(); operations.len()];
    for &at in order {
        answers[at] = now(tasks[at].take().expect("each runs once"));
    }
    drop(tasks);
    (answers, ground.state())
}

fn orders(count: usize) -> Vec<Vec<usize>> {
    let mut orders = Vec::new();
    Choices::all(|choices| {
        let mut left: Vec<_> = (0..count).collect();
        orders.push((0..count).map(|_| left.remove(choices.pick(left.len()))).collect());
    });
    orders
}

/// Runs every interleaving of up to so many switches, with scans of pages of `page` records; answers how many there were.
fn check(names: &[&str], operations: &[Operation], switches: usize, page: Option<usize>) -> usize {
    let possible: BTreeSet<Ending> = orders(operations.len()).iter().map(|order| serial(operations, order)).collect();
    Choices::all(|choices| {
        let ground = Ground::new();
        let tasks = operations.iter().map(|operation| operation(&ground)).collect();
        ground.race(page);
        let answers = interleave(tasks, switches, choices);
        ground.rest();
        let ending = (answers, ground.state());
        assert!(
            possible.contains(&ending),
            "{names:?} interleaved as {:?} end with\n{ending:#?}\none after the other with\n{possible:#?}",
            choices.way()
        );
    })
}

#[test]
fn every_pair_is_linearizable() {
    let mut interleavings = 0;
    for (at, (left, first)) in OPERATIONS.iter().enumerate() {
        for (right, second) in &OPERATIONS[at..] {
            interleavings += check(&[left, right], &[*first, *second], usize::MAX, None);
        }
    }
    assert!(interleavings > OPERATIONS.len() * OPERATIONS.len(), "the operations have points at which they interleave");
}

fn triples(switches: usize, page: Option<usize>, triples: &[[&str; 3]]) {
    let named = |name: &str| OPERATIONS.iter().find(|(known, _)| *known == name).expect("an operation of this name").1;
    for names in triples {
        check(names, &names.map(named), switches, page);
    }
}

/// Three that meet in one place: the bytes they share, the key they write, the upload they end.
#[test]
fn triples_are_linearizable() {
    triples(
        4,
        None,
        &[
            ["copy the other to a new key", "erase the other", "copy the other over"],
            ["copy the other over", "erase", "erase the other"],
            ["copy over the other", "copy a part", "remove newest"],
            ["put if absent", "put if absent, too", "copy the other to a new key"],
            ["complete", "replace a part", "abort"],
            ["complete versioned", "copy a part", "mark null"],
            ["put guarded", "change a configuration", "delete the bucket"],
            ["remove newest", "remove null", "put suspended"],
            ["rename the other over", "rename over the other", "copy the other to a new key"],
        ],
    );
}

/// A sweep over many pages while bytes move to where it has looked, and leave where it has not.
#[test]
fn a_sweep_spares_what_moves() {
    triples(
        3,
        Some(1),
        &[
            ["sweep", "copy the other to an earlier key", "erase the other"],
            ["sweep", "remove newest", "put versioned"],
            ["sweep", "copy a part", "erase the other"],
            ["sweep", "complete", "copy over the other"],
            ["sweep", "put versioned", "mark"],
            ["sweep", "rename over the other", "copy over the other"],
        ],
    );
}
