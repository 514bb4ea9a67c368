//! The parts of canonical requests as tables. Whole ones are beside the signatures: `v4/tests.rs`.

use http::HeaderValue;

use super::*;

#[test]
fn paths_are_decoded_and_encoded_once() {
    let check = |raw: &str, expected: &str| assert_eq!(path(raw), expected, "{raw}");
    check("/", "/");
    check("/test$file.text", "/test%24file.text");
    check("/a/../b/./c//d/", "/a/../b/./c//d/");
    check("/%2fb/k%2F", "//b/k/");
    check("/caf%c3%a9", "/caf%C3%A9");
    check("/café", "/caf%C3%A9");
    check("/a+b%2Bc%20d", "/a%2Bb%2Bc%20d");
    check("/-._~(')!*", "/-._~%28%27%29%21%2A");
    check("/100%", "/100%25");
    check("/a%252Fb", "/a%252Fb");
}

#[test]
fn queries_are_encoded_anew_and_sorted() {
    let check = |raw: &str, expected: &str| assert_eq!(query(raw), expected, "{raw}");
    check("", "");
    check("lifecycle", "lifecycle=");
    check("prefix=J&max-keys=2", "max-keys=2&prefix=J");
    check("b=2&a=%2f&&b=1&", "a=%2F&b=1&b=2");
    check("prefix=a+b%20c%2B", "prefix=a%20b%20c%2B");
    check("a-b=1&a=2", "a=2&a-b=1");
    check("v=a=b", "v=a%3Db");
    check("x=1&X-Amz-Signature=f&x-amz-signature=f", "x=1");
    check("ሴ=bar", "%E1%88%B4=bar");
    check("Z=1&a=1", "Z=1&a=1");
}

fn headers(lines: &[(&'static str, &[u8])]) -> HeaderMap {
    lines.iter().map(|(name, value)| ((*name).parse().unwrap(), HeaderValue::from_bytes(value).unwrap())).collect()
}

#[test]
fn header_values() {
    let mut map = headers(&[("one", b"  a   \"b   c\"\t d "), ("utf", "é".as_bytes()), ("host", b"of the header")]);
    map.append("two", HeaderValue::from_static("x "));
    map.append("two", HeaderValue::from_static("y,z"));
    map.append("x-amz-acl", HeaderValue::from_static("private"));
    let sent = "X-Amz-Date=1&x-amz-acl=public-read&x-amz-meta-a=b+%20c";
    let check = |name: &str, expected: &str| {
        assert_eq!(*header(name, &map, Some("h:80"), sent), *expected.as_bytes(), "{name}");
    };
    check("one", "a \"b c\" d");
    check("two", "x,y,z");
    check("utf", "é");
    check("host", "h:80");
    check("range", "");
    check("x-amz-acl", "private");
    check("x-amz-date", "1");
    check("x-amz-meta-a", "b c");
    check("x-amz-tagging", "");
}

#[test]
fn the_parts_make_the_text() {
    let canonical = Canonical {
        method: "GET".into(),
        path: "/k".into(),
        query: "a=".into(),
        headers: vec![("host".into(), b"h".to_vec()), ("range".into(), Vec::new())],
        payload: UNSIGNED_PAYLOAD.into(),
    };
    assert_eq!(canonical.text(), b"GET\n/k\na=\nhost:h\nrange:\n\nhost;range\nUNSIGNED-PAYLOAD");
    let other = canonical.with_header("host", b"i");
    assert_eq!(other.text(), b"GET\n/k\na=\nhost:i\nrange:\n\nhost;range\nUNSIGNED-PAYLOAD");
}

#[test]
fn a_request_is_written_as_its_parts_are() {
    let map = headers(&[("range", b"  bytes=0-9 "), ("x-amz-meta-a", b"a  b"), ("x-amz-date", b"20130524T000000Z")]);
    for (path, query, signed) in [
        ("/b/k", "", "host;range;x-amz-date"),
        ("/b/%c3%a9 +", "x-id=GetObject", "host;x-amz-meta-a"),
        ("/b/k~", "b=%2f&a=1+2&&X-Amz-Signature=f", "host;absent;x-amz-acl"),
        ("/", "x-amz-acl=private&acl", ""),
    ] {
        let (method, host) = ("GET", Some("h:80"));
        let request = Request { method, path, query, headers: &map, host, signed, payload: UNSIGNED_PAYLOAD.into() };
        let text = String::from_utf8(request.text()).unwrap();
        assert_eq!(text.as_bytes(), request.canonical().text(), "{text}");
        assert!(text.starts_with("GET\n/") && text.ends_with(&format!("\n\n{signed}\n{UNSIGNED_PAYLOAD}")), "{text}");
    }
}
