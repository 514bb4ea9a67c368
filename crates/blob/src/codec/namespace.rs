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
        let mut name = Writer::new();
        name.bytes(&self.0).segment(segment.as_bytes());
        Self(name.as_bytes().into())
    }

    pub(crate) fn encoded(&self) -> &[u8] {
        &self.0
    }

    /// All records of an engine: those of the root namespace, and those of all others.
    pub(crate) fn everything() -> [Range; 2] {
        let key = |byte| RecordKey::from_bytes(&[byte]);
        [Range { from: key(0), to: key(1) }, Range { from: key(1), to: key(2) }]
    }

    /// Everything in the children of this namespace and below them.
    pub(crate) fn children(&self) -> Range {
        let mut below = Writer::new();
        range(below.bytes(&self.0).byte(1))
    }

    /// All records of one kind.
    pub(crate) fn all(&self, tag: Tag) -> Range {
        range(&mut start(&self.0, tag))
    }

    /// The records of one kind whose first segment begins with `prefix`.
    pub(crate) fn starting(&self, tag: Tag, prefix: &str) -> Range {
        range(start(&self.0, tag).open(prefix.as_bytes()))
    }

    /// Where the records of one kind end whose first segment begins with `prefix`.
    pub(crate) fn beyond(&self, tag: Tag, prefix: &[u8]) -> RecordKey {
        key(start(&self.0, tag).open(prefix).end())
    }

    /// All records of one kind whose first segment is `key`.
    pub(crate) fn under(&self, tag: Tag, key: &str) -> Range {
        range(start(&self.0, tag).segment(key.as_bytes()).byte(1))
    }

    pub(crate) fn one(&self, tag: Tag, name: &str) -> RecordKey {
        key(start(&self.0, tag).segment(name.as_bytes()))
    }

    /// Looks at the two places where the head of a key can be: when its current version has bytes, and when it has none.
    pub(crate) fn at_heads<T>(&self, key: &str, look: impl FnOnce([&[u8]; 2]) -> T) -> T {
        let mut live = start(&self.0, Tag::Live);
        live.segment(key.as_bytes());
        let mut dead = Writer::new();
        dead.bytes(live.as_bytes()).set(self.0.len() + 1, Tag::Dead as u8);
        look([live.as_bytes(), dead.as_bytes()])
    }

    pub(crate) fn live(&self, key: &str) -> RecordKey {
        self.one(Tag::Live, key)
    }

    pub(crate) fn dead(&self, key: &str) -> RecordKey {
        self.one(Tag::Dead, key)
    }

    pub(crate) fn version(&self, name: &str, seq: u64) -> RecordKey {
        key(start(&self.0, Tag::Version).segment(name.as_bytes()).fixed(&(!seq).to_be_bytes()))
    }

    pub(crate) fn imported(&self, name: &str, id: &str) -> RecordKey {
        key(start(&self.0, Tag::Imported).segment(name.as_bytes()).segment(id.as_bytes()))
    }

    pub(crate) fn config(&self, name: &str) -> RecordKey {
        self.one(Tag::Config, name)
    }

    /// Looks at the place of a bucket's configuration.
    pub(crate) fn at_config<T>(&self, name: &str, look: impl FnOnce(&[u8]) -> T) -> T {
        look(start(&self.0, Tag::Config).segment(name.as_bytes()).as_bytes())
    }

    pub(crate) fn upload(&self, name: &str, id: &UploadId) -> RecordKey {
        key(start(&self.0, Tag::Upload).segment(name.as_bytes()).segment(id.as_str().as_bytes()))
    }

    pub(crate) fn part(&self, name: &str, id: &UploadId, number: u32) -> RecordKey {
        let mut place = start(&self.0, Tag::Part);
        key(place.segment(name.as_bytes()).segment(id.as_str().as_bytes()).fixed(&number.to_be_bytes()))
    }

    /// All parts of an upload.
    pub(crate) fn parts(&self, name: &str, id: &UploadId) -> Range {
        range(start(&self.0, Tag::Part).segment(name.as_bytes()).segment(id.as_str().as_bytes()).byte(1))
    }

    /// The count of a shared payload or manifest.
    pub(crate) fn refs(id: PayloadId) -> RecordKey {
        key(start(&[], Tag::Refs).fixed(&id.to_bytes()))
    }

    /// All such counts.
    pub(crate) fn all_refs() -> Range {
        range(&mut start(&[], Tag::Refs))
    }

    /// Looks at the place of that count.
    pub(crate) fn at_refs<T>(id: PayloadId, look: impl FnOnce(&[u8]) -> T) -> T {
        look(start(&[], Tag::Refs).fixed(&id.to_bytes()).as_bytes())
    }

    pub(crate) fn file(path: &str) -> RecordKey {
        key(start(&[], Tag::File).segment(path.as_bytes()))
    }

    pub(crate) fn lease(number: u32) -> RecordKey {
        key(start(&[], Tag::Lease).fixed(&number.to_be_bytes()))
    }

    pub(crate) fn manifest(id: PayloadId) -> RecordKey {
        key(start(&[], Tag::Manifest).fixed(&id.to_bytes()))
    }
}

/// The beginning of the keys of one kind.
#[inline]
fn start(namespace: &[u8], tag: Tag) -> Writer {
    let mut key = Writer::new();
    key.bytes(namespace).bytes(&[0, tag as u8]);
    key
}

fn key(whole: &Writer) -> RecordKey {
    RecordKey::from_bytes(whole.as_bytes())
}

/// From a key to the end of everything that starts like it.
fn range(from: &mut Writer) -> Range {
    Range { from: key(from), to: key(from.end()) }
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
