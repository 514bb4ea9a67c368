//! What every object has without being asked for (AWS.md 1 to 6).

use super::{DIGITS, get, put, shelf};
use sandpail_tests::Server;

#[test]
fn every_object_is_encrypted_at_rest() {
    let server = shelf();
    let check = |method: &str, target: &str, headers: &[(&str, &str)], body: &[u8]| {
        let reply = server.raw().ask(method, target, headers, body);
        assert_eq!(reply.status, 200, "{method} {target}: {}", reply.text());
        assert_eq!(reply.header("x-amz-server-side-encryption"), Some("AES256"), "{method} {target}");
        reply
    };
    check("PUT", "/shelf/k", &[], DIGITS);
    check("GET", "/shelf/k", &[], b"");
    check("HEAD", "/shelf/k", &[], b"");
    check("PUT", "/shelf/copy", &[("x-amz-copy-source", "shelf/k")], b"");
    let created = check("POST", "/shelf/big?uploads", &[], b"").xml();
    let id = created.get("UploadId").expect("an upload id");
    let part = check("PUT", &format!("/shelf/big?partNumber=1&uploadId={id}"), &[], DIGITS);
    let etag = part.header("etag").expect("an etag").to_owned();
    let copied = [("x-amz-copy-source", "shelf/k")];
    check("PUT", &format!("/shelf/big?partNumber=2&uploadId={id}"), &copied, b"");
    let complete = format!(
        "<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>{etag}</ETag></Part></CompleteMultipartUpload>"
    );
    check("POST", &format!("/shelf/big?uploadId={id}"), &[], complete.as_bytes());
}

#[test]
fn an_object_without_content_type_is_a_binary() {
    let server = shelf();
    let reply = get(&server, "/shelf/k").ok(200);
    assert_eq!(reply.header("content-type"), Some("binary/octet-stream"));
    assert_eq!(reply.header("accept-ranges"), Some("bytes"));
}

#[test]
fn headers_of_an_object_come_back_as_sent() {
    let server = shelf();
    let headers = [
        ("Content-Type", "text/plain; charset=utf-8"),
        ("Cache-Control", "max-age=60, private"),
        ("Content-Disposition", "attachment; filename=\"a.txt\""),
        ("Content-Encoding", "gzip"),
        ("Content-Language", "en, de"),
        ("Expires", "Wed, 21 Oct 2026 07:28:00 GMT"),
        ("x-amz-website-redirect-location", "/other"),
        ("x-amz-storage-class", "STANDARD_IA"),
        ("x-amz-meta-plain", "text"),
        ("x-amz-meta-empty", ""),
    ];
    let _ = server.raw().ask("PUT", "/shelf/k", &headers, DIGITS).ok(200);
    for method in ["GET", "HEAD"] {
        let reply = server.raw().ask(method, "/shelf/k", &[], b"").ok(200);
        for (name, value) in headers {
            assert_eq!(reply.header(name), Some(value), "{method} {name}");
        }
    }
}

#[test]
fn an_expires_that_is_no_date_is_kept_as_it_is() {
    let server = shelf();
    for value in ["0", "-1", "never"] {
        let _ = server.raw().ask("PUT", "/shelf/k", &[("Expires", value)], DIGITS).ok(200);
        assert_eq!(get(&server, "/shelf/k").header("expires"), Some(value));
    }
}

#[test]
fn metadata_of_one_name_is_joined() {
    let server = shelf();
    let headers = [("x-amz-meta-a", "1"), ("X-Amz-Meta-A", "2")];
    let _ = server.raw().ask("PUT", "/shelf/k", &headers, DIGITS).ok(200);
    assert_eq!(get(&server, "/shelf/k").header("x-amz-meta-a"), Some("1,2"));
}

#[test]
fn metadata_beyond_ascii_comes_back_encoded() {
    let server = shelf();
    let stored = |value: &str| {
        let _ = server.raw().ask("PUT", "/shelf/k", &[("x-amz-meta-a", value)], DIGITS).ok(200);
        get(&server, "/shelf/k").header("x-amz-meta-a").expect("metadata").to_owned()
    };
    for sent in ["häuser €", "=?UTF-8?B?aMOkdXNlciDigqw=?=", "=?utf-8?Q?h=C3=A4user_=E2=82=AC?="] {
        let answered = stored(sent);
        assert!(answered.starts_with("=?UTF-8?") && answered.ends_with("?="), "{sent} came back as {answered}");
    }
    assert_eq!(stored("=?UTF-8?Q?plain_text?="), "plain text");
    assert_eq!(stored("=?UTF-8?B?cGxhaW4=?="), "plain");
}

#[test]
fn listings_tell_the_checksum_and_the_owner_of_each_object() {
    let server = shelf();
    let _ = put(&server, "/shelf/k", DIGITS).ok(200);
    let check = |server: &Server, target: &str, entry: &str| {
        let listed = get(server, target).ok(200).xml();
        let get = |name: &str| listed.get(&format!("{entry}/{name}"));
        assert_eq!(get("ChecksumAlgorithm"), Some("CRC64NVME"), "{target}");
        assert_eq!(get("ChecksumType"), Some("FULL_OBJECT"), "{target}");
        assert_eq!(get("StorageClass"), Some("STANDARD"), "{target}");
        assert_eq!(get("Owner/ID").map(str::len), Some(64), "{target}");
        assert_eq!(get("Owner/DisplayName"), None, "{target}");
        assert_eq!(get("ETag"), Some(format!("\"{}\"", super::DIGITS_ETAG).as_str()), "{target}");
    };
    check(&server, "/shelf", "Contents");
    check(&server, "/shelf?list-type=2&fetch-owner=true", "Contents");
    check(&server, "/shelf?versions", "Version");
    let unasked = get(&server, "/shelf?list-type=2").ok(200).xml();
    assert_eq!(unasked.all("Contents/Owner").len(), 0, "ListObjectsV2 tells owners when asked");
}

#[test]
fn documents_have_the_namespace_of_s3_and_quoted_etags() {
    let server = shelf();
    for target in ["/", "/shelf", "/shelf?list-type=2", "/shelf?versions", "/shelf?uploads", "/shelf?acl"] {
        let reply = get(&server, target).ok(200);
        assert_eq!(reply.header("content-type"), Some("application/xml"), "{target}");
        assert!(reply.text().starts_with("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"), "{target}");
        let namespace = reply.xml().namespace;
        assert_eq!(namespace.as_deref(), Some("http://s3.amazonaws.com/doc/2006-03-01/"), "{target}");
    }
    let listed = get(&server, "/shelf").text();
    assert!(listed.contains("<ETag>&quot;"), "S3 writes an ETag's quotes as entities: {listed}");
}
