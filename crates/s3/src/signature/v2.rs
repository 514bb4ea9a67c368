//! Signature Version 2: HMAC-SHA1 with the secret itself, over positional headers, the headers of AWS and the resource.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/RESTAuthentication.html>

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use hmac::{Hmac, KeyInit as _, Mac as _};
use http::HeaderMap;
use percent_encoding::percent_decode_str;
use sha1::Sha1;

/// The parameters of the query that are signed: subresources, and what overrides headers of the answer. Those that are
/// documented, and those that the SDKs of AWS sign besides. Whatever is newer than the list is not signed.
const SIGNED: [&str; 35] = [
    "accelerate",
    "acl",
    "analytics",
    "cors",
    "defaultObjectAcl",
    "delete",
    "inventory",
    "lifecycle",
    "location",
    "logging",
    "metrics",
    "notification",
    "object-lock",
    "partNumber",
    "policy",
    "replication",
    "requestPayment",
    "response-cache-control",
    "response-content-disposition",
    "response-content-encoding",
    "response-content-language",
    "response-content-type",
    "response-expires",
    "restore",
    "select",
    "select-type",
    "storageClass",
    "tagging",
    "torrent",
    "uploadId",
    "uploads",
    "versionId",
    "versioning",
    "versions",
    "website",
];

/// A request as it is signed. Each part is what goes into the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Canonical {
    pub(crate) method: String,
    pub(crate) content_md5: Vec<u8>,
    pub(crate) content_type: Vec<u8>,
    /// The Date header, or when a presigned URL ends; empty when x-amz-date says it.
    pub(crate) date: Vec<u8>,
    /// The headers of AWS, each with its line feed.
    pub(crate) headers: Vec<u8>,
    pub(crate) resource: String,
}

/// The request that is to be signed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Request<'a> {
    pub(crate) method: &'a str,
    /// The bucket, where the host names it.
    pub(crate) bucket: Option<&'a str>,
    /// The path and the query as they were sent.
    pub(crate) path: &'a str,
    pub(crate) query: &'a str,
    pub(crate) headers: &'a HeaderMap,
    /// `Expires` of a presigned URL.
    pub(crate) expires: Option<&'a str>,
}

impl Canonical {
    /// How S3 reads `request`.
    pub(crate) fn of(request: &Request<'_>) -> Self {
        // Of a presigned URL, parameters stand for the headers that they are named after.
        let query = if request.expires.is_some() { request.query } else { "" };
        let positional = |name: &str| match request.headers.get(name) {
            Some(value) => value.as_bytes().trim_ascii().to_vec(),
            None => parameter(name, query).unwrap_or_default(),
        };
        let date = match request.expires {
            Some(expires) => expires.as_bytes().to_vec(),
            None if request.headers.contains_key("x-amz-date") => Vec::new(),
            None => positional("date"),
        };
        Self {
            method: request.method.to_owned(),
            content_md5: positional("content-md5"),
            content_type: positional("content-type"),
            date,
            headers: amz_headers(request.headers, query),
            resource: resource(request.bucket, request.path, request.query),
        }
    }

    /// The string to sign.
    pub(crate) fn text(&self) -> Vec<u8> {
        let head = [self.method.as_bytes(), &self.content_md5, &self.content_type, &self.date];
        let mut text = head.join(&b'\n');
        text.push(b'\n');
        text.extend_from_slice(&self.headers);
        text.extend_from_slice(self.resource.as_bytes());
        text
    }
}

/// The signature of `text` in base64: of a request, or of the base64 policy of a form.
pub(crate) fn sign(secret: &str, text: &[u8]) -> String {
    let mut mac = Hmac::<Sha1>::new_from_slice(secret.as_bytes()).expect("HMAC takes keys of any length");
    mac.update(text);
    BASE64.encode(mac.finalize().into_bytes())
}

/// The bucket and the path as they were sent, and the parameters that are signed, their values decoded. One whose value
/// is empty has none, however it was sent: clients send `?uploads=` and sign `?uploads`.
pub(crate) fn resource(bucket: Option<&str>, path: &str, query: &str) -> String {
    // The names are decoded as what serves the request decodes them, or `%61cl` would be an `acl` that nobody signed.
    let signed = |(name, value): (&str, _)| {
        let name = super::canonical::decoded(name);
        SIGNED.iter().find(|signed| signed.as_bytes() == name).map(|name| (*name, value))
    };
    let split = |item| str::split_once(item, '=').map_or((item, None), named);
    let mut items: Vec<_> = query.split('&').map(split).filter_map(signed).collect();
    items.sort_by_key(|(name, _)| *name);
    let mut resource = bucket.map(|bucket| format!("/{bucket}")).unwrap_or_default();
    resource.push_str(path);
    for (at, (name, value)) in items.into_iter().enumerate() {
        resource.push(if at == 0 { '?' } else { '&' });
        resource.push_str(name);
        if let Some(value) = value {
            resource.push('=');
            resource.push_str(&percent_decode_str(value).decode_utf8_lossy());
        }
    }
    resource
}

fn named<'a>((name, value): (&'a str, &'a str)) -> (&'a str, Option<&'a str>) {
    (name, Some(value).filter(|value| !value.is_empty()))
}

/// The headers whose names begin with `x-amz-`, in order, several of one name joined by commas.
fn amz_headers(headers: &HeaderMap, query: &str) -> Vec<u8> {
    let mut lines: Vec<(String, Vec<u8>)> = Vec::new();
    for name in headers.keys().map(http::HeaderName::as_str).filter(|name| name.starts_with("x-amz-")) {
        let values: Vec<_> = headers.get_all(name).iter().map(|value| value.as_bytes().trim_ascii()).collect();
        lines.push((name.to_owned(), values.join(&b',')));
    }
    for item in query.split('&') {
        let name = super::canonical::decoded(item.split('=').next().unwrap_or(item)).to_ascii_lowercase();
        let Ok(name) = String::from_utf8(name) else { continue };
        if name.starts_with("x-amz-") && !lines.iter().any(|line| line.0 == name) {
            let value = parameter(&name, query).unwrap_or_default();
            lines.push((name, value));
        }
    }
    lines.sort_unstable();
    lines.iter().flat_map(|(name, value)| [name.as_bytes(), b":", value, b"\n"].concat()).collect()
}

fn parameter(name: &str, query: &str) -> Option<Vec<u8>> {
    super::canonical::parameter(name, query)
}

#[cfg(test)]
mod tests;
