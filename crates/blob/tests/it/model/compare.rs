//! Store and model side by side: every lookup, every page of every length, every byte, and no payload too many.

use sandpail_blob::conformance::Outcome;
use sandpail_blob::conformance::steps::{bytes, head, payloads};
use sandpail_blob::{
    BlobInfo, BlobStore, Kind, ListQuery, Listed, ListedUpload, Selector, UploadQuery, VersionId, VersionQuery,
};

use super::naive::{Entry, Model, Version, grouped};
use super::operation::Pair;

/// What to ask of every listing: prefixes with delimiters, and strings to start after.
pub(crate) struct Questions {
    pub(crate) groups: &'static [(&'static str, Option<&'static str>)],
    pub(crate) afters: &'static [&'static str],
}

/// Compares everything that a caller can see.
///
/// # Panics
/// At the first difference.
pub(crate) async fn compare(pair: &Pair, questions: &Questions) -> Outcome {
    let Pair { store, model, keys, .. } = pair;
    for key in *keys {
        lookups(store, key, model.versions(key)).await?;
    }
    for (prefix, delimiter) in questions.groups {
        listing(store, model, prefix, *delimiter, questions.afters).await?;
        history(store, model, prefix, *delimiter, questions.afters).await?;
        uploads(store, model, prefix, *delimiter).await?;
    }
    for upload in &model.uploads {
        let listed = store.list_parts(&upload.key, &upload.id, 0, 10_000).await?;
        let told: Vec<_> = listed.parts.iter().map(|part| (part.number, part.size)).collect();
        assert_eq!(
            told,
            upload.parts.iter().map(|(number, part)| (*number, part.bytes.len() as u64)).collect::<Vec<_>>()
        );
    }
    assert_eq!(payloads(&*store.vfs()).await?.len(), model.bodies(), "payloads stored and bodies in use");
    Ok(())
}

async fn lookups(store: &BlobStore, key: &str, versions: &[Version]) -> Outcome {
    let current = head(store, key).await?;
    assert_eq!(
        current.as_ref().map(|info| &info.version),
        versions.first().map(|version| &version.id),
        "current of {key}"
    );
    if !versions.iter().any(|version| version.id.is_null()) {
        assert!(store.lookup(key, &Selector::Version(VersionId::null())).await?.is_none(), "{key} has no null version");
    }
    for (place, version) in versions.iter().enumerate() {
        let info = store
            .lookup(key, &Selector::Version(version.id.clone()))
            .await?
            .unwrap_or_else(|| panic!("{key}@{} is lost", version.id));
        alike(&info, version, place == 0);
        if let Some(expected) = &version.bytes {
            assert_eq!(&bytes(store, &info).await?, expected, "bytes of {key}@{}", version.id);
        }
        let parts: Vec<_> = store.parts(&info).await?.iter().map(|part| part.size as usize).collect();
        assert_eq!(parts, version.parts, "parts of {key}@{}", version.id);
    }
    Ok(())
}

#[track_caller]
fn alike(info: &BlobInfo, version: &Version, latest: bool) {
    let kind = match (&version.bytes, version.parts.len()) {
        (None, _) => Kind::DeleteMarker,
        (_, 0) => Kind::Blob,
        _ => Kind::Composite,
    };
    let size = version.bytes.as_ref().map_or(0, Vec::len) as u64;
    assert_eq!((info.kind, info.size, info.is_latest), (kind, size, latest), "{}@{}", info.key, info.version);
    assert_eq!(
        (info.meta.as_bytes(), info.part_count as usize),
        (version.meta.as_bytes(), version.parts.len()),
        "{}@{}",
        info.key,
        info.version
    );
}

/// Where a page ended: the name of its last entry, and the version or upload it named.
type Next<T> = Option<(String, Option<T>)>;

/// Follows pages of each length from the start to the end and compares what they add up to.
async fn pages<T: Clone + PartialEq + std::fmt::Debug>(
    expected: &[Entry<T>],
    mut page: impl AsyncFnMut(&Next<T>, usize) -> Outcome<(Vec<Entry<T>>, Next<T>)>,
) -> Outcome {
    for limit in 1..=expected.len() + 1 {
        let (mut seen, mut next): (Vec<Entry<T>>, Next<T>) = (Vec::new(), None);
        loop {
            let (entries, more) = page(&next, limit).await?;
            seen.extend(entries);
            assert!(seen.len() <= expected.len(), "pages of {limit} repeat: {seen:?}");
            assert_eq!(
                more.is_some(),
                seen.len() < expected.len(),
                "pages of {limit}: next is {more:?} after {seen:?} of {expected:?}"
            );
            if more.is_none() {
                break;
            }
            assert_eq!(seen.len() % limit, 0, "a cut page is full");
            next = more;
        }
        assert_eq!(seen, expected, "pages of {limit}");
    }
    Ok(())
}

