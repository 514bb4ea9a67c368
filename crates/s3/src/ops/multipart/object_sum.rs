//! The checksum that a CompleteMultipartUpload expects of its object: the headers `x-amz-checksum-*` and
//! `x-amz-checksum-type`.
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity-upload.html>

use http::HeaderMap;
use sandpail_blob::{Algorithm, Checksum, ChecksumKind};

use crate::error::{Error, Result};
use crate::front::body::digest;
use crate::rules::checksum;
use crate::rules::upload::{Sums, default_kind, kind_of, spelled};

/// What the headers say.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Expected {
    kind: Option<ChecksumKind>,
    sum: Option<Sum>,
}

#[derive(Debug, PartialEq, Eq)]
struct Sum {
    algorithm: Algorithm,
    kind: ChecksumKind,
    value: Vec<u8>,
    /// The number of parts that a composite checksum names behind a hyphen.
    parts: Option<u32>,
}

impl Expected {
    /// Reads the headers.
    ///
    /// # Errors
    /// `ChecksumTypeUnknown`, `SeveralChecksums`, and `InvalidChecksum` for a value that is no checksum of its type.
    pub(super) fn read(headers: &HeaderMap) -> Result<Self> {
        let kind = text(headers, "x-amz-checksum-type").map(kind_of).transpose()?;
        let mut sum = None;
        for algorithm in digest::algorithms() {
            let header = digest::header(algorithm);
            for value in headers.get_all(header) {
                let kind = kind.unwrap_or_else(|| default_kind(algorithm));
                let read = value.to_str().ok().and_then(|value| Sum::read(algorithm, kind, value.trim()));
                if sum.replace(read.ok_or(Error::InvalidChecksum { header })?).is_some() {
                    return Err(Error::SeveralChecksums {});
                }
            }
        }
        Ok(Self { kind, sum })
    }

    /// Holds the upload to the type that the request names.
    ///
    /// # Errors
    /// `ChecksumTypeChanged`.
    pub(super) fn check_kind(&self, asked: Option<Sums>) -> Result<()> {
        match self.kind {
            Some(kind) if asked.is_none_or(|sums| sums.kind != kind) => {
                Err(Error::ChecksumTypeChanged { created: asked.map_or("null", |sums| checksum::kind(sums.kind)) })
            }
            _ => Ok(()),
        }
    }

    /// Holds the object's checksum to the value that the request names. An upload that was started without an
    /// algorithm ignores all but those of the one that it has all the same.
    ///
    /// # Errors
    /// `BadChecksum`.
    pub(super) fn check(&self, asked: Option<Sums>, computed: &Checksum) -> Result<()> {
        let Some(sum) = &self.sum else { return Ok(()) };
        if asked.is_none() && sum.algorithm != computed.algorithm {
            return Ok(());
        }
        if sum.is(computed) { Ok(()) } else { Err(Error::BadChecksum { algorithm: spelled(computed.algorithm) }) }
    }
}

impl Sum {
    fn read(algorithm: Algorithm, kind: ChecksumKind, text: &str) -> Option<Self> {
        let (value, parts) = match text.rsplit_once('-') {
            Some((value, parts)) if kind == ChecksumKind::Composite => (value, Some(parts.parse().ok()?)),
            _ => (text, None),
        };
        Some(Self { algorithm, kind, value: digest::decode(algorithm, value.as_bytes())?.to_vec(), parts })
    }

    fn is(&self, computed: &Checksum) -> bool {
        self.algorithm == computed.algorithm
            && self.kind == computed.kind
            && self.value == computed.value
            && (self.parts.is_none() || self.parts == computed.parts)
    }
}

fn text<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    headers.get(name).map(|value| value.to_str().unwrap_or_default().trim())
}

#[cfg(test)]
mod tests {
    use http::{HeaderName, HeaderValue};

    use super::*;

    const FULL: ChecksumKind = ChecksumKind::FullObject;
    const COMPOSITE: ChecksumKind = ChecksumKind::Composite;

