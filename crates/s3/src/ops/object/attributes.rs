//! GetObjectAttributes: <https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectAttributes.html>

use http::HeaderMap;
use s3s::dto::{GetObjectAttributesInput, GetObjectAttributesOutput};
use sandpail_blob::{BlobInfo, Checksum, ChecksumKind, Kind, PartInfo};

use crate::error::{Error, Result};
use crate::object::ObjectMeta;
use crate::operation::{Context, Operation};
use crate::reply::Reply;
use crate::rules::encryption::access::Reader;
use crate::rules::{checksum, unserved_headers, version_id};
use crate::xml::Xml;

/// The most parts of one answer.
const PAGE: usize = 1000;

/// Answers what is asked about an object, and nothing else.
pub(crate) struct GetObjectAttributes;

impl Operation for GetObjectAttributes {
    type Input = GetObjectAttributesInput;
    type Output = GetObjectAttributesOutput;
    const NAME: &'static str = "GetObjectAttributes";

    async fn run(cx: &Context, input: Self::Input) -> Result<Reply> {
        let exchange = &cx.exchange;
        unserved_headers::check(&exchange.headers)?;
        let reader = Reader::of(exchange)?;
        let asked = Attributes::read(&exchange.headers)?;
        let bucket = cx.bucket(&input.bucket).await?;
        let selector = version_id::select(input.version_id.as_deref())?;
        let asked = asked.ok_or(Error::AttributesMissing {})?;
        let blob = bucket.objects.lookup(&input.key, &selector).await?;
        let blob = version_id::object(blob, &input.key, &selector, &exchange.method)?;
        let meta = ObjectMeta::of(&blob)?;
        reader.open(&meta.encryption)?;

        let mut xml = Xml::document("GetObjectAttributesResponse");
        if asked.etag {
            xml.text("ETag", &blob.etag);
        }
        if let (true, Some(sum)) = (asked.checksum, &blob.checksum) {
            // Unlike elsewhere, the number of parts does not stand behind a composite checksum.
            xml.nest("Checksum", |xml| checksum::write_elements(&Checksum { parts: None, ..sum.clone() }, xml));
        }
        if asked.parts && blob.kind == Kind::Composite {
            let parts = bucket.objects.parts(&blob).await?;
            xml.nest("ObjectParts", |xml| write_parts(cx, &blob, &parts, xml));
        }
        if asked.storage_class {
            xml.text("StorageClass", meta.class());
        }
        if asked.size {
            xml.value("ObjectSize", blob.size);
        }
        let mut reply = Reply::untyped(xml);
        reply.last_modified(blob.modified);
        version_id::write(&bucket, &blob.version, &mut reply);
        Ok(reply)
    }
}

/// The number of parts; the parts themselves only where the object's checksum is made of theirs.
fn write_parts(cx: &Context, blob: &BlobInfo, parts: &[PartInfo], xml: &mut Xml) {
    xml.value("PartsCount", parts.len());
    if blob.checksum.as_ref().is_none_or(|sum| sum.kind != ChecksumKind::Composite) {
        return;
    }
    // S3 ignores values that are no numbers.
    let number = |name| cx.header(name).and_then(|text| text.parse::<u32>().ok());
    let limit = number("x-amz-max-parts").map_or(PAGE, |max| PAGE.min(max as usize));
    let marker = number("x-amz-part-number-marker").unwrap_or_default();
    let page = Page::of(parts, marker, limit);
    xml.value("PartNumberMarker", marker);
    // Behind the last part there is nothing to go on from (recorded).
    xml.value("NextPartNumberMarker", page.parts.last().map_or(0, |part| part.number));
    xml.value("MaxParts", limit);
    xml.value("IsTruncated", page.truncated);
    for part in page.parts {
        xml.nest("Part", |xml| {
            xml.value("PartNumber", part.number);
            xml.value("Size", part.size);
            if let Some(sum) = &part.checksum {
                checksum::write_element(sum, xml);
            }
        });
    }
}

/// Some of the parts.
#[derive(Debug, PartialEq, Eq)]
struct Page<'p> {
    parts: &'p [PartInfo],
    truncated: bool,
}

impl<'p> Page<'p> {
    /// At most `limit` parts with a number above `marker`. An empty page is never truncated: nobody could go on from it.
    fn of(parts: &'p [PartInfo], marker: u32, limit: usize) -> Self {
        let rest = &parts[parts.partition_point(|part| part.number <= marker)..];
        let page = &rest[..rest.len().min(limit)];
        Self { parts: page, truncated: !page.is_empty() && page.len() < rest.len() }
    }
}

