//! Sandpail, the bucket for your sandbox: an S3-compatible mock endpoint to run or to embed.
//!
//! [`Sandpail::start`] gives a test its own server, in memory, on a free port of this machine. It needs no
//! async runtime, shares nothing with any other server, and is gone when the value is dropped:
//!
//! ```
//! let s3 = sandpail::Sandpail::builder().bucket("photos").start()?;
//! // Point any S3 client at s3.url(), path style, with any credentials.
//! assert!(s3.url().starts_with("http://127.0.0.1:"));
//! # Ok::<(), sandpail::StartError>(())
//! ```
//!
//! The crate is also the binary `sandpail`. The feature `cli` (on by default) is what only that needs; an
//! embedded server builds faster with `default-features = false`. HTTPS is then the feature `tls`.

mod accept;
mod access;
#[cfg(feature = "aws-sdk")]
mod aws;
mod builder;
mod connection;
mod current;
mod error;
mod instruments;
mod seed;
mod server;
#[cfg_attr(not(feature = "tls"), path = "no_tls.rs")]
mod tls;

pub use access::Access;
pub use builder::Builder;
pub use error::StartError;
pub use sandpail_control::{Clock, Entropy, ManualClock, SeededEntropy, SystemClock};
pub use sandpail_s3::{Answered, Cors, CreateBucketError, Credential, DEFAULT_ACCOUNT, SettingsError};
pub use seed::{SeedError, SeedFault, Seeded};
pub use server::Sandpail;
#[cfg(feature = "tls")]
pub use tls::{Tls, TlsError};
