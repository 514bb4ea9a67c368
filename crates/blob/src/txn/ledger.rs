//! Who shares what: references to payloads and manifests that a mutation takes and gives up.
//!
//! Whatever one version or part has alone has no count; a count record exists only from the second sharer on. A
//! mutation supposes that what it touches is unshared and lets the commit say otherwise, so a write that displaces an
//! unshared body reads nothing for it. The checks on the counts make taking and giving up exclude each other: a payload
//! is removed only by the commit that gives up its last reference.

use std::collections::{BTreeMap, BTreeSet};

use smallvec::SmallVec;

use crate::{
    BlobStore, PayloadId, Result,
    codec::{Namespace, Range},
    record::{self, Extents, Owner},
    vfs::{Check, Scan},
};

use super::{Attempts, Role, Txn};

/// From so many bodies on that are given up at once, it is worth a look whether anything is shared at all.
const MANY: usize = 8;

/// Changes to the counts, in the order in which they came.
#[derive(Debug, Default)]
pub(super) struct Ledger(SmallVec<[(Owner, i64); 2]>);

impl Ledger {
    pub(super) fn add(&mut self, owner: Owner, change: i64) {
        self.0.push((owner, change));
    }

    /// Writes the changes into `txn`: counts, manifests that go, payloads that become garbage.
    pub(super) async fn settle(mut self, store: &BlobStore, attempts: &Attempts, txn: &mut Txn) -> Result<()> {
        // Most mutations: bodies of one payload.
        if !self.0.iter().all(|(owner, _)| matches!(owner, Owner::Payload(_))) {
            return Box::pin(Sums::of(self).settle(store, attempts, txn)).await;
        }
        self.0.sort_unstable();
        let many = self.0.len() >= MANY && self.0.iter().all(|(_, change)| *change < 0);
        let unshared = many && none_is_shared(store, txn).await?;
        for same in self.0.chunk_by(|left, right| left.0 == right.0) {
            let (owner, change) = (same[0].0, same.iter().map(|(_, change)| change).sum());
            if unshared {
                txn.retired.push(owner.id());
            } else if change != 0 {
                book(owner, change, attempts, txn)?;
            }
        }
        Ok(())
    }
}

/// Whether nothing in the engine is shared. The commit verifies it, by one check in place of one for each payload.
async fn none_is_shared(store: &BlobStore, txn: &mut Txn) -> Result<bool> {
    let Range { from, to } = Namespace::all_refs();
    let first = Scan { from: from.clone(), to: Some(to.clone()), limit: 1, reverse: false };
    let none = store.engine().scan(&first).await?.items.is_empty();
    if none {
        txn.check(Check::EmptyRange(from, to), Role::Stale);
    }
    Ok(none)
}

/// Changes to the counts, summed up per payload and manifest.
struct Sums(BTreeMap<Owner, i64>);

impl Sums {
    fn of(ledger: Ledger) -> Self {
        let mut sums = Self(BTreeMap::new());
        ledger.0.into_iter().for_each(|(owner, change)| sums.add(owner, change));
        sums
    }

    fn add(&mut self, owner: Owner, change: i64) {
        *self.0.entry(owner).or_default() += change;
    }

    async fn settle(mut self, store: &BlobStore, attempts: &Attempts, txn: &mut Txn) -> Result<()> {
        // Manifests that go give up others in turn, so all changes are summed up before any is written.
        let mut gone = BTreeSet::new();
        let mut open: Vec<_> = self.0.keys().copied().collect();
        while let Some(owner) = open.pop() {
            let change = self.0.get(&owner).copied().unwrap_or_default();
            if let Owner::Manifest(id) = owner
                && attempts.left(id, change) == 0
                && gone.insert(id)
            {
                open.extend(self.dissolve(store, id, txn).await?);
            }
        }
        for (owner, change) in self.0 {
            if change != 0 {
                book(owner, change, attempts, txn)?;
            }
        }
        Ok(())
    }

