//! import_version: a version restored under the id that it had elsewhere.

use tokio::io::AsyncRead;

use crate::{
    BlobInfo, BlobStore, Error, Kind, Result, Rev, Sealed, Selector, VersionId,
    codec::{Range, Tag},
    record::{self, Body, VersionRecord},
    store::{Found, Head, check_key},
    txn::{Attempts, Proof, Txn},
    vfs::Scan,
};

/// Sequence numbers that an id may tell end here, in the year 2262: whatever is imported, there is room for newer
/// versions.
const SEQ_END: u64 = 1 << 63;

impl BlobStore {
    /// Writes a version under a given id. It becomes the current one when `set_as_current`, or when the key has no
    /// other; else it is ordered before the current one, and hides nothing. An id that tells its time keeps the order
    /// of times, as far as it can.
    ///
    /// # Errors
    ///
    /// [`Error::AlreadyExists`] when the key has a version of that id. [`Error::Body`] when the reader fails: nothing
    /// changes then. [`Error::InvalidKey`], [`Error::Vfs`].
    pub async fn import_version(
        &self,
        key: &str,
        id: &VersionId,
        data: &mut (dyn AsyncRead + Unpin + Send),
        set_as_current: bool,
    ) -> Result<BlobInfo> {
        check_key(key)?;
        let (mut body, etag) = self.drain(data).await?;
        let mut attempts = Attempts::default();
        loop {
            let found = self.find(key, &Selector::Version(id.clone())).await?;
            if let Some(there) = found.info() {
                let made = attempts.made(Some(there));
                return if made {
                    Ok(there.clone())
                } else {
                    Err(Error::AlreadyExists(format!("version {id} of {key:?}")))
                };
            }
            let mut info = self.describe_import(&found, id, &body, &etag);
            let imported = if set_as_current || found.head.current.is_none() {
                self.import_newest(&found.head, &mut info, &mut body, &mut attempts).await?
            } else {
                self.import_older(&found.head, &mut info, &mut body, &mut attempts).await?
            };
            if imported {
                return Ok(info);
            }
        }
    }

    fn describe_import(&self, found: &Found<'_>, id: &VersionId, body: &Sealed, etag: &str) -> BlobInfo {
        BlobInfo {
            key: found.head.key.to_owned(),
            version: id.clone(),
            seq: 0,
            kind: Kind::Blob,
            is_latest: true,
            size: body.size(),
            etag: etag.to_owned(),
            checksum: None,
            modified: self.source().now(),
            part_count: 0,
            upload: None,
            meta: crate::Json::default(),
            at: found.head.place(false),
            rev: Rev(0),
            body: Body::Payload(body.payload()),
            attached: None,
        }
    }

    /// One attempt at making the import the current version.
    async fn import_newest(
        &self,
        head: &Head<'_>,
        info: &mut BlobInfo,
        body: &mut Sealed,
        attempts: &mut Attempts,
    ) -> Result<bool> {
        let told = info.version.told_seq().filter(|told| (head.newest().saturating_add(1)..SEQ_END).contains(told));
        info.seq = told.unwrap_or_else(|| self.issue_seq(head.newest()));
        let mut txn = Txn::default();
        head.expect(&mut txn);
        let left = self.displace(head, crate::Mode::NewVersion, &mut txn).await?;
        // `older` also tells that there is a record of the id, for whoever erases the key.
        head.put(&mut txn, info, left.null, true);
        self.import_as(info, txn, body, attempts).await
    }

    /// One attempt at putting the import before the current version.
    async fn import_older(
        &self,
        head: &Head<'_>,
        info: &mut BlobInfo,
        body: &mut Sealed,
        attempts: &mut Attempts,
    ) -> Result<bool> {
        let Some(current) = &head.current else { return Ok(false) };
        info.is_latest = false;
        info.seq = self.free_seq(head, info.version.told_seq()).await?;
        info.at = self.namespace().version(&info.key, info.seq);
        let mut txn = Txn::default();
        head.expect(&mut txn);
        txn.expect(&info.at, None);
        txn.put(info.at.clone(), record::encode_version(VersionRecord::of(info)));
        let null = if info.version.is_null() { Some(info.seq) } else { current.null };
        head.put(&mut txn, &current.info, null, true);
        self.import_as(info, txn, body, attempts).await
    }

    /// A free sequence number below the current version's: the one told, or the next below it that no version has. Where
    /// none is told, one below all versions.
    async fn free_seq(&self, head: &Head<'_>, told: Option<u64>) -> Result<u64> {
        let mut seq = match told {
            Some(told) => told.min(head.newest().saturating_sub(1)),
            None => self.oldest(head).await?.saturating_sub(1),
        };
        loop {
            let at = self.namespace().version(head.key, seq);
            if self.engine().read(&[at]).await?.pop().flatten().is_none() {
                return Ok(seq);
            }
            seq = seq
                .checked_sub(1)
                .ok_or_else(|| Error::Corrupt(format!("key {:?} has no place for an older version", head.key)))?;
        }
    }

    /// Sequence number of the oldest version of a key.
    async fn oldest(&self, head: &Head<'_>) -> Result<u64> {
        let Range { from, to } = self.namespace().under(Tag::Version, head.key);
        let last = self.engine().scan(&Scan { from, to: Some(to), limit: 1, reverse: true }).await?.items.pop();
        last.map_or(Ok(head.newest()), |(_, record)| Ok(record::decode_version(&record.value)?.seq))
    }

    async fn import_as(
        &self,
        info: &mut BlobInfo,
        mut txn: Txn,
        body: &mut Sealed,
        attempts: &mut Attempts,
    ) -> Result<bool> {
        if info.is_recorded() {
            let at = self.namespace().imported(&info.key, &info.version.to_string());
            txn.expect(&at, None);
            txn.put(at, record::encode(&info.seq)?);
        }
        let proof = Proof::Version { key: &info.key, seq: info.seq, version: info.version.clone() };
        let committed = self.commit(&mut txn, &proof, Some(body), attempts).await?;
        Ok(committed.inspect(|rev| info.rev = *rev).is_some())
    }
}
