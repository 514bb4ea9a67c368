//! The whole visible state of a store as text, audited while it is read.
//!
//! Two stores with the same dump cannot be told apart by a caller, ids and times aside.

use std::fmt::Write as _;

use super::Outcome;
use super::steps::{bytes, collect, digest, head, names, versions};
use crate::{BlobInfo, BlobStore, Kind, ListedUpload, Selector, UploadQuery};

/// A page longer than any listing of a case.
const ALL: usize = 10_000;

/// Renders versions, uploads and bucket configurations, a line each.
///
/// # Errors
/// Any call that fails: whatever is listed must be readable.
///
/// # Panics
/// When two views of the store disagree: a listed version that lookup does not find, a key with no or two latest versions, an order that
/// is not newest first, a body that is not the one its ETag (its [`digest`]) was made of.
pub async fn dump(store: &BlobStore) -> Outcome<String> {
    let mut text = String::new();
    let history = versions(store, "").await?;
    let mut visible = Vec::new();
    for (place, info) in history.iter().enumerate() {
        let newer = place.checked_sub(1).map(|before| &history[before]).filter(|newer| newer.key == info.key);
        if newer.is_none() && !matches!(info.kind, Kind::DeleteMarker) {
            visible.push(info.key.clone());
        }
        text += &audited(store, newer, info).await?;
    }
    assert_eq!(
        names(store, "", None).await?,
        visible,
        "the listing shows the keys whose latest version is not a delete marker"
    );
    text += &uploads(store).await?;
    for (config, json) in store.list_bucket_configs("", None, ALL).await? {
        writeln!(text, "config {config} {}", String::from_utf8_lossy(json.as_bytes()))?;
    }
    Ok(text)
}

/// The line of one version, `newer` being the one listed before it under the same key.
async fn audited(store: &BlobStore, newer: Option<&BlobInfo>, info: &BlobInfo) -> Outcome<String> {
    let (key, version) = (&info.key, &info.version);
    assert_eq!(info.is_latest, newer.is_none(), "{key}@{version} is listed first of its key exactly if it is latest");
    assert!(newer.is_none_or(|newer| newer.seq > info.seq), "{key}@{version} is listed after an older version");
    let found =
        store.lookup(key, &Selector::Version(version.clone())).await?.expect("a listed version is found by its id");
    assert_eq!(line(&found), line(info), "lookup and listing tell the same of {key}@{version}");
    if newer.is_none() {
        let current = head(store, key).await?.expect("a key with versions has a current one");
        assert_eq!((&current.version, line(&current)), (version, line(info)), "the latest version of {key} is current");
    }
    if !matches!(info.kind, Kind::DeleteMarker) {
        let body = bytes(store, info).await?;
        // A composite made of keys has a tag made of theirs, as S3 gives it: a dash tells.
        let etag = if info.etag.contains('-') { info.etag.clone() } else { digest(&body) };
        assert_eq!((body.len() as u64, &etag), (info.size, &info.etag), "{key}@{version} is whole");
    }
    let mut text = line(info);
    for part in store.parts(info).await?.iter() {
        write!(text, " {}:{}", part.number, part.etag)?;
    }
    for attachment in store.attachments(info).await? {
        let body = collect(store.open_attachment(info, &attachment).await?).await?;
        let name = &attachment.name;
        assert_eq!((body.len() as u64, digest(&body)), (attachment.size, attachment.etag.clone()), "{name} is whole");
        write!(text, " {name}:{}", attachment.etag)?;
    }
    text.push('\n');
    Ok(text)
}

fn line(info: &BlobInfo) -> String {
    let null = if info.version.is_null() { " null" } else { "" };
    let meta = String::from_utf8_lossy(info.meta.as_bytes());
    format!(
        "{:?}{null} {:?} {} {} {} {meta} {:?}",
        info.key, info.kind, info.size, info.etag, info.part_count, info.checksum
    )
}

async fn uploads(store: &BlobStore) -> Outcome<String> {
    let mut text = String::new();
    let page = store.list_uploads_page(&UploadQuery { prefix: "", delimiter: None, after: None, limit: ALL }).await?;
    for entry in page.entries {
        let ListedUpload::Upload(upload) = entry else { continue };
        write!(text, "upload {:?} {}", upload.key, String::from_utf8_lossy(upload.meta.as_bytes()))?;
        for part in store.list_parts(&upload.key, &upload.id, 0, ALL).await?.parts {
            write!(text, " {}:{}:{}", part.number, part.size, part.etag)?;
        }
        text.push('\n');
    }
    Ok(text)
}
