//! Listing versions.

use crate::{
    BlobInfo, BlobStore, Listed, Result, Selector, VersionId, VersionPage, VersionQuery,
    codec::{Range, Tag},
    store::{Current, noncurrent},
};

use super::walk::{Scope, Step, Walk};

/// Most times that a page is read until it is twice the same.
const ROUNDS: usize = 8;

/// The kinds of records that versions are kept in, and that a page is read from.
const KINDS: [Tag; 3] = [Tag::Live, Tag::Dead, Tag::Version];

impl BlobStore {
    /// A page of versions, delete markers included: keys in byte order, the versions of a key newest first.
    ///
    /// Versions move between records while they are listed. So a page is read until two readings agree; one whose keys
    /// change faster than that shows each version as it was at some time while it was read.
    ///
    /// # Errors
    ///
    /// [`crate::Error::Corrupt`], [`crate::Error::Vfs`].
    pub async fn list_versions_page(&self, query: &VersionQuery<'_>) -> Result<VersionPage> {
        if query.limit == 0 {
            return Ok(VersionPage::default());
        }
        let start = self.start(query).await?;
        let mut last = self.collect(query, start).await?;
        for _ in 1..ROUNDS {
            let again = self.collect(query, start).await?;
            let same = agree(&last, &again);
            last = again;
            if same {
                break;
            }
        }
        Ok(last)
    }

    /// The key to begin at or after, and how: with a sequence number, at its versions older than that.
    async fn start<'q>(&self, query: &VersionQuery<'q>) -> Result<Start<'q>> {
        let (key, version) = match query.after {
            None => return Ok(Start::Scope),
            Some((key, None)) => return Ok(Start::After(key)),
            Some((key, Some(version))) => (key, version),
        };
        let found = self.find(key, &Selector::Version(version.clone())).await?;
        let told = || version.told_seq().filter(|_| version.is_issued());
        Ok(Start::Within(key, found.info().map(|info| info.seq).or_else(told)))
    }

    /// Reads a page once.
    async fn collect(&self, query: &VersionQuery<'_>, start: Start<'_>) -> Result<VersionPage> {
        let scope = Scope::new(query.prefix, query.delimiter);
        let mut walk = Walk::new(self, scope, KINDS.map(|tag| (tag, self.range(scope, tag, start))));
        let mut page = VersionPage::default();
        // The version before, by key and sequence number: what is not older than that was moved here meanwhile.
        let mut before: Option<(String, u64)> = start.before();
        loop {
            let wanted = (query.limit - page.entries.len()).saturating_add(1);
            let Some(step) = walk.next(wanted).await? else { return Ok(page) };
            let entry = match step {
                Step::Prefix(prefix) => Listed::Prefix(prefix),
                Step::Record { tag: Tag::Version, key, at, record } => Listed::Key(noncurrent(&key, at, record)?),
                Step::Record { key, at, record, .. } => Listed::Key(Current::of(&key, at, record)?.info),
            };
            if let Listed::Key(info) = &entry {
                if before.as_ref().is_some_and(|(key, seq)| *key == info.key && *seq <= info.seq) {
                    continue;
                }
                before = Some((info.key.clone(), info.seq));
            }
            if page.entries.len() == query.limit {
                page.next = page.entries.last().map(cursor);
                return Ok(page);
            }
            page.entries.push(entry);
        }
    }

    fn range(&self, scope: Scope<'_>, tag: Tag, start: Start<'_>) -> Range {
        let names = self.namespace();
        match start {
            Start::Scope => scope.range(names, tag),
            Start::After(key) => scope.range_after(names, tag, key),
            Start::Within(key, Some(seq)) if tag == Tag::Version => {
                scope.range(names, tag).starting_at(names.version(key, seq).next())
            }
            Start::Within(key, _) => scope.range(names, tag).starting_at(names.one(tag, key)),
        }
    }
}

/// Where a page begins.
#[derive(Clone, Copy, Debug)]
enum Start<'q> {
    Scope,
    After(&'q str),
    Within(&'q str, Option<u64>),
}

impl Start<'_> {
    fn before(self) -> Option<(String, u64)> {
        match self {
            Self::Within(key, Some(seq)) => Some((key.to_owned(), seq)),
            _ => None,
        }
    }
}

fn agree(left: &VersionPage, right: &VersionPage) -> bool {
    let mark = |entry: &Listed| match entry {
        Listed::Key(BlobInfo { at, rev, .. }) => (Some((at.clone(), *rev)), None),
        Listed::Prefix(prefix) => (None, Some(prefix.clone())),
    };
    left.next == right.next && left.entries.iter().map(mark).eq(right.entries.iter().map(mark))
}

fn cursor(entry: &Listed) -> (String, Option<VersionId>) {
    match entry {
        Listed::Key(info) => (info.key.clone(), Some(info.version.clone())),
        Listed::Prefix(prefix) => (prefix.clone(), None),
    }
}
