//! System-defined and user-defined metadata of an object, from request headers and onto response headers.
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingMetadata.html>

use http::HeaderMap;
use http::header::{
    CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_ENCODING, CONTENT_LANGUAGE, CONTENT_TYPE, EXPIRES, HeaderName,
    HeaderValue,
};

use super::{latin1, rfc2047, storage_class, tags};
use crate::error::{Error, Result};
use crate::headers::{Family, Headers};
use crate::object::ObjectMeta;
use crate::reply::Reply;

/// The headers that are stored and sent back as they came.
const SYSTEM: [HeaderName; 7] = [
    CACHE_CONTROL,
    CONTENT_DISPOSITION,
    CONTENT_ENCODING,
    CONTENT_LANGUAGE,
    CONTENT_TYPE,
    EXPIRES,
    HeaderName::from_static(REDIRECT),
];

const REDIRECT: &str = "x-amz-website-redirect-location";
const CLASS: HeaderName = HeaderName::from_static("x-amz-storage-class");
const TAGGING: HeaderName = HeaderName::from_static("x-amz-tagging");
const TAGGING_COUNT: HeaderName = HeaderName::from_static("x-amz-tagging-count");
const USER_PREFIX: &str = "x-amz-meta-";

/// The content type of objects that were put without one.
pub(crate) const DEFAULT_CONTENT_TYPE: &str = "binary/octet-stream";

const DEFAULT_TYPE: HeaderValue = HeaderValue::from_static(DEFAULT_CONTENT_TYPE);

/// The most that keys and values of user metadata may have together, in bytes of UTF-8.
const USER_LIMIT: usize = 2048;

/// Everything that a request's headers say about the object that it makes: metadata, storage class and tags.
///
/// # Errors
/// `MetadataTooLarge`, `InvalidRedirectLocation`, `InvalidStorageClass`, and what `x-amz-tagging` is refused for.
pub(crate) fn read(headers: &Headers) -> Result<ObjectMeta> {
    let mut meta = ObjectMeta::default();
    if headers.has(Family::System) {
        meta.system = read_system(headers)?;
    }
    if headers.has(Family::User) {
        meta.user = read_user(headers)?;
    }
    if headers.has(Family::StorageClass) {
        meta.storage_class = storage_class::read(text(headers, CLASS).as_deref())?;
    }
    if headers.has(Family::Tagging) {
        meta.tags = tags::read_header(text(headers, TAGGING).as_deref())?;
    }
    Ok(meta)
}

fn text(headers: &HeaderMap, name: HeaderName) -> Option<String> {
    headers.get(name).map(|value| String::from_utf8_lossy(value.as_bytes()).trim().to_owned())
}

fn read_system(headers: &HeaderMap) -> Result<Vec<(String, String)>> {
    let mut system = Vec::new();
    for name in SYSTEM {
        let Some(value) = headers.get(&name).map(|value| latin1::decode(value.as_bytes())) else { continue };
        let value = value.trim().to_owned();
        let value = if name == CONTENT_ENCODING { without_chunking(&value) } else { value };
        if name == REDIRECT && !["http://", "https://", "/"].iter().any(|p| value.starts_with(p)) {
            return Err(Error::InvalidRedirectLocation { location: value });
        }
        if !value.is_empty() {
            system.push((name.as_str().to_owned(), value));
        }
    }
    Ok(system)
}

/// `aws-chunked` says how the body was sent, not what it is. A value without it stays as it was sent.
fn without_chunking(value: &str) -> String {
    if !value.to_ascii_lowercase().contains("aws-chunked") {
        return value.to_owned();
    }
    let codings = value.split(',').map(str::trim).filter(|c| !c.is_empty() && !c.eq_ignore_ascii_case("aws-chunked"));
    codings.collect::<Vec<_>>().join(",")
}

fn read_user(headers: &HeaderMap) -> Result<Vec<(String, String)>> {
    let mut user = Vec::new();
    for name in headers.keys() {
        let Some(key) = name.as_str().strip_prefix(USER_PREFIX).filter(|key| !key.is_empty()) else { continue };
        // A header that comes twice is one value, as HTTP has it.
        let values = headers.get_all(name).iter();
        let joined: Vec<String> = values.map(|v| String::from_utf8_lossy(v.as_bytes()).trim().to_owned()).collect();
        user.push((key.to_owned(), rfc2047::decode(&joined.join(","))));
    }
    let size = user.iter().map(|(key, value)| key.len() + value.len()).sum();
    if size > USER_LIMIT { Err(Error::MetadataTooLarge { size }) } else { Ok(user) }
}

