//! The list of parts that a CompleteMultipartUpload names, held against those that were uploaded.
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_CompleteMultipartUpload.html>

use sandpail_blob::{Algorithm, ChecksumKind, PartInfo};

use super::upload::{Sums, spelled};
use super::{checksum, etag};
use crate::documents::Element;
use crate::error::{Error, Result};
use crate::front::body::digest;

/// The fewest bytes of a part, unless it is the last one: 5 MiB.
const SMALLEST: u64 = 5 << 20;

/// A part as the request names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Named {
    pub(crate) number: u32,
    /// The ETag without quotes.
    pub(crate) etag: String,
    /// The checksums, in base64.
    pub(crate) checksums: Vec<(Algorithm, String)>,
}

/// Reads the document of the request, which fits its schema. One without parts names none.
///
/// # Errors
/// `CompletedPartNumber` for a number below 1, `MalformedXml` for one that no part could have.
pub(crate) fn read(document: Option<&Element>) -> Result<Vec<Named>> {
    document.into_iter().flat_map(|document| &document.children).map(named).collect()
}

fn named(part: &Element) -> Result<Named> {
    let value = part.text_of("PartNumber").and_then(|number| number.parse::<i64>().ok()).unwrap_or_default();
    if value < 1 {
        return Err(Error::CompletedPartNumber { value });
    }
    let sum = |algorithm| Some((algorithm, part.text_of(checksum::element(algorithm))?.to_owned()));
    Ok(Named {
        number: u32::try_from(value).map_err(|_| Error::MalformedXml {})?,
        etag: etag::bare(part.text_of("ETag").unwrap_or_default().trim()).to_owned(),
        checksums: digest::algorithms().filter_map(sum).collect(),
    })
}

/// The uploaded parts that make the object, in its order.
///
/// `upload` is the id that errors name; `asked` are the checksums that the upload was started with; `stored` is in
/// ascending order.
///
/// # Errors
/// `NoParts`, `InvalidPartOrder`, `InvalidPart`, `PartChecksumMissing`, `PartChecksumOther`, `EntityTooSmall`.
pub(crate) fn select<'s>(
    upload: &str,
    asked: Option<Sums>,
    named: &[Named],
    stored: &'s [PartInfo],
) -> Result<Vec<&'s PartInfo>> {
    if named.is_empty() {
        return Err(Error::NoParts {});
    }
    if !in_order(asked, named) {
        return Err(Error::InvalidPartOrder { upload: upload.to_owned() });
    }
    let missing = |named: &Named| Error::InvalidPart {
        upload: upload.to_owned(),
        number: named.number,
        etag: named.etag.clone(),
    };
    let mut chosen = Vec::with_capacity(named.len());
    for one in named {
        let found = stored.binary_search_by_key(&one.number, |part| part.number).ok().map(|at| &stored[at]);
        let part = found.filter(|part| part.etag == one.etag).ok_or_else(|| missing(one))?;
        if !has_checksum(asked, one, part)? {
            return Err(missing(one));
        }
        chosen.push(part);
    }
    match chosen.split_last().and_then(|(_, others)| others.iter().find(|part| part.size < SMALLEST)) {
        Some(small) => Err(Error::EntityTooSmall { etag: small.etag.clone(), number: small.number, size: small.size }),
        None => Ok(chosen),
    }
}

/// Whether the numbers ascend; where each part has a checksum that the object's is made of, they have to be 1, 2, 3 ….
fn in_order(asked: Option<Sums>, named: &[Named]) -> bool {
    if asked.is_some_and(|sums| sums.kind == ChecksumKind::Composite) {
        return named.iter().zip(1..).all(|(part, expected)| part.number == expected);
    }
    named.windows(2).all(|pair| pair[0].number < pair[1].number)
}

/// Whether the checksums that the request names for a part are the part's. A part of an upload that was started
/// without an algorithm has none that could be named.
///
/// # Errors
/// `PartChecksumOther` for one of another algorithm; `PartChecksumMissing` where the object's is made of the parts'.
fn has_checksum(asked: Option<Sums>, named: &Named, part: &PartInfo) -> Result<bool> {
    let Some(sums) = asked else { return Ok(named.checksums.is_empty()) };
    if let Some((other, _)) = named.checksums.iter().find(|(algorithm, _)| *algorithm != sums.algorithm) {
        return Err(Error::PartChecksumOther { algorithm: spelled(*other), number: named.number });
    }
    match named.checksums.first() {
        Some((_, value)) => Ok(part.checksum.as_ref().is_some_and(|sum| digest::encode(&sum.value) == value.trim())),
        None if sums.kind == ChecksumKind::Composite => {
            Err(Error::PartChecksumMissing { algorithm: spelled(sums.algorithm), number: named.number })
        }
        None => Ok(true),
    }
}

#[cfg(test)]
mod tests {
    use std::time::UNIX_EPOCH;

    use sandpail_blob::Checksum;

    use super::*;
    use crate::rules::checksum::full_object;

    const CRC: &str = "AAAAAQ==";

    fn stored(number: u32, size: u64) -> PartInfo {
        let checksum: Option<Checksum> = Some(full_object(Algorithm::Crc32, vec![0, 0, 0, 1]));
        PartInfo { number, size, etag: format!("{number:032x}"), checksum, modified: UNIX_EPOCH }
    }

    fn plain(number: u32) -> Named {
        Named { number, etag: format!("{number:032x}"), checksums: Vec::new() }
    }

    fn summed(number: u32, algorithm: Algorithm, value: &str) -> Named {
        Named { checksums: vec![(algorithm, value.to_owned())], ..plain(number) }
    }

    fn crc32(kind: ChecksumKind) -> Option<Sums> {
        Some(Sums { algorithm: Algorithm::Crc32, kind })
    }

