//! What is asked of a listing, and what it answers.

use crate::{BlobInfo, VersionId};

/// Which keys to list. Keys are in byte order; a delete marker as current version hides its key.
#[derive(Clone, Copy, Debug, Default)]
pub struct ListQuery<'a> {
    /// Only keys that begin like this.
    pub prefix: &'a str,
    /// Keys that hold this after the prefix are rolled up into one entry each. An empty delimiter is none.
    pub delimiter: Option<&'a str>,
    /// Only keys beyond this one. When it is itself a common prefix of this query, everything under it is skipped.
    pub after: Option<&'a str>,
    /// Most entries to answer; common prefixes count.
    pub limit: usize,
}

/// An entry of a listing.
#[expect(
    clippy::large_enum_variant,
    reason = "most entries are keys, and a box for each would cost more than it saves"
)]
#[derive(Clone, Debug)]
pub enum Listed {
    /// A version.
    Key(BlobInfo),
    /// The beginning that several keys have in common, up to and with the first delimiter after the prefix.
    Prefix(String),
}

impl Listed {
    /// The key, or the common prefix.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Key(info) => &info.key,
            Self::Prefix(prefix) => prefix,
        }
    }
}

/// A page of current versions.
#[derive(Clone, Debug, Default)]
pub struct ListPage {
    /// The entries, in byte order.
    pub entries: Vec<Listed>,
    /// The last entry's key or prefix, when there are more.
    pub next: Option<String>,
}

/// Which versions to list. Keys are in byte order, the versions of a key newest first.
#[derive(Clone, Copy, Debug, Default)]
pub struct VersionQuery<'a> {
    /// Only keys that begin like this.
    pub prefix: &'a str,
    /// As in [`ListQuery`].
    pub delimiter: Option<&'a str>,
    /// A key alone: only keys beyond it (or beyond everything under it, when it is a common prefix). With a version:
    /// also the versions of that key older than that one; if it is gone and its id does not tell its place, all
    /// versions of that key.
    pub after: Option<(&'a str, Option<&'a VersionId>)>,
    /// Most entries to answer; common prefixes count.
    pub limit: usize,
}

/// A page of versions.
#[derive(Clone, Debug, Default)]
pub struct VersionPage {
    /// The entries.
    pub entries: Vec<Listed>,
    /// The last entry's key and version, or prefix, when there are more.
    pub next: Option<(String, Option<VersionId>)>,
}
