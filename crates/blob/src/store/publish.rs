//! Making a body visible as a version.

use crate::{
    BlobInfo, BlobStore, Error, NewVersion, Sealed,
    txn::{Attempts, Txn},
};

use super::{check_key, write::Content};

impl BlobStore {
    /// Makes `body` the current version of `key`, in one commit.
    ///
    /// `check` decides on the very state that the commit verifies: it is given the current version (which may be a
    /// delete marker; `None` = the key has no version) and is asked again whenever another writer was faster.
    ///
    /// # Errors
    ///
    /// What `check` answers: nothing is stored then. [`Error::GuardFailed`], [`Error::InvalidKey`], [`Error::Vfs`].
    pub async fn publish<E: From<Error>>(
        &self,
        key: &str,
        mut body: Sealed,
        new: NewVersion,
        check: impl Fn(Option<&BlobInfo>) -> Result<(), E>,
    ) -> Result<BlobInfo, E> {
        self.try_publish(key, &mut body, &new, check).await
    }

    /// [`publish`](Self::publish) that leaves the body with the caller when it fails, so that it can be published again
    /// by other terms: after [`Error::GuardFailed`], with a new guard.
    ///
    /// # Errors
    ///
    /// As `publish`; [`Error::AlreadyExists`] for a body that was published before.
    pub async fn try_publish<E: From<Error>>(
        &self,
        key: &str,
        body: &mut Sealed,
        new: &NewVersion,
        check: impl Fn(Option<&BlobInfo>) -> Result<(), E>,
    ) -> Result<BlobInfo, E> {
        check_key(key)?;
        if body.is_published() {
            return Err(Error::AlreadyExists(key.to_owned()).into());
        }
        let mut attempts = Attempts::default();
        loop {
            let head = self.head(key).await?;
            if attempts.made(head.info()) {
                return head.into_info().ok_or_else(|| Error::Superseded.into());
            }
            check(head.info())?;
            let content = Content::of(body);
            if let Some(written) =
                self.write(&head, content, new, &mut Txn::default(), Some(&mut *body), &mut attempts).await?
            {
                return Ok(written.info);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::{
        sync::{Arc, Barrier},
        thread,
    };

    use futures_util::FutureExt as _;

    use super::*;
    use crate::{
        MemVfs, Mode, Removal,
        conformance::{
            CountingVfs, Tally, TestSource,
            steps::{absent, always, payloads, put, seal, version},
        },
    };

    fn counted() -> (Arc<CountingVfs>, BlobStore) {
        let vfs = Arc::new(CountingVfs::new(Arc::new(MemVfs::new())));
        (Arc::clone(&vfs), BlobStore::new(vfs, Arc::new(TestSource::default()), "publish"))
    }

    #[tokio::test]
    async fn a_plain_put_reads_two_records_and_writes_one() {
        let (vfs, store) = counted();
        // stage, read, commit; and from the second on, unlink.
        for calls in [3, 4, 4] {
            put(&store, "k", b"body", Mode::Replace).await.unwrap();
            assert_eq!(vfs.reset(), Tally { calls, records: 2, commits: 1, writes: 1, staged: 1, opened: 0 });
        }
        store.remove("k", Removal::Erase, None, always).await.unwrap();
        assert_eq!(vfs.reset(), Tally { calls: 3, records: 2, commits: 1, writes: 1, ..Tally::default() });
    }

    #[test]
    fn one_of_many_conditional_writers_wins() {
        let (_, store) = counted();
        for round in 0..20 {
            let key = format!("k{round}");
            let write = async || {
                let sealed = seal(&store, b"mine").await?;
                store.publish(&key, sealed, version(Mode::Replace, b"mine"), absent).await
            };
            let begin = Barrier::new(64);
            let writer = || {
                begin.wait();
                write().now_or_never().expect("memory does not wait")
            };
            let outcomes: Vec<Result<BlobInfo, Error>> = thread::scope(|scope| {
                let writers: Vec<_> = (0..64).map(|_| scope.spawn(writer)).collect();
                writers.into_iter().map(|writer| writer.join().expect("no panic")).collect()
            });
            assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1);
            assert!(outcomes.iter().all(|outcome| matches!(outcome, Ok(_) | Err(Error::Precondition { .. }))));
            let left = payloads(store.engine()).now_or_never().expect("memory does not wait").unwrap();
            assert_eq!(left.len(), round + 1, "the losers leave nothing");
        }
    }
}
