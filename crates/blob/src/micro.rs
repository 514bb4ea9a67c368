//! Steps of the store that `benches/codec.rs` measures by themselves. Not for users.

use crate::{
    BlobInfo, RecordKey, Result,
    codec::{Namespace, Parsed, Tag},
    record::{self, VersionRecord},
};

/// The place of the head of `key`, in the store of `bucket`.
#[must_use]
pub fn head_key(bucket: &Bucket, key: &str) -> RecordKey {
    bucket.0.live(key)
}

/// The key whose head is at `place`, if it is a head in that store.
#[must_use]
pub fn key_of(bucket: &Bucket, place: &RecordKey) -> Option<String> {
    Parsed::of(place, &bucket.0, Tag::Live)?.segment()
}

/// The namespace of a store.
#[derive(Debug)]
pub struct Bucket(Namespace);

impl Bucket {
    /// That of these names, from the outermost.
    #[must_use]
    pub fn new(names: &[&str]) -> Self {
        Self(names.iter().fold(Namespace::root(), |namespace, name| namespace.child(name)))
    }
}

/// The record of a version.
#[must_use]
pub fn encode(version: &BlobInfo) -> bytes::Bytes {
    record::encode_version(VersionRecord::of(version))
}

/// The size that the record of a version tells, read with all the rest of it.
///
/// # Errors
/// [`crate::Error::Corrupt`]: it is no such record.
pub fn decode(record: &[u8]) -> Result<u64> {
    Ok(record::decode_version(record)?.size)
}
