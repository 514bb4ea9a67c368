//! What is asked about uploads, and what is answered.

use std::time::SystemTime;

use crate::{Json, PartInfo, UploadId};

/// A multipart upload under way.
#[derive(Clone, Debug)]
pub struct Upload {
    /// The key it is for.
    pub key: String,
    /// Its id.
    pub id: UploadId,
    /// Its place in time among the versions of the key: a version with a higher number was written after the upload
    /// began.
    pub seq: u64,
    /// When it began.
    pub initiated: SystemTime,
    /// The document given at its start.
    pub meta: Json,
}

/// A page of parts.
#[derive(Clone, Debug, Default)]
pub struct PartPage {
    /// The parts, by ascending number.
    pub parts: Vec<PartInfo>,
    /// Whether there are more.
    pub more: bool,
}

/// Which uploads to list. By key in byte order, those of a key in the order of their start.
#[derive(Clone, Copy, Debug, Default)]
pub struct UploadQuery<'a> {
    /// Only keys that begin like this.
    pub prefix: &'a str,
    /// As in [`crate::ListQuery`].
    pub delimiter: Option<&'a str>,
    /// A key alone: only keys beyond it (or beyond everything under it, when it is a common prefix). With an id: also
    /// the uploads of that key that were started after that one.
    pub after: Option<(&'a str, Option<&'a UploadId>)>,
    /// Most entries to answer; common prefixes count.
    pub limit: usize,
}

/// An entry of a listing of uploads.
#[derive(Clone, Debug)]
pub enum ListedUpload {
    /// An upload.
    Upload(Upload),
    /// The beginning that the keys of several uploads have in common.
    Prefix(String),
}

/// A page of uploads.
#[derive(Clone, Debug, Default)]
pub struct UploadPage {
    /// The entries.
    pub entries: Vec<ListedUpload>,
    /// The last entry's key and id, or prefix, when there are more.
    pub next: Option<(String, Option<UploadId>)>,
}
