//! Rewriting a version's document.

use crate::{
    BlobInfo, BlobStore, Error, Json, Result, Selector,
    record::{self, VersionRecord},
    txn::{Attempts, Proof, Txn},
};

use super::{check_key, find::Found, head};

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
    async fn rewrite(&self, found: Found, meta: Json, attempts: &mut Attempts) -> Result<Option<BlobInfo>> {
        let Some(info) = found.info() else { return Err(Error::NotFound(found.head.key)) };
        let mut info = BlobInfo { meta, ..info.clone() };
        let mut txn = Txn::default();
        found.head.expect(&mut txn);
        let value = match &found.head.current {
            Some(current) if info.is_latest => head::encode(&info, current.null, current.older)?,
            _ => {
                txn.expect(&info.at, Some(info.rev));
                record::encode(&VersionRecord::of(&info))?
            }
        };
        txn.put(info.at.clone(), value.clone());
        let proof = Proof::Value(info.at.clone(), value);
        Ok(self.commit(txn, &proof, None, attempts).await?.map(|rev| {
            info.rev = rev;
            info
        }))
    }
}
