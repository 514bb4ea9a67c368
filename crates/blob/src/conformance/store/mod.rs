//! What [`BlobStore`](crate::BlobStore) promises over every engine, one case each.

pub mod attachments;
pub mod classic;
pub mod composing;
pub mod configs;
pub mod copying;
pub mod documents;
pub mod history;
pub mod imports;
pub mod keys;
pub mod listing;
pub mod metadata;
pub mod namespaces;
pub mod parts;
pub mod reading;
pub mod removal;
pub mod renaming;
pub mod sweeping;
pub mod uploads;
pub mod versions;
pub mod writing;