fn entry(listed: Listed) -> Entry<VersionId> {
    match listed {
        Listed::Key(info) => Entry::Item(info.key, info.version),
        Listed::Prefix(prefix) => Entry::Prefix(prefix),
    }
}

async fn listing(store: &BlobStore, model: &Model, prefix: &str, delimiter: Option<&str>, afters: &[&str]) -> Outcome {
    let expected =
        grouped(model.visible().into_iter().map(|(key, version)| (key, version.id.clone())), prefix, delimiter);
    pages(&expected, async |next: &Next<VersionId>, limit| {
        let after = next.as_ref().map(|(name, _)| name.as_str());
        let page = store.list_page(&ListQuery { prefix, delimiter, after, limit }).await?;
        Ok((page.entries.into_iter().map(entry).collect(), page.next.map(|name| (name, None))))
    })
    .await?;
    for &after in afters {
        let rest =
            model.visible().into_iter().filter(|(key, _)| *key > after && !rolled_up(after, key, prefix, delimiter));
        let rest = grouped(rest.map(|(key, version)| (key, version.id.clone())), prefix, delimiter);
        let page = store.list_page(&ListQuery { prefix, delimiter, after: Some(after), limit: 100 }).await?;
        assert_eq!(
            page.entries.into_iter().map(entry).collect::<Vec<_>>(),
            rest,
            "after {after:?}, prefix {prefix:?}, delimiter {delimiter:?}"
        );
    }
    Ok(())
}

/// Whether `after` is the common prefix that `key` is rolled up in.
fn rolled_up(after: &str, key: &str, prefix: &str, delimiter: Option<&str>) -> bool {
    key.starts_with(prefix) && super::naive::common(key, prefix, delimiter) == Some(after)
}

async fn history(store: &BlobStore, model: &Model, prefix: &str, delimiter: Option<&str>, afters: &[&str]) -> Outcome {
    let expected =
        grouped(model.history().into_iter().map(|(key, version)| (key, version.id.clone())), prefix, delimiter);
    pages(&expected, async |next: &Next<VersionId>, limit| {
        let after = next.as_ref().map(|(name, version)| (name.as_str(), version.as_ref()));
        let page = store.list_versions_page(&VersionQuery { prefix, delimiter, after, limit }).await?;
        Ok((page.entries.into_iter().map(entry).collect(), page.next))
    })
    .await?;
    for &after in afters {
        let rest =
            model.history().into_iter().filter(|(key, _)| *key > after && !rolled_up(after, key, prefix, delimiter));
        let rest = grouped(rest.map(|(key, version)| (key, version.id.clone())), prefix, delimiter);
        let page = store
            .list_versions_page(&VersionQuery { prefix, delimiter, after: Some((after, None)), limit: 100 })
            .await?;
        assert_eq!(
            page.entries.into_iter().map(entry).collect::<Vec<_>>(),
            rest,
            "versions after {after:?}, prefix {prefix:?}, delimiter {delimiter:?}"
        );
    }
    Ok(())
}

async fn uploads(store: &BlobStore, model: &Model, prefix: &str, delimiter: Option<&str>) -> Outcome {
    let expected =
        grouped(model.uploading().into_iter().map(|(key, upload)| (key, upload.id.clone())), prefix, delimiter);
    pages(&expected, async |next: &Next<sandpail_blob::UploadId>, limit| {
        let after = next.as_ref().map(|(name, id)| (name.as_str(), id.as_ref()));
        let page = store.list_uploads_page(&UploadQuery { prefix, delimiter, after, limit }).await?;
        let entries = page.entries.into_iter().map(|listed| match listed {
            ListedUpload::Upload(upload) => Entry::Item(upload.key, upload.id),
            ListedUpload::Prefix(prefix) => Entry::Prefix(prefix),
        });
        Ok((entries.collect(), page.next))
    })
    .await
}
