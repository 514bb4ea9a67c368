//! Copies that move no byte.

use crate::{
    BlobInfo, BlobStore, Error, Kind, NewVersion,
    txn::{Attempts, Role, Txn},
    vfs::Check,
};

use super::{check_key, write::Content};

impl BlobStore {
    /// Makes the bytes of `source` the current version of `key` as well, in one commit. They are shared, not copied;
    /// they go with the last version that has them.
    ///
    /// What is attached to the source is attached to the copy as well, and shared likewise; not so from a source told
    /// [`without_attachments`](BlobInfo::without_attachments).
    ///
    /// `source` may be of any store of the same engine. A copy of a composite is a plain blob unless `new.keep_parts`.
    /// `check` is as in [`BlobStore::publish`].
    ///
    /// # Errors
    ///
    /// [`Error::Superseded`] when the source has changed since it was looked up (its bytes or its document): look it up
    /// again. [`Error::NotFound`] when it is a delete marker. What `check` answers. [`Error::GuardFailed`],
    /// [`Error::InvalidKey`], [`Error::Vfs`].
    pub async fn copy<E: From<Error>>(
        &self,
        source: &BlobInfo,
        key: &str,
        new: NewVersion,
        check: impl Fn(Option<&BlobInfo>) -> Result<(), E>,
    ) -> Result<BlobInfo, E> {
        check_key(key)?;
        let Some(owner) = source.body.owner() else { return Err(Error::NotFound(source.key.clone()).into()) };
        let content = copied(source, new.keep_parts);
        let mut attempts = Attempts::default();
        attempts.recount(self, owner.id()).await?;
        loop {
            let head = self.head(key).await?;
            if attempts.made(head.info()) {
                return head.into_info().ok_or_else(|| Error::Superseded.into());
            }
            check(head.info())?;
            let mut txn = Txn::default();
            txn.check(Check::Is(source.at.clone(), source.rev), Role::Source);
            source.owners().for_each(|owner| txn.take(owner));
            if let Some(written) = self.write(&head, content.clone(), &new, &mut txn, None, &mut attempts).await? {
                return Ok(written.info);
            }
        }
    }
}

const fn copied(source: &BlobInfo, keep_parts: bool) -> Content {
    let keeps = keep_parts && matches!(source.kind, Kind::Composite);
    let (kind, part_count) = if keeps { (Kind::Composite, source.part_count) } else { (Kind::Blob, 0) };
    Content { kind, size: source.size, part_count, upload: None, body: source.body, attached: source.attached }
}
