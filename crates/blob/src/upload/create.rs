//! Starting and finding uploads.

use crate::{
    BlobStore, Error, Guard, Json, RecordKey, Result, Upload, UploadId,
    codec::{Namespace, Parsed, Tag},
    record::{self, UploadRecord},
    store::check_key,
    txn::{Attempts, Proof, Role, Txn},
    vfs::{Check, Record, Scan},
};

impl BlobStore {
    /// Starts an upload for a key. `guard` must hold when it begins.
    ///
    /// # Errors
    ///
    /// [`Error::GuardFailed`], [`Error::InvalidKey`], [`Error::Vfs`]. [`Error::AlreadyExists`] when the source of
    /// entropy repeats itself.
    pub async fn create_upload(&self, key: &str, meta: Json, guard: Option<&Guard>) -> Result<Upload> {
        check_key(key)?;
        let mut attempts = Attempts::default();
        let seq = self.issue_seq(self.newest_at(key).await?);
        let initiated = self.source().now();
        let id = UploadId::issue(seq, self.source().random());
        let at = self.namespace().upload(key, &id);
        let value = record::encode(&UploadRecord { seq, initiated: initiated.into(), meta: meta.as_bytes() })?;
        let proof = Proof::Value(at.clone(), value.clone());
        loop {
            let mut txn = Txn::default();
            if let Some(guard) = guard {
                txn.check(guard.check(), Role::Guard);
            }
            txn.check(Check::Absent(at.clone()), Role::Stale);
            txn.put(at.clone(), value.clone());
            if self.commit(&mut txn, &proof, None, &mut attempts).await?.is_some() {
                return Ok(Upload { key: key.to_owned(), id, seq, initiated, meta });
            }
            if !attempts.doubtful() {
                return Err(Error::AlreadyExists(format!("upload {id} of {key:?}")));
            }
        }
    }

    /// The highest sequence number among the versions and uploads of a key, so that a new upload comes after all of
    /// them even when the clock was set back.
    async fn newest_at(&self, key: &str) -> Result<u64> {
        let head = self.head(key).await?;
        let range = self.namespace().under(Tag::Upload, key);
        let last = self
            .engine()
            .scan(&Scan { from: range.from, to: Some(range.to), limit: 1, reverse: true })
            .await?
            .items
            .pop();
        let seq = last
            .map(|(_, record)| Ok::<_, Error>(record::decode::<UploadRecord<'_>>(&record.value)?.seq))
            .transpose()?;
        Ok(head.newest().max(seq.unwrap_or_default()))
    }

    /// An upload under way; `None` when it never was, or was completed or aborted.
    ///
    /// # Errors
    ///
    /// [`Error::Corrupt`], [`Error::Vfs`].
    pub async fn upload(&self, key: &str, id: &UploadId) -> Result<Option<Upload>> {
        let at = self.namespace().upload(key, id);
        let found = self.engine().read(std::slice::from_ref(&at)).await?.pop().flatten();
        found.map(|record| decode(key.to_owned(), id.clone(), &record)).transpose()
    }
}

/// What an upload's record tells.
pub(super) fn decode(key: String, id: UploadId, record: &Record) -> Result<Upload> {
    let UploadRecord { seq, initiated, meta } = record::decode(&record.value)?;
    Ok(Upload { key, id, seq, initiated: initiated.into(), meta: Json::trusted(record.value.slice_ref(meta)) })
}

/// The key and id in the key of an upload's record.
pub(super) fn parse(at: &RecordKey, names: &Namespace) -> Result<(String, UploadId)> {
    let named = || {
        let mut fields = Parsed::of(at, names, Tag::Upload)?;
        Some((fields.segment()?, UploadId::parse(&fields.segment()?)?))
    };
    named().ok_or_else(|| Error::Corrupt(format!("upload record {at:?}")))
}
