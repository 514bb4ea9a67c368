//! The record of a version.

use bytes::Bytes;
use serde::{Deserialize, Serialize};

use crate::{BlobInfo, Checksum, Error, Json, Kind, PayloadId, RecordKey, Result, Rev, UploadId, VersionId};

use super::{Owner, Stamp};

/// Where the bytes of a version are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Body {
    /// Nowhere: a delete marker.
    None,
    /// The whole of one payload.
    Payload(PayloadId),
    /// As a manifest tells.
    Manifest(PayloadId),
}

impl Body {
    /// What the body holds a reference to.
    pub(crate) const fn owner(self) -> Option<Owner> {
        match self {
            Self::None => None,
            Self::Payload(id) => Some(Owner::Payload(id)),
            Self::Manifest(id) => Some(Owner::Manifest(id)),
        }
    }
}

/// A version of a key. Borrows its texts from the record.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct VersionRecord<'a> {
    pub(crate) seq: u64,
    pub(crate) version: VersionId,
    pub(crate) kind: Kind,
    pub(crate) size: u64,
    pub(crate) etag: &'a str,
    pub(crate) checksum: Option<Checksum>,
    pub(crate) modified: Stamp,
    pub(crate) part_count: u32,
    pub(crate) upload: Option<&'a str>,
    pub(crate) body: Body,
    /// The manifest of what is attached to it.
    pub(crate) attached: Option<PayloadId>,
    pub(crate) meta: &'a [u8],
}

/// What a version with this body and these attachments holds a reference to.
pub(crate) fn owners(body: Body, attached: Option<PayloadId>) -> impl Iterator<Item = Owner> {
    body.owner().into_iter().chain(attached.map(Owner::Manifest))
}

impl<'a> VersionRecord<'a> {
    /// What the version holds a reference to.
    pub(crate) fn owners(&self) -> impl Iterator<Item = Owner> + use<> {
        owners(self.body, self.attached)
    }

    /// The record of what `info` tells.
    pub(crate) fn of(info: &'a BlobInfo) -> Self {
        Self {
            seq: info.seq,
            version: info.version.clone(),
            kind: info.kind,
            size: info.size,
            etag: &info.etag,
            checksum: info.checksum.clone(),
            modified: info.modified.into(),
            part_count: info.part_count,
            upload: info.upload.as_ref().map(UploadId::as_str),
            body: info.body,
            attached: info.attached,
            meta: info.meta.as_bytes(),
        }
    }

    /// What the record tells; `value` is the buffer that it was decoded from.
    pub(crate) fn info(self, key: String, is_latest: bool, at: RecordKey, rev: Rev, value: &Bytes) -> Result<BlobInfo> {
        let upload =
            self.upload.map(|text| UploadId::parse(text).ok_or_else(|| Error::Corrupt(format!("upload id {text:?}"))));
        Ok(BlobInfo {
            key,
            version: self.version,
            seq: self.seq,
            kind: self.kind,
            is_latest,
            size: self.size,
            etag: self.etag.to_owned(),
            checksum: self.checksum,
            modified: self.modified.into(),
            part_count: self.part_count,
            upload: upload.transpose()?,
            meta: Json::trusted(value.slice_ref(self.meta)),
            at,
            rev,
            body: self.body,
            attached: self.attached,
        })
    }
}
