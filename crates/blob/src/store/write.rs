//! One attempt at a new current version, whatever it is made of.

use crate::{
    BlobInfo, BlobStore, Kind, Mode, NewVersion, PayloadId, Result, Rev, Sealed, UploadId, VersionId,
    record::Body,
    txn::{Attempts, Proof, Role, Txn},
};

use super::head::Head;

/// What the new version holds.
#[derive(Clone, Debug)]
pub(crate) struct Content {
    pub(crate) kind: Kind,
    pub(crate) size: u64,
    pub(crate) part_count: u32,
    pub(crate) upload: Option<UploadId>,
    pub(crate) body: Body,
    pub(crate) attached: Option<PayloadId>,
}

impl Content {
    pub(crate) const fn of(body: &Sealed) -> Self {
        let body_is = Body::Payload(body.payload());
        Self { kind: Kind::Blob, size: body.size(), part_count: 0, upload: None, body: body_is, attached: None }
    }

    pub(crate) const fn marker() -> Self {
        Self { kind: Kind::DeleteMarker, size: 0, part_count: 0, upload: None, body: Body::None, attached: None }
    }
}

/// What a successful attempt made, and the null version that had to go for it.
#[derive(Debug)]
pub(crate) struct Written {
    pub(crate) info: BlobInfo,
    pub(crate) displaced: Option<Box<BlobInfo>>,
}

impl BlobStore {
    /// Makes `content` the current version of the key whose head was read, in one commit that verifies the head; `txn`
    /// holds what else the commit is to check and write. `None` = another was faster.
    pub(crate) async fn write(
        &self,
        head: &Head<'_>,
        content: Content,
        new: &NewVersion,
        txn: &mut Txn,
        body: Option<&mut Sealed>,
        attempts: &mut Attempts,
    ) -> Result<Option<Written>> {
        let mut info = self.describe(head, content, new);
        if let Some(guard) = &new.guard {
            txn.check(guard.check(), Role::Guard);
        }
        head.expect(txn);
        let left = self.displace(head, new.mode, txn).await?;
        head.put(txn, &info, left.null, left.older);
        let proof = Proof::Version { key: head.key, seq: info.seq, version: info.version.clone() };
        Ok(self.commit(txn, &proof, body, attempts).await?.map(|rev| {
            info.rev = rev;
            Written { info, displaced: left.displaced }
        }))
    }

    /// The new version, newer than all there are.
    fn describe(&self, head: &Head<'_>, content: Content, new: &NewVersion) -> BlobInfo {
        let now = self.source().now();
        let seq = self.issue_seq_at(now, head.newest());
        let version = match new.mode {
            Mode::NewVersion => VersionId::issue(seq, self.source().random()),
            Mode::Replace | Mode::ReplaceNull => VersionId::null(),
        };
        BlobInfo {
            key: head.key.to_owned(),
            version,
            seq,
            kind: content.kind,
            is_latest: true,
            size: content.size,
            etag: new.etag.clone(),
            checksum: new.checksum.clone(),
            modified: new.modified.unwrap_or(now),
            part_count: content.part_count,
            upload: content.upload,
            meta: new.meta.clone(),
            at: head.place(matches!(content.kind, Kind::DeleteMarker)),
            rev: Rev(0),
            body: content.body,
            attached: content.attached,
        }
    }
}
