//! Garbage: payloads that no record names.

use std::{collections::BTreeMap, time::SystemTime};

use bytes::Bytes;

use crate::{
    BlobStore, Error, PayloadId, RecordKey, Result,
    codec::{Namespace, Range, Tag},
    record::{self, Body, Extents, FileRecord, PartBody, PartRecord},
    source::nanos,
    vfs::{Batch, Scan, Write},
};

/// Payloads and records to handle at once.
const PAGE: usize = 1000;

/// What a sweep did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sweep {
    /// Payloads looked at.
    pub examined: u64,
    /// Payloads removed.
    pub unlinked: u64,
    /// Their length together, in bytes.
    pub bytes: u64,
}

impl BlobStore {
    /// Removes the payloads issued up to `now` that no record of the engine names, in any namespace: what a crash, a
    /// dropped future or a lost reply left behind. Never one that this process is writing or moving. Where other
    /// processes write through the same engine, pass a time so far back that none of them can still be at it. The
    /// writing of [files](crate::VfsExt) that is under way is ended, and fails.
    ///
    /// Costs a reading of all records, and memory for the ids of all payloads.
    ///
    /// # Errors
    ///
    /// [`Error::Corrupt`] when a record cannot be read: nothing is removed then, since it may name anything.
    /// [`Error::Vfs`].
    pub async fn sweep(&self, now: SystemTime) -> Result<Sweep> {
        // Watching begins before the first look, so that whatever is named by no record that is seen was announced to
        // the watch.
        let watch = self.flights().watch();
        let mut orphans = self.candidates(nanos(now)).await?;
        let mut swept = Sweep { examined: orphans.len() as u64, ..Sweep::default() };
        self.end_leases().await?;
        // The root namespace comes last: parts move into manifests, and never back.
        let [root, named] = Namespace::everything();
        for range in [named, root] {
            self.spare(range, &mut orphans).await?;
        }
        orphans.retain(|id, _| !watch.saw(*id));
        let ids: Vec<_> = orphans.keys().copied().collect();
        for chunk in ids.chunks(PAGE) {
            self.engine().unlink(chunk).await?;
        }
        swept.unlinked = orphans.len() as u64;
        swept.bytes = orphans.values().sum();
        Ok(swept)
    }

    /// No file that is being written can be published from here on.
    async fn end_leases(&self) -> Result<()> {
        let Range { from, to } = Namespace::root().all(Tag::Lease);
        self.engine().commit(Batch { checks: &[], writes: vec![Write::DeleteRange(from, to)] }).await?;
        Ok(())
    }

    /// All payloads issued up to `now`, and those of files, with their lengths.
    async fn candidates(&self, now: u64) -> Result<BTreeMap<PayloadId, u64>> {
        let mut found = BTreeMap::new();
        let mut after = None;
        loop {
            let page = self.engine().payloads(after, PAGE).await?;
            let Some((last, _)) = page.last() else { return Ok(found) };
            after = Some(*last);
            found.extend(page.into_iter().filter(|(id, _)| id.issued() <= now || id.issued() == PayloadId::UNTIMED));
        }
    }

    /// Takes what the records of a range name out of `orphans`.
    async fn spare(&self, range: Range, orphans: &mut BTreeMap<PayloadId, u64>) -> Result<()> {
        let mut scan = Scan { from: range.from, to: Some(range.to), limit: PAGE, reverse: false };
        loop {
            let page = self.engine().scan(&scan).await?;
            for (at, record) in &page.items {
                for id in named(at, &record.value)? {
                    orphans.remove(&id);
                }
            }
            match page.items.last() {
                Some((last, _)) if page.more => scan.from = last.next(),
                _ => return Ok(()),
            }
        }
    }
}

/// The payloads that a record names.
fn named(at: &RecordKey, value: &Bytes) -> Result<Vec<PayloadId>> {
    let tag = Tag::of(at).ok_or_else(|| Error::Corrupt(format!("record {at:?} is of no known kind")))?;
    let body = match tag {
        Tag::Live | Tag::Dead => record::decode_head(value)?.version.body,
        Tag::Version => record::decode_version(value)?.body,
        Tag::Part => {
            let part: PartRecord<'_> = record::decode(value)?;
            return Ok(match part.body {
                PartBody::Own(id) => vec![id],
                PartBody::Shared(extents) => extents.iter().map(|extent| extent.payload).collect(),
            });
        }
        Tag::Manifest => return Ok(Extents::of(value)?.rows().map(|extent| extent.payload).collect()),
        Tag::File => return Ok(vec![record::decode::<FileRecord>(value)?.payload]),
        Tag::Config | Tag::Imported | Tag::Lease | Tag::Refs | Tag::Upload => return Ok(Vec::new()),
    };
    Ok(match body {
        Body::Payload(id) => vec![id],
        // The manifest's own record names them.
        Body::Manifest(_) | Body::None => Vec::new(),
    })
}
