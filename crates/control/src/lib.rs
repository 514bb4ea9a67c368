//! The test instruments of Sandpail as plain data: the clock and the entropy that every other crate is handed.
//!
//! Nothing else in Sandpail reads the wall clock or asks the system for random bytes, so a server with a
//! [`ManualClock`] and a [`SeededEntropy`] of a known seed gives the same answers in every run.
//! No async here, and no I/O beyond those two readings.

mod clock;
mod entropy;

pub use clock::{Clock, ManualClock, SystemClock};
pub use entropy::{Entropy, SeededEntropy};
