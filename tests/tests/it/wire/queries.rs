//! Queries that S3 refuses before or after it has looked for the bucket.
//!
//! Measured of S3 in September 2026 (<https://github.com/brekkylab/backlot>, `tests/test_s3.py`).

use super::{shelf, untouched};

#[test]
fn a_parameter_that_is_out_of_place_is_refused() {
    let server = shelf();
    let version = "This operation does not accept a version-id.";
    let website = "The website parameter must not have a value";
    let key = "Object must have a valid key name.";
    for (method, target, message, fields) in [
        ("GET", "/shelf?partNumber=1", key, &[][..]),
        ("DELETE", "/none?partNumber=abc", key, &[]),
        ("PATCH", "/shelf?partNumber=1", key, &[]),
        ("PUT", "/shelf?partNumber=1", key, &[]),
        ("GET", "/shelf?website=v", website, &[("ArgumentName", "website"), ("ArgumentValue", "v")]),
        ("PUT", "/none?website=v", website, &[("ArgumentName", "website"), ("ArgumentValue", "v")]),
        ("DELETE", "/none/k?website=v", website, &[("ArgumentName", "website"), ("ArgumentValue", "v")]),
        ("GET", "/none/k?website=v&website", website, &[("ArgumentName", "website"), ("ArgumentValue", "v")]),
        ("GET", "/none?versionId=x", version, &[("ArgumentName", "versionId"), ("ArgumentValue", "x")]),
        ("GET", "/shelf?versionId=x&website=v", version, &[("ArgumentName", "versionId"), ("ArgumentValue", "x")]),
        ("DELETE", "/none?acl&versionId=x", version, &[("ArgumentName", "versionId"), ("ArgumentValue", "x")]),
        ("GET", "/none/k?cors&versionId=null", version, &[("ArgumentName", "versionId"), ("ArgumentValue", "null")]),
        ("GET", "/none/k?uploadId=u&versionId=x", version, &[("ArgumentName", "versionId"), ("ArgumentValue", "x")]),
    ] {
        let refusal = server.raw().ask(method, target, &[], b"").refusal();
        let code = if fields.is_empty() { "InvalidRequest" } else { "InvalidArgument" };
        assert_eq!(refusal.status, 400, "{method} {target} {refusal:?}");
        refusal.is(400, code, message, fields);
    }
    untouched(&server);
}

#[test]
fn parameters_that_exclude_each_other_are_named_in_order() {
    let server = shelf();
    for (target, names, first) in [
        ("/shelf/k?partNumber=1&tagging", "partNumber, tagging", "partNumber"),
        ("/shelf/k?partNumber=abc&acl", "acl, partNumber", "acl"),
        ("/shelf?partNumber=1&acl", "acl, partNumber", "acl"),
        ("/shelf/k?cors&acl", "acl, cors", "acl"),
        ("/none/k?annotationName=v&acl", "acl, annotationName", "acl"),
        ("/none/k?annotationName=v&website=v", "annotationName, website", "annotationName"),
        ("/none?website=v&versioning", "versioning, website", "versioning"),
        ("/shelf/k?uploads&acl", "acl, uploads", "acl"),
        ("/shelf?metadataAnnotationTable&acl", "acl, metadataAnnotationTable", "acl"),
        ("/shelf?restore&location", "location, restore", "location"),
    ] {
        let refusal = server.raw().ask("GET", target, &[], b"").refusal();
        let message = format!("Conflicting query string parameters: {names}");
        refusal.is(400, "InvalidArgument", &message, &[("ArgumentName", "ResourceType"), ("ArgumentValue", first)]);
    }
}

#[test]
fn some_refusals_come_after_the_bucket() {
    let server = shelf();
    let key = "A key must be specified";
    for (method, query, code, message) in [
        ("GET", "?uploadId=x", "InvalidRequest", key),
        ("POST", "?uploadId=x", "InvalidRequest", key),
        ("DELETE", "?uploadId=x", "InvalidRequest", key),
        ("POST", "?restore", "UserKeyMustBeSpecified", "User key must be specified."),
        ("GET", "/k?uploads", "InvalidRequest", "Key is not expected for the GET method ?uploads subresource"),
    ] {
        let refusal = server.raw().ask(method, &format!("/shelf{query}"), &[], b"").refusal();
        refusal.is(400, code, message, &[]);
        let refusal = server.raw().ask(method, &format!("/none{query}"), &[], b"").refusal();
        refusal.is(404, "NoSuchBucket", "The specified bucket does not exist", &[("BucketName", "none")]);
    }
    assert_eq!(server.raw().ask("GET", "/shelf?torrent", &[], b"").status, 405);
    assert_eq!(server.raw().ask("GET", "/none?torrent", &[], b"").status, 404);
    untouched(&server);
}

/// Unknown parameters, and known ones in another case of letters, mean nothing; of several of one name the first counts.
#[test]
fn odd_queries_mean_nothing() {
    let server = shelf();
    for query in ["?foo=bar", "?x-id=GetObject", "?Acl", "?", "?&&", "?=", "?%61%63%6c%73", "?a=b?c=/d", "?k#acl"] {
        let reply = server.raw().ask("GET", &format!("/shelf/k{query}"), &[], b"").ok(200);
        assert_eq!(reply.text(), "before", "{query}");
    }
    let listed = server.raw().ask("GET", "/shelf?Versioning&max-keys=1&max-keys=abc", &[], b"").ok(200).xml();
    assert_eq!((listed.name.as_str(), listed.get("MaxKeys")), ("ListBucketResult", Some("1")));
}

/// What is one of many is put and deleted by its id; without any, S3 calls the id invalid.
#[test]
fn a_configuration_without_an_id_has_a_bad_one() {
    let server = shelf();
    for name in ["analytics", "intelligent-tiering", "inventory", "metrics"] {
        for query in [name.to_owned(), format!("{name}&id=")] {
            let refusal = server.raw().ask("DELETE", &format!("/shelf?{query}"), &[], b"").refusal();
            refusal.is(400, "InvalidConfigurationId", "The specified configuration id is invalid.", &[]);
        }
        let refusal = server.raw().ask("DELETE", &format!("/none?{name}"), &[], b"").refusal();
        assert_eq!(refusal.code, "NoSuchBucket", "{name}");
    }
    untouched(&server);
}
