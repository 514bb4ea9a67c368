//! The harness of the integration tests: a server to ask, three ways to ask it (raw bytes, the AWS SDK, a page in a
//! browser), and one way to look at what it refused. It promises that a server lives as long as its handle, listens on a port of its own, and
//! that nothing here waits without a bound.

#![expect(
    clippy::missing_panics_doc,
    reason = "a harness has one way to report: every function here panics with the reason, which fails the test"
)]

mod between;
pub mod browser;
pub mod digest;
pub mod folder;
pub mod guide;
pub mod local;
pub mod operations;
pub mod raw;
pub mod refusal;
mod reopening;
pub mod reply;
pub mod sdk;
pub mod secure;
pub mod server;
pub mod signer;
pub mod site;
pub mod xml;

pub use between::Between;
pub use browser::Browser;
pub use local::Local;
pub use raw::Raw;
pub use refusal::Refusal;
pub use reply::Reply;
pub use server::Server;
pub use signer::Signer;
pub use site::Site;
