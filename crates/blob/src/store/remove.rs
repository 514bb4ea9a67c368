//! Removing keys.

use crate::{
    BlobInfo, BlobStore, Error, Guard, Json, Mode, NewVersion, Removal, Removed, Result,
    txn::{Attempts, Proof, Role, Txn},
};

use super::{check_key, head::Head, write::Content};

impl BlobStore {
    /// Removes a key as `how` says, in one commit. Where there is nothing to remove, [`Removal::Erase`] does nothing; a
    /// marker is made all the same. `check` is as in [`BlobStore::publish`], and `guard` must hold when the removal
    /// takes effect.
    ///
    /// # Errors
    ///
    /// What `check` answers: nothing is removed then. [`Error::GuardFailed`], [`Error::InvalidKey`], [`Error::Vfs`].
    pub async fn remove<E: From<Error>>(
        &self,
        key: &str,
        how: Removal,
        guard: Option<&Guard>,
        check: impl Fn(Option<&BlobInfo>) -> Result<(), E>,
    ) -> Result<Removed, E> {
        check_key(key)?;
        let mut attempts = Attempts::default();
        let marker = marker(how, guard);
        loop {
            let head = self.head(key).await?;
            if attempts.made(head.info()) {
                return Ok(Removed { removed: None, marker: head.into_info() });
            }
            check(head.info())?;
            match &marker {
                None => {
                    if self.try_erase(&head, guard, &mut attempts).await? {
                        return Ok(Removed { removed: head.into_info(), marker: None });
                    }
                }
                Some(new) => {
                    if let Some(removed) = Box::pin(self.try_mark(&head, new, &mut attempts)).await? {
                        return Ok(removed);
                    }
                }
            }
        }
    }

    /// One attempt at a delete marker.
    async fn try_mark(&self, head: &Head<'_>, new: &NewVersion, attempts: &mut Attempts) -> Result<Option<Removed>> {
        let written = self.write(head, Content::marker(), new, &mut Txn::default(), None, attempts).await?;
        Ok(written.map(|written| Removed { removed: written.displaced.map(|info| *info), marker: Some(written.info) }))
    }

    /// One attempt at removing all versions of a key. `false` = another was faster.
    async fn try_erase(&self, head: &Head<'_>, guard: Option<&Guard>, attempts: &mut Attempts) -> Result<bool> {
        let mut txn = Txn::default();
        if let Some(guard) = guard {
            txn.check(guard.check(), Role::Guard);
        } else if head.current.is_none() {
            return Ok(true);
        }
        head.expect(&mut txn);
        if let Some(current) = &head.current {
            self.erase(current, &mut txn).await?;
        }
        head.delete(&mut txn);
        Ok(self.commit(&mut txn, &Proof::Erased(head.key), None, attempts).await?.is_some())
    }
}

/// The delete marker that a removal makes, as a version.
fn marker(how: Removal, guard: Option<&Guard>) -> Option<NewVersion> {
    let new = |mode, meta: Json| NewVersion { meta, guard: guard.cloned(), ..NewVersion::new(mode, "") };
    match how {
        Removal::Erase => None,
        Removal::Marker(meta) => Some(new(Mode::NewVersion, meta)),
        Removal::NullMarker(meta) => Some(new(Mode::ReplaceNull, meta)),
    }
}
