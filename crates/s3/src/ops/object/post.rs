//! PostObject: <https://docs.aws.amazon.com/AmazonS3/latest/API/RESTObjectPOST.html>
//!
//! The front has read the form (`front/form`): the object is written as by PutObject, and only the answer is another.

use http::StatusCode;
use http::header::{CONTENT_LENGTH, ETAG, LOCATION};
use s3s::dto::StreamingBlob;

use super::write::write;
use crate::error::Result;
use crate::operation::{Context, Operation};
use crate::reply::Reply;
use crate::rules::object_location;
use crate::xml::Xml;

/// Makes a version of a key of the file of a form, all of it or none.
pub(crate) struct PostObject;

impl Operation for PostObject {
    type Input = s3s::Body;
    type Output = s3s::Body;
    const NAME: &'static str = "PostObject";

    async fn run(cx: &Context, input: Self::Input) -> Result<Reply> {
        let (target, key) = (&cx.exchange.target, cx.key());
        let bucket = target.bucket.as_deref().unwrap_or_default();
        let mut reply = write(cx, bucket, key, Some(StreamingBlob::from(input))).await?;
        let etag = reply.headers.get(ETAG).and_then(|etag| etag.to_str().ok()).unwrap_or_default().to_owned();
        let wanted = cx.header("success_action_redirect").or_else(|| cx.header("redirect"));
        if let Some(url) = wanted.filter(|url| is_url(url)) {
            reply.status = StatusCode::SEE_OTHER;
            reply.header(LOCATION, &redirect(url, bucket, key, &etag));
            return Ok(reply);
        }
        let location = object_location::under(&cx.exchange, bucket, key);
        reply.header(LOCATION, &location);
        match cx.header("success_action_status") {
            Some("200") => {}
            Some("201") => {
                let document = Reply::xml(document(&location, bucket, key, &etag));
                reply.status = StatusCode::CREATED;
                reply.headers.extend(document.headers);
                reply.body = document.body;
            }
            _ => {
                reply.status = StatusCode::NO_CONTENT;
                reply.headers.remove(CONTENT_LENGTH);
            }
        }
        Ok(reply)
    }
}

/// Whether S3 can send a browser there. What it cannot interpret it takes for not there.
fn is_url(text: &str) -> bool {
    let rest = text
        .split_once("://")
        .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https"));
    rest.is_some_and(|(_, rest)| rest.starts_with(|c: char| c.is_alphanumeric() || c == '['))
}

/// The URL with what became of the upload in its query, form-encoded.
fn redirect(url: &str, bucket: &str, key: &str, etag: &str) -> String {
    let mut text = format!("{url}{}bucket={bucket}&key=", if url.contains('?') { '&' } else { '?' });
    object_location::encode(key, &mut text);
    text.push_str("&etag=");
    object_location::encode(etag, &mut text);
    text
}

fn document(location: &str, bucket: &str, key: &str, etag: &str) -> Xml {
    let mut xml = Xml::plain("PostResponse");
    xml.text("Location", location);
    xml.text("Bucket", bucket);
    xml.text("Key", key);
    xml.text("ETag", etag);
    xml
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_absolute_urls_lead_somewhere() {
        for url in ["http://h", "https://h/p?q#f", "HTTP://h/", "http://[::1]:80/", "http://ü.example/"] {
            assert!(is_url(url), "{url}");
        }
        for text in ["", "/relative", "h/p", "ftp://h/", "http:", "http://", "http:///p", "javascript:alert(1)"] {
            assert!(!is_url(text), "{text}");
        }
    }

    /// As a user of S3 reports it: <https://github.com/layervault/layervault_ruby_client/issues/8>.
    #[test]
    fn the_query_tells_of_the_object() {
        let check = |url: &str, key: &str, expected: &str| {
            assert_eq!(redirect(url, "b", key, "\"e\""), expected);
        };
        check(
            "http://h/done",
            "d/Untitled copy.sketch",
            "http://h/done?bucket=b&key=d%2FUntitled+copy.sketch&etag=%22e%22",
        );
        check("http://h/?a=b c", "ü&", "http://h/?a=b c&bucket=b&key=%C3%BC%26&etag=%22e%22");
    }
}
