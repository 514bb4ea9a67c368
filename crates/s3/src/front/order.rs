//! What S3 says first of a request that has several faults.

use crate::bucket::Bucket;
use crate::error::Error;
use crate::world::World;

/// What is said of a request to `bucket` whose body, or what its headers tell of the body, is refused with `error`: a
/// bucket that is not there goes before that (recorded).
pub(super) async fn bucket_first(world: &World, bucket: Option<&str>, error: Error) -> Error {
    let Some(bucket) = bucket else { return error };
    match Bucket::load(world, bucket).await {
        Err(missing @ Error::NoSuchBucket { .. }) => missing,
        _ => error,
    }
}
