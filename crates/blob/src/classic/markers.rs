//! The delete-marker records: the documents of delete markers, by key and id. The markers themselves are versions; they
//! are made by [`BlobStore::remove`] and removed by [`BlobStore::delete_version`].

use crate::{BlobStore, Json, Result, VersionId};

impl BlobStore {
    /// Sets the document of a delete marker.
    ///
    /// # Errors
    ///
    /// [`crate::Error::NotFound`] when the key has no such delete marker. [`crate::Error::InvalidKey`],
    /// [`crate::Error::Vfs`].
    pub async fn put_delete_marker_meta(&self, key: &str, id: &VersionId, meta: &Json) -> Result<()> {
        self.set_document(key, id, true, |_| Ok(meta.clone())).await
    }

    /// The document of a delete marker.
    ///
    /// # Errors
    ///
    /// [`crate::Error::NotFound`] when there is no such delete marker or it has no document.
    /// [`crate::Error::InvalidKey`], [`crate::Error::Vfs`].
    pub async fn get_delete_marker_meta(&self, key: &str, id: &VersionId) -> Result<Json> {
        self.document(key, id, true).await
    }

    /// Removes the document of a delete marker, which itself stays.
    ///
    /// # Errors
    ///
    /// [`crate::Error::NotFound`] when the key has no such delete marker. [`crate::Error::InvalidKey`],
    /// [`crate::Error::Vfs`].
    pub async fn delete_delete_marker_meta(&self, key: &str, id: &VersionId) -> Result<()> {
        self.set_document(key, id, true, |_| Ok(Json::default())).await
    }

    /// The delete markers that have a document, of keys that begin with `prefix`: by key, newest first.
    ///
    /// # Errors
    ///
    /// [`crate::Error::Corrupt`], [`crate::Error::Vfs`].
    pub async fn list_delete_marker_metas(&self, prefix: &str) -> Result<Vec<(String, VersionId)>> {
        self.documents(prefix, true).await
    }
}
