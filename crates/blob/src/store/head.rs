//! The head of a key: its current version, and what a mutation must know of the others.

use crate::{
    BlobInfo, BlobStore, Error, RecordKey, Result, VersionId,
    codec::Namespace,
    record::{self, HeadRecord, VersionRecord},
    txn::Txn,
    vfs::Record,
};

/// The head of a key, as read in one snapshot of its two places.
#[derive(Debug)]
pub(crate) struct Head {
    pub(crate) key: String,
    live: RecordKey,
    dead: RecordKey,
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

impl Head {
    /// The two places where the head of a key can be.
    pub(crate) fn places(names: &Namespace, key: &str) -> [RecordKey; 2] {
        [names.live(key), names.dead(key)]
    }

    /// The head from what was read at its places.
    pub(crate) fn of(key: &str, [live, dead]: [RecordKey; 2], found: [Option<Record>; 2]) -> Result<Self> {
        let current = match found {
            [Some(_), Some(_)] => return Err(Error::Corrupt(format!("key {key:?} has two heads"))),
            [Some(record), None] => Some(Current::of(key.to_owned(), live.clone(), &record)?),
            [None, Some(record)] => Some(Current::of(key.to_owned(), dead.clone(), &record)?),
            [None, None] => None,
        };
        Ok(Self { key: key.to_owned(), live, dead, current })
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
    pub(crate) const fn place(&self, is_delete_marker: bool) -> &RecordKey {
        if is_delete_marker { &self.dead } else { &self.live }
    }

    /// The commit finds the head as it was read, at both places.
    pub(crate) fn expect(&self, txn: &mut Txn) {
        for place in [&self.live, &self.dead] {
            txn.expect(place, self.info().filter(|info| info.at == *place).map(|info| info.rev));
        }
    }

    /// Makes `new` the current version. Its record is where [`Head::place`] says.
    pub(crate) fn put(&self, txn: &mut Txn, new: &BlobInfo, null: Option<u64>, older: bool) -> Result<()> {
        if let Some(old) = self.info().filter(|old| old.at != new.at) {
            txn.delete(old.at.clone());
        }
        txn.put(new.at.clone(), encode(new, null, older)?);
        Ok(())
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
    pub(crate) fn of(key: String, at: RecordKey, record: &Record) -> Result<Self> {
        let HeadRecord { null, older, version } = record::decode(&record.value)?;
        Ok(Self { info: version.info(key, true, at, record.rev, &record.value)?, null, older })
    }
}

/// The head record of a version.
pub(crate) fn encode(info: &BlobInfo, null: Option<u64>, older: bool) -> Result<bytes::Bytes> {
    record::encode(&HeadRecord { null, older, version: VersionRecord::of(info) })
}

/// What the record of a version that is not current, found at `at`, tells.
pub(crate) fn noncurrent(key: String, at: RecordKey, record: &Record) -> Result<BlobInfo> {
    let version: VersionRecord<'_> = record::decode(&record.value)?;
    version.info(key, false, at, record.rev, &record.value)
}

impl BlobStore {
    /// Reads the head of a key.
    pub(crate) async fn head(&self, key: &str) -> Result<Head> {
        let (head, _) = self.head_and(key, []).await?;
        Ok(head)
    }

    /// Reads the head of a key and other records, all of one snapshot.
    pub(crate) async fn head_and<const N: usize>(
        &self,
        key: &str,
        others: [RecordKey; N],
    ) -> Result<(Head, [Option<Record>; N])> {
        let places = Head::places(self.namespace(), key);
        let mut keys = Vec::with_capacity(N + 2);
        keys.extend(places.iter().cloned());
        keys.extend(others);
        let mut found = self.engine().read(&keys).await?.into_iter();
        let head = Head::of(key, places, [found.next().flatten(), found.next().flatten()])?;
        Ok((head, std::array::from_fn(|_| found.next().flatten())))
    }
}

/// The version that `seq` and `version` name, if that is the current one.
pub(crate) fn is_current(head: &Head, seq: u64, version: &VersionId) -> bool {
    head.info().is_some_and(|info| info.seq == seq && info.version == *version)
}
