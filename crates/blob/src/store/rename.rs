//! Renames: a blob leaves one key and appears under another, in one commit that moves no byte.

use crate::{
    BlobInfo, BlobStore, ConfigChange, Error, Guard, Mode, NewVersion, Result,
    txn::{Attempts, Proof, Role, Txn},
};

use super::{check_key, head::Head, write::Content};

/// What a rename depends on and makes besides.
#[derive(Clone, Copy, Debug, Default)]
pub struct Rename<'a> {
    /// Must hold when the rename takes effect.
    pub guard: Option<&'a Guard>,
    /// Configurations that change in the same commit.
    pub changes: &'a [ConfigChange<'a>],
}

impl BlobStore {
    /// Makes the blob that is current under `from` the only version of `to`, and leaves `from` without one: meant for
    /// stores that keep no versions. Bytes, parts, attachments, document, entity tag, checksum and time go along. Nobody
    /// finds the blob under both keys or under none. A rename of a key to itself changes nothing but what `rename` says.
    ///
    /// `check` decides on the very state that the commit verifies: it is given what is current under `from` and under
    /// `to`, and is asked again whenever another writer was faster.
    ///
    /// # Errors
    ///
    /// What `check` answers: nothing is changed then. [`Error::NotFound`] when there is no blob to rename.
    /// [`Error::Conflict`] tells which of the changes did not find what it expects. [`Error::GuardFailed`],
    /// [`Error::InvalidKey`], [`Error::Vfs`].
    pub async fn rename<E: From<Error>>(
        &self,
        from: &str,
        to: &str,
        rename: Rename<'_>,
        check: impl Fn(Option<&BlobInfo>, Option<&BlobInfo>) -> Result<(), E>,
    ) -> Result<BlobInfo, E> {
        check_key(from)?;
        check_key(to)?;
        let commit = self.source().random().to_be_bytes();
        let mut attempts = Attempts::default();
        loop {
            let (source, target) = self.two_heads(from, to).await?;
            if attempts.made(target.info()) {
                return target.into_info().ok_or_else(|| Error::Superseded.into());
            }
            check(source.info(), target.info())?;
            if let Some(info) = self.try_rename(&source, &target, rename, commit, &mut attempts).await? {
                return Ok(info);
            }
        }
    }

    /// One attempt. `None` = another was faster.
    async fn try_rename(
        &self,
        source: &Head<'_>,
        target: &Head<'_>,
        rename: Rename<'_>,
        commit: [u8; 16],
        attempts: &mut Attempts,
    ) -> Result<Option<BlobInfo>> {
        let current = source.current.as_ref().filter(|current| !current.info.is_delete_marker());
        let Some(current) = current else { return Err(Error::NotFound(source.key.to_owned())) };
        let mut txn = Txn::default();
        // First: when an earlier attempt of ours was applied after all, it is this that tells, and not its changes.
        source.expect(&mut txn);
        // Where a version is made, it is proof of the changes too: they are of its commit.
        let mut proof = Proof::Gone(Vec::new());
        for (index, change) in rename.changes.iter().enumerate() {
            change.write(index, commit, &mut txn, &mut proof).await?;
        }
        if source.key == target.key {
            return self.stay(source, rename.guard, (txn, proof), attempts).await;
        }
        current.info.owners().for_each(|owner| txn.take(owner));
        self.erase(current, &mut txn).await?;
        source.delete(&mut txn);
        let (content, new) = moved(&current.info, rename.guard);
        Ok(self.write(target, content, &new, &mut txn, None, attempts).await?.map(|written| written.info))
    }

    /// A key that is renamed to itself.
    async fn stay(
        &self,
        head: &Head<'_>,
        guard: Option<&Guard>,
        (mut txn, proof): (Txn, Proof<'_>),
        attempts: &mut Attempts,
    ) -> Result<Option<BlobInfo>> {
        if let Some(guard) = guard {
            txn.check(guard.check(), Role::Guard);
        }
        let done = self.commit(&mut txn, &proof, None, attempts).await?;
        Ok(done.and_then(|_| head.info().cloned()))
    }

    /// The heads of two keys, of one snapshot.
    async fn two_heads<'a>(&'a self, first: &'a str, second: &'a str) -> Result<(Head<'a>, Head<'a>)> {
        let places = Head::places(self.namespace(), second);
        let (head, found) = self.head_and(first, places.clone()).await?;
        Ok((head, Head::of(self.namespace(), second, places, found)?))
    }
}

/// The version that a renamed blob becomes.
fn moved(info: &BlobInfo, guard: Option<&Guard>) -> (Content, NewVersion) {
    let content = Content {
        kind: info.kind,
        size: info.size,
        part_count: info.part_count,
        upload: info.upload.clone(),
        body: info.body,
        attached: info.attached,
    };
    let new = NewVersion {
        checksum: info.checksum.clone(),
        meta: info.meta.clone(),
        modified: Some(info.modified),
        keep_parts: true,
        guard: guard.cloned(),
        ..NewVersion::new(Mode::Replace, info.etag.clone())
    };
    (content, new)
}
