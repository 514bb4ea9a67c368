//! The values of records: postcard, after one byte that tells the format. Those of versions have a layout of their own.
//!
//! Records borrow from the bytes they are decoded from, so that a listing copies no JSON.

mod attachments;
mod checksum;
mod config;
mod file;
mod head;
mod layout;
mod manifest;
mod time;
mod upload;
mod version;

pub(crate) use attachments::{attachment_list, attachments};
pub(crate) use checksum::ChecksumRecord;
pub(crate) use config::ConfigRecord;
pub(crate) use file::FileRecord;
pub(crate) use head::HeadRecord;
pub(crate) use layout::{decode_head, decode_version, encode_head, encode_version, glance, sole_payload};
pub(crate) use manifest::{Extent, Extents, Owner, holds, manifest, part_table};
pub(crate) use time::Stamp;
pub(crate) use upload::{PartBody, PartRecord, UploadRecord};
pub(crate) use version::{Body, VersionRecord, owners, read};

use bytes::Bytes;
use postcard::ser_flavors::Flavor;
use serde::{Deserialize, Serialize};
use smallvec::SmallVec;

use crate::{Error, Result};

/// The format of all but versions.
const FORMAT: u8 = 1;

/// The bytes of a record.
pub(crate) fn encode(record: &impl Serialize) -> Result<Bytes> {
    let Scratch(bytes) = postcard::serialize_with_flavor(record, Scratch(SmallVec::from_slice(&[FORMAT])))
        .map_err(|error| Error::Corrupt(error.to_string()))?;
    // Exact: what a vector grew beyond its length would stay with the record for its life.
    Ok(Bytes::copy_from_slice(&bytes))
}

/// Where a record is encoded: on the stack, as long as it is no longer than most.
struct Scratch(SmallVec<[u8; 512]>);

impl Flavor for Scratch {
    type Output = Self;

    fn try_push(&mut self, byte: u8) -> postcard::Result<()> {
        self.0.push(byte);
        Ok(())
    }

    fn try_extend(&mut self, bytes: &[u8]) -> postcard::Result<()> {
        self.0.extend_from_slice(bytes);
        Ok(())
    }

    fn finalize(self) -> postcard::Result<Self> {
        Ok(self)
    }
}

/// The record in `bytes`.
///
/// # Errors
///
/// [`Error::Corrupt`] when it is of another format or not whole.
pub(crate) fn decode<'a, T: Deserialize<'a>>(bytes: &'a [u8]) -> Result<T> {
    match bytes.split_first() {
        Some((&FORMAT, rest)) => postcard::from_bytes(rest).map_err(|error| Error::Corrupt(format!("record: {error}"))),
        Some((format, _)) => Err(Error::Corrupt(format!("record of unknown format {format}"))),
        None => Err(Error::Corrupt("empty record".to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_record_is_corrupt() {
        let whole = encode(&300_u64).unwrap();
        assert_eq!(decode::<u64>(&whole).unwrap(), 300);
        for bytes in [&[][..], &[FORMAT], &[FORMAT + 1, 1], &whole[..2]] {
            assert!(matches!(decode::<u64>(bytes), Err(Error::Corrupt(_))), "{bytes:?}");
        }
    }
}
