//! Tags of objects and of buckets.

mod bucket;
mod object;

use s3s::dto;

use crate::error::{Error, Result};
use crate::rules::tags::{self, Of, Tag};
use crate::xml::Xml;

pub(crate) use bucket::{DeleteBucketTagging, GetBucketTagging, PutBucketTagging};
pub(crate) use object::{DeleteObjectTagging, GetObjectTagging, PutObjectTagging};

/// The tags of a `Tagging` document.
///
/// # Errors
/// `MalformedXml` for a tag without key or value, and what [`tags::check`] refuses.
fn read(tagging: dto::Tagging, of: Of) -> Result<Vec<Tag>> {
    let complete = |tag: dto::Tag| Some(Tag { key: tag.key?, value: tag.value? });
    let set: Option<Vec<Tag>> = tagging.tag_set.into_iter().map(complete).collect();
    let set = set.ok_or(Error::MalformedXml {})?;
    tags::check(&set, of)?;
    Ok(set)
}

/// The `Tagging` document of `tags`.
fn document(tags: &[Tag]) -> Xml {
    let mut xml = Xml::document("Tagging");
    xml.nest("TagSet", |xml| {
        for tag in tags {
            xml.nest("Tag", |xml| {
                xml.text("Key", &tag.key);
                xml.text("Value", &tag.value);
            });
        }
    });
    xml
}
