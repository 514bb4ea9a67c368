//! Why a server did not start.

use std::io;

use sandpail_s3::{CreateBucketError, SettingsError};

use crate::seed::SeedError;

/// Why a server did not start. Nothing listens then.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StartError {
    /// The address is not one, or cannot be listened on: in use, not of this machine, not permitted.
    #[error("cannot listen on {address}: {source}")]
    Listen {
        /// The address as it was given.
        address: String,
        /// What the system said.
        source: io::Error,
    },
    /// A setting that S3 has no place for.
    #[error(transparent)]
    Settings(#[from] SettingsError),
    /// A bucket to begin with could not be created.
    #[error("cannot create {0}")]
    Bucket(#[from] CreateBucketError),
    /// The folder of objects to begin with cannot be read, or S3 refuses what is in it.
    #[error(transparent)]
    Seed(#[from] SeedError),
    /// The system gave no thread, no event queue or no random seed.
    #[error("the system cannot run a server: {0}")]
    System(#[source] io::Error),
}
