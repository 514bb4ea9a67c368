//! Operations as data, applied to the store and to the model alike.

use std::time::{Duration, UNIX_EPOCH};

use sandpail_blob::conformance::Outcome;
use sandpail_blob::conformance::steps::{always, head, meta, put_part, seal, version};
use sandpail_blob::{BlobInfo, BlobStore, Error, Json, Mode, NewPart, NewVersion, Removal, Rename, Selector};

use super::naive::{Body, Model, Part, Upload, Version};

/// One step. A number picks among what is there: modulo its count, from the newest.
#[derive(Clone, Debug)]
pub(crate) enum Operation {
    Put { key: usize, mode: Mode },
    Erase { key: usize },
    EraseAll,
    Marker { key: usize, null: bool },
    RemoveVersion { key: usize, nth: usize },
    RemoveOldest { key: usize },
    Copy { from: usize, nth: usize, to: usize, mode: Mode, keep_parts: bool },
    Rename { from: usize, to: usize },
    Meta { key: usize, nth: usize },
    Begin { key: usize },
    PutPart { upload: usize, number: u32 },
    CopyPart { upload: usize, number: u32, from: usize, nth: usize, cut: bool },
    Complete { upload: usize, skip: usize, mode: Mode },
    Compose { key: usize, parts: usize, mode: Mode },
    Abort { upload: usize },
    Sweep,
    Restart,
}

/// A store, its model, and what names the next body.
pub(crate) struct Pair {
    pub(crate) store: BlobStore,
    pub(crate) model: Model,
    pub(crate) keys: &'static [&'static str],
    pub(crate) restart: Box<dyn Fn(&BlobStore) -> BlobStore>,
    pub(crate) bodies: Body,
}

impl Pair {
    /// Bytes that no other body has.
    fn body(&mut self) -> (Body, Vec<u8>) {
        self.bodies += 1;
        (self.bodies, format!("body {}", self.bodies).into_bytes())
    }

    /// The `nth` version of a key, and its place, if the key has any.
    fn nth(&self, key: usize, nth: usize) -> Option<(usize, &Version)> {
        let versions = self.model.versions(self.keys[key]);
        let place = nth.checked_rem(versions.len())?;
        Some((place, &versions[place]))
    }

    async fn info(&self, key: &str, version: &Version) -> Outcome<BlobInfo> {
        Ok(self.store.lookup(key, &Selector::Version(version.id.clone())).await?.expect("the model knows this version"))
    }

    pub(crate) async fn apply(&mut self, operation: &Operation) -> Outcome {
        use Operation as O;
        match *operation {
            O::Put { key, mode } => self.put(self.keys[key], mode).await,
            O::Erase { key } => self.erase(self.keys[key]).await,
            O::EraseAll => self.erase_all().await,
            O::Marker { key, null } => self.mark(self.keys[key], null).await,
            O::RemoveVersion { key, nth } => self.remove_version(key, nth).await,
            O::RemoveOldest { key } => {
                self.remove_version(key, self.model.versions(self.keys[key]).len().saturating_sub(1)).await
            }
            O::Copy { from, nth, to, mode, keep_parts } => self.copy(from, nth, self.keys[to], mode, keep_parts).await,
            O::Rename { from, to } => self.rename(self.keys[from], self.keys[to]).await,
            O::Meta { key, nth } => self.meta(key, nth).await,
            O::Begin { key } => self.begin(self.keys[key]).await,
            O::PutPart { upload, number } => self.put_part(upload, number).await,
            O::CopyPart { upload, number, from, nth, cut } => self.copy_part(upload, number, (from, nth), cut).await,
            O::Complete { upload, skip, mode } => self.complete(upload, skip, mode).await,
            O::Compose { key, parts, mode } => self.compose(self.keys[key], parts, mode).await,
            O::Abort { upload } => self.abort(upload).await,
            O::Sweep => self.sweep().await,
            O::Restart => {
                self.store = (self.restart)(&self.store);
                Ok(())
            }
        }
    }

    /// Without faults there is nothing to sweep, however late it is.
    async fn sweep(&self) -> Outcome {
        let late = UNIX_EPOCH + Duration::from_secs(1 << 33);
        assert_eq!(self.store.sweep(late).await?.unlinked, 0);
        Ok(())
    }