/// What is asked for.
#[derive(Debug, Default, PartialEq, Eq)]
struct Attributes {
    etag: bool,
    checksum: bool,
    parts: bool,
    storage_class: bool,
    size: bool,
}

impl Attributes {
    /// Reads `x-amz-object-attributes`, a list that may be spread over several headers; `None` of none. Empty names
    /// count but at the end, and where there is nothing but one (recorded).
    ///
    /// # Errors
    /// `AttributeUnknown`.
    fn read(headers: &HeaderMap) -> Result<Option<Self>> {
        let lines = headers.get_all("x-amz-object-attributes").iter();
        let lines: Vec<_> = lines.map(|line| String::from_utf8_lossy(line.as_bytes())).collect();
        let list = lines.join(",");
        let mut names: Vec<_> = list.split(',').map(str::trim).collect();
        if lines.is_empty() {
            return Ok(None);
        }
        while names.len() > 1 && names.last() == Some(&"") {
            names.pop();
        }
        if names == [""] && list.contains(',') {
            return Ok(None);
        }
        let mut asked = Self::default();
        for name in names {
            let flag = match name {
                "ETag" => &mut asked.etag,
                "Checksum" => &mut asked.checksum,
                "ObjectParts" => &mut asked.parts,
                "StorageClass" => &mut asked.storage_class,
                "ObjectSize" => &mut asked.size,
                other => return Err(Error::AttributeUnknown { value: other.to_owned() }),
            };
            *flag = true;
        }
        Ok(Some(asked))
    }
}

#[cfg(test)]
mod tests {
    use std::time::UNIX_EPOCH;

    use http::HeaderValue;

    use super::*;

    fn read(lines: &[&'static str]) -> Result<Option<Attributes>> {
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append("x-amz-object-attributes", HeaderValue::from_static(line));
        }
        Attributes::read(&headers)
    }

    #[test]
    fn attributes_are_a_list_on_one_line_or_several() {
        let all = Attributes { etag: true, checksum: true, parts: true, storage_class: true, size: true };
        assert_eq!(read(&["ETag,Checksum,ObjectParts,StorageClass,ObjectSize"]).unwrap().as_ref(), Some(&all));
        assert_eq!(read(&["ETag, Checksum", "ObjectParts ,StorageClass", "ObjectSize,,"]).unwrap(), Some(all));
        let size = Attributes { size: true, ..Attributes::default() };
        assert_eq!(read(&["ObjectSize,ObjectSize"]).unwrap(), Some(size));
    }

    #[test]
    fn attributes_are_known_and_at_least_one() {
        for lines in [&[][..], &[","], &[" , "]] {
            assert!(matches!(read(lines), Ok(None)), "{lines:?}");
        }
        // recorded
        for lines in [&[""][..], &[",ETag"], &["ETag,,ObjectSize"], &["ETag, ,ObjectSize"]] {
            assert!(matches!(read(lines), Err(Error::AttributeUnknown { value }) if value.is_empty()), "{lines:?}");
        }
        for name in ["ETags", "etag", "Dummy"] {
            let error = Attributes::read(&HeaderMap::from_iter([(
                http::HeaderName::from_static("x-amz-object-attributes"),
                HeaderValue::from_str(&format!("ObjectSize,{name}")).unwrap(),
            )]));
            assert!(matches!(error, Err(Error::AttributeUnknown { value }) if value == name));
        }
    }

    fn check(numbers: &[u32], marker: u32, limit: usize, expected: &[u32], truncated: bool) {
        let part = |number: &u32| PartInfo {
            number: *number,
            size: 1,
            etag: String::new(),
            checksum: None,
            modified: UNIX_EPOCH,
        };
        let parts: Vec<_> = numbers.iter().map(part).collect();
        let page = Page::of(&parts, marker, limit);
        let found: Vec<_> = page.parts.iter().map(|part| part.number).collect();
        assert_eq!((found.as_slice(), page.truncated), (expected, truncated), "{numbers:?} after {marker}, {limit}");
    }

    #[test]
    fn parts_come_in_pages() {
        check(&[1, 2, 3], 0, 1000, &[1, 2, 3], false);
        check(&[1, 2, 3], 0, 2, &[1, 2], true);
        check(&[1, 2, 3], 2, 2, &[3], false);
        check(&[1, 2, 3], 1, 2, &[2, 3], false);
        check(&[1, 2, 3], 3, 2, &[], false);
        check(&[1, 2, 3], 0, 0, &[], false);
        check(&[], 0, 10, &[], false);
    }
}