/// Writes the metadata onto the answer of a GET or HEAD.
pub(crate) fn write(meta: &ObjectMeta, reply: &mut Reply) {
    reply.headers.insert(CONTENT_TYPE, DEFAULT_TYPE);
    for (name, value) in &meta.system {
        if let Some(name) = SYSTEM.into_iter().find(|system| *system == name.as_str()) {
            reply.owned(name, latin1::encode(value));
        }
    }
    for (key, value) in &meta.user {
        if let Ok(name) = HeaderName::try_from(format!("{USER_PREFIX}{key}")) {
            reply.header(name, &rfc2047::encode(value));
        }
    }
    if let Some(class) = &meta.storage_class {
        reply.header(CLASS, class);
    }
    if !meta.tags.is_empty() {
        reply.headers.insert(TAGGING_COUNT, HeaderValue::from(meta.tags.len()));
    }
}

/// Writes what a 304 has of the metadata: how long a cache may go on without asking (RFC 9110 §15.4.5).
pub(crate) fn write_freshness(meta: &ObjectMeta, reply: &mut Reply) {
    for name in [CACHE_CONTROL, EXPIRES] {
        if let Some((_, value)) = meta.system.iter().find(|(system, _)| name == system.as_str()) {
            reply.header(name, value);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::HeaderValue;

    fn headers(pairs: &[(&'static str, &[u8])]) -> Headers {
        let mut map = HeaderMap::new();
        for (name, value) in pairs {
            map.append(*name, HeaderValue::from_bytes(value).unwrap());
        }
        map.into()
    }

    fn check_user(pairs: &[(&'static str, &[u8])], key: &str, sent_back: &str) {
        let meta = read(&headers(pairs)).unwrap();
        let mut reply = Reply::ok();
        write(&meta, &mut reply);
        assert_eq!(reply.headers.get(format!("x-amz-meta-{key}")).map(|v| v.to_str().unwrap()), Some(sent_back));
    }

    #[test]
    fn user_metadata_comes_back() {
        check_user(&[("x-amz-meta-a", b"plain")], "a", "plain");
        check_user(&[("x-amz-meta-a", b"")], "a", "");
        check_user(&[("x-amz-meta-a", b"1"), ("x-amz-meta-a", b"2")], "a", "1,2");
        check_user(&[("x-amz-meta-a", "=?UTF-8?B?YXNjaWk=?=".as_bytes())], "a", "ascii");
        check_user(&[("x-amz-meta-a", "ä".as_bytes())], "a", "=?UTF-8?B?w6Q=?=");
    }

    #[test]
    fn user_metadata_has_a_limit() {
        let value = vec![b'v'; 2047];
        assert!(read(&headers(&[("x-amz-meta-k", &value)])).is_ok());
        let error = read(&headers(&[("x-amz-meta-k", &value), ("x-amz-meta-l", b"")])).unwrap_err();
        assert!(matches!(error, Error::MetadataTooLarge { size: 2049 }));
    }

    #[test]
    fn system_metadata_comes_back_as_it_was() {
        let meta = read(&headers(&[
            ("expires", b"0"),
            ("content-encoding", b"aws-chunked,deflate, gzip"),
            ("content-type", b"text/plain; charset=x"),
            ("x-amz-storage-class", b"GLACIER_IR"),
        ]));
        let mut reply = Reply::ok();
        write(&meta.unwrap(), &mut reply);
        assert_eq!(reply.headers["expires"], "0");
        assert_eq!(reply.headers["content-encoding"], "deflate,gzip");
        assert_eq!(reply.headers["content-type"], "text/plain; charset=x");
        assert_eq!(reply.headers["x-amz-storage-class"], "GLACIER_IR");
    }

    #[test]
    fn defaults_are_those_of_s3() {
        let mut reply = Reply::ok();
        write(&read(&headers(&[("content-encoding", b"aws-chunked"), ("content-type", b"")])).unwrap(), &mut reply);
        assert_eq!(reply.headers["content-type"], DEFAULT_CONTENT_TYPE);
        assert_eq!(reply.headers.len(), 1);
    }

    #[test]
    fn a_redirect_has_to_lead_somewhere() {
        for good in ["/other", "http://h/", "https://h/"] {
            assert!(read(&headers(&[(REDIRECT, good.as_bytes())])).is_ok());
        }
        let error = read(&headers(&[(REDIRECT, b"other")])).unwrap_err();
        assert!(matches!(error, Error::InvalidRedirectLocation { .. }));
    }
}
