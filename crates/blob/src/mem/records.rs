//! The record map in memory.

use std::{
    collections::BTreeMap,
    ops::Bound::{Excluded, Included, Unbounded},
};

use bytes::Bytes;

use crate::{
    RecordKey, VfsError,
    vfs::{Batch, Check, Record, Rev, Scan, ScanPage, Tour, Visit, Visitor, Write},
};

/// Room made at once for a page; longer ones grow.
const ROOM: usize = 128;

/// Records by key, and the last revision given out.
#[derive(Debug, Default)]
pub(super) struct Records {
    map: BTreeMap<RecordKey, (Bytes, Rev)>,
    last: u64,
}

impl Records {
    pub(super) fn read(&self, keys: &[RecordKey]) -> Vec<Option<Record>> {
        keys.iter().map(|key| self.map.get(key).map(record)).collect()
    }

    pub(super) fn scan(&self, scan: &Scan) -> ScanPage {
        if scan.to.as_ref().is_some_and(|to| *to <= scan.from) {
            return ScanPage::default();
        }
        let to = scan.to.as_ref().map_or(Unbounded, Excluded);
        let range = self.map.range((Included(&scan.from), to));
        if scan.reverse { page(range.rev(), scan.limit) } else { page(range, scan.limit) }
    }

    pub(super) fn visit(&self, tour: &Tour, visitor: &mut dyn Visitor) {
        let mut range = self.map.range::<RecordKey, _>(&tour.from..);
        while let Some((key, (value, rev))) = range.next().filter(|(key, _)| **key < tour.to) {
            match visitor.visit(key.as_bytes(), value, *rev) {
                Visit::Next => {}
                Visit::Jump(goal) if goal > *key => range = self.map.range(goal..),
                Visit::Jump(_) => {}
                Visit::Stop => return,
            }
        }
    }

    pub(super) fn commit(&mut self, batch: Batch) -> Result<Rev, VfsError> {
        if let Some(check) = batch.checks.iter().position(|check| !self.holds(check)) {
            return Err(VfsError::Conflict { check });
        }
        self.last += 1;
        let rev = Rev(self.last);
        for write in batch.writes {
            self.apply(write, rev);
        }
        Ok(rev)
    }

    fn holds(&self, check: &Check) -> bool {
        match check {
            Check::Absent(key) => !self.map.contains_key(key),
            Check::Is(key, rev) => self.map.get(key).is_some_and(|(_, at)| at == rev),
            Check::EmptyRange(from, to) => from >= to || self.map.range(from..to).next().is_none(),
        }
    }

    fn apply(&mut self, write: Write, rev: Rev) {
        match write {
            Write::Put(key, value) => {
                self.map.insert(key, (value, rev));
            }
            Write::Delete(key) => {
                self.map.remove(&key);
            }
            Write::DeleteRange(from, to) if from < to => {
                let keys: Vec<_> = self.map.range(from..to).map(|(key, _)| key.clone()).collect();
                for key in keys {
                    self.map.remove(&key);
                }
            }
            Write::DeleteRange(..) => {}
        }
    }
}

fn record((value, rev): &(Bytes, Rev)) -> Record {
    Record { value: value.clone(), rev: *rev }
}

fn page<'a>(range: impl Iterator<Item = (&'a RecordKey, &'a (Bytes, Rev))>, limit: usize) -> ScanPage {
    let mut range = range.map(|(key, stored)| (key.clone(), record(stored)));
    let mut items = Vec::with_capacity(limit.min(ROOM));
    items.extend(range.by_ref().take(limit));
    ScanPage { items, more: range.next().is_some() }
}
