//! The bytes of the records of versions, written and read by hand: every request reads one, and every write makes one.
//!
//! A head and a version that is not current have one layout. What every version has comes first and has its place; what
//! only some have follows, as the flags tell; the document is the rest. Numbers are little-endian, texts follow their
//! length.

use bytes::{BufMut as _, Bytes};

use crate::{
    Algorithm, ChecksumKind, Error, Glance, Kind, PayloadId, Result, VersionId,
    version::{Form, RANDOM},
};

use super::{Body, ChecksumRecord, HeadRecord, Stamp, VersionRecord};

/// The first byte. Other records begin with [`super::FORMAT`].
const FORMAT: u8 = 2;

/// Bytes of what every version has.
const FIXED: usize = 38;

/// The number of a body of one payload.
const PAYLOAD: u8 = 1;

mod flag {
    pub(super) const OLDER: u8 = 1;
    pub(super) const NULL: u8 = 1 << 1;
    pub(super) const ATTACHED: u8 = 1 << 2;
    pub(super) const CHECKSUM: u8 = 1 << 3;
    pub(super) const PARTS: u8 = 1 << 4;
    pub(super) const UPLOAD: u8 = 1 << 5;
}

const KINDS: [Kind; 3] = [Kind::Blob, Kind::Composite, Kind::DeleteMarker];
const SUM_KINDS: [ChecksumKind; 2] = [ChecksumKind::FullObject, ChecksumKind::Composite];
const ALGORITHMS: [Algorithm; 10] = [
    Algorithm::Crc32,
    Algorithm::Crc32c,
    Algorithm::Crc64Nvme,
    Algorithm::Sha1,
    Algorithm::Sha256,
    Algorithm::Sha512,
    Algorithm::Md5,
    Algorithm::Xxhash64,
    Algorithm::Xxhash3,
    Algorithm::Xxhash128,
];

/// The record of a head.
pub(crate) fn encode_head(head: &HeadRecord<'_>) -> Bytes {
    let HeadRecord { null, older, version } = head;
    let mut out = Vec::with_capacity(room(head));
    let on = |condition: bool, flag: u8| if condition { flag } else { 0 };
    let parts = version.checksum.as_ref().and_then(|sum| sum.parts);
    let flags = on(*older, flag::OLDER)
        | on(null.is_some(), flag::NULL)
        | on(version.attached.is_some(), flag::ATTACHED)
        | on(version.checksum.is_some(), flag::CHECKSUM)
        | on(parts.is_some(), flag::PARTS)
        | on(version.upload.is_some(), flag::UPLOAD);
    let (body, id) = match version.body {
        Body::None => (0, None),
        Body::Payload(id) => (PAYLOAD, Some(id)),
        Body::Manifest(id) => (2, Some(id)),
    };
    let form = match version.version.0 {
        Form::Null => 0,
        Form::Own { .. } => 1,
        Form::Imported(_) => 2,
    };
    out.extend_from_slice(&[FORMAT, flags, version.kind as u8, body, form, 0]);
    let Stamp(seconds, nanos) = version.modified;
    for number in [version.seq, version.size, seconds.cast_unsigned()] {
        out.put_u64_le(number);
    }
    out.put_u32_le(nanos);
    out.put_u32_le(version.part_count);
    null.iter().for_each(|seq| out.put_u64_le(*seq));
    id.iter().chain(&version.attached).for_each(|id| out.put_slice(&id.to_bytes()));
    match &version.version.0 {
        Form::Null => {}
        Form::Own { inverted, random } => {
            out.put_u64_le(*inverted);
            out.put_slice(random);
        }
        Form::Imported(text) => put(&mut out, text.as_bytes()),
    }
    put(&mut out, version.etag.as_bytes());
    if let Some(sum) = &version.checksum {
        out.put_slice(&[sum.algorithm as u8, sum.kind as u8]);
        put(&mut out, sum.value);
    }
    parts.iter().for_each(|parts| out.put_u32_le(*parts));
    version.upload.iter().for_each(|upload| put(&mut out, upload.as_bytes()));
    out.put_slice(version.meta);
    // Exact, or not by much: what a vector has beyond its length stays with the record for its life.
    if out.len() == out.capacity() { out.into() } else { out.into_boxed_slice().into() }
}

/// How long the record is.
fn room(HeadRecord { null, version, .. }: &HeadRecord<'_>) -> usize {
    let text = |bytes: usize| size_of::<u32>() + bytes;
    let id = size_of::<PayloadId>();
    FIXED
        + null.map_or(0, |_| size_of::<u64>())
        + version.body.owner().map_or(0, |_| id)
        + version.attached.map_or(0, |_| id)
        + match &version.version.0 {
            Form::Null => 0,
            Form::Own { .. } => size_of::<u64>() + RANDOM,
            Form::Imported(imported) => text(imported.len()),
        }
        + text(version.etag.len())
        + version
            .checksum
            .as_ref()
            .map_or(0, |sum| 2 + text(sum.value.len()) + sum.parts.map_or(0, |_| size_of::<u32>()))
        + version.upload.map_or(0, |upload| text(upload.len()))
        + version.meta.len()
}

