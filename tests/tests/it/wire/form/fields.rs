//! What the fields of a form make of the object: the same as the headers of a PUT.

use super::super::{CHECKSUMS, DIGITS, DIGITS_MD5, get, shelf};
use super::{ANONYMOUS, Form, post, refused};

const TAGS: &str = "<Tagging><TagSet><Tag><Key>TagName</Key><Value>TagValue</Value></Tag></TagSet></Tagging>";

#[test]
fn properties_come_back() {
    let server = shelf();
    let fields = [
        ("Content-Type", "text/plain"),
        ("Cache-Control", "max-age=60"),
        ("Content-Disposition", "attachment"),
        ("content-encoding", "identity"),
        ("Content-Language", "de"),
        ("EXPIRES", "Wed, 21 Oct 2037 07:28:00 GMT"),
        ("x-amz-meta-test-1", "test-meta-1"),
        ("x-amz-meta-TEST-2", "test-meta-2"),
        ("X-Amz-Storage-Class", "STANDARD_IA"),
        ("x-amz-website-redirect-location", "/other"),
    ];
    let form = fields.iter().fold(Form::of("k"), |form, (name, value)| form.field(name, value));
    let _ = post(&server, &form.file(DIGITS)).ok(204);
    let stored = get(&server, "/shelf/k").ok(200);
    for (name, value) in fields {
        assert_eq!(stored.header(name), Some(value), "{name}");
    }
}

/// Recorded: metadata is never decoded, control characters are encoded, and other headers are of ISO 8859-1.
#[test]
fn metadata_is_what_the_form_says() {
    let server = shelf();
    let form = Form::of("k")
        .field("x-amz-meta-nonascii", "ÄMÄZÕÑ S3")
        .field("x-amz-meta-b-encoded", "=?UTF-8?B?YWJj?=")
        .field("x-amz-meta-q-encoded", "=?UTF-8?Q?actually-ascii?=")
        .field("x-amz-meta-utf-8", "\0\u{1}\u{2}\u{3}\u{4}")
        .field("x-amz-meta-twice", "Ninja")
        .field("X-AMZ-META-TWICE", "Stallman")
        .field("Cache-Control", "non-ascii-%E2%80%94_—_");
    let _ = post(&server, &form.file(DIGITS)).ok(204);
    let stored = get(&server, "/shelf/k").ok(200);
    for (name, value) in [
        ("x-amz-meta-nonascii", "=?UTF-8?Q?=C3=84M=C3=84Z=C3=95=C3=91_S3?="),
        ("x-amz-meta-b-encoded", "=?UTF-8?B?YWJj?="),
        ("x-amz-meta-q-encoded", "=?UTF-8?Q?actually-ascii?="),
        ("x-amz-meta-utf-8", "=?UTF-8?B?AAECAwQ=?="),
        ("x-amz-meta-twice", "Ninja,Stallman"),
        ("cache-control", "non-ascii-%E2%80%94_ _"),
    ] {
        assert_eq!(stored.header(name), Some(value), "{name}");
    }
}

/// Recorded: a part that has no file name leaves the variable as it is.
#[test]
fn the_file_names_the_key() {
    let server = shelf();
    for (disposition, key) in [
        ("form-data; name=\"file\"; filename=\"my-file\"", "in/my-file-my-file"),
        ("form-data; name=\"file\"; filename=\"C:\\dir\\日本 語.txt\"", "in/日本 語.txt-日本 語.txt"),
        ("form-data; name=\"FILE\"; filename=\"/home/a%22b\"", "in/a%22b-a%22b"),
        ("form-data; name=file; filename=\"\"", "in/-"),
        ("form-data; name=\"file\"", "in/${filename}-${filename}"),
    ] {
        let form = Form::of("in/${filename}-${filename}").field("success_action_status", "201");
        let reply = post(&server, &form.part(disposition, b"x")).ok(201);
        assert_eq!(reply.xml().get("Key"), Some(key), "{disposition}");
    }
}

#[test]
fn the_type_of_the_file_part_means_nothing() {
    let server = shelf();
    let form = Form::of("k").part("form-data; name=\"file\"; filename=\"a\"\r\nContent-Type: image/png", DIGITS);
    let _ = post(&server, &form).ok(204);
    assert_eq!(get(&server, "/shelf/k").ok(200).header("content-type"), Some("binary/octet-stream"));
}

