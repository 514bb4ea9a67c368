//! Names of payloads. No one chooses them and none is used twice.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::raw;

/// The name of a payload: 64 bits of issue time (nanoseconds since 1970), then 64 bits of entropy. Ordered by issue
/// time.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PayloadId(u128);

impl PayloadId {
    /// Issue time of ids that a clock did not issue; later than every sweep.
    pub(crate) const UNTIMED: u64 = u64::MAX;

    /// An id from its two halves.
    #[must_use]
    pub const fn new(issued: u64, entropy: u64) -> Self {
        Self(((issued as u128) << 64) | entropy as u128)
    }

    /// When it was issued, in nanoseconds since 1970.
    #[must_use]
    pub const fn issued(self) -> u64 {
        (self.0 >> 64) as u64
    }

    /// The sixteen bytes, in the order of ids.
    #[must_use]
    pub const fn to_bytes(self) -> [u8; 16] {
        self.0.to_be_bytes()
    }

    /// The reverse of [`PayloadId::to_bytes`].
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(u128::from_be_bytes(bytes))
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
        write!(f, "{:032x}", self.0)
    }
}

impl fmt::Debug for PayloadId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
