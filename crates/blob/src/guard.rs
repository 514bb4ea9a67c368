//! Guards: one record's fate tied to another's revision.

use crate::{RecordKey, Rev, vfs::Check};

/// "This record is still at this revision", for another mutation to verify in its own commit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Guard {
    pub(crate) at: RecordKey,
    pub(crate) rev: Rev,
}

impl Guard {
    pub(crate) fn check(&self) -> Check {
        Check::Is(self.at.clone(), self.rev)
    }
}
