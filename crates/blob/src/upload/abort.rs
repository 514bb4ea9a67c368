//! Aborting an upload.

use crate::{
    BlobStore, Result, UploadId,
    txn::{Attempts, Proof, Txn},
};

use super::parts::Whole;

impl BlobStore {
    /// Ends an upload and removes all of its parts, in one commit.
    ///
    /// # Errors
    ///
    /// [`crate::Error::NoSuchUpload`] when it is gone already. [`crate::Error::Vfs`].
    pub async fn abort_upload(&self, key: &str, id: &UploadId) -> Result<()> {
        let mut attempts = Attempts::default();
        loop {
            let (whole, _) = Whole::read(self, key, id).await?;
            let mut txn = Txn::default();
            whole.end(&mut txn);
            for owner in whole.parts.iter().flat_map(|part| part.body.owners()) {
                txn.give(owner);
            }
            let proof = Proof::Gone(vec![whole.at().clone()]);
            if self.commit(&mut txn, &proof, None, &mut attempts).await?.is_some() {
                return Ok(());
            }
        }
    }
}
