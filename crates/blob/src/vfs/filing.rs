//! How files are kept: a record by path names a payload.

use bytes::{Bytes, BytesMut};
use tokio::io::{AsyncRead, AsyncReadExt as _};

use crate::{
    Error, PayloadId, RecordKey,
    codec::{Namespace, Parsed, Tag},
    record::{self, FileRecord},
};

use super::{
    Batch, Check, PayloadIds, Record, Rev, Scan, Stage, Vfs, VfsEntry, VfsError, Write, garbage::Garbage, pages::scan,
};

/// Bytes to ask a reader for at once.
const CHUNK: usize = 64 << 10;

/// The right to publish one payload as a file.
///
/// There is neither clock nor entropy here, so the engine's revisions name the payloads. And there is nowhere to
/// announce a payload that is on its way; so each has a record, which goes with the commit that publishes it. A sweep
/// removes these records before it looks for what is named: who had one can no longer publish, and what it wrote is
/// garbage for good.
pub(super) struct Lease {
    at: RecordKey,
    rev: Rev,
}

impl Lease {
    pub(super) async fn new<V: Vfs + ?Sized>(vfs: &V) -> Result<Self, VfsError> {
        loop {
            let range = Namespace::root().all(Tag::Lease);
            let last =
                vfs.scan(&Scan { from: range.from, to: Some(range.to), limit: 1, reverse: true }).await?.items.pop();
            let number = last.and_then(|(at, _)| at.number()).map_or(0, |last| last.wrapping_add(1));
            let at = Namespace::lease(number);
            let batch =
                Batch { checks: &[Check::Absent(at.clone())], writes: vec![Write::Put(at.clone(), Bytes::new())] };
            match vfs.commit(batch).await {
                Ok(rev) => return Ok(Self { at, rev }),
                Err(VfsError::Conflict { .. }) => {}
                Err(error) => return Err(error),
            }
        }
    }

    pub(super) const fn payload(&self) -> PayloadId {
        PayloadId::new(PayloadId::UNTIMED, self.rev.0)
    }

    /// Nothing is published. What cannot be removed here, a sweep removes.
    pub(super) async fn end<V: Vfs + ?Sized>(self, vfs: &V) {
        let checks = [Check::Is(self.at.clone(), self.rev)];
        let batch = Batch { checks: &checks, writes: vec![Write::Delete(self.at)] };
        drop(vfs.commit(batch).await);
    }
}

/// Reads `data` to its end into `stage`; answers the number of bytes.
async fn pour(data: &mut (dyn AsyncRead + Unpin + Send), stage: &mut dyn Stage) -> Result<u64, VfsError> {
    let mut buffer = BytesMut::new();
    let mut size = 0;
    loop {
        buffer.reserve(CHUNK);
        let count = data.read_buf(&mut buffer).await?;
        if count == 0 {
            return Ok(size);
        }
        size += count as u64;
        stage.write(buffer.split().freeze()).await?;
    }
}

/// The record of a file.
pub(super) async fn find<V: Vfs + ?Sized>(vfs: &V, path: &str) -> Result<Option<(FileRecord, Rev)>, VfsError> {
    let found = one(vfs, &Namespace::file(path)).await?;
    found.map(|record| Ok((decode(&record)?, record.rev))).transpose()
}

/// Writes a file under a lease; answers its length in bytes.
pub(super) async fn write<V: Vfs + ?Sized>(
    vfs: &V,
    path: &str,
    data: &mut (dyn AsyncRead + Unpin + Send),
    lease: &Lease,
) -> Result<u64, VfsError> {
    let mut stage = vfs.stage(lease.payload(), None).await?;
    let mut fresh = Garbage::new(vfs, PayloadIds::from_slice(&[lease.payload()]));
    let size = pour(data, &mut *stage).await?;
    let kept = stage.seal().await?;
    if kept != size {
        return Err(VfsError::Corrupt(format!("{size} bytes were written, {kept} were kept")));
    }
    publish(vfs, path, lease, size, &mut fresh).await?;
    Ok(size)
}

