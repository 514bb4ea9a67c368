//! Named bodies beside a version's own. They belong to the version: they go with it, and a copy shares them.

use crate::{
    Attachment, BlobInfo, BlobReader, BlobStore, Error, NewPart, Result, Sealed, Selector,
    codec::Namespace,
    record::{self, Owner},
    txn::{Attempts, Txn},
};

use super::{check_key, find::Found, meta::restate};

impl BlobStore {
    /// Attaches `body` to a version by `name`, in place of the attachment of that name there may be; nothing else of the
    /// version changes. Answers the version, and the attachment.
    ///
    /// `check` decides on the very state that the commit verifies: it is given the version (`None` = there is none) and
    /// its attachments, and is asked again whenever another writer was faster.
    ///
    /// # Errors
    ///
    /// What `check` answers: nothing is attached then. [`Error::NotFound`] when there is no such version, or only a
    /// delete marker, and `check` lets it pass. [`Error::InvalidKey`], [`Error::Vfs`].
    pub async fn attach<E: From<Error>>(
        &self,
        key: &str,
        which: &Selector,
        name: &str,
        mut body: Sealed,
        new: NewPart,
        check: impl Fn(Option<&BlobInfo>, &[Attachment]) -> Result<(), E>,
    ) -> Result<(BlobInfo, Attachment), E> {
        let attachment = Attachment {
            name: name.to_owned(),
            size: body.size(),
            etag: new.etag,
            checksum: new.checksum,
            modified: self.source().now(),
            payload: body.payload(),
        };
        let mut attempts = Attempts::default();
        loop {
            let (found, mut list) = self.find_attached(key, which).await?;
            if let (Some(info), true) = (found.info(), list.contains(&attachment)) {
                // By an attempt whose reply was lost.
                return Ok((info.clone(), attachment));
            }
            check(found.info(), &list)?;
            match place(&list, name) {
                Ok(at) => list[at] = attachment.clone(),
                Err(at) => list.insert(at, attachment.clone()),
            }
            if let Some(info) = self.reattach(&found, &list, Some(&mut body), &mut attempts).await? {
                return Ok((info, attachment));
            }
        }
    }

    /// Removes the attachment of that name from a version; one that is not there is removed already. `check` is as in
    /// [`BlobStore::attach`]. Answers the version.
    ///
    /// # Errors
    ///
    /// As [`BlobStore::attach`].
    pub async fn detach<E: From<Error>>(
        &self,
        key: &str,
        which: &Selector,
        name: &str,
        check: impl Fn(Option<&BlobInfo>, &[Attachment]) -> Result<(), E>,
    ) -> Result<BlobInfo, E> {
        let mut attempts = Attempts::default();
        loop {
            let (found, mut list) = self.find_attached(key, which).await?;
            check(found.info(), &list)?;
            match (place(&list, name), found.info()) {
                (Ok(at), _) => drop(list.remove(at)),
                (Err(_), Some(info)) if !info.is_delete_marker() => return Ok(info.clone()),
                (Err(_), _) => return Err(Error::NotFound(key.to_owned()).into()),
            }
            if let Some(info) = self.reattach(&found, &list, None, &mut attempts).await? {
                return Ok(info);
            }
        }
    }

    /// What is attached to a version, by name in the order of bytes.
    ///
    /// # Errors
    ///
    /// [`Error::Superseded`] when the version has changed since it was looked up: look it up again.
    /// [`Error::Corrupt`], [`Error::Vfs`].
    pub async fn attachments(&self, blob: &BlobInfo) -> Result<Vec<Attachment>> {
        match blob.attached {
            Some(id) => record::attachment_list(&self.manifest(blob, id).await?),
            None => Ok(Vec::new()),
        }
    }

    /// The bytes of an attachment of `blob`. What is open stays readable whatever happens to it.
    ///
    /// # Errors
    ///
    /// As [`BlobStore::attachments`].
    pub async fn open_attachment(&self, blob: &BlobInfo, attachment: &Attachment) -> Result<BlobReader> {
        self.open_payload(blob, attachment.payload, attachment.size).await
    }

    /// A version and what is attached to it, of one state.
    async fn find_attached<'a>(&'a self, key: &'a str, which: &Selector) -> Result<(Found<'a>, Vec<Attachment>)> {
        check_key(key)?;
        loop {
            let found = self.find(key, which).await?;
            let Some(info) = found.info() else { return Ok((found, Vec::new())) };
            match self.attachments(info).await {
                Ok(list) => return Ok((found, list)),
                Err(Error::Superseded) => {}
                Err(error) => return Err(error),
            }
        }
    }

    /// One attempt at making `list` what is attached to the version found. `None` = another was faster.
    async fn reattach(
        &self,
        found: &Found<'_>,
        list: &[Attachment],
        body: Option<&mut Sealed>,
        attempts: &mut Attempts,
    ) -> Result<Option<BlobInfo>> {
        let there = found.info().filter(|info| !info.is_delete_marker());
        let old = there.ok_or_else(|| Error::NotFound(found.head.key.to_owned()))?;
        let mut info = BlobInfo { attached: (!list.is_empty()).then(|| self.issue_id()), ..old.clone() };
        let mut txn = Txn::default();
        let proof = restate(&found.head, &info, &mut txn);
        txn.give_all(old.attached.map(Owner::Manifest));
        if let Some(id) = info.attached {
            txn.put(Namespace::manifest(id), record::attachments(list)?);
            // The new payload is the list's alone; all others are kept beyond the list that named them.
            let new = body.as_ref().map(|body| body.payload());
            for kept in list.iter().filter(|of| Some(of.payload) != new) {
                txn.take(Owner::Payload(kept.payload));
            }
        }
        Ok(self.commit(&mut txn, &proof, body, attempts).await?.map(|rev| {
            info.rev = rev;
            info
        }))
    }
}

/// Where `name` is in the list, or belongs.
fn place(list: &[Attachment], name: &str) -> Result<usize, usize> {
    list.binary_search_by(|of| of.name.as_str().cmp(name))
}
