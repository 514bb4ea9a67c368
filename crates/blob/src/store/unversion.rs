//! Removing one version of a key.

use crate::{
    BlobInfo, BlobStore, Error, Guard, RecordKey, Result, Selector, VersionId,
    codec::Tag,
    txn::{Attempts, Proof, Role, Txn},
    vfs::Scan,
};

use super::{
    check_key,
    find::Found,
    head::{Head, noncurrent},
};

impl BlobStore {
    /// Removes one version of a key, which may be a delete marker, and answers it; `None` = the key has no such
    /// version. When it was the current one, the next newest becomes current in the same commit.
    ///
    /// `check` is given the version to be removed. `guard` must hold when the removal takes effect.
    ///
    /// # Errors
    ///
    /// What `check` answers: nothing is removed then. [`Error::GuardFailed`], [`Error::InvalidKey`], [`Error::Vfs`].
    pub async fn remove_version<E: From<Error>>(
        &self,
        key: &str,
        version: &VersionId,
        guard: Option<&Guard>,
        check: impl Fn(Option<&BlobInfo>) -> Result<(), E>,
    ) -> Result<Option<BlobInfo>, E> {
        check_key(key)?;
        let which = Selector::Version(version.clone());
        let mut attempts = Attempts::default();
        loop {
            let found = self.find(key, &which).await?;
            check(found.info())?;
            if self.try_remove(&found, guard, &mut attempts).await? {
                return Ok(found.into_info());
            }
        }
    }

    /// One attempt at removing the version found.
    async fn try_remove(&self, found: &Found<'_>, guard: Option<&Guard>, attempts: &mut Attempts) -> Result<bool> {
        let mut txn = Txn::default();
        if let Some(guard) = guard {
            txn.check(guard.check(), Role::Guard);
        } else if found.info().is_none() {
            return Ok(true);
        }
        found.head.expect(&mut txn);
        let gone = match found.info() {
            None => Vec::new(),
            Some(info) => {
                txn.give_all(info.owners());
                if info.is_recorded() {
                    txn.delete(self.namespace().imported(&info.key, &info.version.to_string()));
                }
                if info.is_latest {
                    self.promote(&found.head, &mut txn).await?
                } else {
                    vec![remove_older(&found.head, info, &mut txn)?]
                }
            }
        };
        Ok(self.commit(&mut txn, &Proof::Gone(gone), None, attempts).await?.is_some())
    }

    /// The next newest version takes the head, if there is one. Answers the records that are then gone.
    async fn promote(&self, head: &Head<'_>, txn: &mut Txn) -> Result<Vec<RecordKey>> {
        let range = self.namespace().under(Tag::Version, head.key);
        let page = self.engine().scan(&Scan { from: range.from, to: Some(range.to), limit: 1, reverse: false }).await?;
        let Some((at, record)) = page.items.into_iter().next() else {
            head.delete(txn);
            return Ok(Head::places(self.namespace(), head.key).into());
        };
        let mut next = noncurrent(head.key, at.clone(), record)?;
        txn.expect(&at, Some(next.rev));
        txn.delete(at.clone());
        txn.moves(next.owners());
        next.at = head.place(next.is_delete_marker());
        let null = head.current.as_ref().and_then(|current| current.null).filter(|_| !next.version.is_null());
        head.put(txn, &next, null, true);
        Ok(vec![at])
    }
}

/// A version that is not current goes; the head must forget it when it is the null version. Answers its record's key.
fn remove_older(head: &Head<'_>, info: &BlobInfo, txn: &mut Txn) -> Result<RecordKey> {
    txn.expect(&info.at, Some(info.rev));
    txn.delete(info.at.clone());
    if let (true, Some(current)) = (info.version.is_null(), &head.current) {
        head.put(txn, &current.info, None, current.older);
    }
    Ok(info.at.clone())
}
