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
            let done = match &marker {
                None => self.try_erase(head, guard, &mut attempts).await?,
                Some(new) => {
                    let written =
                        self.write(&head, Content::marker(), new, Txn::default(), None, &mut attempts).await?;
                    written.map(|written| Removed { removed: written.displaced, marker: Some(written.info) })
                }
            };
            if let Some(removed) = done {
                return Ok(removed);
            }
        }
    }

    /// One attempt at removing all versions of a key.
    async fn try_erase(&self, head: Head, guard: Option<&Guard>, attempts: &mut Attempts) -> Result<Option<Removed>> {
        let mut txn = Txn::default();
        if let Some(guard) = guard {
            txn.check(guard.check(), Role::Guard);
        } else if head.current.is_none() {
            return Ok(Some(Removed::default()));
        }
        head.expect(&mut txn);
        if let Some(current) = &head.current {
            self.erase(current, &mut txn).await?;
        }
        head.delete(&mut txn);
        let proof = Proof::Gone(Head::places(self.namespace(), &head.key).into());
        let done = self.commit(txn, &proof, None, attempts).await?;
        Ok(done.map(|_| Removed { removed: head.into_info(), marker: None }))
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
