//! Records seen in place: what reads many and keeps little of each has no use for copies.

use crate::RecordKey;

use super::{Rev, Scan, Vfs, VfsError};

/// Most records to read at once where an engine has nothing better than [`Vfs::scan`]: a page of S3, and the one that
/// tells whether there are more.
const PAGE: usize = 1001;

/// A range of records to be shown.
#[derive(Clone, Debug)]
pub struct Tour {
    /// First key, inclusive.
    pub from: RecordKey,
    /// Last key, exclusive.
    pub to: RecordKey,
    /// About how many records will be seen before the visitor jumps or has seen enough.
    pub ahead: usize,
}

/// What a visitor wants to see next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Visit {
    /// The next record.
    Next,
    /// The first record that is not below this key, which lies ahead. What lies between costs nothing.
    Jump(RecordKey),
    /// Nothing more.
    Stop,
}

/// Sees records one after the other. An engine may hold a lock meanwhile, so a visitor is quick and asks it nothing.
pub trait Visitor: Send {
    /// Sees a record: the bytes of its key, its document, its revision.
    fn visit(&mut self, key: &[u8], value: &[u8], rev: Rev) -> Visit;
}

/// Shows what [`Vfs::scan`] reads. How much is read at once doubles from page to page and starts over after a jump,
/// because jumps come in rows: a listing with a delimiter reads about one record for each common prefix.
pub(crate) async fn by_scan<V: Vfs + ?Sized>(vfs: &V, tour: &Tour, visitor: &mut dyn Visitor) -> Result<(), VfsError> {
    let limit = tour.ahead.clamp(1, PAGE);
    let mut scan = Scan { from: tour.from.clone(), to: Some(tour.to.clone()), limit, reverse: false };
    loop {
        let page = vfs.scan(&scan).await?;
        let Some((last, _)) = page.items.last() else { return Ok(()) };
        scan.from = last.next();
        scan.limit = (scan.limit * 2).min(PAGE);
        let mut more = page.more;
        let mut goal: Option<RecordKey> = None;
        for (key, record) in &page.items {
            if goal.as_ref().is_some_and(|goal| key < goal) {
                continue;
            }
            goal = match visitor.visit(key.as_bytes(), &record.value, record.rev) {
                Visit::Next => None,
                Visit::Jump(key) => Some(key),
                Visit::Stop => return Ok(()),
            };
        }
        if let Some(goal) = goal.filter(|goal| *goal > scan.from) {
            more &= goal < tour.to;
            scan.from = goal;
            scan.limit = 1;
        }
        if !more {
            return Ok(());
        }
    }
}
