//! All parts of an upload, as an attempt at ending it needs them.

use crate::{
    BlobStore, Error, PartInfo, RecordKey, Result, Upload, UploadId,
    codec::Range,
    record::{self, PartBody, PartRecord},
    store::Head,
    txn::Txn,
    vfs::Record,
};

use super::create;

/// A part and its place.
pub(super) struct Stored {
    pub(super) info: PartInfo,
    pub(super) body: PartBody,
}

/// An upload with all its parts.
pub(super) struct Whole {
    pub(super) upload: Upload,
    pub(super) parts: Vec<Stored>,
    at: RecordKey,
    found: Record,
    range: Range,
    records: Vec<(RecordKey, Record)>,
}

impl Whole {
    /// Reads an upload, its parts and the head of its key.
    ///
    /// # Errors
    ///
    /// [`Error::NoSuchUpload`].
    pub(super) async fn read<'a>(store: &'a BlobStore, key: &'a str, id: &UploadId) -> Result<(Self, Head<'a>)> {
        let at = store.namespace().upload(key, id);
        let range = store.namespace().parts(key, id);
        let records = store.scan_all(range.clone()).await?;
        let (head, [found]) = store.head_and(key, [at.clone()]).await?;
        let found = found.ok_or(Error::NoSuchUpload)?;
        let upload = create::decode(key.to_owned(), id.clone(), &found)?;
        let parts = records.iter().map(|(at, record)| stored(at, record)).collect::<Result<_>>()?;
        Ok((Self { upload, parts, at, found, range, records }, head))
    }

    /// The upload ends: the commit finds upload and parts as they were read, no part more or less, and removes their
    /// records.
    pub(super) fn end(&self, txn: &mut Txn) {
        txn.expect(&self.at, Some(self.found.rev));
        txn.expect_exactly(&self.range, &self.records);
        txn.delete(self.at.clone());
        txn.delete_range(self.range.clone());
    }

    pub(super) const fn at(&self) -> &RecordKey {
        &self.at
    }
}

fn stored(at: &RecordKey, record: &Record) -> Result<Stored> {
    let part: PartRecord<'_> = record::decode(&record.value)?;
    let number = at.number().ok_or_else(|| Error::Corrupt(format!("part record {at:?}")))?;
    Ok(Stored { info: part.info(number), body: part.body })
}
