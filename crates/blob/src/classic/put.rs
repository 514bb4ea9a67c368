//! put, put_from, put_versioned, put_versioned_from, delete, delete_version.

use bytes::{Bytes, BytesMut};
use md5::{Digest as _, Md5};
use tokio::io::{AsyncRead, AsyncReadExt as _};

use crate::{BlobInfo, BlobStore, Error, Mode, NewVersion, Removal, Removed, Result, Sealed, VersionId};

/// Bytes to ask a reader for at once.
const CHUNK: usize = 64 << 10;

impl BlobStore {
    /// Writes a blob as the only version of its key.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidKey`], [`Error::Vfs`].
    pub async fn put(&self, key: &str, data: Bytes) -> Result<BlobInfo> {
        self.post(key, self.absorb(data).await?, Mode::Replace).await
    }

    /// [`BlobStore::put`] from a reader, which is never held as a whole.
    ///
    /// # Errors
    ///
    /// [`Error::Body`] when the reader fails: nothing changes then. [`Error::InvalidKey`], [`Error::Vfs`].
    pub async fn put_from(&self, key: &str, data: &mut (dyn AsyncRead + Unpin + Send)) -> Result<BlobInfo> {
        self.post(key, self.drain(data).await?, Mode::Replace).await
    }

    /// Writes a blob as a new version of its key; the older ones stay.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidKey`], [`Error::Vfs`].
    pub async fn put_versioned(&self, key: &str, data: Bytes) -> Result<VersionId> {
        Ok(self.post(key, self.absorb(data).await?, Mode::NewVersion).await?.version)
    }

    /// [`BlobStore::put_versioned`] from a reader, which is never held as a whole.
    ///
    /// # Errors
    ///
    /// [`Error::Body`] when the reader fails: nothing changes then. [`Error::InvalidKey`], [`Error::Vfs`].
    pub async fn put_versioned_from(&self, key: &str, data: &mut (dyn AsyncRead + Unpin + Send)) -> Result<VersionId> {
        Ok(self.post(key, self.drain(data).await?, Mode::NewVersion).await?.version)
    }

    /// Removes a key with all of its versions, and the bytes of composites.
    ///
    /// # Errors
    ///
    /// [`Error::NotFound`] when the key shows nothing. [`Error::InvalidKey`], [`Error::Vfs`].
    pub async fn delete(&self, key: &str) -> Result<()> {
        let shown = |current: Option<&BlobInfo>| match current {
            Some(info) if !info.is_delete_marker() => Ok(()),
            _ => Err(Error::NotFound(key.to_owned())),
        };
        self.remove(key, Removal::Erase, None, shown).await.map(drop)
    }

    /// Removes one version of a key; the next newest takes the place of the current one.
    ///
    /// # Errors
    ///
    /// [`Error::NotFound`] when the key has no such version. [`Error::InvalidKey`], [`Error::Vfs`].
    pub async fn delete_version(&self, key: &str, id: &VersionId) -> Result<Removed> {
        let there = |found: Option<&BlobInfo>| match found {
            Some(_) => Ok(()),
            None => Err(Error::NotFound(format!("version {id} of {key:?}"))),
        };
        let removed = self.remove_version(key, id, None, there).await?;
        Ok(Removed { removed, marker: None })
    }

    async fn post(&self, key: &str, (body, etag): (Sealed, String), mode: Mode) -> Result<BlobInfo> {
        self.publish(key, body, NewVersion::new(mode, etag), |_| Ok::<_, Error>(())).await
    }

    /// Stages bytes in hand.
    async fn absorb(&self, data: Bytes) -> Result<(Sealed, String)> {
        let etag = hex(&Md5::digest(&data));
        let mut draft = self.draft(Some(data.len() as u64)).await?;
        draft.write(data).await?;
        Ok((draft.seal().await?, etag))
    }

    /// Stages what a reader gives.
    pub(super) async fn drain(&self, data: &mut (dyn AsyncRead + Unpin + Send)) -> Result<(Sealed, String)> {
        let mut draft = self.draft(None).await?;
        let mut hash = Md5::new();
        let mut buffer = BytesMut::new();
        loop {
            buffer.reserve(CHUNK);
            if data.read_buf(&mut buffer).await.map_err(Error::Body)? == 0 {
                break;
            }
            let chunk = buffer.split().freeze();
            hash.update(&chunk);
            draft.write(chunk).await?;
        }
        Ok((draft.seal().await?, hex(&hash.finalize())))
    }
}

/// Lower-case hexadecimal digits.
pub(super) fn hex(bytes: &[u8]) -> String {
    let digit = |value: u8| char::from_digit(value.into(), 16).unwrap_or_default();
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}
