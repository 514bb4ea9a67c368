//! Annotations of objects: named texts that belong to a version and change without it.
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/annotations-overview.html>

mod list;
mod read;
mod write;

pub(crate) use self::list::ListObjectAnnotations;
pub(crate) use self::read::GetObjectAnnotation;
pub(crate) use self::write::{DeleteObjectAnnotation, PutObjectAnnotation};
