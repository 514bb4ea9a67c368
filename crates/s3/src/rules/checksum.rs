//! Checksums of objects and parts, as headers and as XML.
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html>

use http::header::HeaderName;
use sandpail_blob::{Algorithm, Checksum, ChecksumKind};

use crate::error::{Error, Result};
use crate::front::body::{Digests, digest};
use crate::reply::Reply;
use crate::xml::Xml;

const TYPE: HeaderName = HeaderName::from_static("x-amz-checksum-type");

/// The algorithm of objects for which none was asked.
pub(crate) const DEFAULT: Algorithm = Algorithm::Crc64Nvme;

/// The checksum that was computed over a whole body.
pub(crate) fn of_body(digests: &Digests) -> Option<Checksum> {
    digests.checksum.as_ref().map(|(algorithm, value)| full_object(*algorithm, value.to_vec()))
}

/// A checksum over all bytes.
pub(crate) fn full_object(algorithm: Algorithm, value: Vec<u8>) -> Checksum {
    Checksum { algorithm, kind: ChecksumKind::FullObject, value, parts: None }
}

/// The algorithm that `x-amz-checksum-algorithm` asks for.
///
/// # Errors
/// `ChecksumAlgorithmUnknown`.
pub(crate) fn requested(header: Option<&str>) -> Result<Option<Algorithm>> {
    let known = |name: &str| digest::of_name(name).ok_or(Error::ChecksumAlgorithmUnknown {});
    header.map(known).transpose()
}

/// The value as S3 writes it: base64, and the number of parts for one that is made of theirs.
pub(crate) fn text(checksum: &Checksum) -> String {
    let value = digest::encode(&checksum.value);
    match checksum.parts {
        None => value,
        Some(parts) => format!("{value}-{parts}"),
    }
}

/// The name of the type: `FULL_OBJECT` or `COMPOSITE`.
pub(crate) fn kind(kind: ChecksumKind) -> &'static str {
    match kind {
        ChecksumKind::FullObject => "FULL_OBJECT",
        ChecksumKind::Composite => "COMPOSITE",
    }
}

/// Adds the checksum's header.
pub(crate) fn write_header(checksum: &Checksum, reply: &mut Reply) {
    reply.owned(digest::header_name(checksum.algorithm).clone(), text(checksum));
}

/// Adds the checksum's header and that of its type.
pub(crate) fn write_headers(checksum: &Checksum, reply: &mut Reply) {
    write_header(checksum, reply);
    reply.fixed(TYPE, kind(checksum.kind));
}

/// Adds the checksum's element, such as `ChecksumCRC32`.
pub(crate) fn write_element(checksum: &Checksum, xml: &mut Xml) {
    xml.value(element(checksum.algorithm), text(checksum));
}

/// Adds the checksum's element and that of its type.
pub(crate) fn write_elements(checksum: &Checksum, xml: &mut Xml) {
    write_element(checksum, xml);
    xml.value("ChecksumType", kind(checksum.kind));
}

/// The element of a checksum.
pub(crate) fn element(algorithm: Algorithm) -> &'static str {
    match algorithm {
        Algorithm::Crc32 => "ChecksumCRC32",
        Algorithm::Crc32c => "ChecksumCRC32C",
        Algorithm::Crc64Nvme => "ChecksumCRC64NVME",
        Algorithm::Sha1 => "ChecksumSHA1",
        Algorithm::Sha256 => "ChecksumSHA256",
        Algorithm::Sha512 => "ChecksumSHA512",
        Algorithm::Md5 => "ChecksumMD5",
        Algorithm::Xxhash64 => "ChecksumXXHASH64",
        Algorithm::Xxhash3 => "ChecksumXXHASH3",
        Algorithm::Xxhash128 => "ChecksumXXHASH128",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_checksum_of_parts_names_their_number() {
        let full = full_object(Algorithm::Crc32, vec![0, 1, 2, 3]);
        assert_eq!(text(&full), "AAECAw==");
        let composite = Checksum { kind: ChecksumKind::Composite, parts: Some(3), ..full };
        assert_eq!(text(&composite), "AAECAw==-3");
        let mut reply = Reply::ok();
        write_headers(&composite, &mut reply);
        assert_eq!(reply.headers["x-amz-checksum-crc32"], "AAECAw==-3");
        assert_eq!(reply.headers["x-amz-checksum-type"], "COMPOSITE");
    }

    #[test]
    fn algorithms_are_those_that_are_served() {
        assert_eq!(requested(None).unwrap(), None);
        assert_eq!(requested(Some("CRC64NVME")).unwrap(), Some(Algorithm::Crc64Nvme));
        assert_eq!(requested(Some("sha256")).unwrap(), Some(Algorithm::Sha256));
        assert_eq!(requested(Some("XXHASH128")).unwrap(), Some(Algorithm::Xxhash128));
        assert!(matches!(requested(Some("CRC16")), Err(Error::ChecksumAlgorithmUnknown {})));
    }
}
