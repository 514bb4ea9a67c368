//! One case's surroundings: an engine, a source, and the store over them.

use std::fmt;
use std::sync::Arc;

use super::{Engine, Outcome, TestSource};
use crate::{BlobStore, Source, Vfs};

/// The namespace that every case works in.
const NAMESPACE: &str = "conformance";

/// How long a store lives in a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Life {
    /// One store for the whole case.
    Lasting,
    /// [`World::store`] opens the engine anew each time: a restart between any two steps.
    Reopened,
}

/// An empty engine with its source. A case asks it for the store at each step and holds none across steps.
pub struct World {
    engine: Box<dyn Engine>,
    source: Arc<TestSource>,
    lasting: Option<BlobStore>,
}

impl fmt::Debug for World {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("World").field("lasting", &self.lasting.is_some()).finish_non_exhaustive()
    }
}

impl World {
    /// A world over an empty engine.
    ///
    /// # Errors
    /// The engine cannot be opened.
    pub async fn new(engine: impl Engine, life: Life) -> Outcome<Self> {
        let mut world = Self { engine: Box::new(engine), source: Arc::new(TestSource::default()), lasting: None };
        if life == Life::Lasting {
            world.lasting = Some(world.store().await?);
        }
        Ok(world)
    }

    /// The store of this step.
    ///
    /// # Errors
    /// The engine cannot be opened again, for instance because the case still holds the store of an earlier step.
    pub async fn store(&self) -> Outcome<BlobStore> {
        if let Some(store) = &self.lasting {
            return Ok(store.clone());
        }
        Ok(BlobStore::new(self.engine.open().await?, self.source() as Arc<dyn Source>, NAMESPACE))
    }

    /// The engine of this step.
    ///
    /// # Errors
    /// As [`World::store`].
    pub async fn vfs(&self) -> Outcome<Arc<dyn Vfs>> {
        Ok(self.store().await?.vfs())
    }

    /// The clock and entropy of every store of this world.
    pub fn source(&self) -> Arc<TestSource> {
        Arc::clone(&self.source)
    }
}
