//! What an engine can answer instead of a result.

use std::io;

/// An error of an engine. Only `NotFound` means absent.
#[derive(Debug, thiserror::Error)]
pub enum VfsError {
    /// There is no such payload or file.
    #[error("not found: {0}")]
    NotFound(String),
    /// The engine's medium failed.
    #[error("input or output failed")]
    Io(#[from] io::Error),
    /// A file path that no engine takes: it has a NUL or a `..` component.
    #[error("invalid path: {0}")]
    InvalidPath(String),
    /// A check of a commit did not hold; nothing was written.
    #[error("check {check} of the commit does not hold")]
    Conflict {
        /// Index of the first check that does not hold.
        check: usize,
    },
    /// The reply was lost: a commit may or may not have been applied.
    #[error("the outcome is not known: {0}")]
    Unknown(String),
    /// What is stored is not what was written.
    #[error("corrupt: {0}")]
    Corrupt(String),
    /// The engine cannot be reached now.
    #[error("unavailable: {0}")]
    Unavailable(String),
}
