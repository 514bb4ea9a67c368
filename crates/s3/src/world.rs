//! Everything one endpoint serves from: the stores, the clock and the entropy, the accounts.
//!
//! The blob store is the only truth; a [`World`] holds nothing besides it that could not be thrown away.

use std::fmt;
use std::sync::Arc;
use std::time::SystemTime;

use sandpail_blob::{BlobStore, BlobStoreMap, Source, Vfs};
use sandpail_control::{Clock, Entropy};

use crate::buckets::Buckets;
use crate::explain::Refusals;
use crate::front::accounts::Accounts;
use crate::front::credentials::Credentials;
use crate::front::identity::SigningKeys;
use crate::rules::directory_bucket;
use crate::settings::Settings;

/// The namespace of S3 within the engine.
const NAMESPACE: &str = "s3";

/// What every operation works on.
pub(crate) struct World {
    pub(crate) settings: Settings,
    pub(crate) accounts: Accounts,
    pub(crate) credentials: Credentials,
    pub(crate) signing_keys: SigningKeys,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) entropy: Arc<dyn Entropy>,
    /// An instrument and no state: nothing that S3 answers depends on it.
    pub(crate) refusals: Refusals,
    /// A cache and no state: it saves parsing records that have not changed.
    pub(crate) buckets: Buckets,
    stores: BlobStoreMap,
}

impl World {
    pub(crate) fn new(settings: Settings, vfs: Arc<dyn Vfs>, clock: Arc<dyn Clock>, entropy: Arc<dyn Entropy>) -> Self {
        let seam = Seam { clock: Arc::clone(&clock), entropy: Arc::clone(&entropy) };
        Self {
            accounts: Accounts::new(&settings),
            credentials: Credentials::new(&settings),
            signing_keys: SigningKeys::default(),
            stores: BlobStoreMap::new(vfs, Arc::new(seam), NAMESPACE),
            settings,
            clock,
            entropy,
            refusals: Refusals::default(),
            buckets: Buckets::default(),
        }
    }

    /// The store whose bucket-config records are the buckets: names are unique across accounts and regions.
    pub(crate) fn directory(&self) -> &BlobStore {
        self.stores.base()
    }

    /// The store whose bucket-config records are the names of one account's buckets.
    pub(crate) fn index(&self, account: &str) -> BlobStore {
        self.stores.base().child("accounts").child(account)
    }

    /// The store whose bucket-config records are the names of one account's directory buckets.
    pub(crate) fn directory_index(&self, account: &str) -> BlobStore {
        self.stores.base().child("directories").child(account)
    }

    /// Whichever of the two has the name of `bucket`.
    pub(crate) fn index_of(&self, account: &str, bucket: &str) -> BlobStore {
        if directory_bucket::is(bucket) { self.directory_index(account) } else { self.index(account) }
    }

    /// The store that holds the keys of a bucket.
    pub(crate) fn objects(&self, account: &str, region: &str, bucket: &str) -> BlobStore {
        self.stores.get(account, region).child(bucket)
    }
}

impl fmt::Debug for World {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("World").field("region", &self.settings.region).finish_non_exhaustive()
    }
}

/// The blob core's one seam, made of ours.
struct Seam {
    clock: Arc<dyn Clock>,
    entropy: Arc<dyn Entropy>,
}

impl Source for Seam {
    fn now(&self) -> SystemTime {
        self.clock.now()
    }

    fn random(&self) -> u128 {
        self.entropy.u128()
    }
}
