//! Completing an upload.

use std::collections::BTreeSet;

use bytes::Bytes;

use crate::{
    BlobInfo, BlobStore, Error, Kind, NewVersion, PartInfo, PayloadId, Result, Upload, UploadId,
    codec::Namespace,
    record::{self, Body, Extent, Owner, PartBody},
    store::{Content, Head, check_key},
    txn::{Attempts, Txn},
};

use super::parts::{Stored, Whole};

impl BlobStore {
    /// Makes the chosen parts the current version of the key and ends the upload, in one commit. No byte moves; parts
    /// not chosen are removed. The version is a composite, and tells the upload that made it.
    ///
    /// `plan` decides on the very state that the commit verifies: the upload, all parts by ascending number, and the
    /// current version (which may be a delete marker; `None` = the key has no version). It is asked again whenever
    /// another writer was faster. `chosen` holds part numbers, ascending.
    ///
    /// # Errors
    ///
    /// What `plan` answers: nothing changes then. [`Error::NoSuchUpload`] when the upload is gone. [`Error::NotFound`]
    /// when a chosen part is not there. [`Error::GuardFailed`], [`Error::Vfs`].
    pub async fn complete_upload<E: From<Error>>(
        &self,
        key: &str,
        id: &UploadId,
        chosen: &[u32],
        plan: impl Fn(&Upload, &[PartInfo], Option<&BlobInfo>) -> Result<NewVersion, E>,
    ) -> Result<BlobInfo, E> {
        check_key(key)?;
        let mut attempts = Attempts::default();
        loop {
            let (whole, head) = match Whole::read(self, key, id).await {
                // A completion whose reply was lost may have been applied after all.
                Err(Error::NoSuchUpload) if attempts.doubtful() => return Ok(self.completed(key, &attempts).await?),
                read => read?,
            };
            let infos: Vec<_> = whole.parts.iter().map(|part| part.info.clone()).collect();
            let new = plan(&whole.upload, &infos, head.info())?;
            if let Some(info) = self.try_complete(&whole, &head, chosen, &new, &mut attempts).await? {
                return Ok(info);
            }
        }
    }

    async fn completed(&self, key: &str, attempts: &Attempts) -> Result<BlobInfo> {
        let head = self.head(key).await?;
        if attempts.made(head.info()) { head.into_info().ok_or(Error::NoSuchUpload) } else { Err(Error::NoSuchUpload) }
    }

    /// One attempt at completing.
    async fn try_complete(
        &self,
        whole: &Whole,
        head: &Head<'_>,
        chosen: &[u32],
        new: &NewVersion,
        attempts: &mut Attempts,
    ) -> Result<Option<BlobInfo>> {
        let manifest = self.issue_id();
        let joined = Joined::of(&whole.parts, chosen, manifest)?;
        let mut txn = Txn::default();
        whole.end(&mut txn);
        txn.put(Namespace::manifest(manifest), joined.encode()?);
        for owner in joined.given {
            txn.give(owner);
        }
        let content = Content {
            kind: Kind::Composite,
            size: joined.parts.iter().map(|part| part.size).sum(),
            part_count: u32::try_from(joined.parts.len()).unwrap_or(u32::MAX),
            upload: Some(whole.upload.id.clone()),
            body: Body::Manifest(manifest),
            attached: None,
        };
        Ok(self.write(head, content, new, &mut txn, None, attempts).await?.map(|written| written.info))
    }
}

/// Parts joined into one body.
struct Joined {
    parts: Vec<PartInfo>,
    extents: Vec<Extent>,
    /// What the manifest holds a reference to: taken over from the parts, counted as before.
    holds: BTreeSet<Owner>,
    /// References of parts that the manifest does not need: those of parts not chosen, and all but one to what several
    /// parts share.
    given: Vec<Owner>,
}

impl Joined {
    fn of(stored: &[Stored], chosen: &[u32], manifest: PayloadId) -> Result<Self> {
        let mut joined = Self { parts: Vec::new(), extents: Vec::new(), holds: BTreeSet::new(), given: Vec::new() };
        let mut wanted = chosen.iter().copied().peekable();
        for part in stored {
            if wanted.next_if_eq(&part.info.number).is_some() {
                joined.add(part, manifest);
            } else {
                joined.given.extend(part.body.owners());
            }
        }
        match wanted.next() {
            None => Ok(joined),
            Some(missing) => Err(Error::NotFound(format!("part {missing}"))),
        }
    }

    fn add(&mut self, part: &Stored, manifest: PayloadId) {
        self.parts.push(part.info.clone());
        match &part.body {
            // From here on the payload is counted with the manifest, as a whole: a copy of a composite counts one, not
            // one per part.
            PartBody::Own(payload) => {
                self.extents.push(Extent { owner: manifest, payload: *payload, offset: 0, len: part.info.size });
            }
            PartBody::Shared(extents) => {
                self.extents.extend(extents);
                for owner in part.body.owners() {
                    if !self.holds.insert(owner) {
                        self.given.push(owner);
                    }
                }
            }
        }
    }

    fn encode(&self) -> Result<Bytes> {
        record::manifest(&self.extents, self.holds.iter().copied().collect(), &self.parts)
    }
}
