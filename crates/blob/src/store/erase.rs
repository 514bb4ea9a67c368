//! Removing many keys in one commit.

use crate::{
    BlobStore, Guard, Result,
    record::{Owner, sole_payload},
    txn::{Attempts, Proof, Role, Txn},
    vfs::Check,
};

use super::check_key;

impl BlobStore {
    /// Removes, in one commit, those of `keys` that have one version, which is one payload and nothing else: most keys
    /// where no versions are kept. A key that has none is removed already. `guard` must hold when that takes effect.
    ///
    /// Answers of each key, in their order, whether it is removed. What is not, is as it was: a key with more to it, or
    /// one that cannot be a key. When another writer came between, that is all of them. [`BlobStore::remove`] removes
    /// them one by one.
    ///
    /// # Errors
    ///
    /// [`crate::Error::GuardFailed`], [`crate::Error::Vfs`].
    pub async fn erase_at_once(&self, keys: &[&str], guard: Option<&Guard>) -> Result<Vec<bool>> {
        let mut txn = Txn::default();
        if let Some(guard) = guard {
            txn.check(guard.check(), Role::Guard);
        }
        let (mut removed, mut places) = (Vec::with_capacity(keys.len()), Vec::with_capacity(keys.len()));
        for key in keys {
            if check_key(key).is_err() {
                removed.push(false);
                continue;
            }
            let Some((at, record)) = self.look(key).await? else {
                removed.push(true);
                continue;
            };
            let payload = sole_payload(&record.value);
            removed.push(payload.is_some());
            if let Some(payload) = payload {
                txn.check(Check::Is(at.clone(), record.rev), Role::Stale);
                txn.give(Owner::Payload(payload));
                txn.delete(at.clone());
                places.push(at);
            }
        }
        if guard.is_none() && places.is_empty() {
            return Ok(removed);
        }
        let committed = self.commit(&mut txn, &Proof::Gone(places), None, &mut Attempts::default()).await?;
        if committed.is_none() {
            removed.fill(false);
        }
        Ok(removed)
    }
}
