//! Listing current versions.

use bytes::Bytes;

use crate::{
    BlobStore, Glance, ListPage, ListQuery, Listed, RecordKey, Result, Rev, Shown,
    codec::Tag,
    store::Current,
    vfs::{Record, Tour},
};

use super::{
    current::{Current as Walk, Sink, text},
    walk::Scope,
};

impl BlobStore {
    /// A page of current versions, in byte order. It costs its own length: keys under a common prefix are skipped, not
    /// read.
    ///
    /// # Errors
    ///
    /// [`crate::Error::Corrupt`], [`crate::Error::Vfs`].
    pub async fn list_page(&self, query: &ListQuery<'_>) -> Result<ListPage> {
        let mut entries = Vec::new();
        let next = self.walk_current(query, &mut entries).await?;
        Ok(ListPage { entries, next })
    }

    /// Shows the same page to `show`, entry by entry, as far as a listing tells of it; answers [`ListPage::next`].
    /// Nothing is copied, and the engine may hold a lock: `show` must be quick.
    ///
    /// # Errors
    ///
    /// [`crate::Error::Corrupt`], [`crate::Error::Vfs`]: what was shown until then is no page.
    pub async fn show_page(&self, query: &ListQuery<'_>, show: impl FnMut(Shown<'_>) + Send) -> Result<Option<String>> {
        self.walk_current(query, &mut Show(show)).await
    }

    /// Walks the entries of a page; answers the name of the last if there are more.
    async fn walk_current(&self, query: &ListQuery<'_>, sink: &mut impl Sink) -> Result<Option<String>> {
        if query.limit == 0 {
            return Ok(None);
        }
        let (names, scope) = (self.namespace(), Scope::new(query.prefix, query.delimiter));
        let range = match query.after {
            None => scope.range(names, Tag::Live),
            Some(key) => scope.range_after(names, Tag::Live, key),
        };
        if range.from >= range.to {
            return Ok(None);
        }
        // With a delimiter jumps are to be expected.
        let ahead = if scope.groups() { 1 } else { query.limit.saturating_add(1) };
        let mut walk = Walk::new(names, scope, query.limit, sink);
        self.engine().visit(&Tour { from: range.from, to: range.to, ahead }, &mut walk).await?;
        walk.next()
    }
}

/// Entries as whole versions.
impl Sink for Vec<Listed> {
    fn version(&mut self, key: &[u8], at: &[u8], value: &[u8], rev: Rev) -> Result<()> {
        let record = Record { value: Bytes::copy_from_slice(value), rev };
        let current = Current::of(&text(key)?, RecordKey::from_bytes(at), record)?;
        self.push(Listed::Key(current.info));
        Ok(())
    }

    fn prefix(&mut self, prefix: &[u8]) -> Result<()> {
        self.push(Listed::Prefix(text(prefix)?));
        Ok(())
    }
}

/// Entries in place.
struct Show<F>(F);

impl<F: FnMut(Shown<'_>) + Send> Sink for Show<F> {
    fn version(&mut self, key: &[u8], _: &[u8], value: &[u8], _: Rev) -> Result<()> {
        (self.0)(Shown::Key(Glance::of(key, value)?));
        Ok(())
    }

    fn prefix(&mut self, prefix: &[u8]) -> Result<()> {
        (self.0)(Shown::Prefix(prefix));
        Ok(())
    }
}
