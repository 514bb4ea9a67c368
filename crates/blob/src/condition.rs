//! Conditions on the current version of a key, as data.

use std::time::SystemTime;

use crate::{BlobInfo, Error, VersionId};

/// A condition on the current version of a key. A delete marker counts as absent.
///
/// Its [`Condition::check`] fits the `check` argument of every mutation: `|current| condition.check(current)`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Condition {
    /// Holds.
    Always,
    /// There is no current version.
    Absent,
    /// There is one.
    Present,
    /// Its entity tag is one of these.
    Etag(Vec<String>),
    /// Its entity tag is none of these, or there is no current version.
    NotEtag(Vec<String>),
    /// It has this id.
    Version(VersionId),
    /// It is so many bytes long.
    SizeIs(u64),
    /// It was written at this time.
    ModifiedIs(SystemTime),
    /// All of these.
    All(Vec<Self>),
}

impl Condition {
    /// Evaluates the condition.
    ///
    /// # Errors
    ///
    /// [`Error::Precondition`] with what it was evaluated against.
    pub fn check(&self, current: Option<&BlobInfo>) -> Result<(), Error> {
        let present = current.filter(|info| !info.is_delete_marker());
        if self.holds(present) { Ok(()) } else { Err(Error::Precondition { current: current.cloned().map(Box::new) }) }
    }

    fn holds(&self, present: Option<&BlobInfo>) -> bool {
        match self {
            Self::Always => true,
            Self::Absent => present.is_none(),
            Self::Present => present.is_some(),
            Self::Etag(any) => present.is_some_and(|info| any.contains(&info.etag)),
            Self::NotEtag(none) => present.is_none_or(|info| !none.contains(&info.etag)),
            Self::Version(id) => present.is_some_and(|info| info.version == *id),
            Self::SizeIs(size) => present.is_some_and(|info| info.size == *size),
            Self::ModifiedIs(time) => present.is_some_and(|info| info.modified == *time),
            Self::All(all) => all.iter().all(|condition| condition.holds(present)),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::{sync::Arc, time::Duration};

    use super::*;
    use crate::{
        BlobStore, Mode, Removal,
        conformance::{
            TestSource,
            steps::{always, digest, meta, put},
        },
    };

    #[tokio::test]
    async fn conditions() {
        let store = BlobStore::mem(Arc::new(TestSource::default()), "condition");
        let blob = put(&store, "k", b"body", Mode::NewVersion).await.unwrap();
        let marker = store.remove("k", Removal::Marker(meta("m")), None, always).await.unwrap().marker;
        let tag = || vec!["other".to_owned(), digest(b"body")];
        let other = || vec!["other".to_owned()];
        let soon = blob.modified + Duration::from_nanos(1);
        let both = |last| Condition::All(vec![Condition::Present, last]);
        for (condition, on_blob, on_nothing) in [
            (Condition::Always, true, true),
            (Condition::Absent, false, true),
            (Condition::Present, true, false),
            (Condition::Etag(tag()), true, false),
            (Condition::Etag(other()), false, false),
            (Condition::Etag(vec![String::new()]), false, false),
            (Condition::NotEtag(tag()), false, true),
            (Condition::NotEtag(other()), true, true),
            (Condition::Version(blob.version.clone()), true, false),
            (Condition::Version(VersionId::null()), false, false),
            (Condition::SizeIs(4), true, false),
            (Condition::SizeIs(0), false, false),
            (Condition::ModifiedIs(blob.modified), true, false),
            (Condition::ModifiedIs(soon), false, false),
            (Condition::All(vec![]), true, true),
            (both(Condition::SizeIs(4)), true, false),
            (both(Condition::SizeIs(5)), false, false),
        ] {
            for (current, expected) in [(Some(&blob), on_blob), (marker.as_ref(), on_nothing), (None, on_nothing)] {
                match condition.check(current) {
                    Ok(()) => assert!(expected, "{condition:?} holds on {current:?}"),
                    Err(Error::Precondition { current: told }) => {
                        assert!(!expected, "{condition:?} fails on {current:?}");
                        assert_eq!(told.map(|told| told.version), current.map(|current| current.version.clone()));
                    }
                    Err(error) => panic!("{error:?}"),
                }
            }
        }
    }
}
