//! The source of a copy: the header `x-amz-copy-source`.
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html>

use http::HeaderName;
use percent_encoding::percent_decode_str;
use sandpail_blob::{BlobInfo, Kind, Selector};

use super::{conditions, owner, restore, version_id};
use crate::bucket::Bucket;
use crate::error::{Error, Result};
use crate::headers::Family;
use crate::object::ObjectMeta;
use crate::operation::Context;
use crate::reply::Reply;

/// Where to copy from.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct CopySource {
    pub(crate) bucket: String,
    pub(crate) key: String,
    pub(crate) version: Option<String>,
}

/// A source that is there and may be copied.
#[derive(Debug)]
pub(crate) struct Found {
    pub(crate) bucket: Bucket,
    pub(crate) blob: BlobInfo,
}

impl CopySource {
    /// Reads `[/]bucket/key[?versionId=id]`, percent-encoded; also the URL that addresses it by path, whatever its host
    /// (recorded). A `?` that does not begin a version id is of the key.
    ///
    /// # Errors
    /// `CopySourceInvalid` without a key, `CopySourceEncoding` for bytes that are no UTF-8.
    pub(crate) fn read(header: &str) -> Result<Self> {
        let invalid = || Error::CopySourceInvalid {};
        let (path, version) = match header.rsplit_once("?versionId=") {
            Some((path, version)) => (path, Some(version)),
            None => (header, None),
        };
        let decode = |text: &str| {
            // A plus sign is a space, as forms have it (recorded).
            let text = text.replace('+', " ");
            let decoded = percent_decode_str(&text).decode_utf8();
            decoded
                .map(std::borrow::Cow::into_owned)
                .map_err(|_| Error::CopySourceEncoding { value: header.to_owned() })
        };
        let path = decode(in_url(path).unwrap_or(path))?;
        let (bucket, key) = path.strip_prefix('/').unwrap_or(&path).split_once('/').ok_or_else(invalid)?;
        if bucket.is_empty() || key.is_empty() {
            return Err(invalid());
        }
        let version = version.map(decode).transpose()?;
        Ok(Self { bucket: bucket.to_owned(), key: key.to_owned(), version })
    }

    /// The source of the request, looked up and held to its conditions. It may lie in the bucket that it is copied to.
    ///
    /// # Errors
    /// `NoSuchBucket`, `NoSuchKey`, `NoSuchVersion`, `CopySourceDeleteMarker`, archived, a failed condition, a wrong owner.
    pub(crate) async fn find(&self, cx: &Context, destination: &Bucket) -> Result<Found> {
        let bucket = if destination.name == self.bucket {
            destination.clone()
        } else {
            Bucket::load(&cx.world, &self.bucket).await?
        };
        let expected = cx.exchange.headers.text(Family::Owner, "x-amz-source-expected-bucket-owner");
        owner::expect(expected, &bucket.record.account)?;
        let selector = version_id::select(self.version.as_deref())?;
        let blob = match (bucket.objects.lookup(&self.key, &selector).await?, &selector) {
            (Some(blob), Selector::Version(_)) if blob.kind == Kind::DeleteMarker => {
                return Err(Error::CopySourceDeleteMarker {});
            }
            (Some(blob), _) if blob.kind != Kind::DeleteMarker => blob,
            (_, Selector::Version(version)) => return Err(Error::no_such_version(&self.key, version)),
            _ => return Err(Error::NoSuchKey { key: self.key.clone() }),
        };
        restore::check_source(&ObjectMeta::of(&blob)?, cx.exchange.now)?;
        conditions::Read::of_copy_source(&cx.exchange.headers, cx.exchange.now).check_copy_source(&blob)?;
        Ok(Found { bucket, blob })
    }
}

impl Found {
    /// Names the version that was copied. The null version is not named (recorded).
    pub(crate) fn write_version(&self, reply: &mut Reply) {
        if !self.blob.version.is_null() {
            reply.header(HeaderName::from_static("x-amz-copy-source-version-id"), &self.blob.version.to_string());
        }
    }
}

/// What stands behind the host of a URL.
fn in_url(text: &str) -> Option<&str> {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"))?;
    Some(rest.find('/').map_or("", |at| &rest[at..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(header: &str, bucket: &str, key: &str, version: Option<&str>) {
        let expected = CopySource { bucket: bucket.into(), key: key.into(), version: version.map(str::to_owned) };
        assert_eq!(CopySource::read(header).unwrap(), expected, "{header}");
    }

    #[test]
    fn every_form_is_read() {
        check("b/k", "b", "k", None);
        check("/b/k", "b", "k", None);
        check("/b//k", "b", "/k", None);
        check("b/a%20b+c%2Bd", "b", "a b c+d", None);
        check("b%2Fk", "b", "k", None);
        check("b/k?versionId=null", "b", "k", Some("null"));
        check("b/k?versionId=", "b", "k", Some(""));
        check("b/k%3FversionId=x", "b", "k?versionId=x", None);
        check("b/k?x?versionId=1", "b", "k?x", Some("1"));
        check("b/%F0%9F%98%80", "b", "😀", None);
        // recorded
        check("https://s3.amazonaws.com/b/k", "b", "k", None);
        check("http://127.0.0.1:9000/b/a%20b//?versionId=null", "b", "a b//", Some("null"));
        check("ftp/k", "ftp", "k", None);
    }

    #[test]
    fn a_source_needs_bucket_and_key() {
        for header in ["", "b", "/b", "b/", "//k", "/", "http://b", "http://host/b", "https:///b/"] {
            assert!(matches!(CopySource::read(header), Err(Error::CopySourceInvalid { .. })), "{header}");
        }
        assert!(matches!(CopySource::read("b/%ff"), Err(Error::CopySourceEncoding { .. })));
    }
}
