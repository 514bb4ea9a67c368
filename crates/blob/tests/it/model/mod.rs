//! The store against a naive model: random sequences of operations, and every short sequence there is.

mod compare;
mod exhaustive;
mod keys;
mod naive;
mod operation;
mod random;

use std::sync::Arc;

use compare::{Questions, compare};
use operation::{Operation, Pair};
use sandpail_blob::conformance::TestSource;
use sandpail_blob::{BlobStore, Source};

/// An empty store with an empty model. A restart is another store over the same engine.
fn pair(keys: &'static [&'static str]) -> Pair {
    let source: Arc<dyn Source> = Arc::new(TestSource::default());
    let store = BlobStore::mem(Arc::clone(&source), "model");
    let restart = Box::new(move |old: &BlobStore| BlobStore::new(old.vfs(), Arc::clone(&source), "model"));
    Pair { store, model: Default::default(), keys, restart, bodies: 0 }
}
