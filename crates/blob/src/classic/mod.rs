//! The original verbs by their names, each a few lines over the store's own.
//!
//! Without options they mean what their names say: `put` leaves one version, `put_versioned` keeps the older ones,
//! `delete` takes all. Entity tags are the MD5 of the body, in hexadecimal.

mod compose;
mod get;
mod import;
mod list;
mod markers;
mod metas;
mod put;
mod settings;

pub use compose::{PartPolicy, PartRef};
pub use list::PrefixDelete;
