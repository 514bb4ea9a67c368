//! Records by the hash of their key, for whoever knows the key: one look, however many there are.

use std::{hash::BuildHasher as _, sync::Arc};

use foldhash::fast::RandomState;
use hashbrown::{HashTable, hash_table::OccupiedEntry};

use super::records::Entry;

/// Tables that the records are spread over: while one grows, whoever waits waits for a part of them only.
const TABLES: usize = 64;

/// The index.
pub(super) struct Index {
    hasher: RandomState,
    tables: Box<[HashTable<Arc<Entry>>]>,
}

impl Default for Index {
    fn default() -> Self {
        Self { hasher: RandomState::default(), tables: (0..TABLES).map(|_| HashTable::new()).collect() }
    }
}

impl Index {
    pub(super) fn get(&self, key: &[u8]) -> Option<&Arc<Entry>> {
        let hash = self.hasher.hash_one(key);
        self.tables[table(hash)].find(hash, |entry| entry.key.as_bytes() == key)
    }

    /// Adds a record with a key that is not there.
    pub(super) fn insert(&mut self, entry: Arc<Entry>) {
        let Self { hasher, tables } = self;
        let hash = hasher.hash_one(entry.key.as_bytes());
        tables[table(hash)].insert_unique(hash, entry, |other| hasher.hash_one(other.key.as_bytes()));
    }

    pub(super) fn remove(&mut self, key: &[u8]) -> Option<Arc<Entry>> {
        let Self { hasher, tables } = self;
        let hash = hasher.hash_one(key);
        let table = &mut tables[table(hash)];
        let removed = table.find_entry(hash, |entry| entry.key.as_bytes() == key).ok().map(OccupiedEntry::remove)?.0;
        // What a million keys took is given back when they are gone.
        if table.len() < table.capacity() / 8 {
            table.shrink_to(table.len() * 2, |entry| hasher.hash_one(entry.key.as_bytes()));
        }
        Some(removed)
    }
}

/// The table of a hash, by bits that do not tell the place in it.
const fn table(hash: u64) -> usize {
    (hash >> 40) as usize % TABLES
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use qcell::QCellOwner;

    use super::*;
    use crate::{Record, RecordKey, Rev};

    fn entry(owner: &QCellOwner, number: u32) -> Arc<Entry> {
        let record = Record { value: Bytes::new(), rev: Rev(number.into()) };
        Arc::new(Entry::new(owner, RecordKey::from_bytes(&number.to_be_bytes()), record))
    }

    #[test]
    fn what_is_put_is_found_until_it_is_removed_and_leaves_no_room_behind() {
        let (mut index, owner) = (Index::default(), QCellOwner::new());
        let rev = |index: &Index, number: u32| index.get(&number.to_be_bytes()).map(|entry| entry.held(&owner).rev.0);
        (0..10_000).for_each(|number| index.insert(entry(&owner, number)));
        assert_eq!([7, 9999, 10_000].map(|number| rev(&index, number)), [Some(7), Some(9999), None]);
        for number in 0..10_000_u32 {
            assert!(index.remove(&number.to_be_bytes()).is_some() && rev(&index, number).is_none());
        }
        assert!(index.remove(&7_u32.to_be_bytes()).is_none());
        assert!(index.tables.iter().all(|table| table.capacity() <= 8));
    }
}
