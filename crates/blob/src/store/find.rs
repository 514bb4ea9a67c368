//! Finding a version by its id.

use crate::{BlobInfo, BlobStore, Error, Result, Selector, VersionId, record, version::Form};

use super::head::{self, Head};

/// A key's head and the version that was asked for, of one snapshot.
#[derive(Debug)]
pub(crate) struct Found<'a> {
    pub(crate) head: Head<'a>,
    /// The version, unless it is the current one.
    other: Option<BlobInfo>,
    is_current: bool,
}

impl Found<'_> {
    /// The version, if the key has it.
    pub(crate) fn info(&self) -> Option<&BlobInfo> {
        if self.is_current { self.head.info() } else { self.other.as_ref() }
    }

    pub(crate) fn into_info(self) -> Option<BlobInfo> {
        if self.is_current { self.head.into_info() } else { self.other }
    }
}

impl BlobStore {
    /// Finds a version.
    pub(crate) async fn find<'a>(&'a self, key: &'a str, which: &Selector) -> Result<Found<'a>> {
        match which {
            Selector::Current => Ok(Found { head: self.head(key).await?, other: None, is_current: true }),
            Selector::Version(version) => Box::pin(self.find_version(key, version)).await,
        }
    }

    async fn find_version<'a>(&'a self, key: &'a str, version: &VersionId) -> Result<Found<'a>> {
        match &version.0 {
            Form::Null => self.find_null(key).await,
            Form::Own { inverted, .. } => {
                // Most own ids tell their place. Those that an import could not keep in it are looked up like other
                // imported ids.
                let found = self.find_at(key, version, !inverted).await?;
                if found.info().is_some() { Ok(found) } else { self.find_imported(key, version).await }
            }
            Form::Imported(_) => self.find_imported(key, version).await,
        }
    }

    async fn find_null<'a>(&'a self, key: &'a str) -> Result<Found<'a>> {
        loop {
            let head = self.head(key).await?;
            let Some(current) = &head.current else { return Ok(Found { head, other: None, is_current: false }) };
            if current.info.version.is_null() {
                return Ok(Found { head, other: None, is_current: true });
            }
            let Some(seq) = current.null else { return Ok(Found { head, other: None, is_current: false }) };
            let found = self.find_at(key, &VersionId::null(), seq).await?;
            // Moved between the two reads: somebody wrote, so this ends.
            if found.info().is_some() || found.head.info().map(|info| info.rev) == Some(current.info.rev) {
                return Ok(found);
            }
        }
    }

    async fn find_imported<'a>(&'a self, key: &'a str, version: &VersionId) -> Result<Found<'a>> {
        let place = self.namespace().imported(key, &version.to_string());
        loop {
            let (head, [seq]) = self.head_and(key, [place.clone()]).await?;
            let Some(seq) = seq else { return Ok(Found { head, other: None, is_current: false }) };
            let found = self.find_at(key, version, record::decode(&seq.value)?).await?;
            if found.info().is_some() || found.head.info().map(|info| info.rev) == head.info().map(|info| info.rev) {
                return Ok(found);
            }
        }
    }

    /// The version with that id and sequence number, wherever it is.
    pub(crate) async fn find_at<'a>(&'a self, key: &'a str, version: &VersionId, seq: u64) -> Result<Found<'a>> {
        let place = self.namespace().version(key, seq);
        let (head, [other]) = self.head_and(key, [place.clone()]).await?;
        let is_current = head::is_current(&head, seq, version);
        let other = other.map(|record| head::noncurrent(key, place, record)).transpose()?;
        if is_current && other.is_some() {
            return Err(Error::Corrupt(format!("version {version} of {key:?} is kept twice")));
        }
        Ok(Found { head, other: other.filter(|info| info.version == *version), is_current })
    }
}
