//! The conformance suite on the engine at hand: as it is, behind a wrapper, and closed and opened again between any two steps.

mod registry;

mod mem {
    //! `MemVfs` itself.
    use sandpail_blob::conformance::{Life, Mem};

    mod engine {
        use super::*;
        sandpail_blob::vfs_conformance!(Mem::default());
    }
    mod store {
        use super::*;
        sandpail_blob::store_conformance!(Mem::default(), Life::Lasting);
    }
}

mod reopened {
    //! Behind a lock, so that no case can hold on to a store across a restart.
    use sandpail_blob::conformance::{Life, Locked};

    mod engine {
        use super::*;
        sandpail_blob::vfs_conformance!(Locked::default());
    }
    mod store {
        use super::*;
        sandpail_blob::store_conformance!(Locked::default(), Life::Reopened);
    }
}

mod wrapped {
    //! Through `FaultyVfs` without a fault: every call waits once before and after its effect, and no payload is handed out as a block.
    use std::sync::Arc;

    use sandpail_blob::conformance::{Engine, FaultyVfs, Life, Mem, Pauses};
    use sandpail_blob::{BoxFuture, Vfs, VfsError};

    #[derive(Default)]
    struct Wrapped(Mem);

    impl Engine for Wrapped {
        fn open(&self) -> BoxFuture<'_, Result<Arc<dyn Vfs>, VfsError>> {
            Box::pin(async move {
                let vfs = FaultyVfs::new(self.0.open().await?);
                vfs.pause(Pauses::Around);
                Ok(Arc::new(vfs) as Arc<dyn Vfs>)
            })
        }
    }

    mod engine {
        use super::*;
        sandpail_blob::vfs_conformance!(Wrapped::default());
    }
    mod store {
        use super::*;
        sandpail_blob::store_conformance!(Wrapped::default(), Life::Lasting);
    }
}
