//! Multipart uploads: start, upload and copy parts, complete, abort.

mod abort;
mod complete;
mod conflict;
mod copy_range;
mod create;
mod hashed_body;
mod object_size;
mod object_sum;
mod upload_part;
mod upload_part_copy;

#[cfg(test)]
mod tests;

pub(crate) use abort::AbortMultipartUpload;
pub(crate) use complete::CompleteMultipartUpload;
pub(crate) use create::CreateMultipartUpload;
pub(crate) use upload_part::UploadPart;
pub(crate) use upload_part_copy::UploadPartCopy;
