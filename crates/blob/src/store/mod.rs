//! The store: versions of keys over an engine.

mod attach;
mod copy;
mod displace;
mod draft;
mod erase;
mod find;
mod flight;
mod head;
mod meta;
mod publish;
mod read;
mod reader;
mod remove;
mod rename;
mod seq;
mod stream;
mod types;
mod unversion;
mod write;

pub(crate) use find::Found;
pub(crate) use head::{Current, Head, noncurrent};
pub(crate) use write::Content;

pub use draft::{Draft, Sealed};
pub use reader::BlobReader;
pub use rename::Rename;
pub use stream::BlobRead;
pub use types::{Mode, NewPart, NewVersion, Removal, Removed, Selector};

use std::{fmt, sync::Arc, time::SystemTime};

use crate::{Error, MemVfs, PayloadId, Result, Source, Vfs, codec::Namespace, source::nanos};
use flight::Flights;
use seq::Issuer;

/// Longest key, in bytes.
const KEY_MAX: usize = 1024;

/// A store of versioned, composite, atomically published blobs in one namespace of an engine.
///
/// Cloning is cheap, and clones and children issue sequence numbers from one counter. Keys are any UTF-8 of 1 to 1,024
/// bytes.
///
/// Every mutation reads what it depends on, decides, and makes its effect visible in one commit that verifies what it
/// read; when another was faster it starts over. A future that is dropped at any point leaves nothing half visible.
#[derive(Clone)]
pub struct BlobStore {
    shared: Arc<Shared>,
    namespace: Namespace,
}

/// What all clones and children of a store have in common.
struct Shared {
    vfs: Arc<dyn Vfs>,
    source: Arc<dyn Source>,
    issuer: Issuer,
    flights: Flights,
}

impl BlobStore {
    /// A store over a given engine. Two stores of one engine and namespace show the same blobs.
    pub fn new(vfs: Arc<dyn Vfs>, source: Arc<dyn Source>, namespace: &str) -> Self {
        let shared = Shared { vfs, source, issuer: Issuer::default(), flights: Flights::default() };
        Self { shared: Arc::new(shared), namespace: Namespace::root().child(namespace) }
    }

    /// A store over a new [`MemVfs`].
    pub fn mem(source: Arc<dyn Source>, namespace: &str) -> Self {
        Self::new(Arc::new(MemVfs::new()), source, namespace)
    }

    /// The store one namespace level deeper. It shares nothing with this one that a verb could show.
    #[must_use]
    pub fn child(&self, sub: &str) -> Self {
        Self { shared: Arc::clone(&self.shared), namespace: self.namespace.child(sub) }
    }

    /// The engine.
    #[must_use]
    pub fn vfs(&self) -> Arc<dyn Vfs> {
        Arc::clone(&self.shared.vfs)
    }

    pub(crate) fn engine(&self) -> &dyn Vfs {
        &*self.shared.vfs
    }

    pub(crate) const fn namespace(&self) -> &Namespace {
        &self.namespace
    }

    pub(crate) fn source(&self) -> &dyn Source {
        &*self.shared.source
    }

    pub(crate) fn flights(&self) -> &Flights {
        &self.shared.flights
    }

    /// A sequence number above all issued before, and above `newest`.
    pub(crate) fn issue_seq(&self, newest: u64) -> u64 {
        self.issue_seq_at(self.source().now(), newest)
    }

    /// The same, where the time is known.
    pub(crate) fn issue_seq_at(&self, now: SystemTime, newest: u64) -> u64 {
        self.shared.issuer.issue(nanos(now), newest)
    }

    /// A new name for a payload or a manifest.
    pub(crate) fn issue_id(&self) -> PayloadId {
        let issued = nanos(self.source().now()).min(PayloadId::UNTIMED - 1);
        #[expect(clippy::cast_possible_truncation, reason = "64 of the 128 random bits are what an id holds")]
        PayloadId::new(issued, self.source().random() as u64)
    }
}

impl fmt::Debug for BlobStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BlobStore").field("namespace", &self.namespace).finish_non_exhaustive()
    }
}

/// Refuses what cannot be a key.
pub(crate) fn check_key(key: &str) -> Result<()> {
    match key.len() {
        1..=KEY_MAX => Ok(()),
        0 => Err(Error::InvalidKey("the key is empty".to_owned())),
        length => Err(Error::InvalidKey(format!("the key has {length} bytes, more than {KEY_MAX}"))),
    }
}
