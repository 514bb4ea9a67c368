//! put_composite: keys joined into one, without moving a byte.

use std::{collections::BTreeSet, ops::Range};

use md5::{Digest as _, Md5};

use crate::{
    BlobInfo, BlobStore, Error, Kind, Mode, NewVersion, PartInfo, Result,
    codec::Namespace,
    record::{self, Body, Extent, Owner},
    store::{Content, Head, check_key},
    txn::{Attempts, Txn},
};

use super::put::hex;

/// A key, or a range of it, to become a part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartRef {
    /// The key.
    pub key: String,
    /// Which of its bytes; `None` = all.
    pub range: Option<Range<u64>>,
}

/// What becomes of the keys that become parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartPolicy {
    /// They vanish, with all their versions.
    Consume,
    /// They stay, and share their bytes with the composite.
    Share,
}

impl BlobStore {
    /// Joins keys into a composite, which replaces what was at `key`. The parts vanish as keys; their bytes go when the
    /// composite does.
    ///
    /// # Errors
    ///
    /// [`Error::NotFound`] when a part shows nothing: nothing changes then. [`Error::InvalidKey`], [`Error::Vfs`].
    pub async fn put_composite(&self, key: &str, part_keys: Vec<String>) -> Result<BlobInfo> {
        let parts: Vec<_> = part_keys.into_iter().map(|key| PartRef { key, range: None }).collect();
        self.compose(key, &parts, PartPolicy::Consume, Mode::Replace).await
    }

    /// Joins keys, or ranges of them, into a composite. A key may be named several times, and `key` itself may be among
    /// them.
    ///
    /// # Errors
    ///
    /// [`Error::NotFound`] when a part shows nothing, [`Error::InvalidRange`] when a range is not within it: nothing
    /// changes then. [`Error::InvalidKey`], [`Error::Vfs`].
    pub async fn compose(&self, key: &str, parts: &[PartRef], policy: PartPolicy, mode: Mode) -> Result<BlobInfo> {
        check_key(key)?;
        let mut attempts = Attempts::default();
        loop {
            let head = self.head(key).await?;
            if attempts.made(head.info()) {
                return head.into_info().ok_or(Error::Superseded);
            }
            match self.try_compose(&head, parts, policy, mode, &mut attempts).await {
                // A part changed while it was being read.
                Ok(None) | Err(Error::Superseded) => {}
                Ok(Some(info)) => return Ok(info),
                Err(error) => return Err(error),
            }
        }
    }

    async fn try_compose(
        &self,
        head: &Head<'_>,
        parts: &[PartRef],
        policy: PartPolicy,
        mode: Mode,
        attempts: &mut Attempts,
    ) -> Result<Option<BlobInfo>> {
        let mut joined = Joined::default();
        let mut txn = Txn::default();
        let mut seen = BTreeSet::new();
        for part in parts {
            let source = self.head(&part.key).await?;
            joined.add(self, part, &source).await?;
            if part.key != head.key && seen.insert(part.key.as_str()) {
                source.expect(&mut txn);
                if let (PartPolicy::Consume, Some(current)) = (policy, &source.current) {
                    self.erase(current, &mut txn).await?;
                    source.delete(&mut txn);
                }
            }
        }
        let manifest = self.issue_id();
        let holds: BTreeSet<Owner> = joined.extents.iter().map(Extent::owner).collect();
        holds.iter().for_each(|owner| txn.take(*owner));
        txn.put(
            Namespace::manifest(manifest),
            record::manifest(&joined.extents, holds.into_iter().collect(), &joined.parts)?,
        );
        let new = NewVersion::new(mode, joined.etag());
        Ok(self
            .write(head, joined.content(Body::Manifest(manifest)), &new, &mut txn, None, attempts)
            .await?
            .map(|written| written.info))
    }
}

/// Keys joined into one body.
#[derive(Default)]
struct Joined {
    parts: Vec<PartInfo>,
    extents: Vec<Extent>,
}

impl Joined {
    async fn add(&mut self, store: &BlobStore, part: &PartRef, source: &Head<'_>) -> Result<()> {
        let Some(info) = source.info().filter(|info| !info.is_delete_marker()) else {
            return Err(Error::NotFound(part.key.clone()));
        };
        let range = part.range.clone().unwrap_or(0..info.size);
        if range.start > range.end || range.end > info.size {
            return Err(Error::InvalidRange { size: info.size });
        }
        self.extents.extend(store.extents(info, &range).await?);
        self.parts.push(PartInfo {
            number: u32::try_from(self.parts.len() + 1).unwrap_or(u32::MAX),
            size: range.end - range.start,
            etag: info.etag.clone(),
            checksum: None,
            modified: info.modified,
        });
        Ok(())
    }

    /// As S3 makes it for a multipart object: the MD5 of the parts' tags, and their number.
    fn etag(&self) -> String {
        let hash = self.parts.iter().fold(Md5::new(), |hash, part| hash.chain_update(&part.etag));
        format!("{}-{}", hex(&hash.finalize()), self.parts.len())
    }

    fn content(&self, body: Body) -> Content {
        Content {
            kind: Kind::Composite,
            size: self.parts.iter().map(|part| part.size).sum(),
            part_count: u32::try_from(self.parts.len()).unwrap_or(u32::MAX),
            upload: None,
            body,
            attached: None,
        }
    }
}
