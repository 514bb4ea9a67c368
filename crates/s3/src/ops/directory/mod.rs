//! What is for directory buckets alone.

mod list;
mod rename;
mod session;

pub(crate) use list::ListDirectoryBuckets;
pub(crate) use rename::RenameObject;
pub(crate) use session::CreateSession;
