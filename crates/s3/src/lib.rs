//! Amazon S3 as Sandpail answers it.
//!
//! A [`Service`] turns an HTTP request into the answer that S3 would give. The front (`front`) settles what comes
//! before an operation, s3s routes and reads the input, an operation (`ops`) does it on the blob core, the front sends
//! the answer. This crate is the only one that names s3s; it opens no socket, spawns no task and reads no clock.

mod answered;
mod boxed;
mod bucket;
mod buckets;
mod date;
mod documents;
mod error;
mod exchange;
mod explain;
mod front;
#[cfg(any(test, feature = "fuzzing"))]
#[doc(hidden)]
pub mod fuzz;
mod headers;
#[cfg(feature = "micro")]
#[doc(hidden)]
pub mod micro;
mod object;
mod object_body;
mod operation;
mod ops;
mod reply;
mod rules;
mod select;
mod service;
mod settings;
mod signature;
mod table;
mod world;
mod xml;

pub use answered::Answered;
pub use boxed::boxed;
pub use explain::{Explanation, Finding, Part};
pub use s3s::Body;
pub use service::{ByOperator, CreateBucketError, SecureTransport, Service};
pub use settings::{Cors, Credential, DEFAULT_ACCOUNT, DEFAULT_REGION, Settings, SettingsError};
pub use table::{NEWER, REFUSED, SUPPORTED};
