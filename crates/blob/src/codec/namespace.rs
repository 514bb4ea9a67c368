//! Namespaces and the keys of the records in them.

use std::{fmt, sync::Arc};

use crate::{PayloadId, UploadId};

use super::{RecordKey, Writer, parse};

/// What a record is; the byte after its namespace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Tag {
    /// A bucket's configuration, by name.
    Config = b'C',
    /// The head of a key whose current version is a delete marker.
    Dead = b'D',
    /// A file of [`crate::VfsExt`]. In the root namespace.
    File = b'F',
    /// The sequence number of a version whose id does not tell it.
    Imported = b'I',
    /// The head of a key whose current version has bytes.
    Live = b'L',
    /// Where the bytes of a body of several payloads lie. In the root namespace.
    Manifest = b'M',
    /// A part of an upload.
    Part = b'P',
    /// How many share a payload or a manifest, if more than one. In the root namespace.
    Refs = b'R',
    /// A multipart upload.
    Upload = b'U',
    /// A version that is not current.
    Version = b'V',
    /// The right to publish a payload as a file. In the root namespace.
    Lease = b'S',
}

impl Tag {
    const ALL: [Self; 11] = [
        Self::Config,
        Self::Dead,
        Self::File,
        Self::Imported,
        Self::Lease,
        Self::Live,
        Self::Manifest,
        Self::Part,
        Self::Refs,
        Self::Upload,
        Self::Version,
    ];

    /// What the record at `key` is, whatever its namespace.
    pub(crate) fn of(key: &RecordKey) -> Option<Self> {
        let mut rest = key.as_bytes();
        while let Some((_, after)) = parse::segment(rest) {
            rest = after;
        }
        let tag = *rest.strip_prefix(&[0])?.first()?;
        Self::ALL.into_iter().find(|known| *known as u8 == tag)
    }
}

/// A range of record keys: from, inclusive, and to, exclusive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Range {
    pub(crate) from: RecordKey,
    pub(crate) to: RecordKey,
}

impl Range {
    /// What of the range lies at or beyond `from`.
    pub(crate) fn starting_at(self, from: RecordKey) -> Self {
        Self { from: self.from.max(from), to: self.to }
    }
}

/// A namespace: a list of segments, kept encoded.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Namespace(Arc<[u8]>);

impl Namespace {
    /// The namespace without segments: records that belong to the engine as a whole, because payloads do.
    pub(crate) fn root() -> Self {
        Self(Arc::new([]))
    }

    pub(crate) fn child(&self, segment: &str) -> Self {
        Self(Writer::new(&self.0, segment.len() + 2).segment(segment.as_bytes()).into_bytes().into())
    }

    pub(crate) fn encoded(&self) -> &[u8] {
        &self.0
    }

    /// All records of an engine: those of the root namespace, and those of all others.
    pub(crate) fn everything() -> [Range; 2] {
        let key = |byte| Writer::new(&[], 1).byte(byte).key();
        [Range { from: key(0), to: key(1) }, Range { from: key(1), to: key(2) }]
    }

    /// Everything in the children of this namespace and below them.
    pub(crate) fn children(&self) -> Range {
        Range { from: Writer::new(&self.0, 1).byte(1).key(), to: Writer::new(&self.0, 1).byte(2).key() }
    }

    fn tagged(&self, tag: Tag, room: usize) -> Writer {
        Writer::new(&self.0, room + 6).byte(0).byte(tag as u8)
    }

    /// All records of one kind.
    pub(crate) fn all(&self, tag: Tag) -> Range {
        Range { from: self.tagged(tag, 0).key(), to: self.tagged(tag, 0).end() }
    }

    /// The records of one kind whose first segment begins with `prefix`.
    pub(crate) fn starting(&self, tag: Tag, prefix: &str) -> Range {
        let from = self.tagged(tag, prefix.len()).open(prefix.as_bytes()).key();
        Range { from, to: self.beyond(tag, prefix.as_bytes()) }
    }

    /// Where the records of one kind end whose first segment begins with `prefix`.
    pub(crate) fn beyond(&self, tag: Tag, prefix: &[u8]) -> RecordKey {
        self.tagged(tag, prefix.len()).open(prefix).end()
    }

    /// All records of one kind whose first segment is `key`.
    pub(crate) fn under(&self, tag: Tag, key: &str) -> Range {
        let whole = || self.tagged(tag, key.len()).segment(key.as_bytes());
        Range { from: whole().byte(1).key(), to: whole().byte(2).key() }
    }

    pub(crate) fn one(&self, tag: Tag, name: &str) -> RecordKey {
        self.tagged(tag, name.len()).segment(name.as_bytes()).key()
    }

    pub(crate) fn live(&self, key: &str) -> RecordKey {
        self.one(Tag::Live, key)
    }

    pub(crate) fn dead(&self, key: &str) -> RecordKey {
        self.one(Tag::Dead, key)
    }

    pub(crate) fn version(&self, key: &str, seq: u64) -> RecordKey {
        self.tagged(Tag::Version, key.len() + 9).segment(key.as_bytes()).fixed(&(!seq).to_be_bytes()).key()
    }

    pub(crate) fn imported(&self, key: &str, id: &str) -> RecordKey {
        self.tagged(Tag::Imported, key.len() + id.len()).segment(key.as_bytes()).segment(id.as_bytes()).key()
    }

    pub(crate) fn config(&self, name: &str) -> RecordKey {
        self.one(Tag::Config, name)
    }

    pub(crate) fn upload(&self, key: &str, id: &UploadId) -> RecordKey {
        self.tagged(Tag::Upload, key.len() + 34).segment(key.as_bytes()).segment(id.as_str().as_bytes()).key()
    }

    fn parts_of(&self, key: &str, id: &UploadId) -> Writer {
        self.tagged(Tag::Part, key.len() + 40).segment(key.as_bytes()).segment(id.as_str().as_bytes())
    }

    pub(crate) fn part(&self, key: &str, id: &UploadId, number: u32) -> RecordKey {
        self.parts_of(key, id).fixed(&number.to_be_bytes()).key()
    }

    /// All parts of an upload.
    pub(crate) fn parts(&self, key: &str, id: &UploadId) -> Range {
        Range { from: self.parts_of(key, id).byte(1).key(), to: self.parts_of(key, id).byte(2).key() }
    }

    /// The count of a shared payload or manifest.
    pub(crate) fn refs(id: PayloadId) -> RecordKey {
        Self::root().tagged(Tag::Refs, 17).fixed(&id.to_bytes()).key()
    }

    pub(crate) fn file(path: &str) -> RecordKey {
        Self::root().one(Tag::File, path)
    }

    pub(crate) fn lease(number: u32) -> RecordKey {
        Self::root().tagged(Tag::Lease, 5).fixed(&number.to_be_bytes()).key()
    }

    pub(crate) fn manifest(id: PayloadId) -> RecordKey {
        Self::root().tagged(Tag::Manifest, 17).fixed(&id.to_bytes()).key()
    }
}

impl fmt::Debug for Namespace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut rest = &*self.0;
        let mut names = Vec::new();
        while let Some((name, after)) = parse::segment(rest) {
            names.push(name);
            rest = after;
        }
        write!(f, "{names:?}")
    }
}
