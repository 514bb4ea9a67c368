//! The record of what is attached to a version: a manifest, as of a body in several payloads, whose table names them.

use bytes::Bytes;
use serde::{Deserialize, Serialize};

use crate::{Attachment, Checksum, Error, Result};

use super::{Extent, Owner, Stamp, decode, encode, manifest};

/// One row of the table.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Row<'a> {
    name: &'a str,
    size: u64,
    etag: &'a str,
    checksum: Option<Checksum>,
    modified: Stamp,
}

impl<'a> Row<'a> {
    fn of(attachment: &'a Attachment) -> Self {
        Self {
            name: &attachment.name,
            size: attachment.size,
            etag: &attachment.etag,
            checksum: attachment.checksum.clone(),
            modified: attachment.modified.into(),
        }
    }

    fn attachment(self, extent: Extent) -> Attachment {
        Attachment {
            name: self.name.to_owned(),
            size: self.size,
            etag: self.etag.to_owned(),
            checksum: self.checksum,
            modified: self.modified.into(),
            payload: extent.payload,
        }
    }
}

/// The record of `list`. Each payload is counted by itself: a list that replaces this one may keep it.
pub(crate) fn attachments(list: &[Attachment]) -> Result<Bytes> {
    let extent = |of: &Attachment| Extent { owner: of.payload, payload: of.payload, offset: 0, len: of.size };
    let extents: Vec<_> = list.iter().map(extent).collect();
    let holds = list.iter().map(|of| Owner::Payload(of.payload)).collect();
    let rows: Vec<_> = list.iter().map(Row::of).collect();
    manifest::record(&extents, holds, &encode(&rows)?)
}

/// The list that the record in `value` holds.
pub(crate) fn attachment_list(value: &Bytes) -> Result<Vec<Attachment>> {
    let extents = manifest::Extents::of(value)?;
    let rows: Vec<Row<'_>> = decode(manifest::table(value)?)?;
    if rows.len() != extents.len() {
        return Err(Error::Corrupt(format!("{} attachments with {} bodies", rows.len(), extents.len())));
    }
    Ok(rows.into_iter().zip(extents.rows()).map(|(row, extent)| row.attachment(extent)).collect())
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, UNIX_EPOCH};

    use super::*;
    use crate::{Algorithm, ChecksumKind, PartInfo, PayloadId, record::manifest as body};

    fn attachment(name: &str, size: u64) -> Attachment {
        let sum = Checksum { algorithm: Algorithm::Crc32, kind: ChecksumKind::FullObject, value: vec![1], parts: None };
        Attachment {
            name: name.to_owned(),
            size,
            etag: format!("etag of {name}"),
            checksum: (size > 1).then_some(sum),
            modified: UNIX_EPOCH + Duration::new(7, 8),
            payload: PayloadId::new(1, size),
        }
    }

    #[test]
    fn a_list_survives() {
        for list in [vec![], vec![attachment("a", 1)], vec![attachment("a", 1), attachment("é", 2)]] {
            assert_eq!(attachment_list(&attachments(&list).unwrap()).unwrap(), list);
        }
    }

    #[test]
    fn what_is_no_list_is_corrupt() {
        let part = PartInfo { number: 1, size: 1, etag: String::new(), checksum: None, modified: UNIX_EPOCH };
        let extent = Extent { owner: PayloadId::new(1, 1), payload: PayloadId::new(1, 1), offset: 0, len: 1 };
        let rows = encode(&Vec::<Row<'_>>::new()).unwrap();
        let bodiless = body::record(&[extent], Vec::new(), &rows).unwrap();
        assert!(matches!(attachment_list(&bodiless), Err(Error::Corrupt(_))));
        assert!(attachment_list(&body::manifest(&[extent], Vec::new(), &[part]).unwrap()).is_err());
    }
}
