//! Any keys at all: whatever bytes they have, each is itself, in byte order, under every prefix and delimiter.

use std::collections::BTreeSet;

use proptest::collection::btree_set;
use proptest::prelude::{Strategy, any, prop_oneof};
use proptest::sample::select;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestRng, TestRunner};
use sandpail_blob::conformance::Outcome;
use sandpail_blob::conformance::steps::{always, current, names, put, versions};
use sandpail_blob::{BlobStore, Mode, Removal};

use super::naive::{Entry, grouped};
use crate::choices::now;

/// Strings of 1 to 1,024 bytes, of letters that codecs trip over and of any.
fn key() -> impl Strategy<Value = String> {
    let hostile = select(vec!["\0", "\u{1}", "/", ".", "..", "%", "+", "a", "é", "\u{7F}", "\u{FFFF}", "\u{10FFFF}"]);
    let letter = prop_oneof![9 => hostile.prop_map(str::to_owned), 1 => any::<char>().prop_map(String::from)];
    let short = proptest::collection::vec(letter.clone(), 1..6);
    let long = proptest::collection::vec(letter, 200..256);
    prop_oneof![9 => short, 1 => long].prop_map(|letters| letters.concat())
}

async fn check(keys: &BTreeSet<String>) -> Outcome {
    let pair = super::pair(&[]);
    let store: &BlobStore = &pair.store;
    for key in keys {
        put(store, key, b"older", Mode::NewVersion).await?;
        put(store, key, key.as_bytes(), Mode::NewVersion).await?;
    }
    for key in keys {
        assert_eq!(current(store, key).await?.as_deref(), Some(key.as_bytes()));
        assert_eq!(store.list_versions(key).await?.len(), 2, "versions of {key:?}");
    }
    for (prefix, delimiter) in
        [("", None), ("", Some("/")), ("\0", None), ("/", Some("/")), ("a", Some("\0")), ("", Some("é"))]
    {
        let expected = grouped(keys.iter().map(|key| (key.as_str(), ())), prefix, delimiter);
        let expected: Vec<_> = expected.into_iter().map(|(Entry::Item(name, ()) | Entry::Prefix(name))| name).collect();
        assert_eq!(names(store, prefix, delimiter).await?, expected, "prefix {prefix:?}, delimiter {delimiter:?}");
    }
    for (gone, key) in keys.iter().enumerate() {
        assert_eq!(versions(store, "").await?.len(), 2 * (keys.len() - gone));
        store.remove(key, Removal::Erase, None, always).await?;
    }
    Ok(())
}

#[test]
fn any_keys_are_each_itself() {
    let config = Config { cases: 300, failure_persistence: None, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &[3; 32]));
    let result = runner.run(&btree_set(key(), 1..12), |keys| {
        now(check(&keys)).map_err(|failure| TestCaseError::fail(format!("{failure:?}")))
    });
    if let Err(failure) = result {
        panic!("{failure}");
    }
}
