//! The blob core of Sandpail: versioned, composite, atomically published blobs over a small engine trait. It knows
//! nothing of S3 or HTTP.
//!
//! * A [`Vfs`] is an engine: one ordered map of records with atomic commits, and one set of immutable payloads.
//!   [`MemVfs`] is the embedded one.
//! * A [`BlobStore`] keeps blobs, versions and what is attached to them, delete markers, multipart uploads and bucket
//!   configurations in one namespace of an engine. A write stages its bytes first and becomes visible in one commit, or
//!   not at all.
//! * A [`BlobStoreMap`] gives each account and region a store of its own.
//!
//! Time and entropy come from a [`Source`], never from the machine.
//!
//! ```
//! use std::{sync::Arc, time::{SystemTime, UNIX_EPOCH}};
//! use sandpail_blob::{BlobStore, Condition, Error, Mode, NewVersion, Source};
//!
//! struct Still;
//! impl Source for Still {
//!     fn now(&self) -> SystemTime { UNIX_EPOCH }
//!     fn random(&self) -> u128 { 4 }
//! }
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Error> {
//! let store = BlobStore::mem(Arc::new(Still), "example");
//! let mut draft = store.draft(Some(5)).await?;
//! draft.write("hello".into()).await?;
//! let body = draft.seal().await?;
//! let if_absent = |current: Option<&_>| Condition::Absent.check(current);
//! store.publish("greeting", body, NewVersion::new(Mode::Replace, "an-etag"), if_absent).await?;
//! assert_eq!(store.get("greeting").await?, "hello");
//! # Ok(())
//! # }
//! ```

mod base32;
mod checksum;
mod classic;
mod codec;
mod condition;
mod config;
#[cfg(feature = "conformance")]
pub mod conformance;
mod error;
mod guard;
mod info;
mod json;
mod list;
mod map;
mod mem;
#[cfg(feature = "micro")]
#[doc(hidden)]
pub mod micro;
mod raw;
mod record;
mod source;
mod store;
mod sweep;
mod txn;
mod upload;
mod version;
mod vfs;

pub use checksum::{Algorithm, Checksum, ChecksumKind};
pub use classic::{PartPolicy, PartRef, PrefixDelete};
pub use codec::RecordKey;
pub use condition::Condition;
pub use config::ConfigChange;
pub use error::{Error, Result};
pub use guard::Guard;
pub use info::{Attachment, BlobInfo, Kind, PartInfo};
pub use json::Json;
pub use list::{Glance, ListPage, ListQuery, Listed, Shown, VersionPage, VersionQuery};
pub use map::BlobStoreMap;
pub use mem::MemVfs;
pub use source::Source;
pub use store::{
    BlobRead, BlobReader, BlobStore, Draft, Mode, NewPart, NewVersion, Removal, Removed, Rename, Sealed, Selector,
};
pub use sweep::Sweep;
pub use upload::{ListedUpload, PartPage, Upload, UploadId, UploadPage, UploadQuery};
pub use version::VersionId;
pub use vfs::{
    Answer, BLOCK, Batch, BoxFuture, BoxReader, ByteStream, Check, Payload, PayloadId, Record, Rev, Scan, ScanPage,
    Stage, Tour, Vfs, VfsEntry, VfsError, VfsExt, VfsStat, Visit, Visitor, Write,
};