/// Recorded: a document of another kind has no tags.
#[test]
fn tags_are_a_document() {
    let server = shelf();
    for (tagging, tags) in [
        (TAGS, vec!["TagName"]),
        ("<InvalidXmlTagging></InvalidXmlTagging>", vec![]),
        ("<Tagging><TagSet></TagSet></Tagging>", vec![]),
    ] {
        let _ = post(&server, &Form::of("k").field("tagging", tagging).file(DIGITS)).ok(204);
        assert_eq!(get(&server, "/shelf/k?tagging").ok(200).xml().texts("TagSet/Tag/Key"), tags, "{tagging}");
    }
}

#[test]
fn a_form_may_be_for_an_acl() {
    let server = shelf();
    let controls =
        b"<OwnershipControls><Rule><ObjectOwnership>ObjectWriter</ObjectOwnership></Rule></OwnershipControls>";
    let _ = server.raw().ask("PUT", "/shelf?ownershipControls", &[], controls).ok(200);
    let _ = server.raw().ask("DELETE", "/shelf?publicAccessBlock", &[], b"").ok(204);
    let _ = post(&server, &Form::of("k").field("acl", "public-read").file(DIGITS)).ok(204);
    let acl = get(&server, "/shelf/k?acl").ok(200).text();
    assert!(acl.contains("http://acs.amazonaws.com/groups/global/AllUsers"), "{acl}");
    let grant = "uri=\"http://acs.amazonaws.com/groups/global/AuthenticatedUsers\"";
    let _ = post(&server, &Form::of("k").field("x-amz-grant-read", grant).file(DIGITS)).ok(204);
    let acl = get(&server, "/shelf/k?acl").ok(200).text();
    assert!(acl.contains("AuthenticatedUsers") && !acl.contains("AllUsers"), "{acl}");
}

#[test]
fn checksums_are_compared_and_stored() {
    let server = shelf();
    for (name, algorithm, value, wrong) in CHECKSUMS {
        let header = format!("x-amz-checksum-{name}");
        let form = Form::of("k").field(&header, value).field("x-amz-checksum-algorithm", algorithm);
        assert_eq!(post(&server, &form.file(DIGITS)).ok(204).header(&header), Some(value));
        let read = server.raw().ask("HEAD", "/shelf/k", &[("x-amz-checksum-mode", "ENABLED")], b"").ok(200);
        assert_eq!(read.header(&header), Some(value));
        let refusal = post(&server, &Form::of("other").field(&header, wrong).file(DIGITS)).refusal();
        let message = format!("The {algorithm} you specified did not match the calculated checksum.");
        refusal.is(400, "BadDigest", &message, &[]);
        let refusal = post(&server, &Form::of("other").field(&header, "sailorjerry").file(DIGITS)).refusal();
        refusal.is(400, "InvalidRequest", &format!("Value for {header} header is invalid."), &[]);
    }
    let _ = get(&server, "/shelf/other").ok(404);
}

#[test]
fn an_algorithm_needs_its_checksum() {
    let server = shelf();
    let message = "Value for x-amz-checksum-algorithm header is invalid.";
    for form in [
        Form::of("n").field("x-amz-checksum-algorithm", "SHA256"),
        Form::of("n").field("x-amz-checksum-algorithm", "SHA1").field("x-amz-checksum-crc32", "y/Q5Jg=="),
        Form::of("n").field("x-amz-checksum-algorithm", "NONE").field("x-amz-checksum-crc32", "y/Q5Jg=="),
    ] {
        refused(&server, &form.file(DIGITS)).is(400, "InvalidRequest", message, &[]);
    }
    let two = Form::of("n")
        .field("x-amz-checksum-crc32", "y/Q5Jg==")
        .field("x-amz-checksum-sha1", "98O8HYCOBHMq32eZZczDTKeuNEE=");
    let message = "Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.";
    refused(&server, &two.file(DIGITS)).is(400, "InvalidRequest", message, &[]);
}

#[test]
fn the_digest_is_the_files() {
    let server = shelf();
    let _ = post(&server, &Form::of("k2").field("Content-MD5", DIGITS_MD5).file(DIGITS)).ok(204);
    let _ = server.raw().ask("DELETE", "/shelf/k2", &[], b"").ok(204);
    let wrong = Form::of("n").field("content-md5", "AAAAAAAAAAAAAAAAAAAAAA==").file(DIGITS);
    let message = "The Content-MD5 you specified did not match what we received.";
    let fields = [("CalculatedDigest", DIGITS_MD5), ("ExpectedDigest", "00000000000000000000000000000000")];
    refused(&server, &wrong).is(400, "BadDigest", message, &fields);
    let refusal = refused(&server, &Form::of("n").field("content-md5", "x").file(DIGITS));
    refusal.is(400, "InvalidDigest", "The Content-MD5 you specified was invalid.", &[("Content-MD5", "x")]);
}

