//! The operations that list: buckets, objects, versions, uploads, parts.

mod buckets;
mod objects;
mod objects_v2;
mod parts;
mod uploads;
mod versions;

#[cfg(test)]
mod documents;
#[cfg(test)]
mod paging;
#[cfg(test)]
mod scene;

pub(crate) use self::buckets::ListBuckets;
pub(crate) use self::objects::ListObjects;
pub(crate) use self::objects_v2::ListObjectsV2;
pub(crate) use self::parts::ListParts;
pub(crate) use self::uploads::ListMultipartUploads;
pub(crate) use self::versions::ListObjectVersions;
