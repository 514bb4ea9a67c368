//! Looking up and reading versions.

use std::{ops::Range, sync::Arc};

use bytes::Bytes;

use crate::{
    BlobInfo, BlobReader, BlobStore, Error, Kind, PartInfo, PayloadId, Result, Selector, VfsError,
    codec::Namespace,
    record::{self, Body, Extent, Extents},
};

use super::{
    check_key,
    reader::{Piece, Pieces},
};

impl BlobStore {
    /// A version of a key. Delete markers are versions too and are answered as such; `None` = the key has no such
    /// version.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidKey`], [`Error::Corrupt`], [`Error::Vfs`].
    pub async fn lookup(&self, key: &str, which: &Selector) -> Result<Option<BlobInfo>> {
        check_key(key)?;
        match which {
            Selector::Current => self.current(key).await,
            Selector::Version(_) => Ok(self.find(key, which).await?.into_info()),
        }
    }

    /// The bytes of a version, `range` of them. What is open stays readable whatever happens to the version.
    ///
    /// # Errors
    ///
    /// [`Error::Superseded`] when the version was replaced or removed since it was looked up and its bytes with it:
    /// look it up again. [`Error::InvalidRange`] when `range` is not within the version. [`Error::Corrupt`] when the
    /// version is there and its bytes are not. [`Error::Vfs`].
    pub async fn open(&self, blob: &BlobInfo, range: Range<u64>) -> Result<BlobReader> {
        if range.start > range.end || range.end > blob.size {
            return Err(Error::InvalidRange { size: blob.size });
        }
        let mut pieces = Pieces::new();
        match blob.body {
            _ if range.is_empty() => {}
            Body::None => {}
            Body::Payload(id) => pieces.push(self.piece(blob, id, range.clone()).await?),
            Body::Manifest(id) => {
                let value = self.manifest(blob, id).await?;
                for Extent { payload, offset, len, .. } in Extents::of(&value)?.within(&range) {
                    pieces.push(self.piece(blob, payload, offset..offset + len).await?);
                }
            }
        }
        let reader = BlobReader::new(pieces, &range);
        reader.ok_or_else(|| {
            Error::Corrupt(format!("version {} of {:?} has not all of its bytes", blob.version, blob.key))
        })
    }

    /// Looks a version up, lets `plan` decide what to read of it, and opens that: again from the start whenever the
    /// version was replaced in between, so that a reader never sees a gap between two versions.
    ///
    /// # Errors
    ///
    /// What `plan` answers; it is given `None` when there is no such version, and [`Error::NotFound`] is answered
    /// should it not fail then. Those of [`BlobStore::lookup`] and [`BlobStore::open`].
    pub async fn read<T, E: From<Error>>(
        &self,
        key: &str,
        which: &Selector,
        plan: impl Fn(Option<&BlobInfo>) -> Result<(T, Range<u64>), E>,
    ) -> Result<(T, BlobInfo, BlobReader), E> {
        loop {
            let info = self.lookup(key, which).await?;
            let (planned, range) = plan(info.as_ref())?;
            let info = info.ok_or_else(|| Error::NotFound(key.to_owned()))?;
            match self.open(&info, range).await {
                Ok(reader) => return Ok((planned, info, reader)),
                Err(Error::Superseded) => {}
                Err(error) => return Err(error.into()),
            }
        }
    }

    /// The parts of a composite, by ascending number; empty for anything else.
    ///
    /// # Errors
    ///
    /// [`Error::Superseded`] when the version was replaced or removed since it was looked up. [`Error::Corrupt`],
    /// [`Error::Vfs`].
    pub async fn parts(&self, blob: &BlobInfo) -> Result<Arc<[PartInfo]>> {
        match (blob.kind, blob.body) {
            (Kind::Composite, Body::Manifest(id)) => Ok(record::part_table(&self.manifest(blob, id).await?)?.into()),
            _ => Ok(Arc::default()),
        }
    }

    /// The manifest record of a version.
    pub(crate) async fn manifest(&self, blob: &BlobInfo, id: PayloadId) -> Result<Bytes> {
        match self.engine().read(&[Namespace::manifest(id)]).await?.pop().flatten() {
            Some(record) => Ok(record.value),
            None => Err(self.missing(blob).await?),
        }
    }

    /// The whole of one payload that `blob` refers to.
    pub(super) async fn open_payload(&self, blob: &BlobInfo, id: PayloadId, size: u64) -> Result<BlobReader> {
        let pieces = Pieces::from_iter([self.piece(blob, id, 0..size).await?]);
        BlobReader::new(pieces, &(0..size)).ok_or_else(|| Error::Corrupt(format!("payload {id} is not whole")))
    }

    async fn piece(&self, blob: &BlobInfo, id: PayloadId, range: Range<u64>) -> Result<Piece> {
        match self.engine().open(id).await {
            Ok(payload) if range.end <= payload.len() => Ok(Piece { payload, range }),
            Ok(payload) => {
                Err(Error::Corrupt(format!("payload {id} has {} bytes, {} are named", payload.len(), range.end)))
            }
            Err(VfsError::NotFound(_)) => Err(self.missing(blob).await?),
            Err(error) => Err(error.into()),
        }
    }

    /// Why the bytes of a version are not there.
    async fn missing(&self, blob: &BlobInfo) -> Result<Error> {
        let found = self.engine().read(std::slice::from_ref(&blob.at)).await?.pop().flatten();
        Ok(match found {
            Some(record) if record.rev == blob.rev => {
                Error::Corrupt(format!("version {} of {:?} has lost its bytes", blob.version, blob.key))
            }
            _ => Error::Superseded,
        })
    }
}
