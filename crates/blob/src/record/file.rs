//! The record of a file.

use serde::{Deserialize, Serialize};

use crate::PayloadId;

/// A file of [`crate::VfsExt`]. Its path is in its key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct FileRecord {
    pub(crate) payload: PayloadId,
    pub(crate) size: u64,
}