    async fn put(&mut self, key: &str, mode: Mode) -> Outcome {
        let (body, bytes) = self.body();
        let sealed = seal(&self.store, &bytes).await?;
        let info = self.store.publish(key, sealed, version(mode, &bytes), always).await?;
        self.model.push(
            key,
            mode,
            Version { id: info.version, bytes: Some(bytes), meta: "null".into(), parts: vec![], bodies: vec![body] },
        );
        Ok(())
    }

    async fn erase(&mut self, key: &str) -> Outcome {
        let removed = self.store.remove(key, Removal::Erase, None, always).await?;
        let newest = self.model.versions(key).first().map(|version| &version.id);
        assert_eq!((removed.removed.map(|info| info.version).as_ref(), removed.marker.is_none()), (newest, true));
        self.model.erase(key);
        Ok(())
    }

    /// Keys that are one payload go at once, or none where one is shared.
    async fn erase_all(&mut self) -> Outcome {
        let plain = |key: &&str| match self.model.versions(key) {
            [] => true,
            [version] => version.bytes.is_some() && version.parts.is_empty() && version.bodies.len() == 1,
            _ => false,
        };
        let expected: Vec<bool> = self.keys.iter().map(plain).collect();
        let removed = self.store.erase_at_once(self.keys, None).await?;
        // A key that had more versions once may be taken for one that has.
        assert!(removed.iter().zip(&expected).all(|(removed, plain)| *plain || !removed), "{removed:?}, {expected:?}");
        for (key, _) in self.keys.iter().zip(removed).filter(|(_, removed)| *removed) {
            self.model.erase(key);
        }
        Ok(())
    }

    async fn mark(&mut self, key: &str, null: bool) -> Outcome {
        let how = if null { Removal::NullMarker(meta("gone")) } else { Removal::Marker(meta("gone")) };
        let removed = self.store.remove(key, how, None, always).await?;
        let replaced =
            self.model.versions(key).iter().find(|version| null && version.id.is_null()).map(|version| &version.id);
        assert_eq!(removed.removed.map(|info| info.version).as_ref(), replaced);
        let marker = removed.marker.expect("a marker was asked for");
        let text = String::from_utf8_lossy(marker.meta.as_bytes()).into_owned();
        let mode = if null { Mode::ReplaceNull } else { Mode::NewVersion };
        self.model.push(
            key,
            mode,
            Version { id: marker.version, bytes: None, meta: text, parts: vec![], bodies: vec![] },
        );
        Ok(())
    }

    async fn remove_version(&mut self, key: usize, nth: usize) -> Outcome {
        let Some((place, version)) = self.nth(key, nth) else { return Ok(()) };
        let removed = self.store.remove_version(self.keys[key], &version.id, None, always).await?;
        assert_eq!(removed.map(|info| info.version).as_ref(), Some(&version.id));
        self.model.remove_version(self.keys[key], place);
        Ok(())
    }

    async fn copy(&mut self, from: usize, nth: usize, to: &str, mode: Mode, keep_parts: bool) -> Outcome {
        let Some((_, source)) = self.nth(from, nth) else { return Ok(()) };
        let (source, Some(bytes)) = (source.clone(), source.bytes.clone()) else { return Ok(()) };
        let info = self.info(self.keys[from], &source).await?;
        let new = NewVersion { keep_parts, meta: meta("copied"), ..version(mode, &bytes) };
        let made = self.store.copy(&info, to, new, always).await?;
        let text = String::from_utf8_lossy(meta("copied").as_bytes()).into_owned();
        let parts = if keep_parts { source.parts } else { vec![] };
        self.model.push(
            to,
            mode,
            Version { id: made.version, bytes: Some(bytes), meta: text, parts, bodies: source.bodies },
        );
        Ok(())
    }

    async fn rename(&mut self, from: &str, to: &str) -> Outcome {
        let any = |_: Option<&BlobInfo>, _: Option<&BlobInfo>| Ok::<_, Error>(());
        let renamed = self.store.rename(from, to, Rename::default(), any).await;
        match self.model.versions(from).first().filter(|version| version.bytes.is_some()).cloned() {
            None => assert!(matches!(renamed, Err(Error::NotFound(_))), "{renamed:?}"),
            Some(_) if from == to => assert_eq!(renamed?.key, to),
            Some(version) => {
                self.model.erase(from);
                self.model.push(to, Mode::Replace, Version { id: renamed?.version, ..version });
            }
        }
        Ok(())
    }

