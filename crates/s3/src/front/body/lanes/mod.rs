//! The MD5 of large bodies, beside the I/O and several at once: `docs/decisions/0021`.
//!
//! MD5 is one long chain of dependent steps: a core spends most of it waiting, and two cores do not make it faster. But
//! the chains of several bodies fit beside each other into the lanes of vectors, where eight cost hardly more than one.

mod compress;
mod lane;
mod pool;
mod spares;

pub(super) use self::lane::Lane;

/// The words of an MD5 under way.
type State = [u32; 4];

/// How many bytes one block of MD5 has.
const BLOCK: usize = 64;

/// The most bodies that are hashed side by side.
const LANES: usize = 8;

#[cfg(test)]
mod tests;
