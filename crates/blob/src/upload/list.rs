//! Listing the parts of an upload.

use crate::{
    BlobStore, Error, PartPage, Result, UploadId,
    record::{self, PartRecord},
    vfs,
};

impl BlobStore {
    /// At most `limit` parts with a number above `after`, by ascending number.
    ///
    /// # Errors
    ///
    /// [`Error::NoSuchUpload`] when the upload is gone. [`Error::Corrupt`], [`Error::Vfs`].
    pub async fn list_parts(&self, key: &str, id: &UploadId, after: u32, limit: usize) -> Result<PartPage> {
        let names = self.namespace();
        let range = names.parts(key, id);
        let from = if after == 0 { range.from.clone() } else { names.part(key, id, after).next() };
        let page = vfs::scan(self.engine(), range.starting_at(from), limit).await?;
        // After the scan: an upload that is still there has had these parts.
        self.upload(key, id).await?.ok_or(Error::NoSuchUpload)?;
        let parts = page.items.iter().map(|(at, record)| {
            let part: PartRecord<'_> = record::decode(&record.value)?;
            Ok(part.info(at.number().ok_or_else(|| Error::Corrupt(format!("part record {at:?}")))?))
        });
        Ok(PartPage { parts: parts.collect::<Result<_>>()?, more: page.more })
    }
}