    /// Removes a manifest that nothing refers to any more, with all that is its own; answers what it held besides.
    async fn dissolve(&mut self, store: &BlobStore, id: PayloadId, txn: &mut Txn) -> Result<Vec<Owner>> {
        let key = Namespace::manifest(id);
        let Some(found) = store.engine().read(std::slice::from_ref(&key)).await?.pop().flatten() else {
            // Gone with the version that was read a moment ago: the commit will find that out by itself.
            return Ok(Vec::new());
        };
        let own: BTreeSet<_> = Extents::of(&found.value)?
            .rows()
            .filter(|extent| extent.owner == id)
            .map(|extent| extent.payload)
            .collect();
        txn.retired.extend(own);
        txn.delete(key);
        let holds = record::holds(&found.value)?;
        holds.iter().for_each(|owner| self.add(*owner, -1));
        Ok(holds)
    }
}

/// Writes one changed count.
fn book(owner: Owner, change: i64, attempts: &Attempts, txn: &mut Txn) -> Result<()> {
    let id = owner.id();
    let key = Namespace::refs(id);
    let known = attempts.count(id);
    txn.check(known.map_or(Check::Absent(key.clone()), |(_, rev)| Check::Is(key.clone(), rev)), Role::Count(id));
    match attempts.left(id, change) {
        0 | 1 if known.is_none() => {}
        0 | 1 => txn.delete(key),
        shared => txn.put(key, record::encode(&shared)?),
    }
    if let (Owner::Payload(_), 0) = (owner, attempts.left(id, change)) {
        txn.retired.push(id);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use crate::{
        BlobStore, Json, Mode, NewPart, RecordKey, Removal, Scan,
        conformance::{
            TestSource,
            steps::{always, bytes, complete, head, payloads, put, put_part},
        },
    };

    async fn records(store: &BlobStore) -> usize {
        let all = Scan { from: RecordKey::from_bytes(b""), to: None, limit: 1000, reverse: false };
        store.engine().scan(&all).await.unwrap().items.len()
    }

    /// A blob that grows by copying itself into an upload and adding a part: every generation refers to the bytes of
    /// all before.
    async fn grow(store: &BlobStore, generations: u8) -> Vec<u8> {
        let mut body = vec![b'0'];
        put(store, "log", &body, Mode::Replace).await.unwrap();
        for generation in 1..=generations {
            let old = head(store, "log").await.unwrap().unwrap();
            let upload = store.create_upload("log", Json::default(), None).await.unwrap().id;
            store.copy_part("log", &upload, 1, &old, 0..old.size, NewPart::default()).await.unwrap();
            put_part(store, "log", &upload, 2, &[b'0' + generation]).await.unwrap();
            body.push(b'0' + generation);
            complete(store, "log", &upload, &[1, 2], Mode::Replace, &body).await.unwrap();
        }
        body
    }

    #[tokio::test]
    async fn what_several_generations_share_goes_with_the_last() {
        let store = BlobStore::mem(Arc::new(TestSource::default()), "ledger");
        let body = grow(&store, 9).await;
        let last = head(&store, "log").await.unwrap().unwrap();
        assert_eq!(bytes(&store, &last).await.unwrap(), body);
        assert_eq!(payloads(store.engine()).await.unwrap().len(), 10);
        store.remove("log", Removal::Erase, None, always).await.unwrap();
        assert_eq!((payloads(store.engine()).await.unwrap(), records(&store).await), (vec![], 0));
    }

    #[tokio::test]
    async fn many_parts_of_one_source_are_one_reference() {
        let store = BlobStore::mem(Arc::new(TestSource::default()), "ledger");
        let source = put(&store, "source", b"abc", Mode::Replace).await.unwrap();
        let upload = store.create_upload("k", Json::default(), None).await.unwrap().id;
        for number in 1..=3 {
            store.copy_part("k", &upload, number, &source, 0..3, NewPart::default()).await.unwrap();
        }
        complete(&store, "k", &upload, &[1, 3], Mode::Replace, b"abcabc").await.unwrap();
        // Two heads, the manifest, and the count of the payload that both share.
        assert_eq!(records(&store).await, 4);
        for key in ["source", "k"] {
            store.remove(key, Removal::Erase, None, always).await.unwrap();
        }
        assert_eq!((payloads(store.engine()).await.unwrap(), records(&store).await), (vec![], 0));
    }
}
