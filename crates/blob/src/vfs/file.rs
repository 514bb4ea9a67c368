//! Files by path over any engine: five verbs for whoever wants no more than that.

use tokio::io::AsyncRead;

use crate::{BoxFuture, store::BlobRead};

use super::{
    Vfs, VfsError,
    filing::{self, Lease},
    path::check,
};

/// What is known of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VfsStat {
    /// Length in bytes.
    pub size: u64,
}

/// A file in a listing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VfsEntry {
    /// Its path.
    pub key: String,
    /// Length in bytes.
    pub size: u64,
}

/// Reads bytes.
pub type BoxReader = Box<dyn AsyncRead + Send + Unpin>;

/// Files by path, beside whatever stores use the engine. A path is any text without NUL and without a `..` component;
/// every verb answers [`VfsError::InvalidPath`] for others. A [sweep](crate::BlobStore::sweep) ends the writing of
/// files that is under way: it fails, and changes nothing.
pub trait VfsExt {
    /// Writes a file, in place of the one there may be; answers its length in bytes. Until all of it is there, nothing
    /// changes.
    fn put<'a>(
        &'a self,
        path: &'a str,
        data: &'a mut (dyn AsyncRead + Unpin + Send),
    ) -> BoxFuture<'a, Result<u64, VfsError>>;

    /// Reads a file. [`VfsError::NotFound`] when there is none.
    fn get<'a>(&'a self, path: &'a str) -> BoxFuture<'a, Result<BoxReader, VfsError>>;

    /// Removes a file. [`VfsError::NotFound`] when there is none.
    fn delete<'a>(&'a self, path: &'a str) -> BoxFuture<'a, Result<(), VfsError>>;

    /// The files whose path begins with `prefix` (a text, not a directory), sorted.
    fn list<'a>(&'a self, prefix: &'a str) -> BoxFuture<'a, Result<Vec<VfsEntry>, VfsError>>;

    /// What is known of a file; `None` when there is none.
    fn stat<'a>(&'a self, path: &'a str) -> BoxFuture<'a, Result<Option<VfsStat>, VfsError>>;
}

impl<V: Vfs + ?Sized> VfsExt for V {
    fn put<'a>(
        &'a self,
        path: &'a str,
        data: &'a mut (dyn AsyncRead + Unpin + Send),
    ) -> BoxFuture<'a, Result<u64, VfsError>> {
        Box::pin(async move {
            check(path)?;
            let lease = Lease::new(self).await?;
            let written = filing::write(self, path, data, &lease).await;
            if written.is_err() {
                lease.end(self).await;
            }
            written
        })
    }

    fn get<'a>(&'a self, path: &'a str) -> BoxFuture<'a, Result<BoxReader, VfsError>> {
        Box::pin(async move {
            check(path)?;
            loop {
                let (file, _) = filing::find(self, path).await?.ok_or_else(|| VfsError::NotFound(path.to_owned()))?;
                match self.open(file.payload).await {
                    Ok(payload) => return Ok(Box::new(BlobRead::new(payload.read(0..file.size))) as BoxReader),
                    // Replaced in between, unless the record is still the same.
                    Err(VfsError::NotFound(_))
                        if filing::find(self, path).await?.is_none_or(|(now, _)| now != file) => {}
                    Err(VfsError::NotFound(_)) => {
                        return Err(VfsError::Corrupt(format!("file {path:?} has lost its bytes")));
                    }
                    Err(error) => return Err(error),
                }
            }
        })
    }

    fn delete<'a>(&'a self, path: &'a str) -> BoxFuture<'a, Result<(), VfsError>> {
        Box::pin(async move {
            check(path)?;
            if filing::remove(self, path).await? { Ok(()) } else { Err(VfsError::NotFound(path.to_owned())) }
        })
    }

    fn list<'a>(&'a self, prefix: &'a str) -> BoxFuture<'a, Result<Vec<VfsEntry>, VfsError>> {
        Box::pin(async move {
            check(prefix)?;
            filing::list(self, prefix).await
        })
    }

    fn stat<'a>(&'a self, path: &'a str) -> BoxFuture<'a, Result<Option<VfsStat>, VfsError>> {
        Box::pin(async move {
            check(path)?;
            Ok(filing::find(self, path).await?.map(|(file, _)| VfsStat { size: file.size }))
        })
    }
}
