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
        "<Delete><Quiet>perhaps</Quiet><Object><Key>k</Key></Object></Delete>",
    ] {
        check("POST", "/shelf?delete", body.as_bytes());
    }
    for body in [
        "<VersioningConfiguration><Status>enabled</Status></VersioningConfiguration>",
        "<VersioningConfiguration><Status>On</Status></VersioningConfiguration>",
    ] {
        check("PUT", "/shelf?versioning", body.as_bytes());
    }
    for body in ["<Tagging/>", "<Tagging><TagSet><Tag><Key>a</Key></Tag></TagSet></Tagging>"] {
        check("PUT", "/shelf/k?tagging", body.as_bytes());
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
    let refusal = server.raw().ask("POST", "/shelf?delete", &[], body).refusal();
    let message = "Missing required header for this request: Content-MD5 OR x-amz-checksum-*";
    refusal.is(400, "InvalidRequest", message, &[]);
    untouched(&server);
}
