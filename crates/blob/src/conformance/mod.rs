//! The promises of [`Vfs`](crate::Vfs) and [`BlobStore`](crate::BlobStore), one short case each, for any engine to run against itself.
//!
//! An engine's own tests expand [`vfs_conformance!`](crate::vfs_conformance) and [`store_conformance!`](crate::store_conformance) over an
//! [`Engine`] and get one `#[test]` per promise, under the promise's name. Every store case also runs with the engine closed and opened
//! again between its steps ([`Life::Reopened`]): whatever it relied on in memory is gone then.
//!
//! Beside the cases stand the tools they are made of: [`TestSource`] (a clock that can step back, entropy that repeats), [`FaultyVfs`] (fails the
//! n-th call), [`CountingVfs`] (what a request really costs) and [`dump`] (the whole visible state as text, audited while it is read).

mod counting;
mod dump;
mod engine;
mod failure;
mod faulty;
mod pause;
mod registry;
mod source;
pub mod steps;
pub mod store;
mod torn;
pub mod vfs;
mod world;

pub use counting::{CountingVfs, Tally};
pub use dump::dump;
pub use engine::{Engine, Locked, Mem};
pub use failure::{Failure, Outcome};
pub use faulty::{Fault, FaultyVfs, Pauses, Span, Verb, When};
pub use source::TestSource;
pub use torn::Torn;
pub use world::{Life, World};