fn put(out: &mut Vec<u8>, bytes: &[u8]) {
    // No text here is longer than the head of a request.
    out.put_u32_le(u32::try_from(bytes.len()).unwrap_or(u32::MAX));
    out.put_slice(bytes);
}

/// The record of a version that is not current.
pub(crate) fn encode_version(version: VersionRecord<'_>) -> Bytes {
    encode_head(&HeadRecord { null: None, older: false, version })
}

/// What the record of a head tells.
///
/// # Errors
///
/// [`Error::Corrupt`] when it is none, or not whole.
#[inline]
pub(crate) fn decode_head(value: &[u8]) -> Result<HeadRecord<'_>> {
    match value.first() {
        Some(&FORMAT) => parse(value).ok_or_else(|| Error::Corrupt("record of a version".to_owned())),
        Some(format) => Err(Error::Corrupt(format!("record of a version, of unknown format {format}"))),
        None => Err(Error::Corrupt("empty record".to_owned())),
    }
}

/// What the record of a version tells, current or not.
///
/// # Errors
///
/// As [`decode_head`].
pub(crate) fn decode_version(value: &[u8]) -> Result<VersionRecord<'_>> {
    Ok(decode_head(value)?.version)
}

/// What a listing shows of a head, and no more: texts are not looked at.
pub(crate) fn glance<'a>(key: &'a [u8], value: &'a [u8]) -> Option<Glance<'a>> {
    let mut rest = Rest(value);
    let [FORMAT, flags, _, body, form, _] = rest.take()? else { return None };
    let has = |flag: u8| flags & flag != 0;
    let (_seq, size, seconds) = (rest.long()?, rest.long()?, rest.long()?);
    let (_nanos, _part_count) = (rest.short()?, rest.short()?);
    if has(flag::NULL) {
        rest.long()?;
    }
    if body != 0 {
        rest.id()?;
    }
    if has(flag::ATTACHED) {
        rest.id()?;
    }
    match form {
        0 => {}
        1 => drop(rest.take::<{ size_of::<u64>() + RANDOM }>()?),
        _ => drop(rest.bytes()?),
    }
    let etag = rest.bytes()?;
    let checksum = if has(flag::CHECKSUM) {
        let [algorithm, kind] = rest.take()?;
        rest.bytes()?;
        if has(flag::PARTS) {
            rest.short()?;
        }
        Some((*ALGORITHMS.get(usize::from(algorithm))?, *SUM_KINDS.get(usize::from(kind))?))
    } else {
        None
    };
    if has(flag::UPLOAD) {
        rest.bytes()?;
    }
    Some(Glance { key, size, etag, checksum, second: seconds.cast_signed(), meta: rest.0 })
}

/// The payload that is all there is to the key of a head: no older version, nothing attached, no parts. `None` = there
/// may be more.
pub(crate) fn sole_payload(value: &[u8]) -> Option<PayloadId> {
    const MORE: u8 = flag::OLDER | flag::NULL | flag::ATTACHED;
    match value.split_first_chunk::<FIXED>()? {
        ([FORMAT, flags, _, PAYLOAD, ..], rest) if flags & MORE == 0 => Rest(rest).id(),
        _ => None,
    }
}

#[inline]
fn parse(value: &[u8]) -> Option<HeadRecord<'_>> {
    let mut rest = Rest(value);
    let [_, flags, kind, body, form, _] = rest.take()?;
    let has = |flag: u8| flags & flag != 0;
    let (seq, size, seconds) = (rest.long()?, rest.long()?, rest.long()?);
    let (nanos, part_count) = (rest.short()?, rest.short()?);
    let null = if has(flag::NULL) { Some(rest.long()?) } else { None };
    let body = match body {
        0 => Body::None,
        PAYLOAD => Body::Payload(rest.id()?),
        2 => Body::Manifest(rest.id()?),
        _ => return None,
    };
    let attached = if has(flag::ATTACHED) { Some(rest.id()?) } else { None };
    let form = match form {
        0 => Form::Null,
        1 => Form::Own { inverted: rest.long()?, random: rest.take()? },
        2 => Form::Imported(rest.text()?.into()),
        _ => return None,
    };
    let etag = rest.text()?;
    let checksum = if has(flag::CHECKSUM) { Some(rest.checksum(has(flag::PARTS))?) } else { None };
    let upload = if has(flag::UPLOAD) { Some(rest.text()?) } else { None };
    let version = VersionRecord {
        seq,
        version: VersionId(form),
        kind: *KINDS.get(usize::from(kind))?,
        size,
        etag,
        checksum,
        modified: Stamp(seconds.cast_signed(), nanos),
        part_count,
        upload,
        body,
        attached,
        meta: rest.0,
    };
    Some(HeadRecord { null, older: has(flag::OLDER), version })
}

