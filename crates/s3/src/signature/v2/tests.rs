//! The examples of RESTAuthentication.html, and what is signed as tables.

use http::header::{HeaderName, HeaderValue};

use super::*;

const SECRET: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

fn request(method: &str, bucket: Option<&str>, uri: &str, lines: &[(&str, &str)], expires: Option<&str>) -> Canonical {
    let (path, query) = uri.split_once('?').unwrap_or((uri, ""));
    let mut headers = HeaderMap::new();
    for (name, value) in lines {
        headers.append(HeaderName::try_from(*name).unwrap(), HeaderValue::try_from(*value).unwrap());
    }
    Canonical::of(&Request { method, bucket, path, query, headers: &headers, expires })
}

fn check(canonical: &Canonical, text: &str, signature: &str) {
    assert_eq!(String::from_utf8(canonical.text()).unwrap(), text);
    assert_eq!(sign(SECRET, &canonical.text()), signature, "{text}");
}

#[test]
fn the_examples() {
    let bucket = Some("awsexamplebucket1");
    check(
        &request("GET", bucket, "/photos/puppy.jpg", &[("Date", "Tue, 27 Mar 2007 19:36:42 +0000")], None),
        "GET\n\n\nTue, 27 Mar 2007 19:36:42 +0000\n/awsexamplebucket1/photos/puppy.jpg",
        "qgk2+6Sv9/oM7G3qLEjTH1a1l1g=",
    );
    let lines = [("Content-Type", "image/jpeg"), ("Date", "Tue, 27 Mar 2007 21:15:45 +0000")];
    check(
        &request("PUT", bucket, "/photos/puppy.jpg", &lines, None),
        "PUT\n\nimage/jpeg\nTue, 27 Mar 2007 21:15:45 +0000\n/awsexamplebucket1/photos/puppy.jpg",
        "iqRzw+ileNPu1fhspnRs8nOjjIA=",
    );
    let date = [("Date", "Tue, 27 Mar 2007 19:42:41 +0000")];
    check(
        &request("GET", bucket, "/?prefix=photos&max-keys=50&marker=puppy", &date, None),
        "GET\n\n\nTue, 27 Mar 2007 19:42:41 +0000\n/awsexamplebucket1/",
        "m0WP8eCtspQl5Ahe6L1SozdX9YA=",
    );
    check(
        &request("GET", bucket, "/?acl", &[("Date", "Tue, 27 Mar 2007 19:44:46 +0000")], None),
        "GET\n\n\nTue, 27 Mar 2007 19:44:46 +0000\n/awsexamplebucket1/?acl",
        "82ZHiFIjc+WbcwFKGUVEQspPn+0=",
    );
    check(
        &request("GET", None, "/", &[("Date", "Wed, 28 Mar 2007 01:29:59 +0000")], None),
        "GET\n\n\nWed, 28 Mar 2007 01:29:59 +0000\n/",
        "qGdzdERIC03wnaRNKh6OqZehG9s=",
    );
    let uri = "/dictionary/fran%C3%A7ais/pr%c3%a9f%c3%a8re";
    check(
        &request("GET", None, uri, &[("Date", "Wed, 28 Mar 2007 01:49:49 +0000")], None),
        "GET\n\n\nWed, 28 Mar 2007 01:49:49 +0000\n/dictionary/fran%C3%A7ais/pr%c3%a9f%c3%a8re",
        "DNEZGsoieTZ92F3bUfSPQcbGmlM=",
    );
    let uri = "/photos/puppy.jpg?AWSAccessKeyId=AKIAIOSFODNN7EXAMPLE&Signature=x&Expires=1175139620";
    check(
        &request("GET", Some("johnsmith"), uri, &[], Some("1175139620")),
        "GET\n\n\n1175139620\n/johnsmith/photos/puppy.jpg",
        "NpgCjnDzrM+WFzoENXmpNDUsSn8=",
    );
}

#[test]
fn the_upload_with_headers() {
    let lines = [
        ("User-Agent", "curl/7.15.5"),
        ("Date", "Tue, 27 Mar 2007 21:06:08 +0000"),
        ("x-amz-acl", "public-read"),
        ("content-type", "application/x-download"),
        ("Content-MD5", "4gJE4saaMU4BqNR0kLY+lw=="),
        ("X-Amz-Meta-ReviewedBy", "joe@example.com"),
        ("X-Amz-Meta-ReviewedBy", "jane@example.com"),
        ("X-Amz-Meta-FileChecksum", "0x02661779"),
        ("X-Amz-Meta-ChecksumAlgorithm", "crc32"),
        ("Content-Disposition", "attachment; filename=database.dat"),
        ("Content-Encoding", "gzip"),
        ("Content-Length", "5913339"),
    ];
    let canonical = request("PUT", Some("static.example.com"), "/db-backup.dat.gz", &lines, None);
    let text = "PUT\n4gJE4saaMU4BqNR0kLY+lw==\napplication/x-download\nTue, 27 Mar 2007 21:06:08 +0000\n\
        x-amz-acl:public-read\nx-amz-meta-checksumalgorithm:crc32\nx-amz-meta-filechecksum:0x02661779\n\
        x-amz-meta-reviewedby:joe@example.com,jane@example.com\n/static.example.com/db-backup.dat.gz";
    check(&canonical, text, "jtBQa0Aq+DkULFI8qrpwIjGEx0E=");
}

#[test]
fn the_date_of_amz_goes_before_date() {
    let lines = [("Date", "Tue, 27 Mar 2007 21:20:27 +0000"), ("x-amz-date", "Tue, 27 Mar 2007 21:20:26 +0000")];
    let canonical = request("DELETE", None, "/awsexamplebucket1/photos/puppy.jpg", &lines, None);
    let text = "DELETE\n\n\n\nx-amz-date:Tue, 27 Mar 2007 21:20:26 +0000\n/awsexamplebucket1/photos/puppy.jpg";
    assert_eq!(String::from_utf8(canonical.text()).unwrap(), text);
}

#[test]
fn parameters_that_are_signed() {
    let check = |query: &str, expected: &str| assert_eq!(resource(None, "/b/k", query), format!("/b/k{expected}"));
    check("uploadId=a%2Bb&partNumber=1&x-id=UploadPart", "?partNumber=1&uploadId=a+b");
    check("response-content-type=a%20b&versionId=v", "?response-content-type=a b&versionId=v");
    check("encryption&prefix=p&uploads=", "?uploads");
    check("ACL&publicAccessBlock", "");
    check("%61cl&prefix=p", "?acl");
    check("version%49d=v&x-id=D", "?versionId=v");
}

#[test]
fn parameters_of_presigned_urls_stand_for_headers() {
    let uri =
        "/b/k?x-amz-security-token=t%2F%2B&X-Amz-Meta-A=1&content-type=text%2Fplain&content-md5=m&x-amz-acl=private";
    let canonical = request("PUT", None, uri, &[("x-amz-acl", "public-read")], Some("9"));
    let text = "PUT\nm\ntext/plain\n9\nx-amz-acl:public-read\nx-amz-meta-a:1\nx-amz-security-token:t/+\n/b/k";
    assert_eq!(String::from_utf8(canonical.text()).unwrap(), text);
    let canonical = request("PUT", None, "/b/k?x-amz-acl=private&content-type=x", &[("date", "d")], None);
    assert_eq!(canonical.text(), b"PUT\n\n\nd\n/b/k");
}
