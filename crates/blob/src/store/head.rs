//! The head of a key: its current version, and what a mutation must know of the others.

use bytes::Bytes;

use crate::{
    Answer, BlobInfo, BlobStore, Error, RecordKey, Result, VersionId, VfsError,
    codec::Namespace,
    record::{self, HeadRecord, VersionRecord},
    txn::Txn,
    vfs::Record,
};

/// The head of a key, as read in one snapshot of its two places.
#[derive(Debug)]
pub(crate) struct Head<'a> {
    pub(crate) key: &'a str,
    names: &'a Namespace,
    pub(crate) current: Option<Current>,
}

/// What a head record tells.
#[derive(Debug)]
pub(crate) struct Current {
    pub(crate) info: BlobInfo,
    /// Sequence number of the null version, when that is another.
    pub(crate) null: Option<u64>,
    /// Whether there may be other versions.
    pub(crate) older: bool,
}

impl<'a> Head<'a> {
    /// The two places where the head of a key can be.
    pub(crate) fn places(names: &Namespace, key: &str) -> [RecordKey; 2] {
        names.at_heads(key, |[live, dead]| [RecordKey::from_bytes(live), RecordKey::from_bytes(dead)])
    }

    /// The head from what was read at its places.
    pub(crate) fn of(
        names: &'a Namespace,
        key: &'a str,
        [live, dead]: [RecordKey; 2],
        found: [Option<Record>; 2],
    ) -> Result<Self> {
        let current = match found {
            [Some(_), Some(_)] => return Err(Error::Corrupt(format!("key {key:?} has two heads"))),
            [Some(record), None] => Some(Current::of(key, live, record)?),
            [None, Some(record)] => Some(Current::of(key, dead, record)?),
            [None, None] => None,
        };
        Ok(Self { key, names, current })
    }

    /// The current version, delete markers included.
    pub(crate) fn info(&self) -> Option<&BlobInfo> {
        self.current.as_ref().map(|current| &current.info)
    }

    pub(crate) fn into_info(self) -> Option<BlobInfo> {
        self.current.map(|current| current.info)
    }

    /// Sequence number of the newest version.
    pub(crate) fn newest(&self) -> u64 {
        self.info().map_or(0, |info| info.seq)
    }

    /// Where the current version is kept: a listing of current versions pays nothing for delete markers.
    pub(crate) fn place(&self, is_delete_marker: bool) -> RecordKey {
        match self.info() {
            Some(info) if info.is_delete_marker() == is_delete_marker => info.at.clone(),
            _ if is_delete_marker => self.names.dead(self.key),
            _ => self.names.live(self.key),
        }
    }

    /// The commit finds the head as it was read. A head that is there is enough: whoever makes one at the other place
    /// takes this one away.
    pub(crate) fn expect(&self, txn: &mut Txn) {
        match self.info() {
            Some(info) => txn.expect(&info.at, Some(info.rev)),
            None => Self::places(self.names, self.key).iter().for_each(|place| txn.expect(place, None)),
        }
    }

    /// Makes `new` the current version. Its record is where [`Head::place`] says.
    pub(crate) fn put(&self, txn: &mut Txn, new: &BlobInfo, null: Option<u64>, older: bool) {
        if let Some(old) = self.info().filter(|old| old.at != new.at) {
            txn.delete(old.at.clone());
        }
        txn.put(new.at.clone(), encode(new, null, older));
    }

    /// Leaves the key without a current version.
    pub(crate) fn delete(&self, txn: &mut Txn) {
        if let Some(old) = self.info() {
            txn.delete(old.at.clone());
        }
    }
}

impl Current {
    /// What the head record of `key`, found at `at`, tells.
    #[inline]
    pub(crate) fn of(key: &str, at: RecordKey, record: Record) -> Result<Self> {
        let (info, null, older) = record::read(key, true, at, record)?;
        Ok(Self { info, null, older })
    }
}

/// The head record of a version.
pub(crate) fn encode(info: &BlobInfo, null: Option<u64>, older: bool) -> Bytes {
    record::encode_head(&HeadRecord { null, older, version: VersionRecord::of(info) })
}

/// What the record of a version that is not current, found at `at`, tells.
pub(crate) fn noncurrent(key: &str, at: RecordKey, record: Record) -> Result<BlobInfo> {
    Ok(record::read(key, false, at, record)?.0)
}

impl BlobStore {
    /// Reads the head of a key.
    pub(crate) async fn head<'a>(&'a self, key: &'a str) -> Result<Head<'a>> {
        let current = match self.look(key).await? {
            Some((at, record)) => Some(Current::of(key, at, record)?),
            None => None,
        };
        Ok(Head { key, names: self.namespace(), current })
    }

    /// Reads the current version of a key, for who needs no more.
    pub(crate) async fn current(&self, key: &str) -> Result<Option<BlobInfo>> {
        match self.look(key).await? {
            Some((at, record)) => Ok(Some(record::read(key, true, at, record)?.0)),
            None => Ok(None),
        }
    }

    /// The record of a key's head.
    pub(super) fn look(&self, key: &str) -> Answer<'_, Result<Option<(RecordKey, Record)>, VfsError>> {
        self.namespace().at_heads(key, |places| self.engine().first(&places))
    }

    /// Reads the head of a key and other records, all of one snapshot.
    pub(crate) async fn head_and<'a, const N: usize>(
        &'a self,
        key: &'a str,
        others: [RecordKey; N],
    ) -> Result<(Head<'a>, [Option<Record>; N])> {
        let places = Head::places(self.namespace(), key);
        let mut keys = Vec::with_capacity(N + 2);
        keys.extend(places.iter().cloned());
        keys.extend(others);
        let mut found = self.engine().read(&keys).await?.into_iter();
        let head = Head::of(self.namespace(), key, places, [found.next().flatten(), found.next().flatten()])?;
        Ok((head, std::array::from_fn(|_| found.next().flatten())))
    }
}

/// The version that `seq` and `version` name, if that is the current one.
pub(crate) fn is_current(head: &Head<'_>, seq: u64, version: &VersionId) -> bool {
    head.info().is_some_and(|info| info.seq == seq && info.version == *version)
}
