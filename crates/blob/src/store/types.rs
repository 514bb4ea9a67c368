//! Arguments and answers of the store's verbs.

use std::time::SystemTime;

use crate::{BlobInfo, Checksum, Guard, Json, VersionId};

/// Which version of a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Selector {
    /// The newest, which may be a delete marker.
    Current,
    /// That one.
    Version(VersionId),
}

/// What a write does to the versions that are there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Versioning was never on: the new version is the null version and the only one.
    Replace,
    /// Versioning is on: the new version gets an id, all others stay.
    NewVersion,
    /// Versioning is suspended: the new version is the null version, in place of the one there was. All others stay.
    ReplaceNull,
}

/// What a version to be published is, besides its bytes.
#[derive(Clone, Debug)]
pub struct NewVersion {
    /// What happens to the versions there are.
    pub mode: Mode,
    /// Entity tag, opaque, without quotes.
    pub etag: String,
    /// Checksum to keep.
    pub checksum: Option<Checksum>,
    /// The writer's own document.
    pub meta: Json,
    /// When it was written; `None` = now.
    pub modified: Option<SystemTime>,
    /// A copy of a composite is one too, and keeps the part table. Else it is a plain blob.
    pub keep_parts: bool,
    /// Must hold when the version becomes visible.
    pub guard: Option<Guard>,
}

impl NewVersion {
    /// A version with this entity tag and nothing else.
    #[must_use]
    pub fn new(mode: Mode, etag: impl Into<String>) -> Self {
        Self {
            mode,
            etag: etag.into(),
            checksum: None,
            meta: Json::default(),
            modified: None,
            keep_parts: false,
            guard: None,
        }
    }
}

/// What a part to be put is, besides its bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewPart {
    /// Entity tag, opaque, without quotes.
    pub etag: String,
    /// Checksum to keep.
    pub checksum: Option<Checksum>,
}

/// How a key is removed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Removal {
    /// Versioning was never on: all versions go.
    Erase,
    /// Versioning is on: a delete marker with this document becomes the current version.
    Marker(Json),
    /// Versioning is suspended: a delete marker with this document takes the place of the null version.
    NullMarker(Json),
}

/// What a removal did.
#[derive(Clone, Debug, Default)]
pub struct Removed {
    /// The version that is gone: with [`Removal::Erase`] the current one, with [`Removal::NullMarker`] the null
    /// version.
    pub removed: Option<BlobInfo>,
    /// The delete marker that was made.
    pub marker: Option<BlobInfo>,
}
