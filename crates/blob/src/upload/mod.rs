//! Multipart uploads: records like all others, so that they survive a restart.

mod abort;
mod complete;
mod create;
mod id;
mod list;
mod page;
mod part;
mod parts;
mod query;

pub use id::UploadId;
pub use query::{ListedUpload, PartPage, Upload, UploadPage, UploadQuery};
