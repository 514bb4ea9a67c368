//! get, get_reader, get_version, get_version_reader, stat, exists, is_composite.

use bytes::{Bytes, BytesMut};
use futures_util::TryStreamExt as _;

use crate::{BlobInfo, BlobReader, BlobStore, BoxReader, Error, Kind, Result, Selector, VersionId};

impl BlobStore {
    /// All bytes of what a key shows.
    ///
    /// # Errors
    ///
    /// [`Error::NotFound`] when it shows nothing. [`Error::InvalidKey`], [`Error::Corrupt`], [`Error::Vfs`].
    pub async fn get(&self, key: &str) -> Result<Bytes> {
        gather(self.whole(key, &Selector::Current).await?).await
    }

    /// [`BlobStore::get`] as a stream: composites are read part by part.
    ///
    /// # Errors
    ///
    /// As [`BlobStore::get`].
    pub async fn get_reader(&self, key: &str) -> Result<BoxReader> {
        Ok(Box::new(self.whole(key, &Selector::Current).await?.into_async_read()))
    }

    /// All bytes of a version of a key.
    ///
    /// # Errors
    ///
    /// [`Error::NotFound`] when the key has no such version, or that is a delete marker. [`Error::InvalidKey`],
    /// [`Error::Corrupt`], [`Error::Vfs`].
    pub async fn get_version(&self, key: &str, id: &VersionId) -> Result<Bytes> {
        gather(self.whole(key, &Selector::Version(id.clone())).await?).await
    }

    /// [`BlobStore::get_version`] as a stream.
    ///
    /// # Errors
    ///
    /// As [`BlobStore::get_version`].
    pub async fn get_version_reader(&self, key: &str, id: &VersionId) -> Result<BoxReader> {
        Ok(Box::new(self.whole(key, &Selector::Version(id.clone())).await?.into_async_read()))
    }

    /// What a key shows; `None` when that is nothing.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidKey`], [`Error::Corrupt`], [`Error::Vfs`].
    pub async fn stat(&self, key: &str) -> Result<Option<BlobInfo>> {
        Ok(self.lookup(key, &Selector::Current).await?.filter(|info| !info.is_delete_marker()))
    }

    /// Whether a key shows anything.
    ///
    /// # Errors
    ///
    /// As [`BlobStore::stat`].
    pub async fn exists(&self, key: &str) -> Result<bool> {
        Ok(self.stat(key).await?.is_some())
    }

    /// Whether a key shows a composite.
    ///
    /// # Errors
    ///
    /// As [`BlobStore::stat`].
    pub async fn is_composite(&self, key: &str) -> Result<bool> {
        Ok(self.stat(key).await?.is_some_and(|info| info.kind == Kind::Composite))
    }

    async fn whole(&self, key: &str, which: &Selector) -> Result<BlobReader> {
        let plan = |found: Option<&BlobInfo>| match found {
            Some(info) if !info.is_delete_marker() => Ok(((), 0..info.size)),
            _ => Err(Error::NotFound(key.to_owned())),
        };
        let ((), _, reader) = self.read(key, which, plan).await?;
        Ok(reader)
    }
}

/// The bytes of a reader, copied only when they lie in several blocks.
async fn gather(reader: BlobReader) -> Result<Bytes> {
    match reader.into_bytes() {
        Ok(bytes) => Ok(bytes),
        Err(reader) => {
            let mut all = BytesMut::with_capacity(usize::try_from(reader.len()).unwrap_or_default());
            let mut stream = reader.into_stream();
            while let Some(chunk) = stream.try_next().await? {
                all.extend_from_slice(&chunk);
            }
            Ok(all.freeze())
        }
    }
}
