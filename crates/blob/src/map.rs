//! Stores by account and region.

use std::{
    collections::HashMap,
    fmt,
    sync::{Arc, PoisonError, RwLock},
};

use crate::{
    BlobStore, Error, MemVfs, Result, Source, Vfs,
    codec::{Parsed, Range},
    vfs::Scan,
};

/// One store per account and region, made when first asked for. No two pairs share anything.
pub struct BlobStoreMap {
    base: BlobStore,
    children: RwLock<HashMap<String, HashMap<String, Arc<BlobStore>>>>,
}

impl BlobStoreMap {
    /// The map over a given engine.
    pub fn new(vfs: Arc<dyn Vfs>, source: Arc<dyn Source>, namespace: &str) -> Self {
        Self { base: BlobStore::new(vfs, source, namespace), children: RwLock::default() }
    }

    /// The map over a new [`MemVfs`].
    pub fn mem(source: Arc<dyn Source>, namespace: &str) -> Self {
        Self::new(Arc::new(MemVfs::new()), source, namespace)
    }

    /// The store of an account in a region: the same one every time.
    pub fn get(&self, account: &str, region: &str) -> Arc<BlobStore> {
        {
            let children = self.children.read().unwrap_or_else(PoisonError::into_inner);
            if let Some(store) = children.get(account).and_then(|regions| regions.get(region)) {
                return Arc::clone(store);
            }
        }
        let mut children = self.children.write().unwrap_or_else(PoisonError::into_inner);
        let regions = children.entry(account.to_owned()).or_default();
        let store = regions.entry(region.to_owned());
        Arc::clone(store.or_insert_with(|| Arc::new(self.base.child(account).child(region))))
    }

    /// The store above all accounts.
    #[must_use]
    pub const fn base(&self) -> &BlobStore {
        &self.base
    }

    /// The engine.
    #[must_use]
    pub fn vfs(&self) -> Arc<dyn Vfs> {
        self.base.vfs()
    }

    /// The pairs of account and region that hold any record, themselves or in a namespace below them, sorted. Costs one
    /// look per pair.
    ///
    /// # Errors
    ///
    /// [`Error::Corrupt`], [`Error::Vfs`].
    pub async fn list_children(&self) -> Result<Vec<(String, String)>> {
        let base = self.base.namespace();
        let Range { mut from, to } = base.children();
        let mut pairs = Vec::new();
        loop {
            let scan = Scan { from, to: Some(to.clone()), limit: 1, reverse: false };
            let Some((at, _)) = self.base.engine().scan(&scan).await?.items.pop() else { return Ok(pairs) };
            let mut segments = Parsed::below(&at, base).ok_or_else(|| Error::Corrupt(format!("record {at:?}")))?;
            let account = segments.segment().ok_or_else(|| Error::Corrupt(format!("record {at:?}")))?;
            from = match segments.segment() {
                Some(region) => {
                    let next = base.child(&account).child(&region).children().to;
                    pairs.push((account, region));
                    next
                }
                // A record of the account itself, which is no pair: its regions come after its records.
                None => base.child(&account).children().from,
            };
        }
    }
}

impl fmt::Debug for BlobStoreMap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BlobStoreMap").field("base", &self.base).finish_non_exhaustive()
    }
}
