//! Buckets themselves: making, finding, deleting and versioning them.

pub(crate) mod create;
mod create_directory;
mod delete;
mod head;
mod location;
mod versioning;

pub(crate) use create::CreateBucket;
pub(crate) use delete::DeleteBucket;
pub(crate) use head::HeadBucket;
pub(crate) use location::GetBucketLocation;
pub(crate) use versioning::{GetBucketVersioning, PutBucketVersioning};
