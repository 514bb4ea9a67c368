//! The bucket-config records without guards.

use crate::{BlobStore, ConfigChange, Error, Json, Result};

impl BlobStore {
    /// Sets a bucket's configuration, whatever it was.
    ///
    /// # Errors
    ///
    /// [`Error::Vfs`].
    pub async fn put_bucket_config(&self, bucket: &str, value: &Json) -> Result<()> {
        loop {
            let value = value.clone();
            let old = self.bucket_config(bucket).await?;
            let change = match &old {
                Some((_, guard)) => ConfigChange::Update { guard, value },
                None => ConfigChange::Create { store: self, name: bucket, value },
            };
            match self.change_bucket_configs(&[change]).await {
                Err(Error::Conflict { .. }) => {}
                done => return done.map(drop),
            }
        }
    }

    /// A bucket's configuration.
    ///
    /// # Errors
    ///
    /// [`Error::NotFound`] when there is none. [`Error::Corrupt`], [`Error::Vfs`].
    pub async fn get_bucket_config(&self, bucket: &str) -> Result<Json> {
        let (value, _) = self.bucket_config(bucket).await?.ok_or_else(|| Error::NotFound(bucket.to_owned()))?;
        Ok(value)
    }

    /// Removes a bucket's configuration, whatever it is.
    ///
    /// # Errors
    ///
    /// [`Error::NotFound`] when there is none. [`Error::Vfs`].
    pub async fn delete_bucket_config(&self, bucket: &str) -> Result<()> {
        loop {
            let (_, guard) = self.bucket_config(bucket).await?.ok_or_else(|| Error::NotFound(bucket.to_owned()))?;
            match self.change_bucket_configs(&[ConfigChange::Delete { guard: &guard, empty: None }]).await {
                Err(Error::Conflict { .. }) => {}
                done => return done.map(drop),
            }
        }
    }
}
