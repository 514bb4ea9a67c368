//! XML request bodies: what is no XML, or not the right one, is MalformedXML and changes nothing; what is odd but
//! well-formed is understood.

use super::{get, shelf, untouched, upload};
use sandpail_tests::Server;
use sandpail_tests::digest::content_md5;

const MALFORMED: &str = "The XML you provided was not well-formed or did not validate against our published schema";

/// Bodies that are no document of any operation.
const BROKEN: [&str; 12] = [
    "not xml",
    "<",
    "<Delete",
    "<Delete><Object>",
    "<Delete></Wrong>",
    "<Delete/><Delete/>",
    "<Unknown/>",
    "{\"Delete\": {}}",
    "<?xml version=\"1.0\"?>",
    "<Delete>&undefined;</Delete>",
    "<!DOCTYPE d [<!ENTITY a \"k\">]><Delete><Object><Key>&a;</Key></Object></Delete>",
    "<Delete><Object><Key>k</Key></Object></Delete",
];

fn send(server: &Server, method: &str, target: &str, body: &[u8]) -> sandpail_tests::Reply {
    server.raw().ask(method, target, &[("Content-MD5", &content_md5(body))], body)
}

fn check(method: &str, target: &str, body: &[u8]) {
    let server = shelf();
    let id = upload(&server, "k", &[]);
    let target = target.replace("UPLOAD", &id);
    let refusal = send(&server, method, &target, body).refusal();
    assert_eq!((refusal.status, refusal.code.as_str()), (400, "MalformedXML"), "{target} {body:?} {refusal:?}");
    refusal.is(400, "MalformedXML", MALFORMED, &[]);
    untouched(&server);
}

#[test]
fn a_broken_document_is_malformed_for_every_operation_that_reads_one() {
    for (method, target) in [
        ("POST", "/shelf?delete"),
        ("POST", "/shelf/k?uploadId=UPLOAD"),
        ("PUT", "/shelf?versioning"),
        ("PUT", "/shelf?tagging"),
        ("PUT", "/shelf/k?tagging"),
        ("PUT", "/other"),
    ] {
        for body in BROKEN {
            check(method, target, body.as_bytes());
        }
        check(method, target, b"<Delete><Object><Key>\xff\xfe</Key></Object></Delete>");
    }
}

#[test]
fn a_document_too_deep_is_malformed() {
    let deep = format!("{}{}", "<Delete>".repeat(10_000), "</Delete>".repeat(10_000));
    check("POST", "/shelf?delete", deep.as_bytes());
}

#[test]
fn a_document_too_large_is_too_big() {
    let server = shelf();
    let wide = format!("<Delete><Object><Key>k</Key></Object><!--{}--></Delete>", "x".repeat(9 << 20));
    let refusal = send(&server, "POST", "/shelf?delete", wide.as_bytes()).refusal();
    refusal.has(400, "MaxMessageLengthExceeded", "Your request was too big.", &[]);
    untouched(&server);
}

#[test]
fn a_document_of_the_wrong_shape_is_malformed() {
    for body in [
        "<Delete/>",
        "<Delete><Quiet>true</Quiet></Delete>",
        "<Delete><Object/></Delete>",
        "<Delete><Object><VersionId>null</VersionId></Object></Delete>",
        "<Delete><Object><Key>k</Key></Object>text</Delete>",
        "<Delete><Object><Key>k<x/></Key></Object></Delete>",
    ] {
        check("POST", "/shelf?delete", body.as_bytes());
    }
    for body in [
        "<VersioningConfiguration><Status>enabled</Status></VersioningConfiguration>",
        "<VersioningConfiguration><Status>On</Status></VersioningConfiguration>",
    ] {
        check("PUT", "/shelf?versioning", body.as_bytes());
    }
    for body in ["<Tags/>", "<Tagging><TagSet><Tag><Key>a</Key></Tag></TagSet></Tagging>"] {
        check("PUT", "/shelf/k?tagging", body.as_bytes());
    }
}

