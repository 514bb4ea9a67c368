//! The pages that a website's visitors get where there is no document for them: errors in HTML, byte for byte as S3's
//! (recorded), with the error in headers too.

use std::fmt::Write as _;

use http::header::{CONTENT_LENGTH, CONTENT_TYPE, HeaderName, HeaderValue};
use http::{HeaderMap, StatusCode};
use quick_xml::escape::partial_escape;
use s3s::Body;

use super::super::Ids;
use crate::error::{Document, Error};
use crate::reply::Reply;

/// A page that says what happened, and what kept the website's own document for that from being sent.
pub(super) fn of(error: &Document, own: Option<&Error>, ids: &Ids) -> Reply {
    let mut reply = Reply::empty(error.status);
    headers(error, &mut reply.headers);
    let own = own.map(Error::document);
    let page = html(error, own.as_ref(), ids);
    reply.headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    reply.headers.insert(CONTENT_LENGTH, HeaderValue::from(page.len()));
    reply.body = Body::from(page);
    reply
}

/// The headers that an error has, which go with a website's own document as well.
pub(super) fn headers(error: &Document, headers: &mut HeaderMap) {
    headers.extend(error.headers.clone());
    let details = error.fields.iter().map(|(name, value)| (format!("x-amz-error-detail-{name}"), value.as_str()));
    let both = [("x-amz-error-code", &*error.code), ("x-amz-error-message", &*error.message)];
    for (name, value) in both.into_iter().map(|(name, value)| (name.to_owned(), value)).chain(details) {
        // A key may be what no header holds.
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::from_str(value)) {
            headers.insert(name, value);
        }
    }
}

/// What S3 calls a status, in pages and in the status line.
pub(super) fn reason(status: StatusCode) -> &'static str {
    match status {
        StatusCode::FOUND => "Moved Temporarily",
        StatusCode::RANGE_NOT_SATISFIABLE => "Requested Range Not Satisfiable",
        other => other.canonical_reason().unwrap_or_default(),
    }
}

fn html(error: &Document, own: Option<&Document>, ids: &Ids) -> String {
    let title = format!("{} {}", error.status.as_u16(), reason(error.status));
    let mut page = format!("<html>\n<head><title>{title}</title></head>\n<body>\n<h1>{title}</h1>\n");
    list(error, &[("RequestId", ids.request_id()), ("HostId", ids.host_id())], &mut page);
    if let Some(own) = own {
        page.push_str("<h3>An Error Occurred While Attempting to Retrieve a Custom Error Document</h3>\n");
        list(own, &[], &mut page);
    }
    page.push_str("<hr/>\n</body>\n</html>\n");
    page
}

fn list(error: &Document, more: &[(&str, &str)], page: &mut String) {
    let own = [("Code", &*error.code), ("Message", &*error.message)];
    let fields = error.fields.iter().map(|(name, value)| (*name, value.as_str()));
    page.push_str("<ul>\n");
    for (name, value) in own.into_iter().chain(fields).chain(more.iter().copied()) {
        writeln!(page, "<li>{name}: {}</li>", partial_escape(value)).expect("writing to a String cannot fail");
    }
    page.push_str("</ul>\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(error: &Error, own: Option<&Error>) -> String {
        let reply = of(&error.document(), own, &Ids::known());
        String::from_utf8(reply.body.bytes().unwrap().to_vec()).unwrap()
    }

    #[test]
    fn pages_are_those_of_s3() {
        let missing = Error::NoSuchKey { key: "a<b".into() };
        let (request_id, host_id) = ("0".repeat(16), "A".repeat(67) + "=");
        let expected = format!(
            "<html>\n<head><title>404 Not Found</title></head>\n<body>\n<h1>404 Not Found</h1>\n<ul>\n\
            <li>Code: NoSuchKey</li>\n<li>Message: The specified key does not exist.</li>\n<li>Key: a&lt;b</li>\n\
            <li>RequestId: {request_id}</li>\n<li>HostId: {host_id}</li>\n</ul>\n<hr/>\n</body>\n</html>\n"
        );
        assert_eq!(page(&missing, None), expected);
        let second = "<h3>An Error Occurred While Attempting to Retrieve a Custom Error Document</h3>\n<ul>\n\
            <li>Code: AccessDenied</li>\n<li>Message: Access Denied</li>\n</ul>\n<hr/>";
        assert_eq!(page(&missing, Some(&Error::AccessDenied {})), expected.replace("<hr/>", second));
    }

    #[test]
    fn headers_say_it_too() {
        let check = |key: &str, detail: Option<&str>| {
            let reply = of(&Error::NoSuchKey { key: key.into() }.document(), None, &Ids::known());
            assert_eq!(reply.headers["x-amz-error-code"], "NoSuchKey");
            assert_eq!(reply.headers["x-amz-error-message"], "The specified key does not exist.");
            assert_eq!(
                reply.headers.get("x-amz-error-detail-Key").map(http::HeaderValue::as_bytes),
                detail.map(str::as_bytes)
            );
        };
        check("a b", Some("a b"));
        check("a\r\nb: c", None);
    }
}
