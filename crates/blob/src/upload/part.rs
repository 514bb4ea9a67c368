//! Parts: put, or made of what is there.

use std::ops::Range;

use crate::{
    BlobInfo, BlobStore, Error, NewPart, PartInfo, RecordKey, Result, Sealed, UploadId,
    record::{self, Body, Extent, Extents, PartBody, PartRecord},
    txn::{Attempts, Proof, Role, Txn},
    vfs::{Check, Record},
};

impl BlobStore {
    /// Puts a part, in place of the one of that number there may be. Any number of parts can be put at once.
    ///
    /// # Errors
    ///
    /// [`Error::NoSuchUpload`] when the upload is gone: nothing is stored then. [`Error::Vfs`].
    pub async fn put_part(
        &self,
        key: &str,
        id: &UploadId,
        number: u32,
        mut body: Sealed,
        new: NewPart,
    ) -> Result<PartInfo> {
        let content = PartBody::Own(body.payload());
        let part = Part::new(self, key, id, number, body.size(), new);
        let value = part.encode(content)?;
        let mut attempts = Attempts::default();
        loop {
            let Some(mut txn) = part.replace(self, &value).await? else { return Ok(part.info) };
            let proof = Proof::Value(part.at.clone(), value.clone());
            if self.commit(&mut txn, &proof, Some(&mut body), &mut attempts).await?.is_some() {
                return Ok(part.info);
            }
        }
    }

    /// Makes a part of a range of a version, in place of the one of that number there may be. No byte moves: the part
    /// shares them.
    ///
    /// `source` may be of any store of the same engine.
    ///
    /// # Errors
    ///
    /// [`Error::NoSuchUpload`] when the upload is gone. [`Error::Superseded`] when the source has changed since it was
    /// looked up. [`Error::InvalidRange`] when `range` is not within it, [`Error::NotFound`] when it is a delete
    /// marker. [`Error::Vfs`].
    pub async fn copy_part(
        &self,
        key: &str,
        id: &UploadId,
        number: u32,
        source: &BlobInfo,
        range: Range<u64>,
        new: NewPart,
    ) -> Result<PartInfo> {
        if source.is_delete_marker() {
            return Err(Error::NotFound(source.key.clone()));
        }
        if range.start > range.end || range.end > source.size {
            return Err(Error::InvalidRange { size: source.size });
        }
        let content = PartBody::Shared(self.extents(source, &range).await?);
        let part = Part::new(self, key, id, number, range.end - range.start, new);
        let value = part.encode(content.clone())?;
        let mut attempts = Attempts::default();
        loop {
            let Some(mut txn) = part.replace(self, &value).await? else { return Ok(part.info) };
            txn.check(Check::Is(source.at.clone(), source.rev), Role::Source);
            for owner in content.owners() {
                txn.take(owner);
            }
            let proof = Proof::Value(part.at.clone(), value.clone());
            if self.commit(&mut txn, &proof, None, &mut attempts).await?.is_some() {
                return Ok(part.info);
            }
        }
    }

    /// Where the bytes of a range of a version lie.
    pub(crate) async fn extents(&self, source: &BlobInfo, range: &Range<u64>) -> Result<Vec<Extent>> {
        let len = range.end - range.start;
        match source.body {
            _ if len == 0 => Ok(Vec::new()),
            Body::None => Ok(Vec::new()),
            Body::Payload(id) => Ok(vec![Extent { owner: id, payload: id, offset: range.start, len }]),
            Body::Manifest(id) => Ok(Extents::of(&self.manifest(source, id).await?)?.within(range)),
        }
    }
}

/// A part to be put.
struct Part {
    upload: RecordKey,
    at: RecordKey,
    info: PartInfo,
}

impl Part {
    fn new(store: &BlobStore, key: &str, id: &UploadId, number: u32, size: u64, new: NewPart) -> Self {
        Self {
            upload: store.namespace().upload(key, id),
            at: store.namespace().part(key, id, number),
            info: PartInfo { number, size, etag: new.etag, checksum: new.checksum, modified: store.source().now() },
        }
    }

    fn encode(&self, body: PartBody) -> Result<bytes::Bytes> {
        let PartInfo { size, ref etag, ref checksum, modified, .. } = self.info;
        record::encode(&PartRecord { size, etag, checksum: checksum.clone(), modified: modified.into(), body })
    }

    /// An attempt at putting the record in place of what is there, while the upload is. `None` = the record is there:
    /// of an attempt whose reply was lost, or of a part made of the same bytes at the same time.
    async fn replace(&self, store: &BlobStore, value: &bytes::Bytes) -> Result<Option<Txn>> {
        let mut found = store.engine().read(&[self.upload.clone(), self.at.clone()]).await?.into_iter();
        let (upload, old): (Option<Record>, Option<Record>) = (found.next().flatten(), found.next().flatten());
        let upload = upload.ok_or(Error::NoSuchUpload)?;
        if old.as_ref().is_some_and(|old| old.value == value) {
            return Ok(None);
        }
        let mut txn = Txn::default();
        txn.expect(&self.upload, Some(upload.rev));
        txn.expect(&self.at, old.as_ref().map(|old| old.rev));
        if let Some(old) = old {
            let old: PartRecord<'_> = record::decode(&old.value)?;
            old.body.owners().into_iter().for_each(|owner| txn.give(owner));
        }
        txn.put(self.at.clone(), value.clone());
        Ok(Some(txn))
    }
}
