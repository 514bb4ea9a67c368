//! What the store can answer instead of a result: one variant for each thing that a caller treats differently.

use std::io;

use crate::{BlobInfo, VfsError};

/// The store's result.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// An error of the store.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// There is no such key, version, part or record.
    #[error("not found: {0}")]
    NotFound(String),
    /// A key is any UTF-8 of 1 to 1,024 bytes; this is none.
    #[error("invalid key: {0}")]
    InvalidKey(String),
    /// A text that cannot be the id of an imported version.
    #[error("invalid version id: {0:?}")]
    InvalidVersion(String),
    /// A range that is not within the version.
    #[error("the range is not within the {size} bytes of the version")]
    InvalidRange {
        /// Length of the version in bytes.
        size: u64,
    },
    /// A [`Condition`](crate::Condition) was evaluated and does not hold.
    #[error("the precondition does not hold")]
    Precondition {
        /// The version it was evaluated against; `None` = the key has no version.
        current: Option<Box<BlobInfo>>,
    },
    /// The version to import is already there.
    #[error("already exists: {0}")]
    AlreadyExists(String),
    /// What a configuration change expected is not so; nothing was changed.
    #[error("change {index} does not find what it expects")]
    Conflict {
        /// Index of the change.
        index: usize,
    },
    /// The record that a [`Guard`](crate::Guard) names has changed or is gone; nothing was changed.
    #[error("the guarded record has changed")]
    GuardFailed,
    /// The version was replaced or removed since it was looked up: look it up again.
    #[error("the version has changed since it was looked up")]
    Superseded,
    /// There is no such multipart upload (any more).
    #[error("no such upload")]
    NoSuchUpload,
    /// The store to be removed holds versions.
    #[error("the store is not empty")]
    NotEmpty,
    /// What is stored is not what was written.
    #[error("corrupt: {0}")]
    Corrupt(String),
    /// A JSON document that is none, or not of the type asked for.
    #[error("JSON")]
    Json(#[from] serde_json::Error),
    /// The body handed in could not be read to its end; nothing was stored.
    #[error("the body could not be read")]
    Body(#[source] io::Error),
    /// The engine failed.
    #[error("engine")]
    Vfs(#[from] VfsError),
}
