//! Payloads that go unless something names them.

use super::{PayloadIds, Vfs};

/// Payloads that nothing names, or not yet. They go when this is dropped, even with the future that holds it.
pub(crate) struct Garbage<'a, V: Vfs + ?Sized> {
    vfs: &'a V,
    ids: PayloadIds,
    armed: bool,
}

impl<'a, V: Vfs + ?Sized> Garbage<'a, V> {
    pub(crate) const fn new(vfs: &'a V, ids: PayloadIds) -> Self {
        Self { vfs, ids, armed: true }
    }

    /// Whether they go when this is dropped.
    pub(crate) const fn arm(&mut self, armed: bool) {
        self.armed = armed;
    }

    /// Removes them. Whatever made them garbage is done, so a failure is nobody's error: what stays is tried once more
    /// when this is dropped, and then left to the sweep.
    pub(crate) async fn unlink(mut self) {
        if !self.ids.is_empty() {
            self.armed = self.vfs.unlink(&self.ids).await.is_err();
        }
    }
}

impl<V: Vfs + ?Sized> Drop for Garbage<'_, V> {
    fn drop(&mut self) {
        if self.armed && !self.ids.is_empty() {
            self.vfs.discard(&self.ids);
        }
    }
}
