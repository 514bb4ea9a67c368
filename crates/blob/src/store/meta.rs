//! Rewriting a version's document.

use crate::{
    BlobInfo, BlobStore, Error, Json, Result, Selector,
    record::{self, VersionRecord},
    txn::{Attempts, Proof, Txn},
};

use super::{
    check_key,
    find::Found,
    head::{self, Head},
};

impl BlobStore {
    /// Replaces the document of a version by what `f` makes of it; bytes, id and time stay, and who reads the version
    /// meanwhile notices nothing. `f` is asked again whenever another writer was faster.
    ///
    /// # Errors
    ///
    /// What `f` answers; it is given `None` when there is no such version, and [`Error::NotFound`] is answered should
    /// it not fail then. [`Error::InvalidKey`], [`Error::Vfs`].
    pub async fn update_meta<E: From<Error>>(
        &self,
        key: &str,
        which: &Selector,
        f: impl Fn(Option<&BlobInfo>) -> Result<Json, E>,
    ) -> Result<BlobInfo, E> {
        check_key(key)?;
        let mut attempts = Attempts::default();
        loop {
            let found = self.find(key, which).await?;
            let meta = f(found.info())?;
            if let Some(info) = self.rewrite(found, meta, &mut attempts).await? {
                return Ok(info);
            }
        }
    }

    /// One attempt at a new document.
    async fn rewrite(&self, found: Found<'_>, meta: Json, attempts: &mut Attempts) -> Result<Option<BlobInfo>> {
        let Some(info) = found.info() else { return Err(Error::NotFound(found.head.key.to_owned())) };
        let mut info = BlobInfo { meta, ..info.clone() };
        let mut txn = Txn::default();
        let proof = restate(&found.head, &info, &mut txn);
        Ok(self.commit(&mut txn, &proof, None, attempts).await?.map(|rev| {
            info.rev = rev;
            info
        }))
    }
}

/// Writes into `txn` that a version, which stays where it was found, is now as `info` tells. Answers what proves it.
pub(super) fn restate(head: &Head<'_>, info: &BlobInfo, txn: &mut Txn) -> Proof<'static> {
    head.expect(txn);
    let value = match &head.current {
        Some(current) if info.is_latest => head::encode(info, current.null, current.older),
        _ => {
            txn.expect(&info.at, Some(info.rev));
            record::encode_version(VersionRecord::of(info))
        }
    };
    txn.put(info.at.clone(), value.clone());
    Proof::Value(info.at.clone(), value)
}
