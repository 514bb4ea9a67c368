//! The record of a version.

use bytes::{Buf as _, Bytes};

use crate::{BlobInfo, Error, Json, Kind, PayloadId, Record, RecordKey, Result, Rev, UploadId, VersionId};

use super::{ChecksumRecord, HeadRecord, Owner, Stamp, decode_head};

/// Where the bytes of a version are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct VersionRecord<'a> {
    pub(crate) seq: u64,
    pub(crate) version: VersionId,
    pub(crate) kind: Kind,
    pub(crate) size: u64,
    pub(crate) etag: &'a str,
    pub(crate) checksum: Option<ChecksumRecord<'a>>,
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
            checksum: info.checksum.as_ref().map(ChecksumRecord::of),
            modified: info.modified.into(),
            part_count: info.part_count,
            upload: info.upload.as_ref().map(UploadId::as_str),
            body: info.body,
            attached: info.attached,
            meta: info.meta.as_bytes(),
        }
    }

    /// What the record tells, but for its document, which is the rest of it.
    #[inline]
    fn info(self, key: String, is_latest: bool, at: RecordKey, rev: Rev) -> Result<BlobInfo> {
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
            checksum: self.checksum.map(ChecksumRecord::checksum),
            modified: self.modified.into(),
            part_count: self.part_count,
            upload: upload.transpose()?,
            meta: Json::trusted(Bytes::new()),
            at,
            rev,
            body: self.body,
            attached: self.attached,
        })
    }
}

/// What the record of a version, found at `at`, tells of it; and what it tells besides if it is a head's: the sequence
/// number of the null version, and whether there are older ones.
#[inline]
pub(crate) fn read(key: &str, is_latest: bool, at: RecordKey, record: Record) -> Result<(BlobInfo, Option<u64>, bool)> {
    let Record { mut value, rev } = record;
    let HeadRecord { null, older, version } = decode_head(&value)?;
    let rest = value.len() - version.meta.len();
    let mut info = version.info(key.to_owned(), is_latest, at, rev)?;
    value.advance(rest);
    info.meta = Json::trusted(value);
    Ok((info, null, older))
}