    /// Parts 1, 2, 4 and 7 are there; part 4 is small.
    fn check(asked: Option<Sums>, named: &[Named], expected: Result<&[u32], &str>) {
        let stored = [stored(1, SMALLEST), stored(2, SMALLEST), stored(4, SMALLEST - 1), stored(7, SMALLEST)];
        let found = select("U", asked, named, &stored);
        let found = found.map(|parts| parts.iter().map(|part| part.number).collect::<Vec<_>>()).map_err(|error| {
            let document = error.document();
            let fields = document.fields.iter().map(|(name, value)| format!(" {name}={value}"));
            let shown = if document.fields.is_empty() { document.message.into_owned() } else { fields.collect() };
            format!("{}:{shown}", document.code)
        });
        assert_eq!(found.as_deref().map_err(String::as_str), expected, "{named:?}");
    }

    #[test]
    fn parts_are_chosen_in_ascending_order() {
        check(None, &[plain(1), plain(2)], Ok(&[1, 2]));
        check(None, &[plain(2), plain(7)], Ok(&[2, 7]));
        check(None, &[plain(4)], Ok(&[4]));
        check(None, &[plain(1), plain(4)], Ok(&[1, 4]));
        check(None, &[], Err("InvalidRequest:You must specify at least one part"));
        let order = Err("InvalidPartOrder: UploadId=U");
        check(None, &[plain(2), plain(1)], order);
        check(None, &[plain(1), plain(1)], order);
        check(None, &[plain(1), plain(2), plain(2)], order);
    }

    #[test]
    fn parts_have_to_be_there() {
        let etag = "00000000000000000000000000000003";
        check(None, &[plain(1), plain(3)], Err(&format!("InvalidPart: UploadId=U PartNumber=3 ETag={etag}")));
        check(
            None,
            &[plain(20_000)],
            Err("InvalidPart: UploadId=U PartNumber=20000 ETag=00000000000000000000000000004e20"),
        );
        let other = Named { etag: "x".into(), ..plain(1) };
        check(None, &[other], Err("InvalidPart: UploadId=U PartNumber=1 ETag=x"));
    }

    #[test]
    fn only_the_last_part_may_be_small() {
        let small = "EntityTooSmall: ETag=00000000000000000000000000000004 MinSizeAllowed=5242880 PartNumber=4 ProposedSize=5242879";
        check(None, &[plain(1), plain(4), plain(7)], Err(small));
        check(None, &[plain(4), plain(7)], Err(small));
    }

    #[test]
    fn composite_uploads_need_the_checksum_of_each_part_and_no_gaps() {
        let composite = crc32(ChecksumKind::Composite);
        let good = |number| summed(number, Algorithm::Crc32, CRC);
        check(composite, &[good(1), good(2)], Ok(&[1, 2]));
        check(composite, &[good(1), good(4)], Err("InvalidPartOrder: UploadId=U"));
        check(composite, &[good(2)], Err("InvalidPartOrder: UploadId=U"));
        let missing = "InvalidRequest:The upload was created using a crc32 checksum. The complete request must include the checksum \
            for each part. It was missing for part 2 in the request.";
        check(composite, &[good(1), plain(2)], Err(missing));
        let wrong = "InvalidPart: UploadId=U PartNumber=2 ETag=00000000000000000000000000000002";
        check(composite, &[good(1), summed(2, Algorithm::Crc32, "AAAAAA==")], Err(wrong));
        check(composite, &[good(1), summed(2, Algorithm::Crc32, "bad")], Err(wrong));
        let other = "BadDigest:The sha256 you specified for part 1 did not match what we received.";
        check(composite, &[summed(1, Algorithm::Sha256, "x")], Err(other));
    }

    #[test]
    fn full_object_uploads_take_part_checksums_but_need_none() {
        let full = crc32(ChecksumKind::FullObject);
        check(full, &[plain(1), plain(7)], Ok(&[1, 7]));
        check(full, &[summed(1, Algorithm::Crc32, CRC), plain(7)], Ok(&[1, 7]));
        let wrong = "InvalidPart: UploadId=U PartNumber=1 ETag=00000000000000000000000000000001";
        check(full, &[summed(1, Algorithm::Crc32, "AAAAAA==")], Err(wrong));
        // Without an algorithm parts have no checksum to name, not even the one that S3 computed.
        check(None, &[summed(1, Algorithm::Crc32, CRC)], Err(wrong));
    }

    #[test]
    fn parts_are_read_with_or_without_quotes() {
        let read = |inner: &str| {
            let document = format!("<CompleteMultipartUpload><Part>{inner}</Part></CompleteMultipartUpload>");
            read(Element::parse(document.as_bytes()).as_ref())
        };
        let checksums = vec![(Algorithm::Sha1, "S".into()), (Algorithm::Xxhash3, "X".into())];
        let expected = Named { number: 3, etag: "e".into(), checksums };
        let sums = "<ChecksumXXHASH3>X</ChecksumXXHASH3><ChecksumSHA1>S</ChecksumSHA1>";
        for tag in ["e", "&quot;e&quot;", " e "] {
            let part = format!("<PartNumber>3</PartNumber><ETag>{tag}</ETag>{sums}");
            assert_eq!(read(&part).unwrap(), std::slice::from_ref(&expected));
        }
        let number = |number: &str| read(&format!("<PartNumber>{number}</PartNumber><ETag>e</ETag>")).unwrap_err();
        assert!(matches!(number("0"), Error::CompletedPartNumber { value: 0 }));
        assert!(matches!(number("-9223372036854775808"), Error::CompletedPartNumber { value: i64::MIN }));
        assert!(matches!(number("4294967296"), Error::MalformedXml {}));
        assert_eq!(super::read(None).unwrap(), []);
    }
}
