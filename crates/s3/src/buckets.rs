//! The buckets that requests came to before: a record that has not changed since is not parsed again.
//!
//! A cache that can be thrown away: whoever takes a bucket from it asks the store whether its record still is what it was.

use std::collections::HashMap;
use std::sync::{PoisonError, RwLock};

use crate::bucket::Bucket;

/// How many are kept; with more, all are forgotten.
const LIMIT: usize = 1024;

/// Buckets by name.
#[derive(Debug, Default)]
pub(crate) struct Buckets(RwLock<HashMap<String, Bucket>>);

impl Buckets {
    /// The bucket as it was last seen.
    pub(crate) fn get(&self, name: &str) -> Option<Bucket> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).get(name).cloned()
    }

    /// Keeps a bucket that was read just now.
    pub(crate) fn keep(&self, bucket: &Bucket) {
        let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= LIMIT {
            known.clear();
        }
        known.insert(bucket.name.clone(), bucket.clone());
    }

    /// Forgets a bucket that is not there.
    pub(crate) fn forget(&self, name: &str) {
        // Names of buckets that never were are asked for too: they need no lock of their own.
        if self.get(name).is_some() {
            self.0.write().unwrap_or_else(PoisonError::into_inner).remove(name);
        }
    }
}
