//! What a sweep acts on: a store over a faulty engine, and what a scenario has laid out in it.

use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use sandpail_blob::conformance::{FaultyVfs, Outcome, TestSource, dump};
use sandpail_blob::{BlobInfo, BlobStore, Error, Guard, MemVfs, RecordKey, Scan, Source, UploadId, Vfs, VfsExt as _};

/// A store, a second one beside it, and the names of what was prepared.
pub(crate) struct Scene {
    pub(crate) faults: Arc<FaultyVfs>,
    pub(crate) source: Arc<TestSource>,
    pub(crate) store: BlobStore,
    /// A bucket beside the first, in the same engine.
    pub(crate) other: BlobStore,
    pub(crate) blob: Option<BlobInfo>,
    pub(crate) upload: Option<UploadId>,
    pub(crate) guard: Option<Guard>,
}

impl Scene {
    pub(crate) fn new() -> Self {
        let faults = Arc::new(FaultyVfs::new(Arc::new(MemVfs::new())));
        let source = Arc::new(TestSource::default());
        let root = BlobStore::new(Arc::clone(&faults) as Arc<dyn Vfs>, Arc::clone(&source) as Arc<dyn Source>, "fault");
        let (store, other) = (root.child("bucket"), root.child("other"));
        Self { faults, source, store, other, blob: None, upload: None, guard: None }
    }

    pub(crate) fn blob(&self) -> &BlobInfo {
        self.blob.as_ref().expect("the scenario prepared a blob")
    }

    pub(crate) fn upload(&self) -> &UploadId {
        self.upload.as_ref().expect("the scenario prepared an upload")
    }

    pub(crate) fn guard(&self) -> &Guard {
        self.guard.as_ref().expect("the scenario prepared a configuration")
    }

    /// The stores that a new process would open here.
    pub(crate) fn reopened(&self) -> [BlobStore; 2] {
        let root = BlobStore::new(self.store.vfs(), Arc::clone(&self.source) as Arc<dyn Source>, "fault");
        [root.child("bucket"), root.child("other")]
    }

    /// Everything a caller can see, audited.
    pub(crate) async fn state(&self) -> Outcome<String> {
        let [bucket, other] = self.reopened();
        let told = format!("{}other:\n{}", dump(&bucket).await?, dump(&other).await?);
        assert_eq!(
            told,
            format!("{}other:\n{}", dump(&self.store).await?, dump(&self.other).await?),
            "a store that stayed and one that is new agree"
        );
        let files =
            self.store.vfs().list("").await?.into_iter().map(|file| format!("file {} {}\n", file.key, file.size));
        Ok(told + &files.collect::<String>())
    }

    /// Sweeps, long after; the sizes of the payloads that are left.
    pub(crate) async fn swept(&self) -> Outcome<Vec<u64>> {
        self.source.advance(Duration::from_secs(365 * 86_400));
        self.store.sweep(self.source.now()).await?;
        let mut sizes: Vec<_> =
            self.store.vfs().payloads(None, usize::MAX).await?.into_iter().map(|(_, size)| size).collect();
        sizes.sort_unstable();
        Ok(sizes)
    }

    /// Deletes all there is to delete; then no record but the configurations may be left, and no payload.
    pub(crate) async fn raze(&self) -> Outcome {
        for store in [&self.store, &self.other] {
            store.delete_by_prefix("").await?;
            for info in sandpail_blob::conformance::steps::versions(store, "").await? {
                store.remove_version(&info.key, &info.version, None, sandpail_blob::conformance::steps::always).await?;
            }
            let query = sandpail_blob::UploadQuery { limit: 1000, ..Default::default() };
            for listed in store.list_uploads_page(&query).await?.entries {
                let sandpail_blob::ListedUpload::Upload(upload) = listed else { continue };
                store.abort_upload(&upload.key, &upload.id).await?;
            }
        }
        let mut configs = 0;
        for store in [&self.store, &self.other] {
            configs += store.list_bucket_configs("", None, 1000).await?.len();
        }
        for file in self.store.vfs().list("").await? {
            self.store.vfs().delete(&file.key).await?;
        }
        assert_eq!(self.swept().await?, [0; 0], "payloads that outlive everything");
        let all = Scan { from: RecordKey::from_bytes(b""), to: None, limit: 1000, reverse: false };
        let mut left = self.store.vfs().scan(&all).await?.items;
        // Files have no source to draw ids from: the engine keeps a counter for them.
        left.retain(|(key, _)| key.as_bytes() != b"\0T");
        assert_eq!(left.len(), configs, "records that outlive everything: {left:?}");
        Ok(())
    }
}

/// One operation of a scenario: acknowledged or not.
pub(crate) type Step = Box<dyn for<'a> Fn(&'a Scene) -> Pin<Box<dyn Future<Output = Result<(), Error>> + 'a>>>;

/// Boxes an operation.
pub(crate) fn step(run: impl AsyncFn(&Scene) -> Result<(), Error> + Copy + 'static) -> Step {
    Box::new(move |scene| Box::pin(async move { run(scene).await }))
}
