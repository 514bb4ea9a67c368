//! Conditions of a CompleteMultipartUpload: what happened to the key since the upload began counts too.
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html>

use sandpail_blob::{BlobInfo, Upload};

use crate::error::{Error, Result};
use crate::rules::conditions::Write;

/// Holds the current version of the key to `condition`. Where it holds, but only because the key was written or
/// deleted after the upload began, the client has to begin again.
///
/// `replaces` says whether there was an object when the upload began.
///
/// # Errors
/// What [`Write::check`] answers, and `ConditionalRequestConflict`.
pub(super) fn check(condition: &Write, current: Option<&BlobInfo>, upload: &Upload, replaces: bool) -> Result<()> {
    condition.check(current, &upload.key)?;
    let newer = current.is_some_and(|version| version.seq > upload.seq);
    let conflict = match condition {
        Write::Always => false,
        Write::Match(_) => newer,
        // There is no object now. Either there was one, or a younger delete marker says that there was meanwhile.
        Write::Absent => replaces || newer,
    };
    if conflict {
        return Err(Error::ConditionalRequestConflict { condition: condition.header(), key: upload.key.clone() });
    }
    Ok(())
}
