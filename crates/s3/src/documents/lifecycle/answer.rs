//! The headers that tell when an object expires, or an upload is aborted.
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html#API_PutObject_ResponseElements>

use http::header::HeaderName;
use percent_encoding::{AsciiSet, CONTROLS, PercentEncode, utf8_percent_encode};
use sandpail_blob::{BlobInfo, Upload};

use super::Lifecycle;
use super::expiry::{End, Object, of_object, of_upload};
use crate::bucket::Bucket;
use crate::date;
use crate::documents::find;
use crate::error::Result;
use crate::reply::Reply;
use crate::rules::tags::Tag;

/// What a header's quoted text cannot hold. Spaces stand as they are (recorded), whatever the documentation says.
const QUOTED: &AsciiSet = &CONTROLS.add(b'"').add(b'\\').add(b'%');

/// Tells when the current version of a key expires. Not asked of a version that was named: S3 says it of keys only.
///
/// # Errors
/// Those of the store.
pub(crate) async fn write_expiration(
    bucket: &Bucket,
    key: &str,
    blob: &BlobInfo,
    tags: &[Tag],
    reply: &mut Reply,
) -> Result<()> {
    if !bucket.record.ends.objects {
        return Ok(());
    }
    let Some(document) = find::<Lifecycle>(bucket).await? else { return Ok(()) };
    let object = Object { key, tags, size: blob.size, made: blob.modified };
    if let Some(end) = of_object(&document, &object) {
        let value = format!("expiry-date=\"{}\", rule-id=\"{}\"", date::http(end.at), rule(&end));
        reply.header(HeaderName::from_static("x-amz-expiration"), &value);
    }
    Ok(())
}

/// Tells when an upload is aborted.
///
/// # Errors
/// Those of the store.
pub(crate) async fn write_abort(bucket: &Bucket, upload: &Upload, reply: &mut Reply) -> Result<()> {
    if !bucket.record.ends.uploads {
        return Ok(());
    }
    let Some(document) = find::<Lifecycle>(bucket).await? else { return Ok(()) };
    if let Some(end) = of_upload(&document, &upload.key, upload.initiated) {
        reply.header(HeaderName::from_static("x-amz-abort-date"), &date::http(end.at));
        reply.header(HeaderName::from_static("x-amz-abort-rule-id"), &rule(&end).to_string());
    }
    Ok(())
}

fn rule(end: &End) -> PercentEncode<'_> {
    utf8_percent_encode(&end.rule, QUOTED)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::UNIX_EPOCH;

    #[test]
    fn a_rule_is_named_in_what_a_header_can_hold() {
        for (id, expected) in [
            ("Rule for testfile.txt", "Rule for testfile.txt"),
            ("a\"b\\c%d", "a%22b%5Cc%25d"),
            ("é\n", "%C3%A9%0A"),
            ("MDAw-_.~", "MDAw-_.~"),
        ] {
            assert_eq!(rule(&End { at: UNIX_EPOCH, rule: id.to_owned() }).to_string(), expected);
        }
    }
}
