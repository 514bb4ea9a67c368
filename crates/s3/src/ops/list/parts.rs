//! ListParts.
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListParts.html>

use s3s::dto::{ListPartsInput, ListPartsOutput};
use sandpail_blob::{Checksum, Error as BlobError, PartInfo, PartPage};

use crate::bucket::Bucket;
use crate::documents::lifecycle;
use crate::error::Result;
use crate::front::accounts::Accounts;
use crate::operation::{Context, Operation};
use crate::reply::Reply;
use crate::rules::checksum;
use crate::rules::listing::{self, Size};
use crate::rules::listing_date::Dates;
use crate::rules::listing_entry::Quoted;
use crate::rules::listing_upload;
use crate::rules::upload::{self, Found};
use crate::xml::Xml;

/// About what a part takes in the answer.
const PART: usize = 240;

/// Lists the parts of an upload under way.
pub(crate) struct ListParts;

impl Operation for ListParts {
    type Input = ListPartsInput;
    type Output = ListPartsOutput;
    const NAME: &'static str = "ListParts";

    async fn run(cx: &Context, input: ListPartsInput) -> Result<Reply> {
        let bucket = cx.bucket(&input.bucket).await?;
        let request = Request::of(&input)?;
        let found = upload::find(&bucket, &input.key, &input.upload_id).await?;
        let page = match request.size.limit {
            0 => PartPage::default(),
            limit => match bucket.objects.list_parts(&input.key, &found.upload.id, request.after, limit).await {
                Err(BlobError::NoSuchUpload) => return Err(upload::none(&input.upload_id)),
                page => page?,
            },
        };
        let mut reply = Reply::xml(request.document(&bucket, &cx.world.accounts, &found, &page));
        lifecycle::write_abort(&bucket, &found.upload, &mut reply).await?;
        Ok(reply)
    }
}

/// What is asked for.
#[derive(Debug)]
struct Request {
    after: u32,
    size: Size,
}

impl Request {
    fn of(input: &ListPartsInput) -> Result<Self> {
        let marker = input.part_number_marker.unwrap_or_default();
        let after = u32::try_from(marker).map_err(|_| listing::negative("part-number-marker", marker))?;
        Ok(Self { after, size: Size::of(input.max_parts, |value| listing::negative("max-parts", value))? })
    }

    fn document(&self, bucket: &Bucket, accounts: &Accounts, found: &Found, page: &PartPage) -> Xml {
        let Found { upload, meta } = found;
        let mut xml = Xml::document("ListPartsResult");
        xml.reserve(page.parts.len() * PART);
        xml.text("Bucket", &bucket.name);
        xml.text("Key", &upload.key);
        xml.text("UploadId", upload.id.as_str());
        listing_upload::write_accounts(&mut xml, meta, &bucket.record.owner, accounts);
        xml.text("StorageClass", meta.object.class());
        xml.value("PartNumberMarker", self.after);
        xml.value("NextPartNumberMarker", page.parts.last().map_or(0, |part| part.number));
        xml.value("MaxParts", self.size.limit);
        xml.value("IsTruncated", page.more);
        listing_upload::write_sums(&mut xml, meta);
        let mut dates = Dates::default();
        for part in &page.parts {
            xml.nest("Part", |xml| write_part(xml, part, meta.shown(part), &mut dates));
        }
        xml
    }
}

fn write_part(xml: &mut Xml, part: &PartInfo, sum: Option<&Checksum>, dates: &mut Dates) {
    xml.value("PartNumber", part.number);
    xml.value("LastModified", dates.iso(part.modified));
    xml.value("ETag", Quoted(&part.etag));
    xml.value("Size", part.size);
    if let Some(sum) = sum {
        checksum::write_element(sum, xml);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(after: Option<i32>, size: Option<i32>, expected: Result<(u32, usize), &str>) {
        let input = ListPartsInput { part_number_marker: after, max_parts: size, ..Default::default() };
        let found = match Request::of(&input) {
            Ok(request) => Ok((request.after, request.size.limit)),
            Err(error) => Err(error.document().message.into_owned()),
        };
        assert_eq!(found, expected.map_err(str::to_owned));
    }

    #[test]
    fn numbers_are_checked() {
        check(None, None, Ok((0, 1000)));
        check(Some(10_001), Some(1001), Ok((10_001, 1000)));
        check(Some(0), Some(0), Ok((0, 0)));
        check(Some(-2), None, Err("Argument part-number-marker must be an integer between 0 and 2147483647"));
        check(None, Some(-1), Err("Argument max-parts must be an integer between 0 and 2147483647"));
    }

    #[test]
    fn a_part_is_written_with_its_checksum() {
        let sum = checksum::full_object(sandpail_blob::Algorithm::Crc32, vec![0, 1, 2, 3]);
        let part = PartInfo {
            number: 7,
            size: 5,
            etag: "abc".to_owned(),
            checksum: Some(sum),
            modified: std::time::UNIX_EPOCH,
        };
        let mut xml = Xml::plain("R");
        write_part(&mut xml, &part, part.checksum.as_ref(), &mut Dates::default());
        let document = String::from_utf8(xml.finish().to_vec()).unwrap();
        assert!(document.ends_with(
            "<R><PartNumber>7</PartNumber><LastModified>1970-01-01T00:00:00.000Z</LastModified>\
             <ETag>&quot;abc&quot;</ETag><Size>5</Size><ChecksumCRC32>AAECAw==</ChecksumCRC32></R>"
        ));
    }
}