    async fn meta(&mut self, key: usize, nth: usize) -> Outcome {
        let Some((place, version)) = self.nth(key, nth) else { return Ok(()) };
        let which = if place == 0 { Selector::Current } else { Selector::Version(version.id.clone()) };
        let text = format!("\"{}\"", self.bodies);
        let json = Json::from_bytes(text.clone())?;
        self.store
            .update_meta(self.keys[key], &which, |found| found.map(|_| json.clone()).ok_or(Error::Superseded))
            .await?;
        self.model.keys.get_mut(self.keys[key]).expect("the key has versions")[place].meta = text;
        Ok(())
    }
}

/// Multipart uploads.
impl Pair {
    async fn begin(&mut self, key: &str) -> Outcome {
        let upload = self.store.create_upload(key, Json::default(), None).await?;
        self.model.uploads.push(Upload { key: key.into(), id: upload.id, parts: Default::default() });
        Ok(())
    }

    fn upload(&self, nth: usize) -> Option<usize> {
        nth.checked_rem(self.model.uploads.len())
    }

    async fn put_part(&mut self, upload: usize, number: u32) -> Outcome {
        let Some(at) = self.upload(upload) else { return Ok(()) };
        let (body, bytes) = self.body();
        let upload = &mut self.model.uploads[at];
        put_part(&self.store, &upload.key, &upload.id, number, &bytes).await?;
        upload.parts.insert(number, Part { bytes, bodies: vec![body] });
        Ok(())
    }

    /// A copy of the whole source, or (`cut`) without its first byte, which all bodies of a composite but the first survive.
    async fn copy_part(&mut self, upload: usize, number: u32, (from, nth): (usize, usize), cut: bool) -> Outcome {
        let Some((at, (_, source))) = self.upload(upload).zip(self.nth(from, nth)) else { return Ok(()) };
        let (source, Some(bytes)) = (source.clone(), source.bytes.clone()) else { return Ok(()) };
        let info = self.info(self.keys[from], &source).await?;
        let bytes = &bytes[usize::from(cut)..];
        let new = NewPart { etag: sandpail_blob::conformance::steps::digest(bytes), checksum: None };
        let upload = &mut self.model.uploads[at];
        self.store.copy_part(&upload.key, &upload.id, number, &info, u64::from(cut)..info.size, new).await?;
        upload.parts.insert(number, Part { bytes: bytes.into(), bodies: source.bodies });
        Ok(())
    }

    /// Chooses every part but the `skip`-th, or all.
    async fn complete(&mut self, upload: usize, skip: usize, mode: Mode) -> Outcome {
        let Some(at) = self.upload(upload) else { return Ok(()) };
        let upload = self.model.uploads[at].clone();
        let chosen: Vec<_> = upload
            .parts
            .iter()
            .enumerate()
            .filter(|(place, _)| upload.parts.len() == 1 || *place != skip)
            .map(|(_, part)| part)
            .collect();
        if chosen.is_empty() {
            return Ok(());
        }
        let numbers: Vec<u32> = chosen.iter().map(|(number, _)| **number).collect();
        let bytes: Vec<u8> = chosen.iter().flat_map(|(_, part)| part.bytes.clone()).collect();
        let made = self.store.complete_upload(&upload.key, &upload.id, &numbers, |_, parts, _| {
            assert_eq!(parts.len(), upload.parts.len(), "the plan sees all parts");
            Ok::<_, Error>(version(mode, &bytes))
        });
        let id = made.await?.version;
        let parts = chosen.iter().map(|(_, part)| part.bytes.len()).collect();
        let bodies = chosen.iter().flat_map(|(_, part)| part.bodies.clone()).collect();
        self.model.uploads.remove(at);
        self.model.push(&upload.key, mode, Version { id, bytes: Some(bytes), meta: "null".into(), parts, bodies });
        Ok(())
    }

    /// An upload from its beginning to its completion.
    async fn compose(&mut self, key: &str, parts: usize, mode: Mode) -> Outcome {
        self.begin(key).await?;
        let newest = self.model.uploads.len() - 1;
        for number in 1..=parts as u32 {
            self.put_part(newest, number).await?;
        }
        self.complete(newest, usize::MAX, mode).await
    }

    async fn abort(&mut self, upload: usize) -> Outcome {
        let Some(at) = self.upload(upload) else { return Ok(()) };
        let upload = self.model.uploads.remove(at);
        self.store.abort_upload(&upload.key, &upload.id).await?;
        assert!(head(&self.store, &upload.key).await?.is_none_or(|info| info.upload != Some(upload.id)));
        Ok(())
    }
}
