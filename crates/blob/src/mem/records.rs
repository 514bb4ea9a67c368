//! The record map in memory: in order, and by hash.

use std::{
    collections::BTreeMap,
    hint, mem,
    ops::Bound::{Excluded, Included, Unbounded},
    sync::Arc,
};

use qcell::{QCell, QCellOwner};
use smallvec::SmallVec;

use crate::{
    RecordKey, VfsError,
    vfs::{Batch, Check, Record, Rev, Scan, ScanPage, Tour, Visit, Visitor, Write},
};

use super::index::Index;

/// Room made at once for a page; longer ones grow.
const ROOM: usize = 128;

/// How many records a walk looks ahead once it has gone on without a jump.
const AHEAD: usize = 16;

/// The bytes that memory hands out at a time, on most machines, and how often that is the most of a record.
const LINE: usize = 64;
const LINES: usize = 4;

/// A record as it is kept, in both maps. A write to its key changes what it holds in place, which only [`Records`] can:
/// they own the cell.
pub(super) struct Entry {
    pub(super) key: RecordKey,
    held: QCell<Record>,
}

impl Entry {
    pub(super) fn new(owner: &QCellOwner, key: RecordKey, held: Record) -> Self {
        Self { key, held: owner.cell(held) }
    }

    pub(super) fn held<'a>(&'a self, owner: &'a QCellOwner) -> &'a Record {
        self.held.ro(owner)
    }
}

/// What a commit took away, to be freed when no one waits for it.
#[derive(Default)]
pub(super) struct Displaced {
    records: SmallVec<[Record; 2]>,
    entries: SmallVec<[Arc<Entry>; 2]>,
}

/// Records by key, and the last revision given out.
#[derive(Default)]
pub(super) struct Records {
    /// For whoever asks for what follows.
    order: BTreeMap<RecordKey, Arc<Entry>>,
    /// For whoever knows the key. Holds the same records.
    index: Index,
    owner: QCellOwner,
    last: u64,
}

impl Records {
    pub(super) fn read(&self, keys: &[RecordKey]) -> Vec<Option<Record>> {
        keys.iter().map(|key| Some(self.index.get(key.as_bytes())?.held(&self.owner).clone())).collect()
    }

    pub(super) fn first(&self, keys: &[&[u8]]) -> Option<(RecordKey, Record)> {
        let entry = keys.iter().find_map(|key| self.index.get(key))?;
        Some((entry.key.clone(), entry.held(&self.owner).clone()))
    }

    pub(super) fn scan(&self, scan: &Scan) -> ScanPage {
        if scan.to.as_ref().is_some_and(|to| *to <= scan.from) {
            return ScanPage::default();
        }
        let to = scan.to.as_ref().map_or(Unbounded, Excluded);
        let range = self.order.range((Included(&scan.from), to));
        let range = range.map(|(key, entry)| (key.clone(), entry.held(&self.owner).clone()));
        if scan.reverse { page(range.rev(), scan.limit) } else { page(range, scan.limit) }
    }

    pub(super) fn visit(&self, tour: &Tour, visitor: &mut dyn Visitor) {
        if tour.from >= tour.to {
            return;
        }
        let mut range = self.order.range((Included(&tour.from), Excluded(&tour.to)));
        let (mut has_jumped, mut ahead) = (false, 1);
        'walk: loop {
            let next: SmallVec<[_; AHEAD]> = range.by_ref().take(ahead).collect();
            if next.is_empty() {
                return;
            }
            // What is jumped over from is not read.
            if next.len() > 1 {
                self.touch(&next);
            }
            for (key, entry) in next {
                if has_jumped && *key >= tour.to {
                    return;
                }
                let held = entry.held(&self.owner);
                match visitor.visit(key.as_bytes(), &held.value, held.rev) {
                    Visit::Jump(goal) if goal >= tour.to => return,
                    // A range looks for its end as well, among as many keys: where there are jumps, each key tells more
                    // cheaply.
                    Visit::Jump(goal) if goal > *key => {
                        range = self.order.range((Included(&goal), Unbounded));
                        (has_jumped, ahead) = (true, 1);
                        continue 'walk;
                    }
                    Visit::Next | Visit::Jump(_) => {}
                    Visit::Stop => return,
                }
            }
            ahead = (2 * ahead).min(AHEAD);
        }
    }

    /// Has the memory of all `records` fetched at once: one by one, each would be waited for.
    fn touch(&self, records: &[(&RecordKey, &Arc<Entry>)]) {
        let lines = |bytes: &[u8]| bytes.iter().step_by(LINE).take(LINES).fold(0, |sum, byte| sum ^ byte);
        let touched = records
            .iter()
            .fold(0, |sum, (key, entry)| sum ^ lines(key.as_bytes()) ^ lines(&entry.held(&self.owner).value));
        hint::black_box(touched);
    }

    /// Answers the revision and what was displaced.
    pub(super) fn commit(&mut self, batch: Batch<'_>) -> Result<(Rev, Displaced), VfsError> {
        if let Some(check) = batch.checks.iter().position(|check| !self.holds(check)) {
            return Err(VfsError::Conflict { check });
        }
        self.last += 1;
        let rev = Rev(self.last);
        let mut displaced = Displaced::default();
        for write in batch.writes {
            self.apply(write, rev, &mut displaced);
        }
        Ok((rev, displaced))
    }

    fn holds(&self, check: &Check) -> bool {
        match check {
            Check::Absent(key) => self.index.get(key.as_bytes()).is_none(),
            Check::Is(key, rev) => {
                self.index.get(key.as_bytes()).is_some_and(|entry| entry.held(&self.owner).rev == *rev)
            }
            Check::EmptyRange(from, to) => from >= to || self.order.range(from..to).next().is_none(),
        }
    }

    fn apply(&mut self, write: Write, rev: Rev, displaced: &mut Displaced) {
        match write {
            Write::Put(key, value) => {
                let record = Record { value, rev };
                if let Some(entry) = self.index.get(key.as_bytes()) {
                    displaced.records.push(mem::replace(entry.held.rw(&mut self.owner), record));
                } else {
                    let entry = Arc::new(Entry::new(&self.owner, key.clone(), record));
                    self.index.insert(Arc::clone(&entry));
                    self.order.insert(key, entry);
                }
            }
            Write::Delete(key) => self.remove(&key, displaced),
            Write::DeleteRange(from, to) if from < to => {
                let keys: Vec<_> = self.order.range(from..to).map(|(key, _)| key.clone()).collect();
                for key in keys {
                    self.remove(&key, displaced);
                }
            }
            Write::DeleteRange(..) => {}
        }
    }

    fn remove(&mut self, key: &RecordKey, displaced: &mut Displaced) {
        if let Some(entry) = self.index.remove(key.as_bytes()) {
            self.order.remove(key);
            displaced.entries.push(entry);
        }
    }
}

fn page(mut range: impl Iterator<Item = (RecordKey, Record)>, limit: usize) -> ScanPage {
    let mut items = Vec::with_capacity(limit.min(ROOM));
    items.extend(range.by_ref().take(limit));
    ScanPage { items, more: range.next().is_some() }
}
