//! list, list_versions, latest_version_id, delete_by_prefix.

use crate::{
    BlobStore, Error, ListQuery, Listed, Removal, Result, Selector, VersionId, VfsEntry,
    codec::Tag,
    list::{Scope, Step, Walk},
    store::{check_key, noncurrent},
};

/// Entries to ask for at once.
const PAGE: usize = 1000;

/// What [`BlobStore::delete_by_prefix`] did.
#[derive(Debug, Default)]
pub struct PrefixDelete {
    /// Keys removed, with all of their versions.
    pub deleted: u64,
    /// Keys that could not be removed, and why.
    pub failed: Vec<(String, Error)>,
}

impl BlobStore {
    /// The keys that begin with `prefix` (a text, not a directory) and show anything, sorted, with their sizes.
    ///
    /// # Errors
    ///
    /// [`Error::Corrupt`], [`Error::Vfs`].
    pub async fn list(&self, prefix: &str) -> Result<Vec<VfsEntry>> {
        let mut entries = Vec::new();
        let mut after: Option<String> = None;
        loop {
            let page =
                self.list_page(&ListQuery { prefix, delimiter: None, after: after.as_deref(), limit: PAGE }).await?;
            entries.extend(page.entries.into_iter().filter_map(|entry| match entry {
                Listed::Key(info) => Some(VfsEntry { key: info.key, size: info.size }),
                Listed::Prefix(_) => None,
            }));
            after = page.next;
            if after.is_none() {
                return Ok(entries);
            }
        }
    }

    /// The versions of a key, delete markers included, oldest first.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidKey`], [`Error::Corrupt`], [`Error::Vfs`].
    pub async fn list_versions(&self, key: &str) -> Result<Vec<VersionId>> {
        check_key(key)?;
        loop {
            let head = self.head(key).await?;
            let Some(current) = head.info() else { return Ok(Vec::new()) };
            let older = self.scan_all(self.namespace().under(Tag::Version, key)).await?;
            let again = self.head(key).await?;
            if again.info().map(|info| info.rev) == Some(current.rev) {
                let mut ids = vec![current.version.clone()];
                for (at, record) in older {
                    ids.push(noncurrent(key, at, record)?.version);
                }
                ids.reverse();
                return Ok(ids);
            }
            // Somebody wrote in between, and may have moved a version from one place to the other.
        }
    }

    /// The newest version of a key, which may be a delete marker; `None` when it has none.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidKey`], [`Error::Corrupt`], [`Error::Vfs`].
    pub async fn latest_version_id(&self, key: &str) -> Result<Option<VersionId>> {
        Ok(self.lookup(key, &Selector::Current).await?.map(|info| info.version))
    }

    /// Removes all versions of all keys that begin with `prefix` (a text, not a directory), one key after the other.
    /// What fails is told.
    ///
    /// # Errors
    ///
    /// [`Error::Corrupt`], [`Error::Vfs`], when the keys cannot be listed.
    pub async fn delete_by_prefix(&self, prefix: &str) -> Result<PrefixDelete> {
        let scope = Scope::new(prefix, None);
        let ranges = [Tag::Live, Tag::Dead].map(|tag| (tag, scope.range(self.namespace(), tag)));
        let mut walk = Walk::new(self, scope, ranges);
        let mut done = PrefixDelete::default();
        while let Some(step) = walk.next(PAGE).await? {
            let Step::Record { key, .. } = step else { continue };
            match self.remove(&key, Removal::Erase, None, |_| Ok::<_, Error>(())).await {
                Ok(removed) => done.deleted += u64::from(removed.removed.is_some()),
                Err(error) => done.failed.push((key, error)),
            }
        }
        Ok(done)
    }
}
