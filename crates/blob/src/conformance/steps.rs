//! The steps that cases are written in: one call for what takes a store three.
//!
//! Every body's ETag is its own [`digest`], so that any reader of any version can tell whether what it read is whole.

use std::ops::Range;

use bytes::{Bytes, BytesMut};
use futures_util::TryStreamExt;
use md5::{Digest as _, Md5};

use crate::{
    Attachment, BlobInfo, BlobReader, BlobStore, Error, Json, ListQuery, Listed, Mode, NewPart, NewVersion, PartInfo,
    PayloadId, Sealed, Selector, UploadId, VersionQuery, Vfs, VfsError,
};

/// A page longer than any listing of a case.
const ALL: usize = 10_000;

/// The check that lets every write pass.
///
/// # Errors
/// Never.
pub fn always(_: Option<&BlobInfo>) -> Result<(), Error> {
    Ok(())
}

/// The check that lets no write pass.
///
/// # Errors
/// Always [`Error::Precondition`].
pub fn never(current: Option<&BlobInfo>) -> Result<(), Error> {
    Err(Error::Precondition { current: current.cloned().map(Box::new) })
}

/// The check that lets a write pass where nothing is to be seen: no version, or a delete marker.
///
/// # Errors
/// [`Error::Precondition`] when a blob is current.
pub fn absent(current: Option<&BlobInfo>) -> Result<(), Error> {
    match current {
        Some(info) if !matches!(info.kind, crate::Kind::DeleteMarker) => never(current),
        _ => Ok(()),
    }
}

/// The ETag that cases give to a body: its MD5 in hex, as the store's own verbs give it.
pub fn digest(body: &[u8]) -> String {
    Md5::digest(body).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// What is said of a new version that holds `body`.
pub fn version(mode: Mode, body: &[u8]) -> NewVersion {
    NewVersion {
        mode,
        etag: digest(body),
        checksum: None,
        meta: Json::default(),
        modified: None,
        keep_parts: false,
        guard: None,
    }
}

/// `{"value": …}` as metadata.
pub fn meta(value: &str) -> Json {
    Json::of(&serde_json::json!({ "value": value })).expect("a map of two strings is JSON")
}

/// Stages and seals a body in one chunk.
///
/// # Errors
/// The engine's.
pub async fn seal(store: &BlobStore, body: &[u8]) -> Result<Sealed, Error> {
    let mut draft = store.draft(Some(body.len() as u64)).await?;
    draft.write(Bytes::copy_from_slice(body)).await?;
    draft.seal().await
}

/// Writes `body` as the newest version of `key`.
///
/// # Errors
/// The store's.
pub async fn put(store: &BlobStore, key: &str, body: &[u8], mode: Mode) -> Result<BlobInfo, Error> {
    let sealed = seal(store, body).await?;
    store.publish(key, sealed, version(mode, body), always).await
}

/// The current version, delete markers included.
///
/// # Errors
/// The store's.
pub async fn head(store: &BlobStore, key: &str) -> Result<Option<BlobInfo>, Error> {
    store.lookup(key, &Selector::Current).await
}

/// Every byte that a reader gives.
///
/// # Errors
/// The first error item.
pub async fn collect(reader: BlobReader) -> Result<Bytes, VfsError> {
    let gathered: BytesMut = reader.into_stream().try_collect().await?;
    Ok(gathered.freeze())
}

/// The bytes of `range` of a version.
///
/// # Errors
/// The store's or the stream's.
pub async fn slice(store: &BlobStore, blob: &BlobInfo, range: Range<u64>) -> Result<Bytes, Error> {
    Ok(collect(store.open(blob, range).await?).await?)
}

/// All bytes of a version.
///
/// # Errors
/// The store's or the stream's.
pub async fn bytes(store: &BlobStore, blob: &BlobInfo) -> Result<Bytes, Error> {
    slice(store, blob, 0..blob.size).await
}

/// All bytes of the current version of `key`; `None` where nothing is to be seen.
///
/// # Errors
/// The store's or the stream's.
pub async fn current(store: &BlobStore, key: &str) -> Result<Option<Bytes>, Error> {
    match head(store, key).await? {
        Some(blob) if !matches!(blob.kind, crate::Kind::DeleteMarker) => bytes(store, &blob).await.map(Some),
        _ => Ok(None),
    }
}

/// The names of a whole listing in order, common prefixes as they are.
///
/// # Errors
/// The store's.
pub async fn names(store: &BlobStore, prefix: &str, delimiter: Option<&str>) -> Result<Vec<String>, Error> {
    let page = store.list_page(&ListQuery { prefix, delimiter, after: None, limit: ALL }).await?;
    Ok(page.entries.into_iter().map(name).collect())
}

/// The key or the common prefix of an entry.
pub fn name(entry: Listed) -> String {
    match entry {
        Listed::Key(info) => info.key,
        Listed::Prefix(prefix) => prefix,
    }
}

/// All versions of all keys with `prefix`, in the order of the version listing.
///
/// # Errors
/// The store's.
pub async fn versions(store: &BlobStore, prefix: &str) -> Result<Vec<BlobInfo>, Error> {
    let page = store.list_versions_page(&VersionQuery { prefix, delimiter: None, after: None, limit: ALL }).await?;
    let infos = page.entries.into_iter().filter_map(|entry| match entry {
        Listed::Key(info) => Some(info),
        Listed::Prefix(_) => None,
    });
    Ok(infos.collect())
}

/// Every payload of the engine with its length.
///
/// # Errors
/// The engine's.
pub async fn payloads(vfs: &dyn Vfs) -> Result<Vec<(PayloadId, u64)>, VfsError> {
    vfs.payloads(None, usize::MAX).await
}

/// Uploads `body` as a part.
///
/// # Errors
/// The store's.
pub async fn put_part(
    store: &BlobStore,
    key: &str,
    id: &UploadId,
    number: u32,
    body: &[u8],
) -> Result<PartInfo, Error> {
    let sealed = seal(store, body).await?;
    store.put_part(key, id, number, sealed, NewPart { etag: digest(body), checksum: None }).await
}

/// Attaches `body` to a version.
///
/// # Errors
/// The store's.
pub async fn attach(
    store: &BlobStore,
    key: &str,
    which: &Selector,
    name: &str,
    body: &[u8],
) -> Result<(BlobInfo, Attachment), Error> {
    let sealed = seal(store, body).await?;
    let new = NewPart { etag: digest(body), checksum: None };
    store.attach(key, which, name, sealed, new, |_, _| Ok(())).await
}

/// Completes an upload from the `chosen` parts; `body` is what they amount to.
///
/// # Errors
/// The store's.
pub async fn complete(
    store: &BlobStore,
    key: &str,
    id: &UploadId,
    chosen: &[u32],
    mode: Mode,
    body: &[u8],
) -> Result<BlobInfo, Error> {
    store.complete_upload(key, id, chosen, |_, _, _| Ok::<_, Error>(version(mode, body))).await
}

/// Creates, fills and completes an upload of `parts`, numbered from 1.
///
/// # Errors
/// The store's.
pub async fn compose(store: &BlobStore, key: &str, parts: &[&[u8]], mode: Mode) -> Result<BlobInfo, Error> {
    let upload = store.create_upload(key, Json::default(), None).await?;
    let mut chosen = Vec::new();
    for (number, body) in (1..).zip(parts) {
        put_part(store, key, &upload.id, number, body).await?;
        chosen.push(number);
    }
    complete(store, key, &upload.id, &chosen, mode, &parts.concat()).await
}