/// Recorded of DeleteObjects: what the schema does not have is refused wherever it stands, and so is what it has once
/// and is given twice.
#[test]
fn unknown_and_doubled_elements_are_malformed() {
    let key = "<Object><Key>k</Key></Object>";
    let tag = "<Tag><Key>a</Key><Value>b</Value></Tag>";
    let part = "<Part><PartNumber>1</PartNumber><ETag>e</ETag></Part>";
    for (method, target, body) in [
        ("POST", "/shelf?delete", format!("<Delete>{key}<Nope/></Delete>")),
        ("POST", "/shelf?delete", "<Delete><Object><Key>k</Key><Nope/></Object></Delete>".to_owned()),
        ("POST", "/shelf?delete", "<Delete><Object><Key>k</Key><Key>j</Key></Object></Delete>".to_owned()),
        ("POST", "/shelf?delete", "<Delete><Object><Key>k</Key><Size>1</Size></Object></Delete>".to_owned()),
        ("POST", "/shelf?delete", format!("<Delete><Quiet>true</Quiet>{key}<Quiet>true</Quiet></Delete>")),
        ("PUT", "/shelf/k?tagging", format!("<Tagging><TagSet>{tag}</TagSet><TagSet/></Tagging>")),
        ("PUT", "/shelf/k?tagging", format!("<Tagging><TagSet>{tag}<Nope/></TagSet></Tagging>")),
        ("PUT", "/shelf?tagging", format!("<Tagging>{tag}</Tagging>")),
        ("PUT", "/shelf?versioning", "<VersioningConfiguration><Nope/></VersioningConfiguration>".to_owned()),
        ("POST", "/shelf/k?uploadId=UPLOAD", format!("<CompleteMultipartUpload>{part}<Nope/></CompleteMultipartUpload>")),
        (
            "POST",
            "/shelf/k?uploadId=UPLOAD",
            "<CompleteMultipartUpload><Part><PartNumber>1</PartNumber></Part></CompleteMultipartUpload>".to_owned(),
        ),
        (
            "POST",
            "/shelf/k?uploadId=UPLOAD",
            "<CompleteMultipartUpload><Part><PartNumber>one</PartNumber><ETag>e</ETag></Part></CompleteMultipartUpload>"
                .to_owned(),
        ),
        ("PUT", "/other", "<CreateBucketConfiguration><Nope/></CreateBucketConfiguration>".to_owned()),
        ("PUT", "/other", "<CreateBucketConfiguration>EU</CreateBucketConfiguration>".to_owned()),
    ] {
        check(method, target, body.as_bytes());
    }
    let server = shelf();
    let acl = "<AccessControlPolicy><Owner><ID>x</ID></Owner><AccessControlList/><Nope/></AccessControlPolicy>";
    let refusal = send(&server, "PUT", "/shelf?acl", acl.as_bytes()).refusal();
    refusal.is(400, "MalformedACLError", MALFORMED, &[]);
}

/// Recorded.
#[test]
fn keys_to_delete_are_named() {
    let server = shelf();
    for body in [
        "<Delete><Object><Key></Key></Object></Delete>",
        "<Delete><Object><Key>k</Key></Object><Object><Key/></Object></Delete>",
    ] {
        let refusal = send(&server, "POST", "/shelf?delete", body.as_bytes()).refusal();
        refusal.is(400, "UserKeyMustBeSpecified", "User key must be specified.", &[]);
    }
    untouched(&server);
}

/// Recorded.
#[test]
fn a_bucket_that_is_not_there_goes_before_its_requests_body() {
    let server = shelf();
    let missing = [("BucketName", "none")];
    let garbage = [("Content-MD5", "garbage")];
    for (method, target, headers, body) in [
        ("POST", "/none?delete", &garbage[..], "<Delete><Object><Key>k</Key></Object></Delete>"),
        ("POST", "/none?delete", &[], "garbage"),
        ("PUT", "/none?versioning", &[], "garbage"),
        ("PUT", "/none/k?tagging", &[], ""),
        ("PUT", "/none/k", &[("x-amz-checksum-crc32", "garbage")], "x"),
    ] {
        let refusal = server.raw().ask(method, target, headers, body.as_bytes()).refusal();
        refusal.is(404, "NoSuchBucket", "The specified bucket does not exist", &missing);
    }
}

