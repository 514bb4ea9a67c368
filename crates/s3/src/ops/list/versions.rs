//! ListObjectVersions.
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectVersions.html>

use std::time::SystemTime;

use s3s::dto::{EncodingType, ListObjectVersionsInput, ListObjectVersionsOutput};
use sandpail_blob::{VersionId, VersionPage, VersionQuery};

use crate::bucket::Bucket;
use crate::error::{Error, Result};
use crate::front::accounts::Accounts;
use crate::operation::{Context, Operation};
use crate::reply::Reply;
use crate::rules::listing::{self, Size};
use crate::rules::listing_encoding::Encoding;
use crate::rules::listing_entry::Entries;
use crate::xml::Xml;

/// Lists every version of every key of a bucket, delete markers among them.
pub(crate) struct ListObjectVersions;

impl Operation for ListObjectVersions {
    type Input = ListObjectVersionsInput;
    type Output = ListObjectVersionsOutput;
    const NAME: &'static str = "ListObjectVersions";

    async fn run(cx: &Context, input: ListObjectVersionsInput) -> Result<Reply> {
        let marker = Marker::of(input.key_marker.as_deref(), input.version_id_marker.as_deref())?;
        let bucket = cx.bucket(&input.bucket).await?;
        let request = Request::of(cx, &input, marker)?;
        let query = VersionQuery {
            prefix: request.prefix,
            delimiter: request.delimiter,
            after: request.marker.after(request.prefix, request.delimiter),
            limit: request.size.limit,
        };
        let page = match query.limit {
            0 => VersionPage { entries: Vec::new(), next: None },
            _ => bucket.objects.list_versions_page(&query).await?,
        };
        Ok(Reply::xml(request.document(&bucket, &cx.world.accounts, &page)?))
    }
}

/// Where a page begins: after a key, or after one of its versions.
#[derive(Debug)]
struct Marker<'a> {
    key: &'a str,
    version: Option<VersionId>,
}

impl<'a> Marker<'a> {
    fn of(key: Option<&'a str>, version: Option<&str>) -> Result<Self> {
        let version = match (key, version) {
            (_, None) => None,
            (None, Some(value)) => return Err(Error::VersionMarkerAlone { value: value.to_owned() }),
            (Some(_), Some("")) => return Err(Error::VersionMarkerEmpty {}),
            (Some(_), Some(value)) => {
                let id = VersionId::parse(value);
                Some(id.ok_or_else(|| Error::VersionMarkerInvalid { value: value.to_owned() })?)
            }
        };
        Ok(Self { key: key.unwrap_or_default(), version })
    }

    /// The marker as the store takes it. Within a group that is listed as one prefix, versions do not count.
    fn after(&self, prefix: &str, delimiter: Option<&str>) -> Option<(&'a str, Option<&VersionId>)> {
        let key = listing::after(self.key, prefix, delimiter)?;
        Some((key, self.version.as_ref().filter(|_| key == self.key)))
    }
}

/// What is asked for.
struct Request<'a> {
    prefix: &'a str,
    delimiter: Option<&'a str>,
    marker: Marker<'a>,
    encoding: Encoding<'a>,
    size: Size,
    restores: Option<SystemTime>,
}

impl<'a> Request<'a> {
    fn of(cx: &Context, input: &'a ListObjectVersionsInput, marker: Marker<'a>) -> Result<Self> {
        let size = Size::of(input.max_keys, |_| Error::NegativeMaxKeys {})?;
        let encoding = Encoding::parse(input.encoding_type.as_ref().map(EncodingType::as_str))?;
        let prefix = input.prefix.as_deref().unwrap_or_default();
        for (name, value) in [("key-marker", marker.key), ("prefix", prefix)] {
            if value.contains('\0') {
                return Err(Error::NullCharacter { name, value: value.to_owned() });
            }
        }
        let delimiter = listing::delimiter(input.delimiter.as_deref());
        Ok(Self { prefix, delimiter, marker, encoding, size, restores: listing::restores(cx)? })
    }

    fn document(&self, bucket: &Bucket, accounts: &Accounts, page: &VersionPage) -> Result<Xml> {
        let Self { prefix, delimiter, encoding, .. } = *self;
        let mut xml = Xml::document("ListVersionsResult");
        xml.text("Name", &bucket.name);
        encoding.write(&mut xml, "Prefix", prefix);
        encoding.write(&mut xml, "KeyMarker", self.marker.key);
        match &self.marker.version {
            Some(version) => xml.text("VersionIdMarker", &version.to_string()),
            None => xml.text("VersionIdMarker", ""),
        }
        if let Some((key, version)) = &page.next {
            encoding.write(&mut xml, "NextKeyMarker", key);
            xml.optional("NextVersionIdMarker", version.as_ref().map(ToString::to_string).as_deref());
        }
        xml.value("MaxKeys", self.size.asked);
        if let Some(delimiter) = delimiter {
            encoding.write(&mut xml, "Delimiter", delimiter);
        }
        encoding.echo(&mut xml);
        xml.value("IsTruncated", page.next.is_some());
        let entries = Entries::new(encoding, &bucket.record.owner, accounts);
        entries.with_restores(self.restores).versions(&mut xml, &page.entries)?;
        Ok(xml)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(key: Option<&str>, version: Option<&str>, expected: Result<(&str, Option<&str>), &str>) {
        let found = Marker::of(key, version);
        let version = found.as_ref().ok().and_then(|m| m.version.as_ref()).map(ToString::to_string);
        let found = match &found {
            Ok(marker) => Ok((marker.key, version.as_deref())),
            Err(error) => Err(error.document().message.into_owned()),
        };
        assert_eq!(found, expected.map_err(str::to_owned));
    }

    #[test]
    fn markers_are_checked_as_s3_does() {
        let own = "0123456789abcdefghijklmnopqrstuv";
        check(None, None, Ok(("", None)));
        check(Some("k"), None, Ok(("k", None)));
        check(Some("k"), Some("null"), Ok(("k", Some("null"))));
        check(Some("k"), Some(own), Ok(("k", Some(own))));
        check(Some(""), Some("null"), Ok(("", Some("null"))));
        check(Some("k"), Some(""), Err("A version-id marker cannot be empty."));
        check(Some(""), Some(""), Err("A version-id marker cannot be empty."));
        check(None, Some(""), Err("A version-id marker cannot be specified without a key marker."));
        check(None, Some("bad"), Err("A version-id marker cannot be specified without a key marker."));
        check(Some("k"), Some("bad"), Err("Invalid version id specified"));
        check(Some("k"), Some("中"), Err("Invalid version id specified"));
        check(Some("k"), Some("\0"), Err("Invalid version id specified"));
    }

    #[test]
    fn a_version_counts_only_beside_its_own_key() {
        let marker = Marker::of(Some("a/b"), Some("null")).unwrap();
        let null = VersionId::null();
        assert_eq!(marker.after("", None), Some(("a/b", Some(&null))));
        assert_eq!(marker.after("a/", Some("/")), Some(("a/b", Some(&null))));
        assert_eq!(marker.after("", Some("/")), Some(("a/", None)));
        assert_eq!(Marker::of(Some(""), Some("null")).unwrap().after("", None), None);
    }
}
