//! The record of a bucket's configuration.

use serde::{Deserialize, Serialize};

/// A bucket's configuration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ConfigRecord<'a> {
    /// Names the commit that wrote it, so that a lost reply can be settled by reading.
    #[serde(with = "crate::raw")]
    pub(crate) commit: [u8; 16],
    #[serde(serialize_with = "crate::raw::serialize")]
    pub(crate) value: &'a [u8],
}
