//! Listing uploads.

use crate::{
    BlobStore, ListedUpload, Result, UploadId, UploadPage, UploadQuery,
    codec::{Range, Tag},
    list::{Scope, Step, Walk},
};

use super::create;

impl BlobStore {
    /// A page of uploads under way: keys in byte order, those of a key in the order of their start.
    ///
    /// # Errors
    ///
    /// [`crate::Error::Corrupt`], [`crate::Error::Vfs`].
    pub async fn list_uploads_page(&self, query: &UploadQuery<'_>) -> Result<UploadPage> {
        let scope = Scope::new(query.prefix, query.delimiter);
        let mut walk = Walk::new(self, scope, [(Tag::Upload, self.uploads_after(scope, query))]);
        let mut page = UploadPage::default();
        if query.limit == 0 {
            return Ok(page);
        }
        loop {
            let wanted = (query.limit - page.entries.len()).saturating_add(1);
            let Some(step) = walk.next(wanted).await? else { return Ok(page) };
            if page.entries.len() == query.limit {
                page.next = page.entries.last().map(cursor);
                return Ok(page);
            }
            page.entries.push(match step {
                Step::Prefix(prefix) => ListedUpload::Prefix(prefix),
                Step::Record { at, record, .. } => {
                    let (key, id) = create::parse(&at, self.namespace())?;
                    ListedUpload::Upload(create::decode(key, id, &record)?)
                }
            });
        }
    }

    fn uploads_after(&self, scope: Scope<'_>, query: &UploadQuery<'_>) -> Range {
        let names = self.namespace();
        match query.after {
            None => scope.range(names, Tag::Upload),
            Some((key, None)) => scope.range_after(names, Tag::Upload, key),
            Some((key, Some(id))) => scope.range(names, Tag::Upload).starting_at(names.upload(key, id).next()),
        }
    }
}

fn cursor(entry: &ListedUpload) -> (String, Option<UploadId>) {
    match entry {
        ListedUpload::Upload(upload) => (upload.key.clone(), Some(upload.id.clone())),
        ListedUpload::Prefix(prefix) => (prefix.clone(), None),
    }
}