#[test]
fn a_form_may_be_encrypted() {
    let server = shelf();
    let sse = "x-amz-server-side-encryption";
    let key = "arn:aws:kms:us-east-1:000000000000:key/1234abcd-12ab-34cd-56ef-1234567890ab";
    let conditions = format!(r#"{{"{sse}": "aws:kms"}}, {{"{sse}-aws-kms-key-id": "{key}"}}"#);
    let form = Form::of("k").field(sse, "aws:kms").field(&format!("{sse}-aws-kms-key-id"), key).signed(&conditions);
    let reply = post(&server, &form.file(DIGITS)).ok(204);
    assert_eq!((reply.header(sse), reply.header(&format!("{sse}-aws-kms-key-id"))), (Some("aws:kms"), Some(key)));

    let customer = [
        ("x-amz-server-side-encryption-customer-algorithm", "AES256"),
        ("x-amz-server-side-encryption-customer-key", "pO3upElrwuEXSoFwCfnZPdSsmt/xWeFa0N9KgDijwVs="),
        ("x-amz-server-side-encryption-customer-key-MD5", "DWygnHRtgiJ77HCm+1rvHw=="),
    ];
    let form = customer.iter().fold(Form::of("k"), |form, (name, value)| form.field(name, value));
    let reply = post(&server, &form.file(DIGITS)).ok(204);
    assert_eq!(reply.header(customer[2].0), Some(customer[2].1));
    assert_eq!(server.raw().ask("GET", "/shelf/k", &customer, b"").ok(200).body, DIGITS);
    let _ = get(&server, "/shelf/k").ok(400);
    assert!(!server.log().contains("pO3upElrwuEX"), "a key is in the log");
    let form = Form::of("n").field(customer[0].0, customer[0].1).file(DIGITS);
    assert_eq!(post(&server, &form).refusal().code, "InvalidArgument");
}

#[test]
fn a_form_may_lock_its_object() {
    let server = shelf();
    let _ = server.raw().ask("PUT", "/locked", &[("x-amz-bucket-object-lock-enabled", "true")], b"").ok(200);
    let until = "2100-01-01T00:00:00.000Z";
    let form = |key: &str| {
        let lock =
            Form::of(key).field("x-amz-object-lock-mode", "GOVERNANCE").field("x-amz-object-lock-legal-hold", "ON");
        lock.field("x-amz-object-lock-retain-until-date", until)
    };
    let ask = |form: &Form| server.raw().ask("POST", "/locked", &ANONYMOUS, &form.close());
    let _ = ask(&form("k").field("Content-MD5", DIGITS_MD5).file(DIGITS)).ok(204);
    let head = server.raw().ask("HEAD", "/locked/k", &[], b"").ok(200);
    assert_eq!(head.header("x-amz-object-lock-mode"), Some("GOVERNANCE"));
    assert_eq!(head.header("x-amz-object-lock-legal-hold"), Some("ON"));
    let version = head.header("x-amz-version-id").expect("a version");
    let _ = server.raw().ask("DELETE", &format!("/locked/k?versionId={version}"), &[], b"").ok(403);
    assert_eq!(ask(&form("n").file(DIGITS)).ok(400).refusal().code, "InvalidRequest");
    let message = "Bucket is missing ObjectLockConfiguration";
    refused(&server, &form("n").file(DIGITS)).is(400, "InvalidRequest", message, &[]);
}

/// What a client wants to be sure of holds of a form as of a PUT.
#[test]
fn the_request_may_have_conditions() {
    let server = shelf();
    let form = Form::of("k").file(DIGITS).close();
    for (header, status) in [
        (("x-amz-expected-bucket-owner", "999999999999"), 403),
        (("x-amz-expected-bucket-owner", "me"), 400),
        (("If-None-Match", "*"), 412),
        (("If-Match", "\"none\""), 412),
    ] {
        let headers = [&ANONYMOUS[..], &[header]].concat();
        let _ = server.raw().ask("POST", "/shelf", &headers, &form).ok(status);
        super::super::untouched(&server);
    }
    let headers = [&ANONYMOUS[..], &[("x-amz-expected-bucket-owner", "000000000000")]].concat();
    let _ = server.raw().ask("POST", "/shelf", &headers, &form).ok(204);
}
