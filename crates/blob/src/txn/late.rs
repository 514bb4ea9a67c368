//! Commits whose reply is lost and which are applied later, or never: whatever a mutation answers then is true.

use std::sync::{Arc, Mutex};

use futures_util::FutureExt as _;

use crate::{
    Answer, Batch, BlobStore, Check, ConfigChange, Error, Json, Kind, MemVfs, Mode, Payload, PayloadId, Record,
    RecordKey, Removal, Rev, Scan, ScanPage, Source, Stage, Vfs, VfsError, Write,
    conformance::{
        TestSource, dump,
        steps::{absent, always, current, digest, meta, payloads, put, put_part, seal, version, versions},
    },
};

/// Loses the reply of one commit, and applies it before a later call.
#[derive(Default)]
struct Late {
    inner: Arc<MemVfs>,
    state: Mutex<State>,
}

#[derive(Default)]
enum State {
    #[default]
    Idle,
    /// The next commit's reply is lost; it is applied after so many further calls.
    Armed(usize),
    Waiting(usize, Vec<Check>, Vec<Write>),
    /// The next commit is lost for good, and meanwhile others do this.
    Meanwhile(Box<dyn FnOnce() + Send>),
}

impl Late {
    fn arm(&self, calls: usize) {
        *self.state.lock().unwrap() = State::Armed(calls);
    }

    /// Whether the commit that was lost has been applied, or refused.
    fn is_settled(&self) -> bool {
        matches!(*self.state.lock().unwrap(), State::Idle)
    }

    /// One call passes: the lost commit may be due.
    fn tick(&self) {
        let mut state = self.state.lock().unwrap();
        *state = match std::mem::take(&mut *state) {
            State::Waiting(0, checks, writes) => {
                drop(self.inner.commit(Batch { checks: &checks, writes }).now_or_never());
                State::Idle
            }
            State::Waiting(calls, checks, writes) => State::Waiting(calls - 1, checks, writes),
            other => other,
        };
    }
}

impl Vfs for Late {
    fn read<'a>(&'a self, keys: &'a [RecordKey]) -> Answer<'a, Result<Vec<Option<Record>>, VfsError>> {
        self.tick();
        self.inner.read(keys)
    }

    fn scan<'a>(&'a self, scan: &'a Scan) -> Answer<'a, Result<ScanPage, VfsError>> {
        self.tick();
        self.inner.scan(scan)
    }

    fn commit<'a>(&'a self, batch: Batch<'a>) -> Answer<'a, Result<Rev, VfsError>> {
        self.tick();
        let mut state = self.state.lock().unwrap();
        match std::mem::take(&mut *state) {
            State::Armed(calls) => *state = State::Waiting(calls, batch.checks.to_vec(), batch.writes),
            State::Meanwhile(others) => others(),
            kept => {
                *state = kept;
                drop(state);
                return self.inner.commit(batch);
            }
        }
        Answer::now(Err(VfsError::Unknown("lost".to_owned())))
    }

    fn stage<'a>(&'a self, id: PayloadId, size_hint: Option<u64>) -> Answer<'a, Result<Box<dyn Stage>, VfsError>> {
        self.inner.stage(id, size_hint)
    }

    fn open<'a>(&'a self, id: PayloadId) -> Answer<'a, Result<Arc<dyn Payload>, VfsError>> {
        self.inner.open(id)
    }

    fn unlink<'a>(&'a self, ids: &'a [PayloadId]) -> Answer<'a, Result<(), VfsError>> {
        self.inner.unlink(ids)
    }

    fn discard(&self, ids: &[PayloadId]) {
        self.inner.discard(ids);
    }

    fn payloads<'a>(
        &'a self,
        after: Option<PayloadId>,
        limit: usize,
    ) -> Answer<'a, Result<Vec<(PayloadId, u64)>, VfsError>> {
        self.inner.payloads(after, limit)
    }
}

