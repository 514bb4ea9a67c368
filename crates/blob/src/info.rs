//! What the store tells about a version and about a part.

use std::time::SystemTime;

use serde::{Deserialize, Serialize};

use crate::{
    Checksum, Json, PayloadId, RecordKey, Rev, UploadId, VersionId,
    record::{self, Body, Owner},
};

/// What a version is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Kind {
    /// Bytes.
    Blob,
    /// Bytes that were put together from parts and still tell so.
    Composite,
    /// A tombstone: the key was deleted, its older versions were not.
    DeleteMarker,
}

/// A version of a key, as it was when looked up.
#[derive(Clone, Debug)]
pub struct BlobInfo {
    /// The key.
    pub key: String,
    /// The version's id.
    pub version: VersionId,
    /// Its place among the versions of the key: a newer one has a higher number.
    pub seq: u64,
    /// What it is.
    pub kind: Kind,
    /// Whether it was the newest version of the key.
    pub is_latest: bool,
    /// Length in bytes; 0 for a delete marker.
    pub size: u64,
    /// Entity tag, opaque, without quotes; empty for a delete marker.
    pub etag: String,
    /// Its checksum, if one is kept.
    pub checksum: Option<Checksum>,
    /// When it was written.
    pub modified: SystemTime,
    /// Number of parts of a composite, 0 otherwise.
    pub part_count: u32,
    /// The multipart upload that made it.
    pub upload: Option<UploadId>,
    /// The writer's own document.
    pub meta: Json,
    pub(crate) at: RecordKey,
    pub(crate) rev: Rev,
    pub(crate) body: Body,
    pub(crate) attached: Option<PayloadId>,
}

impl BlobInfo {
    /// Whether it is a delete marker.
    #[must_use]
    pub const fn is_delete_marker(&self) -> bool {
        matches!(self.kind, Kind::DeleteMarker)
    }

    /// The same version, told without its attachments: a copy of it has none.
    #[must_use]
    pub fn without_attachments(self) -> Self {
        Self { attached: None, ..self }
    }

    /// What the version holds a reference to.
    pub(crate) fn owners(&self) -> impl Iterator<Item = Owner> + use<> {
        record::owners(self.body, self.attached)
    }

    /// Whether a record of its own tells the version's place, because neither the head nor the id does.
    pub(crate) fn is_recorded(&self) -> bool {
        let told = self.version.is_issued() && self.version.told_seq() == Some(self.seq);
        !self.version.is_null() && !told
    }
}

/// A part of an upload or of a composite.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartInfo {
    /// Its number.
    pub number: u32,
    /// Length in bytes.
    pub size: u64,
    /// Entity tag, opaque, without quotes.
    pub etag: String,
    /// Its checksum, if one is kept.
    pub checksum: Option<Checksum>,
    /// When it was written.
    pub modified: SystemTime,
}

/// A named body beside a version's own, which lives and dies with the version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attachment {
    /// Its name.
    pub name: String,
    /// Length in bytes.
    pub size: u64,
    /// Entity tag, opaque, without quotes.
    pub etag: String,
    /// Its checksum, if one is kept.
    pub checksum: Option<Checksum>,
    /// When it was written.
    pub modified: SystemTime,
    pub(crate) payload: PayloadId,
}
