//! What a mutation has learnt from the attempts that did not end it.

use std::collections::BTreeMap;

use crate::{BlobInfo, BlobStore, PayloadId, Record, Result, Rev, VersionId, codec::Namespace, record};

use super::Proof;

/// Most lost replies before a mutation gives up.
const DOUBTS_MAX: usize = 4;

/// Knowledge that outlives an attempt.
#[derive(Debug, Default)]
pub(crate) struct Attempts {
    /// Counts of what is shared. Anything else is taken to be unshared until a commit says otherwise.
    counts: BTreeMap<PayloadId, (u64, Rev)>,
    /// Versions that lost replies may have made.
    doubted: Vec<(u64, VersionId)>,
    doubts: usize,
}

impl Attempts {
    /// How many share it, and the revision of the record that says so; `None` = one alone.
    pub(super) fn count(&self, id: PayloadId) -> Option<(u64, Rev)> {
        self.counts.get(&id).copied()
    }

    /// How many are left to share it after `change`, as far as is known.
    pub(super) fn left(&self, id: PayloadId, change: i64) -> u64 {
        self.count(id).map_or(1, |(count, _)| count).saturating_add_signed(change)
    }

    /// Takes over a count that was read.
    fn learn(&mut self, id: PayloadId, found: Option<&Record>) -> Result<()> {
        match found {
            Some(record) => self.counts.insert(id, (record::decode(&record.value)?, record.rev)),
            None => self.counts.remove(&id),
        };
        Ok(())
    }

    /// Reads a count anew.
    pub(crate) async fn recount(&mut self, store: &BlobStore, id: PayloadId) -> Result<()> {
        let found = Namespace::at_refs(id, |place| store.engine().first(&[place])).await?;
        self.learn(id, found.map(|(_, record)| record).as_ref())
    }

    /// A commit whose reply was lost, and of which nothing is to be seen yet, may still be applied. `false` = that was
    /// one too many.
    pub(super) fn doubt(&mut self, proof: &Proof<'_>) -> bool {
        self.doubts += 1;
        if let Proof::Version { seq, version, .. } = proof {
            self.doubted.push((*seq, version.clone()));
        }
        self.doubts < DOUBTS_MAX
    }

    /// Whether a reply was ever lost: then nothing that was handed to the engine may be removed.
    pub(crate) const fn doubtful(&self) -> bool {
        self.doubts > 0
    }

    /// Whether the current version is one that a lost reply made after all.
    pub(crate) fn made(&self, current: Option<&BlobInfo>) -> bool {
        current
            .is_some_and(|info| self.doubted.iter().any(|(seq, version)| *seq == info.seq && *version == info.version))
    }
}
