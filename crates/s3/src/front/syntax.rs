//! What the web server before S3 refuses, so that S3 is never asked: a request for no host, or for several; a path whose
//! escapes are none, or that leads out of its bucket.
//!
//! Such an answer is bare, without a document and without ids, and ends the connection. So S3 was seen to answer in 2025
//! and 2026: <https://github.com/versity/versitygw/issues/1530> and `/2070`,
//! <https://github.com/floci-io/floci/issues/1320>.

use http::header::{CONNECTION, HOST, HeaderValue, SERVER};
use http::request::Parts;
use http::{Response, StatusCode, Version};
use hyper::ext::ReasonPhrase;
use s3s::Body;

use super::target::{self, Target};

/// The answer to a request that is not proper.
pub(super) fn refusal(parts: &Parts) -> Option<Response<Body>> {
    if !has_host(parts) {
        return Some(bare(parts.version));
    }
    if target::is_escaped(parts.uri.path()) {
        return None;
    }
    let mut response = bare(parts.version);
    response.extensions_mut().insert(ReasonPhrase::from_static(b"Invalid URI: isHexDigit"));
    Some(response)
}

/// The answer to a key that leads out of its bucket: one in which, read from the left, there were ever more `..` than
/// other elements. <https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html>
pub(super) fn escape(target: &Target, version: Version) -> Option<Response<Body>> {
    let key = target.key.as_deref().filter(|key| key.contains(".."))?;
    let mut elements = key.split('/');
    let depth = elements.try_fold(0_usize, |depth, element| match element {
        ".." => depth.checked_sub(1),
        "." => Some(depth),
        _ => Some(depth + 1),
    });
    if depth.is_some() { None } else { Some(bare(version)) }
}

/// Whether it is for one host (RFC 9112 §3.2): HTTP/2 names it by `:authority`.
fn has_host(parts: &Parts) -> bool {
    let mut hosts = parts.headers.get_all(HOST).iter();
    let legal = |b: &u8| {
        b.is_ascii_alphanumeric() || matches!(b, b'!' | b'$'..=b'.' | b':' | b';' | b'=' | b'[' | b']' | b'_' | b'~')
    };
    match (hosts.next(), hosts.next()) {
        (Some(host), None) => !host.is_empty() && host.as_bytes().trim_ascii().iter().all(legal),
        (None, _) => parts.version == Version::HTTP_2 && parts.uri.authority().is_some(),
        (Some(_), Some(_)) => false,
    }
}

fn bare(version: Version) -> Response<Body> {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::BAD_REQUEST;
    response.headers_mut().insert(SERVER, HeaderValue::from_static("AmazonS3"));
    if version != Version::HTTP_2 {
        response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_stay_in_their_bucket() {
        let check = |key: &str, refused: bool| {
            let target = Target::parse(None, &format!("/b/{key}"), &[]).unwrap();
            assert_eq!(escape(&target, Version::HTTP_11).is_some(), refused, "{key}");
        };
        // The first five are examples of the user guide.
        check("videos/2014/../../video1.wmv", false);
        check("videos/../../video1.wmv", true);
        check("videos/../../2014/video1.wmv", true);
        check("../videos", true);
        check("videos/..", false);
        check("..", true);
        check("%2e./x", true);
        check(".", false);
        check("./../x", true);
        check("..x/../y", false);
        check("a//../../b", false);
        check("", false);
    }

    #[test]
    fn a_request_is_for_one_host() {
        let check = |version: Version, uri: &str, hosts: &[&str], refused: bool| {
            let mut request = http::Request::get(uri).version(version);
            for host in hosts {
                request = request.header(HOST, *host);
            }
            let parts = request.body(()).unwrap().into_parts().0;
            assert_eq!(refusal(&parts).is_some(), refused, "{version:?} {uri} {hosts:?}");
        };
        let (one, zero, two) = (Version::HTTP_11, Version::HTTP_10, Version::HTTP_2);
        check(one, "/", &["localhost:9000"], false);
        check(one, "/", &["[::1]:9000"], false);
        check(one, "/", &["shelf_1.localhost"], false);
        check(one, "/", &[], true);
        check(zero, "/", &[], true);
        check(zero, "/", &["localhost"], false);
        check(one, "/", &[""], true);
        check(one, "/", &["a/b"], true);
        check(one, "/", &["a b"], true);
        check(one, "/", &["a", "b"], true);
        check(one, "/", &["a", "a"], true);
        check(one, "http://a/", &[], true);
        check(one, "http://a/", &["b"], false);
        check(two, "http://a/", &[], false);
        check(two, "/", &["a"], false);
        check(two, "/", &[], true);
        for byte in (b' '..=b'~').map(char::from) {
            let legal = byte.is_ascii_alphanumeric() || "-._~!$&'()*+,;=%:[]".contains(byte);
            check(one, "/", &[&format!("a{byte}a")], !legal);
        }
    }

    #[test]
    fn escapes_have_two_digits() {
        for (path, refused) in [
            ("/b/%2F%c3%A9", false),
            ("/b/%", true),
            ("/b/%2", true),
            ("/b/%zz", true),
            ("/b/%%41", true),
            ("/%+1", true),
        ] {
            let parts = http::Request::get(path).header(HOST, "a").body(()).unwrap().into_parts().0;
            let answer = refusal(&parts);
            assert_eq!(answer.is_some(), refused, "{path}");
            let reason = answer.and_then(|answer| answer.extensions().get::<ReasonPhrase>().cloned());
            assert_eq!(reason.is_some(), refused, "{path}");
        }
    }
}
