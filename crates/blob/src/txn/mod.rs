//! One attempt at a mutation: what it checks, what it writes, what becomes garbage, and how to read its outcome.

mod attempts;
mod commit;
#[cfg(test)]
mod late;
mod ledger;

pub(crate) use attempts::Attempts;

use bytes::Bytes;
use smallvec::SmallVec;

use crate::{
    PayloadId, RecordKey, Rev, VersionId,
    codec::Range,
    record::Owner,
    vfs::{Check, PayloadIds, Record, Write},
};
use ledger::Ledger;

/// What a failed check means to the mutation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// Another was faster: read again and start over.
    Stale,
    /// The count of this payload or manifest is not what it was taken for.
    Count(PayloadId),
    /// The guard does not hold.
    Guard,
    /// The version to copy from has changed.
    Source,
    /// The expectation of this configuration change does not hold.
    Change(usize),
    /// The store to be removed holds versions.
    Occupied,
}

/// How to tell, when the reply of a commit was lost, that it was applied.
#[derive(Clone, Debug)]
pub(crate) enum Proof<'a> {
    /// The key has this version.
    Version { key: &'a str, seq: u64, version: VersionId },
    /// The key has no version.
    Erased(&'a str),
    /// The record has this value.
    Value(RecordKey, Bytes),
    /// None of these records is there.
    Gone(Vec<RecordKey>),
}

impl Proof<'_> {
    /// Whether another's removal would prove the same.
    const fn is_of_absence(&self) -> bool {
        matches!(self, Self::Erased(_) | Self::Gone(_))
    }
}

/// Checks and writes of one commit.
#[derive(Debug, Default)]
pub(crate) struct Txn {
    checks: Vec<Check>,
    writes: Vec<Write>,
    roles: SmallVec<[Role; 4]>,
    ledger: Ledger,
    /// Payloads that nothing names once the writes are made.
    retired: PayloadIds,
    /// Payloads that another record names from now on. (A manifest's are named by the manifest, which does not move.)
    moved: PayloadIds,
}

impl Txn {
    pub(crate) fn check(&mut self, check: Check, role: Role) {
        self.checks.push(check);
        self.roles.push(role);
    }

    /// The record is as it was read.
    pub(crate) fn expect(&mut self, key: &RecordKey, found: Option<Rev>) {
        let key = key.clone();
        self.check(
            match found {
                None => Check::Absent(key),
                Some(rev) => Check::Is(key, rev),
            },
            Role::Stale,
        );
    }

    /// The range holds these records, as they were read, and no other.
    pub(crate) fn expect_exactly(&mut self, range: &Range, found: &[(RecordKey, Record)]) {
        let mut gap = range.from.clone();
        for (key, record) in found {
            if gap < *key && !gap.is_followed_by(key) {
                self.check(Check::EmptyRange(gap, key.clone()), Role::Stale);
            }
            self.expect(key, Some(record.rev));
            gap = key.next();
        }
        self.check(Check::EmptyRange(gap, range.to.clone()), Role::Stale);
    }

    pub(crate) fn put(&mut self, key: RecordKey, value: Bytes) {
        self.writes.push(Write::Put(key, value));
    }

    pub(crate) fn delete(&mut self, key: RecordKey) {
        self.writes.push(Write::Delete(key));
    }

    pub(crate) fn delete_range(&mut self, range: Range) {
        self.writes.push(Write::DeleteRange(range.from, range.to));
    }

    /// One more refers to a payload or manifest.
    pub(crate) fn take(&mut self, owner: Owner) {
        self.ledger.add(owner, 1);
        self.moved.extend(owner.payload());
    }

    /// One less refers to it.
    pub(crate) fn give(&mut self, owner: Owner) {
        self.ledger.add(owner, -1);
    }

    /// A version goes, with all that it refers to.
    pub(crate) fn give_all(&mut self, owners: impl IntoIterator<Item = Owner>) {
        owners.into_iter().for_each(|owner| self.give(owner));
    }

    /// A version goes on in another record.
    pub(crate) fn moves(&mut self, owners: impl IntoIterator<Item = Owner>) {
        self.moved.extend(owners.into_iter().filter_map(Owner::payload));
    }
}