/// Runs a mutation once for each time at which its lost commit can come; after it everything that is listed must be
/// whole, and what a sweep leaves must be what is named.
async fn check(
    prepare: impl AsyncFn(&BlobStore),
    mutation: impl AsyncFn(&BlobStore) -> Result<(), Error>,
    verify: impl AsyncFn(&BlobStore),
) {
    for calls in 0..12 {
        let (vfs, source) = (Arc::new(Late::default()), Arc::new(TestSource::default()));
        let store = BlobStore::new(Arc::clone(&vfs) as _, Arc::clone(&source) as _, "late");
        prepare(&store).await;
        vfs.arm(calls);
        let outcome = mutation(&store).await;
        while !vfs.is_settled() {
            vfs.tick();
        }
        dump(&store).await.unwrap_or_else(|failure| panic!("after {calls} calls: {failure:?}"));
        match outcome {
            Ok(()) => verify(&store).await,
            Err(error) => assert!(matches!(error, Error::Vfs(VfsError::Unknown(_))), "after {calls} calls: {error:?}"),
        }
        store.sweep(source.now()).await.unwrap();
        dump(&store).await.unwrap_or_else(|failure| panic!("after {calls} calls and a sweep: {failure:?}"));
    }
}

#[tokio::test]
async fn a_put_if_absent_that_succeeds_is_there_once() {
    let put_if_absent = async |store: &BlobStore| {
        let sealed = seal(store, b"body").await?;
        store.publish("k", sealed, version(Mode::NewVersion, b"body"), absent).await.map(drop)
    };
    let there = async |store: &BlobStore| assert_eq!(versions(store, "k").await.unwrap().len(), 1);
    check(async |_| (), put_if_absent, there).await;
}

#[tokio::test]
async fn a_put_that_succeeds_has_replaced_the_old() {
    let old = async |store: &BlobStore| drop(put(store, "k", b"old", Mode::Replace).await.unwrap());
    let new = async |store: &BlobStore| put(store, "k", b"new", Mode::Replace).await.map(drop);
    check(old, new, async |store| assert_eq!(current(store, "k").await.unwrap().unwrap(), "new")).await;
}

#[tokio::test]
async fn a_part_that_succeeds_is_whole() {
    let upload = async |store: &BlobStore| drop(store.create_upload("k", Json::default(), None).await.unwrap());
    let id = async |store: &BlobStore| {
        let page = store.list_uploads_page(&crate::UploadQuery { limit: 9, ..Default::default() }).await.unwrap();
        match page.entries.as_slice() {
            [crate::ListedUpload::Upload(upload)] => upload.id.clone(),
            other => panic!("{other:?}"),
        }
    };
    let part = async |store: &BlobStore| put_part(store, "k", &id(store).await, 1, b"part").await.map(drop);
    let whole = async |store: &BlobStore| {
        assert_eq!(payloads(store.engine()).await.unwrap().len(), 1);
        let made = crate::conformance::steps::complete(store, "k", &id(store).await, &[1], Mode::Replace, b"part")
            .await
            .unwrap();
        assert_eq!((made.kind, made.etag.as_str()), (Kind::Composite, digest(b"part").as_str()));
        assert_eq!(current(store, "k").await.unwrap().unwrap(), "part");
    };
    check(upload, part, whole).await;
}

#[tokio::test]
async fn an_upload_that_is_begun_is_begun_once() {
    let begin = async |store: &BlobStore| store.create_upload("k", Json::default(), None).await.map(drop);
    let once = async |store: &BlobStore| {
        let page = store.list_uploads_page(&crate::UploadQuery { limit: 9, ..Default::default() }).await.unwrap();
        assert_eq!(page.entries.len(), 1);
    };
    check(async |_| (), begin, once).await;
}