/// What is yet to be read.
struct Rest<'a>(&'a [u8]);

impl<'a> Rest<'a> {
    fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (taken, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(*taken)
    }

    fn long(&mut self) -> Option<u64> {
        self.take().map(u64::from_le_bytes)
    }

    fn short(&mut self) -> Option<u32> {
        self.take().map(u32::from_le_bytes)
    }

    fn id(&mut self) -> Option<PayloadId> {
        self.take().map(PayloadId::from_bytes)
    }

    fn bytes(&mut self) -> Option<&'a [u8]> {
        let length = usize::try_from(self.short()?).ok()?;
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }

    fn text(&mut self) -> Option<&'a str> {
        str::from_utf8(self.bytes()?).ok()
    }

    fn checksum(&mut self, parts: bool) -> Option<ChecksumRecord<'a>> {
        let [algorithm, kind] = self.take()?;
        Some(ChecksumRecord {
            algorithm: *ALGORITHMS.get(usize::from(algorithm))?,
            kind: *SUM_KINDS.get(usize::from(kind))?,
            value: self.bytes()?,
            parts: if parts { Some(self.short()?) } else { None },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(null: Option<u64>, older: bool, version: VersionRecord<'_>) {
        let head = HeadRecord { null, older, version };
        let bytes = encode_head(&head);
        assert_eq!(bytes.len(), room(&head));
        assert_eq!(decode_head(&bytes).unwrap(), head);
        let VersionRecord { size, etag, modified: Stamp(second, _), meta, .. } = head.version;
        let checksum = head.version.checksum.as_ref().map(|sum| (sum.algorithm, sum.kind));
        let shown = Glance { key: b"k", size, etag: etag.as_bytes(), checksum, second, meta };
        assert_eq!(glance(b"k", &bytes), Some(shown));
        let sole = match head.version.body {
            Body::Payload(id) if !older && null.is_none() && head.version.attached.is_none() => Some(id),
            _ => None,
        };
        assert_eq!(sole_payload(&bytes), sole);
        // The document is what is left, so only what comes before it can be torn.
        for end in 0..bytes.len() - head.version.meta.len() {
            assert!(matches!(decode_head(&bytes[..end]), Err(Error::Corrupt(_))), "{end} of {head:?}");
            assert_eq!(glance(b"k", &bytes[..end]), None, "{end} of {head:?}");
        }
        let alone = encode_version(head.version.clone());
        assert_eq!(version_of(&alone), head.version);
    }

    fn version_of(bytes: &[u8]) -> VersionRecord<'_> {
        decode_version(bytes).unwrap()
    }

    #[test]
    fn whatever_a_version_has_survives() {
        let id = PayloadId::new(u64::MAX - 1, 7);
        let plain = VersionRecord {
            seq: u64::MAX,
            version: VersionId::null(),
            kind: Kind::Blob,
            size: 5,
            etag: "",
            checksum: None,
            modified: Stamp(-5, 999_999_999),
            part_count: 0,
            upload: None,
            body: Body::None,
            attached: None,
            meta: b"null",
        };
        record(None, false, plain.clone());
        record(Some(0), true, VersionRecord { meta: b"", etag: "é\0", ..plain.clone() });
        for kind in KINDS {
            for body in [Body::None, Body::Payload(id), Body::Manifest(id)] {
                for (attached, older) in [(None, false), (None, true), (Some(id), false), (Some(id), true)] {
                    record(None, older, VersionRecord { kind, body, attached, ..plain.clone() });
                    record(Some(1), older, VersionRecord { kind, body, attached, ..plain.clone() });
                }
            }
        }
        let own = VersionId::issue(3, u128::MAX);
        for version in [own, VersionId(Form::Imported("any text".into()))] {
            let upload = Some("upload");
            record(Some(9), false, VersionRecord { version, upload, part_count: 10_000, ..plain.clone() });
        }
        for algorithm in ALGORITHMS {
            for (kind, value, parts) in [(SUM_KINDS[0], &b"\0\xFF"[..], None), (SUM_KINDS[1], &[], Some(u32::MAX))] {
                let checksum = Some(ChecksumRecord { algorithm, kind, value, parts });
                record(None, false, VersionRecord { checksum, ..plain.clone() });
            }
        }
    }

    #[test]
    fn what_is_no_version_is_corrupt() {
        let other = super::super::encode(&300_u64).unwrap();
        let mut whole = [0; FIXED + 4];
        whole[0] = FORMAT;
        assert!(decode_head(&whole).is_ok());
        // No such kind, body or form.
        for (place, byte) in [(0, FORMAT + 1), (2, 3), (3, 3), (4, 3)] {
            let mut wrong = whole;
            wrong[place] = byte;
            assert!(matches!(decode_head(&wrong), Err(Error::Corrupt(_))), "{byte} at {place}");
        }
        assert!(matches!(decode_head(&other), Err(Error::Corrupt(_))));
    }
}
