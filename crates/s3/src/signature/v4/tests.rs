//! Published vectors of Signature Version 4.

use http::HeaderMap;
use http::header::{HeaderName, HeaderValue};

use super::super::canonical::{self, Canonical, UNSIGNED_PAYLOAD};
use super::*;

/// The secret of S3's documentation, and that of the test suite for all services.
const SECRET: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
const SUITE_SECRET: &str = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

const MOMENT: &str = "20130524T000000Z";
const SCOPE: &str = "20130524/us-east-1/s3/aws4_request";

fn request(method: &str, uri: &str, lines: &[(&str, &str)], signed: &str, payload: &str) -> Canonical {
    let (path, query) = uri.split_once('?').unwrap_or((uri, ""));
    let mut headers = HeaderMap::new();
    for (name, value) in lines {
        headers.append(HeaderName::try_from(*name).unwrap(), HeaderValue::try_from(*value).unwrap());
    }
    let host = headers.get("host").and_then(|host| host.to_str().ok());
    canonical::Request { method, path, query, headers: &headers, host, signed, payload: payload.into() }.canonical()
}

/// An example of "Signature Calculations for the Authorization Header" and of "Using Query Parameters".
fn check_s3(canonical: &Canonical, expected: &str) {
    let text = string_to_sign(ALGORITHM, MOMENT, SCOPE, &canonical.text());
    let key = key(SECRET, "20130524", "us-east-1", "s3");
    assert_eq!(sign(&key, text.as_bytes()), expected, "{canonical:?}");
}

#[test]
fn the_examples_of_s3() {
    let host = ("Host", "examplebucket.s3.amazonaws.com");
    let (date, empty) = (("x-amz-date", MOMENT), ("x-amz-content-sha256", EMPTY));
    check_s3(
        &request(
            "GET",
            "/test.txt",
            &[host, ("Range", "bytes=0-9"), empty, date],
            "host;range;x-amz-content-sha256;x-amz-date",
            EMPTY,
        ),
        "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41",
    );
    let welcome = "44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072";
    check_s3(
        &request(
            "PUT",
            "/test$file.text",
            &[
                host,
                ("Date", "Fri, 24 May 2013 00:00:00 GMT"),
                date,
                ("x-amz-storage-class", "REDUCED_REDUNDANCY"),
                ("x-amz-content-sha256", welcome),
            ],
            "date;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class",
            welcome,
        ),
        "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd",
    );
    let signed = "host;x-amz-content-sha256;x-amz-date";
    check_s3(
        &request("GET", "/?lifecycle", &[host, date, empty], signed, EMPTY),
        "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543",
    );
    check_s3(
        &request("GET", "/?max-keys=2&prefix=J", &[host, date, empty], signed, EMPTY),
        "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7",
    );
}

#[test]
fn the_presigned_example_of_s3() {
    let credential = format!("AKIAIOSFODNN7EXAMPLE%2F{}", SCOPE.replace('/', "%2F"));
    let signature = "aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404";
    let uri = format!(
        "/test.txt?X-Amz-Algorithm={ALGORITHM}&X-Amz-Credential={credential}&X-Amz-Date={MOMENT}&X-Amz-Expires=86400\
         &X-Amz-SignedHeaders=host&X-Amz-Signature={signature}"
    );
    let host = ("Host", "examplebucket.s3.amazonaws.com");
    check_s3(&request("GET", &uri, &[host], "host", UNSIGNED_PAYLOAD), signature);
}

/// The upload in chunks of the documentation: 65 KiB of the letter a, in chunks of 64 KiB.
fn check_chunks(payload: &str, more: &[(&str, &str)], signed: &str, expected: [&str; 4]) {
    let mut headers = vec![
        ("Host", "s3.amazonaws.com"),
        ("x-amz-date", MOMENT),
        ("x-amz-storage-class", "REDUCED_REDUNDANCY"),
        ("x-amz-content-sha256", payload),
        ("Content-Encoding", "aws-chunked"),
        ("x-amz-decoded-content-length", "66560"),
    ];
    headers.extend_from_slice(more);
    let canonical = request("PUT", "/examplebucket/chunkObject.txt", &headers, signed, payload);
    check_s3(&canonical, expected[0]);
    let key = key(SECRET, "20130524", "us-east-1", "s3");
    for (at, size) in [65536, 1024, 0].into_iter().enumerate() {
        let hash = hex(&Sha256::digest(vec![b'a'; size]));
        let text = chunk_to_sign(ALGORITHM, MOMENT, SCOPE, expected[at], &hash);
        assert_eq!(sign(&key, text.as_bytes()), expected[at + 1], "{payload} {at}");
    }
}

#[test]
fn the_chunks_of_s3() {
    check_chunks(
        "STREAMING-AWS4-HMAC-SHA256-PAYLOAD",
        &[("Content-Length", "66824")],
        "content-encoding;content-length;host;x-amz-content-sha256;x-amz-date;x-amz-decoded-content-length;\
         x-amz-storage-class",
        [
            "4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9",
            "ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648",
            "0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497",
            "b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9",
        ],
    );
}

