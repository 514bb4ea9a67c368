//! Records of several kinds in the order of their keys, with common prefixes rolled up.

use crate::{
    BlobStore, Error, RecordKey, Result,
    codec::{Namespace, Parsed, Range, Tag},
    vfs::Record,
};

use super::cursor::Cursor;

/// Which keys, and how they are rolled up.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Scope<'a> {
    prefix: &'a str,
    delimiter: Option<&'a str>,
}

impl<'a> Scope<'a> {
    /// An empty delimiter is none.
    pub(crate) fn new(prefix: &'a str, delimiter: Option<&'a str>) -> Self {
        Self { prefix, delimiter: delimiter.filter(|delimiter| !delimiter.is_empty()) }
    }

    /// The common prefix that a key of this scope is rolled up into.
    pub(super) fn group<'k>(&self, key: &'k [u8]) -> Option<&'k [u8]> {
        let delimiter = self.delimiter?.as_bytes();
        let rest = key.strip_prefix(self.prefix.as_bytes())?;
        let start = match delimiter {
            [byte] => rest.iter().position(|at| at == byte)?,
            _ => rest.windows(delimiter.len()).position(|at| at == delimiter)?,
        };
        Some(&key[..self.prefix.len() + start + delimiter.len()])
    }

    /// Whether keys are rolled up at all.
    pub(crate) const fn groups(&self) -> bool {
        self.delimiter.is_some()
    }

    /// The records of one kind that are in the scope.
    pub(crate) fn range(&self, names: &Namespace, tag: Tag) -> Range {
        names.starting(tag, self.prefix)
    }

    /// Those of them with a key beyond `key`; when `key` is a common prefix of the scope, beyond everything under it.
    pub(crate) fn range_after(&self, names: &Namespace, tag: Tag, key: &str) -> Range {
        let from = if self.group(key.as_bytes()) == Some(key.as_bytes()) {
            names.beyond(tag, key.as_bytes())
        } else {
            names.under(tag, key).to
        };
        self.range(names, tag).starting_at(from)
    }
}

/// A step of a walk.
#[derive(Debug)]
pub(crate) enum Step {
    /// A record, and the key that it belongs to.
    Record { tag: Tag, key: String, at: RecordKey, record: Record },
    /// A common prefix.
    Prefix(String),
}

/// Walks the records of a scope.
pub(crate) struct Walk<'a> {
    names: &'a Namespace,
    scope: Scope<'a>,
    cursors: Vec<(Tag, Cursor<'a>)>,
}

impl<'a> Walk<'a> {
    /// A walk over ranges, one for each kind of record.
    pub(crate) fn new(store: &'a BlobStore, scope: Scope<'a>, ranges: impl IntoIterator<Item = (Tag, Range)>) -> Self {
        let cursor = |range| match scope.delimiter {
            Some(_) => Cursor::jumping(store.engine(), range),
            None => Cursor::straight(store.engine(), range),
        };
        Self {
            names: store.namespace(),
            scope,
            cursors: ranges.into_iter().map(|(tag, range)| (tag, cursor(range))).collect(),
        }
    }

    /// The next step. `wanted` is how many the caller will take at most.
    pub(crate) async fn next(&mut self, wanted: usize) -> Result<Option<Step>> {
        let Some(first) = self.first(wanted).await? else { return Ok(None) };
        let (tag, cursor) = &mut self.cursors[first];
        let tag = *tag;
        let Some((at, record)) = cursor.next() else { return Ok(None) };
        let key = Parsed::of(&at, self.names, tag).and_then(|mut fields| fields.segment());
        let key = key.ok_or_else(|| Error::Corrupt(format!("record {at:?}")))?;
        let Some(group) = self.scope.group(key.as_bytes()).map(<[u8]>::len) else {
            return Ok(Some(Step::Record { tag, key, at, record }));
        };
        let group = key[..group].to_owned();
        for (tag, cursor) in &mut self.cursors {
            cursor.jump(self.names.beyond(*tag, group.as_bytes()));
        }
        Ok(Some(Step::Prefix(group)))
    }

    /// Which cursor holds the lowest record: what follows the tag is the key and then, for an older version, its place
    /// among them.
    async fn first(&mut self, wanted: usize) -> Result<Option<usize>> {
        for (_, cursor) in &mut self.cursors {
            cursor.fill(wanted).await?;
        }
        let skip = self.names.encoded().len() + 2;
        let next = self.cursors.iter().enumerate();
        let next = next.filter_map(|(index, (_, cursor))| Some((cursor.peek()?.as_bytes().get(skip..)?, index)));
        Ok(next.min().map(|(_, index)| index))
    }
}
