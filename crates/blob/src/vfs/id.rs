//! Names of payloads. No one chooses them and none is used twice.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use smallvec::SmallVec;

use crate::raw;

/// A few of them.
pub(crate) type PayloadIds = SmallVec<[PayloadId; 2]>;

/// The name of a payload: 64 bits of issue time (nanoseconds since 1970), then 64 bits of entropy. Ordered by issue
/// time.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PayloadId {
    issued: u64,
    entropy: u64,
}

impl PayloadId {
    /// Issue time of ids that a clock did not issue; later than every sweep.
    pub(crate) const UNTIMED: u64 = u64::MAX;

    /// An id from its two halves.
    #[must_use]
    pub const fn new(issued: u64, entropy: u64) -> Self {
        Self { issued, entropy }
    }

    /// When it was issued, in nanoseconds since 1970.
    #[must_use]
    pub const fn issued(self) -> u64 {
        self.issued
    }

    /// The sixteen bytes, in the order of ids.
    #[must_use]
    pub const fn to_bytes(self) -> [u8; 16] {
        self.number().to_be_bytes()
    }

    /// The reverse of [`PayloadId::to_bytes`].
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 16]) -> Self {
        let number = u128::from_be_bytes(bytes);
        Self { issued: (number >> 64) as u64, entropy: number as u64 }
    }

    const fn number(self) -> u128 {
        ((self.issued as u128) << 64) | self.entropy as u128
    }
}

impl Serialize for PayloadId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        raw::serialize(&self.to_bytes(), serializer)
    }
}

impl<'de> Deserialize<'de> for PayloadId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        raw::deserialize(deserializer).map(Self::from_bytes)
    }
}

impl fmt::Display for PayloadId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.number())
    }
}

impl fmt::Debug for PayloadId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