#[test]
fn the_chunks_and_trailers_of_s3() {
    let last = "2ca2aba2005185cf7159c6277faf83795951dd77a3a99e6e65d5c9f85863f992";
    check_chunks(
        "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER",
        &[("x-amz-trailer", "x-amz-checksum-crc32c")],
        "content-encoding;host;x-amz-content-sha256;x-amz-date;x-amz-decoded-content-length;x-amz-storage-class;\
         x-amz-trailer",
        [
            "106e2a8a18243abcf37539882f36619c00e2dfc72633413f02d3b74544bfeb8e",
            "b474d8862b1487a5145d686f57f013e54db672cee1c953b3010fb58501ef5aa2",
            "1c1344b170168f8e65b41376b44b20fe354e373826ccbbe2c1d40a8cae51e5c7",
            last,
        ],
    );
    let text = trailer_to_sign(ALGORITHM, MOMENT, SCOPE, last, b"x-amz-checksum-crc32c:sOO8/Q==\n");
    assert_eq!(
        sign(&key(SECRET, "20130524", "us-east-1", "s3"), text.as_bytes()),
        "d81f82fc3505edab99d459891051a732e8730629a2e4a59689829ca17fe2e435"
    );
}

/// A case of the test suite for all services (as published with aws-sigv4) that holds by the rules of S3.
fn check_suite(method: &str, uri: &str, lines: &[(&str, &str)], expected: &str) {
    let moment = "20150830T123600Z";
    let mut headers = vec![("Host", "example.amazonaws.com"), ("X-Amz-Date", moment)];
    headers.extend_from_slice(lines);
    let mut signed: Vec<_> = headers.iter().map(|(name, _)| name.to_ascii_lowercase()).collect();
    signed.sort_unstable();
    signed.dedup();
    let canonical = request(method, uri, &headers, &signed.join(";"), EMPTY);
    let scope = "20150830/us-east-1/service/aws4_request";
    let text = string_to_sign(ALGORITHM, moment, scope, &canonical.text());
    let key = key(SUITE_SECRET, "20150830", "us-east-1", "service");
    assert_eq!(sign(&key, text.as_bytes()), expected, "{method} {uri} {lines:?}");
}

#[test]
fn the_test_suite() {
    let trimmed = "acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736";
    check_suite("GET", "/", &[("My-Header1", "value1"), ("My-Header2", "\"a   b   c\"")], trimmed);
    let thrice = [("My-Header1", "value2"), ("My-Header1", "value2"), ("My-Header1", "value1")];
    check_suite("GET", "/", &thrice, "c9d5ea9f3f72853aea855b47ea873832890dbdd183b4468f858259531a5138ea");
    let lines = [("My-Header1", "value1  value2     value3")];
    check_suite("GET", "/", &lines, "cfd34249e4b1c8d6b91ef74165d41a32e5fab3306300901bb65a51a73575eefd");
    for (uri, expected) in [
        ("//example//", "87cca117541a147f6df867677d98a7d80dff226d2bfca9e4ffa899665623c7e5"),
        ("/example space/", "652487583200325589f1fba4c7e578f72c47cb61beeca81406b39ddec1366741"),
        ("/ሴ", "8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85"),
        ("/example/..", "eca7ead57bb5aa5c8e28007acd4ff04e1ff9a0ff3b237ec1554a184887ff9282"),
        ("/?ሴ=bar", "2cdec8eed098649ff3a119c94853b13c643bcf08f8b0a1d91e12c9027818dd04"),
        (
            "/?Param-3=Value3&Param=Value2&%E1%88%B4=Value1",
            "371d3713e185cc334048618a97f809c9ffe339c62934c032af5a0e595648fcac",
        ),
        (
            "/-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz",
            "07ef7494c76fa4850883e2b006601f940f8a34d404d0cfa977f52a65bbf5f24f",
        ),
    ] {
        check_suite("GET", uri, &[], expected);
    }
    check_suite("POST", "/?Param1=value1", &[], "28038455d6de14eafc1f9222cf5aa6f1a96197d7deb8263271d420d138af7f11");
}

#[test]
fn signatures_are_compared_as_they_are_written() {
    let key = key(SECRET, "20130524", "us-east-1", "s3");
    let signature = sign(&key, b"text");
    let check = |text: &str, signature: &str, good: bool| {
        assert_eq!(is_signed(&mac(&key), text.as_bytes(), signature), good, "{signature}");
    };
    check("text", &signature, true);
    check("other", &signature, false);
    check("text", &signature.to_ascii_uppercase(), false);
    check("text", &signature[..62], false);
    check("text", &format!("{signature}00"), false);
    check("text", "", false);
}
