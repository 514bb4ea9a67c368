//! The records of a multipart upload and of its parts.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::{Checksum, PartInfo, PayloadId};

use super::{Extent, Owner, Stamp};

/// A multipart upload. Its id is in its key.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct UploadRecord<'a> {
    pub(crate) seq: u64,
    pub(crate) initiated: Stamp,
    #[serde(serialize_with = "crate::raw::serialize")]
    pub(crate) meta: &'a [u8],
}

/// Where the bytes of a part are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum PartBody {
    /// In a payload of its own, which nothing else can share before the upload is completed.
    Own(PayloadId),
    /// In what it was copied from. It holds a reference to each owner in them.
    Shared(Vec<Extent>),
}

impl PartBody {
    /// What the part holds a reference to, once each.
    pub(crate) fn owners(&self) -> BTreeSet<Owner> {
        match self {
            Self::Own(id) => BTreeSet::from([Owner::Payload(*id)]),
            Self::Shared(extents) => extents.iter().map(Extent::owner).collect(),
        }
    }
}

/// A part. Its number is in its key.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct PartRecord<'a> {
    pub(crate) size: u64,
    pub(crate) etag: &'a str,
    pub(crate) checksum: Option<Checksum>,
    pub(crate) modified: Stamp,
    pub(crate) body: PartBody,
}

impl PartRecord<'_> {
    pub(crate) fn info(&self, number: u32) -> PartInfo {
        PartInfo {
            number,
            size: self.size,
            etag: self.etag.to_owned(),
            checksum: self.checksum.clone(),
            modified: self.modified.into(),
        }
    }
}
