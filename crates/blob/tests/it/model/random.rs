//! Random sequences, from a fixed seed; a failing one is shrunk and printed.

use proptest::prelude::{Just, Strategy, any, prop_oneof};
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestRng, TestRunner};
use sandpail_blob::Mode;
use sandpail_blob::conformance::Outcome;

use super::{Operation, Questions, compare, pair};
use crate::choices::now;

/// Keys that nest, group, and neighbour each other.
const KEYS: &[&str] = &["j", "k", "k/1", "k/1/x", "k/2", "k0"];

const QUESTIONS: Questions = Questions {
    groups: &[("", None), ("", Some("/")), ("k", Some("/")), ("k/", None), ("k/", Some("/"))],
    afters: &["", "j", "k", "k/", "k/0", "k/1", "k/1/", "k/1/x", "k/2", "k0", "l"],
};

fn key() -> impl Strategy<Value = usize> {
    0..KEYS.len()
}

fn mode() -> impl Strategy<Value = Mode> {
    prop_oneof![Just(Mode::Replace), Just(Mode::NewVersion), Just(Mode::NewVersion), Just(Mode::ReplaceNull)]
}

fn operation() -> impl Strategy<Value = Operation> {
    let nth = 0..4_usize;
    let upload = 0..3_usize;
    let number = 1..4_u32;
    let versions = prop_oneof![
        4 => (key(), mode()).prop_map(|(key, mode)| Operation::Put { key, mode }),
        1 => key().prop_map(|key| Operation::Erase { key }),
        1 => Just(Operation::EraseAll),
        2 => (key(), any::<bool>()).prop_map(|(key, null)| Operation::Marker { key, null }),
        3 => (key(), nth.clone()).prop_map(|(key, nth)| Operation::RemoveVersion { key, nth }),
        3 => (key(), nth.clone(), key(), mode(), any::<bool>())
            .prop_map(|(from, nth, to, mode, keep_parts)| Operation::Copy { from, nth, to, mode, keep_parts }),
        2 => (key(), key()).prop_map(|(from, to)| Operation::Rename { from, to }),
        1 => (key(), nth.clone()).prop_map(|(key, nth)| Operation::Meta { key, nth }),
        1 => (key(), 1..4_usize, mode()).prop_map(|(key, parts, mode)| Operation::Compose { key, parts, mode }),
    ];
    let uploads = prop_oneof![
        2 => key().prop_map(|key| Operation::Begin { key }),
        4 => (upload.clone(), number.clone()).prop_map(|(upload, number)| Operation::PutPart { upload, number }),
        2 => (upload.clone(), number, key(), nth, any::<bool>())
            .prop_map(|(upload, number, from, nth, cut)| Operation::CopyPart { upload, number, from, nth, cut }),
        2 => (upload.clone(), 0..4_usize, mode()).prop_map(|(upload, skip, mode)| Operation::Complete { upload, skip, mode }),
        1 => upload.prop_map(|upload| Operation::Abort { upload }),
    ];
    prop_oneof![6 => versions, 3 => uploads, 1 => Just(Operation::Sweep), 1 => Just(Operation::Restart)]
}

/// Applies operations one by one and compares after each.
async fn run(operations: &[Operation]) -> Outcome {
    let mut pair = pair(KEYS);
    for operation in operations {
        pair.apply(operation).await?;
        compare(&pair, &QUESTIONS).await?;
    }
    Ok(())
}

fn check(seed: u8, cases: u32, length: usize) {
    let config = Config { cases, failure_persistence: None, max_shrink_iters: 4000, ..Config::default() };
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[seed; 32]);
    let mut runner = TestRunner::new_with_rng(config, rng);
    let sequences = proptest::collection::vec(operation(), 1..length);
    let result = runner.run(&sequences, |operations| {
        now(run(&operations)).map_err(|failure| TestCaseError::fail(format!("{failure:?}")))
    });
    if let Err(failure) = result {
        panic!("seed {seed}: {failure}");
    }
}

#[test]
fn short_sequences() {
    check(1, 2000, 12);
}

#[test]
fn long_sequences() {
    check(2, 60, 120);
}