/// Publishes what was written under a lease, in place of the file there may be.
async fn publish<V: Vfs + ?Sized>(
    vfs: &V,
    path: &str,
    lease: &Lease,
    size: u64,
    fresh: &mut Garbage<'_, V>,
) -> Result<(), VfsError> {
    let at = Namespace::file(path);
    let value = record::encode(&FileRecord { payload: lease.payload(), size }).map_err(flatten)?;
    loop {
        let old = find(vfs, path).await?;
        let checks = vec![Check::Is(lease.at.clone(), lease.rev), unchanged(&at, old.map(|(_, rev)| rev))];
        let writes = vec![Write::Put(at.clone(), value.clone()), Write::Delete(lease.at.clone())];
        // From here until the answer the record may be there.
        fresh.arm(false);
        match vfs.commit(Batch { checks: &checks, writes }).await {
            Ok(_) => {
                retire(vfs, old).await;
                return Ok(());
            }
            Err(VfsError::Conflict { check }) => {
                fresh.arm(true);
                if check == 0 {
                    return Err(VfsError::Unavailable("a sweep ended the writing of the file".to_owned()));
                }
            }
            // Whatever the reason, the commit may have been applied: what it left unnamed, a sweep removes.
            Err(error) => return Err(error),
        }
    }
}

/// Removes a file; answers whether there was one.
pub(super) async fn remove<V: Vfs + ?Sized>(vfs: &V, path: &str) -> Result<bool, VfsError> {
    let at = Namespace::file(path);
    loop {
        let Some((old, rev)) = find(vfs, path).await? else { return Ok(false) };
        match vfs.commit(Batch { checks: &[Check::Is(at.clone(), rev)], writes: vec![Write::Delete(at.clone())] }).await
        {
            Ok(_) => {
                retire(vfs, Some((old, rev))).await;
                return Ok(true);
            }
            Err(VfsError::Conflict { .. }) => {}
            Err(error) => return Err(error),
        }
    }
}

async fn retire<V: Vfs + ?Sized>(vfs: &V, old: Option<(FileRecord, Rev)>) {
    Garbage::new(vfs, old.into_iter().map(|(old, _)| old.payload).collect()).unlink().await;
}

/// The files whose path begins with `prefix`.
pub(super) async fn list<V: Vfs + ?Sized>(vfs: &V, prefix: &str) -> Result<Vec<VfsEntry>, VfsError> {
    let root = Namespace::root();
    let range = root.starting(Tag::File, prefix);
    let page = scan(vfs, range, usize::MAX).await?;
    let entry = |(at, record): (RecordKey, Record)| {
        let path = Parsed::of(&at, &root, Tag::File).and_then(|mut fields| fields.segment());
        Ok(VfsEntry {
            key: path.ok_or_else(|| VfsError::Corrupt(format!("record {at:?}")))?,
            size: decode(&record)?.size,
        })
    };
    page.items.into_iter().map(entry).collect()
}

async fn one<V: Vfs + ?Sized>(vfs: &V, at: &RecordKey) -> Result<Option<Record>, VfsError> {
    Ok(vfs.read(std::slice::from_ref(at)).await?.pop().flatten())
}

fn unchanged(at: &RecordKey, found: Option<Rev>) -> Check {
    found.map_or_else(|| Check::Absent(at.clone()), |rev| Check::Is(at.clone(), rev))
}

fn decode(record: &Record) -> Result<FileRecord, VfsError> {
    record::decode(&record.value).map_err(flatten)
}

/// A record that cannot be read, as an error of the engine.
#[expect(clippy::needless_pass_by_value, reason = "it is what map_err hands over")]
fn flatten(error: Error) -> VfsError {
    VfsError::Corrupt(error.to_string())
}
