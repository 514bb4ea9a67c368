//! Annotations of objects: their names, their size, and when one may change.
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/annotations-overview.html>

use http::header::HeaderName;
use sandpail_blob::{BlobInfo, Selector};

use super::{encryption, etag, lock, version_id};
use crate::bucket::Bucket;
use crate::error::annotation::AnnotationError;
use crate::error::{Error, Result};
use crate::headers::Family;
use crate::object::ObjectMeta;
use crate::operation::Context;
use crate::reply::Reply;

/// The most annotations of a version, and the most in a page of them.
pub(crate) const LIMIT: usize = 1000;

/// The most bytes of an annotation.
pub(crate) const SIZE_LIMIT: u64 = 1 << 20;

/// The most bytes of a name.
const NAME_LIMIT: usize = 512;

/// The annotation that the request names.
///
/// # Errors
/// `NameMissing`, `NameTooLong`, `InvalidName`.
pub(crate) fn name(sent: Option<String>) -> Result<String> {
    let name = sent.filter(|name| !name.is_empty()).ok_or(AnnotationError::NameMissing {})?;
    if name.len() > NAME_LIMIT {
        return Err(AnnotationError::NameTooLong { size: name.len(), limit: NAME_LIMIT }.into());
    }
    let reserved = ["aws", "s3"]
        .iter()
        .any(|prefix| name.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix)));
    if reserved || !spelled(&name) { Err(AnnotationError::InvalidName { name }.into()) } else { Ok(name) }
}

/// The prefix that names are listed by.
///
/// # Errors
/// `InvalidPrefix` for what no name begins with.
pub(crate) fn prefix(sent: Option<String>) -> Result<Option<String>> {
    let good = sent.as_ref().is_none_or(|prefix| prefix.len() <= NAME_LIMIT && spelled(prefix));
    if good { Ok(sent) } else { Err(AnnotationError::InvalidPrefix {}.into()) }
}

fn spelled(name: &str) -> bool {
    name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '.' | '-'))
}

/// The most annotations that a page is to have.
///
/// # Errors
/// `MaxNotInteger`, `MaxOutOfRange`.
pub(crate) fn max(sent: Option<&str>) -> Result<usize> {
    let Some(text) = sent.filter(|text| !text.is_empty()) else { return Ok(LIMIT) };
    let Ok(number) = text.parse::<i32>() else {
        return Err(AnnotationError::MaxNotInteger { value: text.to_owned() }.into());
    };
    let valid = usize::try_from(number).ok().filter(|number| (1..=LIMIT).contains(number));
    valid.ok_or_else(|| AnnotationError::MaxOutOfRange { value: text.to_owned() }.into())
}

/// Holds an annotation's bytes to what they may be.
///
/// # Errors
/// `Empty`, `NotText`.
pub(crate) fn check_payload(bytes: &[u8]) -> Result<()> {
    if bytes.is_empty() {
        return Err(AnnotationError::Empty {}.into());
    }
    std::str::from_utf8(bytes).map_err(|_| AnnotationError::NotText {})?;
    Ok(())
}

/// What a request says of the object whose annotation it writes or deletes.
#[derive(Debug)]
pub(crate) struct Change<'a> {
    cx: &'a Context,
    selector: &'a Selector,
    bypass: bool,
}

impl<'a> Change<'a> {
    /// Reads it.
    ///
    /// # Errors
    /// `BypassWithoutLock`.
    pub(crate) fn read(cx: &'a Context, bucket: &Bucket, selector: &'a Selector) -> Result<Self> {
        let bypass = lock::bypass(cx.header("x-amz-bypass-governance-retention"), bucket.record.lock.as_ref())?;
        Ok(Self { cx, selector, bypass })
    }

    /// Refuses a change of the version `found`; one that `replaces` an annotation may not pass a lock.
    ///
    /// # Errors
    /// Not there, a delete marker; `PreconditionFailed`, `CustomerKey`, `Protected`.
    pub(crate) fn check(&self, found: Option<&BlobInfo>, replaces: bool) -> Result<()> {
        const CONDITION: &str = "x-amz-object-if-match";
        let blob = object(self.cx, found.cloned(), self.selector)?;
        if self.cx.header(CONDITION).is_some_and(|tags| !etag::names(tags, &blob.etag)) {
            return Err(Error::PreconditionFailed { condition: CONDITION });
        }
        if replaces {
            ObjectMeta::of(&blob)?.lock.check_removal(self.cx.exchange.now, self.bypass)?;
        }
        Ok(())
    }
}

