//! Committing an attempt, and what follows from the engine's answer.

use std::mem;

use crate::{
    BlobStore, Error, RecordKey, Result, Rev, Sealed, VersionId, VfsError, record,
    vfs::{Batch, Check, Garbage},
};

use super::{Attempts, Proof, Role, Txn};

/// What became of a commit whose reply was lost.
enum Fate {
    Applied(Rev),
    /// Everything is as it was; the commit may still come.
    Pending,
    /// What it would have changed has changed otherwise.
    Unclear,
}

impl BlobStore {
    /// Commits an attempt. `None` = another was faster, start over.
    ///
    /// `body` is what the attempt would make visible. Dropping this future leaves it alone from the moment that the
    /// engine has the commit until its answer is known: an orphan can be swept, a published payload that is missing can
    /// not be brought back.
    ///
    /// # Errors
    ///
    /// Those that the roles of its checks stand for; the engine's.
    pub(crate) async fn commit(
        &self,
        txn: &mut Txn,
        proof: &Proof<'_>,
        mut body: Option<&mut Sealed>,
        attempts: &mut Attempts,
    ) -> Result<Option<Rev>> {
        mem::take(&mut txn.ledger).settle(self, attempts, txn).await?;
        let (checks, writes) = (mem::take(&mut txn.checks), mem::take(&mut txn.writes));
        let _flight = self.flights().announce(txn.moved.iter().chain(&txn.retired).copied());
        if let Some(body) = body.as_deref_mut() {
            body.release();
        }
        let answer = match self.engine().commit(Batch { checks: &checks, writes }).await {
            Ok(rev) => Ok(Some(rev)),
            Err(error) => Box::pin(self.refused(error, txn, &checks, proof, body, attempts)).await,
        };
        if let Ok(Some(_)) = answer {
            Garbage::new(self.engine(), mem::take(&mut txn.retired)).unlink().await;
        }
        answer
    }

    /// What an attempt comes to that the engine did not answer with a revision.
    async fn refused(
        &self,
        error: VfsError,
        txn: &mut Txn,
        checks: &[Check],
        proof: &Proof<'_>,
        body: Option<&mut Sealed>,
        attempts: &mut Attempts,
    ) -> Result<Option<Rev>> {
        if let VfsError::Conflict { check } = error {
            // It may be an earlier attempt of our own, whose reply was lost, that is in the way.
            if attempts.doubtful()
                && let Some(rev) = self.proven(proof).await?
            {
                // What that one displaced, this one may not know.
                txn.retired.clear();
                return Ok(Some(rev));
            }
            reclaim(body, attempts);
            return self.conflict(txn.roles.get(check).copied(), attempts).await.map(|()| None);
        }
        match (self.fate(checks, proof).await?, &error) {
            (Fate::Applied(rev), _) => {
                // That something is gone does not tell by whose hand. By another's, what this one would retire may have
                // found another owner since: it is left to the sweep.
                if proof.is_of_absence() {
                    txn.retired.clear();
                }
                Ok(Some(rev))
            }
            (Fate::Pending, VfsError::Unknown(_)) if attempts.doubt(proof) => Ok(None),
            (Fate::Pending, VfsError::Unknown(_)) | (Fate::Unclear, _) => Err(error.into()),
            (Fate::Pending, _) => {
                reclaim(body, attempts);
                Err(error.into())
            }
        }
    }

    /// What a failed check leads to: an error, or another attempt.
    async fn conflict(&self, role: Option<Role>, attempts: &mut Attempts) -> Result<()> {
        match role {
            Some(Role::Stale) => Ok(()),
            Some(Role::Count(id)) => attempts.recount(self, id).await,
            Some(Role::Guard) => Err(Error::GuardFailed),
            Some(Role::Source) => Err(Error::Superseded),
            Some(Role::Change(index)) => Err(Error::Conflict { index }),
            Some(Role::Occupied) => Err(Error::NotEmpty),
            None => Err(Error::Corrupt("the engine names a check that the commit does not have".to_owned())),
        }
    }

    /// Finds out what became of a commit that the engine answered with neither yes nor no.
    async fn fate(&self, checks: &[Check], proof: &Proof<'_>) -> Result<Fate> {
        if let Some(rev) = self.proven(proof).await? {
            return Ok(Fate::Applied(rev));
        }
        let (keys, revs): (Vec<_>, Vec<_>) = checks.iter().filter_map(record_check).unzip();
        let found = self.engine().read(&keys).await?;
        let unchanged = found.iter().map(|record| record.as_ref().map(|record| record.rev)).eq(revs);
        Ok(if unchanged { Fate::Pending } else { Fate::Unclear })
    }

    async fn proven(&self, proof: &Proof<'_>) -> Result<Option<Rev>> {
        match proof {
            Proof::Value(key, value) => {
                let found = self.engine().read(std::slice::from_ref(key)).await?.pop().flatten();
                Ok(found.filter(|record| record.value == value).map(|record| record.rev))
            }
            Proof::Gone(keys) => {
                let found = self.engine().read(keys).await?;
                // No record carries the revision, and nobody asks for that of a removal.
                Ok(found.iter().all(Option::is_none).then_some(Rev(0)))
            }
            Proof::Erased(key) => Ok(self.head(key).await?.current.is_none().then_some(Rev(0))),
            Proof::Version { key, seq, version } => self.version_rev(key, *seq, version).await,
        }
    }

    /// The revision of the record of a version, if the key has it.
    async fn version_rev(&self, key: &str, seq: u64, version: &VersionId) -> Result<Option<Rev>> {
        let names = self.namespace();
        let found = self.engine().read(&[names.live(key), names.dead(key), names.version(key, seq)]).await?;
        for record in found.iter().flatten() {
            let stored = record::decode_version(&record.value)?;
            if stored.seq == seq && stored.version == *version {
                return Ok(Some(record.rev));
            }
        }
        Ok(None)
    }
}

/// The record that a check is about, and its revision if the check holds.
fn record_check(check: &Check) -> Option<(RecordKey, Option<Rev>)> {
    match check {
        Check::Absent(key) => Some((key.clone(), None)),
        Check::Is(key, rev) => Some((key.clone(), Some(*rev))),
        Check::EmptyRange(..) => None,
    }
}

/// Nothing names the body after all, unless an earlier commit of it may still come.
fn reclaim(body: Option<&mut Sealed>, attempts: &Attempts) {
    if let (Some(body), false) = (body, attempts.doubtful()) {
        body.reclaim();
    }
}
