//! Listing current versions.

use crate::{BlobStore, ListPage, ListQuery, Listed, Result, codec::Tag, store::Current};

use super::walk::{Scope, Step, Walk};

impl BlobStore {
    /// A page of current versions, in byte order. It costs its own length: keys under a common prefix are skipped, not
    /// read.
    ///
    /// # Errors
    ///
    /// [`crate::Error::Corrupt`], [`crate::Error::Vfs`].
    pub async fn list_page(&self, query: &ListQuery<'_>) -> Result<ListPage> {
        let scope = Scope::new(query.prefix, query.delimiter);
        let range = match query.after {
            None => scope.range(self.namespace(), Tag::Live),
            Some(key) => scope.range_after(self.namespace(), Tag::Live, key),
        };
        let mut walk = Walk::new(self, scope, [(Tag::Live, range)]);
        let mut page = ListPage::default();
        if query.limit == 0 {
            return Ok(page);
        }
        loop {
            let wanted = (query.limit - page.entries.len()).saturating_add(1);
            let Some(step) = walk.next(wanted).await? else { return Ok(page) };
            if page.entries.len() == query.limit {
                page.next = page.entries.last().map(|entry| entry.name().to_owned());
                return Ok(page);
            }
            page.entries.push(match step {
                Step::Prefix(prefix) => Listed::Prefix(prefix),
                Step::Record { key, at, record, .. } => Listed::Key(Current::of(key, at, &record)?.info),
            });
        }
    }
}
