//! The model: what a store shows, kept in the plainest way there is. No sequence numbers, no records, no sharing; a listing is a filter.

use std::collections::{BTreeMap, BTreeSet};

use sandpail_blob::{Mode, UploadId, VersionId};

/// Stands for one stored body; as many payloads must exist as bodies are in use.
pub(crate) type Body = u32;

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Version {
    /// As the store answered it.
    pub(crate) id: VersionId,
    /// `None` is a delete marker.
    pub(crate) bytes: Option<Vec<u8>>,
    pub(crate) meta: String,
    /// Sizes of the parts of a composite.
    pub(crate) parts: Vec<usize>,
    /// What the bytes are made of.
    pub(crate) bodies: Vec<Body>,
}

#[derive(Clone, Debug)]
pub(crate) struct Part {
    pub(crate) bytes: Vec<u8>,
    pub(crate) bodies: Vec<Body>,
}

#[derive(Clone, Debug)]
pub(crate) struct Upload {
    pub(crate) key: String,
    pub(crate) id: UploadId,
    pub(crate) parts: BTreeMap<u32, Part>,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct Model {
    /// Versions newest first; no key without a version.
    pub(crate) keys: BTreeMap<String, Vec<Version>>,
    /// In the order of their start.
    pub(crate) uploads: Vec<Upload>,
}

impl Model {
    pub(crate) fn versions(&self, key: &str) -> &[Version] {
        self.keys.get(key).map_or(&[], Vec::as_slice)
    }

    /// A write or a delete marker: what the mode removes goes, then the version is the newest.
    pub(crate) fn push(&mut self, key: &str, mode: Mode, version: Version) {
        let versions = self.keys.entry(key.into()).or_default();
        versions.retain(|old| match mode {
            Mode::Replace => false,
            Mode::NewVersion => true,
            Mode::ReplaceNull => !old.id.is_null(),
        });
        versions.insert(0, version);
    }

    pub(crate) fn erase(&mut self, key: &str) {
        self.keys.remove(key);
    }

    pub(crate) fn remove_version(&mut self, key: &str, nth: usize) {
        if let Some(versions) = self.keys.get_mut(key) {
            versions.remove(nth);
            if versions.is_empty() {
                self.keys.remove(key);
            }
        }
    }

    /// Every body in use, once.
    pub(crate) fn bodies(&self) -> usize {
        let versions = self.keys.values().flatten().flat_map(|version| &version.bodies);
        let parts = self.uploads.iter().flat_map(|upload| upload.parts.values()).flat_map(|part| &part.bodies);
        versions.chain(parts).collect::<BTreeSet<_>>().len()
    }

    /// Keys as a listing shows them.
    pub(crate) fn visible(&self) -> Vec<(&str, &Version)> {
        let newest = self.keys.iter().map(|(key, versions)| (key.as_str(), &versions[0]));
        newest.filter(|(_, version)| version.bytes.is_some()).collect()
    }

    /// All versions as the version listing shows them.
    pub(crate) fn history(&self) -> Vec<(&str, &Version)> {
        self.keys
            .iter()
            .flat_map(|(key, versions)| versions.iter().map(move |version| (key.as_str(), version)))
            .collect()
    }

    /// Uploads as their listing shows them: by key, then in the order of their start.
    pub(crate) fn uploading(&self) -> Vec<(&str, &Upload)> {
        let mut uploads: Vec<_> = self.uploads.iter().map(|upload| (upload.key.as_str(), upload)).collect();
        uploads.sort_by_key(|(key, _)| *key);
        uploads
    }
}

/// An entry of any listing: an item under its key, or a common prefix.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Entry<T> {
    Item(String, T),
    Prefix(String),
}

/// The common prefix that rolls `key` up, if one does.
pub(crate) fn common<'a>(key: &'a str, prefix: &str, delimiter: Option<&str>) -> Option<&'a str> {
    let delimiter = delimiter?;
    let at = key[prefix.len()..].find(delimiter)?;
    Some(&key[..prefix.len() + at + delimiter.len()])
}

/// The items under `prefix`, rolled up at `delimiter`.
pub(crate) fn grouped<'a, T>(
    items: impl IntoIterator<Item = (&'a str, T)>,
    prefix: &str,
    delimiter: Option<&str>,
) -> Vec<Entry<T>> {
    let mut entries: Vec<Entry<T>> = Vec::new();
    for (key, item) in items.into_iter().filter(|(key, _)| key.starts_with(prefix)) {
        match common(key, prefix, delimiter) {
            None => entries.push(Entry::Item(key.into(), item)),
            Some(common) if matches!(entries.last(), Some(Entry::Prefix(last)) if last == common) => {}
            Some(common) => entries.push(Entry::Prefix(common.into())),
        }
    }
    entries
}
