//! What a case runs against: a storage that can be opened, closed and opened again.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use super::CountingVfs;
use crate::{BoxFuture, MemVfs, Vfs, VfsError};

/// One empty storage of the engine under test. Every case gets its own.
pub trait Engine: Send + Sync + 'static {
    /// Opens the storage. Opening it again, after every handle on the last opening was dropped, finds what a restart would find.
    fn open(&self) -> BoxFuture<'_, Result<Arc<dyn Vfs>, VfsError>>;
}

/// [`MemVfs`] as it is.
#[derive(Debug, Default)]
pub struct Mem(Arc<MemVfs>);

impl Engine for Mem {
    fn open(&self) -> BoxFuture<'_, Result<Arc<dyn Vfs>, VfsError>> {
        let vfs: Arc<dyn Vfs> = Arc::clone(&self.0) as _;
        Box::pin(async move { Ok(vfs) })
    }
}

/// [`MemVfs`] behind a wrapper that one holder at a time may have, as a directory with a lock file would be.
#[derive(Default)]
pub struct Locked {
    mem: Arc<MemVfs>,
    holder: Mutex<Weak<CountingVfs>>,
}

impl fmt::Debug for Locked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Locked").finish_non_exhaustive()
    }
}

impl Engine for Locked {
    fn open(&self) -> BoxFuture<'_, Result<Arc<dyn Vfs>, VfsError>> {
        Box::pin(async move {
            let mut holder = self.holder.lock().unwrap_or_else(PoisonError::into_inner);
            if holder.strong_count() > 0 {
                return Err(VfsError::Unavailable("the storage is still open".into()));
            }
            let vfs = Arc::new(CountingVfs::new(Arc::clone(&self.mem) as _));
            *holder = Arc::downgrade(&vfs);
            Ok(vfs as Arc<dyn Vfs>)
        })
    }
}