/// The version that a request for annotations is about.
///
/// # Errors
/// Not there, a delete marker; `CustomerKey`.
pub(crate) fn object(cx: &Context, found: Option<BlobInfo>, selector: &Selector) -> Result<BlobInfo> {
    let blob = version_id::object(found, cx.key(), selector, &cx.exchange.method)?;
    match ObjectMeta::of(&blob)?.encryption {
        encryption::Encryption::Customer(_) => Err(AnnotationError::CustomerKey {}.into()),
        _ => Ok(blob),
    }
}

/// Says how the object, and with it the annotation, is encrypted.
///
/// # Errors
/// A stored document that cannot be read.
pub(crate) fn write_encryption(blob: &BlobInfo, reply: &mut Reply) -> Result<()> {
    let mut whole = Reply::ok();
    ObjectMeta::of(blob)?.encryption.write(None, &mut whole);
    if let Some(method) = whole.headers.remove(encryption::METHOD) {
        reply.headers.insert(encryption::METHOD, method);
    }
    Ok(())
}

/// Names the version of the object, if its bucket keeps or kept versions.
pub(crate) fn write_version(bucket: &Bucket, blob: &BlobInfo, reply: &mut Reply) {
    if bucket.versioned() {
        reply.header(HeaderName::from_static("x-amz-object-version-id"), &blob.version.to_string());
    }
}

/// Whether a copy takes the annotations of its source along.
///
/// # Errors
/// `UnknownDirective`.
pub(crate) fn copied(cx: &Context) -> Result<bool> {
    const DIRECTIVE: &str = "x-amz-object-annotation-directive";
    let header = cx.exchange.headers.text(Family::Directive, DIRECTIVE);
    let sent = header.map(str::to_owned).or_else(|| cx.query(DIRECTIVE));
    match sent.as_deref() {
        None | Some("COPY") => Ok(true),
        Some("EXCLUDE") => Ok(false),
        Some(value) => Err(Error::UnknownDirective { header: DIRECTIVE, value: value.to_owned(), noun: "annotation" }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_name(sent: &str, expected: Result<(), &str>) {
        let found = name(Some(sent.to_owned())).map(|name| assert_eq!(name, sent));
        let found = found.map_err(|error| error.document().code.into_owned());
        assert_eq!(found, expected.map_err(str::to_owned), "{sent}");
    }

    #[test]
    fn names_are_letters_digits_and_three_marks() {
        let invalid = Err("InvalidAnnotationName");
        check_name("summary", Ok(()));
        check_name("a.b_c-D9", Ok(()));
        check_name("кот猫é", Ok(()));
        check_name("a", Ok(()));
        check_name(&"a".repeat(512), Ok(()));
        check_name(&"a".repeat(513), Err("AnnotationNameTooLong"));
        check_name(&"é".repeat(257), Err("AnnotationNameTooLong"));
        check_name("", Err("UserAnnotationNameMustBeSpecified"));
        for bad in ["a b", "a/b", "a:b", "a\0", "😀", "aws", "AWS-x", "s3", "S3.x", "awsome"] {
            check_name(bad, invalid);
        }
        check_name("as3", Ok(()));
        assert!(matches!(name(None), Err(Error::Annotation(AnnotationError::NameMissing {}))));
    }

    #[test]
    fn prefixes_are_what_names_begin_with() {
        for good in ["", "a", "aws", "a.b-"] {
            assert_eq!(prefix(Some(good.to_owned())).unwrap().as_deref(), Some(good));
        }
        for bad in ["a b", "/", &"a".repeat(513)] {
            assert!(prefix(Some(bad.to_owned())).is_err(), "{bad}");
        }
        assert_eq!(prefix(None).unwrap(), None);
    }

    #[test]
    fn a_page_has_one_to_a_thousand() {
        let code = |sent| max(sent).map_err(|error| error.document().message.into_owned());
        assert_eq!(
            (code(None), code(Some("")), code(Some("1")), code(Some("1000"))),
            (Ok(1000), Ok(1000), Ok(1), Ok(1000))
        );
        for text in ["0", "-01", "1001", "00"] {
            let range = "Argument max-annotation-results must be an integer between 1 and 1000";
            assert_eq!(code(Some(text)), Err(range.to_owned()), "{text}");
        }
        for text in ["x", "1.5", "99999999999", " "] {
            let message = "Provided max-annotation-results not an integer or within integer range";
            assert_eq!(code(Some(text)), Err(message.to_owned()), "{text}");
        }
    }

    #[test]
    fn payloads_are_text() {
        assert!(check_payload("é".as_bytes()).is_ok());
        assert!(check_payload(b"").is_err() && check_payload(b"\xff").is_err() && check_payload(b"\xc3").is_err());
    }
}