#[test]
fn versioning_without_status_is_its_own_error() {
    let server = shelf();
    let refusal = send(&server, "PUT", "/shelf?versioning", b"<VersioningConfiguration/>").refusal();
    let message = "The Versioning element must be specified";
    refusal.is(400, "IllegalVersioningConfigurationException", message, &[]);
}

#[test]
fn whatever_names_the_same_key_deletes_it() {
    for body in [
        "<Delete><Object><Key>k</Key></Object></Delete>",
        "<Delete xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Object><Key>k</Key></Object></Delete>",
        "<s3:Delete xmlns:s3=\"http://s3.amazonaws.com/doc/2006-03-01/\"><s3:Object><s3:Key>k</s3:Key></s3:Object></s3:Delete>",
        "\u{feff}<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!-- a note -->\n<Delete>\n  <Object>\n<Key>k</Key> </Object>\n</Delete>\n",
        "<Delete><Object><Key><![CDATA[k]]></Key></Object></Delete>",
        "<Delete><Object><Key>&#107;</Key></Object></Delete>",
        "<Delete><Object><Key>&#x6b;</Key></Object></Delete>",
        "<Delete xmlns=\"urn:x\"><Object><Key>k</Key></Object></Delete>",
        "<Delete><Object><VersionId>null</VersionId><Key>k</Key></Object><Quiet>maybe</Quiet></Delete>",
    ] {
        let server = shelf();
        let reply = send(&server, "POST", "/shelf?delete", body.as_bytes()).ok(200).xml();
        assert_eq!(reply.texts("Deleted/Key"), ["k"], "{body}");
        assert_eq!(get(&server, "/shelf/k").status, 404, "{body}");
    }
}

#[test]
fn keys_in_documents_are_any_text() {
    let server = shelf();
    for (target, written, key) in [
        ("/shelf/%F0%9F%98%80", "&#128512;", "😀"),
        ("/shelf/a%26b%3Cc%3E", "a&amp;b&lt;c&gt;", "a&b<c>"),
        ("/shelf/%20s%20", " s ", " s "),
        ("/shelf/%22%27", "<![CDATA[\"']]>", "\"'"),
        ("/shelf/a%0Db", "a&#13;b", "a\rb"),
    ] {
        let _ = super::put(&server, target, b"x").ok(200);
        let body = format!("<Delete><Object><Key>{written}</Key></Object></Delete>");
        let reply = send(&server, "POST", "/shelf?delete", body.as_bytes()).ok(200).xml();
        assert_eq!(reply.texts("Deleted/Key"), [key]);
        assert_eq!(get(&server, target).status, 404, "{key:?}");
    }
}

#[test]
fn more_than_a_thousand_keys_are_malformed() {
    let delete = |count: usize| {
        let objects: String = (0..count).map(|n| format!("<Object><Key>x{n}</Key></Object>")).collect();
        format!("<Delete>{objects}</Delete>")
    };
    check("POST", "/shelf?delete", delete(1001).as_bytes());
    let server = shelf();
    let reply = send(&server, "POST", "/shelf?delete", delete(1000).as_bytes()).ok(200).xml();
    assert_eq!(reply.all("Deleted").len(), 1000);
}

#[test]
fn deleting_many_needs_a_digest() {
    let server = shelf();
    let body = b"<Delete><Object><Key>k</Key></Object></Delete>";
    let message = "Missing required header for this request: Content-MD5 OR x-amz-checksum-*";
    // Recorded: what only tells of a checksum is none, and an empty body makes no difference.
    for headers in [&[][..], &[("x-amz-checksum-type", "FULL_OBJECT")], &[("x-amz-checksum-algorithm", "CRC32")]] {
        for body in [&body[..], b""] {
            let refusal = server.raw().ask("POST", "/shelf?delete", headers, body).refusal();
            refusal.is(400, "InvalidRequest", message, &[]);
        }
    }
    let refusal = send(&server, "POST", "/shelf?delete", b"").refusal();
    refusal.is(400, "MissingRequestBodyError", "Request Body is empty", &[]);
    untouched(&server);
}
