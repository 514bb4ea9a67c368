//! Documents as they are stored: text under a name, among the bucket-config records of the bucket's own store.
//!
//! A document is written only while the bucket is what it was when the request looked, and with what the bucket's record
//! has to say of it: both in one commit.

use sandpail_blob::{ConfigChange, Error as BlobError, Guard, Json};

use crate::bucket::{Bucket, BucketRecord};
use crate::error::{Error, Result};
use crate::operation::Context;

/// The document of that name, if there is one.
///
/// # Errors
/// Those of the store.
pub(crate) async fn load(bucket: &Bucket, name: &str) -> Result<Option<String>> {
    match bucket.objects.bucket_config(name).await? {
        Some((json, _)) => Ok(Some(json.parse()?)),
        None => Ok(None),
    }
}

/// Stores a document in place of the one of its name, and the bucket's record where that is to change.
///
/// # Errors
/// `Stale` when the bucket or the document was changed meanwhile: nothing was stored then, and the operation looks again.
pub(crate) async fn save(
    cx: &Context,
    bucket: &Bucket,
    name: &str,
    text: &str,
    record: Option<BucketRecord>,
) -> Result<()> {
    let there = bucket.objects.bucket_config(name).await?;
    let value = Json::of(text)?;
    let change = match &there {
        Some((_, guard)) => ConfigChange::Update { guard, value },
        None => ConfigChange::Create { store: &bucket.objects, name, value },
    };
    commit(cx, bucket, record, Some(change)).await
}

/// Removes a document, and tells whether there was one.
///
/// # Errors
/// As [`save`].
pub(crate) async fn remove(cx: &Context, bucket: &Bucket, name: &str, record: Option<BucketRecord>) -> Result<bool> {
    let there = bucket.objects.bucket_config(name).await?;
    let change = there.as_ref().map(|(_, guard)| ConfigChange::Delete { guard, empty: None });
    commit(cx, bucket, record, change).await?;
    Ok(there.is_some())
}

/// Replaces a document, or its absence, by what `f` makes of it; `None` of that removes it.
///
/// # Errors
/// What `f` answers: nothing is changed then. `Stale` as [`save`]: what `f` was given is what the commit replaces.
pub(crate) async fn amend(
    cx: &Context,
    bucket: &Bucket,
    name: &str,
    f: impl FnOnce(Option<String>) -> Result<Option<String>>,
) -> Result<()> {
    let (text, guard) = match bucket.objects.bucket_config(name).await? {
        Some((json, guard)) => (Some(json.parse()?), Some(guard)),
        None => (None, None),
    };
    let value = f(text)?.map(|text| Json::of(&text)).transpose()?;
    let change = match (&guard, value) {
        (Some(guard), Some(value)) => Some(ConfigChange::Update { guard, value }),
        (Some(guard), None) => Some(ConfigChange::Delete { guard, empty: None }),
        (None, Some(value)) => Some(ConfigChange::Create { store: &bucket.objects, name, value }),
        (None, None) => None,
    };
    commit(cx, bucket, None, change).await
}

async fn commit(
    cx: &Context,
    bucket: &Bucket,
    record: Option<BucketRecord>,
    change: Option<ConfigChange<'_>>,
) -> Result<()> {
    let guard: &Guard = &bucket.guard;
    let first = match record {
        Some(record) => ConfigChange::Update { guard, value: Json::of(&record)? },
        None => ConfigChange::Hold { guard },
    };
    let changes: Vec<_> = [first].into_iter().chain(change).collect();
    match cx.world.directory().change_bucket_configs(&changes).await {
        Ok(_) => Ok(()),
        Err(BlobError::Conflict { .. }) => Err(Error::Stale {}),
        Err(other) => Err(other.into()),
    }
}