#[tokio::test]
async fn a_configuration_that_is_created_is_no_conflict() {
    let create = async |store: &BlobStore| {
        store.change_bucket_configs(&[ConfigChange::Create { store, name: "b", value: meta("mine") }]).await.map(drop)
    };
    check(async |_| (), create, async |store| assert_eq!(store.get_bucket_config("b").await.unwrap(), meta("mine")))
        .await;
}

#[tokio::test]
async fn a_removal_that_succeeds_has_removed() {
    let old = async |store: &BlobStore| drop(put(store, "k", b"old", Mode::Replace).await.unwrap());
    let erase = async |store: &BlobStore| store.remove("k", Removal::Erase, None, always).await.map(drop);
    check(old, erase, async |store| assert_eq!(current(store, "k").await.unwrap(), None)).await;
}

#[tokio::test]
async fn a_removal_of_many_that_succeeds_has_removed() {
    let old = async |store: &BlobStore| {
        put(store, "k", b"old", Mode::Replace).await.unwrap();
        put(store, "l", b"old, too", Mode::Replace).await.unwrap();
    };
    let erase = async |store: &BlobStore| {
        let keys = ["k", "l"];
        let removed = store.erase_at_once(&keys, None).await?;
        for (key, _) in keys.iter().zip(removed).filter(|(_, removed)| !removed) {
            store.remove(key, Removal::Erase, None, always).await?;
        }
        Ok(())
    };
    check(old, erase, async |store| {
        for key in ["k", "l"] {
            assert_eq!(current(store, key).await.unwrap(), None);
        }
    })
    .await;
}

#[tokio::test]
async fn a_rename_that_succeeds_has_moved() {
    let old = async |store: &BlobStore| {
        put(store, "from", b"moved", Mode::Replace).await.unwrap();
        put(store, "to", b"old", Mode::Replace).await.unwrap();
    };
    let any = |_: Option<&crate::BlobInfo>, _: Option<&crate::BlobInfo>| Ok::<_, Error>(());
    let rename = async |store: &BlobStore| store.rename("from", "to", crate::Rename::default(), any).await.map(drop);
    let moved = async |store: &BlobStore| {
        assert_eq!(current(store, "from").await.unwrap(), None);
        assert_eq!(current(store, "to").await.unwrap().unwrap(), "moved");
    };
    check(old, rename, moved).await;
}

/// A removal is lost for good; meanwhile another store of the same engine copies the key and removes it. The copy must
/// keep its bytes, whatever the removal takes the absence of the key for.
async fn check_copied_meanwhile(remove: impl AsyncFn(&BlobStore) -> Result<(), Error>) {
    let (vfs, source) = (Arc::new(Late::default()), Arc::new(TestSource::default()));
    let store = BlobStore::new(Arc::clone(&vfs) as _, Arc::clone(&source) as _, "late");
    put(&store, "k", b"body", Mode::Replace).await.unwrap();
    let other = BlobStore::new(Arc::clone(&vfs.inner) as _, Arc::clone(&source) as _, "late");
    let copy_and_remove = async move {
        let found = other.lookup("k", &crate::Selector::Current).await.unwrap().unwrap();
        other.copy(&found, "copy", version(Mode::Replace, b"body"), always).await.unwrap();
        other.remove("k", Removal::Erase, None, always).await.unwrap();
    };
    *vfs.state.lock().unwrap() = State::Meanwhile(Box::new(|| copy_and_remove.now_or_never().unwrap()));
    remove(&store).await.unwrap();
    assert_eq!(current(&store, "k").await.unwrap(), None);
    assert_eq!(current(&store, "copy").await.unwrap().unwrap(), "body");
    store.sweep(source.now()).await.unwrap();
    assert_eq!(current(&store, "copy").await.unwrap().unwrap(), "body");
}

#[tokio::test]
async fn what_was_copied_before_another_removed_it_is_left() {
    check_copied_meanwhile(async |store| store.remove("k", Removal::Erase, None, always).await.map(drop)).await;
    check_copied_meanwhile(async |store| store.erase_at_once(&["k"], None).await.map(drop)).await;
}
