//! Objects: put, post, get, head, copy, delete, attributes, encryption, select.

mod attributes;
mod copy;
mod copy_digest;
mod delete;
mod delete_many;
mod get;
mod overrides;
mod part;
mod post;
mod put;
mod read;
mod select;
pub(crate) mod update_encryption;
mod write;

pub(crate) use attributes::GetObjectAttributes;
pub(crate) use copy::CopyObject;
pub(crate) use delete::DeleteObject;
pub(crate) use delete_many::DeleteObjects;
pub(crate) use get::{GetObject, HeadObject};
pub(crate) use post::PostObject;
pub(crate) use put::PutObject;
pub(crate) use select::SelectObjectContent;
pub(crate) use update_encryption::UpdateObjectEncryption;