    fn read(pairs: &[(&'static str, &'static str)]) -> Result<Expected> {
        let pairs = pairs.iter().map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)));
        Expected::read(&pairs.fold(HeaderMap::new(), |mut map, (name, value)| {
            map.append(name, value);
            map
        }))
    }

    /// An object of three parts whose checksum is `AAAAAQ==`.
    fn check(pairs: &[(&'static str, &'static str)], asked: Option<(Algorithm, ChecksumKind)>, fails: Option<&str>) {
        let asked = asked.map(|(algorithm, kind)| Sums { algorithm, kind });
        let sums = asked.unwrap_or(Sums::DEFAULT);
        let value = if asked.is_some() { vec![0, 0, 0, 1] } else { vec![0, 0, 0, 0, 0, 0, 0, 1] };
        let parts = (sums.kind == COMPOSITE).then_some(3);
        let computed = Checksum { algorithm: sums.algorithm, kind: sums.kind, value, parts };
        let result = read(pairs).and_then(|expected| {
            expected.check_kind(asked)?;
            expected.check(asked, &computed)
        });
        let found = result.err().map(|error| error.document().message.into_owned());
        assert_eq!(found.as_deref(), fails, "{pairs:?} {asked:?}");
    }

    #[test]
    fn composite_uploads_take_composite_checksums() {
        let upload = Some((Algorithm::Crc32, COMPOSITE));
        let bad = Some("The crc32 you specified did not match the calculated checksum.");
        check(&[], upload, None);
        check(&[("x-amz-checksum-crc32", "AAAAAQ==-3")], upload, None);
        check(&[("x-amz-checksum-crc32", "AAAAAQ==")], upload, None);
        check(&[("x-amz-checksum-crc32", "AAAAAQ==-3"), ("x-amz-checksum-type", "COMPOSITE")], upload, None);
        check(&[("x-amz-checksum-crc32", "AAAAAQ==-2")], upload, bad);
        check(&[("x-amz-checksum-crc32", "AAAAAA==-3")], upload, bad);
        check(&[("x-amz-checksum-crc32c", "AAAAAQ==-3")], upload, bad);
        check(&[("x-amz-checksum-crc64nvme", "AAAAAAAAAAE=")], upload, bad);
    }

    #[test]
    fn full_object_uploads_take_full_object_checksums_that_say_so() {
        let upload = Some((Algorithm::Crc32c, FULL));
        let bad = Some("The crc32c you specified did not match the calculated checksum.");
        let kind = ("x-amz-checksum-type", "FULL_OBJECT");
        check(&[kind], upload, None);
        check(&[("x-amz-checksum-crc32c", "AAAAAQ=="), kind], upload, None);
        check(&[("x-amz-checksum-crc32c", "AAAAAA=="), kind], upload, bad);
        check(&[("x-amz-checksum-crc32", "AAAAAQ=="), kind], upload, bad);
        // Without a type it counts as a composite one, even when it is right.
        check(&[("x-amz-checksum-crc32c", "AAAAAQ==")], upload, bad);
        check(&[("x-amz-checksum-crc32c", "AAAAAQ==-1")], upload, bad);
        check(&[("x-amz-checksum-crc64nvme", "AAAAAAAAAAE=")], upload, bad);
    }

    #[test]
    fn uploads_without_an_algorithm_ignore_what_they_do_not_have() {
        check(&[("x-amz-checksum-crc32c", "AAAAAA==-2")], None, None);
        check(&[("x-amz-checksum-crc64nvme", "AAAAAAAAAAE=")], None, None);
        let bad = Some("The crc64nvme you specified did not match the calculated checksum.");
        check(&[("x-amz-checksum-crc64nvme", "AAAAAAAAAAA=")], None, bad);
    }

    #[test]
    fn the_type_is_that_of_the_upload() {
        let changed = |created: &str| {
            format!(
                "The upload was created using the {created} checksum mode. The complete request must use the same checksum mode."
            )
        };
        let (full, composite) = (("x-amz-checksum-type", "FULL_OBJECT"), ("x-amz-checksum-type", "COMPOSITE"));
        check(&[full], Some((Algorithm::Crc32, COMPOSITE)), Some(&changed("COMPOSITE")));
        check(&[composite], Some((Algorithm::Crc32, FULL)), Some(&changed("FULL_OBJECT")));
        check(&[full], None, Some(&changed("null")));
        check(&[composite], None, Some(&changed("null")));
        check(&[("x-amz-checksum-type", "x")], None, Some("Value for x-amz-checksum-type header is invalid."));
    }

    #[test]
    fn what_is_no_checksum_is_refused() {
        let invalid = |header: &'static str, value, kind: &[_]| {
            let pairs: Vec<_> = [(header, value)].iter().chain(kind).copied().collect();
            assert!(matches!(read(&pairs), Err(Error::InvalidChecksum { header: h }) if h == header), "{value}");
        };
        let full = [("x-amz-checksum-type", "FULL_OBJECT")];
        invalid("x-amz-checksum-sha256", "bad", &[]);
        invalid("x-amz-checksum-crc32", "AAAAAQ==-x", &[]);
        invalid("x-amz-checksum-crc32", "AAAAAQ==-", &[]);
        invalid("x-amz-checksum-crc32", "", &[]);
        invalid("x-amz-checksum-crc32", "AAAAAQ==-3", &full);
        invalid("x-amz-checksum-crc64nvme", "AAAAAAAAAAE=-1", &[]);
        let several = read(&[("x-amz-checksum-crc32", "AAAAAQ=="), ("x-amz-checksum-crc32c", "AAAAAQ==")]);
        assert!(matches!(several, Err(Error::SeveralChecksums {})));
    }
}
