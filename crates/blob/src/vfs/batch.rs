//! What goes in and out of the record plane: revisions, scans, checks and writes.

use bytes::Bytes;

use crate::RecordKey;

/// The revision of a record: equal only if the record has not been written since. Says nothing about order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Rev(pub u64);

/// A record as read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// The document.
    pub value: Bytes,
    /// Its revision.
    pub rev: Rev,
}

/// A range of records to read.
#[derive(Clone, Debug)]
pub struct Scan {
    /// First key, inclusive.
    pub from: RecordKey,
    /// Last key, exclusive; `None` = to the end.
    pub to: Option<RecordKey>,
    /// Most records to answer.
    pub limit: usize,
    /// From the end of the range backwards.
    pub reverse: bool,
}

/// A page of records.
#[derive(Clone, Debug, Default)]
pub struct ScanPage {
    /// The records, in the order asked for.
    pub items: Vec<(RecordKey, Record)>,
    /// Whether the range holds more than these.
    pub more: bool,
}

/// A condition of a commit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Check {
    /// There is no such record.
    Absent(RecordKey),
    /// The record is at this revision.
    Is(RecordKey, Rev),
    /// There is no record from the first key, inclusive, to the second, exclusive.
    EmptyRange(RecordKey, RecordKey),
}

/// An effect of a commit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Write {
    /// Create or replace a record.
    Put(RecordKey, Bytes),
    /// Remove a record; an absent one is no error.
    Delete(RecordKey),
    /// Remove the records from the first key, inclusive, to the second, exclusive.
    DeleteRange(RecordKey, RecordKey),
}

/// Checks and writes that take effect together or not at all. Writes apply in their order, after all checks.
#[derive(Clone, Debug, Default)]
pub struct Batch<'a> {
    /// Conditions, evaluated in order.
    pub checks: &'a [Check],
    /// Effects, applied in order.
    pub writes: Vec<Write>,
}
