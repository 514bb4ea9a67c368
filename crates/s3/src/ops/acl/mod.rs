//! ACLs of buckets and of objects: stored and answered, not enforced.

mod bucket;
mod object;
#[cfg(test)]
mod tests;

pub(crate) use bucket::{GetBucketAcl, PutBucketAcl};
pub(crate) use object::{GetObjectAcl, PutObjectAcl};
