//! Bucket configurations: one JSON document per bucket, changed by compare and set.

use crate::{
    BlobStore, Error, Guard, Json, RecordKey, Result, Rev,
    codec::{Parsed, Tag},
    record::{self, ConfigRecord, PartRecord},
    txn::{Attempts, Proof, Role, Txn},
    vfs::{self, Check, Record},
};

/// A change of one bucket's configuration.
#[derive(Clone, Debug)]
pub enum ConfigChange<'a> {
    /// It is still what it was, and stays so: what the other changes of the commit depend on.
    Hold {
        /// What it was.
        guard: &'a Guard,
    },
    /// There is none yet.
    Create {
        /// Where.
        store: &'a BlobStore,
        /// The bucket.
        name: &'a str,
        /// Its configuration.
        value: Json,
    },
    /// It is still what it was.
    Update {
        /// What it was.
        guard: &'a Guard,
        /// Its new configuration.
        value: Json,
    },
    /// It is still what it was, and goes.
    Delete {
        /// What it was.
        guard: &'a Guard,
        /// A store that must hold no version. Its uploads and its own configurations go too.
        empty: Option<&'a BlobStore>,
    },
}

impl BlobStore {
    /// A bucket's configuration, and the guard of what was read. `None` = there is none.
    ///
    /// # Errors
    ///
    /// [`Error::Corrupt`], [`Error::Vfs`].
    pub async fn bucket_config(&self, name: &str) -> Result<Option<(Json, Guard)>> {
        let found = self.namespace().at_config(name, |place| self.engine().first(&[place])).await?;
        found.map(|(at, record)| Ok((decode(&record)?, Guard { at, rev: record.rev }))).transpose()
    }

    /// Whether the configuration that `guard` was read with is still there as it was, and need not be read again.
    ///
    /// # Errors
    ///
    /// [`Error::Vfs`].
    pub async fn is_unchanged(&self, guard: &Guard) -> Result<bool> {
        let found = self.engine().first(&[guard.at.as_bytes()]).await?;
        Ok(found.is_some_and(|(_, record)| record.rev == guard.rev))
    }

    /// Makes all changes in one commit, or none. They may be of several stores of one engine. Answers one guard per
    /// change; that of a deletion is void.
    ///
    /// # Errors
    ///
    /// [`Error::Conflict`] tells which change did not find what it expects, [`Error::NotEmpty`] that a store to be
    /// removed holds versions. [`Error::Vfs`].
    pub async fn change_bucket_configs(&self, changes: &[ConfigChange<'_>]) -> Result<Vec<Guard>> {
        let mut attempts = Attempts::default();
        let commit = self.source().random().to_be_bytes();
        loop {
            let mut txn = Txn::default();
            let mut proof = Proof::Gone(Vec::new());
            for (index, change) in changes.iter().enumerate() {
                change.write(index, commit, &mut txn, &mut proof).await?;
            }
            if let Some(rev) = self.commit(&mut txn, &proof, None, &mut attempts).await? {
                return Ok(changes.iter().map(|change| change.guard(rev)).collect());
            }
        }
    }

    /// Configurations by name in byte order: those that begin with `prefix` and lie beyond `after`, at most `limit`.
    ///
    /// # Errors
    ///
    /// [`Error::Corrupt`], [`Error::Vfs`].
    pub async fn list_bucket_configs(
        &self,
        prefix: &str,
        after: Option<&str>,
        limit: usize,
    ) -> Result<Vec<(String, Json)>> {
        let mut range = self.namespace().starting(Tag::Config, prefix);
        if let Some(after) = after {
            range = range.starting_at(self.namespace().config(after).next());
        }
        let page = vfs::scan(self.engine(), range, limit).await?;
        let named = page.items.into_iter().map(|(at, record)| {
            let name = Parsed::of(&at, self.namespace(), Tag::Config).and_then(|mut fields| fields.segment());
            Ok((name.ok_or_else(|| Error::Corrupt(format!("configuration record {at:?}")))?, decode(&record)?))
        });
        named.collect()
    }

    /// Everything in this store goes, provided that it holds no version.
    async fn remove_empty(&self, txn: &mut Txn) -> Result<()> {
        for tag in [Tag::Live, Tag::Dead, Tag::Version] {
            let range = self.namespace().all(tag);
            txn.check(Check::EmptyRange(range.from, range.to), Role::Occupied);
        }
        for tag in [Tag::Config, Tag::Upload, Tag::Part] {
            let range = self.namespace().all(tag);
            let records = self.scan_all(range.clone()).await?;
            txn.expect_exactly(&range, &records);
            txn.delete_range(range);
            for (_, record) in records.iter().filter(|_| tag == Tag::Part) {
                let part: PartRecord<'_> = record::decode(&record.value)?;
                part.body.owners().into_iter().for_each(|owner| txn.give(owner));
            }
        }
        Ok(())
    }
}

impl ConfigChange<'_> {
    /// Writes the change into `txn`. `commit` tells this change from the same one that another makes.
    pub(crate) async fn write(
        &self,
        index: usize,
        commit: [u8; 16],
        txn: &mut Txn,
        proof: &mut Proof<'_>,
    ) -> Result<()> {
        let at = self.place();
        let expected = match self {
            Self::Create { .. } => Check::Absent(at.clone()),
            Self::Hold { guard } | Self::Update { guard, .. } | Self::Delete { guard, .. } => guard.check(),
        };
        txn.check(expected, Role::Change(index));
        match self {
            Self::Hold { .. } => {}
            Self::Create { value, .. } | Self::Update { value, .. } => {
                let value = record::encode(&ConfigRecord { commit, value: value.as_bytes() })?;
                *proof = Proof::Value(at.clone(), value.clone());
                txn.put(at, value);
            }
            Self::Delete { empty, .. } => {
                if let Proof::Gone(keys) = proof {
                    keys.push(at.clone());
                }
                txn.delete(at);
                if let Some(store) = empty {
                    store.remove_empty(txn).await?;
                }
            }
        }
        Ok(())
    }

    fn place(&self) -> RecordKey {
        match self {
            Self::Create { store, name, .. } => store.namespace().config(name),
            Self::Hold { guard } | Self::Update { guard, .. } | Self::Delete { guard, .. } => guard.at.clone(),
        }
    }

    /// The guard of what the change, made at `rev`, left.
    fn guard(&self, rev: Rev) -> Guard {
        match self {
            Self::Create { .. } | Self::Update { .. } => Guard { at: self.place(), rev },
            Self::Hold { guard } | Self::Delete { guard, .. } => (*guard).clone(),
        }
    }
}

fn decode(record: &Record) -> Result<Json> {
    let config: ConfigRecord<'_> = record::decode(&record.value)?;
    Ok(Json::trusted(record.value.slice_ref(config.value)))
}
