//! A range of records, read ahead as far as pays.

use std::collections::VecDeque;

use crate::{
    RecordKey, Result, Vfs,
    codec::Range,
    vfs::{Record, Scan},
};

/// Most records to read at once: a page of S3, and the one that tells whether there are more.
const PAGE: usize = 1001;

/// Walks a range forward.
pub(super) struct Cursor<'a> {
    vfs: &'a dyn Vfs,
    /// Where the next page begins and the range ends.
    rest: Range,
    ahead: VecDeque<(RecordKey, Record)>,
    /// Whether there may be records from `rest.from` on.
    more: bool,
    /// Size of the next page. Doubles from page to page and starts over after a jump, because jumps come in rows: a
    /// listing with a delimiter reads about one record for each common prefix, a flat one reads whole pages.
    step: usize,
}

impl<'a> Cursor<'a> {
    /// A cursor that will often be made to jump.
    pub(super) const fn jumping(vfs: &'a dyn Vfs, range: Range) -> Self {
        Self { vfs, rest: range, ahead: VecDeque::new(), more: true, step: 1 }
    }

    /// A cursor that goes straight on.
    pub(super) const fn straight(vfs: &'a dyn Vfs, range: Range) -> Self {
        Self { vfs, rest: range, ahead: VecDeque::new(), more: true, step: PAGE }
    }

    /// Reads ahead if nothing is, no more than `wanted` records.
    pub(super) async fn fill(&mut self, wanted: usize) -> Result<()> {
        if self.ahead.is_empty() && self.more {
            let limit = self.step.min(wanted.clamp(1, PAGE));
            let scan = Scan { from: self.rest.from.clone(), to: Some(self.rest.to.clone()), limit, reverse: false };
            let page = self.vfs.scan(&scan).await?;
            self.step = (self.step * 2).min(PAGE);
            self.more = page.more;
            if let Some((last, _)) = page.items.last() {
                self.rest.from = last.next();
            }
            self.ahead = page.items.into();
        }
        Ok(())
    }

    /// The key of the next record.
    pub(super) fn peek(&self) -> Option<&RecordKey> {
        self.ahead.front().map(|(at, _)| at)
    }

    /// The next record, taken.
    pub(super) fn next(&mut self) -> Option<(RecordKey, Record)> {
        self.ahead.pop_front()
    }

    /// Goes forward to `key`, without reading what lies between.
    pub(super) fn jump(&mut self, key: RecordKey) {
        while self.ahead.front().is_some_and(|(at, _)| *at < key) {
            self.ahead.pop_front();
        }
        if self.ahead.is_empty() && self.rest.from < key {
            self.rest.from = key;
            self.step = 1;
        }
    }
}
