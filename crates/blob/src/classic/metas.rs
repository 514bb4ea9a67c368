//! The version-meta records: the documents of versions that have bytes, by key and id.

use crate::{BlobInfo, BlobStore, Error, Json, Kind, Listed, Result, Selector, VersionId, VersionQuery};

/// Entries to ask for at once.
const PAGE: usize = 1000;

impl BlobStore {
    /// Sets the document of a version.
    ///
    /// # Errors
    ///
    /// [`Error::NotFound`] when the key has no such version, or that is a delete marker. [`Error::InvalidKey`],
    /// [`Error::Vfs`].
    pub async fn put_version_meta(&self, key: &str, id: &VersionId, meta: &Json) -> Result<()> {
        self.set_document(key, id, false, |_| Ok(meta.clone())).await
    }

    /// The document of a version.
    ///
    /// # Errors
    ///
    /// [`Error::NotFound`] when there is no such version or it has no document. [`Error::InvalidKey`], [`Error::Vfs`].
    pub async fn get_version_meta(&self, key: &str, id: &VersionId) -> Result<Json> {
        self.document(key, id, false).await
    }

    /// Removes the document of a version, which itself stays.
    ///
    /// # Errors
    ///
    /// [`Error::NotFound`] when there is no such version or it has no document. [`Error::InvalidKey`], [`Error::Vfs`].
    pub async fn delete_version_meta(&self, key: &str, id: &VersionId) -> Result<()> {
        self.set_document(key, id, false, |old| if old.is_null() { Err(absent(key, id)) } else { Ok(Json::default()) })
            .await
    }

    /// The versions that have a document, of keys that begin with `prefix`: by key, newest first.
    ///
    /// # Errors
    ///
    /// [`Error::Corrupt`], [`Error::Vfs`].
    pub async fn list_version_metas(&self, prefix: &str) -> Result<Vec<(String, VersionId)>> {
        self.documents(prefix, false).await
    }

    pub(super) async fn set_document(
        &self,
        key: &str,
        id: &VersionId,
        of_marker: bool,
        change: impl Fn(&Json) -> Result<Json>,
    ) -> Result<()> {
        let change = |found: Option<&BlobInfo>| match found {
            Some(info) if info.is_delete_marker() == of_marker => change(&info.meta),
            _ => Err(absent(key, id)),
        };
        self.update_meta(key, &Selector::Version(id.clone()), change).await.map(drop)
    }

    pub(super) async fn document(&self, key: &str, id: &VersionId, of_marker: bool) -> Result<Json> {
        let found = self.lookup(key, &Selector::Version(id.clone())).await?;
        let found = found.filter(|info| info.is_delete_marker() == of_marker && !info.meta.is_null());
        Ok(found.ok_or_else(|| absent(key, id))?.meta)
    }

    pub(super) async fn documents(&self, prefix: &str, of_markers: bool) -> Result<Vec<(String, VersionId)>> {
        let mut all = Vec::new();
        let mut after: Option<(String, Option<VersionId>)> = None;
        loop {
            let from = after.as_ref().map(|(key, version)| (key.as_str(), version.as_ref()));
            let page =
                self.list_versions_page(&VersionQuery { prefix, delimiter: None, after: from, limit: PAGE }).await?;
            all.extend(page.entries.into_iter().filter_map(|entry| match entry {
                Listed::Key(info) if (info.kind == Kind::DeleteMarker) == of_markers && !info.meta.is_null() => {
                    Some((info.key, info.version))
                }
                _ => None,
            }));
            after = page.next;
            if after.is_none() {
                return Ok(all);
            }
        }
    }
}

fn absent(key: &str, id: &VersionId) -> Error {
    Error::NotFound(format!("document of version {id} of {key:?}"))
}
