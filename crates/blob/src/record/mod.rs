//! The values of records: postcard, after one byte that tells the format.
//!
//! Records borrow from the bytes they are decoded from, so that a listing copies no JSON.

mod attachments;
mod config;
mod file;
mod head;
mod manifest;
mod time;
mod upload;
mod version;

pub(crate) use attachments::{attachment_list, attachments};
pub(crate) use config::ConfigRecord;
pub(crate) use file::FileRecord;
pub(crate) use head::HeadRecord;
pub(crate) use manifest::{Extent, Extents, Owner, holds, manifest, part_table};
pub(crate) use time::Stamp;
pub(crate) use upload::{PartBody, PartRecord, UploadRecord};
pub(crate) use version::{Body, VersionRecord, owners};

use bytes::Bytes;
use serde::{Deserialize, Serialize};

use crate::{Error, Result};

/// The format written; the only one read so far.
const FORMAT: u8 = 1;

/// The bytes of a record.
pub(crate) fn encode(record: &impl Serialize) -> Result<Bytes> {
    let bytes = postcard::to_extend(record, vec![FORMAT]).map_err(|error| Error::Corrupt(error.to_string()))?;
    // Exact: what the vector grew beyond its length would stay with the record for its life.
    Ok(bytes.into_boxed_slice().into())
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
