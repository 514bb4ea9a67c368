//! The conditions of a rename: on its source, and on what is at its destination.
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_RenameObject.html>

use std::time::SystemTime;

use sandpail_blob::BlobInfo;

use super::conditions::{Read, Verdict};
use crate::error::{Error, Result};
use crate::headers::Headers;

/// Both sets of conditions.
#[derive(Debug)]
pub(crate) struct Rename {
    source: Read,
    destination: Read,
}

impl Rename {
    /// The conditions of a rename that was asked for at `now`.
    ///
    /// # Errors
    /// `ConditionNotImplemented`: that nothing is there is all that can be asked of what is not there.
    pub(crate) fn read(headers: &Headers, now: SystemTime) -> Result<Self> {
        let header = "If-None-Match";
        if headers.get(header).is_some_and(|value| value != "*") {
            return Err(Error::ConditionNotImplemented { header });
        }
        Ok(Self { source: Read::of_rename_source(headers, now), destination: Read::of_request(headers, now) })
    }

    /// Holds the object `key` that is to be renamed, and the one that it would replace, to them.
    ///
    /// # Errors
    /// `NoSuchKey` without a source; `PreconditionFailed`.
    pub(crate) fn check(&self, key: &str, source: Option<&BlobInfo>, replaced: Option<&BlobInfo>) -> Result<()> {
        let source = source.ok_or_else(|| Error::NoSuchKey { key: key.to_owned() })?;
        let destination =
            replaced.map_or_else(|| self.destination.of_nothing(), |blob| self.destination.evaluate(blob));
        for verdict in [self.source.evaluate(source), destination] {
            if let Verdict::Failed(condition) | Verdict::NotModified(condition) = verdict {
                return Err(Error::PreconditionFailed { condition });
            }
        }
        Ok(())
    }
}
