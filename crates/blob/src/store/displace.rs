//! What a new current version does to the versions there were.

use crate::{
    BlobInfo, BlobStore, Error, Mode, RecordKey, Result,
    codec::{Range, Tag},
    record::{self, VersionRecord},
    txn::Txn,
    vfs::{self, Record},
};

use super::head::{Current, Head, noncurrent};

/// What is left.
#[derive(Debug, Default)]
pub(crate) struct Left {
    /// Sequence number of the null version among them.
    pub(crate) null: Option<u64>,
    /// Whether there may be any.
    pub(crate) older: bool,
    /// The null version, if it had to go.
    pub(crate) displaced: Option<Box<BlobInfo>>,
}

impl BlobStore {
    /// Writes into `txn` what `mode` does to the versions of a key before a new one takes the head.
    pub(crate) async fn displace(&self, head: &Head<'_>, mode: Mode, txn: &mut Txn) -> Result<Left> {
        let Some(current) = &head.current else { return Ok(Left::default()) };
        match mode {
            Mode::Replace => {
                self.erase(current, txn).await?;
                Ok(Left::default())
            }
            Mode::NewVersion => {
                self.demote(&current.info, txn);
                let null = if current.info.version.is_null() { Some(current.info.seq) } else { current.null };
                Ok(Left { null, older: true, displaced: None })
            }
            Mode::ReplaceNull if current.info.version.is_null() => {
                txn.give_all(current.info.owners());
                Ok(Left { null: None, older: current.older, displaced: Some(Box::new(current.info.clone())) })
            }
            Mode::ReplaceNull => {
                self.demote(&current.info, txn);
                let displaced = match current.null {
                    Some(seq) => Box::pin(self.remove_null(&current.info.key, seq, txn)).await?,
                    None => None,
                };
                Ok(Left { null: None, older: true, displaced: displaced.map(Box::new) })
            }
        }
    }

    /// All versions go. The head itself is the caller's to replace or delete.
    pub(crate) async fn erase(&self, current: &Current, txn: &mut Txn) -> Result<()> {
        txn.give_all(current.info.owners());
        if current.older { Box::pin(self.erase_older(&current.info.key, txn)).await } else { Ok(()) }
    }

    async fn erase_older(&self, key: &str, txn: &mut Txn) -> Result<()> {
        // A version is only ever added together with a new head, so the check on the head covers the gaps.
        for (at, record) in self.scan_all(self.namespace().under(Tag::Version, key)).await? {
            let version = record::decode_version(&record.value)?;
            txn.give_all(version.owners());
            txn.expect(&at, Some(record.rev));
            txn.delete(at);
        }
        txn.delete_range(self.namespace().under(Tag::Imported, key));
        Ok(())
    }

    /// The current version becomes one that is not.
    fn demote(&self, info: &BlobInfo, txn: &mut Txn) {
        txn.put(self.namespace().version(&info.key, info.seq), record::encode_version(VersionRecord::of(info)));
        txn.moves(info.owners());
    }

    /// The null version, which is not current, goes. `None` = it is not where the head says, so the head has changed
    /// meanwhile.
    async fn remove_null(&self, key: &str, seq: u64, txn: &mut Txn) -> Result<Option<BlobInfo>> {
        let at = self.namespace().version(key, seq);
        let found = self.engine().read(std::slice::from_ref(&at)).await?.pop().flatten();
        txn.expect(&at, found.as_ref().map(|record| record.rev));
        let Some(record) = found else { return Ok(None) };
        let info = noncurrent(key, at.clone(), record)?;
        if !info.version.is_null() {
            return Err(Error::Corrupt(format!("the null version of {key:?} is version {}", info.version)));
        }
        txn.give_all(info.owners());
        txn.delete(at);
        Ok(Some(info))
    }

    /// All records of a range.
    pub(crate) async fn scan_all(&self, range: Range) -> Result<Vec<(RecordKey, Record)>> {
        Ok(vfs::scan(self.engine(), range, usize::MAX).await?.items)
    }
}
